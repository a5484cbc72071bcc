"""How far a pass is, as whoever watches is told, from the pass's own ledger."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from datetime import date
from typing import Any

import pytest
from strawberry.types import ExecutionResult

from access.caller import Caller, CallerRole
from access.policy import policy_of
from graph import passes, progress
from graph.passes import Begun
from graph.progress import Watches
from graph.session import Session
from resolvers.context import Context
from runtime.errors import GraphUnavailable
from tests.asking import SERVING, TODAY

WATCH = "subscription($id: ID!) { passProgress(id: $id) { state stage done total dead created } }"
FAR = "MATCH (p:Pass {id: $pass}) SET p.stage = $stage, p.stageDone = $done, p.stageTotal = $total"
Told = AsyncGenerator[ExecutionResult]


class Counted:
    """A graph that counts what is read of it, and how much at once."""

    def __init__(self, graph: Session) -> None:
        self.graph, self.read_times = graph, 0
        self.at_once = self.most = 0
        self.away = False

    async def read(self, text: str, params: dict[str, Any]) -> Any:
        self.read_times += 1
        if self.away:
            raise GraphUnavailable("Neo4j does not answer.")
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        try:
            return await self.graph.read(text, params)
        finally:
            self.at_once -= 1


@pytest.fixture
async def begun(empty: Session) -> Begun:
    return await passes.begin(empty, "core", "a delivery", date(2026, 10, 31))


@pytest.fixture
def counted(empty: Session) -> Counted:
    return Counted(empty)


@pytest.fixture
def watches(counted: Counted) -> Watches:
    return Watches(counted, 0.02)  # pyright: ignore[reportArgumentType]


async def watched(graph: Any, watches: Watches, id_: str, role: CallerRole = CallerRole.BANKER) -> Told:
    caller = Caller("tester", role, "HQ", passes.datetime.max.replace(tzinfo=passes.UTC))
    context = Context(graph, policy_of(caller), [], TODAY, caller, watches=watches)
    return await SERVING.subscribe(WATCH, {"id": id_}, context)  # pyright: ignore


async def next_of(told: Told) -> dict[str, Any]:
    async with asyncio.timeout(30):
        result = await anext(told)
    assert result.errors is None and result.data
    return result.data["passProgress"]


async def far(graph: Session, begun: Begun, stage: str, done: int, total: int) -> None:
    await graph.write(FAR, {"pass": begun.id, "stage": stage, "done": done, "total": total})


async def test_each_change_is_told_until_the_pass_has_ended(empty: Session, watches: Watches, begun: Begun):
    told = await watched(empty, watches, begun.id)
    running = {"state": "RUNNING", "dead": False, "created": None}
    assert await next_of(told) == running | {"stage": None, "done": None, "total": None}
    await far(empty, begun, "load", 10, 99)
    assert await next_of(told) == running | {"stage": "load", "done": 10, "total": 99}
    await passes.end(empty, begun, "COMPLETE", {"new": 7})
    assert (await next_of(told)).items() >= {"state": "COMPLETE", "created": 7}.items()
    with pytest.raises(StopAsyncIteration):
        await anext(told)


async def test_however_many_watch_the_graph_is_asked_by_one(counted: Counted, watches: Watches, begun: Begun):
    all_ = [await watched(counted, watches, begun.id) for _ in range(20)]
    for told in all_:
        await next_of(told)
    waiting = [asyncio.create_task(next_of(told)) for told in all_]
    before, counted.most = counted.read_times, 0
    async with asyncio.timeout(60):
        while counted.read_times < before + 5:
            await asyncio.sleep(0.02)
    assert counted.most == 1
    await far(counted.graph, begun, "load", 1, 2)
    assert {told["done"] for told in await asyncio.gather(*waiting)} == {1}
    for told in all_:
        await told.aclose()


async def test_nobody_looks_once_nobody_watches(counted: Counted, watches: Watches, begun: Begun):
    told = await watched(counted, watches, begun.id)
    await next_of(told)
    waiting = asyncio.create_task(next_of(told))
    await asyncio.sleep(0.1)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await told.aclose()
    before = counted.read_times
    await asyncio.sleep(0.2)
    assert counted.read_times == before


async def test_who_reads_slowly_is_told_the_last_state(empty: Session, watches: Watches, begun: Begun):
    told = await watched(empty, watches, begun.id)
    await next_of(told)
    await far(empty, begun, "load", 0, 50)
    await next_of(told)
    for done in range(1, 50):
        await far(empty, begun, "load", done, 50)
    await asyncio.sleep(0.2)
    assert (await next_of(told))["done"] == 49
    await told.aclose()


async def test_a_pass_without_a_sign_of_life_is_told_as_dead(empty: Session, watches: Watches, begun: Begun):
    told = await watched(empty, watches, begun.id)
    assert (await next_of(told))["dead"] is False
    await empty.write("MATCH (p:Pass {id: $pass}) SET p.beatAt = datetime() - duration('PT61S')", {"pass": begun.id})
    assert (await next_of(told)).items() >= {"dead": True, "state": "RUNNING"}.items()
    await empty.write("MATCH (p:Pass {id: $pass}) SET p.beatAt = datetime()", {"pass": begun.id})
    assert (await next_of(told))["dead"] is False
    await told.aclose()


async def test_the_graph_may_be_away_for_a_while(
    counted: Counted, watches: Watches, begun: Begun, monkeypatch: pytest.MonkeyPatch
):
    told = await watched(counted, watches, begun.id)
    await next_of(told)
    counted.away = True
    waiting = asyncio.create_task(next_of(told))
    await asyncio.sleep(0.2)
    counted.away = False
    await far(counted.graph, begun, "load", 1, 2)
    assert (await waiting)["done"] == 1
    monkeypatch.setattr(progress, "PATIENCE_SECONDS", 0.1)
    await far(counted.graph, begun, "load", 2, 2)
    assert (await next_of(told))["done"] == 2
    counted.away = True
    async with asyncio.timeout(30):
        result = await anext(told)
    (error,) = result.errors or ()
    assert isinstance(error.original_error, GraphUnavailable)


Wrong: dict[str, Callable[[Begun], tuple[str, CallerRole, str]]] = {
    "an unknown id": lambda _: ("01J0000000000000000000000", CallerRole.BANKER, "There is no pass"),
    "a customer's id": lambda _: ("UGVyc29uOng", CallerRole.BANKER, "There is no pass"),
    "a partner": lambda begun: (begun.id, CallerRole.PARTNER, "the bank's own staff"),
}


@pytest.mark.parametrize("case", Wrong)
async def test_who_may_not_or_names_none_is_told_so(empty: Session, watches: Watches, begun: Begun, case: str):
    id_, role, says = Wrong[case](begun)
    told = await watched(empty, watches, id_, role)
    (result,) = [result async for result in told]
    assert result.data is None and result.errors and says in result.errors[0].message
