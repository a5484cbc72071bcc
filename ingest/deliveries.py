"""Deliveries one after the other: each silo's, and what of others' had waited for what it brought."""

from collections.abc import Iterable
from pathlib import Path

from graph.session import Session
from ingest import job
from ingest.job import AS_EVER, Terms, Where
from ingest.redrive import redrive_found
from ingest.report import Report
from ingest.steps import Progress
from runtime.terminal import unheard


async def run(
    name: str,
    where: Where,
    session: Session,
    home: Path,
    terms: Terms = AS_EVER,
    *,
    token: str | None = None,
    progress: Progress | None = None,
) -> list[Report]:
    """As `job.run`; then a pass over each silo's records that had waited for an end that is there now."""
    reports = await job.run(name, where, session, home, terms, token=token, progress=progress)
    return reports + await redrive_found(session, home, progress or unheard)


async def run_all(
    every: Iterable[tuple[str, Where]], session: Session, home: Path, *, progress: Progress | None = None
) -> list[Report]:
    """The deliveries of several silos, in their order, which does not matter to the graph."""
    return [report for name, where in every for report in await run(name, where, session, home, progress=progress)]
