"""Links between a delivered node and another: dated ones end when another begins, the others are merged."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from graph.history import Said, placed
from graph.ledger import Outcome, Turn, Writer, once
from graph.session import Run, Session
from graph.vocabulary import Link, class_of, node_meta

MERGED = """
UNWIND $rows AS row
MATCH (n:{label} {{{key}: row.key}}) USING INDEX SEEK n:{label}({key})
MATCH (e:{end} {{{end_key}: row.end}}) USING INDEX SEEK e:{end}({end_key})
MERGE (n)-[:{type}]->(e)
RETURN collect(row.place)"""
READ = """
UNWIND $rows AS row
MATCH (n:{label} {{{key}: row.key}}) USING INDEX SEEK n:{label}({key})
SET n:{label}
WITH row, n WHERE n.unlinked IS NOT NULL OR EXISTS {{ (n)-[:{type}]->() }}
OPTIONAL MATCH (n)-[r:{type}]->(e)
WITH row, n, r, e ORDER BY r.effectiveOn, r.validTo
RETURN row.place, CASE WHEN n.source = $source THEN toString(n.toldOn) END,
  [said IN n.unlinked WHERE said STARTS WITH '{type} ' | split(said, ' ')[1]],
  collect(CASE WHEN r IS NOT NULL THEN
    [elementId(r), r.source, e.{end_key}, toString(r.effectiveOn), toString(r.validFrom), toString(r.validTo)] END)"""
# That there is no link is not told by silence where deliveries are of changes.
UNLINKED = """
UNWIND $keys AS key
MATCH (n:{label} {{{key}: key}})
SET n.unlinked = coalesce(n.unlinked, []) + ['{type} ' + toString($on)]"""
BEGIN = """
UNWIND $rows AS row
MATCH (n:{label} {{{key}: row.key}}) USING INDEX SEEK n:{label}({key})
OPTIONAL MATCH (e:{end} {{{end_key}: row.end}}) USING INDEX SEEK e:{end}({end_key})
FOREACH (_ IN CASE WHEN e IS NULL THEN [] ELSE [1] END |
  CREATE (n)-[:{type} {{effectiveOn: row.on, validFrom: row.from, validTo: row.to, source: $source, pass: $pass,
    recordedAt: $now, endedAt: CASE WHEN row.to IS NOT NULL THEN $now END}}]->(e))
RETURN collect(CASE WHEN e IS NULL THEN row.place END)"""
CHANGE = """
UNWIND $rows AS row
MATCH ()-[r]->() WHERE elementId(r) = row.id
SET r.effectiveOn = row.on, r.validFrom = row.from, r.validTo = row.to,
  r.endedAt = CASE WHEN row.to IS NULL THEN null ELSE coalesce(r.endedAt, $now) END
RETURN count(*)"""
# What a less trusted silo said of a node that a more trusted one speaks of.
OVERRULED = "UNWIND $ids AS id MATCH ()-[r]->() WHERE elementId(r) = id DELETE r"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A link as it is stored: to which node, since when it is said, and when it holds."""

    end: str
    on: date
    valid_from: date | None
    valid_to: date | None
    id: str | None = field(default=None, compare=False)


def optional_links(cls: type[Any]) -> dict[str, Link]:
    """The links of a class that a node may lack, by field: they are loaded after all nodes."""
    meta = node_meta(cls)
    return {field: link for field, link in meta.links.items() if field not in meta.needs}


async def load_links(
    session: Session, writer: Writer, batch: str, field: str, records: Sequence[Any], turn: Turn | None = None
) -> Outcome:
    """One batch of one link of one class; a row whose end is not there is told as missing."""
    cls = class_of(records[0])
    work = _told if node_meta(cls).links[field].dated else _merged
    rows = _rows(field, records)
    return await once(session, writer, batch, lambda run: work(run, writer, cls, field, rows), turn)


async def _merged(run: Run, writer: Writer, cls: type[Any], field: str, told: Sequence[dict[str, Any]]) -> Outcome:
    rows = [row for row in told if row["end"] is not None]
    ((places,),) = await run(link_text(MERGED, cls, field), {"rows": rows})
    return Outcome(missing=sorted({row["place"] for row in rows}.difference(places)))


