"""Which parties are to be verified again: what was seen of their documents is too old, or a document has expired."""

from dataclasses import dataclass
from datetime import date, timedelta

from graph.session import Session

# The documents that a silo has seen are found by the day from which on it says so, the oldest first; a party of which it has
# seen another since is left out. Those that have expired are found by that day.
DUE = """
CALL () {
  MATCH (d:IdentityDocument) WHERE d.validUntil < $today
  MATCH (d)<-[l:IDENTIFIED_BY]-(p) WHERE l.seen AND l.until IS NULL
    AND NOT EXISTS { MATCH (p)-[n:IDENTIFIED_BY]->(other) WHERE n.seen AND other.kind = d.kind AND other.validUntil >= $today }
  RETURN p.id AS party, 'EXPIRED' AS why, d.kind AS document, l.recordId AS record, d.validUntil AS since
  ORDER BY since, party LIMIT $most
  UNION ALL
  MATCH (p:Party)-[l:IDENTIFIED_BY]->(d) USING INDEX l:IDENTIFIED_BY(effectiveOn)
  WHERE l.effectiveOn < $before AND l.seen AND l.until IS NULL
    AND NOT EXISTS { MATCH (p)-[n:IDENTIFIED_BY]->() WHERE n.seen AND n.until IS NULL AND n.effectiveOn >= $before }
  RETURN p.id AS party, 'TOO_OLD' AS why, d.kind AS document, l.recordId AS record, l.effectiveOn AS since
  ORDER BY since, party LIMIT $most
}
RETURN party, why, document, record, toString(since) ORDER BY why, since, party"""


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
    found = [Due(*each) for each in await session.rows(DUE, params)]
    first = dict[tuple[str, str], Due]()
    for each in found:
        first.setdefault((each.party, each.document), each)
    return list(first.values())[:most]
