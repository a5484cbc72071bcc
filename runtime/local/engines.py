"""The own Neo4j and Valkey together: fetched, started side by side, and stopped with the block that wanted them."""

import json
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from runtime.local import child, extra, jars, neo4j, valkey
from runtime.local.home import Lifetime

Told = Callable[[str, int, int], None]
"""Called with a step, how far it is and how far it goes: `fetch` in bytes, `start` and `ready` once."""

_NOTE = "engines.json"


@dataclass(frozen=True, slots=True)
class Engines:
    """What the rest of the platform needs to reach both."""

    neo4j_uri: str
    neo4j_user: str
    neo4j_password: str = field(repr=False)
    redis_url: str = field(repr=False)


@contextmanager
def running(
    home: Path,
    line: str,
    cache: Path | None,
    told: Told,
    heap: str = "768m",
    page_cache: str = "512m",
    life: Lifetime = Lifetime.YEARS,
) -> Generator[Engines]:
    """Both engines with their data below `home`, ended with this block and with this process however that ends.

    `line` is a Neo4j line that has a lock; `cache` keeps its jars, the user's cache folder without one. Raises
    EngineUnavailable (also without the `local` extra), NoSpace, HomeInUse, PortInUse, NotConfigured.
    """
    extra.java()
    extra.valkey()
    folder = jars.fetch(line, cache, lambda done, total, _: told("fetch", done, total))
    told("start", 0, 1)
    with (
        neo4j.starting(folder, home / f"neo4j-{line}", heap, page_cache, life) as start,
        valkey.running(home / "valkey") as redis_url,
    ):
        graph = start.ready()
        engines = Engines(graph.uri, neo4j.USER, graph.password, redis_url)
        with _noted(home, engines):
            told("ready", 1, 1)
            yield engines


def found(home: Path) -> Engines | None:
    """The engines that another process runs in this home right now; None when none does."""
    try:
        note = json.loads((home / _NOTE).read_text())
    except (FileNotFoundError, ValueError):
        return None
    return Engines(**note["engines"]) if child.lives(str(note["process"])) else None


@contextmanager
def _noted(home: Path, engines: Engines) -> Generator[None]:
    note = home / _NOTE
    fresh = home / f"{_NOTE}.new"
    with child.renamed(home):
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps({"process": os.getpid(), "engines": asdict(engines)}))
        fresh.replace(note)
    try:
        yield
    finally:
        note.unlink(missing_ok=True)
