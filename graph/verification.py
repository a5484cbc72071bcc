"""Which parties are to be verified again: what was seen of their documents is too old, or a document has expired."""

from dataclasses import dataclass
from datetime import date, timedelta

from graph.session import Session

# The documents that a silo has seen are found by the day from which on it says so, the oldest first; a party of which it has
# seen another since is left out. Those that have expired are found by that day.
TOO_OLD = """
MATCH (p:Party)-[l:IDENTIFIED_BY]->(d) USING INDEX l:IDENTIFIED_BY(effectiveOn)
WHERE l.effectiveOn < $before AND l.seen AND l.until IS NULL
  AND NOT EXISTS { MATCH (p)-[n:IDENTIFIED_BY]->() WHERE n.seen AND n.until IS NULL AND n.effectiveOn >= $before }
RETURN p.id, 'TOO_OLD', d.kind, l.recordId, toString(l.effectiveOn) AS since ORDER BY l.effectiveOn, p.id LIMIT $most"""
EXPIRED = """
MATCH (d:IdentityDocument) WHERE d.validUntil < $today
MATCH (d)<-[l:IDENTIFIED_BY]-(p) WHERE l.seen AND l.until IS NULL
  AND NOT EXISTS { MATCH (p)-[n:IDENTIFIED_BY]->(other) WHERE n.seen AND other.kind = d.kind AND other.validUntil >= $today }
RETURN p.id, 'EXPIRED', d.kind, l.recordId, toString(d.validUntil) AS since ORDER BY d.validUntil, p.id LIMIT $most"""


@dataclass(frozen=True, slots=True)
class Due:
    """A party, why it is due, the kind of the document, the record whose silo has seen it, and since when (a day)."""

    party: str
    why: str
    document: str
    record: str
    since: str


async def due(session: Session, today: date, days: int, most: int) -> list[Due]:
    """Those that expired first, then those that were seen longest ago; each party once for each document."""
    params = {"today": today, "before": today - timedelta(days=days), "most": most}
    found = [Due(*each) for text in (EXPIRED, TOO_OLD) for each in await session.rows(text, params)]
    first = dict[tuple[str, str], Due]()
    for each in found:
        first.setdefault((each.party, each.document), each)
    return list(first.values())[:most]
