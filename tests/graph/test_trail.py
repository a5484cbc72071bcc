"""What a caller changed is waited for by what it reads next."""

from collections.abc import AsyncGenerator

import pytest

from graph import trail as trails
from graph.session import Session, connect
from graph.trail import FOLLOWED, Trail, Trails
from runtime.local.engines import Engines
from tests.graph.proxy import Proxy, proxied

CHANGE = "MERGE (c:Counter) SET c.count = coalesce(c.count, 0) + 1 RETURN c.count"


@pytest.fixture
async def proxy(engines: Engines) -> AsyncGenerator[Proxy]:
    async with proxied(engines.neo4j_uri) as proxy:
        yield proxy


@pytest.fixture
async def session(empty: Session, engines: Engines, proxy: Proxy) -> AsyncGenerator[Session]:
    session = connect(proxy.uri, engines.neo4j_user, engines.neo4j_password, empty.database)
    yield session
    await session.close()


async def changed(session: Session) -> Trail:
    trail = Trail()
    token = FOLLOWED.set(trail)
    await session.write(CHANGE)
    FOLLOWED.reset(token)
    return trail


async def said(session: Session, proxy: Proxy, trail: Trail | None) -> bytes:
    """What one read says to the server."""
    proxy.heard = []
    token = FOLLOWED.set(trail)
    assert await session.read("MATCH (c:Counter) RETURN c.count", {}) == 1
    await session.rows("RETURN 1")
    FOLLOWED.reset(token)
    return b"".join(proxy.heard)


async def test_what_follows_a_change_asks_for_a_server_that_has_seen_it(session: Session, proxy: Proxy):
    trail = await changed(session)
    (mark,) = trail.marks
    assert (await said(session, proxy, trail)).count(mark.encode()) == 2


async def test_what_nobody_changed_is_waited_for_by_nobody_whatever_was_read_before(session: Session, proxy: Proxy):
    trail = await changed(session)
    await said(session, proxy, trail)
    assert b"bookmarks" not in await said(session, proxy, None) + await said(session, proxy, None)


async def test_what_is_read_changes_no_trail_and_a_later_change_takes_the_place_of_an_earlier_one(session: Session, proxy: Proxy):
    trail = await changed(session)
    before = trail.marks
    await said(session, proxy, trail)
    assert trail.marks == before
    token = FOLLOWED.set(trail)
    await session.write(CHANGE)
    FOLLOWED.reset(token)
    assert len(trail.marks) == 1 and trail.marks != before


def test_each_caller_has_a_trail_and_changes_made_at_once_are_both_on_it(monkeypatch: pytest.MonkeyPatch):
    kept = Trails()
    kept.keep("ada", Trail({"a"}), frozenset())
    kept.keep("ada", Trail({"b"}), frozenset())
    assert (kept.of("ada").marks, kept.of("eve").marks) == ({"a", "b"}, frozenset())
    kept.keep("ada", Trail({"c"}), frozenset({"a", "b"}))
    assert kept.of("ada").marks == {"c"}
    monkeypatch.setattr(trails, "SECONDS", 0.0)
    assert not kept.of("ada").marks


def test_only_so_many_callers_are_remembered(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(trails, "MOST", 2)
    kept = Trails()
    for caller in ("ada", "bob", "eve"):
        kept.keep(caller, Trail({caller}), frozenset())
    assert [bool(kept.of(caller).marks) for caller in ("ada", "bob", "eve")] == [False, True, True]
