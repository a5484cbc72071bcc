"""Rows that were refused are driven again: after their reader was mended, or they themselves."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import orjson
from pydantic import TypeAdapter

from graph import quarantine as known
from graph.ends import there, wanted
from graph.session import Session
from ingest.contract import Seen, Source, Table
from ingest.field import by_name
from ingest.formats import Json, JsonLines, Line
from ingest.formats.json_text import object_line
from ingest.job import Terms, carried
from ingest.quarantine import Quarantine, Refused, forget_settled, kept, printed, seen_of
from ingest.reading import DUPLICATE_RECORD, Counts, Rows
from ingest.report import Report
from ingest.sources import sources
from ingest.spool import CLASSES, Spool
from ingest.steps import MISSING_END, Progress
from runtime.errors import BadQuestion, PassRunning
from runtime.forbidden import is_forbidden

RECORDS = {cls.__name__: cls for cls in CLASSES}
Mended = Mapping[str, str]
LINE = "line"
"""What a row of JSON that could not be taken apart is kept as, and may be said anew as."""


@dataclass(frozen=True, slots=True)
class Again:
    """A row that was refused, its id, and the fields that were mended."""

    id: str
    row: Refused
    mended: Mended


class Redriven:
    """Rows of one pass, read again from what was kept of them; tells which were accepted now.

    Of a row that could not be taken apart only what is said anew counts; without that, and where another row said something
    else of the same record, it is refused again for the same reason.
    """

    name = "/redriven"

    def __init__(self, source: Source, rows: Sequence[Again], seen: Mapping[tuple[str, str], str]) -> None:
        self.counts = {name: Counts() for name in dict.fromkeys(each.row.table for each in rows)}
        self.redrives, self.accepted = len(rows), list[str]()
        self.driven = tuple(each.id for each in rows)
        self._source, self._rows, self._seen = source, rows, Seen(seen)
        self._records = dict[tuple[str, str], list[Again]]()

    whole = False

    @property
    def seen(self) -> Mapping[tuple[str, str], str]:
        return self._seen.found

    def read(self, spool: Spool, quarantine: Quarantine) -> Iterator[tuple[int, int]]:
        rows = Rows(self._source, spool, quarantine, self._seen)
        places = {table.name: place for place, table in enumerate(self._source.tables)}
        for number, each in enumerate(self._rows, 1):
            counts, place = self.counts[each.row.table], places[each.row.table]
            before = counts.accepted
            if each.row.reason == MISSING_END:
                self._read_record(spool, place, each, counts)
            elif not each.mended and (each.row.fault or each.row.reason == DUPLICATE_RECORD):
                quarantine.add(each.row)
                counts.read, counts.quarantined = counts.read + 1, counts.quarantined + 1
            else:
                table = self._source.tables[place]
                rows.read(place, table, by_name(table.fields), _line(table, each), counts)
            self.accepted += [each.id] if counts.accepted > before else []
            yield number, len(self._rows)

    def loaded(self, refused: Iterable[Refused]) -> None:
        """Takes back those whose end is still not there: they wait."""
        for row in refused:
            if row.reason == MISSING_END and (again := self._records.get((printed(row), row.field))):
                each = again.pop()
                counts = self.counts[each.row.table]
                counts.accepted, counts.quarantined = counts.accepted - 1, counts.quarantined + 1
                self.accepted.remove(each.id)

    def _read_record(self, spool: Spool, place: int, each: Again, counts: Counts) -> None:
        record = _record(each.row)
        spool.add(place, each.row.line, record)
        as_kept = replace(each.row, row=orjson.loads(orjson.dumps(asdict(record))))
        self._records.setdefault((printed(as_kept), as_kept.field), []).append(each)
        counts.read, counts.accepted = counts.read + 1, counts.accepted + 1


def _line(table: Table, each: Again) -> Line:
    row, mended = each.row, each.mended
    if not row.fault:
        return Line(row.line, {**row.row, **mended})
    return object_line(row.line, mended[LINE]) if LINE in mended else Line(row.line, dict(mended))


async def redrive(ids: Sequence[str], session: Session, home: Path, told: Progress, mended: Mended | None = None) -> list[Report]:
    """Drives these rows again, and without any all that someone asked for; a pass for each of the passes they are of.

    Raises BadQuestion for a row that is not there, waits no more, or was kept in another home, and for a mend of what the
    row's table does not have. What someone asked for and can't be mended so is left out: `misasked` tells and ends it.
    """
    if mended and len(ids) != 1:
        raise BadQuestion("A field is mended in one row at a time: name the row that --set is for.")
    asked = dict.fromkeys(ids, mended or {}) if ids else await known.requested(session)
    await _check(session, list(asked))
    rows = _kept(home, asked)
    wrong = {each.id: fault for each in rows if (fault := _misfit(each))}
    if ids and wrong:
        raise BadQuestion(next(iter(wrong.values())))
    fit = [each for each in rows if each.id not in wrong]
    reports = list[Report]()
    for pass_id, part in groupby(fit, key=lambda each: each.id.rpartition("-")[0]):
        reports.append(await _pass(pass_id, list(part), session, home, told))
    return reports


async def redrive_found(session: Session, home: Path, told: Progress) -> list[Report]:
    """Drives the records of this home again that waited for an end that is there now, and those that waited for these.

    What of a silo waits that is being loaded stays for the next time.
    """
    reports = list[Report]()
    while more := await _found(session, home, told):
        reports += more
        if not any(report.rows.accepted for report in more):
            break
    return reports


async def _found(session: Session, home: Path, told: Progress) -> list[Report]:
    """A pass for each of the passes they are of."""
    reports, waiting = list[Report](), await known.waiting_for(session, MISSING_END)
    for pass_id, ids in groupby(waiting, key=lambda id_: id_.rpartition("-")[0]):
        asked: dict[str, Mended] = {id_: {} for id_ in ids}
        rows = list(_kept_of(home, pass_id, asked))
        ends = {each.id: wanted(_record(each.row), each.row.field.partition(".")[2]) for each in rows}
        found = await there(session, (end for every in ends.values() for end in every))
        if fit := [each for each in rows if found.issuperset(ends[each.id])]:
            with suppress(PassRunning, BadQuestion):  # no source reads it any more
                reports.append(await _pass(pass_id, fit, session, home, told))
    return reports


async def misasked(session: Session, home: Path) -> list[str]:
    """What someone asked for and can't be: tells why, and lets these rows wait again as they were."""
    wrong = {each.id: fault for each in _kept(home, await known.requested(session)) if (fault := _misfit(each))}
    await known.unasked(session, list(wrong))
    return [f"{id_}: {fault}" for id_, fault in wrong.items()]


