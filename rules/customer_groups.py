"""By which rules companies are one customer group (集团客户): the table of them, and the groups that they make of what is known."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from graph.model import RelationKind
from rules.ownership.control import Powers, Step
from rules.ownership.records import BOARD, FAMILIES, OTHER_MEANS, Group, Interest, Party

HALF = 0.5
"""So much of what a company sells, sold to one, is economic dependence."""
MOST_RELATIVES = 12
"""Whoever is near kin of more owners than that is kin of none: no family is so large, and a wrong record is."""
PUBLIC = frozenset(("GOVERNMENT",))
"""Whom a public body controls is no group for that, and who sells to one does not depend on it."""
NEAR_KIN = frozenset((
    RelationKind.SPOUSE, RelationKind.PARENT, RelationKind.CHILD, RelationKind.SIBLING, RelationKind.GRANDPARENT,
    RelationKind.GRANDCHILD,
))  # fmt: skip


class GroupRule(StrEnum):
    """What makes companies one group."""

    CONTROL = "CONTROL"
    COMMON_CONTROL = "COMMON_CONTROL"
    JOINT_CONTROL = "JOINT_CONTROL"
    DEPENDENCE = "DEPENDENCE"


class GroupRole(StrEnum):
    """What a member is to its group."""

    CONTROLLER = "CONTROLLER"
    PARENT = "PARENT"
    COMPANY = "COMPANY"
    BRANCH = "BRANCH"
    DEPENDENT = "DEPENDENT"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule and what a banker reads of it. Whoever changes what it does gives it another version."""

    name: GroupRule
    version: str
    words: str


TABLE = (
    Rule(
        GroupRule.CONTROL, "1",
        "One company controls another: by most of its votes, its own and those of companies that it controls, by naming most of "
        "its board, by other means, or in that it consolidates it. A branch goes with its company.",
    ),
    Rule(
        GroupRule.COMMON_CONTROL, "1",
        "One person, or one company, controls several: whoever controls is of the group. Not where that is a public body.",
    ),
    Rule(
        GroupRule.JOINT_CONTROL, "1",
        "Owners who are near kin (spouses, parents, children, siblings, grandparents, grandchildren) control several companies, "
        "each on their own or all together.",
    ),
    Rule(
        GroupRule.DEPENDENCE, "1",
        "A company sells at least half of what it sells in a year to one other. It goes with that one's group; whoever depends on "
        "it in turn does not.",
    ),
)  # fmt: skip
RULES: dict[str, Rule] = {rule.name: rule for rule in TABLE}


def words_of(name: str) -> str:
    """What a rule says; of one that is not known any more its name."""
    return RULES[name].words if name in RULES else name


SAYS = {
    "OWNS": "{one} has {share} {other}",
    "CONSOLIDATED_BY": "{other} consolidates {one}",
    "BRANCH_OF": "{one} is a branch of {other}",
    "RELATED_TO": "{one} and {other} are near kin",
    "SUPPLIES": "{one} sells at least half of what it sells to {other}",
}


def tie_in_words(kind: str, one: str, other: str, share: float | None, since: str | None, source: str) -> str:
    """What a line says of two parties by their names, since when, and who says so."""
    part = "an interest in" if share is None else f"{share * 100:.6g} % of"
    said = SAYS.get(kind, kind + ": {one}, {other}").format(one=one, other=other, share=part)
    return f"{said}{f' from {since}' if since else ''}, says {source}."


@dataclass(frozen=True, slots=True)
class Kin:
    one: str
    other: str
    kind: str


@dataclass(frozen=True, slots=True)
class Sale:
    """What a company sells to another in a year, and what it sells in all, in the same currency; minor units."""

    seller: str
    buyer: str
    volume: int
    revenue: int


