"""Who owns and controls a company, and its beneficial owners: what is read around it, and what the rules make of that, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from rules.ownership import words
from rules.ownership.beneficial import QUARTER, Because, Beneficial, Rule, beneficial
from rules.ownership.control import Control, Powers, controllers, ultimate
from rules.ownership.paths import Path, paths
from rules.ownership.records import Concert, Declared, Family, Group, Interest, Office, Party, Problem, Table
from rules.ownership.shares import Effective, effective
from rules.ownership.tables import table
from runtime.errors import ThresholdOutOfRange, UnknownCompany

# Everyone above the company, each once, with who owns it: returning the way itself would lose the pruning of what was seen.
NEAR = """COLLECT {
  begin(_c, company)
  MATCH _p = (_c)<-[:OWNS*0..]-(_x) WHERE all(_n IN nodes(_p) WHERE scoped(_n)) AND all(_s IN relationships(_p) WHERE current(_s))
  WITH DISTINCT _c, _x LIMIT 20001
  RETURN [_x.id, coalesce(_x.name, _x.id), _x:Person, _x.category, coalesce(_x.listed, false), _x = _c, shape(party, _x),
    CASE WHEN _x = _c THEN shape(company, _c) END,
    COLLECT { MATCH (_x)<-[_r:OWNS]-(_o:Party) WHERE scoped(_o) AND current(_r)
      RETURN [_o.id, _r.interest, _r.shareExact, _r.shareMin, _r.shareMax, _r.direct, _r.nominee, _r.beneficial, _r.source,
        _r.statement, toString(_r.validFrom)] LIMIT 20001 },
    COLLECT { MATCH (_x)<-[:ABOUT]-(_d) WHERE _d:OwnershipStatement AND _d.reason IS NOT NULL AND on(_d.saidOn)
        AND coalesce(_d.status, '') <> 'CLOSED'
        AND NOT EXISTS { MATCH (_x)<-[:ABOUT]-(_l) WHERE _l.declared = _d.declared AND _l.saidOn > _d.saidOn AND on(_l.saidOn) }
      RETURN [_d.reason, _d.reasonText, _d.id] ORDER BY _d.id LIMIT 100 },
    COLLECT { MATCH (_x)-[_a:ACTS_WITH]-(_w:Party) WHERE scoped(_w) AND current(_a)
      RETURN [_w.id, _a.agreement, CASE WHEN _a.company IS NULL THEN null
        WHEN EXISTS { MATCH (_c)<-[:DESCRIBES]-(_k) WHERE _k.id = _a.company } THEN _c.id ELSE '' END] LIMIT 500 },
    CASE WHEN _x = _c THEN COLLECT { MATCH (_c)<-[_h:HOLDS_OFFICE]-(_q:Party) WHERE scoped(_q) AND current(_h)
      RETURN [_q.id, coalesce(_q.name, _q.id), _h.office, _h.source, shape(party, _q)] ORDER BY _q.id LIMIT 500 } ELSE [] END] }"""
MOST = 20_000
"""So many parties, and so many owners of one company, are read."""
MOST_HOLDERS = 1000
SAME = 1e-9


@dataclass(frozen=True, slots=True)
class OwnershipPath:
    parties: list[str]
    names: list[str]
    share_min: float
    share_max: float


@dataclass(frozen=True, slots=True)
class HeldInterest:
    interest: str
    share_min: float | None
    share_max: float | None
    is_direct: bool | None
    is_nominee: bool
    is_beneficial: bool | None
    since: str | None
    system: str
    statement_id: str | None


@dataclass(frozen=True, slots=True)
class Holder:
    party: Any
    share: float | None
    share_min: float | None
    share_max: float | None
    direct_min: float | None
    direct_max: float | None
    votes_min: float
    votes_max: float
    is_ultimate: bool
    reason: str | None
    words: str
    paths: list[OwnershipPath]
    interests: list[HeldInterest]


@dataclass(frozen=True, slots=True)
class Controller:
    party: Any
    is_actual: bool
    is_certain: bool
    means: str
    jointly: list[str]
    agreement: str | None
    words: str


@dataclass(frozen=True, slots=True)
class ConnectedParty:
    party: Any
    because: str
    words: str


@dataclass(frozen=True, slots=True)
class Undisclosed:
    party: Any
    reason: str
    text: str | None
    statement_id: str | None


@dataclass(frozen=True, slots=True)
class OwnershipProblem:
    reason: str
    words: str
    company: str
    parties: list[str]
    share: float | None


@dataclass(frozen=True, slots=True)
class Ownership:
    company: Any
    holders: list[Holder]
    holder_count: int
    unknown: float | None
    controllers: list[Controller]
    connected: list[ConnectedParty]
    undisclosed: list[Undisclosed]
    problems: list[OwnershipProblem]


@dataclass(frozen=True, slots=True)
class OwnerBecause:
    found: str
    is_certain: bool
    share_min: float | None
    share_max: float | None
    through: str | None
    jointly: list[str]
    words: str


@dataclass(frozen=True, slots=True)
class BeneficialOwner:
    party: Any
    is_certain: bool
    because: list[OwnerBecause]


@dataclass(frozen=True, slots=True)
class BeneficialOwnership:
    company: Any
    rule: str
    rule_words: str
    version: str
    threshold: float
    status: str
    words: str
    owners: list[BeneficialOwner]
    undisclosed: list[Undisclosed]
    problems: list[OwnershipProblem]


@dataclass(frozen=True, slots=True)
class Near:
    """What was read: the group that the rules judge, and of each party what the caller asked of it."""

    group: Group
    company: Any
    shapes: Mapping[str, Any]

    def name(self, party: str) -> str:
        known = self.group.parties.get(party)
        return known.name if known else party


def ownership(rows: list[Any], first: int = 100) -> Ownership:
    """Raises UnknownCompany."""
    near = read(rows)
    group, held = near.group, table(near.group, Family.SHARES)
    shares, powers = effective(held, group.target, cut=group.cut), Powers(group)
    control = controllers(powers, group.target)
    actual = {each.party for each in ultimate(powers, group.target, control)}
    ways = paths(held, group.target)
    return Ownership(
        near.company, [_holder(near, each, ways.get(each.party, ()), powers) for each in shares.holders[:first]],
        len(shares.holders), _rounded(shares.unknown),
        [_controller(near, each, each.party in actual) for each in control if each.party in near.shapes],
        _connected(near, held), _undisclosed(near), _problems(shares.problems),
    )  # fmt: skip


def beneficial_owners(rows: list[Any], rule: Enum | str = "CN", threshold: float | None = None) -> BeneficialOwnership:
    """Raises UnknownCompany, ThresholdOutOfRange."""
    by = Rule(rule.value if isinstance(rule, Enum) else rule)
    if by is not Rule.CUSTOM and threshold is not None:
        raise ThresholdOutOfRange(f"The rule {by.value} has a threshold of its own: leave threshold out, or ask for CUSTOM.")
    if by is Rule.CUSTOM and threshold is None:
        raise ThresholdOutOfRange("The rule CUSTOM needs a threshold: a share above 0, up to 1.")
    if threshold is not None and not 0 < threshold <= 1:
        raise ThresholdOutOfRange("threshold is a share: above 0, up to 1.")
    near = read(rows)
    found = beneficial(near.group, by, QUARTER if threshold is None else threshold)
    return BeneficialOwnership(
        near.company, found.rule.value, words.RULES[found.rule], found.version, found.threshold, found.status.value,
        words.STATUSES[found.status], [_owner(near, each) for each in found.owners if each.party in near.shapes],
        _undisclosed(near), _problems(found.problems),
    )  # fmt: skip


# ---- what was read -----------------------------------------------------------------------------------


def read(rows: list[Any]) -> Near:
    """The group around a company out of the rows of a statement. Raises UnknownCompany where there are none."""
    if not rows:
        raise UnknownCompany("There is no such company that you may see: check its id.")
    parties, shapes = dict[str, Party](), dict[str, Any]()
    interests, declared, concerts, offices = list[Interest](), list[Declared](), dict[frozenset[str], Concert](), list[Office]()
    target, company, cut = "", None, len(rows) > MOST
    for id_, name, person, category, listed, asked, shape, own, owners, reasons, acts, posts in rows[:MOST]:
        parties[id_], shapes[id_] = Party(id_, name, person, category, listed), shape
        if asked:
            target, company = id_, own
        cut |= len(owners) > MOST
        interests += [_interest(id_, each) for each in owners]
        declared += [Declared(id_, *each) for each in reasons]
        concerts |= {frozenset((id_, other)): Concert(id_, other, agreement, where) for other, agreement, where in acts}
        for who, called, office, source, its in posts:
            parties.setdefault(who, Party(who, called, True))
            shapes.setdefault(who, its)
            offices.append(Office(who, id_, office, source))
    known = tuple(sorted((each for each in interests if each.owner in parties), key=_order))
    cut |= len(known) < len(interests)
    group = Group(target, parties, known, tuple(concerts.values()), tuple(offices), tuple(declared), cut)
    return Near(group, company, shapes)


def _order(each: Interest) -> tuple[str, str, str, str, str]:
    return each.company, each.owner, each.kind, each.source, each.statement or ""


def _interest(company: str, row: Sequence[Any]) -> Interest:
    owner, kind, exact, least, most, direct, nominee, is_beneficial, source, statement, since = row
    if exact is not None:
        least = most = exact
    return Interest(owner, company, kind, least, most, direct, bool(nominee), is_beneficial, source, statement, since)


# ---- what is told ------------------------------------------------------------------------------------


def _holder(near: Near, each: Effective, ways: Iterable[Path], powers: Powers) -> Holder:
    least, most, direct = each.least, each.most, each.direct
    exact = least is not None and most is not None and most - least <= SAME
    votes = powers.votes_of([each.party], near.group.target)
    return Holder(
        near.shapes[each.party], _rounded(least) if exact else None, _rounded(least), _rounded(most),
        _rounded(direct.least) if direct else None, _rounded(direct.most) if direct else None, rounded(votes.least),
        rounded(votes.most), each.ultimate, each.reason.value if each.reason else None,
        words.share(near.name, near.group.target, each), [_path(near, way) for way in ways], _interests(near, each.party),
    )  # fmt: skip


def _path(near: Near, way: Path) -> OwnershipPath:
    return OwnershipPath(list(way.parties), [near.name(each) for each in way.parties], rounded(way.least), rounded(way.most))


def _interests(near: Near, party: str) -> list[HeldInterest]:
    """What is said that it holds of the company itself, every silo's word."""
    target = near.group.target
    return [
        HeldInterest(
            each.kind, each.least, each.most, each.direct, each.nominee, each.beneficial, each.since, each.source, each.statement,
        )
        for each in near.group.interests
        if (each.owner, each.company) == (party, target)
    ]  # fmt: skip


