"""Parties and what is within two steps of them, read in bulk: one statement for some hundreds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from graph.session import Session
from graph.statement.template import dated

MOST = 400
"""So many of one kind are read of one party, the newest."""
FEW = 5
MOVEMENT_DAYS = 180
MONTH_DAYS = 430
HOLDS = "EXISTS { MATCH (p)-[h:HOLDS]->() WHERE h.validTo IS NULL OR h.validTo > $today }"
"""Who is a customer."""
KNOWN = "(EXISTS { (p)-[:HOLDS]->() } OR EXISTS { (p)<-[:ABOUT]-(:Interaction|Opportunity|ServiceRequest) })"
"""Who is judged: customers, who was one, and with whom the bank is in contact."""
JUDGED = f"""
MATCH (p:Party) USING INDEX SEEK p:Party(id) WHERE p.id > $after AND {KNOWN}
RETURN p.id ORDER BY p.id LIMIT $most"""
OWN = f"(p)-[h:HOLDS]->(a:Account) WHERE h.role IN ['OWNER', 'JOINT'] AND {dated('h')}"
BALANCE = "CASE WHEN a.lastBalanceOn > a.balanceOn OR a.balance IS NULL THEN a.{last} ELSE a.{told} END"
NEAR = "DECIDES_FOR|HOLDS_OFFICE|WORKS_FOR|RELATED_TO|OWNS|SUPPLIES"
NEIGHBOURHOODS = f"""
UNWIND $ids AS id
MATCH (p:Party {{id: id}}) USING INDEX SEEK p:Party(id)
RETURN {{
  party: p.id, person: p:Person, record: COLLECT {{ MATCH (p)<-[:DESCRIBES]-(r) RETURN r.id ORDER BY r.id LIMIT 1 }}[0],
  name: p.name, born: toString(p.birthDate), founded: toString(p.foundedOn), listed: p.listed, category: p.category, size: p.size,
  occupation: p.occupation, riskTolerance: p.riskTolerance, riskAssessedOn: toString(p.riskAssessedOn),
  riskValidUntil: toString(p.riskValidUntil), investorType: p.investorType,
  lastMoved: COLLECT {{ MATCH {OWN} MATCH (a)<-[:ON]-(t:Transaction) WHERE t.initiator = 'CLIENT' AND t.bookedOn <= $today
    RETURN toString(t.bookedOn) ORDER BY t.bookedOn DESC LIMIT 1 }}[0],
  left: COLLECT {{ MATCH (p)-[h:HOLDS]->() WHERE h.role IN ['OWNER', 'JOINT'] AND h.validTo <= $today
    RETURN toString(h.validTo) ORDER BY h.validTo DESC LIMIT 1 }}[0],
  holdings: COLLECT {{ MATCH (p)-[h:HOLDS]->(a:Account) WHERE {dated("h")}
    OPTIONAL MATCH (a)-[o:OF]->(d:Product) WHERE {dated("o")}
    RETURN DISTINCT [a.id, a.kind, a.status, h.role, a.currency, {BALANCE.format(last="lastBalance", told="balance")},
      toString({BALANCE.format(last="lastBalanceOn", told="balanceOn")}), toString(a.opened), toString(a.closed), a.principal,
      a.creditLimit, a.termMonths, h.recordId, a.number, d.code, d.name, d.nameEn, d.family, d.riskLevel, d.own, d.issuer,
      d.minTier] AS row
    ORDER BY row[0], row[3], row[14] LIMIT {MOST} }},
  months: COLLECT {{ MATCH {OWN} MATCH (a)<-[:ON]-(f:MonthlyFlow) WHERE f.from >= $months AND f.from <= $today
    RETURN DISTINCT [f.id, toString(f.from), a.id, f.currency, f.in, f.out, f.clientIn, f.clientOut, f.clientCount, f.closing,
      f.average] AS row ORDER BY row[1] DESC, row[0] LIMIT {MOST} }},
  movements: COLLECT {{ MATCH {OWN} MATCH (a)<-[:ON]-(t:Transaction)
    WHERE t.initiator = 'CLIENT' AND t.bookedOn > $movements AND t.bookedOn <= $today
    RETURN DISTINCT [t.id, toString(t.bookedOn), a.id, t.currency, t.amount, t.purpose, t.counterpartyName, t.counterpartyBank,
      t.counterpartyAccount] AS row ORDER BY row[1] DESC, row[0] LIMIT {MOST} }},
  events: COLLECT {{ MATCH (p)<-[b:ABOUT]-(e:Event) WHERE e.happenedOn <= $today
    RETURN [e.id, toString(e.happenedOn), e.kind, e.sourceText, e.evidence, b.recordId]
    ORDER BY e.happenedOn DESC, e.id LIMIT {MOST} }},
  contacts: COLLECT {{ MATCH (p)<-[b:ABOUT]-(i:Interaction) WHERE i.withdrawn IS NULL AND date(i.at) <= $today
    RETURN [i.id, toString(date(i.at)), i.channel, i.topic, i.summary, i.direction, b.recordId]
    ORDER BY i.at DESC, i.id LIMIT {MOST} }},
  requests: COLLECT {{ MATCH (p)<-[b:ABOUT]-(q:ServiceRequest) WHERE q.withdrawn IS NULL AND date(q.openedAt) <= $today
    RETURN [q.id, toString(date(q.openedAt)), q.kind, q.topic, toString(date(q.dueAt)),
      toString(date(coalesce(q.answeredAt, q.repliedAt))), toString(date(coalesce(q.closedAt,
      CASE q.deskStatus WHEN 'CLOSED' THEN q.repliedAt END))), b.recordId] ORDER BY q.openedAt DESC, q.id LIMIT {MOST} }},
  outcomes: COLLECT {{ MATCH (p)<-[b:ABOUT]-(o:Outcome) WHERE o.withdrawn IS NULL AND date(o.at) <= $today
    RETURN [o.id, toString(date(o.at)), o.subject, o.outcome, o.reason,
      COLLECT {{ MATCH (o)-[:CONCERNS]->(:Recommendation)-[:FOR]->(d) RETURN d.code LIMIT 1 }}[0], b.recordId]
    ORDER BY o.at DESC, o.id LIMIT {MOST} }},
  consents: COLLECT {{ MATCH (p)-[g:GAVE]->(c:Consent) WHERE c.withdrawn IS NULL AND date(c.at) <= $today
    RETURN [c.id, toString(date(c.at)), c.purpose, c.state, g.recordId] ORDER BY c.at DESC, c.id LIMIT {MOST} }},
  opportunities: COLLECT {{ MATCH (p)<-[b:ABOUT]-(o:Opportunity) WHERE o.until IS NULL OR o.until > $today
    RETURN [o.id, toString(o.closesOn), o.name, o.stage, b.recordId] ORDER BY o.closesOn, o.id LIMIT {MOST} }},
  elsewhere: COLLECT {{ MATCH (p)-[b:BANKS_WITH]->(i:Institution)
    RETURN [i.id, i.name, b.shareOfWallet, b.recordId] ORDER BY coalesce(b.shareOfWallet, 0) DESC, i.id LIMIT {MOST} }},
  surveys: COLLECT {{ MATCH (p)<-[b:ABOUT]-(s:Survey) WHERE s.withdrawn IS NULL AND date(s.at) <= $today
    RETURN [s.id, toString(date(s.at)), s.score, s.best, b.recordId] ORDER BY s.at DESC, s.id LIMIT {MOST} }},
  near: COLLECT {{ MATCH (p)-[r:{NEAR}]-(o:Party) WHERE r.validFrom IS NULL OR r.validFrom <= $today
    RETURN [o.id, type(r), coalesce(r.role, r.office, r.kind, r.interest), toString(r.validFrom), toString(r.validTo),
      coalesce(r.shareExact, r.shareMin), o:Person, o.name, toString(o.birthDate), o.listed, r.recordId,
      COLLECT {{ MATCH (o)-[h:HOLDS]->(a:Account) WHERE {dated("h")} RETURN DISTINCT a.kind AS kind ORDER BY kind }},
      toString(o.foundedOn), startNode(r) = p,
      COLLECT {{ MATCH (o:Company)<-[b:ABOUT]-(e:Event) WHERE type(r) = 'OWNS' AND e.happenedOn <= $today
        RETURN [e.id, toString(e.happenedOn), e.kind, e.sourceText, e.evidence, b.recordId]
        ORDER BY e.happenedOn DESC, e.id LIMIT {FEW} }}] AS row
    ORDER BY row[1], row[0], row[2], row[3] LIMIT {MOST} }}
}}"""
CATALOGUE = """
MATCH (d:Product) USING INDEX SEEK d:Product(code) WHERE d.code > ''
RETURN d.code, d.name, d.nameEn, d.family, d.riskLevel, d.own, d.issuer, d.minTier ORDER BY d.code"""


@dataclass(frozen=True, slots=True)
class Portion:
    """Parties, and after whom the next begin; `after` is null where there are no more."""

    ids: list[str]
    after: str | None


async def judged(session: Session, after: str = "", most: int = 400) -> Portion:
    """Who is judged, so many by their ids."""
    ids = [id_ for (id_,) in await session.rows(JUDGED, {"after": after, "most": most})]
    return Portion(ids, ids[-1] if len(ids) == most else None)


async def read(session: Session, ids: Sequence[str], today: date) -> list[dict[str, Any]]:
    """Of each party all that is around it on a day, as rows by the names of members; whoever is none is left out."""
    days = {"months": today - timedelta(days=MONTH_DAYS), "movements": today - timedelta(days=MOVEMENT_DAYS)}
    return [row for (row,) in await session.rows(NEIGHBOURHOODS, {"ids": list(ids), "today": today, **days})]


async def catalogue(session: Session) -> list[list[Any]]:
    """All products, as rows."""
    return await session.rows(CATALOGUE)
