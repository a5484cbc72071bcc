"""GraphQL over server-sent events, each operation on a connection of its own (graphql-sse, distinct connections)."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import orjson

from runtime.wire.exchange import Exchange
from runtime.wire.negotiation import EVENTS
from runtime.wire.told import Told

ALIVE_SECONDS = 12.0
"""So often a stream with nothing to tell says that it is there: proxies cut what is silent."""
COMPLETE = b"event: complete\ndata:\n\n"
ALIVE = b":\n\n"


async def tell(request: Exchange, answers: AsyncGenerator[Told], seconds: float, last: dict[str, Any]) -> None:
    """Tells answers as they come; after `seconds` it tells the `last` one and completes. Raises ClientDisconnect when the client
    has left, which ends the answers."""
    await request.begin(EVENTS, (b"x-accel-buffering", b"no"))  # or nginx would keep what is told until there is more
    async with aclosing(answers):
        await request.while_there(_told(request, answers, seconds, last), after=0)
    await request.part(COMPLETE)
    await request.part(b"")


async def _told(request: Exchange, answers: AsyncGenerator[Told], seconds: float, last: dict[str, Any]) -> None:
    alive = asyncio.get_running_loop().create_task(_alive(request))
    try:
        async with asyncio.timeout(seconds):
            async for told in answers:
                await request.part(event(told.shown))
    except TimeoutError:
        await request.part(event(last))
    finally:
        alive.cancel()


async def _alive(request: Exchange) -> None:
    await request.part(ALIVE)
    while True:
        await asyncio.sleep(ALIVE_SECONDS)
        await request.part(ALIVE)


def event(shown: dict[str, Any]) -> bytes:
    return b"event: next\ndata: " + orjson.dumps(shown) + b"\n\n"
