"""Relationships that sources deliver: told apart by their ends, their records and the fields that the model names.

Of one that says since and until when it holds every word is kept as a relationship of its own; the others are changed in place.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

from graph.ledger import Outcome, Turn, Writer, once
from graph.periods import Word, periods
from graph.rows import Row, emptied, missing, row_of, told_last
from graph.session import Run, Session
from graph.vocabulary import RelationshipMeta, class_of, end_text, relationship_meta, stored
from graph.words import Plan, Stored, shown, stored_words, tell

SAME = """
UNWIND $rows AS row
{start}
{end}
MATCH (a)-[r:{type} {{{identity}}}]->(b)
WHERE r.hash = row.hash AND r.source = $source AND r.until IS NULL AND r.effectiveOn <= $on
RETURN collect(row.place)"""
# Made where there is none. Those that are there and not as said are told.
MADE = """
UNWIND $rows AS row
{start}
{end}
MERGE (a)-[r:{type} {{{identity}}}]->(b)
ON CREATE SET r += row.given, r.hash = row.hash, r.source = $source, r.effectiveOn = $on, r.toldOn = $on, r.until = $until,
  r.recordedAt = $now, r.pass = $pass, r.endedAt = CASE WHEN row.given.validTo IS NOT NULL THEN $now END
WITH row, r, r.hash = row.hash AND r.source = $source AND r.until IS NULL AND r.effectiveOn <= $on AS same
RETURN collect(CASE WHEN r.recordedAt = $now THEN row.place END),
  collect(CASE WHEN r.recordedAt <> $now AND same THEN row.place END),
  collect(CASE WHEN r.recordedAt <> $now AND NOT same THEN row.place END),
  collect(row.place)"""
# All words on them, once nobody else can change them any more.
HELD = """
UNWIND $rows AS row
{start}
{end}
SET a:{label}
WITH row, a, b
MATCH (a)-[r:{type} {{{identity}}}]->(b)
RETURN row.place, elementId(r), properties(r)"""
BEGIN = """
UNWIND $rows AS row
{start}
{end}
CREATE (a)-[r:{type} {{{identity}}}]->(b)
SET r += row.given, r.source = $source, r.recordedAt = $now, r.pass = $pass,
  r.endedAt = CASE WHEN row.given.validTo IS NOT NULL THEN $now END"""
CHANGE = """
UNWIND $rows AS row
MATCH ()-[r]->() WHERE elementId(r) = row.id
SET r += row.given, r.endedAt = CASE WHEN row.given.validTo IS NULL THEN null ELSE coalesce(r.endedAt, $now) END"""
# Said again by a delivery of changes, which does not say all that holds.
CONFIRMED = """
UNWIND $rows AS row
{start}
{end}
MATCH (a)-[r:{type} {{{identity}}}]->(b) WHERE r.source = $source AND r.until IS NULL AND r.toldOn < $on
SET r.toldOn = $on"""


async def load_relationships(
    session: Session, writer: Writer, batch: str, records: Sequence[Any], turn: Turn | None = None
) -> Outcome:
    """One batch of relationships of one class; a row with an end that is not there is told as missing."""
    rows = told_last(relationship_rows(records), ("a", "b", "by"), ("a", "b", "by"))
    return await once(session, writer, batch, lambda run: _apply(run, writer, class_of(records[0]), rows), turn)


async def _apply(run: Run, writer: Writer, cls: type[Any], rows: Sequence[Row]) -> Outcome:
    meta, params = relationship_meta(cls), writer.params()
    same = set(await _same(run, cls, params, rows) if writer.again else [])
    left = [row for row in rows if row["place"] not in same]
    born = [_born(row, meta, writer.until) for row in left]
    plan = Plan(outcome=Outcome(unchanged=len(same), touched=[]))
    if left:
        ((made, open_, other, there),) = await run(text_of(MADE, cls), params | {"rows": born})
        plan.outcome = Outcome(len(made), 0, len(same) + len(open_), missing=missing(left, there), touched=list(made))
        for row, known in await _differing(run, cls, left, set(other).difference(open_)):
            _plan(plan, writer, meta, row, known)
    await carry_out(run, cls, params, plan)
    if same and not writer.whole:
        await run(text_of(CONFIRMED, cls), params | {"rows": [row for row in rows if row["place"] in same]})
    return plan.outcome


async def _same(run: Run, cls: type[Any], params: dict[str, Any], rows: Sequence[Row]) -> list[int]:
    """The places of rows that are there as they are said: of a delivery like the one before, nearly all."""
    told = [{name: value for name, value in row.items() if name != "given"} for row in rows]
    ((places,),) = await run(text_of(SAME, cls), params | {"rows": told})
    return places


async def _differing(run: Run, cls: type[Any], rows: Sequence[Row], places: Collection[int]) -> list[tuple[Row, list[Stored]]]:
    """The rows at these places with what is stored; nobody else changes that before this is written."""
    wanted = {row["place"]: row for row in rows if row["place"] in places}
    if not wanted:
        return []
    there = {place: list[tuple[str, dict[str, Any]]]() for place in wanted}
    told = [{name: value for name, value in row.items() if name != "given"} for row in wanted.values()]
    for place, id_, said in await run(text_of(HELD, cls), {"rows": told}):
        there[place].append((id_, said))
    return [(row, stored_words(there[place])) for place, row in wanted.items()]


async def carry_out(run: Run, cls: type[Any], params: dict[str, Any], plan: Plan) -> None:
    """Begins and changes relationships of one class as planned."""
    if plan.begun:
        await run(text_of(BEGIN, cls), params | {"rows": plan.begun})
    if plan.changes:
        await run(CHANGE, params | {"rows": plan.changes})


def _born(row: Row, meta: RelationshipMeta, until: date | None) -> Row:
    """A row as the relationship is made that it speaks of first; what a later delivery left out has ended."""
    if until is None:
        return row
    if not meta.dated:
        return row | {"given": row["given"] | {"validTo": until}}
    said = row["given"]
    ((since, to),) = periods([Word({}, said.get("validFrom"), said.get("validTo"), date.min, until)])
    return row | {"given": said | shown(said.get("validFrom"), said.get("validTo"), (since, to))}


def _plan(plan: Plan, writer: Writer, meta: RelationshipMeta, row: Row, known: Sequence[Stored]) -> None:
    """A more trusted silo's word stays as long as it says it; a less trusted one's is overruled."""
    others = [each for each in known if each.source != writer.source and each.until is None]
    mine = [each for each in known if each.source == writer.source]
    if any(each.source not in writer.weaker for each in others):
        plan.outcome.unchanged += 1
        return
    if others:
        newest = _overruled(plan, writer, meta, row, others[0])
    elif meta.dated or not mine:
        newest = tell(plan, writer, row, row, mine)
    else:
        newest = _replaced(plan, writer, meta, row, mine[0])
    plan.outcome.changed += newest
    plan.outcome.older += not newest


def _overruled(plan: Plan, writer: Writer, meta: RelationshipMeta, row: Row, other: Stored) -> bool:
    said = row["given"]
    period = said.get("validFrom"), said.get("validTo")
    given = emptied(row, meta.properties)["given"] | shown(*period, period) | _born(row, meta, writer.until)["given"]
    plan.changes.append({"id": other.id, "given": given | _word(writer, row) | {"effectiveOn": writer.on}})
    plan.touch(row)
    return True


def _replaced(plan: Plan, writer: Writer, meta: RelationshipMeta, row: Row, known: Stored) -> bool:
    """In place, where it is the latest day's word."""
    older = writer.on < writer.last_said(known.said["toldOn"], known.until)
    first = {"effectiveOn": min(known.on, writer.on)}
    if not older:
        given = emptied(row, meta.properties)["given"] | _word(writer, row) | {"validTo": writer.until}
        plan.changes.append({"id": known.id, "given": given | first})
        plan.touch(row)
    elif writer.on < known.on:
        plan.changes.append({"id": known.id, "given": first | {"validTo": known.said.get("validTo")}})
    return not older


