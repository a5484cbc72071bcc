"""A bank of a few rows, for tests that write: units, accounts, people, holders and movements, as a silo of files."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from graph.model import (
    Account,
    AccountKind,
    AccountStatus,
    Channel,
    Company,
    Holds,
    IdentifiedBy,
    Initiator,
    Institution,
    Interaction,
    ManagedBy,
    OrgUnit,
    Person,
    ReachedAt,
    Record,
    RelatedTo,
    RelationKind,
    Role,
    Transaction,
    TransactionKind,
    UnitLevel,
)
from graph.session import Session
from ingest.contract import Seen, Source, Table
from ingest.evidence import document, phone
from ingest.field import Field
from ingest.formats import Delimited
from ingest.job import Terms, run_source
from ingest.report import Report
from ingest.row import Row
from ingest.steps import Progress

ROLES = {"O": Role.OWNER, "J": Role.JOINT}
KINDS = {"": False, "C": True}
INITIATORS = {"": Initiator.CLIENT, "B": Initiator.BANK}
COLUMNS = {
    "units": "id name parent?",
    "people": "id name? bank_key? born? kind?",
    "accounts": "id unit? opened? balance?",
    "holders": "person account role until?",
    "managed": "person unit",
    "related": "person other",
    "movements": "id account day amount balance? who?",
    "talks": "id person at topic",
    "marks": "person number? phone?",
}
CODES = {"kind": KINDS, "role": ROLES, "who": INITIATORS}


def agreed(columns: str) -> tuple[Field, ...]:
    """Fields by their names; one with a question mark may be empty."""
    names = [(name.rstrip("?"), not name.endswith("?")) for name in columns.split()]
    return tuple(Field(name, codes=CODES.get(name), required=required) for name, required in names)


def units(row: Row, seen: Seen) -> Iterator[Record]:
    parent = row.optional.key("parent")
    yield OrgUnit(row.key("id"), row.text("name"), UnitLevel.BRANCH if parent else UnitLevel.HQ, row.text("id"), parent=parent)


def people(row: Row, seen: Seen) -> Iterator[Record]:
    name, key = row.optional.text("name"), row.optional.text("bank_key")
    if row.code("kind", KINDS):
        row.ignore("born")
        yield Company(row.key("id"), name, key)
    else:
        yield Person(row.key("id"), name, key, birth_date=row.optional.date("born"))


def accounts(row: Row, seen: Seen) -> Iterator[Record]:
    yield Account(
        row.key("id"),
        AccountKind.DEPOSIT,
        AccountStatus.OPEN,
        "CNY",
        unit_id=row.optional.key("unit"),
        opened=row.optional.date("opened"),
        balance=row.optional.money("balance", "CNY"),
    )


def holders(row: Row, seen: Seen) -> Iterator[Record]:
    yield Holds(row.key("person"), row.key("account"), row.code("role", ROLES), valid_to=row.optional.date("until"))


def managed(row: Row, seen: Seen) -> Iterator[Record]:
    yield ManagedBy(row.key("person"), row.key("unit"))


def related(row: Row, seen: Seen) -> Iterator[Record]:
    yield RelatedTo(row.key("person"), row.key("other"), RelationKind.SPOUSE)


def movements(row: Row, seen: Seen) -> Iterator[Record]:
    amount = row.money("amount", "CNY")
    yield Institution("tiny:bank", "Another bank")
    yield Transaction(
        row.key("id"),
        row.key("account"),
        row.date("day"),
        amount,
        "CNY",
        TransactionKind.CASH_IN if amount > 0 else TransactionKind.CASH_OUT,
        row.code("who", INITIATORS),
        balance_after=row.optional.money("balance", "CNY"),
    )


def talks(row: Row, seen: Seen) -> Iterator[Record]:
    yield Interaction(row.key("id"), row.key("person"), Channel.PHONE, row.instant("at"), row.text("topic"))


def marks(row: Row, seen: Seen) -> Iterator[Record]:
    """A resident number and a telephone of a person."""
    if number := row.optional.text("number"):
        shown = document("CN_ID", number)
        yield shown
        yield IdentifiedBy(row.key("person"), shown.id)
    if number := row.optional.text("phone"):
        reached = phone(number)
        yield reached
        yield ReachedAt(row.key("person"), reached.id)


READERS = (units, people, accounts, holders, managed, related, movements, talks, marks)


def tiny_source(system: str = "tiny", *, public: bool = False) -> Source:
    tables = (
        Table(read.__name__, f"{read.__name__}.csv", Delimited(), read, agreed(COLUMNS[read.__name__]), (0, 10_000))
        for read in READERS
    )
    return Source(system, system, "Tiny bank", "Tests", tuple(tables), effective=date(2026, 1, 1), public=public)


class TinyBank:
    """Deliveries of tiny silos: what a test does not name is an empty table."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"

    def deliver(self, **tables: Sequence[str]) -> Path:
        """Writes every table, rows as lines of CSV, and tells the folder."""
        directory = self.folder / "delivery"
        directory.mkdir(exist_ok=True)
        for name, columns in COLUMNS.items():
            lines = [",".join(each.name for each in agreed(columns)), *tables.get(name, ())]
            (directory / f"{name}.csv").write_text("".join(f"{line}\n" for line in lines))
        return directory

    async def load(
        self,
        session: Session,
        *,
        system: str = "tiny",
        on: date | None = None,
        public: bool = False,
        changes: bool = False,
        shrunk: bool = False,
        trusted: Sequence[str] = ("tiny", "other"),
        progress: Progress | None = None,
        **tables: Sequence[str],
    ) -> Report:
        """Delivers and ingests."""
        source, directory = tiny_source(system, public=public), self.deliver(**tables)
        return await run_source(
            source,
            directory,
            session,
            self.home,
            Terms(on, changes=changes, shrunk=shrunk),
            progress=progress,
            trusted=trusted,
        )


STORY = {
    "units": ["HQ,Head office,", "N,North,HQ", "S,South,HQ"],
    "people": ["1,王伟,K1,1980-01-02,", "2,Ada Bell,K2,1990-03-04,", "3,Harbour Steel,K3,,C"],
    "accounts": ["A1,N,2020-01-01,12.30", "A2,S,2021-01-01,5"],
    "holders": ["1,A1,O,", "2,A1,J,", "2,A2,O,"],
    "managed": ["3,S"],
    "related": ["1,2"],
    "movements": ["T1,A1,2025-11-01,100,100,", "T2,A1,2025-11-16,-40,60,", "T3,A1,2025-12-01,-1,59,B"],
    "talks": ["I1,2,2025-12-05T10:00:00,Mortgage"],
}
