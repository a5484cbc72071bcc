"""A database that is away, refuses, is read only, slow, small, empty or somebody else's is told."""

import asyncio
from pathlib import Path

import pytest

from doctor import database
from doctor.finding import Finding, State
from graph.health import Member
from graph.session import Session, connect
from runtime.errors import GraphTooOld
from runtime.local.engines import Engines
from runtime.settings import Settings


async def reached(uri: str, password: str = "wrong", name: str = "neo4j", *, own: bool = False) -> Finding:
    settings = Settings.from_env({"NEO4J_URI": uri})
    graph = connect(uri, "neo4j", password, name)
    try:
        return await database.reached(graph, settings, own)
    finally:
        await graph.close()


async def test_one_that_answers_is_told_with_its_version(engines: Engines):
    found = await reached(engines.neo4j_uri, engines.neo4j_password)
    assert (found.state, "Neo4j" in found.found, engines.neo4j_uri in found.found) == (State.OK, True, True)


async def test_nothing_that_listens_no_such_host_and_what_is_no_neo4j_are_told_apart():
    assert "nothing listens at 127.0.0.1:1" in (await reached("bolt://127.0.0.1:1")).found
    assert "no such host as graph.invalid is known" in (await reached("bolt://graph.invalid")).found
    stranger = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    async with stranger:
        found = await reached(f"bolt://127.0.0.1:{stranger.sockets[0].getsockname()[1]}")
    assert (found.state, found.exit, "does not answer as Neo4j" in found.found) == (State.WRONG, 3, True)


async def test_an_engine_that_the_home_names_and_that_is_gone_is_told():
    found = await reached("bolt://127.0.0.1:1", own=True)
    assert (found.state, found.exit, "engines.json" in found.do) == (State.WRONG, 3, True)


async def test_a_refused_password_a_database_that_is_not_there_and_a_server_too_old_are_told_apart(
    engines: Engines, monkeypatch: pytest.MonkeyPatch
):
    wrong, elsewhere = await reached(engines.neo4j_uri), await reached(engines.neo4j_uri, engines.neo4j_password, "nowhere")
    monkeypatch.setattr("graph.session.OLDEST", (9999, 1))
    old = await reached(engines.neo4j_uri, engines.neo4j_password)
    assert {each.state for each in (wrong, elsewhere, old)} == {State.WRONG}
    assert {each.exit for each in (wrong, elsewhere, old)} == {GraphTooOld.exit}
    assert "NEO4J_PASSWORD" in wrong.do and "NEO4J_DATABASE" in elsewhere.do and "is too old" in old.found


async def test_a_database_that_is_online_is_told_by_a_real_server(server: Session):
    assert [(each.state, each.found) for each in await database.state(server)] == [
        (State.OK, f"{server.database} is online and takes writes.")
    ]


async def test_a_database_that_has_gone_meanwhile_is_told(engines: Engines):
    graph = connect(engines.neo4j_uri, engines.neo4j_user, engines.neo4j_password, "neo4j")
    graph.database = "elsewhere"
    try:
        with pytest.raises(Exception, match="no database of this name"):
            await database.state(graph)
    finally:
        await graph.close()


def test_a_database_that_is_offline_or_read_only_is_wrong():
    """Community can be neither without a start of its own: as a server would say it."""
    offline, read_only = (
        Member("a:7687", False, "primary", "offline", "online", "out of disk"),
        Member("b", False, "primary", "online", "online", ""),
    )
    first, second = database.of("bank", [offline, read_only])
    assert (first.state, first.exit, first.found) == (State.WRONG, 3, "bank is offline at a:7687, wanted is online (out of disk).")
    assert (second.state, second.exit, "takes no writes" in second.found) == (State.WRONG, 2, True)
    follower = Member("c", False, "secondary", "online", "online", "")
    assert [each.state for each in database.of("bank", [Member("a", True, "primary", "online", "online", ""), follower])] == [
        State.OK
    ]


async def test_a_slow_answer_is_a_warning(server: Session, monkeypatch: pytest.MonkeyPatch):
    assert (await database.speed(server))[0].found.endswith(" ms.")
    monkeypatch.setattr(database, "SLOW_MILLISECONDS", 0.0)
    assert (await database.speed(server))[0].state is State.WARNING


async def test_a_graph_that_is_too_large_for_the_page_cache_is_a_warning(server: Session, home: Path):
    settings = Settings(home=home)
    assert (await database.memory(server, settings, own=True))[0].state is State.OK
    (home / "neo4j-5.26" / "data").mkdir(parents=True)
    with (home / "neo4j-5.26" / "data" / "store").open("w") as file:
        file.truncate(10**12)  # takes no room
    (found,) = await database.memory(server, settings, own=True)
    assert (found.state, "the page cache" in found.found) == (State.WARNING, True)


async def test_an_empty_graph_and_somebody_else_s_are_warnings(empty: Session):
    (found,) = await database.contents(empty)
    assert (found.state, "is empty" in found.found) == (State.WARNING, True)
    migrations = await empty.rows("MATCH (m:Migration) RETURN m.number, m.checksum, m.name")
    await empty.run("MATCH (n) DETACH DELETE n")
    try:
        await empty.run("CREATE (:Film {title: 'Metropolis'})")
        (found,) = await database.contents(empty)
    finally:
        for number, checksum, name in migrations:
            await empty.run("CREATE (:Migration {number: $n, checksum: $c, name: $m})", {"n": number, "c": checksum, "m": name})
    assert (found.state, "never migrated" in found.found, "NEO4J_DATABASE" in found.do) == (State.WARNING, True, True)


async def test_a_loaded_graph_is_told_with_its_counts(empty: Session):
    await empty.run("CREATE (:SourceRecord {id: 'tiny:1'})-[:DESCRIBES]->(:Party {id: 'P1'})")
    (found,) = await database.contents(empty)
    assert (found.state, "1 relationships, 1 source records" in found.found) == (State.OK, True)
