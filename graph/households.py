"""Households that are worked out: the ties that they rest on, as silos said them, and what is written of them.

A person BELONGS_TO a household that was formed, or to a declared one that others are found to belong to; the household is BECAUSE
of ties, each kept with the record that said it. Nothing that a silo said is changed.
"""

from collections.abc import AsyncGenerator, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from graph.model import RelationKind, Role
from graph.session import Run, Session

KINDS = tuple(
    kind.value for kind in (RelationKind.SPOUSE, RelationKind.PARENT, RelationKind.CHILD, RelationKind.GUARDIAN, RelationKind.WARD)
)
ROLES = tuple(role.value for role in (Role.OWNER, Role.JOINT, Role.CO_BORROWER, Role.SUPPLEMENTARY, Role.GUARDIAN))
MOST_WORDS = 50
"""Relationships of one account beyond which it is not read: more than that are not the words on one household."""
ASKED_AT_ONCE = 5_000

KIN = """
MATCH (a)-[r:RELATED_TO]->(b) WHERE r.kind IN $kinds AND a <> b
RETURN a.id, b.id, r.kind, r.validFrom, r.validTo, r.source, r.recordId, r.toRecordId"""
SHARED = """
MATCH (a:Account) WHERE COUNT { (a)<-[:HOLDS]-() } > 1 AND NOT (a.status = 'CLOSED' AND a.closed IS NULL)
RETURN a.id, a.opened, a.closed, a.until, CASE WHEN COUNT { (a)<-[:HOLDS]-() } <= $most THEN COLLECT {
  MATCH (a)<-[h:HOLDS]-(p) WHERE h.role IN $roles
  RETURN [p.id, p.kind, h.role, h.validFrom, h.validTo, h.source, h.recordId] } END"""
DECLARED = "MATCH (p)-[l:LIVES_IN]->(h) RETURN p.id, h.id, l.validFrom, l.validTo"
PEOPLE = """
UNWIND $ids AS id
MATCH (p:Party {id: id}) USING INDEX SEEK p:Party(id)
WHERE p.kind = 'PERSON'
RETURN p.id, p.birthDate, COLLECT { MATCH (p)<-[:DESCRIBES]-(r) RETURN r.id ORDER BY r.id LIMIT 1 }[0]"""
FORMED = "MATCH (h:Household) WHERE h.derived RETURN h.id, h.rule, h.version, h.confidence, h.validFrom, h.validTo"
MEMBERS = """
MATCH (p)-[b:BELONGS_TO]->(h)
RETURN elementId(b), h.id, p.id, b.recordId, b.rule, b.version, b.confidence, b.role, b.validFrom, b.validTo"""
REASONS = """
MATCH (h:Household)-[b:BECAUSE]->(r)
RETURN elementId(b), h.id, b.rule, b.source, r.id, b.toRecordId, b.account, b.validFrom, b.validTo"""
RETIRED = """
MATCH (g:RetiredHousehold)
RETURN g.id, COLLECT { UNWIND g.records AS id MATCH (r:SourceRecord {id: id})-[:DESCRIBES]->(p) RETURN DISTINCT p.id }"""

