"""Rows that were refused, as the graph knows them: where each stood and why, and never what it said."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from graph.ledger import surely
from graph.session import Run, Session
from runtime.batched import batched

AT_ONCE = 2_000
WAITS = ("WAITING", "REQUESTED")

# WAITING for a mend; REQUESTED to be driven again; ACCEPTED when it was; REPLACED by the same row said later; REFUSED with
# its whole delivery.
# A pass that is resumed notes its rows again.
NOTE = """
MATCH (p:Pass {id: $pass})
UNWIND $rows AS row
MERGE (q:QuarantinedRow {id: row.id})
ON CREATE SET q.state = $state, q.refusedAt = $now
SET q.pass = $pass, q.source = p.source, q.table = row.table, q.line = row.line, q.field = row.field,
  q.reason = row.reason, q.print = row.print
MERGE (q)-[:REFUSED_IN]->(p)
RETURN count(*)
"""
# What someone asked for is still asked for, unless this pass has just done it.
REPLACED = """
UNWIND $rows AS row
MATCH (old:QuarantinedRow {print: row.print}) USING INDEX SEEK old:QuarantinedRow(print)
  WHERE old.pass <> $pass AND old.state IN ['WAITING', 'REQUESTED']
MATCH (q:QuarantinedRow {id: row.id}) USING INDEX SEEK q:QuarantinedRow(id)
FOREACH (_ IN CASE WHEN old.state = 'REQUESTED' AND NOT old.id IN $driven THEN [1] ELSE [] END |
  SET q.state = 'REQUESTED', q.mendedFields = old.mendedFields, q.mendedValues = old.mendedValues)
SET old.state = 'REPLACED', old.mendedFields = null, old.mendedValues = null
RETURN count(*)
"""
UNASKED = """
UNWIND $ids AS id
MATCH (q:QuarantinedRow {id: id, state: 'REQUESTED'}) USING INDEX SEEK q:QuarantinedRow(id)
SET q.state = 'WAITING', q.mendedFields = null, q.mendedValues = null
RETURN count(*)
"""
REQUESTED = """
MATCH (q:QuarantinedRow) WHERE q.state = 'REQUESTED'
RETURN q.id, q.mendedFields, q.mendedValues ORDER BY q.id
"""
# The lock is taken before the state is looked at.
REQUEST = """
MATCH (q:QuarantinedRow {id: $row})
SET q.asked = true
REMOVE q.asked
WITH q, q.state AS before
FOREACH (_ IN CASE WHEN before IN $waits THEN [1] ELSE [] END |
  SET q.state = 'REQUESTED', q.mendedFields = $fields, q.mendedValues = $values, q.askedBy = $by, q.askedAt = datetime())
RETURN before
"""
WAITING_FOR = """
MATCH (q:QuarantinedRow) WHERE q.reason = $reason AND q.state = 'WAITING'
RETURN q.id ORDER BY q.id
"""
FOUND = """
UNWIND $ids AS id
OPTIONAL MATCH (q:QuarantinedRow {id: id}) USING INDEX SEEK q:QuarantinedRow(id)
RETURN id, q.state, q.source
"""
ASKED_FOR = """
MATCH (q:QuarantinedRow) WHERE ($pass IS NULL OR q.pass = $pass)
  AND ($all OR q.state IN ['WAITING', 'REQUESTED'] OR (q.state = 'REFUSED' AND q.pass = $pass))
"""
LISTED = (
    ASKED_FOR
    + """
WITH q ORDER BY q.refusedAt DESC, q.id LIMIT $most
RETURN q {.id, .source, .table, .line, .field, .reason, .state}
"""
)
COUNTED = ASKED_FOR + "RETURN count(*)"
# A refused delivery is looked at until a later one of its source is loaded.
SETTLED_PASSES = """
UNWIND $ids AS id
MATCH (p:Pass {id: id}) USING INDEX SEEK p:Pass(id)
WHERE (p.state IN ['COMPLETE', 'ABANDONED']
    AND NOT EXISTS { (p)<-[:REFUSED_IN]-(q:QuarantinedRow) WHERE q.state IN ['WAITING', 'REQUESTED'] })
  OR (p.state = 'REFUSED'
    AND EXISTS { MATCH (later:Pass {source: p.source}) WHERE later.state = 'COMPLETE' AND later.startedAt > p.startedAt })