def _word(writer: Writer, row: Row) -> Row:
    return {"hash": row["hash"], "source": writer.source, "toldOn": writer.on, "until": writer.until}


@cache
def text_of(template: str, cls: type[Any]) -> str:
    meta = relationship_meta(cls)
    return template.format(
        start=end_text(meta.start.label, meta.start.key, meta.start.of_record, "row.a", "a"),
        end=end_text(meta.end.label, meta.end.key, meta.end.of_record, "row.b", "b"),
        label=meta.start.label,
        type=meta.type,
        identity=", ".join(f"{name}: row.{name}" for name in meta.identity),
    )


def relationship_rows(records: Sequence[Any]) -> Iterable[Row]:
    meta = relationship_meta(class_of(records[0]))
    ids = [end.field for end in (meta.start, meta.end) if end.of_record]
    for place, record in enumerate(records):
        row = row_of(place, record, meta.properties)
        row["a"], row["b"], row["by"] = identity_of(record, meta)
        row |= {name: getattr(record, field) for name, field in zip(("recordId", "toRecordId"), ids, strict=False)}
        yield row


def identity_of(record: Any, meta: RelationshipMeta) -> tuple[str, str, str]:
    """Both ends, a party's by its record, and what tells it from others between them."""
    by = "|".join(str(stored(getattr(record, field)) or "") for field in meta.by)
    return getattr(record, meta.start.field), getattr(record, meta.end.field), by
