"""Records become clusters: seeds, then merges in rounds by a falling threshold, and what is left in doubt.

Whatever is decided of a connected component of the candidates rests on its own rows and the model alone, so a component may be
solved by itself, in whatever company, with the same outcome.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from ingest.match.arrays import Flags, Floats, Ints, components, listed, pair_keys, pairs_of, ranges, smallest
from ingest.match.candidates import repeated
from ingest.match.decided import AUTOMATIC, SEPARATE
from ingest.match.judged import Contradiction, Judged, Standing, judged
from ingest.match.lifelong import Held, Lifelong, joining
from ingest.match.profiles import Profiles
from ingest.match.unions import Unions
from ingest.match.weights import Weigher

FALLING = (10.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.0)
_MARGIN = 3.0
_OUTRANKS = 1e6
"""Bits by which one document or further number of two records outweighs all else that they say."""
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


_NONE = np.array([], dtype=np.int64)
NO_DOUBTS = Doubts(_NONE, _NONE, np.array([], dtype=np.float64), ())


@dataclass(frozen=True, slots=True)
class Clusters:
    """For each row the smallest row of its cluster: at the model's threshold, and by automatic merges alone. `contradictions`: the
    judgements that do not hold."""

    labels: Ints
    automatic: Ints
    doubts: Doubts
    contradictions: tuple[Contradiction, ...] = ()


def weighed(weigher: Weigher, candidates: Iterable[tuple[Ints, Ints]]) -> Edges:
    """Of the candidates, and of rows that say the same, those that weigh what the model asks for at least."""
    return heavy(weigher, chain(candidates, [repeated(weigher.table)]))


def heavy(weigher: Weigher, pairs: Iterable[tuple[Ints, Ints]]) -> Edges:
    """Those that weigh what the model asks for at least."""
    kept = list[tuple[Ints, Ints, Floats]]()
    for i, j in pairs:
        weights = weigher.rows(i, j)
        enough = weights >= weigher.model.least
        kept.append((i[enough], j[enough], np.round(weights[enough], 6)))
    if not kept:
        none = np.array([], dtype=np.int64)
        return Edges(none, none, np.array([], dtype=np.float64))
    return Edges(*(np.concatenate(each) for each in zip(*kept, strict=True)))


def seeded(weigher: Weigher, edges: Edges, lifelong: Lifelong, seed: float, judged: Judged) -> tuple[Ints, tuple[Ints, Ints]]:
    """Rows that are one party at once, and pairs of rows with one number or document that contradict."""
    strong = edges.weights >= seed
    i, j, *doubts = joining(lifelong.first, weigher)
    sure = declared(weigher, smallest(components(len(weigher.table), i, j)), judged)
    a, b, *more = joining([*lifelong.further, *lifelong.documents], weigher)
    a, b = a[a != b], b[a != b]
    one, other = np.concatenate([edges.i[strong], a]), np.concatenate([edges.j[strong], b])
    weights = np.concatenate([edges.weights[strong], _OUTRANKS + np.round(weigher.rows(a, b), 6)])
    labels = _without_conflict(sure, one, other, weights, lifelong, judged)
    return labels, (np.concatenate([doubts[0], more[0]]), np.concatenate([doubts[1], more[1]]))


def declared(weigher: Weigher, numbered: Ints, judged: Judged) -> Ints:
    """What is one by judgement, by the bank's own number and by lifelong numbers (`numbered`: what these alone make one)."""
    rows = np.arange(len(numbered), dtype=np.int64)
    sets = [weigher.table.groups, numbered]
    whole = smallest(components(len(rows), np.concatenate([judged.units, *sets]), np.concatenate([rows, rows, rows])))
    torn = judged.torn(whole)
    return _torn_apart(weigher, sets, whole, torn, judged) if torn.any() else whole


