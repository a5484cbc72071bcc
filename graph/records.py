"""What silos say about parties: source records, and every version of them, which never changes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import Any

import orjson

from graph.history import Said, placed
from graph.ledger import Outcome, Writer, once
from graph.rows import Row
from graph.session import Run, Session
from graph.vocabulary import class_of, record_meta, stored

KNOWN = """
UNWIND $ids AS id MATCH (r:SourceRecord {id: id}) USING INDEX SEEK r:SourceRecord(id)
RETURN r.id, r.hash, r.sequence, toString(r.effectiveOn), toString(r.toldOn), toString(r.until)"""
SAME = """
UNWIND $rows AS row
MATCH (r:SourceRecord {id: row[0]}) USING INDEX SEEK r:SourceRecord(id)
  WHERE r.hash = row[1] AND r.until IS NULL AND r.effectiveOn <= $on
  AND EXISTS { (r)-[:DESCRIBES]->() }
RETURN collect(r.id)"""
VERSIONS = """
UNWIND $ids AS id MATCH (v:RecordVersion {record: id}) USING INDEX SEEK v:RecordVersion(record)
WITH v ORDER BY v.record, v.effectiveOn, v.sequence
RETURN v.record, collect([v.hash, toString(v.effectiveOn), v.sequence])"""
# The newest word: the record itself holds a copy of its newest version.
SAY = """
MATCH (p:Pass {id: $pass})
UNWIND $rows AS row
MERGE (r:SourceRecord {id: row.id})
ON CREATE SET r.system = $source, r.public = $public, r.kind = row.kind, r.recordedAt = $now, r.firstPass = $pass
SET r += row.empty, r += row.given, r.hash = row.hash, r.sequence = row.sequence, r.effectiveOn = row.on, r.toldOn = row.on,
  r.until = row.until
CREATE (r)-[:SAID_IN]->(p)"""
VERSION = """
MATCH (p:Pass {id: $pass})
UNWIND $rows AS row
MATCH (r:SourceRecord {id: row.id}) USING INDEX SEEK r:SourceRecord(id)
CREATE (v:RecordVersion {key: row.key})
SET v += row.given, v.id = null, v.record = row.id, v.sequence = row.sequence, v.hash = row.hash,
  v.effectiveOn = row.on, v.recordedAt = $now
