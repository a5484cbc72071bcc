"""Who is one household on one day: the strongest tie binds first, and whom one has placed no weaker one moves."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from ingest.households.ties import Tie
from rules.households import ACCOUNTS, RULES, TABLE, HouseholdRule

Pair = frozenset[str]


@dataclass(frozen=True, slots=True)
class Placed:
    """By which rule and in which role someone is of a household."""

    rule: HouseholdRule
    role: str


@dataclass(slots=True)
class Group:
    """A household on a day: the one that a silo declares (`home`), or one that ties form."""

    home: str | None
    members: dict[str, Placed] = field(default_factory=dict[str, Placed])
    through: dict[str, str | None] = field(default_factory=dict[str, str | None])
    """Of those who were placed by an account: which."""


def placed(ties: Iterable[Tie], homes: Mapping[str, str], divorced: Collection[Pair]) -> list[Group]:
    """The households of one day, by its ties; `homes` are the declared ones by person; `divorced` are never bound."""
    placing = _Placing(homes, divorced)
    by_rule = dict[HouseholdRule, list[Tie]]()
    for tie in ties:
        by_rule.setdefault(tie.rule, []).append(tie)
    for rule in TABLE:
        for tie in sorted(by_rule.get(rule.name, ()), key=lambda each: each.order):
            placing.bind(tie)
    return placing.groups


class _Placing:
    def __init__(self, homes: Mapping[str, str], divorced: Collection[Pair]) -> None:
        self._of = dict[str, Group]()
        self._divorced = divorced
        self._married = set[str]()
        declared = dict[str, Group]()
        for person, home in sorted(homes.items()):
            group = declared.setdefault(home, Group(home))
            self._put(person, group, Placed(HouseholdRule.DECLARED, ""), None)
        self.groups = list(declared.values())

    def bind(self, tie: Tie) -> None:
        if tie.rule is HouseholdRule.SPOUSES and not self._marry(tie):
            return
        one, other = self._of.get(tie.one), self._of.get(tie.other)
        if one is None and other is None:
            self._found(tie)
        elif one is not None and other is None:
            self._join(tie, tie.other, one, tie.one)
        elif one is None and other is not None:
            self._join(tie, tie.one, other, tie.other)

    def _marry(self, tie: Tie) -> bool:
        """Of several marriages one counts."""
        if {tie.one, tie.other} & self._married:
            return False
        self._married |= {tie.one, tie.other}
        return True

    def _found(self, tie: Tie) -> None:
        if Pair((tie.one, tie.other)) in self._divorced:
            return
        self.groups.append(group := Group(None))
        for person in (tie.one, tie.other):
            self._put(person, group, _as(tie, person), tie)

    def _join(self, tie: Tie, who: str, group: Group, by: str) -> None:
        apart = any(Pair((who, member)) in self._divorced for member in group.members)
        if not apart and self._follows(tie, who, group, by):
            self._put(who, group, _as(tie, who), tie)

    def _follows(self, tie: Tie, who: str, group: Group, by: str) -> bool:
        """Whether by this tie `who` goes to where `by` is."""
        match tie.rule:
            case HouseholdRule.MINOR_CHILD if who == tie.one:
                return self._other_parent(group, by)
            case HouseholdRule.GUARDIAN:
                return who == tie.other
            case HouseholdRule.CARD_HOLDERS if who == tie.one:
                return False
            case rule if rule in ACCOUNTS:
                account = group.through[by]
                return account is None or account == tie.said.account
            case _:
                return True

    def _other_parent(self, group: Group, child: str) -> bool:
        """A parent goes to where the child is if another parent alone has it there."""
        has = [person for person, placed in group.members.items() if placed == Placed(HouseholdRule.MINOR_CHILD, "PARENT")]
        return group.members[child].rule is HouseholdRule.MINOR_CHILD and bool(has) and not self._married.intersection(has)

    def _put(self, person: str, group: Group, placed: Placed, by: Tie | None) -> None:
        self._of[person] = group
        group.members[person] = placed
        group.through[person] = by.said.account if by and by.rule in ACCOUNTS else None


def _as(tie: Tie, person: str) -> Placed:
    return Placed(tie.rule, RULES[tie.rule].roles[person == tie.other])
