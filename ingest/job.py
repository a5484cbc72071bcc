"""One pass over one source: read the whole delivery, match its records, load, derive. Run again, it completes."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from graph import passes, quarantine, schema_changes
from graph.ledger import Writer
from graph.session import Session
from ingest.aside import aside
from ingest.continuation import goes_on
from ingest.contract import Source
from ingest.delivery import Delivery
from ingest.holding import Far, hold
from ingest.quarantine import Quarantine, forget_settled, kept, noted
from ingest.reading import Reading
from ingest.report import Report
from ingest.sources import TRUSTED, source
from ingest.spool import Spool
from ingest.steps import Progress, Steps
from runtime.errors import BadQuestion, SourceFault, SourceUnreadable, Unavailable
from runtime.terminal import unheard

Where = Path | str
REFUSED_TOLD = 1_000
"""Rows that the graph is told of a delivery that was refused as a whole."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How a delivery is to be taken.

    `effective` is the day it speaks of: the source's own without it, else today. `whole` reads a database or service from its
    beginning and drops what waits. `changes`: a folder holds only what changed, and what it leaves out has not ended;
    `shrunk`: it may leave out more than it mentions.
    """

    effective: date | None = None
    whole: bool = False
    changes: bool = False
    shrunk: bool = False

    def day(self, source: Source) -> date:
        return self.effective or source.effective or today(source)


AS_EVER = Terms()


async def run(
    source_name: str,
    where: Where,
    session: Session,
    home: Path,
    terms: Terms = AS_EVER,
    *,
    token: str | None = None,
    progress: Progress | None = None,
) -> list[Report]:
    """Passes over what a silo has to say: one over a delivered folder; of a database or service also those over what was
    read from it earlier and not loaded.

    `where` is the folder, a SQLite file, or the address of a database or service, which may ask for a `token`. The database
    must be migrated. Raises SourceFault before anything is written but the note that the delivery was refused, and Unavailable
    when it can be run again.
    """
    one, told = source(source_name), progress or unheard
    if terms.whole and one.delivered:
        raise BadQuestion(f"{one.name} delivers files, which are always read whole: leave --whole out.")
    if where == "" and one.delivered:
        raise BadQuestion(f"{one.name} delivers files: name the folder with its delivery.")
    if one.delivered or _is_folder(where):
        return [await run_source(one, Path(where), session, home, terms, progress=told)]
    return await _run_landed(one, str(where), session, home, terms, token, told)


async def run_source(
    source: Source,
    directory: Path,
    session: Session,
    home: Path,
    terms: Terms = AS_EVER,
    *,
    progress: Progress | None = None,
    trusted: Sequence[str] = TRUSTED,
) -> Report:
    """As `run` over one folder, for a source that need not be one of the declared ones."""
    reading = Delivery(source, directory, changes=terms.changes)
    return await carried(source, reading, session, home, terms, progress or unheard, trusted)


async def carried(
    source: Source,
    reading: Reading,
    session: Session,
    home: Path,
    terms: Terms,
    told: Progress,
    trusted: Sequence[str] = TRUSTED,
    extract: float = 0.0,
) -> Report:
    """A pass over whatever is read; each leaves a node, also one whose delivery is refused as a whole. `extract` are the
    seconds that it took to get it."""
    on, since = terms.day(source), datetime.now(UTC)
    report = Report(source.name, on, tables=reading.counts, redrives=reading.redrives)
    report.seconds |= {"extract": round(extract, 3)} if extract else {}
    await schema_changes.check(session)
    with Spool(home / "spool" / source.system) as spool, Quarantine(home / "quarantine" / f"{source.system}.reading") as broken:
        try:
            with report.timed("read"):
                for done, total in reading.read(spool, broken):
                    told("read", done, total)
                    await asyncio.sleep(0)
        except SourceFault as fault:
            if pass_id := await _refused(session, source, on, since, fault, report):
                broken.named(home / "quarantine" / f"{pass_id}.jsonl", reading.seen)
                await quarantine.note_refused(session, pass_id, noted(home, pass_id, REFUSED_TOLD), since)
            raise
        delivery = f"{spool.sealed()}@{on}{reading.name}"
        begun = await passes.begin(session, source.system, delivery, on, told, whole=reading.whole)
        before = await passes.before(session, source.system, begun)
        writer = Writer(
            begun.id, begun.holder, source.system, weaker(source.system, trusted), on, datetime.now(UTC), source.public,
            days=before.days, whole=reading.whole, again=before.any,
        )  # fmt: skip
        report.resumed = begun.resumed
        read, shrunk = Read(source, reading, spool, broken, home, report, trusted), terms.shrunk or begun.resumed
        try:
            await read.loaded(session, begun, writer, told, lambda steps: steps.complete(shrunk=shrunk), before)
        except SourceFault as fault:
            await passes.refuse(session, begun.id, fault.code, str(fault), _nothing_of(report))
            raise
    return report


@dataclass(frozen=True, slots=True)
class Read:
    """A delivery that was read, and what a pass makes of it."""

    source: Source
    reading: Reading
    spool: Spool
    broken: Quarantine
    home: Path
    report: Report
    trusted: Sequence[str]

    async def loaded(
        self,
        session: Session,
        begun: passes.Begun,
        writer: Writer,
        told: Progress,
        act: Callable[[Steps], Coroutine[Any, Any, None]],
        before: passes.Before = passes.NOTHING,
    ) -> None:
        """Does the work of a pass that this process holds, and ends it: with its counts, its refused rows in the quarantine."""
        report, system, far = self.report, self.source.system, Far(told)
        report.pass_id = begun.id
        said = before.said if writer.whole and writer.until is None else ()
        steps = Steps(
            session,
            self.source,
            self.spool,
            self.broken,
            writer,
            report,
            far,
            self.trusted,
            unfinished=before.unfinished,
            said=said,
        )
        work = self._written(session, begun, writer, act(steps))
        await hold(session, begun, work, far, goes_on(self.source.name, writer.on, self.reading.name))
        await passes.made_good(session, system, begun)
        kept_of = {"said": steps.repeated.names()} if writer.whole else {}
        await passes.end(session, begun, "COMPLETE", _counts(report) | {"derivedOn": today(self.source)} | kept_of)
        with suppress(Unavailable):  # it is complete: what the ledger holds of it the next one drops too
            await passes.forget_ledger(session, system, begun)
            await forget_settled(session, self.home)

    async def _written(self, session: Session, begun: passes.Begun, writer: Writer, work: Coroutine[Any, Any, None]) -> None:
        await work
        broken, home, reading = self.broken, self.home, self.reading
        self.report.refused = sorted(broken.reasons.items())
        broken.named(home / "quarantine" / f"{begun.id}.jsonl", reading.seen)
        self.report.quarantine = broken.path.name if broken.count else None
        reading.loaded(row for _, row in kept(home, begun.id))
        await quarantine.note(session, begun.id, noted(home, begun.id), writer.now, reading.driven)


async def _run_landed(
    source: Source, where: str, session: Session, home: Path, terms: Terms, token: str | None, told: Progress
) -> list[Report]:
    """Loads what waits from earlier readings of a silo's database or service, reads it anew, and loads that."""
    from ingest import landing  # takes half a second to import, and most silos deliver files

    await schema_changes.check(session)
    with landing.alone(source, home):
        if terms.whole:
            landing.forget(source, home)
        reports = await _run_waiting(source, session, home, terms, told, 0.0)
        since, start = datetime.now(UTC), monotonic()
        try:
            if where == "":
                raise SourceUnreadable(f"{source.name} is no folder of files: say where its database or service is.")
            await aside(lambda stop: landing.landed(source, where, home, token, told, stop))
        except SourceFault as fault:
            on = terms.day(source)
            await _refused(session, source, on, since, fault, Report(source.name, on))
            raise
        return reports + await _run_waiting(source, session, home, terms, told, monotonic() - start)


