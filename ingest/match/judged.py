"""What stewards have judged of two records, by row of a table: what is one, what is never one, and where they contradict."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from ingest.match.arrays import Flags, Ints, components, smallest
from ingest.match.table import Table
from ingest.match.unions import Unions


class Ruling(StrEnum):
    SAME = "SAME"
    NOT_SAME = "NOT_SAME"


@dataclass(frozen=True, slots=True)
class Judgement:
    """Of two records, by their ids, in whichever order."""

    one: str
    other: str
    verdict: Ruling

    @property
    def pair(self) -> tuple[str, str]:
        return (self.one, self.other) if self.one < self.other else (self.other, self.one)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """`lost`, a judgement SAME, does not hold: with those that were given before it, it would join what `held` keeps apart."""

    lost: Judgement
    held: Judgement


@dataclass(frozen=True, slots=True)
class Judged:
    """`units`: for each row the smallest row of those that are one by judgement, with all rows of their records. Rows `i` and `j`
    are never one. `said_i` and `said_j` were judged to be one, whether that holds or not."""

    units: Ints
    i: Ints
    j: Ints
    said_i: Ints
    said_j: Ints
    contradictions: tuple[Contradiction, ...] = ()

    def torn(self, labels: Ints) -> Flags:
        """Rows of a label that also holds two rows which are never one."""
        clash = labels[self.i] == labels[self.j]
        if not clash.any():
            return np.zeros(len(labels), dtype=np.bool_)
        return np.isin(labels, labels[self.i[clash]])

    def apart(self, labels: Ints, one: Ints, other: Ints) -> Flags:
        """Of pairs of labels: those that are never one."""
        if not len(self.i):
            return np.zeros(len(one), dtype=np.bool_)
        low, high = np.minimum(labels[self.i], labels[self.j]), np.maximum(labels[self.i], labels[self.j])
        return np.isin((np.minimum(one, other) << 32) | np.maximum(one, other), (low << 32) | high)


class Standing:
    """The judgements that stand, in the order in which they were given; of several of one pair the last."""

    def __init__(self, judgements: Iterable[Judgement] = ()) -> None:
        newest = dict[tuple[str, str], Judgement]()
        for each in judgements:
            newest.pop(each.pair, None)
            if each.one != each.other:
                newest[each.pair] = each
        self.all = tuple(newest.values())
        self._places = dict[str, list[int]]()
        for at, each in enumerate(self.all):
            for record in each.pair:
                self._places.setdefault(record, []).append(at)

    def of(self, records: Iterable[str]) -> list[Judgement]:
        """Those of any of these records."""
        if not self.all:
            return []
        return [self.all[at] for at in sorted({at for record in records for at in self._places.get(record, ())})]

    def changed(self, later: "Standing") -> set[str]:
        """Records of which something else is judged later, or in another order."""
        before, now = ({(each.pair, each.verdict): each for each in those.all} for those in (self, later))
        kept = zip((key for key in before if key in now), (key for key in now if key in before), strict=True)
        moved = {key for keys in kept if keys[0] != keys[1] for key in keys}
        return {record for pair, _ in (before.keys() ^ now.keys()) | moved for record in pair}


def judged(table: Table, standing: Standing) -> Judged:
    """Of a table's rows; a judgement of a record that is not there is left out."""
    rows = np.arange(len(table), dtype=np.int64)
    told = list(_placed(table, standing.of(table.ids)))
    same, never = ([each for each in told if each[2].verdict is ruling] for ruling in Ruling)
    (i, j), (said_i, said_j) = _ends(never), _ends(same)
    own = table.own if told else rows
    held = Judged(own, i, j, said_i, said_j)
    whole = _joined(own, said_i, said_j)
    torn = held.torn(whole)
    calm = ~torn[said_i]
    unions = Unions(_joined(own, said_i[calm], said_j[calm]), i, j)
    lost = list(_lost(unions, [each for each, fits in zip(same, calm.tolist(), strict=True) if not fits], never))
    return Judged(unions.labels(), i, j, said_i, said_j, tuple(lost))


def _joined(own: Ints, i: Ints, j: Ints) -> Ints:
    rows = np.arange(len(own), dtype=np.int64)
    return smallest(components(len(own), np.concatenate([own, i]), np.concatenate([rows, j])))


_Placed = tuple[int, int, Judgement]


def _lost(unions: Unions, same: Sequence[_Placed], never: Sequence[_Placed]) -> Iterator[Contradiction]:
    for one, other, judgement in same:
        if (held := unions.join(one, other)) is not None:
            yield Contradiction(judgement, never[held][2])


def _placed(table: Table, judgements: Iterable[Judgement]) -> Iterator[_Placed]:
    for each in judgements:
        one, other = table.row_of(each.one), table.row_of(each.other)
        if one is not None and other is not None:
            yield one, other, each


def _ends(told: Sequence[_Placed]) -> tuple[Ints, Ints]:
    ends = np.array([(one, other) for one, other, _ in told], dtype=np.int64).reshape(-1, 2)
    return ends[:, 0], ends[:, 1]
