import asyncio
import threading

import pytest

from runtime.threads import in_thread


async def test_what_comes_of_it_is_told() -> None:
    assert await in_thread(divmod, 7, 3) == (2, 1)
    with pytest.raises(ZeroDivisionError):
        await in_thread(divmod, 7, 0)


async def test_who_gives_up_waits_until_the_thread_has_ended() -> None:
    begun, go, ended = threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        go.wait()
        ended.set()

    doing = asyncio.create_task(in_thread(work))
    await asyncio.to_thread(begun.wait)
    doing.cancel()
    await asyncio.sleep(0)
    assert not doing.done()
    go.set()
    with pytest.raises(asyncio.CancelledError):
        await doing
    assert ended.is_set()
