"""A large bank, once: its core silo through files, its CRM through the driver; time and memory of our processes by stage."""

import os
import threading
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from rich.console import Console
from rich.table import Table

from benchmarks.home_engine import running
from graph.session import Session
from ingest import job, lakeside, offline
from ingest.report import Report
from ingest.sources import source
from runtime.errors import PlatformError
from runtime.local import importing
from runtime.settings import Settings

CORE, CRM = "lakeside-core", "lakeside-crm"
LOOK_SECONDS = 0.5
COUNTS = "MATCH (n) WITH count(n) AS nodes MATCH ()-[r]->() RETURN nodes, count(r)"


@dataclass(slots=True)
class Memory:
    """The most that our processes, and Java, took together while each step ran, in megabytes; each is told when it has ended, so
    that a run that is broken off has told what it saw."""

    out: Console
    ours: dict[str, float] = field(default_factory=dict[str, float])
    java: dict[str, float] = field(default_factory=dict[str, float])
    step: str = "write"
    since: float = field(default_factory=monotonic)

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Hears of a step as whoever watches an ingest does."""
        if stage != self.step:
            self.look()
            now = monotonic()
            self.out.print(f"{self.step}: {now - self.since:,.0f} s, {self.ours[self.step]:,.0f} MB", highlight=False)
            self.step, self.since = stage, now

    def look(self) -> None:
        ours, java = _resident()
        self.ours[self.step] = max(self.ours.get(self.step, 0.0), ours)
        self.java[self.step] = max(self.java.get(self.step, 0.0), java)


def run(settings: Settings, size: str, bank: Path | None, out: Console) -> None:
    """Prints a line a stage; `bank` is one that was written before. Raises PlatformError where a machine has no /proc."""
    if not Path("/proc/self/statm").exists():
        raise PlatformError("Memory is read from /proc: measure this on Linux.")
    with TemporaryDirectory(prefix="size-") as folder, _watched(out) as memory:
        home, began = Path(folder), monotonic()
        if bank is None:
            lakeside.write(bank := home / "bank", size)
        seconds = {"write": monotonic() - began}
        reports, (nodes, relationships) = _loaded(settings, bank, home, memory, seconds)
    out.print(_table(reports, seconds, nodes, relationships))
    by_step = ", ".join(f"{step} {megabytes:,.0f}" for step, megabytes in memory.ours.items())
    java = max(memory.java.values(), default=0)
    out.print(f"Our processes together took at most (MB): {by_step}. Java took {java:,.0f}.", highlight=False)


def _loaded(
    settings: Settings, bank: Path, home: Path, memory: Memory, seconds: dict[str, float]
) -> tuple[list[Report], tuple[int, int]]:
    with ExitStack() as held:
        with importing.held(home, settings.neo4j_line, settings.cache, memory) as engine:
            first = held.enter_context(offline.loaded(source(CORE), bank / "core", engine, home, memory))
        assert first

        async def rest(graph: Session) -> tuple[list[Report], tuple[int, int]]:
            reports = [await first.complete(graph, memory)]
            reports += await job.run(CRM, bank / "crm", graph, home, progress=memory)
            ((nodes, relationships),) = await graph.rows(COUNTS)
            return reports, (int(nodes), int(relationships))

        found, told = running(settings, home, rest, memory)
    seconds.update(told)
    return found


@contextmanager
def _watched(out: Console) -> Generator[Memory]:
    memory, over = Memory(out), threading.Event()

    def look() -> None:
        while not over.wait(LOOK_SECONDS):
            memory.look()

    watching = threading.Thread(target=look, daemon=True)
    watching.start()
    try:
        yield memory
    finally:
        over.set()
        watching.join()


def _resident() -> tuple[float, float]:
    """Megabytes of this process and those below it that are Python, and of Java below it."""
    ours, java, page = 0.0, 0.0, os.sysconf("SC_PAGE_SIZE") / 1e6
    waiting = [os.getpid()]
    while waiting:
        folder = Path("/proc") / str(waiting.pop())
        try:
            pages, name = int((folder / "statm").read_text().split()[1]), (folder / "comm").read_text().strip()
            for task in (folder / "task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
        except OSError:  # it has ended
            continue
        ours, java = (ours, java + pages * page) if name == "java" else (ours + pages * page, java)
    return ours, java


def _table(reports: list[Report], seconds: dict[str, float], nodes: int, relationships: int) -> Table:
    rows = sum(report.rows.read for report in reports)
    found = Table("silo", "stage", "seconds", caption=f"{rows:,} rows, {nodes:,} nodes and {relationships:,} relationships")
    for stage, time in seconds.items():
        found.add_row("", stage, f"{time:.0f}")
    for report in reports:
        for stage, time in report.seconds.items():
            found.add_row(report.source, stage, f"{time:.0f}")
    return found
