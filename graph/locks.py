"""A lock in the graph that one process holds for a while: for what two processes must not do side by side."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Any

from ulid import ULID

from graph.ledger import surely
from graph.session import Session
from runtime.errors import GraphUnavailable, Unavailable

LEASE_SECONDS = 60

# The write to `asked` takes the lock on the node before the lease is read.
TAKE = """
MERGE (l:Lock {name: $name}) SET l.asked = $holder
WITH l WHERE l.holder IS NULL OR l.holder = $holder OR l.until < datetime()
SET l.holder = $holder, l.until = datetime() + duration({seconds: $seconds})
RETURN true
"""
GIVE = """
MATCH (l:Lock {name: $name, holder: $holder})
WITH l, l.asked <> $holder AS waits
REMOVE l.holder, l.until, l.asked
RETURN waits
"""
LOOK_SECONDS = 0.25


@asynccontextmanager
async def held(
    session: Session, name: str, seconds: float = 2 * LEASE_SECONDS, *, gives_way: bool = False
) -> AsyncGenerator[None]:
    """Holds the lock, renewed until the block ends; whoever dies with it loses it after a minute. Who takes it again and again
    `gives_way` to whoever has asked for it meanwhile.

    Raises GraphUnavailable when it is not to be had in `seconds`.
    """
    holder = str(ULID())
    params: dict[str, Any] = {"name": name, "holder": holder, "seconds": LEASE_SECONDS}
    try:
        await _take(session, params, seconds)
    except asyncio.CancelledError:  # who did not wait for the answer may have it all the same
        with suppress(Unavailable):
            await session.write(GIVE, params)
        raise
    renewal = asyncio.create_task(_renew(session, params))
    try:
        yield
    finally:
        renewal.cancel()
        await asyncio.wait([renewal])
        if await surely(lambda: session.write(GIVE, params)) and gives_way:
            await asyncio.sleep(2 * LOOK_SECONDS)


async def _take(session: Session, params: dict[str, Any], seconds: float) -> None:
    deadline = asyncio.get_running_loop().time() + seconds
    while not await surely(lambda: session.write(TAKE, params)):
        if asyncio.get_running_loop().time() > deadline:
            raise GraphUnavailable(f"Another process holds the lock {params['name']!r} for too long: try again later.")
        await asyncio.sleep(LOOK_SECONDS)


async def _renew(session: Session, params: dict[str, Any]) -> None:
    while True:
        await asyncio.sleep(LEASE_SECONDS / 3)
        with suppress(Unavailable):
            await session.write(TAKE, params)
