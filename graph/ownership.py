"""Everyone above a company, with who owns whom: what declarations are made of; the whole bank's view, for a command."""

from datetime import date
from typing import Any

from graph.session import Session
from graph.statement.template import dated

# As a question about ownership reads it, without who asks: each party once, however many ways lead there.
ABOVE = f"""
OPTIONAL MATCH (:SourceRecord {{id: $company}})-[:DESCRIBES]->(s)
MATCH (c:Party:Company) WHERE c.id = coalesce(s.id, $company)
MATCH p = (c)<-[:OWNS*0..]-(x) WHERE all(r IN relationships(p) WHERE {dated("r", "$on")})
WITH DISTINCT c, x
RETURN [x.id, coalesce(x.name, x.id), x:Person, x.category, coalesce(x.listed, false), x = c, null, null,
  COLLECT {{ MATCH (x)<-[r:OWNS]-(o:Party) WHERE {dated("r", "$on")}
    RETURN [o.id, r.interest, r.shareExact, r.shareMin, r.shareMax, r.direct, r.nominee, r.beneficial, r.source, r.statement,
      toString(r.validFrom)] }},
  COLLECT {{ MATCH (x)<-[:ABOUT]-(d:OwnershipStatement) WHERE d.reason IS NOT NULL AND d.saidOn <= $on
      AND coalesce(d.status, '') <> 'CLOSED'
      AND NOT EXISTS {{ MATCH (x)<-[:ABOUT]-(l) WHERE l.declared = d.declared AND l.saidOn > d.saidOn AND l.saidOn <= $on }}
    RETURN [d.reason, d.reasonText, d.id] ORDER BY d.id }},
  [], []]
ORDER BY x.id"""


async def above(session: Session, company: str, on: date) -> list[list[Any]]:
    """A row for each party, as the rules of ownership read them; none where there is no such company. `company` is its own id, or a
    silo's for it."""
    return [row for (row,) in await session.rows(ABOVE, {"company": company, "on": on})]
