"""A first load through files makes the graph that the same delivery makes through the driver, and tells the same of it."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from graph import schema_changes
from graph.digest import digest
from graph.model import (
    Account,
    AccountKind,
    AccountStatus,
    Address,
    Channel,
    Company,
    Employee,
    Gender,
    Holds,
    Household,
    Initiator,
    Institution,
    Interaction,
    OrgUnit,
    OwnershipStatement,
    Owns,
    Person,
    Product,
    Record,
    Role,
    StatementKind,
    Transaction,
    TransactionKind,
    UnitLevel,
    Uses,
)
from graph.session import Session, connect
from ingest import lakeside, offline
from ingest.contract import Seen, Source, Table
from ingest.field import Field
from ingest.formats import Delimited
from ingest.job import run_source
from ingest.offline import Loaded
from ingest.report import Report
from ingest.row import Row
from ingest.sources import source as source_named
from runtime.errors import BadQuestion, NotEmpty
from runtime.local import importing, jars, neo4j
from runtime.local.engines import Engines
from runtime.local.home import Lifetime
from runtime.local.importing import Engine
from runtime.local.neo4j import Neo4j
from tests.tiny_bank import STORY, TinyBank, tiny_source

ROOT = Path(__file__).parents[2]
LINE = os.environ.get("C360_NEO4J_LINE", "5.26")
CACHE = Path(os.environ["C360_CACHE"]) if os.environ.get("C360_CACHE") else None
DAY = date(2026, 1, 1)


def quiet(step: str, done: int, total: int) -> None:
    """Nobody watches."""


@contextmanager
def filled(source: Source, directory: Path, home: Path) -> Generator[Loaded | None]:
    """The own Neo4j of a home with a delivery in it, not running."""
    with ExitStack() as held:
        with importing.held(home, LINE, CACHE, quiet) as engine:
            loaded = held.enter_context(offline.loaded(source, directory, engine, home, quiet))
        yield loaded


@asynccontextmanager
async def started(home: Path) -> AsyncIterator[Session]:
    with neo4j.starting(jars.fetch(LINE, CACHE, quiet), home / f"neo4j-{LINE}", life=Lifetime.MINUTES) as start:
        server = start.ready()
        session = connect(server.uri, neo4j.USER, server.password, "neo4j", patient=True)
        await schema_changes.migrate(session)
        yield session
        await session.close()


async def through_files(source: Source, directory: Path, home: Path) -> tuple[Report, str]:
    with filled(source, directory, home) as loaded:
        assert loaded
        async with started(home) as session:
            report = await loaded.complete(session, quiet)
            assert await session.rows("MATCH (p:Pass) RETURN p.id, p.state, p.new, p.missing, p.running") == [
                [
                    report.pass_id,
                    "COMPLETE",
                    report.total.new,
                    sum(times for _, times in report.refused) - report.rows.quarantined,
                    None,
                ]
            ]
            return report, await digest(session)


def told(report: Report) -> dict[str, Any]:
    return {name: value for name, value in report.as_dict().items() if name not in ("pass", "seconds", "quarantine")}


# ---- what no silo of the demo bank says

NOON = datetime(2026, 1, 1, 12, 0, 0, 1, UTC)
AWKWARD: dict[str, list[Record]] = {
    "texts": [
        Person("odd:1", name='王"伟"\n二', other_names=("a;b", 'c"d', "e,f\ng", " h "), birth_place="back\\slash\\"),
        Person("odd:2", name="'", occupation="comma, semicolon; tab\there", gender=Gender.FEMALE, birth_date=date(987, 1, 31)),
        Person("odd:3", bank_key="K1", name="\r\nA\rB"),
        Company("odd:4", name="NULL", other_names=(), listed=False, founded_on=date(9999, 12, 31), uscc="0012"),
        Company("odd:5", name="  blanks  ", bank_key="K1", listed=True, other_names=("",)),
        Company("odd:6", name="🦈", bank_key="K1"),
        Person("odd:7", name="", bank_key="K1"),
        Address("odd:a", "", city="¿", region='"'),
        Household("odd:h", "rule", "1", confidence=1 / 3),
    ],
    "twice": [
        Person("odd:1", name='王"伟"\n二', other_names=("a;b", 'c"d', "e,f\ng", " h "), birth_place="back\\slash\\"),
        OrgUnit("odd:HQ", "Head office", UnitLevel.HQ, "HQ"),
        OrgUnit("odd:N", "North", UnitLevel.BRANCH, "HQ/N", parent="odd:HQ"),
        Product("odd:P", "Old name", AccountKind.SAVINGS),
        Product("odd:P", "New name", AccountKind.SAVINGS, own=False),
        Account("odd:A", AccountKind.SAVINGS, AccountStatus.OPEN, "CNY", "odd:P", "odd:N", balance=-(2**63), opened=date(2020, 2, 29)),
        Account("odd:B", AccountKind.SAVINGS, AccountStatus.OPEN, "CNY", "odd:P", balance=1),
        Account("odd:B", AccountKind.CARD, AccountStatus.CLOSED, "CNY", unit_id="odd:HQ", settles="odd:A", balance=2**63 - 1),
        Holds("odd:1", "odd:A", Role.OWNER, valid_from=date(2020, 2, 29)),
        Holds("odd:1", "odd:A", Role.OWNER, valid_to=date(2025, 1, 1)),
        Holds("odd:1", "odd:A", Role.JOINT),
        Holds("odd:3", "odd:B", Role.OWNER),
        Holds("odd:7", "odd:B", Role.OWNER),
        Owns("odd:5", "odd:6", share_exact=0.1 + 0.2, direct=None),
        Owns("odd:5", "odd:6", share_exact=1e-7, declared="x|y"),
        Owns("odd:1", "odd:4", share_min=0.0, share_max=1.0),
    ],
    "missing": [
        Employee("odd:E", "Eve", unit="odd:nowhere"),
        Account("odd:C", AccountKind.SAVINGS, AccountStatus.OPEN, "CNY", "odd:none", "odd:HQ", "odd:none"),
        Transaction("odd:T1", "odd:A", DAY, 5, "CNY", TransactionKind.CASH_IN, Initiator.CLIENT, at=NOON, balance_after=0),
        Transaction("odd:T2", "odd:none", DAY, 5, "CNY", TransactionKind.CASH_IN, Initiator.CLIENT),
        Interaction("odd:I1", "odd:1", Channel.PHONE, NOON, "x", "line\nline", employee="odd:E"),
        Interaction("odd:I2", "odd:1", Channel.PHONE, datetime(1969, 12, 31, 23, 59, 59, 999999, UTC), "x", employee="odd:none"),
        Interaction("odd:I3", "odd:none", Channel.PHONE, NOON, "x", employee="odd:none"),
        OwnershipStatement("odd:S1", "odd:5", StatementKind.ENTITY, "d", DAY, supersedes="odd:S2", interests=("a", "", "b")),
        OwnershipStatement("odd:S2", "odd:6", StatementKind.ENTITY, "d", DAY, component=False, source_types=("one",)),
        Holds("odd:2", "odd:none", Role.OWNER),
        Holds("odd:none", "odd:A", Role.OWNER),
        Uses("odd:1", "odd:none", NOON),
        Institution("odd:bank", "Bank"),
    ],
}  # fmt: skip


def odd_source() -> Source:
    return Source(
        "odd", "odd", "Odd bank", "Tests", (Table("rows", "rows.csv", Delimited(), said, (Field("what"),), (0, 10)),), effective=DAY
    )


def said(row: Row, seen: Seen) -> Iterator[Record]:
    yield from AWKWARD[row.text("what")]


def odd_delivery(folder: Path) -> Path:
    (folder / "rows.csv").write_text("what\ntexts\ntwice\nmissing\n")
    return folder


KILLED = """
import sys
from pathlib import Path
from tests.ingest.test_offline import filled, odd_source
with filled(odd_source(), Path(sys.argv[1]), Path(sys.argv[2])):
    raise SystemExit("It was to be killed before.")