CREATE (v)-[:VERSION_OF]->(r)
CREATE (v)-[:SAID_IN]->(p)"""
# Since a day the silo says nothing of it any more.
GONE = """
MATCH (p:Pass {id: $pass})
UNWIND $rows AS row
MATCH (r:SourceRecord {id: row.id}) USING INDEX SEEK r:SourceRecord(id)
CREATE (v:RecordVersion {key: row.key})
SET v.record = row.id, v.sequence = row.sequence, v.gone = true, v.effectiveOn = row.on, v.recordedAt = $now
CREATE (v)-[:VERSION_OF]->(r)
CREATE (v)-[:SAID_IN]->(p)"""
CONFIRM = """
UNWIND $ids AS id
MATCH (r:SourceRecord {id: id}) USING INDEX SEEK r:SourceRecord(id) WHERE r.toldOn < $on
SET r.toldOn = $on"""
# What was said again before it changed holds since the earlier day.
PULL = """
UNWIND $rows AS row
MATCH (v:RecordVersion {key: row.key}) USING INDEX SEEK v:RecordVersion(key)
SET v.effectiveOn = row.on"""
# What held again after another word came in between is a version of its own, with the same content.
RESTATE = """
MATCH (p:Pass {id: $pass})
UNWIND $rows AS row
MATCH (r:SourceRecord {id: row.id}) USING INDEX SEEK r:SourceRecord(id)
MATCH (old:RecordVersion {record: row.id, hash: row.hash}) USING INDEX SEEK old:RecordVersion(record)
WITH p, row, r, head(collect(old)) AS old
CREATE (v:RecordVersion {key: row.key})
SET v += old {.*, key: row.key, sequence: row.sequence, effectiveOn: row.on, recordedAt: $now}
CREATE (v)-[:VERSION_OF]->(r)
CREATE (v)-[:SAID_IN]->(p)"""
# Without a newer word a pass tells of a record where what is there gets its party by it, or is said since another day.
TELL = """
MATCH (p:Pass {id: $pass})
UNWIND $rows AS row
MATCH (r:SourceRecord {id: row.id}) USING INDEX SEEK r:SourceRecord(id)
WHERE row.moved OR NOT EXISTS { (r)-[:DESCRIBES]->() }
MERGE (r)-[:SAID_IN]->(p)"""
SETTLE = """
UNWIND $rows AS row
MATCH (r:SourceRecord {id: row.id}) USING INDEX SEEK r:SourceRecord(id)
SET r.sequence = row.sequence, r.effectiveOn = row.on, r.until = row.until"""


@dataclass(frozen=True, slots=True)
class Known:
    """What the graph holds of a record: its newest word and sequence, since when that is said, the last day it was, and since
    when nothing is said."""

    hash: str
    sequence: int
    on: date
    said: date
    until: date | None


@dataclass(slots=True)
class Plan:
    """What a batch of records is to change, worked out before anything is written."""

    newest: list[Row] = field(default_factory=list[Row])  # the record takes these fields
    versions: list[Row] = field(default_factory=list[Row])
    gone: list[Row] = field(default_factory=list[Row])
    pulled: list[Row] = field(default_factory=list[Row])
    restated: list[Row] = field(default_factory=list[Row])
    told: list[Row] = field(default_factory=list[Row])
    settled: list[Row] = field(default_factory=list[Row])
    outcome: Outcome = field(default_factory=Outcome)


async def load_records(session: Session, writer: Writer, batch: str, records: Sequence[Any]) -> Outcome:
    """One batch of records of one class: a new version where the content is new, whatever the order of deliveries."""
    rows = {record.id: record_row(record) | {"place": place} for place, record in enumerate(records)}
    ordered = [rows[id_] for id_ in sorted(rows)]
    return await once(session, writer, batch, lambda run: _apply(run, writer, ordered))


async def end_records(session: Session, writer: Writer, batch: str, ids: Sequence[str]) -> Outcome:
    """Says of records that a whole delivery left out that they are gone since its day; `touched` are places in `ids`."""
    rows: list[Row] = [{"id": id_, "place": place, "hash": None} for place, id_ in enumerate(ids)]
    return await once(session, writer, batch, lambda run: _carried_out(run, writer, rows))


async def _apply(run: Run, writer: Writer, rows: Sequence[Row]) -> Outcome:
    same = await _same(run, writer, rows) if writer.again else set[str]()
    if same and not writer.whole:
        await run(CONFIRM, writer.params() | {"ids": sorted(same)})
    done = await _carried_out(run, writer, [row for row in rows if row["id"] not in same])
    done.unchanged += len(same)
    return done


async def _same(run: Run, writer: Writer, rows: Sequence[Row]) -> set[str]:
    ((ids,),) = await run(SAME, writer.params() | {"rows": [[row["id"], row["hash"]] for row in rows]})
    return set(ids)


async def _carried_out(run: Run, writer: Writer, rows: Sequence[Row]) -> Outcome:
    known = {id_: _known(*told) for id_, *told in await run(KNOWN, {"ids": [row["id"] for row in rows]})} if rows else {}
    found = await run(VERSIONS, {"ids": sorted(known)}) if known else []
    histories = {id_: [Said(hash_, date.fromisoformat(on), mark) for hash_, on, mark in versions] for id_, versions in found}
    plan = planned(rows, known, histories, writer)
    for text, part in (
        (PULL, plan.pulled), (SAY, plan.newest), (VERSION, plan.versions), (RESTATE, plan.restated), (GONE, plan.gone),
        (TELL, plan.told), (SETTLE, plan.settled),
    ):  # fmt: skip
        if part:
            await run(text, writer.params() | {"rows": part})
    return plan.outcome


def planned(rows: Sequence[Row], known: dict[str, Known], histories: dict[str, list[Said]], writer: Writer) -> Plan:
    """What is new, changed, unchanged, gone, or an older word that only adds to the history. A row without a hash says that
    nothing was said."""
    touched = list[int]()
    plan = Plan(outcome=Outcome(touched=touched))
    for row in rows:
        had, history = known.get(row["id"]), histories.get(row["id"], [])
        days = sorted({*writer.days, had.said}) if had else writer.days
        story = _in_sequence(placed(history, days, row["hash"], writer.on))
        if story == history:  # it may still wait for its party
            plan.outcome.unchanged += 1
            plan.told.append({"id": row["id"], "moved": False})
            touched.append(row["place"])
        else:
            _place(plan, row, had, history, story)
            touched.append(row["place"])
    return plan


def _in_sequence(story: Sequence[Said]) -> list[Said]:
    """Versions of one day count by their sequence: one that is said again after another is a version of its own."""
    found = list[Said]()
    for said in story:
        last = found[-1] if found and found[-1].on == said.on else None
        again = last is not None and (last.mark or 0) > (said.mark or 0) > 0
        found.append(Said(said.value, said.on) if again else said)
    return found


def _place(plan: Plan, row: Row, had: Known | None, history: Sequence[Said], story: Sequence[Said]) -> None:
    sequence, stored_on = max((said.mark or 0 for said in history), default=0), {said.mark: said.on for said in history}
    newest = [said for said in story if said.value is not None][-1]
    until = story[-1].on if story[-1].value is None else None
    for said in story:
        if said.mark is not None:
            plan.pulled += [{"key": _key(row["id"], said.mark), "on": said.on}] if stored_on[said.mark] != said.on else []
            continue
        sequence += 1
        version = {"id": row["id"], "key": _key(row["id"], sequence), "sequence": sequence, "on": said.on}
        if said.value is None:
            plan.gone.append(version)
        elif said.value != row["hash"]:
            plan.restated.append(version | {"hash": said.value})
        else:
            plan.versions.append(row | version)
            plan.newest += [row | version | {"until": until}] if said is newest else []
    if had and newest.mark is not None and newest.on != had.on:
        plan.told.append({"id": row["id"], "moved": True})
    plan.settled.append({"id": row["id"], "sequence": sequence, "on": newest.on, "until": until})
    _count(plan.outcome, row, had, newest, until)


def _count(outcome: Outcome, row: Row, had: Known | None, newest: Said, until: date | None) -> None:
    if row["hash"] is None:
        outcome.ended += had is not None and had.until is None and until is not None
    elif had is None:
        outcome.new += 1
    elif newest.mark is None and newest.value == row["hash"]:
        outcome.changed += 1
    else:
        outcome.older += 1


def _known(hash_: str, sequence: int, on: str, said: str, until: str | None) -> Known:
    return Known(hash_, sequence, date.fromisoformat(on), date.fromisoformat(said), date.fromisoformat(until) if until else None)


def record_row(record: Any) -> dict[str, Any]:
    """A record as the statements take it; the hash covers what it says, a field without a value does not count."""
    meta = record_meta(class_of(record))
    values = {name: stored(getattr(record, field)) for field, name in meta.properties.items()}
    given = {name: value for name, value in values.items() if value is not None}
    content = orjson.dumps(given, option=orjson.OPT_SORT_KEYS)
    return {
        "id": record.id,
        "kind": meta.label.upper(),
        "given": given,
        "empty": dict.fromkeys(values.keys() - given.keys()),
        "hash": blake2b(content, digest_size=16).hexdigest(),
    }


def _key(record: str, sequence: int) -> str:
    return f"{record}#{sequence}"
