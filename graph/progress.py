"""How far a pass is, read again and again while somebody watches it: once, however many watch."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, aclosing, nullcontext
from contextvars import Context
from typing import Any

from graph.passes import STALE_SECONDS
from graph.session import Session
from runtime.errors import PlatformError, Unavailable

LOOK = """
MATCH (p:Pass {id: $pass})
RETURN p {.id, .source, .state, .stage, .stageDone, .stageTotal, .rowsRead, .rowsAccepted, .rowsQuarantined, .rowsRefused,
  .new, .changed, .ended, .unchanged, startedAt: toString(p.startedAt), endedAt: toString(p.endedAt),
  silent: CASE p.state WHEN 'RUNNING' THEN coalesce(duration.inSeconds(p.beatAt, datetime()).seconds, $stale) END}
"""
SECONDS = 1.0
PATIENCE_SECONDS = 30.0
"""For so long the graph may be away before those that watch are told."""
Row = dict[str, Any]
Turn = Callable[[], AbstractAsyncContextManager[Any]]
"""A block that is entered when there is room for what nobody waits for. Raises Unavailable."""


async def look(graph: Session, pass_id: str) -> Row | None:
    """How far it is now, `dead` where it runs and has shown no sign of life for a minute; None where there is no such pass."""
    found: Row | None = await graph.read(LOOK, {"pass": pass_id, "stale": STALE_SECONDS})
    if found is None:
        return None
    silent = found.pop("silent")
    return found | {"dead": silent is not None and silent >= STALE_SECONDS}


class Watches:
    """Of one graph: the passes that somebody watches."""

    def __init__(self, graph: Session, seconds: float = SECONDS, turn: Turn = nullcontext) -> None:
        self._graph, self._seconds, self._turn = graph, seconds, turn
        self._watched: dict[str, _Watch] = {}

    async def begin(self, pass_id: str) -> AsyncGenerator[Row] | None:
        """Each change of how far it is, from now until it has ended; None where there is no such pass. Who is slow misses what
        was overtaken. Raises GraphUnavailable, also later."""
        watch = self._watched.get(pass_id)
        first = (watch and watch.row) or await look(self._graph, pass_id)
        return None if first is None else self._told(pass_id, first)

    async def _told(self, pass_id: str, first: Row) -> AsyncGenerator[Row]:
        yield first
        if has_ended(first):
            return
        watch = self._watched.setdefault(pass_id, _Watch(self._graph, pass_id, self._seconds, self._turn))
        try:
            async with aclosing(watch.since(first)) as rows:
                async for row in rows:
                    yield row
        finally:
            if watch.left() and self._watched.get(pass_id) is watch:
                del self._watched[pass_id]


class _Watch:
    """One pass that is looked at by one task, while anybody waits for it."""

    def __init__(self, graph: Session, pass_id: str, seconds: float, turn: Turn) -> None:
        self._graph, self._pass, self._seconds, self._turn = graph, pass_id, seconds, turn
        self.row: Row | None = None
        self._fault: PlatformError | None = None
        self._changed = asyncio.Event()
        self._waiting = 0
        self._looking: asyncio.Task[None] | None = None

    async def since(self, row: Row) -> AsyncGenerator[Row]:
        """Each state after `row`, to the last."""
        self._waiting += 1
        self._looking = self._looking or asyncio.get_running_loop().create_task(self._look(), context=Context())  # for all of them
        while not has_ended(row):
            changed = self._changed
            if self.row is None or self.row == row:
                if self._fault:
                    raise self._fault
                await changed.wait()
            else:
                row = self.row
                yield row

    def left(self) -> bool:
        """Somebody waits no more; whether nobody does."""
        self._waiting -= 1
        if self._waiting <= 0 and self._looking:
            self._looking.cancel()
        return self._waiting <= 0

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE_SECONDS
        while True:
            try:
                async with self._turn():
                    row = await look(self._graph, self._pass)
                end = loop.time() + PATIENCE_SECONDS
            except PlatformError as fault:
                if not isinstance(fault, Unavailable) or loop.time() >= end:
                    self._fault = fault
                    return self._tell()
                row = self.row
            if row != self.row:
                self.row = row
                self._tell()
            if row is not None and has_ended(row):
                return None
            await asyncio.sleep(self._seconds)

    def _tell(self) -> None:
        told, self._changed = self._changed, asyncio.Event()
        told.set()


def has_ended(row: Row) -> bool:
    return row["state"] != "RUNNING"
