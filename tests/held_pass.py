"""Holds a pass open, for judges that watch one: of a silo that says nothing, with signs of life, until it is told to end."""

import asyncio
import signal
import sys
from contextlib import suppress
from datetime import date
from itertools import count
from typing import Any

from graph import passes
from graph.session import connected
from runtime import reach
from runtime.settings import Settings


async def main() -> None:
    """Prints the pass's id once it runs."""
    there = reach.at_hand(Settings.chosen())
    assert there, "nothing runs in this home: start `c360 demo`, or set NEO4J_URI"
    over, steps = asyncio.Event(), count(1)

    def far() -> dict[str, Any]:
        return {"stage": "load", "stageDone": next(steps), "stageTotal": 100_000}

    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, over.set)
    async with connected(there) as graph:
        begun = await passes.begin(graph, "judge", "a delivery that says nothing", date(2026, 10, 31))
        sys.stdout.write(f"{begun.id}\n")
        sys.stdout.flush()
        with suppress(asyncio.CancelledError):
            await passes.beat(graph, begun, far, over)
        await passes.end(graph, begun, "ABANDONED", far())


if __name__ == "__main__":
    asyncio.run(main())
