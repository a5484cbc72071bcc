"""A subscription begins in its turn, is counted, and each event is taken from its caller's allowance."""

from collections.abc import AsyncGenerator
from datetime import date, timedelta

import pytest

from access import caller as callers
from access.caller import CallerRole
from graph import passes
from graph.passes import Begun
from graph.session import Session
from resolvers.operations import Operations
from runtime.settings import Settings
from runtime.wire.question import Question
from tests.asking import SERVING

SECRET = "the secret of these streams, long enough to sign"
WATCH = "subscription($id: ID!) { passProgress(id: $id) { state done } }"
FAR = "MATCH (p:Pass {id: $pass}) SET p.stageDone = $done, p.state = $state"
UNIT = "CREATE (:OrgUnit {id: 'HQ', path: 'HQ', level: 'HEAD_OFFICE'})"


@pytest.fixture
async def begun(empty: Session) -> Begun:
    await empty.run(UNIT)
    return await passes.begin(empty, "core", "a delivery", date(2026, 10, 31))


@pytest.fixture
async def operations(empty: Session) -> AsyncGenerator[Operations]:
    operations = Operations(SERVING, empty, Settings.from_env({"C360_COST_RESTORE": "0.001"}), SECRET)
    yield operations
    await operations.allowance.close()


async def listening(operations: Operations, id_: str):
    token = callers.sign(SECRET, "ada", CallerRole.BANKER, "HQ", timedelta(hours=1))
    context = await operations.context(f"Bearer {token}")
    return operations.stream("r", Question(query=WATCH, variables={"id": id_}), context)


def left(operations: Operations) -> float:
    return operations.allowance.standing("ada")["currentlyAvailable"]


async def test_each_event_is_taken_from_its_callers_allowance_and_counted(empty: Session, operations: Operations, begun: Begun):
    whole = left(operations)
    told, spent = await listening(operations, begun.id), list[float]()
    for done, state in ((0, "RUNNING"), (1, "RUNNING"), (2, "COMPLETE")):
        await empty.write(FAR, {"pass": begun.id, "done": done, "state": state})
        given = await anext(told)
        assert given.shown["data"]["passProgress"] == {"state": state, "done": done}
        assert operations.metrics.streams == 1
        spent.append(whole - left(operations))
    assert await anext(told, None) is None
    first, second, third = spent
    assert first > 1 and second - first == third - second == 1
    assert operations.metrics.streams == 0
    assert (operations.metrics.events, operations.metrics.requests) == ({"ok": 3}, {("staff", "ok"): 1})


async def test_it_begins_in_its_turn_and_what_it_looks_at_waits_behind_all_others(
    empty: Session, operations: Operations, begun: Begun
):
    told = await listening(operations, begun.id)
    await anext(told)
    assert (operations.gate.entered[1], operations.gate.entered[3]) == (1, 0)
    await empty.write(FAR, {"pass": begun.id, "done": 7, "state": "COMPLETE"})
    await anext(told)
    assert operations.gate.entered[3] >= 1 and operations.gate.busy == 0
    await told.aclose()


async def test_what_is_refused_when_it_begins_is_counted_as_a_question(operations: Operations, begun: Begun):
    told = await listening(operations, "nothing")
    given = await anext(told)
    assert given.shown["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT" and not given.executed
    assert await anext(told, None) is None
    assert operations.metrics.requests == {("staff", "refused"): 1} and operations.metrics.streams == 0
