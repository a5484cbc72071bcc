"""What silos said, as ties between two people: by which rule, and from which day until which."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations, product

from graph.households import Declared, Holder, Kin, Shared, Someone
from graph.model import RelationKind, Role
from rules.households import MOST_HOLDERS, RULES, HouseholdRule, comes_of_age

EVER, NEVER = date.min, date.max
"""Since and until of what has no known day."""
OWNED = (Role.OWNER, Role.JOINT, Role.CO_BORROWER)
TURNED = {RelationKind.CHILD: RelationKind.PARENT, RelationKind.WARD: RelationKind.GUARDIAN}
OF_KIN = {
    RelationKind.SPOUSE: HouseholdRule.SPOUSES,
    RelationKind.PARENT: HouseholdRule.MINOR_CHILD,
    RelationKind.GUARDIAN: HouseholdRule.GUARDIAN,
}


@dataclass(frozen=True, slots=True)
class Said:
    """Which silo says a tie of which two records, through which account; from when until when by its own word."""

    source: str
    record: str
    other_record: str
    account: str | None


@dataclass(frozen=True, slots=True)
class Tie:
    """That two people are tied by a rule on the days from `since` and before `until`. People are named by the smallest of their
    records; `one` is the parent, guardian or principal. Those of one rule bind in the order of `order`."""

    rule: HouseholdRule
    one: str
    other: str
    since: date
    until: date
    said: Said
    order: tuple[int, int, str, str, str]


@dataclass(frozen=True, slots=True)
class Home:
    """That a silo declares a person to live in a household."""

    person: str
    household: str
    since: date
    until: date


@dataclass(slots=True)
class Ties:
    """All that may bind; how many accounts have too many holders, and how many people a rule would tie to too many others."""

    ties: list[Tie] = field(default_factory=list[Tie])
    homes: list[Home] = field(default_factory=list[Home])
    crowded: int = 0
    hubs: int = 0


def ties(people: Mapping[str, Someone], kin: Iterable[Kin], shared: Iterable[Shared], declared: Iterable[Declared]) -> Ties:
    """Out of what the graph says; `people` by party, companies are not among them."""
    found = Ties()
    read = _Reading(people)
    for relation in kin:
        found.ties += read.relation(relation)
    for account in shared:
        told = read.account(account)
        found.crowded += told is None
        found.ties += told or ()
    found.hubs = _without_hubs(found)
    found.ties = _guardians_first(found.ties)
    for one in declared:
        if one.person in people and (period := _period((one.since,), (one.until,))):
            found.homes.append(Home(people[one.person].record, one.household, *period))
    return found


class _Reading:
    def __init__(self, people: Mapping[str, Someone]) -> None:
        self._people = people

    def relation(self, told: Kin) -> Iterator[Tie]:
        kind, one, other = RelationKind(told.kind), told.one, told.other
        said = Said(told.source, told.record, told.other_record, None)
        if kind in TURNED:
            kind, one, other = TURNED[kind], other, one
            said = Said(told.source, told.other_record, told.record, None)
        yield from self._tie(OF_KIN[kind], one, other, (told.since,), (told.until,), said)

    def account(self, account: Shared) -> list[Tie] | None:
        """None where it has too many holders; none where it is a company's, too."""
        if account.holders is None or len({each.party for each in account.holders}) > MOST_HOLDERS:
            return None
        if any(each.kind == "COMPANY" and each.role in OWNED for each in account.holders):
            return []
        return [tie for rule, one, other in _together(account.holders) for tie in self._held(account, rule, one, other)]

    def _held(self, account: Shared, rule: HouseholdRule, one: Holder, other: Holder) -> Iterator[Tie]:
        said = Said(other.source, one.record, other.record, account.account)
        since, until = (one.since, other.since, account.opened), (one.until, other.until, account.ended)
        yield from self._tie(rule, one.party, other.party, since, until, said)

    def _tie(
        self, rule: HouseholdRule, one: str, other: str, since: Sequence[date | None], until: Sequence[date | None], said: Said
    ) -> Iterator[Tie]:  # fmt: skip
        if one == other or not {one, other} <= self._people.keys():
            return
        born = self._people[other].born
        period = _childhood(rule, born, _period(since, until))
        if period:
            order = (_rank(rule, born, period[0]), 0, said.record, said.other_record, said.account or "")
            yield Tie(rule, self._people[one].record, self._people[other].record, *period, said, order)


