"""Moving a record from one party to another: everything that it said moves with it, in one transaction."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache

from graph.model import NODES, RELATIONSHIPS
from graph.parties import Assignment, assign
from graph.session import Run
from graph.vocabulary import node_meta, relationship_meta

FROM = """
MATCH (:Party {{id: $from}})-[r:{type} {{{record}: $record}}]->(other)
MATCH (to:Party {{id: $to}})
CREATE (to)-[n:{type}]->(other) SET n = properties(r) DELETE r"""
TO = """
MATCH (other)-[r:{type} {{{record}: $record}}]->(:Party {{id: $from}})
MATCH (to:Party {{id: $to}})
CREATE (other)-[n:{type}]->(to) SET n = properties(r) DELETE r"""
LEAVE = "MATCH (:SourceRecord {id: $record})-[d:DESCRIBES]->(:Party {id: $from}) DELETE d"
# A party without records lives on as the name of the one it went into; chains of such names stay flat.
RETIRE = """
MATCH (p:Party {id: $from}) WHERE NOT EXISTS { (:SourceRecord)-[:DESCRIBES]->(p) }
CALL (p) { MATCH (earlier:RetiredParty {into: p.id}) SET earlier.into = $to }
CREATE (:RetiredParty {id: p.id, into: $to, at: $now})
DETACH DELETE p"""


async def move(run: Run, to: Assignment, left: str, now: datetime) -> None:
    """Re-points by `recordId` and `toRecordId`; a party that no record describes any more is retired into the other."""
    params = {"record": to.record, "from": left, "to": to.party, "now": now}
    await run(LEAVE, params)
    await assign(run, [to], now)
    for text in statements():
        await run(text, params)
    await run(RETIRE, params)


@cache
def statements() -> tuple[str, ...]:
    """One for each end of each relationship that leads to a party by a record."""
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
