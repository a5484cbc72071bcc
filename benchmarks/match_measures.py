"""How good clusters are beside the truth: pairs of records, and B³."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ingest.match.arrays import Flags, Ints


@dataclass(frozen=True, slots=True)
class Pairs:
    """Shares of record pairs: of those put together that belong together, and the other way round."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        whole = self.precision + self.recall
        return 2 * self.precision * self.recall / whole if whole else 0.0


def numbered(said: Sequence[str | None]) -> Ints:
    """Truth as numbers; records that nobody knows the truth of are -1."""
    distinct = {value: at for at, value in enumerate(dict.fromkeys(value for value in said if value is not None))}
    return np.array([-1 if value is None else distinct[value] for value in said], dtype=np.int64)


def by_pairs(labels: Ints, truth: Ints) -> Pairs:
    """Without a pair there is nothing wrong: precision 1, and recall 1 where there was none to find."""
    told = truth >= 0
    cluster, known = _dense(labels[told]), _dense(truth[told])
    both = _pairs(np.unique((cluster << 32) | known, return_counts=True)[1])
    found, there = _pairs(np.bincount(cluster)), _pairs(np.bincount(known))
    return Pairs(both / found if found else 1.0, both / there if there else 1.0)


def b_cubed(labels: Ints, truth: Ints) -> Pairs:
    """For each record the share of its cluster, and of its truth, that it is rightly with (Bagga and Baldwin 1998)."""
    told = truth >= 0
    if not told.any():
        return Pairs(1.0, 1.0)
    cluster, known = _dense(labels[told]), _dense(truth[told])
    _, inverse, counts = np.unique((cluster << 32) | known, return_inverse=True, return_counts=True)
    both = counts[inverse.reshape(-1)]
    precision, recall = both / np.bincount(cluster)[cluster], both / np.bincount(known)[known]
    return Pairs(float(precision.mean()), float(recall.mean()))


def with_stewards(labels: Ints, one: Ints, other: Ints, truth: Ints) -> Pairs:
    """When stewards answer rightly what they are asked: clusters (by their smallest rows) that are mostly of one truth join."""
    parent = np.arange(len(labels))
    main = _mostly(labels, truth)

    def root(row: int) -> int:
        while parent[row] != row:
            row = int(parent[row])
        return row

    for a, b in zip(one.tolist(), other.tolist(), strict=True):
        if main[a] == main[b] and main[a] >= 0:
            x, y = sorted((root(a), root(b)))
            parent[y] = x
    return by_pairs(np.array([root(int(label)) for label in labels], dtype=np.int64), truth)


def _mostly(labels: Ints, truth: Ints) -> dict[int, int]:
    """The commonest truth of each cluster."""
    keys, counts = np.unique((labels << 32) | (truth + 1), return_counts=True)
    best = dict[int, int]()
    for at in np.argsort(counts, kind="stable"):
        best[int(keys[at] >> 32)] = int(keys[at] & 0xFFFFFFFF) - 1
    return best


def _dense(labels: Ints) -> Ints:
    return np.unique(labels, return_inverse=True)[1].reshape(-1).astype(np.int64)


def _pairs(sizes: Ints) -> int:
    return int((sizes * (sizes - 1) // 2).sum())


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one run; `pair_…` and `b3_f1` at the model's own threshold, `auto_…` of what no steward would see (NaN of a peer, which
    asks none). Seconds; MB of memory at the peak."""

    records: int
    clusters: int
    pair_f1: float
    pair_precision: float
    pair_recall: float
    b3_f1: float
    auto_precision: float
    auto_recall: float
    unsure_pairs: int
    seconds: float
    peak_mb: float
    with_stewards: float

    def as_dict(self) -> dict[str, float]:
        told = {name: getattr(self, name) for name in self.__slots__ if name != "with_stewards"}
        return {name: round(value, 6) if isinstance(value, float) else value for name, value in told.items()}


def for_reporting(truth: Sequence[str | None]) -> Flags:
    """Of parties as `numbered` numbers them: those for reporting, half of them by their own name; the others are for choosing."""
    return np.array([zlib.crc32(str(value).encode()) % 2 == 1 for value in dict.fromkeys(truth) if value is not None])


def person(record: str | None) -> str:
    """FEBRL's truth is in a record's number: `rec-12-org` and `rec-12-dup-0` are one person."""
    return str(record).rsplit("-org")[0].rsplit("-dup")[0]
