"""Relationships that sources deliver: merged by their ends, their records and the fields that tell them apart."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from graph.ledger import Outcome, Writer, once
from graph.rows import Row, missing, row_of, told_last
from graph.session import Run, Session
from graph.vocabulary import RelationshipMeta, class_of, end_text, relationship_meta, stored

# What is to be done with a row: 0 new, 1 said before and the same, 2 changed, 3 a later delivery said other than this
# older one, 4 a more trusted silo said it too and its word stays.
LOAD = """
UNWIND $rows AS row
{start}
{end}
MERGE (a)-[r:{type} {{{identity}}}]->(b) ON CREATE SET r.recordedAt = $now, r.pass = $pass
WITH r, row, CASE
  WHEN r.source IS NULL THEN 0
  WHEN r.source <> $source AND NOT r.source IN $weaker THEN 4
  WHEN r.source = $source AND r.confirmedOn > $on THEN 3
  WHEN r.source = $source AND r.hash = row.hash THEN 1
  ELSE 2 END AS act
WITH r, row, act, CASE WHEN act = 2 AND r.validTo IS NULL AND row.given.validTo IS NOT NULL THEN 1 ELSE 0 END AS ends
FOREACH (_ IN CASE WHEN act = 2 THEN [1] ELSE [] END | SET r += row.empty)
FOREACH (_ IN CASE WHEN act IN [0, 2] THEN [1] ELSE [] END |
  SET r += row.given, r.hash = row.hash, r.source = $source, r.confirmedOn = $on)
FOREACH (_ IN CASE WHEN act = 1 AND r.confirmedOn < $on THEN [1] ELSE [] END | SET r.confirmedOn = $on)
FOREACH (_ IN CASE WHEN r.validTo IS NOT NULL AND r.endedAt IS NULL THEN [1] ELSE [] END | SET r.endedAt = $now)
FOREACH (_ IN CASE WHEN r.validTo IS NULL AND r.endedAt IS NOT NULL THEN [1] ELSE [] END | REMOVE r.endedAt)
RETURN sum(CASE act WHEN 0 THEN 1 ELSE 0 END), sum(CASE act WHEN 2 THEN 1 ELSE 0 END),
  sum(CASE WHEN act IN [1, 4] THEN 1 ELSE 0 END), sum(CASE act WHEN 3 THEN 1 ELSE 0 END), collect(row.place), sum(ends)"""


async def load_relationships(session: Session, writer: Writer, batch: str, records: Sequence[Any]) -> Outcome:
    """One batch of relationships of one class; a row with an end that is not there is told as missing."""
    text, rows = relationship_text(class_of(records[0])), told_last(relationship_rows(records), "a", "b", "by")
    return await once(session, writer, batch, lambda run: _apply(run, writer, text, rows))


async def _apply(run: Run, writer: Writer, text: str, rows: Sequence[Row]) -> Outcome:
    ((new, changed, unchanged, older, places, ended),) = await run(text, writer.params() | {"rows": rows})
    return Outcome(new, changed, unchanged, older, missing(rows, places), ended)


@cache
def relationship_text(cls: type[Any]) -> str:
    meta = relationship_meta(cls)
    return LOAD.format(
        start=end_text(meta.start.label, meta.start.key, meta.start.of_record, "row.a", "a"),
        end=end_text(meta.end.label, meta.end.key, meta.end.of_record, "row.b", "b"),
        type=meta.type,
        identity=", ".join(f"{name}: row.{name}" for name in _identity(meta)),
    )


def _identity(meta: RelationshipMeta) -> tuple[str, ...]:
    """The properties that with its ends tell one relationship from another; `by` joins the values that the model names."""
    of_records = meta.start.of_record + meta.end.of_record
    return ("recordId", "toRecordId")[:of_records] + (("by",) if meta.by else ())


def relationship_rows(records: Sequence[Any]) -> Iterable[Row]:
    meta = relationship_meta(class_of(records[0]))
    ids = [end.field for end in (meta.start, meta.end) if end.of_record]
    for place, record in enumerate(records):
        row = row_of(place, record, meta.properties)
        row |= {"a": getattr(record, meta.start.field), "b": getattr(record, meta.end.field)}
        row |= {name: getattr(record, field) for name, field in zip(("recordId", "toRecordId"), ids, strict=False)}
        row["by"] = "|".join(str(stored(getattr(record, field)) or "") for field in meta.by)
        yield row
