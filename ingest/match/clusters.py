"""Records become clusters: seeds, then merges in rounds by a falling threshold, and what is left in doubt.

Whatever is decided of a connected component of the candidates rests on its own rows and the model alone, so a component may be
solved by itself, in whatever company, with the same outcome.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

import numpy as np

from ingest.match.arrays import Flags, Floats, Ints, components
from ingest.match.candidates import repeated
from ingest.match.decided import AUTOMATIC, SEPARATE
from ingest.match.lifelong import Held, Lifelong
from ingest.match.profiles import Profiles
from ingest.match.weights import Weigher

FALLING = (10.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.0)
_MARGIN = 3.0
_TIMES = 3


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs of rows that may be one party, and their weights in bits."""

    i: Ints
    j: Ints
    weights: Floats


@dataclass(frozen=True, slots=True)
class Doubts:
    """Pairs of automatic clusters (by their smallest rows) that a steward should look at, with L, their weight over θ in bits.
    `why`: THRESHOLD, RIVALS (two targets are nearly as good), NUMBERS (their lifelong numbers differ), SAME_NUMBER (they have one
    number, and name and birth date contradict)."""

    one: Ints
    other: Ints
    evidence: Floats
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clusters:
    """For each row the smallest row of its cluster: at the model's threshold, and by automatic merges alone."""

    labels: Ints
    automatic: Ints
    doubts: Doubts


def weighed(weigher: Weigher, candidates: Iterable[tuple[Ints, Ints]]) -> Edges:
    """Of the candidates, and of rows that say the same, those that weigh what the model asks for at least."""
    kept = list[tuple[Ints, Ints, Floats]]()
    for i, j in chain(candidates, [repeated(weigher.table)]):
        weights = weigher.rows(i, j)
        enough = weights >= weigher.model.least
        kept.append((i[enough], j[enough], np.round(weights[enough], 6)))
    if not kept:
        none = np.array([], dtype=np.int64)
        return Edges(none, none, np.array([], dtype=np.float64))
    return Edges(*(np.concatenate(each) for each in zip(*kept, strict=True)))


