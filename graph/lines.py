"""What bankers say by hand of two parties: a relationship beside the silos' own, and the desk's record of who said so.

Each word is kept as it was said (`saidFrom`, `saidTo`); when it holds is worked out from all that stand on the same thing, so that
what another ended stands again once that is withdrawn. Silos' words are never touched.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from graph.by_hand import DESK, TELLS_APART, Line, periods
from graph.entries import Entry, note
from graph.rows import native
from graph.session import Run

# In one order, so that two changes of the same parties wait for one another and not each for the other.
PARTIES = """
UNWIND $ids AS told
OPTIONAL MATCH (was:RetiredParty {id: told}) USING INDEX SEEK was:RetiredParty(id)
WITH told, coalesce(was.into, told) AS id ORDER BY id
MATCH (p:Party {id: id}) USING INDEX SEEK p:Party(id)
WHERE $scope IS NULL OR any(u IN p.units WHERE u IN $scope)
SET p.kind = p.kind
WITH told, p
MATCH (p)<-[:DESCRIBES]-(r)
WITH told, p, r ORDER BY CASE r.id WHEN p.firstRecord THEN 0 ELSE 1 END, r.id
RETURN told, p.id, p.kind, collect(r.id)"""
BETWEEN = """
MATCH (a:Party {{id: $a}}) USING INDEX SEEK a:Party(id)
MATCH (a)-[r:{types}]->(b) WHERE b.id = $b
RETURN elementId(r), type(r), properties(r)"""
MAKE = """
MATCH (a:Party {{id: $a}}) USING INDEX SEEK a:Party(id)
MATCH (b:Party {{id: $b}}) USING INDEX SEEK b:Party(id)
MERGE (a)-[r:{type} {{by: $id, recordId: $record, toRecordId: $toRecord}}]->(b)
ON CREATE SET r += $given, r.source = $system, r.entry = $id, r.vouchedBy = $by, r.saidOn = $on, r.effectiveOn = $on,
  r.toldOn = $on, r.recordedAt = $now
RETURN elementId(r)"""
DATED = """
UNWIND $rows AS row
MATCH ()-[r]->() WHERE elementId(r) = row.id
SET r.validFrom = row.from, r.validTo = row.to, r.endedAt = CASE WHEN row.to IS NULL THEN null ELSE coalesce(r.endedAt, $now) END"""
# The one that an entry tells, where both of its parties are seen.
OF_ENTRY = """
MATCH (e:SourceRecord {{id: $id}}) USING INDEX SEEK e:SourceRecord(id)
MATCH (about:SourceRecord {{id: e.about}}) USING INDEX SEEK about:SourceRecord(id)
MATCH (about)-[:DESCRIBES]->(a)-[r:{types}]->(b)
WHERE r.entry = e.id AND r.withdrawn IS NULL
  AND ($scope IS NULL OR (any(u IN a.units WHERE u IN $scope) AND any(u IN b.units WHERE u IN $scope)))
SET a.kind = a.kind, b.kind = b.kind
RETURN a.id, b.id, elementId(r), type(r), properties(r)"""
WITHDRAW = """
MATCH (e:SourceRecord {id: $id}) USING INDEX SEEK e:SourceRecord(id)
MATCH ()-[r]->() WHERE elementId(r) = $line
SET e.sequence = e.sequence + 1, e.until = $on, e.by = $by, e.why = $why, e.recordedAt = $now
SET r.withdrawn = true
CREATE (v:RecordVersion {key: e.id + '#' + e.sequence})
SET v.record = e.id, v.about = e.about, v.sequence = e.sequence, v.gone = true, v.by = $by, v.why = $why, v.effectiveOn = $on,
  v.recordedAt = $now
CREATE (v)-[:VERSION_OF]->(e)
RETURN e.id"""
ALL = "|".join(TELLS_APART)


@dataclass(frozen=True, slots=True)
class Side:
    """A party that a line begins or ends at: what it is of, and its records, that it was made for first."""

    party: str
    kind: str
    records: tuple[str, ...]


async def sides(run: Run, ids: Sequence[str], scope: Sequence[str] | None) -> dict[str, Side]:
    """Of parties by the ids they have or had, those that these units see; nobody else changes them until this is written."""
    found = await run(PARTIES, {"ids": sorted(set(ids)), "scope": scope})
    return {told: Side(party, kind, tuple(records)) for told, party, kind, records in found}


async def between(run: Run, start: Side, end: Side, *types: str) -> list[Line]:
    """All that is and was said from one to the other."""
    found = await run(BETWEEN.format(types="|".join(types)), {"a": start.party, "b": end.party})
    return [Line(id_, type_, native(said)) for id_, type_, said in found]


async def say(run: Run, entry: Entry, start: Side, end: Side, type_: str, given: Mapping[str, Any]) -> None:
    """Another word: what it says, with `saidFrom` and, where it ends, `saidTo`."""
    told = dict(given) | {"evidence": entry.evidence}
    await note(run, entry, start.records[0], told | {"line": type_})
    params = {"a": start.party, "b": end.party, "record": start.records[0], "toRecord": end.records[0], "given": told}
    ((id_,),) = await run(MAKE.format(type=type_), entry.params() | params)
    subject = Line(id_, type_, told | {"source": DESK}).subject
    await _date(run, start.party, end.party, subject, entry.now)


async def withdraw(
    run: Run, id_: str, scope: Sequence[str] | None, by: str, why: str, on: date, now: datetime
) -> str | None:
    """The party that the line of an entry begins at: it stands no more, and what it took the place of does again. None where there
    is none that these units see."""
    found = await run(OF_ENTRY.format(types=ALL), {"id": id_, "scope": scope})
    if not found:
        return None
    start, end, line, type_, said = found[0]
    await run(WITHDRAW, {"id": id_, "line": line, "by": by, "why": why, "on": on, "now": now})
    await _date(run, start, end, Line(line, type_, native(said)).subject, now)
    return start


async def _date(run: Run, start: str, end: str, subject: tuple[Any, ...], now: datetime) -> None:
    """Works out anew when each word on one thing holds."""
    found = await run(BETWEEN.format(types=subject[0]), {"a": start, "b": end})
    words = [line for each in found if (line := Line(each[0], each[1], native(each[2]))).by_hand and line.subject == subject]
    rows = [{"id": id_, "from": since, "to": to} for id_, (since, to) in periods(words).items()]
    await run(DATED, {"rows": rows, "now": now})