RETURN id
"""
SPOKE_OF = "MATCH (p:Pass {id: $pass}) RETURN toString(p.effectiveOn), p.source"
SETTLED = """
UNWIND $ids AS id
MATCH (q:QuarantinedRow {id: id}) USING INDEX SEEK q:QuarantinedRow(id)
SET q.state = $state, q.drivenIn = $pass, q.mendedFields = null, q.mendedValues = null
RETURN count(*)
"""


async def note(session: Session, pass_id: str, rows: Sequence[dict[str, Any]], now: datetime, driven: Sequence[str] = ()) -> None:
    """Rows of one pass, as `id table line field reason print`; the same rows of earlier passes wait no more, and what was asked
    for them is asked for these, but for those that this pass has driven again."""
    for part in batched(rows, AT_ONCE):
        params = {"pass": pass_id, "rows": part, "now": now, "driven": list(driven), "state": "WAITING"}
        await surely(lambda params=params: session.write(NOTE, params))
        await surely(lambda params=params: session.write(REPLACED, params))


async def note_refused(session: Session, pass_id: str, rows: Sequence[dict[str, Any]], now: datetime) -> None:
    """Rows of a delivery that was refused as a whole: they can be looked at, and not driven again."""
    for part in batched(rows, AT_ONCE):
        params = {"pass": pass_id, "rows": part, "now": now, "state": "REFUSED"}
        await surely(lambda params=params: session.write(NOTE, params))


async def waiting_for(session: Session, reason: str) -> list[str]:
    """The rows that wait and were refused for this reason."""
    return [id_ for (id_,) in await session.rows(WAITING_FOR, {"reason": reason})]


async def unasked(session: Session, ids: Sequence[str]) -> None:
    """Rows that were asked for wait again."""
    for part in batched(ids, AT_ONCE):
        await surely(lambda part=part: session.write(UNASKED, {"ids": part}))


async def request(run: Run, row: str, mended: Mapping[str, str], by: str) -> str | None:
    """Asks for a row to be driven again, where it waits; tells its state before, None where there is no such row."""
    params = {"row": row, "fields": list(mended), "values": list(mended.values()), "by": by, "waits": list(WAITS)}
    found = await run(REQUEST, params)
    return found[0][0] if found else None


async def requested(session: Session) -> dict[str, dict[str, str]]:
    """The rows that someone asked to be driven again: id → the fields that were mended."""
    return {id_: dict(zip(names or [], values or [], strict=True)) for id_, names, values in await session.rows(REQUESTED)}


async def listed(session: Session, pass_id: str | None, most: int, *, all: bool) -> list[dict[str, Any]]:
    """The rows that wait for a mend, or every one that was ever refused; those of the newest passes first. Of a pass whose
    delivery was refused as a whole also those that led to it."""
    return [row[0] for row in await session.rows(LISTED, {"pass": pass_id, "most": most, "all": all})]


async def counted(session: Session, pass_id: str | None, *, all: bool) -> int:
    """How many `listed` has at most."""
    return (await session.rows(COUNTED, {"pass": pass_id, "all": all}))[0][0]


async def settled_passes(session: Session, ids: Sequence[str]) -> list[str]:
    """Those of these passes that have ended and of whose rows none can be driven again."""
    return [id_ for (id_,) in await session.rows(SETTLED_PASSES, {"ids": list(ids)})]


async def states(session: Session, ids: Sequence[str]) -> dict[str, tuple[str | None, str | None]]:
    """State and system of each row; None where there is no such row."""
    return {id_: (state, source) for id_, state, source in await session.rows(FOUND, {"ids": list(ids)})}


async def pass_of(session: Session, pass_id: str) -> tuple[str, str] | None:
    """The day a pass spoke of, and its system."""
    found = await session.rows(SPOKE_OF, {"pass": pass_id})
    return (found[0][0], found[0][1]) if found else None


async def settled(session: Session, pass_id: str, ids: Sequence[str], state: str) -> None:
    """What became of rows that a pass drove again."""
    for part in batched(ids, AT_ONCE):
        params = {"pass": pass_id, "ids": part, "state": state}
        await surely(lambda params=params: session.write(SETTLED, params))
