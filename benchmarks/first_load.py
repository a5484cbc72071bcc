"""A silo's first load of an empty home: through files and the database's offline import, and through the driver, in turn."""

import shutil
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.table import Table

from benchmarks.home_engine import running
from graph.digest import digest
from graph.session import Session
from ingest import job, offline
from ingest.report import Report
from ingest.sources import source
from runtime.local import importing
from runtime.settings import Settings
from runtime.terminal import unheard

STAGES = ("files", "import", "start", "schema", "sweep", "match", "load")
"""From what was read to a running database that holds it: all but the reading, and what is derived from it."""


@dataclass(frozen=True, slots=True)
class Way:
    """Seconds by stage of one way, and the digest of the graph it made."""

    seconds: dict[str, float]
    digest: str

    @property
    def load(self) -> float:
        return sum(self.seconds.get(stage, 0.0) for stage in STAGES)


@dataclass(frozen=True, slots=True)
class Round:
    """Both ways. Raises AssertionError where they made two graphs."""

    files: Way
    driver: Way

    def __post_init__(self) -> None:
        if self.files.digest != self.driver.digest:
            raise AssertionError(f"not the same graph: {self.files.digest} through files, {self.driver.digest} through the driver")

    @property
    def faster(self) -> float:
        return self.driver.load / self.files.load


@dataclass(frozen=True, slots=True)
class FirstLoad:
    """Of a silo's delivery, in a home that is made anew each time."""

    settings: Settings
    source: str
    delivery: Path
    home: Path

    def rounds(self, number: int) -> list[Round]:
        """The other way first each time."""
        return [self._round(files_first=each % 2 == 0) for each in range(number)]

    def _round(self, *, files_first: bool) -> Round:
        if files_first:
            return Round(self._alone(self._through_files), self._alone(self._through_driver))
        driver = self._alone(self._through_driver)
        return Round(self._alone(self._through_files), driver)

    def _alone(self, way: Callable[[], Way]) -> Way:
        try:
            return way()
        finally:
            shutil.rmtree(self.home, ignore_errors=True)

    def _through_files(self) -> Way:
        line, cache = self.settings.neo4j_line, self.settings.cache
        with ExitStack() as held:
            with importing.held(self.home, line, cache, unheard) as engine:
                loaded = held.enter_context(offline.loaded(source(self.source), self.delivery, engine, self.home, unheard))
            assert loaded
            return self._running(lambda graph: loaded.complete(graph, unheard))

    def _through_driver(self) -> Way:
        async def ingested(graph: Session) -> Report:
            (report,) = await job.run(self.source, self.delivery, graph, self.home)
            return report

        return self._running(ingested)

    def _running(self, work: Callable[[Session], Awaitable[Report]]) -> Way:
        async def worked(graph: Session) -> tuple[Report, str]:
            return await work(graph), await digest(graph)

        (report, found), seconds = running(self.settings, self.home, worked)
        return Way(report.seconds | seconds, found)


def table(rounds: list[Round]) -> Table:
    """Two lines a round, and below it the ratio in the middle."""
    found = Table(
        "round", "way", "read s", *(f"{stage} s" for stage in STAGES), "together s", "derive s", "driver ÷ files",
        title="First load of an empty database, from what was read to a running database that holds it",
        caption=f"In the middle, through the driver ÷ through files: {median(each.faster for each in rounds):.2f} (aim 3); "
        "each time one digest",
    )  # fmt: skip
    for number, each in enumerate(rounds, 1):
        for name, way, ratio in (("files", each.files, f"{each.faster:.2f}"), ("driver", each.driver, "")):
            times = [f"{way.seconds[stage]:.1f}" if stage in way.seconds else "" for stage in ("read", *STAGES)]
            found.add_row(str(number), name, *times, f"{way.load:.1f}", f"{way.seconds['derive']:.1f}", ratio)
    return found