FORM = """
UNWIND $rows AS row
MERGE (h:Household {id: row.id})
ON CREATE SET h.recordedAt = $now
SET h += row.said, h.derived = true
RETURN count(*)"""
LEAVE = """
UNWIND $rows AS row
MATCH (p)-[b:BELONGS_TO]->() WHERE elementId(b) = row.id AND p.id = row.party AND b.by = row.by
DELETE b"""
JOIN = """
UNWIND $rows AS row
MATCH (r:SourceRecord {id: row.record}) USING INDEX SEEK r:SourceRecord(id)
MATCH (h:Household {id: row.household}) USING INDEX SEEK h:Household(id)
MATCH (r)-[:DESCRIBES]->(p) WHERE p.id = row.party
MERGE (p)-[b:BELONGS_TO {by: row.by}]->(h)
ON CREATE SET b.recordedAt = $now
SET b += row.said
RETURN count(*)"""
FORGET = """
UNWIND $rows AS row
MATCH (h)-[b:BECAUSE]->() WHERE elementId(b) = row.id AND h.id = row.household AND b.by = row.by
DELETE b"""
BECAUSE = """
UNWIND $rows AS row
MATCH (h:Household {id: row.household}) USING INDEX SEEK h:Household(id)
MATCH (r:SourceRecord {id: row.record}) USING INDEX SEEK r:SourceRecord(id)
MERGE (h)-[b:BECAUSE {by: row.by}]->(r)
ON CREATE SET b.recordedAt = $now
SET b += row.said
RETURN count(*)"""
# A household that is no more lives on as the name of the one that most of its members belong to, if any.
RETIRE = """
UNWIND $rows AS row
MATCH (h:Household {id: row.id}) USING INDEX SEEK h:Household(id)
WHERE h.derived
MERGE (g:RetiredHousehold {id: row.id})
SET g.into = row.into, g.records = row.records, g.recordedAt = h.recordedAt, g.at = $now
DETACH DELETE h"""
FOLLOW = """
UNWIND $rows AS row
MATCH (g:RetiredHousehold {into: row.id}) USING INDEX SEEK g:RetiredHousehold(into)
SET g.into = row.into"""
REVIVE = """
UNWIND $ids AS id
MATCH (g:RetiredHousehold {id: id}) USING INDEX SEEK g:RetiredHousehold(id)
DELETE g"""


@dataclass(frozen=True, slots=True)
class Kin:
    """That one person is the kind of relation to the other, and when; what the silo said of which records."""

    one: str
    other: str
    kind: str
    since: date | None
    until: date | None
    source: str
    record: str
    other_record: str


@dataclass(frozen=True, slots=True)
class Holder:
    """A party in a role on an account, and when."""

    party: str
    kind: str
    role: str
    since: date | None
    until: date | None
    source: str
    record: str


@dataclass(frozen=True, slots=True)
class Shared:
    """An account that has several holders; None of one that has too many."""

    account: str
    opened: date | None
    ended: date | None
    holders: tuple[Holder, ...] | None


@dataclass(frozen=True, slots=True)
class Declared:
    """A person whom a silo declares to live in a household, and when."""

    person: str
    household: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Someone:
    """A person: the day of birth, where it is known, and the smallest of the records."""

    party: str
    born: date | None
    record: str


@dataclass(frozen=True, slots=True)
class Formed:
    """A household that is worked out: its strongest rule, and from when until when it has members."""

    id: str
    rule: str
    version: str
    confidence: float
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Membership:
    """That a person belongs to a household, by a rule, in a role, and when; `record` is the smallest of that person's."""

    household: str
    person: str
    record: str
    rule: str
    version: str
    confidence: float
    role: str
    since: date | None
    until: date | None

    @property
    def by(self) -> str:
        """What tells it from others of the same person in the same household."""
        return _day(self.since)


@dataclass(frozen=True, slots=True)
class Reason:
    """A tie between two members: by which rule, which silo says it of which records, through which account, and when it holds."""

    household: str
    rule: str
    source: str
    record: str
    other_record: str
    account: str | None
    since: date | None
    until: date | None

    @property
    def by(self) -> str:
        """What tells it from others of the same household and record."""
        return "|".join((self.rule, self.other_record, self.account or "", _day(self.since), _day(self.until)))


async def kin(session: Session) -> AsyncGenerator[Kin]:
    """Every relation that may tie people into a household."""
    async for one, other, kind, since, until, *said in session.stream(KIN, {"kinds": KINDS}):
        yield Kin(one, other, kind, _native(since), _native(until), *said)


async def shared(session: Session) -> AsyncGenerator[Shared]:
    """Every account that more than one relationship leads to."""
    async for account, opened, closed, until, holders in session.stream(SHARED, {"roles": ROLES, "most": MOST_WORDS}):
        ended = min((day for day in (_native(closed), _native(until)) if day), default=None)
        yield Shared(account, _native(opened), ended, None if holders is None else tuple(map(_holder, holders)))


def _holder(told: Sequence[Any]) -> Holder:
    party, kind, role, since, until, source, record = told
    return Holder(party, kind, role, _native(since), _native(until), source, record)


