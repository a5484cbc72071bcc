"""What bankers write down of a party by hand: the thing itself, and the desk's record of who said so and from what it is known.

Whoever writes has found the party, and whatever else is named, in the caller's scope and by a statement of the same transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from graph.desk import SYSTEM
from graph.rows import row_of
from graph.session import Run
from graph.statement.template import current
from graph.vocabulary import class_of, node_meta

# A record of the desk is about the silo's record that the thing hangs on its party by, and has a version for each time more is
# said. It does not describe the party: nothing that matches reads it.
SAY = """
MATCH (r:SourceRecord {id: $about}) USING INDEX SEEK r:SourceRecord(id)
MERGE (e:SourceRecord {id: $id})
ON CREATE SET e.system = $system, e.kind = r.kind, e.public = false, e.about = r.id, e.sequence = 0
SET e += $said, e.sequence = e.sequence + 1, e.effectiveOn = $on, e.toldOn = $on, e.recordedAt = $now
CREATE (v:RecordVersion {key: e.id + '#' + e.sequence})
SET v += $given, v += $said, v.id = null, v.record = e.id, v.about = e.about, v.sequence = e.sequence, v.effectiveOn = $on,
  v.recordedAt = $now
CREATE (v)-[:VERSION_OF]->(e)
RETURN e.id"""
MAKE = """
MATCH (e:SourceRecord {{id: $id}}) USING INDEX SEEK e:SourceRecord(id)
MATCH (p:Party {{id: $party}}) USING INDEX SEEK p:Party(id)
MERGE (n:{label} {{id: $id}})
ON CREATE SET n += $given, n.hash = $hash, n.source = $system, n.saidBy = $by, n.toldOn = $on, n.recordedAt = $now
MERGE (e)-[:TELLS]->(n)
MERGE {hangs}
ON CREATE SET l.source = $system, l.effectiveOn = $on, l.toldOn = $on, l.recordedAt = $now
RETURN n.id"""
ABOUT = "(n)-[l:ABOUT {recordId: $about}]->(p)"
GAVE = "(p)-[l:GAVE {recordId: $about}]->(n)"
BY = """
MATCH (m:Employee {{id: $by}}) USING INDEX SEEK m:Employee(id)
MATCH (n:{label} {{id: $id}}) USING INDEX SEEK n:{label}(id)
MERGE (n)-[:BY]->(m)"""
CONCERNS = """
MATCH (n:{label} {{id: $id}}) USING INDEX SEEK n:{label}(id)
MATCH (o:{other} {{id: $other}}) USING INDEX SEEK o:{other}(id)
MERGE (n)-[:CONCERNS]->(o)"""
# Of several parties that are named, those that the caller sees, each with the record that it hangs on.
SEEN = """
UNWIND $ids AS told
OPTIONAL MATCH (was:RetiredParty {id: told}) USING INDEX SEEK was:RetiredParty(id)
WITH told, coalesce(was.into, told) AS id
MATCH (p:Party {id: id}) USING INDEX SEEK p:Party(id)
WHERE $scope IS NULL OR any(u IN p.units WHERE u IN $scope)
SET p.kind = p.kind
WITH told, p
MATCH (p)<-[:DESCRIBES]-(r)
WITH told, p, r ORDER BY CASE r.id WHEN p.firstRecord THEN 0 ELSE 1 END, r.id
RETURN told, p.id, collect(r.id)[0]"""
TOOK_PART = """
UNWIND $rows AS row
MATCH (p:Party {id: row.party}) USING INDEX SEEK p:Party(id)
MATCH (n:Interaction {id: $id}) USING INDEX SEEK n:Interaction(id)
MERGE (p)-[l:TOOK_PART {recordId: row.record}]->(n)
ON CREATE SET l.source = $system, l.effectiveOn = $on, l.toldOn = $on, l.recordedAt = $now"""
OPPORTUNITY = """
MATCH (o:Opportunity {id: $id}) USING INDEX SEEK o:Opportunity(id)
MATCH (o)-[:ABOUT]->(p) WHERE p.id = $party
RETURN o.id"""
ACCOUNT = current("""
MATCH (a:Account {id: $id}) USING INDEX SEEK a:Account(id)
WHERE $scope IS NULL OR any(u IN a.units WHERE u IN $scope)
MATCH (a)<-[h:HOLDS]-(p) WHERE p.id = $party AND current(h)
RETURN DISTINCT a.id""")
# The party is waited for by whoever moves its records, as the thing itself is by who says more of it.
REQUEST = """
MATCH (q:ServiceRequest {id: $id}) USING INDEX SEEK q:ServiceRequest(id)
MATCH (q)-[l:ABOUT]->(p)
WHERE ($scope IS NULL OR any(u IN p.units WHERE u IN $scope)) AND q.withdrawn IS NULL
SET q:ServiceRequest, p.kind = p.kind
RETURN p.id, coalesce(l.recordId, ''), q.source = $system, q.status, q.repliedAt IS NOT NULL, q.openedAt"""
REPLY = """
MATCH (q:ServiceRequest {id: $request}) USING INDEX SEEK q:ServiceRequest(id)
MATCH (e:SourceRecord {id: $id}) USING INDEX SEEK e:SourceRecord(id)
SET q.reply = $reply, q.repliedAt = $at, q.resolution = $resolution, q.repliedBy = $by,
  q.deskStatus = CASE WHEN $resolution IS NULL THEN 'ANSWERED' ELSE 'CLOSED' END