def _torn_apart(weigher: Weigher, sets: Sequence[Ints], whole: Ints, torn: Flags, judged: Judged) -> Ints:
    """Of sets that hold rows which are never one, each other row goes with the one of these that it weighs most with."""
    rows = np.arange(len(whole), dtype=np.int64)
    clash = whole[judged.i] == whole[judged.j]
    opposed = torn & np.isin(judged.units, judged.units[np.concatenate([judged.i[clash], judged.j[clash]])])
    split = [torn & np.isin(labels, labels[opposed]) for labels in sets]
    calm = [np.where(flags, rows, labels) for labels, flags in zip(sets, split, strict=True)]
    joined = smallest(components(len(rows), np.concatenate([judged.units, *calm]), np.concatenate([rows, rows, rows])))
    keys = np.unique(np.concatenate([_across(labels, flags, opposed) for labels, flags in zip(sets, split, strict=True)]))
    i, j = pairs_of(keys)
    weights = np.round(weigher.rows(i, j), 6)
    return _one_by_one(Unions(joined, judged.i, judged.j), i, j, weights)


def _across(labels: Ints, within: Flags, opposed: Flags) -> Ints:
    """Pairs, as keys, of each opposed row with all rows of its label, of those within."""
    rows = np.flatnonzero(within)
    rows = rows[np.argsort(labels[rows], kind="stable")]
    heads, starts, counts = np.unique(labels[rows], return_index=True, return_counts=True)
    asked = np.flatnonzero(within & opposed)
    at = np.searchsorted(heads, labels[asked])
    k = np.repeat(np.arange(len(asked)), counts[at])
    others = rows[ranges(starts[at].astype(np.int64), counts[at].astype(np.int64))]
    apart = asked[k] != others
    return pair_keys(asked[k][apart], others[apart])


def _without_conflict(labels: Ints, i: Ints, j: Ints, weights: Floats, lifelong: Lifelong, judged: Judged) -> Ints:
    """All edges join, but of a component with several lifelong numbers, or with rows that are never one, only one after the other,
    the heaviest first."""
    n = len(labels)
    whole = smallest(components(n, np.concatenate([labels, i]), np.concatenate([np.arange(n), j])))
    torn = _several_numbers(whole, lifelong) | judged.torn(whole)
    if not torn.any():
        return whole
    calm = ~torn[i]
    joined = smallest(components(n, np.concatenate([labels, i[calm]]), np.concatenate([np.arange(n), j[calm]])))
    numbers = [np.where(torn, codes, -1) for codes in lifelong.numbers]
    return _one_by_one(Unions(joined, judged.i, judged.j, numbers), i[~calm], j[~calm], weights[~calm])


def _several_numbers(labels: Ints, lifelong: Lifelong) -> Flags:
    torn = np.zeros(len(labels), dtype=np.bool_)
    for low, high in lifelong.of(labels).bounds:
        torn |= ((high >= 0) & (low != high))[labels]
    return torn


