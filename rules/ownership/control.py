"""Who controls a company: by most of its votes, by naming its board, by other means; alone, or jointly with whom it acts.

Votes are its own and those of companies it controls: 51 % of a company that holds 30 % is control over 30 %, not over 15.3.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rules.ownership.records import BOARD, OTHER_MEANS, Cell, Family, Group, Interest, Table
from rules.ownership.tables import best, table

HALF = 0.5
LEAST_BIT = 1e-9


class Means(StrEnum):
    """By what somebody controls a company."""

    VOTES = "VOTES"
    BOARD = "BOARD"
    OTHER_MEANS = "OTHER_MEANS"


@dataclass(frozen=True, slots=True)
class Step:
    """How one company came to be controlled: by what, from where, and by how many of its votes (0–1)."""

    company: str
    means: Means
    through: tuple[str, ...]
    votes: float = 0.0


@dataclass(frozen=True, slots=True)
class Control:
    """A party that controls a company; `jointly` with whom, where it does not alone; `certain` unless shares are missing that would
    tell. `steps` lead from the party to the company."""

    party: str
    steps: tuple[Step, ...]
    jointly: tuple[str, ...] = ()
    certain: bool = True
    agreement: str | None = None

    @property
    def means(self) -> Means:
        return self.steps[-1].means


class Powers:
    """What gives control around a company: votes, and what counts without a share."""

    def __init__(self, group: Group) -> None:
        self.group = group
        self.votes: Table = table(group, Family.VOTES)
        self.holdings = defaultdict[str, list[str]](list)
        for company, cells in self.votes.cells.items():
            for owner in cells:
                self.holdings[owner].append(company)
        self.granted = _granted(group)
        self.grants = defaultdict[str, list[str]](list)
        for owner, company in self.granted:
            self.grants[owner].append(company)

    def above(self, target: str) -> list[str]:
        """All who may have a say in it, the nearest first."""
        found, left = dict.fromkeys([target]), [target]
        by_company = defaultdict[str, list[str]](list)
        for owner, company in self.granted:
            by_company[company].append(owner)
        for here in left:
            for owner in sorted({*self.votes.cells.get(here, {}), *by_company.get(here, ())}):
                if owner not in found:
                    found[owner] = None
                    left.append(owner)
        return left[1:]

    def reach(self, who: Collection[str], until: Collection[str], *, certain: bool = True) -> dict[str, Step]:
        """What they control together, company → how; ends as soon as one of `until` is among it."""
        inside, counted = set(who), defaultdict[str, float](float)
        through = defaultdict[str, list[str]](list)
        found, left = dict[str, Step](), list(who)
        while left:
            here = left.pop()
            for step in self._gained(here, inside, counted, through, certain):
                found[step.company] = step
                if step.company in until:
                    return found
                inside.add(step.company)
                left.append(step.company)
        return found

    def _gained(
        self, here: str, inside: Collection[str], counted: dict[str, float], through: dict[str, list[str]], certain: bool
    ) -> Iterator[Step]:
        for company in self.grants.get(here, ()):
            if company not in inside:
                yield Step(company, self.granted[here, company], (here,))
        for company in self.holdings.get(here, ()):
            cell = self.votes.cells[company][here]
            if company == here or (certain and company in self.votes.refused):
                continue
            counted[company] += cell.least if certain else cell.most
            through[company].append(here)
            if company not in inside and counted[company] > self.half(company) + LEAST_BIT:
                yield Step(company, Means.VOTES, tuple(through[company]), min(1.0, counted[company]))

    def votes_of(self, who: Collection[str], target: str) -> Cell:
        """The votes in a company that they dispose of: their own, and all of those of companies they control."""
        inside = {*who, *self.reach(who, ())} - {target}
        cells = [cell for owner, cell in self.votes.cells.get(target, {}).items() if owner in inside]
        return Cell(min(1.0, sum(cell.least for cell in cells)), min(1.0, sum(cell.most for cell in cells)))

    def half(self, company: str) -> float:
        """A company has no vote in itself."""
        own = self.votes.cells.get(company, {}).get(company)
        return HALF * (1.0 - (own.least if own else 0.0))


def controllers(powers: Powers, target: str) -> list[Control]:
    """Everyone who controls a company, the nearest first: alone for certain; those alone perhaps; and those who do together."""
    above = powers.above(target)
    alone = {each.party: each for each in _alone(powers, target, above, certain=True)}
    together = list(_together(powers, target, above, alone))
    perhaps = [each for each in _alone(powers, target, above, certain=False) if each.party not in alone]
    joint = {each.party for each in together}
    if any(each.means is Means.VOTES for each in alone.values()):  # the majority is somebody's: no other can have it
        perhaps = []
    return [*alone.values(), *together, *(each for each in perhaps if each.party not in joint)]


def ultimate(powers: Powers, target: str, found: Iterable[Control]) -> list[Control]:
    """Of those who control a company the ones whom nobody else controls, not even itself: its actual controllers (实际控制人)."""
    told = list(found)
    sure = {each.party for each in told if each.certain}
    controlled = set(powers.reach([target], ()))
    for each in told:
        if each.certain:
            controlled |= powers.reach([each.party, *each.jointly], ()).keys()
    return [each for each in told if each.party not in controlled or each.party not in sure]


def _alone(powers: Powers, target: str, above: Iterable[str], *, certain: bool) -> Iterator[Control]:
    """The nearest first, so that whoever controls one of them is known at once."""
    known = {target: list[Step]()}
    for party in above:
        found = powers.reach([party], known, certain=certain)
        reached = next(reversed(found), None)
        if reached in known:
            known[party] = [*_chain(found, reached, {party}), *known[reached]]
            yield Control(party, tuple(known[party]), certain=certain)


def _together(powers: Powers, target: str, above: Iterable[str], alone: Mapping[str, Control]) -> Iterator[Control]:
    """Those who act in concert, or have half of the votes each, and control it only together."""
    present = set(above)
    for who, agreement in circles(powers.group, target, present):
        if who & alone.keys():
            continue
        found = powers.reach(sorted(who), [target])
        if target in found:
            steps = tuple(_chain(found, target, who))
            yield from (Control(each, steps, tuple(sorted(who - {each})), agreement=agreement) for each in sorted(who))
    halves = powers.votes.cells.get(target, {})
    equal = sorted(owner for owner, cell in halves.items() if abs(cell.least - HALF) < LEAST_BIT and cell.least == cell.most)
    if len(equal) == 2 and target not in powers.votes.refused and not alone:
        for each in equal:
            other = tuple(owner for owner in equal if owner != each)
            yield Control(each, (Step(target, Means.VOTES, tuple(equal), 1.0),), other)


def circles(group: Group, target: str, present: Collection[str]) -> Iterator[tuple[set[str], str | None]]:
    """Sets of those who act in concert in it, with what they agreed."""
    ties = [each for each in group.concerts if each.company in (None, target)]
    sets = list[tuple[set[str], str | None]]()
    for tie in ties:
        joined, agreement = {tie.one, tie.other}, tie.agreement
        for each in [each for each in sets if each[0] & joined]:
            sets.remove(each)
            joined, agreement = joined | each[0], agreement or each[1]
        sets.append((joined, agreement))
    yield from ((who & set(present), agreement) for who, agreement in sets if len(who & set(present)) > 1)


def _chain(found: Mapping[str, Step], last: str, first: Collection[str]) -> list[Step]:
    """The steps that lead to a company, those without which it is not controlled."""
    needed, left = set[str](), [last]
    while left:
        here = left.pop()
        if here in needed or here in first or here not in found:
            continue
        needed.add(here)
        left += found[here].through
    return [step for company, step in found.items() if company in needed]


def _granted(group: Group) -> dict[tuple[str, str], Means]:
    """Control without votes: who names most of the board, or controls by other means."""
    told = defaultdict[tuple[str, str, bool], list[Interest]](list)
    for each in group.interests:
        if each.kind == BOARD or each.kind in OTHER_MEANS:
            told[each.owner, each.company, each.kind == BOARD].append(each)
    found = dict[tuple[str, str], Means]()
    for (owner, company, board), said in sorted(told.items(), key=lambda each: each[0][2]):
        parts = [each.least for each in best(said)]
        if not board:
            found[owner, company] = Means.OTHER_MEANS
        elif any(part is None or part > HALF for part in parts):  # the right to name a board is that to name most of it
            found[owner, company] = Means.BOARD
    return found
