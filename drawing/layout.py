"""Where the boxes of a stakeholder map stand: a tree of owners, rows of people by who reports to whom, the bank's own below."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

MARGIN, GAP, ROW_GAP, BAND_GAP, HEAD = 40.0, 26.0, 62.0, 66.0, 34.0
PARTY, PERSON, BANKER = (216.0, 62.0), (236.0, 122.0), (216.0, 62.0)
ACROSS = 7
"""So many boxes stand in one row at most."""
TOP = 150.0
"""What the title and the legend take."""
SWEEPS = 4


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def right(self) -> float:
        return self.x + self.width

    def meets(self, other: "Rect", room: float = 0.0) -> bool:
        """Whether they overlap, or stand nearer to one another than so much."""
        apart = self.right + room <= other.x or other.right + room <= self.x
        return not (apart or self.bottom + room <= other.y or other.bottom + room <= self.y)


@dataclass(frozen=True, slots=True)
class Band:
    """A part of the picture: what it shows, where its heading stands, and its boxes by the ids of their nodes."""

    name: str
    heading: float
    boxes: Mapping[str, Rect]


@dataclass(frozen=True, slots=True)
class Layout:
    """Three bands: `owners`, `people`, `bankers`; a person who owns has a box in each of the first two."""

    width: float
    height: float
    owners: Band
    people: Band
    bankers: Band


def layout(nodes: Sequence[Mapping[str, Any]], edges: Sequence[Mapping[str, Any]]) -> Layout:
    """Of a map's nodes and edges as `stakeholderMap` tells them."""
    holds = [(each["fromId"], each["toId"]) for each in edges if each["kind"] in ("OWNS", "CONSOLIDATED_BY")]
    reports = [(each["fromId"], each["toId"]) for each in edges if each["kind"] == "REPORTS_TO"]
    tied = ("REPORTS_TO", "INFLUENCES", "REFERRED", "KNOWS")
    ties = [(each["fromId"], each["toId"]) for each in edges if each["kind"] in tied]
    parties = [each for each in nodes if each["level"] is not None]
    levels = sorted({each["level"] for each in parties}, reverse=True)
    held = ordered([[each["id"] for each in parties if each["level"] == level] for level in levels], holds)
    people = [each["id"] for each in nodes if each["kind"] == "PERSON" and is_stakeholder(each)]
    ranks = ordered(by_rank(people, reports, ties), ties)
    bankers = [each["id"] for each in nodes if each["kind"] == "BANKER"]
    bands = [("owners", held, PARTY), ("people", ranks, PERSON), ("bankers", [bankers], BANKER)]
    width = max(
        980.0, *(2 * MARGIN + _across([min(len(row), ACROSS)], size[0]) for _, rows, size in bands for row in rows if row)
    )  # fmt: skip
    placed, y = list[Band](), TOP
    for name, rows, size in bands:
        band, bottom = _band(name, rows, size, y, width)
        placed.append(band)
        y = bottom + BAND_GAP if band.boxes else y
    return Layout(width, y - BAND_GAP + MARGIN, *placed)


def is_stakeholder(node: Mapping[str, Any]) -> bool:
    """Whether there is more to tell of a person than that they own."""
    return node["level"] is None or bool(node["roles"] or node["offices"] or node["stance"] or node["current"])


def by_rank(people: Sequence[str], reports: Iterable[tuple[str, str]], ties: Iterable[tuple[str, str]] = ()) -> list[list[str]]:
    """Those to whom others report above those who report to them; below whom they are tied to who is in no such line, or last."""
    above, below = defaultdict[str, list[str]](list), set[str]()
    for who, to in reports:
        if who in people and to in people:
            above[who].append(to)
            below.add(to)

    def rank(who: str, seen: frozenset[str] = frozenset()) -> int:
        return max((1 + rank(to, seen | {who}) for to in above[who] if to not in seen), default=0)

    lined = {who: rank(who) for who in people if above[who] or who in below}
    beside = {who: [lined[to] + 1 for one, to in ties if one == who and to in lined] for who in people if who not in lined}
    lined |= {who: min(levels) for who, levels in beside.items() if levels}
    rows = [[who for who in people if lined.get(who) == level] for level in range(max(lined.values(), default=-1) + 1)]
    return [*rows, [who for who in people if who not in lined]]


def ordered(rows: Sequence[Sequence[str]], ties: Sequence[tuple[str, str]]) -> list[list[str]]:
    """The same rows, in each those beside one another that hang on what stands close together in the row before."""
    near = defaultdict[str, set[str]](set)
    for one, other in ties:
        near[one].add(other)
        near[other].add(one)
    found = [list(row) for row in rows]
    for sweep in range(SWEEPS):
        pairs = list(pairwise(found)) if sweep % 2 == 0 else [(below, above) for above, below in reversed(list(pairwise(found)))]
        for fixed, moved in pairs:
            place = {who: (n + 0.5) / len(fixed) for n, who in enumerate(fixed)}
            was = {who: (n + 0.5) / len(moved) for n, who in enumerate(moved)}
            moved.sort(key=lambda who: _mean([place[each] for each in near[who] if each in place], was[who]))
    return found


def _mean(places: Sequence[float], otherwise: float) -> float:
    return sum(places) / len(places) if places else otherwise


def _across(counts: Iterable[int], width: float) -> float:
    most = max(counts, default=0)
    return most * width + max(most - 1, 0) * GAP


def _band(name: str, rows: Sequence[Sequence[str]], size: tuple[float, float], top: float, width: float) -> tuple[Band, float]:
    """A band and where it ends; a row of too many goes on in the next."""
    boxes, y = dict[str, Rect](), top + HEAD
    for row in rows:
        parts = -(-len(row) // ACROSS)
        for part in range(parts):
            own = row[part * len(row) // parts : (part + 1) * len(row) // parts]
            x = (width - _across([len(own)], size[0])) / 2
            for place, who in enumerate(own):
                boxes[who] = Rect(x + place * (size[0] + GAP), y, *size)
            y += size[1] + (ROW_GAP if part == parts - 1 else GAP)
    return Band(name, top, boxes), y - ROW_GAP
