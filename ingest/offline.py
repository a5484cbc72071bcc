"""A first load through files: the delivery is read as ever, and the empty database of this home's own Neo4j is filled offline."""

import asyncio
import shutil
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
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
from ingest.job import AS_EVER, Read, Terms, weaker
from ingest.quarantine import Quarantine
from ingest.report import Report
from ingest.sources import TRUSTED
from ingest.spool import BATCH, Spool
from ingest.steps import Progress
from runtime.errors import BadQuestion, NotEmpty
from runtime.local.importing import Engine
from runtime.local.neo4j import USER, Neo4j


@dataclass(frozen=True, slots=True)
class Loaded:
    """A delivery that is loaded, and whose pass is not complete yet."""

    read: Read
    writer: Writer
    delivery: str
    files: Files

    async def complete(self, session: Session, told: Progress) -> Report:
        """Works out what follows from it and ends the pass. The database must be migrated."""
        system, whole = self.read.source.system, self.read.reading.whole
        begun = await passes.begin(session, system, self.delivery, self.writer.on, told, whole=whole)
        writer = replace(self.writer, pass_id=begun.id, holder=begun.holder)
        told_by_files, parties = self.files.told, self.files.parties
        await self.read.loaded(session, begun, writer, told, lambda steps: steps.conclude(told_by_files, parties))
        return self.read.report


@contextmanager
def loaded(
    source: Source,
    directory: Path,
    engine: Engine,
    home: Path,
    told: Progress,
    terms: Terms = AS_EVER,
    *,
    trusted: Sequence[str] = TRUSTED,
) -> Generator[Loaded | None]:
    """Fills the engine of a home with a delivery. None where an earlier load of the source waits to be completed, as `job.run`
    does it; whoever completes this one needs the block, and the engine.

    Raises NotEmpty, BadQuestion, SourceFault and NoSpace with the database as it was, EngineUnavailable with an empty one.
    """
    if not source.delivered or not directory.is_dir():
        raise BadQuestion(f"{source.name} goes through files where it is a folder with its delivery: leave --offline out.")
    if terms.whole:
        raise BadQuestion("A first load is always whole: leave --whole out.")
    if _goes_on(engine, source):
        yield None
        return
    on = terms.day(source)
    reading, since = Delivery(source, directory, changes=terms.changes), datetime.now(UTC)
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
        yield Loaded(Read(source, reading, spool, broken, home, report, trusted), writer, delivery, made)


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
