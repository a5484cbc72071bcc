"""How a cluster came about: its component is solved once more, and every merge is told, with its reason and its bits."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from ingest.match import candidates
from ingest.match.arrays import Floats, Ints, components, listed, smallest
from ingest.match.clusters import FALLING, Edges, Rounds, declared, seeded, weighed
from ingest.match.judged import Contradiction, Judged, Judgement, Ruling, Standing, judged
from ingest.match.lifelong import Lifelong, joining
from ingest.match.model import Model
from ingest.match.table import Table
from ingest.match.ties import solved_alone
from ingest.match.weights import Weigher


class Rule(StrEnum):
    """Why two sides became one, the first of these that say so."""

    JUDGED = "JUDGED"
    BANK_NUMBER = "BANK_NUMBER"
    LIFELONG = "LIFELONG"
    DOCUMENT = "DOCUMENT"
    AT_ONCE = "AT_ONCE"
    ROUND = "ROUND"


_WORDS: Mapping[Rule, str] = {
    Rule.JUDGED: "a steward judged {a} and {b} to be one",
    Rule.BANK_NUMBER: "{a} and {b} have one number of the bank's own",
    Rule.LIFELONG: "{a} and {b} have one number for life",
    Rule.DOCUMENT: "{a} and {b} have one document",
    Rule.AT_ONCE: "{a} and {b} alone weigh enough at once, from {asked:.1f}",
    Rule.ROUND: "as a whole, in the round from {asked:.1f}",
}


@dataclass(frozen=True, slots=True)
class Merge:
    """The records of `other` joined those of `one`, the larger side. `by`: the two records that were reason enough, where two were.
    `evidence` and `asked` are L in bits: what was weighed, and what was asked for."""

    one: tuple[str, ...]
    other: tuple[str, ...]
    rule: Rule
    by: tuple[str, str]
    evidence: float | None = None
    asked: float | None = None

    @property
    def reason(self) -> str:
        """In words."""
        return _WORDS[self.rule].format(a=self.by[0], b=self.by[1], asked=self.asked or 0.0)

    def line(self) -> str:
        bits = " " * 7 if self.evidence is None else f"{self.evidence:+7.1f}"
        return f"{bits}  {_side(self.other)} {'joins' if len(self.other) == 1 else 'join'} {_side(self.one)}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Formation:
    """Of `clusters` (their records) all merges in their order; what stewards judged never to be one of
    them, and which judgements do not hold."""

    clusters: tuple[tuple[str, ...], ...]
    merges: tuple[Merge, ...]
    apart: tuple[Judgement, ...]
    contradictions: tuple[Contradiction, ...]

    def lines(self) -> list[str]:
        """In words and numbers, as a steward reads it."""
        said = [each.line() for each in self.merges]
        said += [f"{' ' * 7}  a steward judged {each.one} and {each.other} not to be one" for each in self.apart]
        said += [
            f"{' ' * 7}  that {each.lost.one} and {each.lost.other} are one does not hold: "
            f"{each.held.one} and {each.held.other} are judged not to be"
            for each in self.contradictions
        ]
        return [*said, *(f"{len(each):7d}  in one cluster: {', '.join(each)}" for each in self.clusters)]


def formed(
    model: Model,
    table: Table,
    ids: Sequence[str],
    hubs: Mapping[str, frozenset[str]] | None = None,
    edges: Edges | None = None,
    judgements: Sequence[Judgement] = (),
    least: float = 0.0,
) -> Formation:
    """Of the clusters that hold these records. `hubs` and `edges`: those of the whole table, where they are known already. `least`:
    the last round's L in bits, AUTOMATIC for what nobody was asked about."""
    hubs, standing = candidates.hubs(table) if hubs is None else hubs, Standing(judgements)
    if edges is None:
        edges = weighed(Weigher(model, table, hubs), candidates.pairs(candidates.keys(table)))
    alone = solved_alone(table, edges, judged(table, standing))
    asked = set(ids)
    rows = np.flatnonzero(np.isin(alone, [alone[row] for row, id_ in enumerate(table.ids) if id_ in asked]))
    return again(Weigher(model, table.take(rows), hubs), _within(edges, rows), ids, standing, least)