def _misfit(each: Again) -> str | None:
    """Why these fields of a row can't be mended."""
    if forbidden := next(filter(is_forbidden, each.mended), None):
        return f"{forbidden} must not be kept: passwords, PINs and card codes stay where they are."
    if each.mended and each.row.reason == MISSING_END:
        return "A record whose end is not there is driven again as it was: leave out what was mended."
    source = _source(each.row.source, {each.row.table})
    table = next(table for table in source.tables if table.name == each.row.table)
    whole = {LINE} if each.row.fault and isinstance(table.format, Json | JsonLines) else set[str]()
    unknown = sorted(each.mended.keys() - by_name(table.fields).keys() - whole)
    if unknown:
        return f"{table.name} has no field {unknown[0]}: it has {', '.join(sorted({*by_name(table.fields), *whole}))}."
    if LINE in whole & each.mended.keys() and len(each.mended) > 1:
        return f"{LINE} is the whole row: leave out the other fields."
    return None


async def _pass(pass_id: str, rows: list[Again], session: Session, home: Path, told: Progress) -> Report:
    said = await known.pass_of(session, pass_id)
    assert said, "a quarantined row without its pass"
    source = _source(said[1], {each.row.table for each in rows})
    reading = Redriven(source, rows, seen_of(home, pass_id))
    report = await carried(source, reading, session, home, Terms(effective=date.fromisoformat(said[0])), told)
    await known.settled(session, report.pass_id, reading.accepted, "ACCEPTED")
    again = [each.id for each in rows if each.id not in set(reading.accepted)]
    await known.settled(session, report.pass_id, again, "REPLACED")
    await forget_settled(session, home)
    return report


async def _check(session: Session, ids: Sequence[str]) -> None:
    for id_, (state, _) in (await known.states(session, ids)).items():
        if state is None:
            raise BadQuestion(f"There is no row {id_} in quarantine: `c360 quarantine` lists those there are.")
        if state not in known.WAITS:
            raise BadQuestion(f"The row {id_} waits no more, it is {state}: `c360 quarantine` lists those that wait.")


def _kept(home: Path, asked: Mapping[str, Mended]) -> list[Again]:
    passes = sorted({id_.rpartition("-")[0] for id_ in asked})
    found = [row for pass_id in passes for row in _kept_of(home, pass_id, asked)]
    missing = sorted(asked.keys() - {each.id for each in found})
    if missing:
        raise BadQuestion(f"The row {missing[0]} was refused in another home: drive it again where it was read.")
    return found


def _kept_of(home: Path, pass_id: str, asked: Mapping[str, Mended]) -> Iterator[Again]:
    return (Again(id_, row, asked[id_]) for id_, row in kept(home, pass_id) if id_ in asked)


def _source(system: str, tables: set[str]) -> Source:
    """One system may deliver in several forms, whose tables have names of their own."""
    for each in sources().values():
        if each.system == system and tables <= {table.name for table in each.tables}:
            return each
    raise BadQuestion(f"No source reads the system {system} any more: its rows can't be driven again.")


def _record(row: Refused) -> Any:
    """A record whose end was not there; the field names its class."""
    cls = RECORDS[row.field.partition(".")[0]]
    return TypeAdapter(cls).validate_python(dict(row.row))