MERGE (e)-[:TELLS]->(q)
RETURN q.id"""
SUBJECT = """
MATCH (o:{label} {{id: $id}}) USING INDEX SEEK o:{label}(id)
MATCH (o)-[l:ABOUT]->(p)
WHERE ($scope IS NULL OR any(u IN p.units WHERE u IN $scope)) AND o.withdrawn IS NULL
SET p.kind = p.kind
RETURN p.id, l.recordId"""
# What tells a reply tells a request that is another's.
ENTRY = """
MATCH (e:SourceRecord {id: $id}) USING INDEX SEEK e:SourceRecord(id)
MATCH (e)-[:TELLS]->(n) WHERE n.id = e.id AND n.withdrawn IS NULL
MATCH (n)-[:ABOUT|GAVE]-(p) WHERE $scope IS NULL OR any(u IN p.units WHERE u IN $scope)
SET p.kind = p.kind
RETURN p.id"""
WITHDRAW = """
MATCH (e:SourceRecord {id: $id}) USING INDEX SEEK e:SourceRecord(id)
MATCH (e)-[:TELLS]->(n)
SET e.sequence = e.sequence + 1, e.until = $on, e.by = $by, e.why = $why, e.recordedAt = $now
SET n.until = $on, n.withdrawn = true
CREATE (v:RecordVersion {key: e.id + '#' + e.sequence})
SET v.record = e.id, v.about = e.about, v.sequence = e.sequence, v.gone = true, v.by = $by, v.why = $why, v.effectiveOn = $on,
  v.recordedAt = $now
CREATE (v)-[:VERSION_OF]->(e)
RETURN e.id"""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that is said by hand: by whom, on which day, at which instant, and from what it is known where that is told."""

    id: str
    by: str
    on: date
    now: datetime
    evidence: str | None = None

    def params(self) -> dict[str, Any]:
        said = {"by": self.by, "evidence": self.evidence}
        return {"id": self.id, "by": self.by, "on": self.on, "now": self.now, "system": SYSTEM, "said": said}


@dataclass(frozen=True, slots=True)
class Request:
    """A service request: its party, the record by which it is that one's, whether the desk opened it, and how it stands."""

    party: str
    record: str
    by_hand: bool
    status: str
    replied: bool
    opened_at: datetime


async def write(run: Run, entry: Entry, party: str, about: str, thing: Any) -> None:
    """A thing of the model, whose id is the entry's: it hangs on the party by the silo's record that it is `about`."""
    label = node_meta(class_of(thing)).label
    row = row_of(0, thing, node_meta(class_of(thing)).properties)
    params = entry.params() | {"party": party, "about": about, "given": row["given"], "hash": row["hash"]}
    await run(SAY, params)
    await run(MAKE.format(label=label, hangs=GAVE if label == "Consent" else ABOUT), params)
    if label != "Consent":
        await run(BY.format(label=label), params)


async def note(run: Run, entry: Entry, about: str, given: Mapping[str, Any]) -> None:
    """The desk's record of what was said, about a silo's record that it goes with."""
    await run(SAY, entry.params() | {"about": about, "given": dict(given)})


async def concern(run: Run, entry: Entry, label: str, other_label: str, other: str) -> None:
    """That an entry's thing concerns another thing."""
    await run(CONCERNS.format(label=label, other=other_label), {"id": entry.id, "other": other})


async def seen(run: Run, parties: Sequence[str], scope: Sequence[str] | None) -> dict[str, tuple[str, str]]:
    """Of parties by the ids they have or had, those that these units see: id now, and the record that it was made for."""
    found = await run(SEEN, {"ids": sorted(set(parties)), "scope": scope})
    return {told: (party, record) for told, party, record in found}


async def took_part(run: Run, entry: Entry, parties: Mapping[str, str]) -> None:
    """Parties, each with its record, took part in the contact of an entry."""
    rows = [{"party": party, "record": record} for party, record in sorted(parties.items())]
    await run(TOOK_PART, entry.params() | {"rows": rows})


async def is_opportunity_of(run: Run, party: str, opportunity: str) -> bool:
    return bool(await run(OPPORTUNITY, {"id": opportunity, "party": party}))


async def is_account_of(run: Run, party: str, account: str, scope: Sequence[str] | None, today: date) -> bool:
    """Whether the party holds it today, and these units see it."""
    return bool(await run(ACCOUNT, {"id": account, "party": party, "scope": scope, "today": today}))


async def request(run: Run, id_: str, scope: Sequence[str] | None) -> Request | None:
    """A request that nobody else answers until this is written; None where there is none that these units see."""
    found = await run(REQUEST, {"id": id_, "scope": scope, "system": SYSTEM})
    if not found:
        return None
    party, record, by_hand, status, replied, opened_at = found[0]
    return Request(party, record, by_hand, status, replied, opened_at.to_native())


async def reply(run: Run, entry: Entry, request_id: str, about: str, reply: Mapping[str, Any]) -> None:
    """`reply`: what was answered, when, and how that resolved it, as `reply`, `at` and `resolution`."""
    await run(SAY, entry.params() | {"about": about, "given": dict(reply)})
    await run(REPLY, entry.params() | {"request": request_id} | dict(reply))


async def subject(run: Run, labels: Sequence[str], id_: str, scope: Sequence[str] | None) -> tuple[str, str, str] | None:
    """The label of the thing with an id, its party, and the record by which it is that one's; None where none is seen."""
    for label in labels:
        for party, record in await run(SUBJECT.format(label=label), {"id": id_, "scope": scope}):
            return label, party, record
    return None


async def party_of(run: Run, id_: str, scope: Sequence[str] | None) -> str | None:
    """The party that an entry is of which still stands; None where there is none that these units see."""
    found = await run(ENTRY, {"id": id_, "scope": scope})
    return found[0][0] if found else None


async def withdraw(run: Run, id_: str, by: str, why: str, on: date, now: datetime) -> None:
    """An entry stands no more; what it said stays in its versions."""
    await run(WITHDRAW, {"id": id_, "by": by, "why": why, "on": on, "now": now})
