"""A batch is applied once, however often it is sent and whatever becomes of the answer."""

from datetime import UTC, date, datetime

import pytest

from graph.ledger import Outcome, Writer, once
from graph.load import load_nodes
from graph.model import Institution
from graph.session import Run, Session, connect
from runtime.errors import OutcomeUnknown, PassLost
from runtime.local.engines import Engines
from tests.graph.proxy import Place, proxied

WRITER = Writer("PASS1", "me", "tiny", (), date(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC))
COUNT = "MATCH (c:Counter) RETURN coalesce(sum(c.count), 0)"


async def count_up(run: Run) -> Outcome:
    await run("MERGE (c:Counter) SET c.count = coalesce(c.count, 0) + 1", {})
    return Outcome(new=1, missing=[3])


async def begin(session: Session) -> None:
    await session.run("CREATE (:Pass {id: 'PASS1', holder: 'me'})")


async def test_a_batch_sent_twice_is_applied_once_and_tells_the_same(empty: Session) -> None:
    await begin(empty)
    assert await once(empty, WRITER, "B1", count_up) == await once(empty, WRITER, "B1", count_up) == Outcome(new=1, missing=[3])
    assert await empty.rows(COUNT) == [[1]]


async def test_a_commit_whose_answer_was_lost_is_applied_once(empty: Session, engines: Engines) -> None:
    await begin(empty)
    async with proxied(engines.neo4j_uri) as proxy:
        session = connect(proxy.uri, engines.neo4j_user, engines.neo4j_password, empty.database)
        proxy.cut(Place.COMMIT_ANSWER)
        assert await once(session, WRITER, "B1", count_up) == Outcome(new=1, missing=[3])
        assert proxy.made == 1
        await session.close()
    assert await empty.rows(COUNT) == [[1]]


async def test_without_a_ledger_the_same_loss_is_told_and_not_tried_again(empty: Session, engines: Engines) -> None:
    async with proxied(engines.neo4j_uri) as proxy:
        session = connect(proxy.uri, engines.neo4j_user, engines.neo4j_password, empty.database)
        proxy.cut(Place.COMMIT_ANSWER)
        with pytest.raises(OutcomeUnknown):
            await session.together(count_up)
        await session.close()
    assert await empty.rows(COUNT) == [[1]]


async def test_a_batch_that_fails_is_not_in_the_ledger(empty: Session) -> None:
    async def fail(run: Run) -> Outcome:
        await count_up(run)
        raise ValueError

    await begin(empty)
    with pytest.raises(ValueError):
        await once(empty, WRITER, "B1", fail)
    await once(empty, WRITER, "B1", count_up)
    assert await empty.rows(COUNT) == [[1]]


async def test_a_process_that_lost_its_pass_writes_nothing_more(empty: Session) -> None:
    await begin(empty)
    await empty.run("MATCH (p:Pass) SET p.holder = 'another'")
    with pytest.raises(PassLost):
        await load_nodes(empty, WRITER, "B1", [Institution("tiny:1", "Bank")])
    assert await empty.rows("MATCH (i:Institution) RETURN i") == []