async def end_links(session: Session, writer: Writer, batch: str, cls: type[Any], field: str, keys: Sequence[str]) -> Outcome:
    """Ends the links of nodes that a whole delivery left out; `touched` are places in `keys`."""
    rows = [{"place": place, "key": key, "end": None, "since": None} for place, key in enumerate(keys)]
    return await once(session, writer, batch, lambda run: _told(run, writer, cls, field, rows))


async def _told(run: Run, writer: Writer, cls: type[Any], field: str, told: Sequence[dict[str, Any]]) -> Outcome:
    rows = {row["place"]: row for row in told}
    begin, change = list[dict[str, Any]](), list[dict[str, Any]]()
    overruled, unlinked = list[str](), dict[int, set[date]]()
    for place, told_on, gone, found in await run(link_text(READ, cls, field), writer.params() | {"rows": list(told)}):
        unlinked[place] = {date.fromisoformat(day) for day in gone or ()}
        row, others = rows.pop(place), {source for _, source, *_ in found} - {writer.source}
        if others <= {*writer.weaker}:
            overruled += [id_ for id_, source, *_ in found if source in others and row["end"] is not None]
            mine = [each for each in found if each[1] == writer.source]
            known = [Stretch(end, date.fromisoformat(on), _day(since), _day(to), id_) for id_, _, end, on, since, to in mine]
            days = sorted({*writer.days, date.fromisoformat(told_on)}) if told_on else writer.days
            wanted = stretches(known, row["end"], writer.on, days, row["since"], unlinked[place])
            _differences(row, known, wanted, begin, change)
    for row in rows.values():
        _differences(row, [], stretches([], row["end"], writer.on, writer.days, row["since"]), begin, change)
    missing: list[int] = (await run(link_text(BEGIN, cls, field), writer.params() | {"rows": begin}))[0][0] if begin else []
    change = [row for row in change if row["place"] not in missing]
    if change:
        await run(link_text(CHANGE, cls, field), writer.params() | {"rows": change})
    keys = [row["key"] for row in told if row["end"] is None and writer.on not in unlinked.get(row["place"], ())]
    if keys and not writer.whole:
        await run(link_text(UNLINKED, cls, field), {"keys": keys, "on": writer.on})
    if overruled:
        await run(OVERRULED, {"ids": overruled})
    touched = sorted({row["place"] for row in (*begin, *change)}.difference(missing))
    ended = sum(row["ends"] for row in change)
    return Outcome(len(begin) - len(missing), len(change), missing=sorted(missing), ended=ended, touched=touched)


def stretches(
    known: Sequence[Stretch],
    end: str | None,
    on: date,
    days: Sequence[date],
    since: date | None,
    unlinked: Collection[date] = (),
) -> list[tuple[Stretch, int | None]]:
    """The links there should be once `end` was said on a day (None: no link), each with its place in `known`.

    `days` are those of whole deliveries, `unlinked` those on which one of changes said that there is none.
    """
    silent = {stretch.valid_to for stretch in known if stretch.valid_to}.union(unlinked) - {stretch.on for stretch in known}
    history = [Said(stretch.end, stretch.on, place) for place, stretch in enumerate(known)] + [Said(None, day) for day in silent]
    story = placed(sorted(history, key=lambda said: said.on), days, end, on)
    began_with = known[0] if known and not any(day < known[0].on for day in silent) else None
    earliest = since or (began_with.valid_from if began_with else None)
    return [
        (Stretch(str(said.value), said.on, said.on if place else earliest, following.on if following else None), said.mark)
        for place, (said, following) in enumerate(zip(story, [*story[1:], None], strict=False))
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
            change.append(row | {"id": known[mark].id, "ends": ends})


@cache
def link_text(template: str, cls: type[Any], field: str) -> str:
    meta = node_meta(cls)
    link = meta.links[field]
    return template.format(label=meta.label, key=meta.key, type=link.type, end=link.label, end_key=link.key)


def _rows(field: str, records: Sequence[Any]) -> list[dict[str, Any]]:
    meta = node_meta(class_of(records[0]))
    link = meta.links[field]
    key = meta.key_field
    last = {getattr(record, key): place for place, record in enumerate(records)}  # of a node told twice the last word counts
    return [_row(place, name, records[place], field, link.since) for name, place in sorted(last.items())]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _row(place: int, key: str, record: Any, field: str, since: str | None) -> dict[str, Any]:
    return {"place": place, "key": key, "end": getattr(record, field), "since": getattr(record, since) if since else None}
