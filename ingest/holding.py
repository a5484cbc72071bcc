"""A pass that this process holds: signs of life beside the work, and an end that can be gone on from, whatever ends it."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from graph import passes
from graph.session import Session
from ingest.steps import Progress
from runtime.errors import PassLost, PassStopped, PlatformError

MARK_SECONDS = 5


class Interrupted(asyncio.CancelledError):
    """A pass was broken off by whoever runs it; says in one line what becomes of it."""


class Far:
    """How far a pass is: tells it on, and keeps the last word for its signs of life."""

    def __init__(self, told: Progress) -> None:
        self._told = told
        self.stage, self.done, self.total = "", 0, 0

    def __call__(self, stage: str, done: int, total: int) -> None:
        self.stage, self.done, self.total = stage, done, total
        self._told(stage, done, total)

    def as_properties(self) -> dict[str, Any]:
        return {"stage": self.stage, "stageDone": self.done, "stageTotal": self.total}


async def hold(session: Session, begun: passes.Begun, work: Coroutine[Any, Any, None], far: Far, again: str) -> None:
    """Does the work of a pass with signs of life. Whatever breaks it off, the pass is INTERRUPTED and can go on at once; `again`
    says how.

    Raises what the work raises, PassStopped when someone asked it to stop, PassLost as soon as it is another process's,
    Interrupted when it is cancelled.
    """
    over = asyncio.Event()
    doing, beat = asyncio.create_task(work), asyncio.create_task(passes.beat(session, begun, far.as_properties, over))
    try:
        await asyncio.wait({doing, beat}, return_when=asyncio.FIRST_COMPLETED)
        await (doing if doing.done() else beat)
    except PassLost:
        raise
    except PassStopped as fault:
        await _end(session, begun, doing, far)
        raise PassStopped(f"{fault} What it wrote stays; to go on, {again}") from None
    except asyncio.CancelledError as fault:
        marked = await _end(session, begun, doing, far)
        raise Interrupted(_told(begun, far, again, marked=marked)) from fault
    except BaseException:
        await _end(session, begun, doing, far)
        raise
    finally:
        await _gone(doing)
        over.set()  # a statement that is cancelled takes its connection along
        await asyncio.wait([beat], timeout=MARK_SECONDS)
        await _gone(beat)


async def _end(session: Session, begun: passes.Begun, doing: asyncio.Task[None], far: Far) -> bool:
    """Whether the graph knows now that the pass is interrupted."""
    await _gone(doing)
    with suppress(PlatformError, TimeoutError):
        async with asyncio.timeout(MARK_SECONDS):
            await passes.end(session, begun, "INTERRUPTED", far.as_properties())
            return True
    return False


async def _gone(task: asyncio.Task[Any]) -> None:
    """What it raised was told already, or matters no more."""
    task.cancel()
    await asyncio.wait([task])
    if not task.cancelled():
        task.exception()


def _told(begun: passes.Begun, far: Far, again: str, *, marked: bool) -> str:
    place = f"at {far.stage}, {far.done:,} of {far.total:,}" if far.total else "before its first batch"
    later = "" if marked else f"Neo4j could not be told, so wait {passes.STALE_SECONDS} s. "
    return f"The pass {begun.id} was interrupted {place}; what it wrote stays. {later}To go on, {again}"
