"""Links between a delivered node and another: dated ones end when another begins, the others are merged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from graph.history import Said, placed
from graph.ledger import Outcome, Writer, once
from graph.session import Run, Session
from graph.vocabulary import Link, class_of, node_meta

MERGED = """
UNWIND $rows AS row
MATCH (n:{label} {{{key}: row.key}})
MATCH (e:{end} {{{end_key}: row.end}})
MERGE (n)-[:{type}]->(e)
RETURN collect(row.place)"""
READ = """
UNWIND $rows AS row
MATCH (n:{label} {{{key}: row.key}})-[r:{type}]->(e)
WITH row, n, r, e ORDER BY r.effectiveOn
RETURN row.place, n.source, toString(n.confirmedOn),
  collect([e.{end_key}, toString(r.effectiveOn), toString(r.validFrom), toString(r.validTo)])"""
BEGIN = """
UNWIND $rows AS row
MATCH (n:{label} {{{key}: row.key}})
OPTIONAL MATCH (e:{end} {{{end_key}: row.end}})
FOREACH (_ IN CASE WHEN e IS NULL THEN [] ELSE [1] END |
  CREATE (n)-[:{type} {{effectiveOn: row.on, validFrom: row.from, validTo: row.to, source: $source, pass: $pass,
    recordedAt: $now, endedAt: CASE WHEN row.to IS NOT NULL THEN $now END}}]->(e))
RETURN collect(CASE WHEN e IS NULL THEN row.place END)"""
CHANGE = """
UNWIND $rows AS row
MATCH (n:{label} {{{key}: row.key}})-[r:{type} {{effectiveOn: row.was}}]->(:{end} {{{end_key}: row.end}})
SET r.effectiveOn = row.on, r.validFrom = row.from, r.validTo = row.to,
  r.endedAt = CASE WHEN row.to IS NULL THEN null ELSE coalesce(r.endedAt, $now) END
RETURN count(*)"""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A link as it is stored: to which node, since when it is said, and when it holds."""

    end: str
    on: date
    valid_from: date | None
    valid_to: date | None


def optional_links(cls: type[Any]) -> dict[str, Link]:
    """The links of a class that a node may lack, by field: they are loaded after all nodes."""
    meta = node_meta(cls)
    return {field: link for field, link in meta.links.items() if field not in meta.needs}


async def load_links(session: Session, writer: Writer, batch: str, field: str, records: Sequence[Any]) -> Outcome:
    """One batch of one link of one class; a row whose end is not there is told as missing."""
    link = node_meta(class_of(records[0])).links[field]
    work = _dated if link.dated else _merged
    return await once(session, writer, batch, lambda run: work(run, writer, field, records))


async def _merged(run: Run, writer: Writer, field: str, records: Sequence[Any]) -> Outcome:
    rows = [row for row in _rows(field, records) if row["end"] is not None]
    ((places,),) = await run(link_text(MERGED, class_of(records[0]), field), {"rows": rows})
    return Outcome(missing=sorted({row["place"] for row in rows}.difference(places)))


async def _dated(run: Run, writer: Writer, field: str, records: Sequence[Any]) -> Outcome:
    cls = class_of(records[0])
    rows = {row["place"]: row for row in _rows(field, records)}
    begin, change = list[dict[str, Any]](), list[dict[str, Any]]()
    for place, source, confirmed, found in await run(link_text(READ, cls, field), {"rows": list(rows.values())}):
        row = rows.pop(place)
        if source == writer.source:
            known = [Stretch(end, date.fromisoformat(on), _day(begun), _day(ended)) for end, on, begun, ended in found]
            wanted = stretches(known, row["end"], writer.on, _day(confirmed), row["since"])
            _differences(row, known, wanted, begin, change)
    for row in rows.values():
        _differences(row, [], stretches([], row["end"], writer.on, None, row["since"]), begin, change)
    missing: list[int] = (await run(link_text(BEGIN, cls, field), writer.params() | {"rows": begin}))[0][0] if begin else []
    change = [row for row in change if row["place"] not in missing]
    if change:
        await run(link_text(CHANGE, cls, field), writer.params() | {"rows": change})
    ended = sum(row["ends"] for row in change)
    return Outcome(new=len(begin) - len(missing), changed=len(change), missing=sorted(missing), ended=ended)


def stretches(
    known: Sequence[Stretch], end: str | None, on: date, confirmed: date | None, since: date | None
) -> list[tuple[Stretch, int | None]]:
    """The links there should be once `end` was said on a day (None: no link), each with its place in `known`."""
    history = list[Said]()
    for place, stretch in enumerate(known):
        history.append(Said(stretch.end, stretch.on, place))
        follows = known[place + 1].on if place + 1 < len(known) else None
        if stretch.valid_to and stretch.valid_to != follows:
            history.append(Said(None, stretch.valid_to))
    if not history and end is None:
        return []
    story = placed(history, confirmed, end, on)
    earliest = since or (known[0].valid_from if known else None)
    return [
        (Stretch(said.value, said.on, said.on if place else earliest, following.on if following else None), said.mark)
        for place, (said, following) in enumerate(zip(story, [*story[1:], None], strict=True))
        if said.value is not None
    ]


def _differences(
    of: dict[str, Any],
    known: Sequence[Stretch],
    wanted: Iterable[tuple[Stretch, int | None]],
    begin: list[dict[str, Any]],
    change: list[dict[str, Any]],
) -> None:
    for stretch, mark in wanted:
        row = of | {"end": stretch.end, "on": stretch.on, "from": stretch.valid_from, "to": stretch.valid_to}
        if mark is None:
            begin.append(row)
        elif known[mark] != stretch:
            ends = known[mark].valid_to is None and stretch.valid_to is not None
            change.append(row | {"was": known[mark].on, "ends": ends})


@cache
def link_text(template: str, cls: type[Any], field: str) -> str:
    meta = node_meta(cls)
    link = meta.links[field]
    return template.format(label=meta.label, key=meta.key, type=link.type, end=link.label, end_key=link.key)


def _rows(field: str, records: Sequence[Any]) -> list[dict[str, Any]]:
    meta = node_meta(class_of(records[0]))
    link = meta.links[field]
    key = next(name for name, stored in meta.properties.items() if stored == meta.key)
    last = {getattr(record, key): place for place, record in enumerate(records)}  # of a node told twice the last word counts
    return [_row(place, name, records[place], field, link.since) for name, place in sorted(last.items())]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _row(place: int, key: str, record: Any, field: str, since: str | None) -> dict[str, Any]:
    return {"place": place, "key": key, "end": getattr(record, field), "since": getattr(record, since) if since else None}
