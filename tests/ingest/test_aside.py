"""What blocks is done beside the loop, and does not hold up who wants to go."""

import asyncio
import time
from threading import Event

import pytest

from ingest.aside import aside


async def test_it_returns_and_raises_what_the_work_does():
    assert await aside(lambda _: 3) == 3
    with pytest.raises(ZeroDivisionError):
        await aside(lambda _: 1 // 0)


async def test_who_is_cancelled_tells_the_work_to_stop_and_waits_for_it():
    begun, ended = Event(), Event()

    def work(stop: Event) -> None:
        begun.set()
        stop.wait()
        ended.set()

    task = asyncio.create_task(aside(work))
    await asyncio.to_thread(begun.wait)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended.is_set()


async def test_work_that_does_not_look_is_waited_for_a_while_and_no_longer():
    forever, since = Event(), time.monotonic()
    task = asyncio.create_task(aside(lambda _: forever.wait(), patience=0.1))
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    forever.set()
    assert time.monotonic() - since < 60