def _controller(near: Near, each: Control, actual: bool) -> Controller:
    return Controller(
        near.shapes[each.party], actual, each.certain, each.means.value, list(each.jointly), each.agreement,
        words.control(near.name, near.group.target, each),
    )  # fmt: skip


def _connected(near: Near, held: Table) -> list[ConnectedParty]:
    """Who is connected with the company without owning it for that: those who hold for others, act in concert, or hold office."""
    group, name = near.group, near.name
    told = [(who, "NOMINEE", words.nominee(name, who, company)) for who, company in sorted(held.held_for_others)]
    told += [(one, "ACTS_IN_CONCERT", words.concert(name, one, other, tie.agreement))
             for tie in group.concerts for one, other in ((tie.one, tie.other), (tie.other, tie.one))]  # fmt: skip
    told += [(each.person, "OFFICER", words.office(name, each)) for each in group.offices]
    return [ConnectedParty(near.shapes[who], because, text) for who, because, text in dict.fromkeys(told) if who in near.shapes]


def _undisclosed(near: Near) -> list[Undisclosed]:
    return [Undisclosed(near.shapes[each.company], each.reason, each.text, each.statement) for each in near.group.declared]


def _problems(told: Iterable[Problem]) -> list[OwnershipProblem]:
    return [
        OwnershipProblem(each.reason.value, each.words, each.company, list(each.parties), _rounded(each.share)) for each in told
    ]


def _owner(near: Near, each: Beneficial) -> BeneficialOwner:
    return BeneficialOwner(near.shapes[each.party], each.certain, [_because(near, each.party, why) for why in each.because])


def _because(near: Near, party: str, why: Because) -> OwnerBecause:
    jointly = why.jointly or (why.control.jointly if why.control else ())
    return OwnerBecause(
        why.found.value, why.certain, _rounded(why.least), _rounded(why.most), why.through, list(jointly),
        words.because(near.name, near.group.target, party, why),
    )  # fmt: skip


def _rounded(share: float | None) -> float | None:
    return None if share is None else rounded(share)


def rounded(share: float) -> float:
    """To twelve places: what lies behind is the machine's, and no register's."""
    return round(share, 12)