async def declared(session: Session) -> AsyncGenerator[Declared]:
    """Whom silos declare to live where."""
    async for person, household, since, until in session.stream(DECLARED):
        yield Declared(person, household, _native(since), _native(until))


async def people(session: Session, ids: Sequence[str]) -> list[Someone]:
    """Those of these parties that are people."""
    return [Someone(party, _native(born), record) for party, born, record in await session.rows(PEOPLE, {"ids": list(ids)})]


async def formed(session: Session) -> AsyncGenerator[Formed]:
    """The households that were worked out before."""
    async for id_, rule, version, confidence, since, until in session.stream(FORMED):
        yield Formed(id_, rule, version, confidence, _native(since), _native(until))


async def memberships(session: Session) -> AsyncGenerator[tuple[str, Membership]]:
    """Those that were worked out before, each with the id of its relationship."""
    async for id_, household, person, *said, since, until in session.stream(MEMBERS):
        record, rule, version, confidence, role = said
        yield id_, Membership(household, person, record, rule, version, confidence, role, _native(since), _native(until))


async def reasons(session: Session) -> AsyncGenerator[tuple[str, Reason]]:
    """Those that were kept before, each with the id of its relationship."""
    async for id_, household, rule, source, record, other, account, since, until in session.stream(REASONS):
        yield id_, Reason(household, rule, source, record, other, account, _native(since), _native(until))


async def retired(session: Session) -> dict[str, frozenset[str]]:
    """Of households that are no more, by id, who were their members."""
    return {id_: frozenset(members) for id_, members in await session.rows(RETIRED)}


@dataclass(frozen=True, slots=True)
class Retired:
    """A household that is no more, the one that most of its members belong to, and a record of each of them."""

    id: str
    into: str | None
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be written of some households; what is left and forgotten is named with the id of its relationship."""

    revived: list[str] = field(default_factory=list[str])
    formed: list[Formed] = field(default_factory=list[Formed])
    left: list[tuple[str, Membership]] = field(default_factory=list[tuple[str, Membership]])
    joined: list[Membership] = field(default_factory=list[Membership])
    forgotten: list[tuple[str, Reason]] = field(default_factory=list[tuple[str, Reason]])
    because: list[Reason] = field(default_factory=list[Reason])
    retired: list[Retired] = field(default_factory=list[Retired])


async def write(run: Run, change: Change, now: datetime) -> None:
    """Done twice it changes nothing more. Who is not described by the record any more that was read does not join."""
    await run(REVIVE, {"ids": change.revived})
    await run(FORM, {"rows": [{"id": each.id, "said": _said(each, ("id",))} for each in change.formed], "now": now})
    await run(LEAVE, {"rows": [{"id": id_, "party": each.person, "by": each.by} for id_, each in change.left]})
    await run(FORGET, {"rows": [{"id": id_, "household": each.household, "by": each.by} for id_, each in change.forgotten]})
    await run(JOIN, {"rows": list(_joins(change.joined)), "now": now})
    await run(BECAUSE, {"rows": list(_reasons(change.because)), "now": now})
    gone = [asdict(each) for each in change.retired]
    await run(RETIRE, {"rows": gone, "now": now})
    await run(FOLLOW, {"rows": gone})


def _joins(joined: Iterable[Membership]) -> Iterable[dict[str, Any]]:
    for each in joined:
        names = {"household": each.household, "party": each.person, "record": each.record, "by": each.by}
        yield names | {"said": _said(each, ("household", "person", "record")) | {"recordId": each.record}}


def _reasons(because: Iterable[Reason]) -> Iterable[dict[str, Any]]:
    for each in because:
        said = _said(each, ("household", "record", "other_record")) | {"toRecordId": each.other_record}
        yield {"household": each.household, "record": each.record, "by": each.by, "said": said}


def _said(one: Formed | Membership | Reason, without: Sequence[str]) -> dict[str, Any]:
    """As properties."""
    told = asdict(one)
    days = {"validFrom": told.pop("since"), "validTo": told.pop("until")}
    return {name: value for name, value in told.items() if name not in without} | days


def _native(day: Any) -> date | None:
    return day.to_native() if day is not None else None


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
