"""The ways by which a holder has its share, the largest first: what a share is explained by."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

from rules.ownership.records import Cell, Table

MOST_STEPS = 24
"""No longer way is told: nobody reads it."""


@dataclass(frozen=True, slots=True)
class Path:
    """A way from a holder down to the company: the parties on it, the holder first, and the product of their shares."""

    parties: tuple[str, ...]
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class _Step:
    party: str
    least: float
    most: float
    steps: int
    below: "_Step | None" = None

    def parties(self) -> Iterator[str]:
        here: _Step | None = self
        while here:
            yield here.party
            here = here.below


def paths(table: Table, target: str, most: int = 3) -> dict[str, list[Path]]:
    """By holder at most so many, found from the company upwards; none passes through a party twice."""
    found = defaultdict[str, list[Path]](list)
    left: list[tuple[float, int, _Step]] = [(-1.0, 0, _Step(target, 1.0, 1.0, 0))]
    number, taken = 0, defaultdict[str, int](int)
    while left:
        _, _, here = heappop(left)
        if taken[here.party] == most:
            continue
        taken[here.party] += 1
        if here.steps:
            found[here.party].append(Path(tuple(here.parties()), here.least, here.most))
        if here.steps == MOST_STEPS:
            continue
        for owner, cell in table.cells.get(here.party, {}).items():
            if cell.most > 0 and taken[owner] < most and owner not in here.parties():
                number += 1
                above = _above(owner, cell, here)
                heappush(left, (-above.most, number, above))
    return found


def _above(owner: str, cell: Cell, here: _Step) -> _Step:
    return _Step(owner, here.least * cell.least, here.most * cell.most, here.steps + 1, here)
