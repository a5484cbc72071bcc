"""Whatever breaks a pass off, it is interrupted and goes on; what is another's is left at once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date

import pytest

from graph import passes, standing
from graph.digest import digest
from graph.session import Session
from ingest.holding import Far, Interrupted, hold
from ingest.job import run
from runtime.errors import PassLost, PassStopped
from tests.tiny_bank import STORY, TinyBank

ON = date(2026, 1, 1)
Act = Callable[[], Awaitable[object]]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passes, "BEAT_SECONDS", 0.05)


def silent(stage: str, done: int, total: int) -> None:
    """Nobody looks on."""


async def held(session: Session, then: Act | None = None, fault: BaseException | None = None) -> tuple[passes.Begun, BaseException]:
    """A pass whose work never ends by itself, and what ended it."""
    begun, far = await passes.begin(session, "tiny", "delivery", ON), Far(silent)
    far("load", 5, 9)

    async def work() -> None:
        if fault:
            raise fault
        await asyncio.Event().wait()

    async def act() -> None:
        await asyncio.sleep(0.2)
        if then:
            await then()

    acting = asyncio.create_task(act())
    try:
        await hold(session, begun, work(), far, "run it again.")
    except BaseException as ended:
        await acting
        return begun, ended
    raise AssertionError("it never ends by itself")


async def one(session: Session, begun: passes.Begun) -> dict[str, object]:
    found = await standing.one(session, begun.id)
    assert found
    return found


async def test_how_far_it_is_is_known_while_it_runs(empty: Session) -> None:
    seen = list[dict[str, object]]()

    async def look() -> None:
        (running,) = await passes.listed(empty)
        seen.append(running)
        await standing.ask_to_stop(empty, running["id"])

    await held(empty, look)
    assert [(each["state"], each["stage"], each["stageDone"], each["stageTotal"]) for each in seen] == [("RUNNING", "load", 5, 9)]


async def test_a_pass_that_is_asked_to_stop_stops_and_says_how_it_goes_on(empty: Session) -> None:
    begun, ended = await held(empty, lambda: ask(empty))
    found = await one(empty, begun)
    assert isinstance(ended, PassStopped) and ended.exit == 130
    assert "was asked to stop" in str(ended) and str(ended).endswith("to go on, run it again.")
    assert (found["state"], found["stage"], found["stopAskedAt"], found["silentSeconds"]) == ("INTERRUPTED", "load", None, None)
    again = await passes.begin(empty, "tiny", "delivery", ON)
    assert (again.id, again.resumed, (await one(empty, begun))["endedAt"]) == (begun.id, True, None)


async def ask(session: Session) -> None:
    ((id_,),) = await session.rows("MATCH (p:Pass {state: 'RUNNING'}) RETURN p.id")
    assert await standing.ask_to_stop(session, id_) == "ASKED"


async def test_a_pass_that_another_took_over_is_left_at_once_and_stays_the_others(empty: Session) -> None:
    begun, ended = await held(empty, lambda: empty.run("MATCH (p:Pass) SET p.holder = 'another'"))
    assert isinstance(ended, PassLost) and begun.id in str(ended)
    assert (await one(empty, begun))["state"] == "RUNNING"


@pytest.mark.parametrize("fault", [ZeroDivisionError(), asyncio.CancelledError()])
async def test_whatever_breaks_it_off_it_is_interrupted(empty: Session, fault: BaseException) -> None:
    begun, ended = await held(empty, fault=fault)
    assert type(ended) is (Interrupted if isinstance(fault, asyncio.CancelledError) else type(fault))
    assert (await one(empty, begun))["state"] == "INTERRUPTED"


async def test_who_cancels_it_is_told_where_it_was_and_how_it_goes_on(empty: Session) -> None:
    begun, far = await passes.begin(empty, "tiny", "delivery", ON), Far(silent)
    far("load", 12_000, 99_000)
    holding = asyncio.create_task(hold(empty, begun, asyncio.sleep(60), far, "run it again."))
    await asyncio.sleep(0.1)
    holding.cancel()
    with pytest.raises(Interrupted, match=f"{begun.id} was interrupted at load, 12,000 of 99,000; .* To go on, run it again."):
        await holding


@pytest.mark.parametrize("stage", ["match", "load", "relate", "name", "sum"])
async def test_a_pass_that_was_stopped_in_any_stage_ends_in_the_same_graph(empty: Session, tiny: TinyBank, stage: str) -> None:
    """The stop is seen by the holder's sign of life, whatever it does then."""

    def told(at: str, done: int, total: int) -> None:
        if at == stage:
            asking.append(loop.create_task(asked()))

    async def asked() -> None:
        for (id_,) in await empty.rows("MATCH (p:Pass {state: 'RUNNING'}) RETURN p.id"):
            await standing.ask_to_stop(empty, id_)

    loop, asking = asyncio.get_running_loop(), list[asyncio.Task[None]]()
    try:
        await tiny.load(empty, progress=told, **STORY)
    except PassStopped as stopped:
        assert "what it wrote stays" in str(stopped).lower()
    await asyncio.sleep(0.1)
    await tiny.load(empty, **STORY)
    stopped_graph = await digest(empty)
    await empty.run("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    await tiny.load(empty, **STORY)
    assert await digest(empty) == stopped_graph


async def test_a_reading_that_hangs_does_not_hold_up_who_wants_to_go(empty: Session, tiny: TinyBank) -> None:
    """A service that takes the question and never answers."""
    asked = asyncio.Event()

    async def never(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.set()
        await asyncio.sleep(60)
        writer.close()

    async with await asyncio.start_server(never, "127.0.0.1", 0) as server:
        where = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        reading = asyncio.create_task(run("lakeside-calls", where, empty, tiny.home))
        await asked.wait()
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(reading, 10)
