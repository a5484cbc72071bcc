"""The own Neo4j's offline import: files in, a database out; for an engine that holds no data, and that does not run."""

import re
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from runtime.errors import EngineUnavailable, HomeInUse, PlatformError
from runtime.local import child, engines, extra, home, jars, neo4j
from runtime.local.child import Child
from runtime.local.neo4j import Neo4j

ARRAY_DELIMITER = "\x1f"
"""Between the elements of a list: no text that is read holds it, for nobody could see it."""
_HEAP, _BESIDE_HEAP = "1g", "512m"
_OPTIONS = (
    "--overwrite-destination=true",
    "--id-type=actual",  # the files number their nodes themselves: nothing is looked up, nothing grows with their number
    "--multiline-fields=true",
    f"--array-delimiter=U+{ord(ARRAY_DELIMITER):04X}",
    "--bad-tolerance=0",
)
_DONE = re.compile(r"(\d+)% ")

Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes of the same labels (`Party:Person`), or relationships of one type: the names of two files, the header and the
    rows, as CSV."""

    of: str
    header: str
    rows: str


@contextmanager
def held(place: Path, line: str, cache: Path | None, told: Told) -> Generator["Engine"]:
    """The engine of a home (`place`), not running, for this process alone; `line`, `cache` and `told` as for `engines.running`.

    Raises HomeInUse where it runs, EngineUnavailable, NoSpace.
    """
    extra.java()
    if engines.found(place):
        raise HomeInUse(f"The own Neo4j of {place} runs: stop `c360 demo`, or whatever else uses it, or leave --offline out.")
    folder = jars.fetch(line, cache, lambda done, total, _: told("fetch", done, total))
    with child.held(place / f"neo4j-{line}") as hold:
        yield Engine(folder, place / f"neo4j-{line}", hold)


class Engine:
    """An own Neo4j that does not run."""

    def __init__(self, jars: Path, folder: Path, hold: int) -> None:
        self._jars, self._folder, self._hold = jars, folder, hold

    @property
    def holds_data(self) -> bool:
        """Whether there is a database that has once been ready, whatever is in it."""
        with child.renamed(self._folder):
            return home.holds_data(self._folder)

    @contextmanager
    def looked_at(self) -> Generator[Neo4j]:
        """It runs for as long as this block."""
        with neo4j.started(self._jars, self._folder, self._hold) as start:
            yield start.ready()

    def fill(self, files: Path, nodes: Sequence[Group], relationships: Sequence[Group], told: Told) -> None:
        """Puts these, which stand in one folder, in the place of all that is there; broken off at whatever point, it leaves an
        empty database.

        Nodes carry their number in the database as `:ID`. Tells `import` in parts of a hundred. Raises NoSpace,
        EngineUnavailable.
        """
        groups = [*_groups("nodes", nodes), *_groups("relationships", relationships)]
        report = f"--report-file={self._folder.resolve() / 'logs' / 'import.report'}"
        command = ["database", "import", "full", "neo4j", *_OPTIONS, f"--max-off-heap-memory={_BESIDE_HEAP}", report, *groups]
        with child.renamed(self._folder):
            home.begin_import(self._folder)
            arguments = home.configure_tool(self._folder, self._jars, [f"-Xmx{_HEAP}"], command)
        log, start = self._folder / "logs" / "import.log", [str(extra.java()), f"@{arguments.resolve()}"]
        with child.running(start, files, log, self._hold, env=home.environment(self._folder)) as tool:
            _wait(tool, told)
            fault = self._fault(tool) if tool.code else None
        if fault:
            with suppress(OSError):  # what is left goes with the next start
                home.prepare(self._folder)
            raise fault
        with child.renamed(self._folder):
            home.finish_import(self._folder)

    def _fault(self, tool: Child) -> PlatformError:
        """Without what the tool said, which may hold data."""
        said = tool.printed()
        if "No space left on device" in said or not child.room(self._folder):
            return child.full(self._folder)
        return EngineUnavailable(f"Neo4j's import ended with {tool.code}; the database is as empty as before. See {tool.log}.")


def _groups(kind: str, groups: Sequence[Group]) -> list[str]:
    return [f"--{kind}={group.of}={group.header},{group.rows}" for group in groups]


def _wait(tool: Child, told: Told) -> None:
    """Four stages, each from 0 to 100 percent."""
    told("import", 0, 100)
    while tool.code is None:
        time.sleep(0.1)
        done = len(_DONE.findall(tool.printed()))  # twenty a stage
        told("import", min(done * 5 // 4, 100), 100)
