"""What silos say about parties: source records, and every version of them, which never changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

import orjson

from graph.history import Said, placed
from graph.ledger import Outcome, Writer, once
from graph.session import Run, Session
from graph.vocabulary import class_of, record_meta, stored

KNOWN = """
UNWIND $ids AS id MATCH (r:SourceRecord {id: id})
RETURN r.id, r.hash, r.sequence, toString(r.effectiveOn), toString(r.confirmedOn)"""
VERSIONS = """
UNWIND $ids AS id MATCH (v:RecordVersion {record: id}) USING INDEX v:RecordVersion(record)
WITH v ORDER BY v.record, v.effectiveOn, v.sequence
RETURN v.record, collect([v.hash, toString(v.effectiveOn), v.sequence])"""
# The newest word: the record itself holds a copy of its newest version.
SAY = """
MATCH (p:Pass {id: $pass})
UNWIND $rows AS row
MERGE (r:SourceRecord {id: row.id})
ON CREATE SET r.system = $source, r.public = $public, r.kind = row.kind, r.recordedAt = $now, r.firstPass = $pass
SET r += row.empty, r += row.given,
  r.hash = row.hash, r.sequence = row.sequence, r.effectiveOn = row.on, r.confirmedOn = row.confirmed, r.lastPass = $pass
CREATE (r)-[:SAID_IN]->(p)"""
VERSION = """
MATCH (p:Pass {id: $pass})
UNWIND $rows AS row
MATCH (r:SourceRecord {id: row.id})
CREATE (v:RecordVersion {key: row.key})
SET v += row.given, v.id = null, v.record = row.id, v.sequence = row.sequence, v.hash = row.hash,
  v.effectiveOn = row.on, v.recordedAt = $now
CREATE (v)-[:VERSION_OF]->(r)
CREATE (v)-[:SAID_IN]->(p)"""
CONFIRM = """
UNWIND $rows AS row
MATCH (r:SourceRecord {id: row.id})
SET r.lastPass = $pass, r.confirmedOn = CASE WHEN r.confirmedOn < $on THEN $on ELSE r.confirmedOn END"""
# What was said again before it changed holds since the earlier day.
PULL = """
UNWIND $rows AS row
MATCH (v:RecordVersion {key: row.key})-[:VERSION_OF]->(r)
SET v.effectiveOn = row.on
SET r.effectiveOn = CASE WHEN r.sequence = v.sequence THEN row.on ELSE r.effectiveOn END"""
# What held again after another word came in between is a version of its own, with the same content.
RESTATE = """
MATCH (p:Pass {id: $pass})
UNWIND $rows AS row
MATCH (r:SourceRecord {id: row.id})
MATCH (old:RecordVersion {record: row.id, hash: row.hash}) USING INDEX old:RecordVersion(record)
WITH p, row, r, head(collect(old)) AS old
CREATE (v:RecordVersion {key: row.key})
SET v += old {.*, key: row.key, sequence: row.sequence, effectiveOn: row.on, recordedAt: $now}
SET r.sequence = row.sequence, r.effectiveOn = row.on
CREATE (v)-[:VERSION_OF]->(r)
CREATE (v)-[:SAID_IN]->(p)"""


@dataclass(frozen=True, slots=True)
class Known:
    """What the graph holds of a record: its newest hash and sequence, since when and until when it was said."""

    hash: str
    sequence: int
    on: date
    confirmed: date


class Plan:
    """What a batch of records is to change, worked out before anything is written."""

    def __init__(self) -> None:
        self.newest = list[dict[str, Any]]()  # the record takes these fields
        self.versions = list[dict[str, Any]]()
        self.confirmed = list[dict[str, Any]]()
        self.pulled = list[dict[str, Any]]()
        self.restated = list[dict[str, Any]]()
        self.outcome = Outcome()


async def load_records(session: Session, writer: Writer, batch: str, records: Sequence[Any]) -> Outcome:
    """One batch of records of one class: a new version where the content is new, whatever the order of deliveries."""
    rows = sorted((record_row(record) for record in records), key=lambda row: row["id"])
    return await once(session, writer, batch, lambda run: _apply(run, writer, rows))


async def _apply(run: Run, writer: Writer, rows: list[dict[str, Any]]) -> Outcome:
    ids = [row["id"] for row in rows]
    known = {row[0]: Known(row[1], row[2], _day(row[3]), _day(row[4])) for row in await run(KNOWN, {"ids": ids})}
    moved = [row["id"] for row in rows if (had := known.get(row["id"])) and (had.hash != row["hash"] or writer.on < had.on)]
    found = await run(VERSIONS, {"ids": moved}) if moved else []
    histories = {id_: [Said(hash_, _day(on), mark) for hash_, on, mark in versions] for id_, versions in found}
    plan = planned(rows, known, histories, writer.on)
    for text, part in (
        (PULL, plan.pulled),
        (SAY, plan.newest),
        (VERSION, plan.versions),
        (RESTATE, plan.restated),
        (CONFIRM, plan.confirmed),
    ):
        if part:
            await run(text, writer.params() | {"rows": part})
    return plan.outcome


def planned(rows: Sequence[dict[str, Any]], known: dict[str, Known], histories: dict[str, list[Said]], on: date) -> Plan:
    """What is new, changed, unchanged, or an older word that only adds to the history."""
    plan, done = Plan(), set[str]()
    for row in rows:
        if row["id"] in done:  # told twice with one content
            continue
        done.add(row["id"])
        had = known.get(row["id"])
        if had is None:
            _newest(plan, row, 1, on, on)
            plan.outcome.new += 1
        elif had.hash == row["hash"] and on >= had.on:
            plan.confirmed.append({"id": row["id"]})
            plan.outcome.unchanged += 1
        else:
            _place(plan, row, had, histories[row["id"]], on)
    return plan


def _place(plan: Plan, row: dict[str, Any], had: Known, history: list[Said], on: date) -> None:
    story = placed(history, had.confirmed, row["hash"], on)
    sequence, newest = max(said.mark or 0 for said in history), story[-1]
    stored_on = {said.mark: said.on for said in history}
    for said in story:
        if said.mark is not None and stored_on[said.mark] != said.on:
            plan.pulled.append({"key": _key(row["id"], said.mark), "on": said.on})
        if said.mark is not None:
            continue
        sequence += 1
        if said.value != row["hash"]:
            again = {"id": row["id"], "key": _key(row["id"], sequence), "hash": said.value}
            plan.restated.append(again | {"sequence": sequence, "on": said.on})
        elif said is newest:
            _newest(plan, row, sequence, on, max(on, had.confirmed))
        else:
            plan.versions.append(row | {"key": _key(row["id"], sequence), "sequence": sequence, "on": on})
    if newest.mark is None and newest.value == row["hash"]:
        plan.outcome.changed += 1
    else:
        plan.outcome.older += 1


def _newest(plan: Plan, row: dict[str, Any], sequence: int, on: date, confirmed: date) -> None:
    said = row | {"key": _key(row["id"], sequence), "sequence": sequence, "on": on, "confirmed": confirmed}
    plan.newest.append(said)
    plan.versions.append(said)


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


def _day(text: str) -> date:
    return date.fromisoformat(text)