async def _run_waiting(source: Source, session: Session, home: Path, terms: Terms, told: Progress, extract: float) -> list[Report]:
    """A pass over each folder that waits. One that is refused is set aside, so that those behind it are not held up."""
    from ingest import landing

    reports, first = list[Report](), None
    for folder in landing.waiting(source, home):
        on = terms.effective or source.effective or landing.day_of(folder, source.timezone)
        try:
            reading = Delivery(source, folder)
            reports.append(await carried(source, reading, session, home, replace(terms, effective=on), told, TRUSTED, extract))
            landing.loaded(folder)
        except SourceFault as fault:
            aside = landing.set_aside(folder)
            first = first or type(fault)(f"{fault} What was read stays in {aside}: after a mend, c360 ingest {source.name} {aside}")
    if first:
        raise first
    return reports


async def _refused(session: Session, source: Source, on: date, since: datetime, fault: SourceFault, report: Report) -> str | None:
    """The id of the pass that says so; None where the graph does not answer: the fault itself is what whoever runs it must know."""
    try:
        return await passes.refused(session, source.system, on, since, fault.code, str(fault), _nothing_of(report))
    except Unavailable:
        return None


def _nothing_of(report: Report) -> dict[str, float]:
    """What a pass keeps of rows of which none was accepted."""
    read = report.rows.read
    return {"rowsRead": read, "rowsAccepted": 0, "rowsQuarantined": 0, "rowsRefused": read} | _seconds(report)


def _is_folder(where: Where) -> bool:
    return where != "" and Path(where).is_dir()


def today(source: Source) -> date:
    """Where its silo is."""
    return datetime.now(ZoneInfo(source.timezone)).date()


def weaker(system: str, trusted: Sequence[str]) -> tuple[str, ...]:
    """The declared silos whose word counts less than this one's."""
    return tuple(trusted[trusted.index(system) + 1 :]) if system in trusted else ()


def _counts(report: Report) -> dict[str, Any]:
    """What the pass's node keeps of its report."""
    rows, total = report.rows, report.total
    return {
        "rowsRead": rows.read,
        "rowsAccepted": rows.accepted,
        "rowsQuarantined": rows.quarantined,
        "rowsRefused": 0,
        "new": total.new,
        "changed": total.changed,
        "unchanged": total.unchanged,
        "ended": total.ended,
        "older": total.older,
        "missing": sum(times for _, times in report.refused) - rows.quarantined,
        "redrives": report.redrives,
        **report.as_properties(),
    } | _seconds(report)


def _seconds(report: Report) -> dict[str, float]:
    return {f"seconds{stage.capitalize()}": time for stage, time in report.seconds.items()}
