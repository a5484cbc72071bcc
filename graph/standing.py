"""How a pass stands: all that is known of one, and asking a running one to stop."""

from collections.abc import Mapping
from typing import Any, Literal

from graph import passes
from graph.ledger import surely
from graph.session import Session

MOST = 6  # passes that one beginning of an id may be of, to be told
COUNTED = ("new", "changed", "ended", "unchanged", "older", "missing")

LIKE = "MATCH (p:Pass) WHERE p.id STARTS WITH $like RETURN p.id ORDER BY p.id LIMIT $most"
# What a class's counts are until the pass is complete stands in its ledger, which the next pass of the source drops. The batch
# of a link that a node may lack, and one that sweeps, has a name of four parts; it counts as the report does.
ONE = """
MATCH (p:Pass {id: $pass})
RETURN p {.id, .source, .state, .delivery, .rowsRead, .rowsAccepted, .rowsQuarantined, .rowsRefused, .redrives, .refusal,
  .refusedWhy, .stage, .stageDone, .stageTotal, .tables, .tablesRead, .tablesAccepted, .tablesQuarantined, .classes, .classesNew,
  .classesChanged, .classesEnded, .classesUnchanged, .classesOlder, .classesMissing, .secondsExtract, .secondsRead, .secondsFiles,
  .secondsImport, .secondsMatch, .secondsLoad, .secondsSweep, .secondsDerive, .whole,
  effectiveOn: toString(p.effectiveOn), startedAt: toString(p.startedAt),
  resumedAt: toString(p.resumedAt), endedAt: toString(p.endedAt), stopAskedAt: toString(p.stopAskedAt),
  silentSeconds: duration.inSeconds(p.beatAt, datetime()).seconds,
  seconds: duration.inSeconds(p.startedAt, coalesce(p.endedAt, datetime())).seconds}
"""
LEDGER = """
MATCH (p:Pass {id: $pass})
MATCH (b:Batch {source: p.source}) WHERE b.pass = p.id
WITH b, split(b.id, '/') AS name
WITH b, name, name[1] AS class, CASE size(name) WHEN 3 THEN 1 ELSE 0 END AS whole
WITH class, count(*) AS batches, sum(whole * b.new) AS new, sum(whole * b.changed) AS changed,
  sum(CASE name[2] WHEN 'links' THEN 0 ELSE b.ended END) AS ended,
  sum(whole * b.unchanged) AS unchanged, sum(whole * b.older) AS older, sum(size(b.missing)) AS missing
RETURN {class: class, batches: batches, new: new, changed: changed, ended: ended, unchanged: unchanged, older: older,
  missing: missing} ORDER BY class
"""
REASONS = """
MATCH (:Pass {id: $pass})<-[:REFUSED_IN]-(q:QuarantinedRow)
WITH q.table AS table, q.field AS field, q.reason AS reason, q.state AS state, count(*) AS rows
RETURN {table: table, field: field, reason: reason, state: state, rows: rows} ORDER BY rows DESC, table, field, reason
"""
# The lock is taken before the state is read. Of a dead holder nobody lives to stop: its pass is interrupted at once.
STOP = """
MATCH (p:Pass {id: $pass})
SET p.asked = coalesce(p.asked, '')
WITH p, CASE WHEN p.state <> 'RUNNING' THEN 'ENDED' WHEN p.beatAt < datetime() - duration({seconds: $stale}) THEN 'DEAD'
  ELSE 'ASKED' END AS found, p.state AS state
FOREACH (_ IN CASE found WHEN 'ASKED' THEN [1] ELSE [] END | SET p.stopAskedAt = coalesce(p.stopAskedAt, datetime()))
FOREACH (_ IN CASE found WHEN 'DEAD' THEN [1] ELSE [] END |
  SET p.state = 'INTERRUPTED', p.endedAt = p.beatAt REMOVE p.running, p.holder, p.beatAt, p.stopAskedAt)
FOREACH (_ IN CASE found WHEN 'ASKED' THEN [] ELSE [1] END | REMOVE p.asked)
RETURN found
"""
Stop = Literal["ASKED", "DEAD", "ENDED"]


async def like(session: Session, beginning: str) -> list[str]:
    """The ids of passes that begin so, at most six."""
    return [id_ for (id_,) in await session.rows(LIKE, {"like": beginning.strip().upper(), "most": MOST})]


async def one(session: Session, pass_id: str) -> dict[str, Any] | None:
    """All that is known of a pass: the properties of its node, `loaded` by class, `batches`, and `quarantine` by reason.

    Instants are text in UTC, `silentSeconds` is how long ago it last gave a sign of life, null where it does not run.
    """
    found = await session.rows(ONE, {"pass": pass_id})
    if not found:
        return None
    known: dict[str, Any] = found[0][0]
    ledger = [row[0] for row in await session.rows(LEDGER, {"pass": pass_id})]
    reasons = [row[0] for row in await session.rows(REASONS, {"pass": pass_id})]
    return _apart(known, ledger) | {"batches": sum(each["batches"] for each in ledger), "quarantine": reasons}


async def ask_to_stop(session: Session, pass_id: str) -> Stop:
    """ASKED: its holder sees it with its next sign of life. DEAD: nobody lives to do it, and it is interrupted now. ENDED: it
    runs no more."""
    return await surely(lambda: session.write(STOP, {"pass": pass_id, "stale": passes.STALE_SECONDS}))


def _apart(known: Mapping[str, Any], ledger: list[dict[str, Any]]) -> dict[str, Any]:
    """The lists side by side as lines; what a pass has not kept yet is what its ledger says."""
    plain = {name: value for name, value in known.items() if not name.startswith(("tables", "classes"))}
    tables = _lines(known, "tables", ("read", "accepted", "quarantined"))
    loaded = _lines(known, "classes", COUNTED) or {each["class"]: {name: each[name] for name in COUNTED} for each in ledger}
    return plain | {"tables": tables, "loaded": loaded}


def _lines(known: Mapping[str, Any], name: str, counts: tuple[str, ...]) -> dict[str, dict[str, int]]:
    names: list[str] = known[name] or []
    columns: list[list[int]] = [known[f"{name}{count.capitalize()}"] for count in counts]
    return {each: {count: column[place] for count, column in zip(counts, columns, strict=True)} for place, each in enumerate(names)}
