"""Customer groups (集团客户) that are worked out: what they rest on, as silos said it, and what is written of them.

A party is IN_GROUP of a group, by a rule; the group is BECAUSE of lines between its members, each with the record that said it.
Nothing is overwritten: what holds no more ends, and stays.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from graph.session import Run, Session
from graph.statement.template import dated

LINES = f"""
MATCH (a)-[r:OWNS|CONSOLIDATED_BY|BRANCH_OF|RELATED_TO|SUPPLIES]->(b) WHERE a <> b AND {dated("r")}
  AND coalesce(r.status, '') <> 'INACTIVE'
RETURN type(r), a.id, b.id, coalesce(r.interest, r.level, r.kind, ''), coalesce(r.shareExact, r.shareMin),
  coalesce(r.shareExact, r.shareMax), coalesce(r.nominee, false), r.direct, r.source, r.recordId, r.toRecordId,
  toString(r.validFrom), r.volume, r.currency"""
PARTIES = """
UNWIND $ids AS id
MATCH (p:Party {id: id}) USING INDEX SEEK p:Party(id)
RETURN p.id, p:Person, p.category, COLLECT { MATCH (p)<-[:DESCRIBES]-(r) RETURN r.id ORDER BY r.id LIMIT 1 }[0]"""
# What a company sold in the last year it declared.
REVENUES = """
UNWIND $ids AS id
MATCH (p:Party {id: id}) USING INDEX SEEK p:Party(id)
MATCH (p)<-[:ABOUT]-(t) WHERE t:TaxYear AND t.revenue IS NOT NULL AND t.year <= $year
WITH p, t ORDER BY t.year DESC, t.id
WITH p, collect(t)[0] AS t
RETURN p.id, t.revenue, t.currency"""
STANDING = "MATCH (g:CustomerGroup) RETURN g.id, g.rule, g.version, g.validTo IS NULL"
MEMBERS = """
MATCH (p)-[m:IN_GROUP]->(g)
RETURN elementId(m), g.id, p.id, m.recordId, m.rule, m.version, m.role, m.validFrom, m.endedAt IS NULL"""
REASONS = """
MATCH (g:CustomerGroup)-[b:BECAUSE]->(r) WHERE b.endedAt IS NULL
RETURN elementId(b), g.id, b.rule, b.kind, b.source, r.id, b.toRecordId, b.share, b.validFrom"""

FORM = """
UNWIND $rows AS row
MERGE (g:CustomerGroup {id: row.id})
ON CREATE SET g.recordedAt = $now, g.decidedBy = 'rule'
SET g.rule = row.rule, g.version = row.version, g.validTo = null, g.into = null
RETURN count(*)"""
CLOSE = """
UNWIND $rows AS row
MATCH (g:CustomerGroup {id: row.id}) USING INDEX SEEK g:CustomerGroup(id)
SET g.validTo = $today, g.into = row.into"""
LEAVE = """
UNWIND $rows AS row
MATCH (p)-[m:IN_GROUP]->() WHERE elementId(m) = row.id AND p.id = row.party AND m.endedAt IS NULL
SET m.validTo = CASE WHEN m.validFrom > $today THEN m.validFrom ELSE $today END, m.endedAt = $now"""
JOIN = """
UNWIND $rows AS row
MATCH (r:SourceRecord {id: row.record}) USING INDEX SEEK r:SourceRecord(id)
MATCH (g:CustomerGroup {id: row.group}) USING INDEX SEEK g:CustomerGroup(id)
MATCH (r)-[:DESCRIBES]->(p) WHERE p.id = row.party
MERGE (p)-[m:IN_GROUP {by: row.by}]->(g)
ON CREATE SET m.recordedAt = $now
SET m += row.said
RETURN count(*)"""
RENAME = "UNWIND $rows AS row MATCH ()-[m:IN_GROUP]->() WHERE elementId(m) = row.id SET m.recordId = row.record"
FORGET = """
UNWIND $rows AS row
MATCH (g)-[b:BECAUSE]->() WHERE elementId(b) = row.id AND g.id = row.group AND b.endedAt IS NULL
SET b.validTo = $today, b.endedAt = $now"""
BECAUSE = """
UNWIND $rows AS row
MATCH (g:CustomerGroup {id: row.group}) USING INDEX SEEK g:CustomerGroup(id)
MATCH (r:SourceRecord {id: row.record}) USING INDEX SEEK r:SourceRecord(id)
MERGE (g)-[b:BECAUSE {by: row.by}]->(r)
ON CREATE SET b.recordedAt = $now
SET b += row.said
RETURN count(*)"""


@dataclass(frozen=True, slots=True)
class Line:
    """One line between two parties, by its type: a share, a parent, a head office, kin, a sale; what its silo says."""

    type: str
    start: str
    end: str
    kind: str
    least: float | None
    most: float | None
    nominee: bool
    direct: bool | None
    source: str
    record: str
    other_record: str
    since: str | None
    volume: int | None
    currency: str | None


@dataclass(frozen=True, slots=True)
class Someone:
    """A party: whether a person, of which category, and the smallest of its records."""

    party: str
    person: bool
    category: str | None
    record: str


@dataclass(frozen=True, slots=True)
class Formed:
    """A group that is worked out, by the rule without which it would be none."""

    id: str
    rule: str
    version: str


@dataclass(frozen=True, slots=True)
class Membership:
    """That a party is of a group, by a rule, as what, and since when; `record` is the smallest of the party's, by the way."""

    group: str
    party: str
    rule: str
    version: str
    role: str
    since: date | None
    record: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Reason:
    """A line between two members: by which rule, of which type, which silo says it of which records."""

    group: str
    rule: str
    kind: str
    source: str
    record: str
    other_record: str
    share: float | None
    since: date | None


