"""Steps side by side, as many as the database has cores for."""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, TypeVar

T = TypeVar("T")
AT_ONCE = 2


async def two_at_once(acts: Iterable[Coroutine[Any, Any, T]], then: Callable[[T], None] | None = None) -> None:
    """Two steps that do not need each other side by side, for the database has more than one core; when the first of them has
    ended another begins. `then` is told what each made, in their order; a fault ends it, after those that have begun."""
    running = deque[asyncio.Task[T]]()
    try:
        for act in acts:
            running.append(asyncio.create_task(act))
            if len(running) == AT_ONCE:
                (then or _untold)(await running.popleft())
        while running:
            (then or _untold)(await running.popleft())
    except asyncio.CancelledError:
        for each in running:
            each.cancel()
        raise
    finally:
        await asyncio.gather(*running, return_exceptions=True)


def _untold(done: object) -> None:
    """Nobody wants to know what it made."""