"""


@pytest.mark.long
async def test_whatever_values_rows_have_both_ways_make_one_graph(empty: Session, tmp_path: Path) -> None:
    """Though the first import was killed, and the second was not completed by who began it."""
    directory, home = odd_delivery(tmp_path), tmp_path / "files"
    killed_in_the_import(directory, home)
    with filled(odd_source(), directory, home) as loaded:
        assert loaded
    async with started(home) as session:
        resumed = await run_source(odd_source(), directory, session, home)
        found = await digest(session)
    report = await run_source(odd_source(), directory, empty, tmp_path / "bolt")
    assert resumed.resumed
    assert (resumed.loaded, resumed.refused, loaded.files.parties) == (report.loaded, report.refused, report.parties)
    assert quarantined(resumed, home) == quarantined(report, tmp_path / "bolt") != []
    assert found == await digest(empty)


@pytest.mark.long
async def test_a_silo_through_files_is_the_silo_through_the_driver(empty: Session, tmp_path: Path) -> None:
    lakeside.write(tmp_path / "bank")
    core = source_named("lakeside-core")
    directory = Path(dict(lakeside.deliveries(tmp_path / "bank"))[core.name])
    files, found = await through_files(core, directory, tmp_path / "files")
    report = await run_source(core, directory, empty, tmp_path / "bolt")
    assert told(files) == told(report)
    assert found == await digest(empty)


def killed_in_the_import(directory: Path, home: Path) -> None:
    engine = home / f"neo4j-{LINE}"
    with subprocess.Popen([sys.executable, "-c", KILLED, str(directory), str(home)], cwd=ROOT) as process:
        wait_until(lambda: (engine / "data" / "databases" / "neo4j").exists())
        process.send_signal(signal.SIGKILL)
    assert (engine / "importing").exists()


def quarantined(report: Report, home: Path) -> list[bytes]:
    assert report.quarantine
    return (home / "quarantine" / report.quarantine).read_bytes().splitlines()


def wait_until(done: Callable[[], bool], seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until
        time.sleep(0.01)


@dataclass
class Running:
    """An own Neo4j that holds data: that of all tests, so that none is started."""

    engines: Engines
    holds_data = True

    @contextmanager
    def looked_at(self) -> Generator[Neo4j]:
        yield Neo4j(self.engines.neo4j_uri, self.engines.neo4j_password)


async def test_a_database_that_holds_something_is_refused_before_anything_is_done(
    empty: Session, engines: Engines, tiny: TinyBank
) -> None:
    directory = tiny.deliver(**STORY)

    def load(system: str) -> Any:
        with offline.loaded(tiny_source(system), directory, cast(Engine, Running(engines)), tiny.home, quiet) as loaded:
            return loaded

    await empty.run("CREATE (:Party {id: 'P1'})")
    with pytest.raises(NotEmpty, match="leave --offline out"):
        await asyncio.to_thread(load, "tiny")
    assert not tiny.home.exists()
    await empty.run("CREATE (:Pass {id: '1', source: 'tiny', state: 'INTERRUPTED'})")
    assert await asyncio.to_thread(load, "tiny") is None
    with pytest.raises(NotEmpty):
        await asyncio.to_thread(load, "other")


def test_a_silo_that_is_no_folder_does_not_go_through_files(tmp_path: Path) -> None:
    with (
        pytest.raises(BadQuestion, match="leave --offline out"),
        offline.loaded(source_named("lakeside-loans"), tmp_path / "none", cast(Engine, None), tmp_path, quiet),
    ):
        pass
