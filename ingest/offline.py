"""A first load through files: the delivery is read as ever, and the empty database of this home's own Neo4j is filled offline."""

import asyncio
import shutil
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from ulid import ULID

from graph import passes
from graph.ledger import Writer
from graph.offline import database, files
from graph.offline.files import Files
from graph.session import Session, connect
from ingest import by_column
from ingest.contract import Source
from ingest.delivery import Delivery
from ingest.holding import Far
from ingest.job import concluded, today, weaker
from ingest.quarantine import Quarantine
from ingest.report import Report
from ingest.sources import TRUSTED
from ingest.spool import BATCH, Spool
from ingest.steps import Progress, Steps
from runtime.errors import BadQuestion, NotEmpty
from runtime.local.importing import Engine
from runtime.local.neo4j import USER, Neo4j


@dataclass(frozen=True, slots=True)
class Loaded:
    """A delivery that is loaded, and whose pass is not complete yet."""

    source: Source
    reading: Delivery
    spool: Spool
    broken: Quarantine
    home: Path
    writer: Writer
    delivery: str
    files: Files
    report: Report
    trusted: Sequence[str]

    async def complete(self, session: Session, told: Progress) -> Report:
        """Works out what follows from it and ends the pass. The database must be migrated."""
        source, report, on = self.source, self.report, self.writer.on
        begun = await passes.begin(session, source.system, self.delivery, on, told, whole=self.reading.whole)
        report.pass_id = begun.id
        writer = replace(self.writer, pass_id=begun.id, holder=begun.holder)
        far = Far(told)
        steps = Steps(session, source, self.spool, self.broken, writer, report, far, self.trusted)
        work = steps.conclude(self.files.told, self.files.parties)
        await concluded(session, self.home, source, self.reading, self.broken, report, begun, work, far, writer)
        return report


@contextmanager
def loaded(
    source: Source,
    directory: Path,
    engine: Engine,
    home: Path,
    told: Progress,
    *,
    effective: date | None = None,
    changes: bool = False,
    trusted: Sequence[str] = TRUSTED,
) -> Generator[Loaded | None]:
    """Fills the engine of a home with a delivery. None where an earlier load of the source waits to be completed, as `job.run`
    does it; whoever completes this one needs the block, and the engine.

    Raises NotEmpty, BadQuestion, SourceFault and NoSpace with the database as it was, EngineUnavailable with an empty one.
    """
    if not source.delivered or not directory.is_dir():
        raise BadQuestion(f"{source.name} goes through files where it is a folder with its delivery: leave --offline out.")
    if _goes_on(engine, source):
        yield None
        return
    on = effective or source.effective or today(source)
    reading, since = Delivery(source, directory, changes=changes), datetime.now(UTC)
    report = Report(source.name, on, tables=reading.counts)
    with Spool(home / "spool" / source.system) as spool, Quarantine(home / "quarantine" / f"{source.system}.reading") as broken:
        with report.timed("read"):
            for done, total in reading.read(spool, broken):
                told("read", done, total)
        delivery = f"{spool.sealed()}@{on}{reading.name}"
        writer = Writer(
            str(ULID()), "", source.system, weaker(source.system, trusted), on, datetime.now(UTC), source.public,
            whole=reading.whole, again=False,
        )  # fmt: skip
        with report.timed("files"):
            said = by_column.write(spool, spool.folder / "columns", told)
            made = files.write(spool.folder / "files", said, writer, delivery, since, BATCH, told)
        with report.timed("import"):
            engine.fill(made.folder, made.nodes, made.relationships, told)
        shutil.rmtree(spool.folder / "columns")
        shutil.rmtree(made.folder)
        yield Loaded(source, reading, spool, broken, home, writer, delivery, made, report, trusted)


def _goes_on(engine: Engine, source: Source) -> bool:
    """Whether an earlier load of the source was broken off. Raises NotEmpty where the database holds anything else."""
    if not engine.holds_data:
        return False
    with engine.looked_at() as server:
        empty, unfinished = asyncio.run(_looked(server, source.system))
    if not (empty or unfinished):
        raise NotEmpty("The database is not empty, and only an empty one is loaded through files: leave --offline out.")
    return not empty


async def _looked(server: Neo4j, system: str) -> tuple[bool, bool]:
    session = connect(server.uri, USER, server.password, "neo4j", patient=True)
    try:
        return await database.is_empty(session), await database.unfinished(session, system)
    finally:
        await session.close()
