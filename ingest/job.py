"""One pass over one source: read the whole delivery, match its records, load, derive. Run again, it completes."""

import asyncio
from collections.abc import Awaitable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from graph import passes, schema_changes
from graph.ledger import Writer
from graph.session import Session
from ingest.contract import Source
from ingest.delivery import Delivery
from ingest.quarantine import Quarantine
from ingest.report import Report
from ingest.sources import TRUSTED, source
from ingest.spool import Spool
from ingest.steps import Progress, Steps
from runtime.errors import PlatformError


async def run(
    source_name: str,
    directory: Path,
    session: Session,
    home: Path,
    *,
    effective: date | None = None,
    progress: Progress | None = None,
) -> Report:
    """A pass over one delivery. Raises SourceFault before anything is written, Unavailable when it can be run again.

    `effective` is the day the delivery speaks of: the source's own without it, else today. The database must be
    migrated.
    """
    return await run_source(source(source_name), directory, session, home, effective=effective, progress=progress)


async def run_all(
    deliveries: Iterable[tuple[str, Path]],
    session: Session,
    home: Path,
    *,
    effective: date | None = None,
    progress: Progress | None = None,
) -> list[Report]:
    """Passes over several sources, in their order."""
    return [await run(name, directory, session, home, effective=effective, progress=progress) for name, directory in deliveries]


async def run_source(
    source: Source,
    directory: Path,
    session: Session,
    home: Path,
    *,
    effective: date | None = None,
    progress: Progress | None = None,
    trusted: Sequence[str] = TRUSTED,
) -> Report:
    """As `run`, for a source that need not be one of the declared ones."""
    told = progress or _silent
    on = effective or source.effective or datetime.now(ZoneInfo(source.timezone)).date()
    report = Report(source.name, on)
    await schema_changes.check(session)
    with Spool(home / "spool" / source.system) as spool, Quarantine(home / "quarantine" / f"{source.system}.reading") as broken:
        with report.timed("read"):
            delivery = Delivery(source, directory, spool, broken)
            report.tables = delivery.counts
            for done, total in delivery.read():
                told("read", done, total)
                await asyncio.sleep(0)
            content = f"{spool.sealed()}@{on}"
        begun = await passes.begin(session, source.system, content, on, told)
        report.pass_id, report.resumed = begun.id, begun.resumed
        writer = Writer(begun.id, begun.holder, source.system, weaker(source.system, trusted), on, datetime.now(UTC), source.public)
        await _held(session, begun, Steps(session, source, spool, broken, writer, report, told, trusted).complete())
        report.refused = sorted(broken.reasons.items())
        broken.named(home / "quarantine" / f"{begun.id}.jsonl")
        report.quarantine = broken.path.name if broken.count else None
        await passes.end(session, begun, "COMPLETE", _counts(report))
        await passes.forget_ledger(session, source.system, begun)
    return report


def _silent(stage: str, done: int, total: int) -> None:
    """Nobody wants to know how far it is."""


def weaker(system: str, trusted: Sequence[str]) -> tuple[str, ...]:
    """The declared silos whose word counts less than this one's."""
    return tuple(trusted[trusted.index(system) + 1 :]) if system in trusted else ()


async def _held(session: Session, begun: passes.Begun, work: Awaitable[None]) -> None:
    """Does the work of a pass with signs of life; a pass that ends in a fault or by Ctrl-C can be resumed at once."""
    beat = asyncio.create_task(passes.beat(session, begun))
    try:
        await work
    except (PlatformError, asyncio.CancelledError):
        with suppress(PlatformError, TimeoutError):
            async with asyncio.timeout(5):
                await passes.end(session, begun, "INTERRUPTED", {})
        raise
    finally:
        beat.cancel()
        await asyncio.wait([beat])


def _counts(report: Report) -> dict[str, int]:
    """What the pass's node keeps of its report."""
    rows, total = report.rows, report.total
    return {
        "rowsRead": rows.read,
        "rowsAccepted": rows.accepted,
        "rowsQuarantined": rows.quarantined,
        "new": total.new,
        "changed": total.changed,
        "unchanged": total.unchanged,
        "older": total.older,
        "missing": total.missing,
    }
