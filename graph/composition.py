"""Of which records a party is made, by any id that names it, and what waits for a steward beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph.resolution import Resemblance
from graph.session import Session

NAMED = """
OPTIONAL MATCH (gone:RetiredParty {id: $id})
OPTIONAL MATCH (:SourceRecord {id: $id})-[:DESCRIBES]->(of)
WITH coalesce(gone.into, of.id, $id) AS id
MATCH (p:Party {id: id})
RETURN p.id, p.kind, p.name, COLLECT { MATCH (p)<-[:DESCRIBES]-(r) RETURN r.id ORDER BY r.id }"""
WAITING = """
UNWIND $ids AS id
MATCH (r:SourceRecord {id: id}) USING INDEX SEEK r:SourceRecord(id)
MATCH (r)-[x:RESEMBLES]-()
WITH DISTINCT x ORDER BY x.weight DESC, startNode(x).id, endNode(x).id
RETURN startNode(x).id, endNode(x).id, x.weight, x.probability, x.why"""


@dataclass(frozen=True, slots=True)
class Composition:
    """A party (PERSON, COMPANY), what it is called, and its records by their ids."""

    party: str
    kind: str
    name: str | None
    records: tuple[str, ...]


async def composition(session: Session, id_: str) -> Composition | None:
    """By the id of a party, of one that went into another, or of a record; None where none is named so."""
    found = await session.rows(NAMED, {"id": id_})
    return next((Composition(party, kind, name, tuple(records)) for party, kind, name, records in found), None)


async def waiting(session: Session, records: Sequence[str]) -> list[Resemblance]:
    """Pairs of which one is among these records, the likeliest first."""
    found = await session.rows(WAITING, {"ids": list(records)})
    return [Resemblance(one, other, weight, probability, why) for one, other, weight, probability, why in found]
