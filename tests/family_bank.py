"""Families of a few rows, for tests of households: people, marriages, children, accounts and what a silo declares."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from graph.model import (
    Account,
    AccountKind,
    AccountStatus,
    Holds,
    Household,
    LivesIn,
    ManagedBy,
    OrgUnit,
    Person,
    Record,
    RelatedTo,
    RelationKind,
    ResidesAt,
    Role,
    UnitLevel,
)
from graph.session import Session
from ingest.contract import Seen, Source, Table
from ingest.evidence import address
from ingest.field import Field
from ingest.formats import Delimited
from ingest.job import Terms, run_source
from ingest.row import Row

KINDS = {each.value: each for each in RelationKind}
ROLES = {each.value: each for each in Role}
COLUMNS = {
    "units": "id",
    "people": "id name bank_key? born? home? unit?",
    "related": "person kind other since? until?",
    "accounts": "id balance",
    "holders": "person account role until?",
    "lives": "person home role",
}
CODES = {"kind": KINDS, "role": ROLES}


def units(row: Row, seen: Seen) -> Iterator[Record]:
    id_ = row.key("id")
    yield OrgUnit(id_, id_, UnitLevel.BRANCH, id_.partition(":")[2])


def people(row: Row, seen: Seen) -> Iterator[Record]:
    person = Person(row.key("id"), row.text("name"), row.optional.text("bank_key"), birth_date=row.optional.date("born"))
    yield person
    if home := row.optional.text("home"):
        place = address(home, country="CN")
        yield place
        yield ResidesAt(person.id, place.id)
    if unit := row.optional.key("unit"):
        yield ManagedBy(person.id, unit)


def related(row: Row, seen: Seen) -> Iterator[Record]:
    days = row.optional.date("since"), row.optional.date("until")
    yield RelatedTo(row.key("person"), row.key("other"), row.code("kind", KINDS), None, *days)


def accounts(row: Row, seen: Seen) -> Iterator[Record]:
    balance = row.money("balance", "CNY")
    yield Account(row.key("id"), AccountKind.DEPOSIT, AccountStatus.OPEN, "CNY", balance=balance, opened=date(2015, 1, 1))


def holders(row: Row, seen: Seen) -> Iterator[Record]:
    yield Holds(row.key("person"), row.key("account"), row.code("role", ROLES), valid_to=row.optional.date("until"))


def lives(row: Row, seen: Seen) -> Iterator[Record]:
    home = Household(row.key("home"), "DECLARED", "1", row.text("home"))
    yield home
    yield LivesIn(row.key("person"), home.id, row.text("role"))


READERS = (units, people, related, accounts, holders, lives)


def _agreed(table: str) -> tuple[Field, ...]:
    names = [(name.rstrip("?"), not name.endswith("?")) for name in COLUMNS[table].split()]
    codes = CODES if table in ("related", "holders") else {}
    return tuple(Field(name, codes=codes.get(name), required=required) for name, required in names)


async def load(session: Session, folder: Path, *, on: date = date(2026, 1, 1), system: str = "bank", **tables: Sequence[str]) -> None:
    """Delivers and ingests; what a test does not name is an empty table."""
    delivery = folder / "families"
    delivery.mkdir(exist_ok=True)
    for name in COLUMNS:
        lines = [",".join(each.name for each in _agreed(name)), *tables.get(name, ())]
        (delivery / f"{name}.csv").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    read = tuple(Table(each.__name__, f"{each.__name__}.csv", Delimited(), each, _agreed(each.__name__), (0, 100)) for each in READERS)
    source = Source(system, system, "Families", "Tests", read, effective=date(2026, 1, 1))
    await run_source(source, delivery, session, folder / "home", Terms(on), trusted=("bank", "other"))


LINS = {
    "units": ["N", "S"],
    "people": [
        "1,林海川,K1,1979-05-01,Willow Bank 1,N", "2,沈雨晴,K2,1981-02-03,Willow Bank 1,N", "3,林子墨,K3,2009-07-21,Willow Bank 1,N",
        "4,林国栋,K4,1951-01-01,Willow Bank 1,N", "5,周桂芳,K5,1953-01-01,Willow Bank 1,S", "6,林远,K6,1985-01-01,Willow Bank 1,N",
        "7,黄蓉,K7,1986-01-01,Lake 7,N", "8,郭靖,K8,1984-01-01,Lake 7,N",
    ],
    "related": ["1,SPOUSE,2,2008-05-01,", "1,PARENT,3,,", "2,PARENT,3,,", "4,SPOUSE,5,,", "4,PARENT,1,,"],
    "accounts": ["A1,100", "A2,70", "A3,5", "A4,-40"],
    "holders": [
        "1,A1,OWNER,", "2,A1,JOINT,", "1,A2,OWNER,", "2,A2,SUPPLEMENTARY,", "3,A3,OWNER,", "1,A3,GUARDIAN,", "1,A4,OWNER,", "2,A4,CO_BORROWER,",
    ],
}  # fmt: skip
"""A couple with a child and all that they share; his parents; a cousin of one surname and address; two who share an address."""
