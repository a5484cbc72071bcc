"""What rests on two records being of one party, or of two."""

from dataclasses import dataclass
from datetime import date

from graph.session import Session
from graph.statement.template import current

# A judgement names two records; a merge, by the id that was retired, the record that it was made for and the party it went into.
RESTS = current("""
OPTIONAL MATCH (t:MatchTask {id: $decision})
OPTIONAL MATCH (gone:RetiredParty {id: $decision})
WITH t IS NOT NULL OR gone IS NOT NULL AS there,
  COLLECT { MATCH (t)-[:ONE|OTHER]->()-[:DESCRIBES]->(p) RETURN DISTINCT p.id }
  + COLLECT { MATCH (p:Party {id: gone.into}) RETURN p.id } AS parties
RETURN there, COLLECT {
  UNWIND parties AS id
  MATCH (p:Party {id: id}) USING INDEX SEEK p:Party(id)
  CALL (p) {
    MATCH (p)-[h:HOLDS]->(a) WHERE current(h)
    WITH DISTINCT a, h.recordId AS record
    RETURN 'ACCOUNT' AS what, a.id AS other, record
    UNION MATCH (p)-[l:LIVES_IN|BELONGS_TO]->(household) WHERE current(l)
    RETURN 'HOUSEHOLD' AS what, household.id AS other, l.recordId AS record
    UNION MATCH (former:RetiredParty {into: p.id}) USING INDEX SEEK former:RetiredParty(into)
    RETURN 'RETIRED_ID' AS what, former.id AS other, former.record AS record
    UNION MATCH (p)<-[:DESCRIBES]-(r)<-[:ONE|OTHER]-(q) WHERE q.id <> $decision
    WITH q, min(r.id) AS record
    RETURN CASE q.state WHEN 'WAITING' THEN 'MATCH_TASK' ELSE 'JUDGEMENT' END AS what, q.id AS other, record
    UNION MATCH (p)<-[:DESCRIBES]-(r)<-[:CORRECTS]-(e) WHERE e.until IS NULL
    RETURN 'EDIT' AS what, e.id AS other, r.id AS record
  }
  WITH DISTINCT what, other, record, p.id AS party ORDER BY what, other, record, party LIMIT $most
  RETURN [what, other, record, party]
}""")


@dataclass(frozen=True, slots=True)
class Affected:
    """What it is, its id, the record by whose word it hangs on a party, and that party."""

    what: str
    id: str
    record: str | None
    party: str


async def affected(session: Session, decision: str, today: date, most: int) -> list[Affected] | None:
    """Of a judgement's task, or of the id of a party that went into another; None where neither is there."""
    ((there, found),) = await session.rows(RESTS, {"decision": decision, "most": most, "today": today})
    return [Affected(*each) for each in found] if there else None
