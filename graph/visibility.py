"""Who may see a party or an account: the unit it is at home in, and all units that serve it.

A party is at home in the unit that leads it (管户主办), else where its oldest account is booked. Without either it is
PUBLIC when only public registers speak of it, and UNASSIGNED otherwise: head office alone sees it.
"""

from collections.abc import Sequence
from datetime import date

from graph.session import Run, Session
from graph.statement.template import current

PUBLIC = "PUBLIC"
UNASSIGNED = "UNASSIGNED"

PARTIES = """
UNWIND $records AS id
MATCH (r:SourceRecord {id: id}) USING INDEX SEEK r:SourceRecord(id)
MATCH (r)-[:DESCRIBES]->(p)
RETURN DISTINCT p.id"""
NUMBER = "MATCH (n:{label}) RETURN count(n)"
PAGE_OF = "MATCH (n:{label}) USING INDEX n:{label}(id) WHERE n.id > $after RETURN n.id ORDER BY n.id LIMIT $most"
RECORDS_OF = "MATCH (r:SourceRecord {system: $source}) RETURN r.id"
ACCOUNTS_OF = "MATCH (a:Account {source: $source}) RETURN a.id"
HOLDERS = """
UNWIND $accounts AS id
MATCH (a:Account {id: id}) USING INDEX SEEK a:Account(id)
MATCH (a)<-[:HOLDS]-(p)
RETURN DISTINCT p.id"""
HELD = """
UNWIND $parties AS id
MATCH (p:Party {id: id}) USING INDEX SEEK p:Party(id)
MATCH (p)-[:HOLDS]->(a)
RETURN DISTINCT a.id"""
# `current` is what holds today. The lock is taken before anything is read: of two passes that work out one
# party side by side, the later knows what both have written.
SET_PARTIES = current("""
UNWIND $parties AS id
MATCH (p:Party {id: id}) USING INDEX SEEK p:Party(id)
SET p.kind = p.kind
WITH p,
  COLLECT { MATCH (p)-[m:MANAGED_BY]->(u) WHERE current(m)
    RETURN u.id ORDER BY CASE m.role WHEN 'LEAD' THEN 0 ELSE 1 END, m.validFrom, u.id } AS managed,
  COLLECT { MATCH (p)-[m:MANAGED_BY]->(u) WHERE m.role = 'LEAD' AND current(m)
    RETURN u.id ORDER BY m.validFrom, u.id LIMIT 1 } AS lead,
  COLLECT { MATCH (p)-[h:HOLDS]->(a)-[b:BOOKED_AT]->(u)
    WHERE current(h) AND current(b)
    RETURN u.id ORDER BY a.opened, a.id } AS booked,
  EXISTS { MATCH (p)<-[:DESCRIBES]-(r) WHERE NOT r.public } AS private
WITH p, lead, booked, private,
  COLLECT { UNWIND managed + booked AS u RETURN DISTINCT u ORDER BY u } AS units,
  coalesce(lead[0], booked[0], managed[0]) AS home
SET p.unit = coalesce(home, CASE WHEN private THEN $unassigned ELSE $public END),
  p.units = CASE WHEN home IS NOT NULL THEN units WHEN private THEN [] ELSE [$public] END
RETURN count(*)""")
SET_ACCOUNTS = current("""
UNWIND $accounts AS id
MATCH (a:Account {id: id}) USING INDEX SEEK a:Account(id)
SET a.kind = a.kind
WITH a,
  COLLECT { MATCH (a)-[b:BOOKED_AT]->(u) WHERE current(b)
    RETURN u.id ORDER BY u.id } AS booked,
  COLLECT { MATCH (a)<-[h:HOLDS]-()-[m:MANAGED_BY]->(u)
    WHERE current(h) AND current(m)
    RETURN DISTINCT u.id ORDER BY u.id } AS managed
SET a.unit = coalesce(booked[0], managed[0], $unassigned),
  a.units = COLLECT { UNWIND booked + managed AS u RETURN DISTINCT u ORDER BY u }
RETURN count(*)""")
# What began or ended by the calendar alone.
LAPSED = """
CALL () {
  MATCH (n)-[r:HOLDS|MANAGED_BY|BOOKED_AT]->() WHERE r.validTo > $since AND r.validTo <= $today RETURN n
  UNION MATCH (n)-[r:HOLDS|MANAGED_BY|BOOKED_AT]->() WHERE r.validFrom > $since AND r.validFrom <= $today RETURN n
}
RETURN CASE WHEN n:Party THEN 'Party' WHEN n:Account THEN 'Account' END, n.id"""


async def parties_of(session: Session, records: Sequence[str]) -> set[str]:
    """The parties that these records describe."""
    return {id_ for (id_,) in await session.rows(PARTIES, {"records": list(records)})}


async def lapsed(session: Session, since: date, today: date) -> tuple[set[str], set[str]]:
    """Parties and accounts of which something began or ended after one day and until another."""
    found = await session.rows(LAPSED, {"since": since, "today": today})
    parties = {id_ for label, id_ in found if label == "Party"}
    return parties, {id_ for label, id_ in found if label == "Account"}


async def number(session: Session, label: str) -> int:
    """How many parties or accounts there are."""
    ((found,),) = await session.rows(NUMBER.format(label=label))
    return found


async def page(session: Session, label: str, after: str, most: int) -> list[str]:
    """So many of the parties or accounts, by their ids, after one."""
    return [id_ for (id_,) in await session.rows(PAGE_OF.format(label=label), {"after": after, "most": most})]


async def records_of(session: Session, system: str) -> set[str]:
    """All records of a silo."""
    return await _all(session, RECORDS_OF, system)


async def accounts_of(session: Session, system: str) -> set[str]:
    """All accounts that a silo speaks for."""
    return await _all(session, ACCOUNTS_OF, system)


async def _all(session: Session, text: str, system: str) -> set[str]:
    async def read() -> set[str]:
        return {id_ async for (id_,) in session.stream(text, {"source": system})}

    return await session.patiently(read)


async def holders_of(session: Session, accounts: Sequence[str]) -> set[str]:
    """The parties that hold these accounts."""
    return {id_ for (id_,) in await session.rows(HOLDERS, {"accounts": list(accounts)})}


async def held_by(session: Session, parties: Sequence[str]) -> set[str]:
    """The accounts that these parties hold."""
    return {id_ for (id_,) in await session.rows(HELD, {"parties": list(parties)})}


async def held_in(run: Run, parties: Sequence[str]) -> list[str]:
    """The accounts that these parties hold, in a transaction."""
    return [id_ for (id_,) in await run(HELD, {"parties": list(parties)})]


async def home_parties(run: Run, parties: Sequence[str], today: date) -> None:
    """Works out anew where these parties are at home and who serves them."""
    await run(SET_PARTIES, {"parties": list(parties), "today": today, "public": PUBLIC, "unassigned": UNASSIGNED})


async def home_accounts(run: Run, accounts: Sequence[str], today: date) -> None:
    """Works out anew where these accounts are booked and who serves them or their holders."""
    await run(SET_ACCOUNTS, {"accounts": list(accounts), "today": today, "unassigned": UNASSIGNED})
