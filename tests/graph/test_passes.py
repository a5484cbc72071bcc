"""A source has one pass at a time; an interrupted one goes on, a dead one is taken over."""

import asyncio
from datetime import date

import pytest

from graph import passes
from graph.session import Session
from runtime.errors import PassRunning

ON = date(2026, 1, 1)


async def state(session: Session, pass_id: str) -> str:
    ((found,),) = await session.rows("MATCH (p:Pass {id: $id}) RETURN p.state", {"id": pass_id})
    return found


async def test_a_second_pass_is_refused_while_the_first_shows_signs_of_life(
    empty: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passes, "BEAT_SECONDS", 0.5)
    first = await passes.begin(empty, "tiny", "delivery", ON)
    beat = asyncio.create_task(passes.beat(empty, first))
    with pytest.raises(PassRunning, match=first.id):
        await passes.begin(empty, "tiny", "delivery", ON)
    beat.cancel()


async def test_other_sources_run_beside_it(empty: Session) -> None:
    first, second = await asyncio.gather(*(passes.begin(empty, name, "delivery", ON) for name in ("tiny", "other")))
    assert first.id != second.id


async def test_an_interrupted_pass_goes_on_with_the_same_delivery(empty: Session) -> None:
    first = await passes.begin(empty, "tiny", "delivery", ON)
    await passes.end(empty, first, "INTERRUPTED", {})
    second = await passes.begin(empty, "tiny", "delivery", ON)
    assert (second.id, second.resumed) == (first.id, True)


async def test_a_completed_pass_does_not_go_on(empty: Session) -> None:
    first = await passes.begin(empty, "tiny", "delivery", ON)
    await passes.end(empty, first, "COMPLETE", {"new": 1})
    second = await passes.begin(empty, "tiny", "delivery", ON)
    assert (second.id == first.id, second.resumed) == (False, False)
    assert await passes.completed(empty) == {"tiny"}


async def test_a_dead_process_is_taken_over_with_its_pass(empty: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passes, "STALE_SECONDS", 1)
    dead = await passes.begin(empty, "tiny", "delivery", ON)
    heir = await passes.begin(empty, "tiny", "delivery", ON)
    assert (heir.id, heir.resumed, heir.holder == dead.holder) == (dead.id, True, False)


async def test_another_delivery_abandons_what_a_dead_process_left(empty: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passes, "STALE_SECONDS", 1)
    dead = await passes.begin(empty, "tiny", "delivery", ON)
    heir = await passes.begin(empty, "tiny", "newer", ON)
    assert (heir.id == dead.id, heir.resumed) == (False, False)
    assert await state(empty, dead.id) == "ABANDONED"


async def test_of_two_that_begin_at_once_one_runs(empty: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passes, "STALE_SECONDS", 60)
    waiting = [asyncio.create_task(passes.begin(empty, "tiny", "delivery", ON)) for _ in range(2)]
    done, left = await asyncio.wait(waiting, timeout=3)
    assert (len(done), len(left)) == (1, 1)
    for task in left:
        task.cancel()