async def lines(session: Session, today: date) -> list[Line]:
    """Every line that holds today and may bind."""
    return [Line(*row) async for row in session.stream(LINES, {"today": today})]


async def parties(session: Session, ids: Sequence[str]) -> list[Someone]:
    return [Someone(*row) for row in await session.rows(PARTIES, {"ids": list(ids)})]


async def revenues(session: Session, ids: Sequence[str], year: int) -> dict[str, tuple[int, str]]:
    """What each sold in the last year that it declared: minor units and currency."""
    found = await session.rows(REVENUES, {"ids": list(ids), "year": year})
    return {party: (revenue, currency) for party, revenue, currency in found}


async def standing(session: Session) -> tuple[dict[str, Formed], set[str]]:
    """All groups that ever were, and the ids of those that there are."""
    rows = await session.rows(STANDING)
    return {id_: Formed(id_, rule, version) for id_, rule, version, _ in rows}, {id_ for id_, _, _, holds in rows if holds}


async def memberships(session: Session) -> list[tuple[str, bool, Membership]]:
    """All that ever were, each with the id of its relationship and whether it holds."""
    return [
        (id_, holds, Membership(group, party, rule, version, role, _native(since), record))
        async for id_, group, party, record, rule, version, role, since, holds in session.stream(MEMBERS)
    ]


async def reasons(session: Session) -> list[tuple[str, Reason]]:
    """Those that hold, each with the id of its relationship."""
    return [(id_, Reason(*said, since=_native(since))) async for id_, *said, since in session.stream(REASONS)]


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be written; what ends is named with the id of its relationship, what begins with a name of its own, what is closed
    with the group that it went into."""

    formed: list[Formed] = field(default_factory=list[Formed])
    closed: list[tuple[str, str | None]] = field(default_factory=list[tuple[str, str | None]])
    left: list[tuple[str, Membership]] = field(default_factory=list[tuple[str, Membership]])
    joined: list[tuple[str, Membership]] = field(default_factory=list[tuple[str, Membership]])
    renamed: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    forgotten: list[tuple[str, Reason]] = field(default_factory=list[tuple[str, Reason]])
    because: list[tuple[str, Reason]] = field(default_factory=list[tuple[str, Reason]])

    def __bool__(self) -> bool:
        return any((self.formed, self.closed, self.left, self.joined, self.renamed, self.forgotten, self.because))


async def write(run: Run, change: Change, today: date, now: datetime) -> None:
    """Done twice it changes nothing more, for each new line has a name of its own. Who is not described by the record any more that
    was read does not join."""
    days = {"today": today, "now": now}
    await run(FORM, {"rows": [asdict(each) for each in change.formed], "now": now})
    await run(LEAVE, {"rows": [{"id": id_, "party": each.party} for id_, each in change.left]} | days)
    await run(FORGET, {"rows": [{"id": id_, "group": each.group} for id_, each in change.forgotten]} | days)
    await run(JOIN, {"rows": list(_joins(change.joined)), "now": now})
    await run(RENAME, {"rows": [{"id": id_, "record": record} for id_, record in change.renamed]})
    await run(BECAUSE, {"rows": list(_because(change.because)), "now": now})
    await run(CLOSE, {"rows": [{"id": id_, "into": into} for id_, into in change.closed], "today": today})


def _joins(joined: Iterable[tuple[str, Membership]]) -> Iterable[dict[str, Any]]:
    for by, each in joined:
        said = {"rule": each.rule, "version": each.version, "role": each.role, "recordId": each.record, "validFrom": each.since}
        yield {"group": each.group, "party": each.party, "record": each.record, "by": by, "said": said}


def _because(because: Iterable[tuple[str, Reason]]) -> Iterable[dict[str, Any]]:
    for by, each in because:
        said = {
            "rule": each.rule, "kind": each.kind, "source": each.source, "toRecordId": each.other_record, "share": each.share,
            "validFrom": each.since,
        }  # fmt: skip
        yield {"group": each.group, "record": each.record, "by": by, "said": said}


def _native(day: Any) -> date | None:
    return day.to_native() if day is not None else None