def again(weigher: Weigher, edges: Edges, ids: Iterable[str], standing: Standing, least: float = 0.0) -> Formation:
    """Solves whole components once more; tells of the clusters that hold these records."""
    table, model, asked = weigher.table, weigher.model, set(ids)
    lifelong, ruled = Lifelong(table, weigher.hubs), judged(table, standing)
    heard = list[tuple[Ints, Ints, Floats, float]]()
    seeds, _ = seeded(weigher, edges, lifelong, model.seed, ruled)

    def hear(source: Ints, target: Ints, weights: Floats, threshold: float) -> None:
        heard.append((source, target, weights, threshold))

    rounds = Rounds(weigher, edges, seeds, lifelong, np.ones(len(table), dtype=np.int64), ruled, hear)
    rounds.fall(model.threshold, [step for step in FALLING if step >= least])
    labels = rounds.labels
    rows = np.flatnonzero(np.isin(labels, [labels[row] for row, id_ in enumerate(table.ids) if id_ in asked]))
    tree = _Tree(table, rows, model.threshold)
    _seed(tree, weigher, edges, lifelong, ruled, seeds)
    for source, target, weights, threshold in heard:
        for i, j, weight in zip(listed(source), listed(target), weights.tolist(), strict=True):
            tree.join(j, i, Rule.ROUND, weight, threshold)
    return Formation(tree.clusters(), tuple(tree.merges), tuple(_apart(standing, tree)), tuple(_lost(ruled, tree)))


def _seed(tree: "_Tree", weigher: Weigher, edges: Edges, lifelong: Lifelong, ruled: Judged, seeds: Ints) -> None:
    """What was one before the rounds, by what is reason enough for each step, the strongest first."""
    i, j, _, _ = joining(lifelong.first, weigher)
    numbered = smallest(components(len(seeds), i, j))
    sure = declared(weigher, numbered, ruled)
    tree.join_all(ruled.said_i, ruled.said_j, ruled.units, Rule.JUDGED)
    for labels, rule in ((weigher.table.groups, Rule.BANK_NUMBER), (numbered, Rule.LIFELONG)):
        rows = np.arange(len(labels), dtype=np.int64)
        tree.join_all(smallest((labels << 32) | sure), rows, sure, rule)
    for numbers, rule in ((lifelong.further, Rule.LIFELONG), (lifelong.documents, Rule.DOCUMENT)):
        tree.join_all(*joining(numbers, weigher)[:2], seeds, rule)
    strong = np.flatnonzero(edges.weights >= weigher.model.seed)
    strong = strong[np.lexsort((edges.j[strong], edges.i[strong], -edges.weights[strong]))]
    tree.join_all(edges.i[strong], edges.j[strong], seeds, Rule.AT_ONCE, edges.weights[strong], weigher.model.seed)


class _Tree:
    """Records of some rows, which become one side after the other."""

    def __init__(self, table: Table, rows: Ints, threshold: float) -> None:
        self.merges = list[Merge]()
        self._threshold = threshold
        self._names = {row: table.ids[own] for row, own in zip(listed(rows), listed(table.own[rows]), strict=True)}
        self._sides = {name: [name] for name in self._names.values()}

    def join(self, row: int, other: int, rule: Rule, weight: float | None = None, asked: float | None = None) -> None:
        if row not in self._names or other not in self._names:
            return
        by = self._names[row], self._names[other]
        one, two = sorted((self._sides[name] for name in by), key=lambda side: (-len(side), side[0]))
        if one is two:
            return
        evidence, threshold = (None if bits is None else bits - self._threshold for bits in (weight, asked))
        self.merges.append(Merge(tuple(one), tuple(two), rule, by, evidence, threshold))
        one += two
        one.sort()
        for name in two:
            self._sides[name] = one

    def join_all(
        self, i: Ints, j: Ints, labels: Ints, rule: Rule, weights: Floats | None = None, asked: float | None = None
    ) -> None:
        """The pairs whose rows have one label, in their order."""
        one = np.flatnonzero((labels[i] == labels[j]) & (i != j))
        for at in listed(one):
            self.join(int(i[at]), int(j[at]), rule, None if weights is None else float(weights[at]), asked)

    def clusters(self) -> tuple[tuple[str, ...], ...]:
        return tuple(sorted({tuple(side) for side in self._sides.values()}))

    def holds(self, judgement: Judgement) -> bool:
        return judgement.one in self._sides or judgement.other in self._sides


def _within(edges: Edges, rows: Ints) -> Edges:
    """Of a part of the rows, by their place in it."""
    inside = np.isin(edges.i, rows)
    i, j = (np.searchsorted(rows, each[inside]).astype(np.int64) for each in (edges.i, edges.j))
    return Edges(i, j, edges.weights[inside])


def _apart(standing: Standing, tree: _Tree) -> Iterator[Judgement]:
    return (each for each in standing.all if each.verdict is Ruling.NOT_SAME and tree.holds(each))


def _lost(ruled: Judged, tree: _Tree) -> Iterator[Contradiction]:
    return (each for each in ruled.contradictions if tree.holds(each.lost))


def _side(records: Sequence[str]) -> str:
    return records[0] if len(records) == 1 else f"{records[0]} and {len(records) - 1} more"
