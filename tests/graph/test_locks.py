"""Locks in the graph, held for a while by one process."""

import asyncio

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
