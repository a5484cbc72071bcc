"""Effective shares: what each holder has of a company at the end of all ways, circles solved and not cut.

Outside owners have A_out (I − A_in)⁻¹ (Brioschi, Buzzacchi and Colombo 1989). A company on a circle is counted without the ways
that come back to itself (Baldone, Brioschi and Paleari 1997): nobody owns itself.
"""

from collections import defaultdict
from dataclasses import dataclass
from math import isnan
from typing import Literal

import numpy as np

from rules.ownership.components import components
from rules.ownership.linear import Solution, solve
from rules.ownership.records import Cell, Problem, Reason, Table

End = Literal["least", "most"]


@dataclass(frozen=True, slots=True)
class Effective:
    """One holder's share along all ways, between two fractions of one; both are None where there is no number, for the reason.
    `ultimate` where nobody is known who owns the holder in turn."""

    party: str
    least: float | None
    most: float | None
    direct: Cell | None = None
    reason: Reason | None = None
    ultimate: bool = True


@dataclass(frozen=True, slots=True)
class Shares:
    """Of one company: its holders, the largest first; `unknown` is the share of which no holder is known, None where that has no
    number."""

    holders: tuple[Effective, ...]
    unknown: float | None
    problems: tuple[Problem, ...] = ()


def effective(table: Table, target: str, *, cut: bool = False) -> Shares:
    """The low and the high ends of ranges are solved apart; no high end is above what the low ends of others leave."""
    work = _Solving(table, target)
    for members in reversed(components(target, work.owners)):
        work.solve(members)
    return work.told(cut)


class _Solving:
    """From the company upwards, one set of companies that own each other after the other."""

    def __init__(self, table: Table, target: str) -> None:
        self.table, self.target = table, target
        self.held = defaultdict[str, list[tuple[str, Cell]]](list)  # by owner, of what was reached
        self.ways: dict[End, dict[str, float]] = {"least": {}, "most": {}}  # with the ways that come back
        self.shares: dict[End, dict[str, float]] = {"least": {}, "most": {}}  # … without them
        self.reasons = dict[str, Reason]()
        self.problems = list(table.problems)
        self.exact = True

    def owners(self, company: str) -> list[str]:
        cells = self.table.cells.get(company, {})
        found = sorted(owner for owner, cell in cells.items() if cell.most > 0)
        for owner in found:
            self.held[owner].append((company, cells[owner]))
            self.exact &= cells[owner].least == cells[owner].most
        return found

    def solve(self, members: list[str]) -> None:
        reason = next((why for each in members if (why := self._without(each))), None)
        solved = None if reason else self._solved(members, "least")
        if not reason and solved is None:
            reason = Reason.CLOSED_LOOP
            self.problems.append(Problem(reason, min(members), tuple(sorted(members))))
        if reason or solved is None:
            self.reasons |= dict.fromkeys(members, reason or Reason.CLOSED_LOOP)
            return
        self._keep(members, "least", solved)
        self._keep(members, "most", solved if self.exact else self._solved(members, "most"))

    def _without(self, member: str) -> Reason | None:
        """Why an owner has no number: that of what it owns."""
        for company, _ in self.held[member]:
            if company in self.table.refused:
                return Reason.SHARES_ABOVE_WHOLE
            if company in self.reasons:
                return self.reasons[company]
        return None

    def _solved(self, members: list[str], end: End) -> Solution | None:
        """None where what goes round among them has no end."""
        own = {member: place for place, member in enumerate(members)}
        given = np.array([1.0 if member == self.target else 0.0 for member in members])
        rows, columns, values = list[int](), list[int](), list[float]()
        for member, place in own.items():
            for company, cell in self.held[member]:
                if company in own:
                    rows.append(place)
                    columns.append(own[company])
                    values.append(cell.least if end == "least" else cell.most)
                else:
                    given[place] += (cell.least if end == "least" else cell.most) * self.ways[end][company]
        if not rows:
            return Solution(given, np.ones(len(members)))
        return solve(rows, columns, values, given) if np.isfinite(given).all() else None

    def _keep(self, members: list[str], end: End, solved: Solution | None) -> None:
        """A high end that goes round for ever is bounded by nothing but what others have."""
        ways = solved.shares if solved else np.full(len(members), np.inf)
        returns = solved.returns if solved else np.ones(len(members))
        self.ways[end] |= {member: float(way) for member, way in zip(members, ways, strict=True)}
        for member, way, times in zip(members, ways.tolist(), returns.tolist(), strict=True):
            self.shares[end][member] = way / times if not isnan(times) else self._bound(member, end, way)

    def _bound(self, member: str, end: End, way: float) -> float:
        """Where how often it comes by itself was not worked out: at least what it holds itself, at most all ways."""
        direct = self.table.cells.get(self.target, {}).get(member)
        return way if end == "most" else direct.least if direct else 0.0

    def told(self, cut: bool) -> Shares:
        holders = [party for party in self.held if party != self.target]
        ultimate = {party for party in holders if not any(cell.most > 0 for cell in self.table.cells.get(party, {}).values())}
        known = sum(self.shares["least"].get(party, 0.0) for party in ultimate)
        refused = self.target in self.table.refused or self.target in self.reasons
        found = [self._holder(party, party in ultimate, known, cut) for party in holders]
        found.sort(key=lambda each: (-(each.least or 0.0), -(each.most or 0.0), each.party))
        problems = [*self.problems, *([Problem(Reason.CUT, self.target)] if cut else [])]
        return Shares(tuple(found), None if refused else min(1.0, max(0.0, 1.0 - known)), tuple(problems))

    def _holder(self, party: str, ultimate: bool, known: float, cut: bool) -> Effective:
        direct = self.table.cells.get(self.target, {}).get(party)
        if party in self.reasons:
            return Effective(party, None, None, direct, self.reasons[party], ultimate)
        least = min(1.0, self.shares["least"][party])
        left = 1.0 - (known - least) if ultimate else 1.0
        most = left if cut else min(left, self.shares["most"][party])
        return Effective(party, least, max(least, most), direct, None, ultimate)