def _one_by_one(unions: Unions, i: Ints, j: Ints, weights: Floats) -> Ints:
    """The heaviest first."""
    order = np.lexsort((j, i, -weights))
    for one, other in zip(listed(i[order]), listed(j[order]), strict=True):
        unions.join(one, other)
    return unions.labels()


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of clusters, by number; their weights; the smallest row of each number; which pairs their lifelong numbers keep apart,
    and which a judgement does."""

    one: Ints
    other: Ints
    weights: Floats
    rows: Ints
    held: Held
    differ: Flags
    never: Flags


class Rounds:
    """Clusters of a weigher's rows, merged as the threshold falls. `times`: how many records each row stands for. `told` hears
    who joined whom in each round (by smallest rows), with what weight, and the threshold."""

    def __init__(
        self, weigher: Weigher, edges: Edges, labels: Ints, lifelong: Lifelong, times: Ints, judged: Judged,
        told: Callable[[Ints, Ints, Floats, float], None] | None = None,
    ) -> None:  # fmt: skip
        self._weigher, self._lifelong, self._times, self._judged, self._told = weigher, lifelong, times, judged, told
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

    def candidates(self) -> Candidates:
        self._i, self._j = self.labels[self._i], self.labels[self._j]
        keys = np.unique((np.minimum(self._i, self._j) << 32) | np.maximum(self._i, self._j))
        self._i, self._j = keys >> 32, keys & 0xFFFFFFFF
        apart = self._i != self._j
        self._i, self._j, keys = self._i[apart], self._j[apart], keys[apart]
        rows, numbers = np.unique(self.labels, return_inverse=True)
        numbers = numbers.reshape(-1).astype(np.int64)
        one, other = np.searchsorted(rows, self._i), np.searchsorted(rows, self._j)
        weights = self._weights(keys, one, other, Profiles(self._weigher, numbers, self._times))
        held = self._lifelong.of(numbers)
        return Candidates(one, other, weights, rows, held, held.differ(one, other), self._judged.apart(numbers, one, other))

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
        found = self.candidates()
        rows, may = found.rows, ~(found.differ | found.never)
        sizes = np.bincount(np.searchsorted(rows, self.labels), weights=self._times).astype(np.float64)
        choice = _choices(found.one[may], found.other[may], found.weights[may], len(rows), rivals_below)
        source, target, weight = _joining(choice, sizes, threshold)
        alone = found.held.one_each(source, target, weight)
        source, target, weight = source[alone], target[alone], weight[alone]
        fits = self._fits(rows, source, target, weight)
        source, target, weight = source[fits], target[fits], weight[fits]
        if not len(source):
            return False
        if self._told:
            self._told(rows[source], rows[target], weight, threshold)
        numbers = components(len(rows), source, target)
        self.labels = smallest(numbers[np.searchsorted(rows, self.labels)])
        return True

    def _fits(self, rows: Ints, source: Ints, target: Ints, weight: Floats) -> Flags:
        """Which of several that join one target at once may, where two of them are never one: the heavier."""
        i, j = (np.searchsorted(rows, self.labels[each]) for each in (self._judged.i, self._judged.j))
        numbers = components(len(rows), source, target)
        fits = np.ones(len(source), dtype=np.bool_)
        clash = numbers[i] == numbers[j]
        if not clash.any():
            return fits
        unions = Unions(np.arange(len(rows), dtype=np.int64), i, j)
        asked = np.flatnonzero(np.isin(numbers[source], numbers[i[clash]]))
        for at in listed(asked[np.lexsort((source[asked], -weight[asked]))]):
            unions.join(int(source[at]), int(target[at]))
            fits[at] = unions.are_one(int(source[at]), int(target[at]))
        return fits


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
    weigher: Weigher,
    edges: Edges,
    times: Ints,
    threshold: float,
    seed: float,
    steps: Iterable[float] = FALLING,
    standing: Standing | None = None,
) -> Clusters:
    """Seeds and rounds by a model's θ and seed, and what stays in doubt; without a step AUTOMATIC nothing is looked at for doubts,
    and without any step there are only seeds."""
    lifelong, ruled = Lifelong(weigher.table, weigher.hubs), judged(weigher.table, standing or Standing())
    labels, contradicting = seeded(weigher, edges, lifelong, seed, ruled)
    rounds = Rounds(weigher, edges, labels, lifelong, times, ruled)
    found = dict[str, tuple[Ints, Doubts]]()

    def after(above: float) -> None:
        if above == AUTOMATIC:
            found["automatic"] = (rounds.labels, _doubts(rounds, threshold, contradicting, ruled))

    rounds.fall(threshold, steps, after)
    automatic, doubts = found.get("automatic", (rounds.labels, NO_DOUBTS))
    return Clusters(rounds.labels, automatic, doubts, ruled.contradictions)


def _doubts(rounds: Rounds, threshold: float, contradicting: tuple[Ints, Ints], ruled: Judged) -> Doubts:
    """Of what is not judged."""
    found = rounds.candidates()
    doubtful = (found.weights - threshold >= SEPARATE) & ~found.never
    evidence = found.weights[doubtful] - threshold
    kinds = [
        "NUMBERS" if differ else "RIVALS" if bits >= AUTOMATIC else "THRESHOLD"
        for differ, bits in zip(found.differ[doubtful], evidence, strict=True)
    ]
    i, j = rounds.labels[contradicting[0]], rounds.labels[contradicting[1]]
    open_ = (i != j) & ~ruled.apart(rounds.labels, i, j)
    return Doubts(
        np.concatenate([found.rows[found.one[doubtful]], i[open_]]),
        np.concatenate([found.rows[found.other[doubtful]], j[open_]]),
        np.concatenate([evidence, np.zeros(int(open_.sum()))]),
        (*kinds, *("SAME_NUMBER" for _ in range(int(open_.sum())))),
    )
