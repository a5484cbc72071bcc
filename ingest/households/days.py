"""Households through time: from day to day on which a tie begins or ends, those whom it reaches are placed anew.

What comes of it rests on the ties alone, of all times at once: no day on which it is worked out, and nothing that was worked out
before. So a child leaves on the birthday that is known today, and a past day has the households that it had.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from ingest.households.placing import Group, Pair, Placed, placed
from ingest.households.ties import NEVER, Home, Tie
from rules.households import STRENGTH, HouseholdRule

T = TypeVar("T")
TOGETHER = 2
"""Members who stay together, for the household to go on as the same."""


@dataclass(frozen=True, slots=True)
class Stay:
    """That someone is of a household, by a rule and in a role, from `since` and before `until`."""

    person: str
    placed: Placed
    since: date
    until: date


@dataclass(eq=False, slots=True)
class Line:
    """A household through time: the one that a silo declares (`home`), with those only who were found to belong to it, or one that
    ties form. `ties` are all that were seen to hold between its members."""

    number: int
    home: str | None
    stays: list[Stay] = field(default_factory=list[Stay])
    ties: dict[Tie, None] = field(default_factory=dict[Tie, None])

    @property
    def people(self) -> set[str]:
        return {stay.person for stay in self.stays}

    @property
    def strongest(self) -> HouseholdRule:
        """The strongest rule by which it ever had a member."""
        return min((stay.placed.rule for stay in self.stays), key=STRENGTH.__getitem__)


def lines(ties: Sequence[Tie], homes: Sequence[Home]) -> list[Line]:
    """Every household that has anyone in it who was not declared to be, in an order of its own."""
    through = _Days()
    for day, begins, ends in _changes((*ties, *homes)):
        through.on(day, begins, ends)
    through.close()
    return [line for line in through.lines if line.stays]


def _changes(bonds: Sequence[Tie | Home]) -> Iterator[tuple[date, list[Tie | Home], list[Tie | Home]]]:
    """The days on which something begins or ends, with what does."""
    begins, ends = dict[date, list[Tie | Home]](), dict[date, list[Tie | Home]]()
    for bond in bonds:
        begins.setdefault(bond.since, []).append(bond)
        if bond.until != NEVER:
            ends.setdefault(bond.until, []).append(bond)
    for day in sorted(begins.keys() | ends.keys()):
        yield day, begins.get(day, []), ends.get(day, [])


class _Days:
    def __init__(self) -> None:
        self.lines = list[Line]()
        self._homes = dict[str, Line]()
        self._ties = dict[str, Counter[Tie]]()  # that hold now, by either person
        self._declared = dict[str, Counter[str]]()  # households, by person
        self._members = dict[str, Counter[str]]()  # … and people, by household
        self._marriages = Counter[Pair]()
        self._divorced = set[Pair]()
        self._now = dict[str, tuple[Line, Placed, date]]()

    def on(self, day: date, begins: Sequence[Tie | Home], ends: Sequence[Tie | Home]) -> None:
        touched = {person for bond in (*begins, *ends) for person in _people(bond)}
        touched = self._reached(touched)
        for bond in ends:
            self._turn(bond, -1)
        for bond in begins:
            self._turn(bond, 1)
        touched = self._reached(touched)
        ties = {tie: None for person in sorted(touched) for tie in self._ties.get(person, ())}
        homes = {person: min(those) for person in touched if (those := self._declared.get(person))}
        self._follow(day, touched, placed(ties, homes, self._divorced), ties)

    def close(self) -> None:
        """No more begins or ends."""
        for person in sorted(self._now):
            self._leaves(person, NEVER)

    def _turn(self, bond: Tie | Home, by: int) -> None:
        if isinstance(bond, Home):
            _count(self._declared, bond.person, bond.household, by)
            _count(self._members, bond.household, bond.person, by)
            return
        for person in _people(bond):
            _count(self._ties, person, bond, by)
        if bond.rule is HouseholdRule.SPOUSES:
            pair = Pair((bond.one, bond.other))
            self._marriages[pair] += by
            (self._divorced.discard if self._marriages[pair] else self._divorced.add)(pair)

    def _reached(self, people: Iterable[str]) -> set[str]:
        """Them, and whoever a chain of ties and declared households leads to."""
        found, left, seen = set[str](), list(people), set[str]()
        while left:
            person = left.pop()
            if person not in found:
                found.add(person)
                left += [other for tie in self._ties.get(person, ()) for other in _people(tie)]
                homes = [home for home in self._declared.get(person, ()) if home not in seen]
                left += [other for home in homes for other in self._members[home]]
                seen.update(homes)
        return found

    def _follow(self, day: date, touched: set[str], groups: Sequence[Group], ties: Iterable[Tie]) -> None:
        """Households of before go on as those of now in which most of their members are still together."""
        going = self._going_on(groups)
        of = dict[str, tuple[Line, Placed]]()
        for place, group in enumerate(groups):
            line = going.get(place) or self._begun(group)
            of |= {person: (line, placed) for person, placed in group.members.items()}
        for person in sorted(touched):
            before, now = self._now.get(person), of.get(person)
            if before and before[:2] != now:
                self._leaves(person, day)
            if now and person not in self._now:
                self._now[person] = (*now, day)
        for tie in ties:
            self._seen(tie, of)

    def _going_on(self, groups: Sequence[Group]) -> dict[int, Line]:
        shares = list[tuple[int, int, str, int]]()
        before = dict[int, Line]()
        for place, group in enumerate(groups):
            if group.home is None:
                lines = [self._now[person][0] for person in group.members if person in self._now]
                stayed = Counter(line.number for line in lines if line.home is None)
                shares += [(-count, number, min(group.members), place) for number, count in stayed.items() if count >= TOGETHER]
                before |= {line.number: line for line in lines}
        found, taken = dict[int, Line](), set[int]()
        for _, number, _, place in sorted(shares):
            if place not in found and number not in taken:
                found[place] = before[number]
                taken.add(number)
        return found

    def _begun(self, group: Group) -> Line:
        if group.home in self._homes:
            return self._homes[group.home]
        self.lines.append(line := Line(len(self.lines), group.home))
        if group.home:
            self._homes[group.home] = line
        return line

    def _leaves(self, person: str, day: date) -> None:
        line, placed, since = self._now.pop(person)
        if placed.rule is not HouseholdRule.DECLARED:
            line.stays.append(Stay(person, placed, since, day))

    def _seen(self, tie: Tie, of: dict[str, tuple[Line, Placed]]) -> None:
        """Keeps what holds between two of a household, one of whom at least was not declared to be of it."""
        one, other = of.get(tie.one), of.get(tie.other)
        if one and other and one[0] is other[0] and {one[1].rule, other[1].rule} != {HouseholdRule.DECLARED}:
            one[0].ties[tie] = None


def _people(bond: Tie | Home) -> tuple[str, ...]:
    return (bond.person,) if isinstance(bond, Home) else (bond.one, bond.other)


def _count(counts: dict[str, Counter[T]], key: str, value: T, by: int) -> None:
    """Raises or lowers one of the counts, and keeps none of nothing."""
    these = counts.setdefault(key, Counter())
    these[value] += by
    if not these[value]:
        del these[value]
    if not these:
        del counts[key]
