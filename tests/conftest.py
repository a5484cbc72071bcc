"""One Neo4j for each process that runs tests; tests that write come first, then the banks are loaded once, for the others to read.

Community has one user database, so the order does the keeping apart:
1. tests that ask for `empty` (they are marked `writes` by that) each begin with a wiped, migrated database;
2. the first test that asks for `graph` wipes it once more and loads Lakeside Bank, and a fifth of Berka where its data is at hand;
3. from there on nothing is wiped: a test that asks for `empty` then is a mistake and fails.
"""

import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from pathlib import Path
from typing import Any

import pytest

from graph import schema_changes
from graph.session import Session, connect
from ingest.deliveries import run_all
from ingest.job import run_source
from ingest.lakeside import deliveries, write
from runtime.local.engines import Engines, running
from runtime.local.home import Lifetime
from tests.berka_part import BerkaPart
from tests.tiny_bank import TinyBank

DATA = Path(os.environ.get("C360_DATA") or Path(__file__).parents[2] / "shared" / "data")
WIPE = "MATCH (n) WHERE NOT n:Migration CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"
Edges = Callable[..., Awaitable[set[tuple[Any, ...]]]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "empty" in getattr(item, "fixturenames", ()):
            item.add_marker("writes")
    items.sort(key=lambda item: 0 if item.get_closest_marker("writes") else 1)


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Generator[Engines]:
    """The servers: those that the environment names, whose database will be wiped, or own ones of this run."""
    if uri := os.environ.get("NEO4J_URI"):
        yield Engines(uri, os.environ.get("NEO4J_USER", "neo4j"), os.environ["NEO4J_PASSWORD"], os.environ.get("REDIS_URL", ""))
        return
    line = os.environ.get("C360_NEO4J_LINE", "5.26")
    cache = os.environ.get("C360_CACHE")
    with running(tmp_path_factory.mktemp("engines"), line, Path(cache) if cache else None, _quiet, life=Lifetime.RUN) as own:
        yield own


def _quiet(step: str, done: int, total: int) -> None:
    """Tests do not watch a server start."""


@pytest.fixture(scope="session")
async def server(engines: Engines) -> AsyncGenerator[Session]:
    """A session on the one Neo4j, whatever is in it."""
    database = os.environ.get("NEO4J_DATABASE", "neo4j")
    session = connect(engines.neo4j_uri, engines.neo4j_user, engines.neo4j_password, database, statement_seconds=120.0, patient=True)
    if (
        os.environ.get("NEO4J_URI")
        and os.environ.get("C360_TESTS_MAY_WIPE") != "1"
        and await session.rows("MATCH (n) RETURN 1 LIMIT 1")
    ):
        pytest.exit("The database at NEO4J_URI holds something and the tests wipe it: set C360_TESTS_MAY_WIPE=1 if they may.", 2)
    yield session
    await session.close()


class Loaded:
    """Whether the banks are in, from when on nothing may be wiped."""

    banks = False


@pytest.fixture
async def empty(server: Session) -> Session:
    """A migrated database without data, for a test that writes."""
    assert not Loaded.banks, "a test that writes came after the banks were loaded"
    await server.run(WIPE)
    if await schema_changes.pending(server):
        await schema_changes.migrate(server)
    return server


@pytest.fixture(scope="session")
async def graph(server: Session, berka_part: BerkaPart | None, tmp_path_factory: pytest.TempPathFactory) -> Session:
    """Lakeside Bank, and a fifth of Berka where its data is at hand; only to be read.

    The silos deliver in the other order, which does not matter to the graph: what refers to what comes later waits for it.
    """
    await server.run(WIPE)
    await schema_changes.migrate(server)
    Loaded.banks = True
    home, story = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("lakeside")
    write(story)
    await run_all(reversed(deliveries(story)), server, home)
    if berka_part:
        await run_source(berka_part.source, berka_part.folder, server, home)
    return server


@pytest.fixture(scope="session")
def berka_part(tmp_path_factory: pytest.TempPathFactory) -> BerkaPart | None:
    """None where Berka's data is not at hand."""
    return BerkaPart(DATA / "berka", tmp_path_factory.mktemp("berka")) if (DATA / "berka").is_dir() else None


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of other people's data; a test that needs it is skipped without it, and fails where CI=true."""
    if not DATA.is_dir():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"no data at {DATA}: set C360_DATA to its folder")
    return DATA


@pytest.fixture(scope="session")
def berka(graph: Session, berka_part: BerkaPart | None, data: Path) -> BerkaPart:
    """What `graph` holds of Berka for certain."""
    assert berka_part
    return berka_part


@pytest.fixture
def tiny(tmp_path: Path) -> TinyBank:
    """A bank of a few rows that a test writes as it likes."""
    return TinyBank(tmp_path)


@pytest.fixture(scope="session")
def edges(server: Session) -> Edges:
    """`await edges("HOLDS", "role")`: every relationship of a type as (name of start, name of end, properties …)."""

    async def read(type_: str, *names: str, of: str = "") -> set[tuple[Any, ...]]:
        values = "".join(f", r.{name}" for name in names)
        text = f"""MATCH (a)-[r:{type_}]->(b) WHERE $of = '' OR r.source = $of
            RETURN coalesce(a.name, a.id, a.code), coalesce(b.name, b.id, b.code){values}"""
        return {tuple(row) for row in await server.rows(text, {"of": of})}

    return read
