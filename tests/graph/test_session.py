"""The one door to Neo4j, at its edges."""

import asyncio
import gc
import socket
import warnings
from collections.abc import Awaitable, Callable, Generator

import pytest

from graph.session import Session, connect
from runtime.deadline import within
from runtime.errors import CredentialsRefused, GraphTooOld, OutcomeUnknown, PlatformError, TooSlow
from runtime.local.engines import Engines
from tests.graph.proxy import RUN, proxied

LONG = "UNWIND range(1, 1000000000) AS n WITH n WHERE n % 2 = 3 RETURN [count(n)]"


async def test_a_server_before_the_oldest_that_is_served_is_refused_with_both_versions(
    server: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.session.OLDEST", (9999, 1))
    with pytest.raises(GraphTooOld, match=r"^Neo4j (5|20\d\d)\.\S+ is too old: 9999\.1 or later is needed\.$"):
        await server.server()


async def test_a_wrong_password_is_told_as_such(engines: Engines) -> None:
    session = connect(engines.neo4j_uri, engines.neo4j_user, "wrong", "neo4j")
    with pytest.raises(CredentialsRefused, match="NEO4J_PASSWORD"):
        await session.read("RETURN [1]", {})
    await session.close()


async def test_a_read_that_fails_or_is_given_up_leaves_the_next_one_well(engines: Engines) -> None:
    session = connect(engines.neo4j_uri, engines.neo4j_user, engines.neo4j_password, "neo4j", in_flight=1, statement_seconds=1)
    assert await session.read("RETURN [$n]", {"n": 1}) == [1]
    with pytest.raises(PlatformError, match="SyntaxError"):
        await session.read("RETURN [", {})
    with pytest.raises(TooSlow, match="C360_STATEMENT_SECONDS"):
        await session.read(LONG, {})
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(session.read(LONG, {}), 0.2)
    assert await session.read("RETURN [$n]", {"n": 2}) == [2]
    assert await session.read("MATCH (n:Nobody) RETURN [n]", {}) is None
    await session.close()


ENDED = "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery STARTS WITH 'UNWIND range(1, 1000000000)' RETURN currentQuery"
Statement = Callable[[Session], Awaitable[object]]
STATEMENTS: dict[str, Statement] = {
    "a read": lambda session: session.read(LONG, {}),
    "rows": lambda session: session.rows(LONG),
    "a write": lambda session: session.write(LONG),
    "a statement of its own": lambda session: session.run(LONG),
}


@pytest.fixture
def deaf() -> Generator[str]:
    """The address of a server that takes no more connections, and refuses none."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server:
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(server.getsockname())
        yield f"bolt://127.0.0.1:{server.getsockname()[1]}"
        for each in waiting:
            each.close()


async def given_up(session: Session, statement: Statement) -> list[str]:
    """What Python complains about when a statement was given up."""
    with warnings.catch_warnings(record=True) as complaints:
        warnings.simplefilter("always")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(statement(session), 0.3)
        await session.close()
        gc.collect()
    return [str(each.message) for each in complaints]


@pytest.mark.parametrize("kind", STATEMENTS)
async def test_a_statement_given_up_while_its_connection_is_made_leaves_no_socket_open(deaf: str, kind: str) -> None:
    assert await given_up(connect(deaf, "neo4j", "none", "neo4j", patient=True), STATEMENTS[kind]) == []


@pytest.mark.parametrize("kind", STATEMENTS)
async def test_a_statement_given_up_leaves_no_socket_open_and_is_ended_in_the_database(
    server: Session, engines: Engines, kind: str
) -> None:
    session = connect(engines.neo4j_uri, engines.neo4j_user, engines.neo4j_password, server.database, patient=True)
    await session.read("RETURN 1", {})
    assert await given_up(session, STATEMENTS[kind]) == []
    while await server.rows(ENDED):
        await asyncio.sleep(0.1)


@pytest.mark.parametrize("kind", STATEMENTS)
async def test_nobody_is_waited_for_longer_than_the_caller_waits(engines: Engines, kind: str) -> None:
    async with proxied(engines.neo4j_uri) as proxy:
        session = connect(proxy.uri, engines.neo4j_user, engines.neo4j_password, "neo4j")
        await session.read("RETURN 1", {})
        before = proxy.counts[RUN]
        proxy.hold()
        with within(0.2), pytest.raises(TooSlow if kind in ("a read", "rows") else OutcomeUnknown):
            await STATEMENTS[kind](session)
        assert proxy.counts[RUN] == before
        proxy.let_go()
        assert await session.read("RETURN 1", {}) == 1
        await session.close()
