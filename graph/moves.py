"""Moving records from one party to another: everything that they said moves with them, in one transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from graph.model import NODES, RELATIONSHIPS
from graph.parties import Assignment, assign
from graph.session import Run, Session
from graph.vocabulary import node_meta, relationship_meta

FROM = """
UNWIND $rows AS row
MATCH (left:Party {{id: row.from}}) USING INDEX SEEK left:Party(id)
MATCH (to:Party {{id: row.to}}) USING INDEX SEEK to:Party(id)
MATCH (left)-[r:{type} {{{record}: row.record}}]->(other)
CREATE (to)-[n:{type}]->(other) SET n = properties(r) DELETE r"""
TO = """
UNWIND $rows AS row
MATCH (left:Party {{id: row.from}}) USING INDEX SEEK left:Party(id)
MATCH (to:Party {{id: row.to}}) USING INDEX SEEK to:Party(id)
MATCH (left)<-[r:{type} {{{record}: row.record}}]-(other)
CREATE (other)-[n:{type}]->(to) SET n = properties(r) DELETE r"""
# Whoever is giving one of them another relationship is waited for, and waits from here on.
HOLD = """
UNWIND $rows AS row
MATCH (p:Party {id: row.from}) USING INDEX SEEK p:Party(id)
SET p:Party"""
# What is said by hand of how a party is reached hangs on the desk's own record, which goes with the one that it is about.
SAID_OF = """
UNWIND $rows AS row
MATCH (e:SourceRecord {about: row.record}) USING INDEX SEEK e:SourceRecord(about)
WHERE e.field IS NOT NULL
RETURN e.id, row.from, row.to"""
LEAVE = """
UNWIND $rows AS row
MATCH (r:SourceRecord {id: row.record}) USING INDEX SEEK r:SourceRecord(id)
MATCH (r)-[d:DESCRIBES]->(p) WHERE p.id = row.from
DELETE d"""
# A party without records lives on as the name of the one that its first record went into; chains of such names stay flat.
RETIRE = """
UNWIND $rows AS row
WITH row.from AS id, row.to AS into, row.record AS record ORDER BY record
WITH id, collect({record: record, into: into}) AS gone
MATCH (p:Party {id: id}) USING INDEX SEEK p:Party(id)
WHERE NOT EXISTS { (p)<-[:DESCRIBES]-() }
WITH p, coalesce(head([each IN gone WHERE each.record = p.firstRecord]), gone[0]) AS first
CALL (p, first) {
  MATCH (earlier:RetiredParty {into: p.id}) USING INDEX SEEK earlier:RetiredParty(into)
  SET earlier.into = first.into
}
CREATE (:RetiredParty {id: p.id, into: first.into, record: first.record, recordedAt: p.recordedAt, at: $now})
DETACH DELETE p"""
# An earlier name leads to where its record is.
FOLLOW = """
UNWIND $rows AS row
MATCH (gone:RetiredParty {record: row.record}) USING INDEX SEEK gone:RetiredParty(record)
SET gone.into = row.to"""
# An id that is given again to those who had it names them itself.
REVIVE = """
UNWIND $rows AS row
MATCH (gone:RetiredParty {id: row.to}) USING INDEX SEEK gone:RetiredParty(id)
MATCH (p:Party {id: row.to}) USING INDEX SEEK p:Party(id)
WITH DISTINCT gone, p
SET p.recordedAt = coalesce(gone.recordedAt, p.recordedAt), p.firstRecord = coalesce(gone.record, p.firstRecord)
DELETE gone"""
# What left a party that is still there.
PART = """
UNWIND $rows AS row
MATCH (left:Party {id: row.from}) USING INDEX SEEK left:Party(id)
MERGE (c:PartyChange {id: row.record + '@' + toString($now)})
SET c.record = row.record, c.from = row.from, c.to = row.to, c.rule = row.rule, c.at = $now"""
RETIRED_OF = """
UNWIND $records AS record
MATCH (gone:RetiredParty {record: record}) USING INDEX SEEK gone:RetiredParty(record)
RETURN gone.id, record"""
RETIRED = "MATCH (gone:RetiredParty) WHERE gone.record IS NOT NULL RETURN gone.id, gone.record"


@dataclass(frozen=True, slots=True)
class Move:
    """A record, the party that it leaves, and where it goes."""

    left: str
    to: Assignment


async def move(run: Run, moves: Sequence[Move], now: datetime) -> None:
    """Re-points by `recordId` and `toRecordId`; a party that no record describes any more is retired into the other, and one that
    was retired and is described again is back."""
    rows: list[dict[str, Any]] = [
        {"record": each.to.record, "from": each.left, "to": each.to.party, "rule": each.to.rule} for each in moves
    ]
    if not rows:
        return
    params = {"rows": rows, "now": now}
    await run(HOLD, params)
    await run(LEAVE, params)
    await assign(run, [each.to for each in moves], now)
    for text in statements():
        await run(text, params)
    if said := [{"record": id_, "from": left, "to": to} for id_, left, to in await run(SAID_OF, params)]:
        for type_ in ("REACHED_AT", "RESIDES_AT"):
            await run(FROM.format(type=type_, record="recordId"), {"rows": said})
    for text in (RETIRE, PART, FOLLOW, REVIVE):
        await run(text, params)


async def retired(session: Session, records: Sequence[str] | None = None) -> dict[str, str]:
    """Of parties that are gone, by id, the record that they were made for; of these records alone where they are named."""
    return dict(await (session.rows(RETIRED) if records is None else session.rows(RETIRED_OF, {"records": list(records)})))


@cache
def statements() -> tuple[str, ...]:
    """One for each end of each relationship that leads to a party by a record; what was worked out follows until it is anew."""
    return tuple(dict.fromkeys(_statements()))


def _statements() -> Iterator[str]:
    for cls in RELATIONSHIPS:
        meta = relationship_meta(cls)
        if meta.start.of_record:
            yield FROM.format(type=meta.type, record="recordId")
        if meta.end.of_record:
            yield TO.format(type=meta.type, record="toRecordId" if meta.start.of_record else "recordId")
    for cls in NODES:
        for link in node_meta(cls).links.values():
            if link.of_record:
                yield TO.format(type=link.type, record="recordId")
    yield FROM.format(type="BELONGS_TO", record="recordId")
    yield FROM.format(type="IN_GROUP", record="recordId")