def smallest(labels: Ints) -> Ints:
    """The smallest row of each row's cluster."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    return first[inverse.reshape(-1)].astype(np.int64)


def seeded(weigher: Weigher, edges: Edges, lifelong: Lifelong, seed: float) -> tuple[Ints, tuple[Ints, Ints]]:
    """Rows that are one party at once, and pairs of rows with one lifelong number that contradict."""
    rows = np.arange(len(weigher.table), dtype=np.int64)
    strong = edges.weights >= seed
    i, j, doubt_i, doubt_j = lifelong.same(weigher)
    sure_i, sure_j = np.concatenate([weigher.table.groups, i]), np.concatenate([rows, j])
    sure = smallest(components(len(rows), sure_i, sure_j))
    labels = _without_conflict(sure, edges.i[strong], edges.j[strong], edges.weights[strong], lifelong)
    return labels, (doubt_i, doubt_j)


def _without_conflict(labels: Ints, i: Ints, j: Ints, weights: Floats, lifelong: Lifelong) -> Ints:
    """All edges join, but of a component with several lifelong numbers only one after the other, the heaviest first."""
    n = len(labels)
    whole = smallest(components(n, np.concatenate([labels, i]), np.concatenate([np.arange(n), j])))
    torn = _several_numbers(whole, lifelong)
    if not torn.any():
        return whole
    calm = ~torn[i]
    joined = smallest(components(n, np.concatenate([labels, i[calm]]), np.concatenate([np.arange(n), j[calm]])))
    order = np.lexsort((j[~calm], i[~calm], -weights[~calm]))
    return smallest(_one_by_one(joined, i[~calm][order], j[~calm][order], lifelong))


def _several_numbers(labels: Ints, lifelong: Lifelong) -> Flags:
    torn = np.zeros(len(labels), dtype=np.bool_)
    for low, high in lifelong.of(labels).bounds:
        torn |= ((high >= 0) & (low != high))[labels]
    return torn


def _one_by_one(labels: Ints, i: Ints, j: Ints, lifelong: Lifelong) -> Ints:
    parent = {int(label): int(label) for label in labels}
    numbers = [dict[int, set[int]]() for _ in lifelong.numbers]
    for held, codes in zip(numbers, lifelong.numbers, strict=True):
        for row in np.flatnonzero(codes >= 0):
            held.setdefault(int(labels[row]), set()).add(int(codes[row]))

    def root(label: int) -> int:
        while parent[label] != label:
            parent[label] = parent[parent[label]]
            label = parent[label]
        return label

    for a, b in zip(labels[i].tolist(), labels[j].tolist(), strict=True):
        one, other = sorted((root(a), root(b)))
        if one == other or any((x := held.get(one)) and (y := held.get(other)) and not x & y for held in numbers):
            continue
        parent[other] = one
        for held in numbers:
            if other in held:
                held.setdefault(one, set()).update(held[other])
    return np.fromiter((root(int(label)) for label in labels), np.int64, len(labels))


class Rounds:
    """Clusters of a weigher's rows, merged as the threshold falls. `times`: how many records each row stands for."""

    def __init__(self, weigher: Weigher, edges: Edges, labels: Ints, lifelong: Lifelong, times: Ints) -> None:
        self._weigher, self._lifelong, self._times = weigher, lifelong, times
        self.labels = labels
        self._i: Ints = labels[edges.i]  # by smallest rows
        self._j: Ints = labels[edges.j]
        self._known_keys, self._known_sizes = np.array([], dtype=np.int64), np.array([], dtype=np.int64)
        self._known = np.array([], dtype=np.float64)

    def fall(self, threshold: float, steps: Iterable[float], after: Callable[[float], None] | None = None) -> None:
        for above in steps:
            for _ in range(_TIMES):
                if not self._merge(threshold + above, threshold + above):
                    break
            if after:
                after(above)

    def candidates(self) -> tuple[Ints, Ints, Floats, Ints, Held]:
        """Pairs of clusters, by number; their weights; the smallest row of each number; lifelong numbers by number."""
        self._i, self._j = self.labels[self._i], self.labels[self._j]
        keys = np.unique((np.minimum(self._i, self._j) << 32) | np.maximum(self._i, self._j))
        self._i, self._j = keys >> 32, keys & 0xFFFFFFFF
        apart = self._i != self._j
        self._i, self._j, keys = self._i[apart], self._j[apart], keys[apart]
        rows, numbers = np.unique(self.labels, return_inverse=True)
        numbers = numbers.reshape(-1).astype(np.int64)
        one, other = np.searchsorted(rows, self._i), np.searchsorted(rows, self._j)
        weights = self._weights(keys, one, other, Profiles(self._weigher, numbers, self._times))
        return one, other, weights, rows, self._lifelong.of(numbers)

    def _weights(self, keys: Ints, one: Ints, other: Ints, profiles: Profiles) -> Floats:
        """Only pairs that changed are weighed again: a cluster only grows, so its size tells."""
        sizes = (profiles.sizes[one] << 32) | profiles.sizes[other]
        place = np.minimum(np.searchsorted(self._known_keys, keys), max(len(self._known_keys) - 1, 0))
        known = np.zeros(len(keys), dtype=np.bool_)
        if len(self._known_keys):
            known = (self._known_keys[place] == keys) & (self._known_sizes[place] == sizes)
        weights = np.empty(len(keys))
        weights[known] = self._known[place[known]]
        weights[~known] = profiles.totals(one[~known], other[~known])
        self._known_keys, self._known_sizes, self._known = keys, sizes, weights
        return weights

    def _merge(self, threshold: float, rivals_below: float) -> bool:
        one, other, weights, rows, held = self.candidates()
        may = ~held.differ(one, other)
        sizes = np.bincount(np.searchsorted(rows, self.labels), weights=self._times).astype(np.float64)
        choice = _choices(one[may], other[may], weights[may], len(rows), rivals_below)
        source, target, weight = _joining(choice, sizes, threshold)
        alone = held.one_each(source, target, weight)
        source, target = source[alone], target[alone]
        if not len(source):
            return False
        numbers = components(len(rows), source, target)
        self.labels = smallest(numbers[np.searchsorted(rows, self.labels)])
        return True


@dataclass(frozen=True, slots=True)
class Choice:
    """For each cluster its best target (-1 for none), its weight, and that of the best rival."""

    target: Ints
    weight: Floats
    rival: Floats


