"""Parties and the records that describe them: who is there, who becomes one, and what each is called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from graph.session import Run, Session

# Statements name one node by a label and key and reach the others along relationships without a label: where nothing is
# linked yet, the planner would take any label, or a walk through the whole index, to be the cheaper beginning, and keep to that.
RECORDS = """
UNWIND $ids AS id
MATCH (r:SourceRecord {id: id}) USING INDEX SEEK r:SourceRecord(id)
OPTIONAL MATCH (r)-[d:DESCRIBES]->(p)
RETURN r.id, r.kind, r.bankKey, d.rule, p.id"""
OF_KEY = """
UNWIND $keys AS key
MATCH (o:SourceRecord {bankKey: key}) USING INDEX SEEK o:SourceRecord(bankKey)
OPTIONAL MATCH (o)-[:DESCRIBES]->(q)
RETURN o.kind, key, collect(DISTINCT q.id)"""
DESCRIBED_BY = """
UNWIND $ids AS id
MATCH (p:Party {id: id}) USING INDEX SEEK p:Party(id)
MATCH (p)<-[d:DESCRIBES]-(r)
RETURN p.id, collect([r.id, r.kind, r.bankKey, d.rule])"""
ASSIGN = """
UNWIND $rows AS row
MATCH (r:SourceRecord {id: row.record}) USING INDEX SEEK r:SourceRecord(id)
MERGE (p:Party {id: row.party})
ON CREATE SET p.kind = row.kind, p.firstRecord = row.record, p.recordedAt = $now
FOREACH (_ IN CASE row.kind WHEN 'PERSON' THEN [1] ELSE [] END | SET p:Person)
FOREACH (_ IN CASE row.kind WHEN 'COMPANY' THEN [1] ELSE [] END | SET p:Company)
MERGE (r)-[d:DESCRIBES]->(p)
ON CREATE SET d.recordedAt = $now
SET d += row.sure
RETURN count(*)"""
# The lock is taken before anything is read: of two silos that work out one party side by side, the later knows both. What
# stewards say of a party hangs on its silos' records.
SAID = """
UNWIND $ids AS id
MATCH (p:Party {id: id}) USING INDEX SEEK p:Party(id)
SET p.kind = p.kind
WITH p
MATCH (p)<-[:DESCRIBES]-(r)
WITH p, collect(properties(r)) AS said
RETURN p.id, p.kind, said + COLLECT {
  MATCH (p)<-[:DESCRIBES]-()<-[:CORRECTS]-(e) WHERE e.until IS NULL RETURN properties(e) ORDER BY e.id }"""
CALL_THEM = "UNWIND $rows AS row MATCH (p:Party {id: row.party}) USING INDEX SEEK p:Party(id) SET p += row.golden RETURN count(*)"


Keyed = tuple[str, str, str | None, str | None]
"""A record, its kind, its bank key, and the rule by which it describes its party."""


class Rule(StrEnum):
    """Why a record describes its party: nobody else says the same; the bank's own customer number; a number given for life; a
    document that is renewed; all that it says; a steward's word."""

    OWN_RECORD = "OWN_RECORD"
    DECLARED_KEY = "DECLARED_KEY"
    LIFELONG_NUMBER = "LIFELONG_NUMBER"
    DOCUMENT = "DOCUMENT"
    EVIDENCE = "EVIDENCE"
    JUDGED = "JUDGED"


RESOLVED = frozenset((Rule.LIFELONG_NUMBER, Rule.DOCUMENT, Rule.EVIDENCE, Rule.JUDGED))
"""What only a resolution of all records decides, and undoes."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A record and its surroundings: its party, and with all records of each that and the parties of its bank key."""

    record: str
    kind: str
    bank_key: str | None
    rule: str | None
    party: str | None
    parties: Mapping[str, Sequence[Keyed]]


@dataclass(frozen=True, slots=True)
class Assignment:
    """Which party a record describes, by which rule, and how surely: the weight of the evidence in bits over the threshold, where
    it was weighed, and the chance that it gives."""

    record: str
    kind: str
    party: str
    rule: str
    weight: float | None = None
    probability: float = 1.0
    by: str = "ingest"


async def standings(session: Session, records: Sequence[str]) -> list[Standing]:
    """In the order of the record ids. Three small questions: of one great one the planner, where the database is still empty,
    makes a plan that takes steps by the square."""
    found = await session.rows(RECORDS, {"ids": sorted(set(records))})
    keys = sorted({key for _, _, key, *_ in found if key})
    of_key = {(kind, key): parties for kind, key, parties in await session.rows(OF_KEY, {"keys": keys})}
    wanted: set[str] = {party for *_, party in found if party}.union(*of_key.values())
    described = {party: [_keyed(each) for each in by] for party, by in await session.rows(DESCRIBED_BY, {"ids": sorted(wanted)})}
    return [
        Standing(record, kind, key, rule, party, {each: described[each] for each in {*of_key.get((kind, key), ()), party} if each})
        for record, kind, key, rule, party in found
    ]


def _keyed(told: Sequence[str]) -> Keyed:
    record, kind, key, rule = told
    return record, kind, key, rule


async def assign(run: Run, assignments: Sequence[Assignment], now: datetime) -> None:
    """Makes the parties that are not there and says which records describe them; done twice it changes nothing more."""
    rows = [{"record": each.record, "kind": each.kind, "party": each.party, "sure": sure(each)} for each in assignments]
    await run(ASSIGN, {"rows": rows, "now": now})


def sure(assignment: Assignment) -> dict[str, Any]:
    """What DESCRIBES carries."""
    told = assignment
    return {"rule": told.rule, "weight": told.weight, "probability": told.probability, "decidedBy": told.by}


async def said(run: Run, parties: Sequence[str]) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Of every one of these parties that is there: its id, its kind, and the fields of all records of it, also stewards'."""
    found = await run(SAID, {"ids": list(parties)})
    return [(party, kind, [_native(record) for record in said]) for party, kind, said in found]


async def call(run: Run, golden: Mapping[str, Mapping[str, Any]]) -> None:
    """Gives each party its golden values; a value of None is taken away."""
    rows = [{"party": party, "golden": dict(values)} for party, values in sorted(golden.items())]
    await run(CALL_THEM, {"rows": rows})


def _native(record: dict[str, Any]) -> dict[str, Any]:
    return {name: _day(value) if hasattr(value, "to_native") else value for name, value in record.items()}


def _day(value: Any) -> date | datetime:
    return value.to_native()