def _together(holders: Sequence[Holder]) -> Iterator[tuple[HouseholdRule, Holder, Holder]]:
    """Who is tied to whom by holding one account."""
    by = {role: [each for each in holders if each.role == role] for role in Role}
    for guardian, owner in product(by[Role.GUARDIAN], by[Role.OWNER]):
        yield HouseholdRule.GUARDIAN, guardian, owner
    for owner, second in product(by[Role.OWNER], by[Role.SUPPLEMENTARY]):
        yield HouseholdRule.CARD_HOLDERS, owner, second
    for role, rule in ((Role.JOINT, HouseholdRule.JOINT_ACCOUNT), (Role.CO_BORROWER, HouseholdRule.CO_BORROWERS)):
        for owner, partner in product(by[Role.OWNER], by[role]):
            yield rule, owner, partner
        for one, other in combinations(by[role], 2):
            yield rule, one, other


def _period(since: Sequence[date | None], until: Sequence[date | None]) -> tuple[date, date] | None:
    """When all of it holds; None where it never does."""
    begins = max((day for day in since if day), default=EVER)
    ends = min((day for day in until if day), default=NEVER)
    return (begins, ends) if begins < ends else None


def _childhood(rule: HouseholdRule, born: date | None, period: tuple[date, date] | None) -> tuple[date, date] | None:
    """What binds a child ends when it comes of age; whose birth is not known is nobody's minor."""
    if period is None or rule not in (HouseholdRule.MINOR_CHILD, HouseholdRule.GUARDIAN):
        return period
    if born is None:
        return None if rule is HouseholdRule.MINOR_CHILD else period
    of_age = comes_of_age(born)
    if rule is HouseholdRule.GUARDIAN and period[0] >= of_age:
        return period  # of a grown person
    return _period((period[0], born), (period[1], of_age))


def _rank(rule: HouseholdRule, born: date | None, since: date) -> int:
    """The latest marriage first, the oldest child, else what has held longest."""
    if rule is HouseholdRule.SPOUSES:
        return -since.toordinal()
    return (born or EVER).toordinal() if rule is HouseholdRule.MINOR_CHILD else since.toordinal()


def _without_hubs(found: Ties) -> int:
    """Leaves out what ties one person to more others by a rule than it may, and tells how many such people there are."""
    others = dict[tuple[HouseholdRule, str], set[str]]()
    for tie in found.ties:
        others.setdefault((tie.rule, tie.one), set()).add(tie.other)
        others.setdefault((tie.rule, tie.other), set()).add(tie.one)
    hubs = {(rule, person) for (rule, person), those in others.items() if len(those) > RULES[rule].most}
    found.ties = [tie for tie in found.ties if not {(tie.rule, tie.one), (tie.rule, tie.other)} & hubs]
    return len({person for _, person in hubs})


def _guardians_first(found: Sequence[Tie]) -> list[Tie]:
    """Of two parents the guardian binds first."""
    guardians = {(tie.one, tie.other) for tie in found if tie.rule is HouseholdRule.GUARDIAN}
    return [
        _after(tie) if tie.rule is HouseholdRule.MINOR_CHILD and (tie.one, tie.other) not in guardians else tie for tie in found
    ]


def _after(tie: Tie) -> Tie:
    return replace(tie, order=(tie.order[0], 1, *tie.order[2:]))