def _choices(one: Ints, other: Ints, weights: Floats, clusters: int, rivals_below: float) -> Choice:
    """A rival is another target that is not itself as good as one with the best."""
    source, target, weight = np.concatenate([one, other]), np.concatenate([other, one]), np.concatenate([weights, weights])
    order = np.lexsort((target, -weight, source))
    source, target, weight = source[order], target[order], weight[order]
    first = np.ones(len(source), dtype=np.bool_)
    first[1:] = source[1:] != source[:-1]
    best, best_weight, rival = np.full(clusters, -1), np.full(clusters, -99.0), np.full(clusters, -99.0)
    best[source[first]], best_weight[source[first]] = target[first], weight[first]
    between = _between(one, other, weights, best[source], target)
    rivals = ~first & (between < rivals_below)
    np.maximum.at(rival, source[rivals], weight[rivals])
    return Choice(best, best_weight, rival)


def _between(one: Ints, other: Ints, weights: Floats, a: Ints, b: Ints) -> Floats:
    """The weights of pairs among those that are known; −99 where none is."""
    keys = (np.minimum(one, other) << 32) | np.maximum(one, other)
    order = np.argsort(keys)
    asked = (np.minimum(a, b) << 32) | np.maximum(a, b)
    if not len(keys):
        return np.full(len(asked), -99.0)
    place = np.minimum(np.searchsorted(keys[order], asked), len(keys) - 1)
    return np.where(keys[order][place] == asked, weights[order][place], -99.0)


def _joining(choice: Choice, sizes: Floats, threshold: float) -> tuple[Ints, Ints, Floats]:
    """Who joins whom: the smaller the larger, or two that chose each other; nobody joins who is himself on the move."""
    clear = (choice.target >= 0) & (choice.weight >= threshold) & (choice.weight - choice.rival >= _MARGIN)
    source = np.flatnonzero(clear)
    target = choice.target[source]
    mutual = choice.target[target] == source
    smaller = (sizes[source] < sizes[target]) | ((sizes[source] == sizes[target]) & (source > target))
    source, target, mutual = (each[mutual | smaller] for each in (source, target, mutual))
    moving = np.zeros(len(sizes), dtype=np.bool_)
    moving[source] = True
    stays = ~moving[target] | mutual
    source, target = source[stays], target[stays]
    return source, target, choice.weight[source]


def clusters(
    weigher: Weigher, edges: Edges, times: Ints, threshold: float, seed: float, steps: Iterable[float] = FALLING
) -> Clusters:
    """Seeds and rounds by a model's θ and seed, and what stays in doubt."""
    lifelong = Lifelong(weigher.table)
    labels, contradicting = seeded(weigher, edges, lifelong, seed)
    rounds = Rounds(weigher, edges, labels, lifelong, times)
    found = dict[str, tuple[Ints, Doubts]]()

    def after(above: float) -> None:
        if above == AUTOMATIC:
            found["automatic"] = (rounds.labels, _doubts(rounds, threshold, contradicting))

    rounds.fall(threshold, steps, after)
    automatic, doubts = found["automatic"] if found else (rounds.labels, _doubts(rounds, threshold, contradicting))
    return Clusters(rounds.labels, automatic, doubts)


def _doubts(rounds: Rounds, threshold: float, contradicting: tuple[Ints, Ints]) -> Doubts:
    one, other, weights, rows, held = rounds.candidates()
    evidence = weights - threshold
    apart = held.differ(one, other)
    doubtful = evidence >= SEPARATE
    why: Mapping[tuple[bool, bool], str] = {
        (True, True): "NUMBERS",
        (True, False): "NUMBERS",
        (False, True): "RIVALS",
        (False, False): "THRESHOLD",
    }
    kinds = [why[(bool(a), bool(e >= AUTOMATIC))] for a, e in zip(apart[doubtful], evidence[doubtful], strict=True)]
    i, j = rounds.labels[contradicting[0]], rounds.labels[contradicting[1]]
    differ = i != j
    return Doubts(
        np.concatenate([rows[one[doubtful]], i[differ]]),
        np.concatenate([rows[other[doubtful]], j[differ]]),
        np.concatenate([evidence[doubtful], np.zeros(int(differ.sum()))]),
        (*kinds, *("SAME_NUMBER" for _ in range(int(differ.sum())))),
    )
