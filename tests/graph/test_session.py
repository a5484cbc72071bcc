"""The one door to Neo4j, at its edges."""

import asyncio

import pytest

from graph.session import Session, connect
from runtime.errors import CredentialsRefused, GraphTooOld, PlatformError, TooSlow
from runtime.local.engines import Engines

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
