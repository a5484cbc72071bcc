"""What stewards say of a party by hand: a record of the desk for each field, about a silo's record that it goes with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from graph.model import Address, ContactPoint
from graph.rows import row_of
from graph.session import Run
from graph.vocabulary import class_of, node_meta

SYSTEM = "desk"
# Whoever moves records of the party is waited for, and waits from here on.
HOLD = """
OPTIONAL MATCH (was:RetiredParty {id: $party})
WITH coalesce(was.into, $party) AS id
MATCH (p:Party {id: id}) USING INDEX SEEK p:Party(id)
WHERE $scope IS NULL OR any(u IN p.units WHERE u IN $scope)
SET p.kind = p.kind
RETURN p.id, p.kind"""
# The record that the party was made for, where that still describes it.
FIRST = """
MATCH (p:Party {id: $party})<-[:DESCRIBES]-(r)
RETURN r.id ORDER BY CASE r.id WHEN p.firstRecord THEN 0 ELSE 1 END, r.id LIMIT 1"""
STANDING = """
MATCH (p:Party {id: $party})<-[:DESCRIBES]-()<-[:CORRECTS]-(e) WHERE e.field = $field AND e.until IS NULL
RETURN e.id ORDER BY e.effectiveOn DESC, e.recordedAt DESC, e.id LIMIT 1"""
# The record itself holds a copy of its newest version.
SAY = """
MATCH (r:SourceRecord {id: $about}) USING INDEX SEEK r:SourceRecord(id)
MERGE (e:SourceRecord {id: $id})
ON CREATE SET e.system = $system, e.kind = r.kind, e.public = false, e.about = r.id, e.field = $field, e.sequence = 0
MERGE (e)-[:CORRECTS]->(r)
SET e += $word, e.sequence = e.sequence + 1, e.effectiveOn = $on, e.toldOn = $on, e.until = null, e.recordedAt = $now
CREATE (v:RecordVersion {key: e.id + '#' + e.sequence})
SET v += $word, v.record = e.id, v.about = e.about, v.sequence = e.sequence, v.effectiveOn = $on, v.recordedAt = $now
CREATE (v)-[:VERSION_OF]->(e)
RETURN e.id"""
# What it said stays in its versions.
WITHDRAW = """
MATCH (e:SourceRecord {id: $id}) USING INDEX SEEK e:SourceRecord(id)
SET e += $word, e.sequence = e.sequence + 1, e.until = $on, e.recordedAt = $now
CREATE (v:RecordVersion {key: e.id + '#' + e.sequence})
SET v.record = e.id, v.about = e.about, v.sequence = e.sequence, v.gone = true, v.by = e.by, v.why = e.why, v.effectiveOn = $on,
  v.recordedAt = $now
CREATE (v)-[:VERSION_OF]->(e)
RETURN e.id"""

# How a party is reached, as the desk's record says: one that stands for each.
LEAVES = """
MATCH (p:Party {id: $party}) USING INDEX SEEK p:Party(id)
MATCH (p)-[l:REACHED_AT|RESIDES_AT {recordId: $id}]->() WHERE l.withdrawn IS NULL
SET l.validTo = $on, l.endedAt = $now, l.withdrawn = true
RETURN count(l)"""
REACHES = """
MATCH (p:Party {{id: $party}}) USING INDEX SEEK p:Party(id)
MERGE (n:{label} {{id: $point}})
ON CREATE SET n += $given, n.hash = $hash, n.source = $system, n.toldOn = $on, n.recordedAt = $now
CREATE (p)-[l:{type} {{recordId: $id, usage: $usage, by: $usage, source: $system}}]->(n)
SET l.effectiveOn = $on, l.toldOn = $on, l.validFrom = $on, l.recordedAt = $now
RETURN n.id"""
PREFERRED = "PREFERRED"


@dataclass(frozen=True, slots=True)
class Held:
    """A party that nobody else changes until this is written, and what it is of."""

    party: str
    kind: str


@dataclass(frozen=True, slots=True)
class Word:
    """What a steward says of one field: the properties it gives, the same as text; by whom, why, and from what it is known."""

    field: str
    given: Mapping[str, Any]
    said: str
    by: str
    why: str
    evidence: str


def record_id(about: str, field: str) -> str:
    """Of the record that tells what stewards say of a field where another record tells what a silo says."""
    return f"{SYSTEM}:{about}/{field}"


def is_word(record: str) -> bool:
    """Whether it is the id of such a record."""
    return record.startswith(f"{SYSTEM}:") and "/" in record


def is_over(labels: Sequence[str], said: Mapping[str, Any]) -> bool:
    """Whether a node tells only what was said by hand and is said no more, or how it came to be said."""
    if said.get("about") is None:
        return bool(said.get("withdrawn"))
    return "RecordVersion" in labels or ("SourceRecord" in labels and said.get("until") is not None)


async def hold(run: Run, party: str, scope: Sequence[str] | None = None) -> Held | None:
    """By an id that it has or had; None where there is none that these units see (None: head office, which sees all)."""
    found = await run(HOLD, {"party": party, "scope": scope})
    return Held(*found[0]) if found else None


async def first_record(run: Run, party: str) -> str:
    """The record that what is said of a party by hand is about."""
    ((about,),) = await run(FIRST, {"party": party})
    return about


async def say(run: Run, party: Held, word: Word, on: date, now: datetime) -> str:
    """A new version, and its record; of what is said of one field the newest counts."""
    about = await first_record(run, party.party)
    told = dict(word.given) | {"said": word.said, "by": word.by, "why": word.why, "evidence": word.evidence}
    params = {"about": about, "id": record_id(about, word.field), "system": SYSTEM, "field": word.field, "word": told}
    await run(SAY, params | {"on": on, "now": now})
    return record_id(about, word.field)


async def reach(run: Run, party: Held, record: str, point: ContactPoint | Address, on: date, now: datetime) -> None:
    """The party is reached so, as a record of the desk says; as it said before no more."""
    label, type_ = ("ContactPoint", "REACHED_AT") if isinstance(point, ContactPoint) else ("Address", "RESIDES_AT")
    row = row_of(0, point, node_meta(class_of(point)).properties)
    params = {"party": party.party, "id": record, "on": on, "now": now, "system": SYSTEM, "usage": PREFERRED}
    await run(LEAVES, params)
    await run(REACHES.format(label=label, type=type_), params | {"point": point.id, "given": row["given"], "hash": row["hash"]})


async def leave(run: Run, party: Held, record: str, on: date, now: datetime) -> None:
    """As this record said the party is reached no more."""
    await run(LEAVES, {"party": party.party, "id": record, "on": on, "now": now})


async def standing(run: Run, party: Held, field: str) -> str | None:
    """The record whose word counts for the field; None where no steward's does."""
    found = await run(STANDING, {"party": party.party, "field": field})
    return found[0][0] if found else None


async def withdraw(run: Run, record: str, empty: Sequence[str], *, by: str, why: str, on: date, now: datetime) -> None:
    """It says nothing any more; `empty` are the properties that it may have given."""
    word = dict.fromkeys((*empty, "said", "evidence")) | {"by": by, "why": why}
    await run(WITHDRAW, {"id": record, "word": word, "on": on, "now": now})