@dataclass(frozen=True, slots=True)
class Branch:
    branch: str
    company: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known around companies."""

    parties: Mapping[str, Party]
    interests: Sequence[Interest] = ()
    kin: Sequence[Kin] = ()
    sales: Sequence[Sale] = ()
    branches: Sequence[Branch] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """That a party is of a group, by which rule, as what; `since` the day from which what it rests on is so, where silos tell."""

    party: str
    rule: GroupRule
    role: GroupRole
    since: date | None = None


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """A group: the rule without which it would not be one, and its members by id; `kin` are pairs of relatives that it rests on."""

    rule: GroupRule
    members: tuple[Member, ...]
    kin: frozenset[frozenset[str]] = frozenset()


def groups(known: Known) -> list[FoundGroup]:
    """Every customer group, in the order of its smallest member. A party is in one group by control, and may be in others besides
    on which it depends."""
    found = [each for each in (_group(known, each) for each in _held_together(known)) if each]
    return sorted(_with_dependents(known, found), key=lambda each: each.members[0].party)


# ---- control


@dataclass(slots=True)
class _Control:
    """Who controls what, alone and together with kin."""

    heads: list[str]
    """Who controls something and is controlled by nobody; of those who control each other the smallest."""
    under: dict[str, dict[str, Step]]
    """What each controls alone."""
    families: list[tuple[str, ...]]
    together: dict[tuple[str, ...], dict[str, Step]]
    """What a family controls."""


@dataclass(slots=True)
class _Held:
    """Heads and families that belong together, and all that they control."""

    heads: list[str] = field(default_factory=list[str])
    families: list[tuple[str, ...]] = field(default_factory=list[tuple[str, ...]])
    control: _Control | None = None


def _held_together(known: Known) -> Iterator[_Held]:
    control = _control(known)
    above = defaultdict[str, list[str]](list)
    for head in control.heads:
        for company in (head, *control.under[head]):
            above[company].append(head)
    joined = _Joined()
    for heads in above.values():
        joined.join(*heads)
    for family in control.families:
        name = _family(family)
        reached = control.together[family]
        own = [each for each in family if each in control.under]
        alone = {company for each in own for company in control.under[each]}
        if len(own) > 1 or reached.keys() - alone:
            joined.join(name, *own, *(head for company in reached for head in above.get(company, ())))
    whole = defaultdict[str, _Held](lambda: _Held(control=control))
    for head in control.heads:
        whole[joined.root(head)].heads.append(head)
    for family in control.families:
        if joined.knows(name := _family(family)):
            whole[joined.root(name)].families.append(family)
    yield from whole.values()


def _control(known: Known) -> _Control:
    counted = [each for each in known.interests if known.parties[each.owner].category not in PUBLIC]
    powers = Powers(Group("", known.parties, tuple(counted)))
    owners = sorted({*powers.holdings, *powers.grants})
    under = {owner: reached for owner in owners if (reached := _without(owner, powers.reach([owner], ())))}
    controlled = defaultdict[str, set[str]](set)
    for owner, reached in under.items():
        for company in reached:
            controlled[company].add(owner)
    heads = [
        each for each in under
        if all(other in under[each] and each < other for other in controlled[each])
    ]  # fmt: skip
    families = _families(known, [each for each in owners if known.parties[each].person])
    return _Control(heads, under, families, {each: powers.reach(each, ()) for each in families})


def _without(owner: str, reached: dict[str, Step]) -> dict[str, Step]:
    reached.pop(owner, None)
    return reached


def _families(known: Known, owners: Sequence[str]) -> list[tuple[str, ...]]:
    """Owners who are near kin of each other, directly or through others who own something, too."""
    present, near = set(owners), defaultdict[str, set[str]](set)
    for each in known.kin:
        if each.kind in NEAR_KIN and each.one != each.other and {each.one, each.other} <= present:
            near[each.one].add(each.other)
            near[each.other].add(each.one)
    joined = _Joined()
    for one, others in near.items():
        if len(others) <= MOST_RELATIVES:
            joined.join(one, *(other for other in others if len(near[other]) <= MOST_RELATIVES))
    found = defaultdict[str, list[str]](list)
    for one in sorted(near):
        if joined.knows(one):
            found[joined.root(one)].append(one)
    return [tuple(each) for each in found.values() if len(each) > 1]


def _family(people: Sequence[str]) -> str:
    return "family " + people[0]


def _group(known: Known, held: _Held) -> FoundGroup | None:
    """None where it is one company alone."""
    control = held.control
    assert control
    steps = dict[str, Step]()
    for reached in (*(control.together[each] for each in held.families), *(control.under[each] for each in held.heads)):
        steps |= reached
    people = {each for each in held.heads if known.parties[each].person}
    companies = {*held.heads, *steps} - people
    people |= {
        owner for family in held.families for step in control.together[family].values() for owner in step.through if owner in family
    }  # fmt: skip
    branches = {each.branch: each.company for each in known.branches}
    if len(companies - branches.keys()) < 2:
        return None
    since = _since(known, steps)
    begun = [since[each] for each in companies & since.keys()]
    first = min(begun) if begun and len(begun) == len(companies & steps.keys()) else None
    of_people = GroupRule.JOINT_CONTROL if held.families else GroupRule.COMMON_CONTROL
    members = list(_companies(control, companies, people, since, first))
    parents = [each for each in members if each.role is GroupRole.PARENT]
    by_control = len(parents) == 1 and all(each.rule is GroupRule.CONTROL for each in members)
    members += [Member(each, of_people, GroupRole.CONTROLLER, first) for each in people]
    members += [
        Member(branch, GroupRule.CONTROL, GroupRole.BRANCH) for branch, company in branches.items()
        if company in companies and branch not in companies
    ]  # fmt: skip
    pairs = frozenset(frozenset(pair) for family in held.families for pair in _pairs(known, set(family) & people))
    return FoundGroup(GroupRule.CONTROL if by_control else of_people, _ordered(members), pairs)


def _companies(
    control: _Control, companies: set[str], people: set[str], since: Mapping[str, date], first: date | None
) -> Iterator[Member]:  # fmt: skip
    """Whom nobody controls is of the group since it has one."""
    under = {each: control.under.get(each, {}).keys() & companies for each in companies}
    below = {company for each in companies for company in under[each]}
    alone = {company for each in people for company in control.under.get(each, ())}
    for each in companies:
        linked = each in below or under[each]
        rule = GroupRule.CONTROL if linked else GroupRule.COMMON_CONTROL if each in alone else GroupRule.JOINT_CONTROL
        role = GroupRole.PARENT if under[each] and each not in below else GroupRole.COMPANY
        yield Member(each, rule, role, since.get(each) if each in alone | below else since.get(each, first))


def _pairs(known: Known, people: set[str]) -> Iterator[tuple[str, str]]:
    yield from ((each.one, each.other) for each in known.kin if each.kind in NEAR_KIN and {each.one, each.other} <= people)


def _since(known: Known, steps: Mapping[str, Step]) -> dict[str, date]:
    """From when what gives control over each holds, where every part of it tells."""
    told = defaultdict[tuple[str, str], list[str | None]](list)
    for each in known.interests:
        if counts(each.kind):
            told[each.owner, each.company].append(each.since)
    found = dict[str, date]()
    for company, step in steps.items():
        days = [day for owner in step.through for day in told[owner, company]]
        if days and all(days):
            found[company] = max(date.fromisoformat(day) for day in days if day)
    return found


def counts(kind: str) -> bool:
    """Whether an interest may give control."""
    return kind in FAMILIES or kind == BOARD or kind in OTHER_MEANS


# ---- dependence


def _with_dependents(known: Known, found: Sequence[FoundGroup]) -> Iterator[FoundGroup]:
    sellers = defaultdict[str, set[str]](set)
    for each in known.sales:
        public = known.parties[each.buyer].category in PUBLIC
        if each.seller != each.buyer and each.revenue > 0 and each.volume >= HALF * each.revenue and not public:
            sellers[each.buyer].add(each.seller)
    for each in found:
        inside = {member.party for member in each.members}
        more = {seller for party in inside for seller in sellers.pop(party, ())} - inside
        yield FoundGroup(each.rule, _added(each.members, more), each.kin)
    for buyer, those in sellers.items():
        begins = (Member(buyer, GroupRule.DEPENDENCE, GroupRole.COMPANY),)
        yield FoundGroup(GroupRule.DEPENDENCE, _added(begins, those))


def _added(members: Iterable[Member], dependents: Iterable[str]) -> tuple[Member, ...]:
    return _ordered([*members, *(Member(each, GroupRule.DEPENDENCE, GroupRole.DEPENDENT) for each in dependents)])


def _ordered(members: Iterable[Member]) -> tuple[Member, ...]:
    return tuple(sorted(members, key=lambda each: each.party))


# ---- what belongs together


class _Joined:
    """Names of which some are one."""

    def __init__(self) -> None:
        self._above = dict[str, str]()

    def knows(self, name: str) -> bool:
        return name in self._above

    def root(self, name: str) -> str:
        while (up := self._above.get(name, name)) != name:
            self._above[name] = name = self._above.get(up, up)
        return name

    def join(self, *names: str) -> None:
        first, *others = (self.root(name) for name in names)
        self._above.setdefault(first, first)
        for other in others:
            first, other = min(first, other), max(first, other)
            self._above[other] = first
            self._above.setdefault(first, first)
