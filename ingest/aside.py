"""Work that blocks, beside the loop: in a thread that whoever waits for it takes along."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")
PATIENCE_SECONDS = 5.0


async def aside(work: Callable[[Event], T], patience: float = PATIENCE_SECONDS) -> T:
    """What the work returns or raises. Cancelled, it sets the event that the work looks at, and waits `patience` seconds for it:
    a server that does not answer must not hold up who wants to go, and the thread ends with the process."""
    loop, stop = asyncio.get_running_loop(), Event()
    done: asyncio.Future[T] = loop.create_future()

    def told(act: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody waits
            loop.call_soon_threadsafe(lambda: None if done.done() else act())

    def run() -> None:
        try:
            found = work(stop)
        except BaseException as fault:
            told(lambda fault=fault: done.set_exception(fault))
        else:
            told(lambda: done.set_result(found))

    Thread(target=copy_context().run, args=(run,), daemon=True).start()
    try:
        return await asyncio.shield(done)
    except asyncio.CancelledError:
        stop.set()
        await asyncio.wait([done], timeout=patience)
        if not done.cancel():
            done.exception()
        raise
