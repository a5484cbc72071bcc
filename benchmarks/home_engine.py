"""The own Neo4j of a home, started and migrated for one piece of work; how long that took is told."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from time import monotonic
from typing import TypeVar

import uvloop

from graph import schema_changes
from graph.session import Session, connect
from runtime.local import jars, neo4j
from runtime.settings import Settings
from runtime.terminal import Told, unheard

T = TypeVar("T")


def running(
    settings: Settings, home: Path, work: Callable[[Session], Awaitable[T]], hears: Told = unheard
) -> tuple[T, dict[str, float]]:
    """What came of the work, and the seconds of `start` and `schema`."""
    line = settings.neo4j_line
    folder = jars.fetch(line, settings.cache, _unheard)
    hears("start", 0, 1)
    began = monotonic()
    with neo4j.starting(folder, home / f"neo4j-{line}", heap="2g", page_cache="1g") as start:
        server, seconds = start.ready(), {"start": monotonic() - began}

        async def worked() -> T:
            graph = connect(server.uri, neo4j.USER, server.password, "neo4j", patient=True)
            try:
                hears("schema", 0, 1)
                since = monotonic()
                await schema_changes.migrate(graph)
                seconds["schema"] = monotonic() - since
                return await work(graph)
            finally:
                await graph.close()

        return uvloop.run(worked()), seconds


def _unheard(done: int, total: int, files: int) -> None:
    """Nobody watches."""
