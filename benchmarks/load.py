"""A silo's first load: its load stage beside a loop written by hand, and through files beside the driver; in turn."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import uvloop
from rich.console import Console
from rich.table import Table

from benchmarks import first_load
from benchmarks.first_load import FirstLoad
from benchmarks.loop import Loop, driver
from graph import schema_changes
from graph.session import Session, connect
from ingest import job, lakeside
from ingest.delivery import Delivery
from ingest.quarantine import Quarantine
from ingest.sources import source
from ingest.spool import Spool
from runtime.local.engines import Engines, running
from runtime.settings import Settings
from runtime.terminal import unheard

CORE = "lakeside-core"
WIPE = "MATCH (n) WHERE NOT n:Migration CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 20000 ROWS"
BOOKKEEPING = ["Pass", "Batch", "Migration", "Lock", "QuarantinedRow", "MonthlyFlow"]
NODES = "MATCH (n) WHERE NOT any(l IN labels(n) WHERE l IN $aside) RETURN labels(n)[0], count(*)"
EDGES = """
MATCH (n)-[r]->() WHERE NOT type(r) IN ['SAID_IN', 'REFUSED_IN'] AND NOT any(l IN labels(n) WHERE l IN $aside)
RETURN type(r), count(*)"""
OF_RECORDS = ("SourceRecord", "RecordVersion", "Party", "VERSION_OF", "DESCRIBES")


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds by stage of the pass and by part of the loop; entities that each wrote, and how many of them after the records."""

    stages: dict[str, float]
    loop: dict[str, float]
    entities: int
    loaded: int

    @property
    def load(self) -> float:
        """Entities a second of the load stage ÷ the loop's."""
        return self.loop["load"] / (self.stages["load"] + self.stages["sweep"])

    @property
    def whole(self) -> float:
        """Entities a second of the whole pass ÷ the whole loop's."""
        return sum(self.loop.values()) / sum(self.stages.values())


def run(settings: Settings, size: str, rounds: int, files: int, out: Console) -> None:
    """Prints a table beside the loop, whose first round, in which the database warms up, does not count; and one through files."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        lakeside.write(home / "bank", size)
        if rounds:
            with running(home, settings.neo4j_line, settings.cache, unheard, heap="2g", page_cache="1g") as own:
                found = uvloop.run(_rounds(own, home, rounds))
            out.print(table(found))
        if files:
            first = FirstLoad(settings, CORE, home / "bank" / "core", home / "first")
            out.print(first_load.table(first.rounds(files)))


async def _rounds(own: Engines, home: Path, rounds: int) -> list[Round]:
    graph = connect(own.neo4j_uri, own.neo4j_user, own.neo4j_password, "neo4j", patient=True)
    try:
        await schema_changes.migrate(graph)
        with _spooled(home) as spool:
            return [await _round(graph, own, home, spool, first=number % 2 == 0) for number in range(rounds + 1)]
    finally:
        await graph.close()


@contextmanager
def _spooled(home: Path) -> Generator[Spool]:
    """The delivery as it was read, for the loop: it is not charged for reading."""
    with Spool(home / "loop" / "spool") as spool, Quarantine(home / "loop" / "quarantine") as broken:
        for _ in Delivery(source(CORE), home / "bank" / "core").read(spool, broken):
            pass
        spool.sealed()
        yield spool


async def _round(graph: Session, own: Engines, home: Path, spool: Spool, *, first: bool) -> Round:
    """Ours and the loop, or the other way round; both wrote as many of each kind."""
    if not first:
        loop, by_hand = await _by_hand(graph, own, spool, await _parties(graph))
        stages, ours = await _ours(graph, home)
    else:
        stages, ours = await _ours(graph, home)
        loop, by_hand = await _by_hand(graph, own, spool, await _parties(graph))
    if ours != by_hand:
        raise AssertionError(f"not the same was written: {ours.items() ^ by_hand.items()}")
    return Round(stages, loop, sum(ours.values()), sum(count for name, count in ours.items() if name not in OF_RECORDS))


async def _ours(graph: Session, home: Path) -> tuple[dict[str, float], dict[str, int]]:
    await graph.run(WIPE)
    (report,) = await job.run(CORE, home / "bank" / "core", graph, home)
    return report.seconds, await _counts(graph)


async def _by_hand(graph: Session, own: Engines, spool: Spool, parties: dict[str, str]) -> tuple[dict[str, float], dict[str, int]]:
    await graph.run(WIPE)
    async with driver(own) as connection:
        loop = Loop(connection, spool, parties)
        await loop.run()
    return loop.seconds, await _counts(graph)


async def _parties(graph: Session) -> dict[str, str]:
    return {record: party for record, party in await graph.rows("MATCH (r:SourceRecord)-[:DESCRIBES]->(p) RETURN r.id, p.id")}  # noqa: C416 - rows are lists


async def _counts(graph: Session) -> dict[str, int]:
    found = [*await graph.rows(NODES, {"aside": BOOKKEEPING}), *await graph.rows(EDGES, {"aside": BOOKKEEPING})]
    return {str(name): int(count) for name, count in found}


def table(rounds: list[Round]) -> Table:
    """A line a round, the ratios last; below it their medians without the first round."""
    load, whole = (median(getattr(each, name) for each in rounds[1:]) for name in ("load", "whole"))
    stages = [f"{stage} s" for stage in rounds[0].stages]
    found = Table(
        "round", *stages, "loop: records s", "loop: load s", "load stage ÷ loop", "whole pass ÷ loop",
        title=f"{rounds[0].entities:,} nodes and relationships, {rounds[0].loaded:,} of them in the load stage",
        caption=f"Entities a second, in the middle: load stage ÷ loop {load:.2f} (aim 0.8), whole pass ÷ loop {whole:.2f}",
    )  # fmt: skip
    for number, each in enumerate(rounds):
        times = [f"{time:.1f}" for time in (*each.stages.values(), *each.loop.values())]
        found.add_row(str(number) if number else "warm-up", *times, f"{each.load:.2f}", f"{each.whole:.2f}")
    return found
