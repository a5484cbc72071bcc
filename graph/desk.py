"""What stewards say of a party by hand: a record of the desk for each field, about a silo's record that it goes with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from graph.session import Run

SYSTEM = "desk"
# Whoever moves records of the party is waited for, and waits from here on.
HOLD = """
OPTIONAL MATCH (was:RetiredParty {id: $party})
WITH coalesce(was.into, $party) AS id
MATCH (p:Party {id: id}) USING INDEX SEEK p:Party(id)
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
    """Whether a node tells only what stewards have said and say no more, or how they came to say what they do."""
    if said.get("about") is None:
        return False
    return "RecordVersion" in labels or ("SourceRecord" in labels and said.get("until") is not None)


async def hold(run: Run, party: str) -> Held | None:
    """By an id that it has or had; None where there is none."""
    found = await run(HOLD, {"party": party})
    return Held(*found[0]) if found else None


async def say(run: Run, party: Held, word: Word, on: date, now: datetime) -> None:
    """A new version; of what is said of one field the newest counts."""
    ((about,),) = await run(FIRST, {"party": party.party})
    told = dict(word.given) | {"said": word.said, "by": word.by, "why": word.why, "evidence": word.evidence}
    params = {"about": about, "id": record_id(about, word.field), "system": SYSTEM, "field": word.field, "word": told}
    await run(SAY, params | {"on": on, "now": now})


async def standing(run: Run, party: Held, field: str) -> str | None:
    """The record whose word counts for the field; None where no steward's does."""
    found = await run(STANDING, {"party": party.party, "field": field})
    return found[0][0] if found else None


async def withdraw(run: Run, record: str, empty: Sequence[str], *, by: str, why: str, on: date, now: datetime) -> None:
    """It says nothing any more; `empty` are the properties that it may have given."""
    word = dict.fromkeys((*empty, "said", "evidence")) | {"by": by, "why": why}
    await run(WITHDRAW, {"id": record, "word": word, "on": on, "now": now})
