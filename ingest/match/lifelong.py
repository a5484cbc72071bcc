"""Numbers given for life: the same joins, a different one keeps apart."""

import numpy as np

from ingest.match.arrays import Flags, Floats, Ints, components, expand, smallest
from ingest.match.decided import Number
from ingest.match.standard.documents import is_lifelong
from ingest.match.table import Table
from ingest.match.weights import Weigher

_MOST_COMPARED = 200
_NONE = np.array([], dtype=np.int64)


class Lifelong:
    """The valid lifelong numbers of a table's rows: a code a row for each such field, -1 for none."""

    def __init__(self, table: Table) -> None:
        self.numbers = list[Ints]()
        for column in table.columns:
            if column.field.lifelong:
                valid = np.fromiter((is_lifelong(value) for value in column.values), np.bool_, len(column.values))
                codes = column.codes.copy()
                codes[codes >= 0] = np.where(valid[codes[codes >= 0]], codes[codes >= 0], -1)
                self.numbers.append(codes)

    def differ(self, i: Ints, j: Ints) -> Flags:
        """Of rows."""
        apart = np.zeros(len(i), dtype=np.bool_)
        for codes in self.numbers:
            apart |= (codes[i] >= 0) & (codes[j] >= 0) & (codes[i] != codes[j])
        return apart

    def of(self, labels: Ints) -> "Held":
        return Held(self.numbers, labels)

    def same(self, weigher: Weigher) -> tuple[Ints, Ints, Ints, Ints]:
        """Rows with one number as edges that join them, and as edges between those whose name and birth date both contradict."""
        found = [_same(codes, weigher) for codes in self.numbers] or [(_NONE,) * 4]
        i, j, k, m = (np.concatenate([each[at] for each in found]).astype(np.int64) for at in range(4))
        return i, j, k, m


class Held:
    """Lifelong numbers by cluster: the smallest and largest code of each field."""

    def __init__(self, numbers: list[Ints], labels: Ints) -> None:
        clusters = int(labels.max()) + 1 if len(labels) else 0
        self.bounds = list[tuple[Ints, Ints]]()
        for codes in numbers:
            low, high = np.full(clusters, np.iinfo(np.int64).max), np.full(clusters, -1, dtype=np.int64)
            said = codes >= 0
            np.minimum.at(low, labels[said], codes[said])
            np.maximum.at(high, labels[said], codes[said])
            self.bounds.append((low, high))

    def differ(self, one: Ints, other: Ints) -> Flags:
        """Of clusters: both have a number, and not the same."""
        apart = np.zeros(len(one), dtype=np.bool_)
        for low, high in self.bounds:
            both = (high[one] >= 0) & (high[other] >= 0)
            apart |= both & (low[one] != low[other]) & (high[one] != high[other])
        return apart

    def one_each(self, source: Ints, target: Ints, weight: Floats) -> Flags:
        """Which of several that join one target at once may: with the best, those of its number."""
        may = np.ones(len(source), dtype=np.bool_)
        for _, high in self.bounds:
            number = np.where(high[target] >= 0, -1, high[source])
            asked = np.flatnonzero(number >= 0)
            order = asked[np.lexsort((number[asked], -weight[asked], target[asked]))]
            first = np.ones(len(order), dtype=np.bool_)
            first[1:] = target[order][1:] != target[order][:-1]
            best = dict(zip(target[order][first].tolist(), number[order][first].tolist(), strict=True))
            for at in order:
                may[at] &= best[int(target[at])] == number[at]
        return may


def _same(codes: Ints, weigher: Weigher) -> tuple[Ints, Ints, Ints, Ints]:
    """Rows that say the same of name and birth date are one; of the different ones of a number every two are compared, of very many
    the first."""
    rows = np.flatnonzero(codes >= 0)
    if not len(rows):
        return _NONE, _NONE, _NONE, _NONE
    told = [column.codes[rows] for column in weigher.table.columns if column.field.name in ("name", "birth_date")]
    _, first, kind = np.unique(np.array([codes[rows], *told]), axis=1, return_index=True, return_inverse=True)
    head = rows[first]  # by number, for the number is what they are ordered by
    starts = np.flatnonzero(np.concatenate([[True], codes[head][1:] != codes[head][:-1]]))
    counts = np.minimum(np.diff(np.append(starts, len(head))), _MOST_COMPARED)
    _, i, j = expand(starts, counts, starts, counts)
    i, j = i[i < j], j[i < j]
    doubtful = contradict(weigher, head[i], head[j])
    joined = smallest(components(len(head), i[~doubtful], j[~doubtful]))
    apart = np.flatnonzero(joined == np.arange(len(head)))
    lead = apart[np.searchsorted(codes[head[apart]], codes[head[apart]])]
    doubts = lead != apart
    own = head[kind.reshape(-1)]
    joins = (np.concatenate([own, head[i[~doubtful]]]), np.concatenate([rows, head[j[~doubtful]]]))
    return joins[0], joins[1], head[lead[doubts]], head[apart[doubts]]


def contradict(weigher: Weigher, i: Ints, j: Ints) -> Flags:
    """Whether name and birth date both speak against two rows; what one does not say contradicts nothing."""
    against = np.ones(len(i), dtype=np.bool_)
    told = np.zeros(len(i), dtype=np.int64)
    for column in weigher.table.columns:
        name = column.field.name
        if name in ("name", "birth_date") and name in weigher.names:
            a, b = column.codes[i], column.codes[j]
            said = (a >= 0) & (b >= 0)
            weights = np.zeros(len(i))
            weights[said] = weigher.values(name, a[said], b[said])[0]
            against &= weights < 0
            told += said
    return against & (told == 2)


def numbers_of(weigher: Weigher, lifelong: Lifelong, labels: Ints, one: Ints, other: Ints) -> list[Number]:
    """What lifelong numbers say of each pair of clusters (labels 0 …)."""
    apart = lifelong.of(labels).differ(one, other)
    found = [Number.DIFFERENT if each else Number.UNKNOWN for each in apart]
    for codes in lifelong.numbers:
        said = np.flatnonzero(codes >= 0)
        held = dict[int, dict[int, int]]()
        for row in said.tolist():
            held.setdefault(int(labels[row]), {}).setdefault(int(codes[row]), row)
        for at, (a, b) in enumerate(zip(one.tolist(), other.tolist(), strict=True)):
            shared = held.get(a, {}).keys() & held.get(b, {}).keys()
            if shared:
                i, j = np.array([held[a][min(shared)]]), np.array([held[b][min(shared)]])
                found[at] = Number.DOUBTFUL if contradict(weigher, i, j).any() else Number.SAME
    return found
