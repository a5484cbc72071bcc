"""The organisation as a gateway knows it: read at the start, again behind requests when it has aged."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextvars import Context

from access.scope import units_below
from runtime.errors import PlatformError

Units = list[tuple[str, str]]
SECONDS = 30.0


class Organisation:
    """Expands a caller's place to unit ids; only the very first question waits for the graph.

    What is read is read for all: in a context of its own, with nothing of whoever happened to ask.
    """

    def __init__(self, read: Callable[[], Awaitable[Units]], seconds: float = SECONDS) -> None:
        self._read = read
        self._seconds = seconds
        self._units: Units | None = None
        self._scopes: dict[str, list[str]] = {}
        self._at = 0.0
        self._first: asyncio.Task[None] | None = None
        self._renewal: asyncio.Task[None] | None = None

    async def scope(self, org: str) -> list[str]:
        """The units of a place and PUBLIC. Raises GraphUnavailable when the organisation was never read."""
        if self._units is None:
            if self._first is None or self._first.done():  # the first questions wait together for one reading
                self._first = asyncio.create_task(self.renew(), context=Context())
            await asyncio.shield(self._first)
        elif time.monotonic() - self._at > self._seconds and (self._renewal is None or self._renewal.done()):
            self._renewal = asyncio.create_task(self._renew_quietly(), context=Context())
        if org not in self._scopes:
            self._scopes[org] = units_below(org, self._units or [])
        return self._scopes[org]

    async def renew(self) -> None:
        units = await self._read()
        if units != self._units:
            self._units, self._scopes = units, {}
        self._at = time.monotonic()

    async def _renew_quietly(self) -> None:
        try:
            await self.renew()
        except PlatformError:
            self._at = time.monotonic()  # the units known so far serve until the graph is back
