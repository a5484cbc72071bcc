"""Rows that were refused are driven again: after their reader was mended, or they themselves."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from graph import quarantine as known
from graph.session import Session
from ingest.contract import Seen, Source
from ingest.field import by_name
from ingest.formats import Line
from ingest.job import carried
from ingest.quarantine import Quarantine, Refused, kept, seen_of
from ingest.reading import Counts, Rows
from ingest.report import Report
from ingest.sources import sources
from ingest.spool import CLASSES, Spool
from ingest.steps import MISSING_END, Progress
from runtime.errors import BadQuestion
from runtime.forbidden import is_forbidden

RECORDS = {cls.__name__: cls for cls in CLASSES}
Mended = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Again:
    """A row that was refused, its id, and the fields that were mended."""

    id: str
    row: Refused
    mended: Mended


class Redriven:
    """Rows of one pass, read again from what was kept of them; tells which were accepted now."""

    name = "/redriven"

    def __init__(self, source: Source, rows: Sequence[Again], seen: Mapping[tuple[str, str], str]) -> None:
        self.counts = {name: Counts() for name in dict.fromkeys(each.row.table for each in rows)}
        self.redrives, self.accepted = len(rows), list[str]()
        self._source, self._rows, self._seen = source, rows, Seen(seen)

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
                spool.add(place, each.row.line, _record(each.row))
                counts.read, counts.accepted = counts.read + 1, counts.accepted + 1
            else:
                self._read(rows, place, each, counts)
            self.accepted += [each.id] if counts.accepted > before else []
            yield number, len(self._rows)

    def _read(self, rows: Rows, place: int, each: Again, counts: Counts) -> None:
        """Of a row that could not be taken apart only what is named anew counts."""
        table = self._source.tables[place]
        agreed = by_name(table.fields)
        whole = not table.format.nests and not agreed.keys() >= each.row.row.keys()
        fields = dict(each.mended) if whole else {**each.row.row, **each.mended}
        rows.read(place, table, agreed, Line(each.row.line, fields), counts)


async def redrive(ids: Sequence[str], session: Session, home: Path, told: Progress, mended: Mended | None = None) -> list[Report]:
    """Drives these rows again, and without any all that someone asked for; a pass for each of the passes they are of.

    Raises BadQuestion for a row that is not there, waits no more, or was kept in another home.
    """
    asked = dict.fromkeys(ids, mended or {}) if ids else await known.requested(session)
    await _check(session, list(asked))
    rows = _kept(home, asked)
    for name in mended or {}:
        if is_forbidden(name):
            raise BadQuestion(f"{name} must not be kept: passwords, PINs and card codes stay where they are.")
    reports = list[Report]()
    for pass_id, part in groupby(rows, key=lambda each: each.id.rpartition("-")[0]):
        reports.append(await _pass(pass_id, list(part), session, home, told))
    return reports


async def _pass(pass_id: str, rows: list[Again], session: Session, home: Path, told: Progress) -> Report:
    said = await known.pass_of(session, pass_id)
    assert said, "a quarantined row without its pass"
    source = _source(said[1], {each.row.table for each in rows})
    reading = Redriven(source, rows, seen_of(home, pass_id))
    report = await carried(source, reading, session, home, date.fromisoformat(said[0]), told)
    await known.settled(session, report.pass_id, reading.accepted, "ACCEPTED")
    again = [each.id for each in rows if each.id not in set(reading.accepted)]
    await known.settled(session, report.pass_id, again, "REPLACED")
    return report


async def _check(session: Session, ids: Sequence[str]) -> None:
    for id_, (state, _) in (await known.states(session, ids)).items():
        if state is None:
            raise BadQuestion(f"There is no row {id_} in quarantine: `c360 quarantine` lists those there are.")
        if state not in known.WAITS:
            raise BadQuestion(f"The row {id_} waits no more, it is {state}: `c360 quarantine` lists those that wait.")


def _kept(home: Path, asked: Mapping[str, Mended]) -> list[Again]:
    passes = sorted({id_.rpartition("-")[0] for id_ in asked})
    found = [Again(id_, row, asked[id_]) for pass_id in passes for id_, row in kept(home, pass_id) if id_ in asked]
    missing = sorted(asked.keys() - {each.id for each in found})
    if missing:
        raise BadQuestion(f"The row {missing[0]} was refused in another home: drive it again where it was read.")
    return found


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
