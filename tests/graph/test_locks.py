"""Locks in the graph, held for a while by one process."""

import asyncio
from typing import Any

import pytest

from graph.locks import held
from graph.session import Session


async def test_who_takes_a_lock_again_and_again_gives_way_to_who_waits_for_it(empty: Session) -> None:
    taken = list[str]()

    async def take(name: str, times: int, *, gives_way: bool) -> None:
        for _ in range(times):
            async with held(empty, "tests", gives_way=gives_way):
                taken.append(name)
                await asyncio.sleep(0.1)

    again = asyncio.create_task(take("again", 3, gives_way=True))
    while not taken:
        await asyncio.sleep(0.01)
    await take("once", 1, gives_way=False)
    await again
    assert taken == ["again", "once", "again", "again"]


async def test_who_is_cancelled_before_it_hears_that_it_has_a_lock_leaves_it_to_others(
    empty: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, written = empty.write, asyncio.Event()

    async def unheard(text: str, params: dict[str, Any]) -> Any:
        done = await write(text, params)
        if not written.is_set():
            written.set()
            await asyncio.sleep(60)
        return done

    async def take() -> None:
        async with held(empty, "tests"):
            pass

    monkeypatch.setattr(empty, "write", unheard)
    taking = asyncio.create_task(take())
    await written.wait()
    taking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await taking
    async with held(empty, "tests", seconds=1):
        pass
