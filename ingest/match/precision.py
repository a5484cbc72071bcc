"""How precise a threshold would be: estimated from the weights alone, and measured where the truth of pairs is known."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ingest.match.arrays import Flags, Floats, Ints, positions
from ingest.match.clusters import Edges
from ingest.match.decided import AUTOMATIC, SEPARATE
from ingest.match.judged import Judgement, Ruling
from ingest.match.lifelong import Lifelong
from ingest.match.model import Model
from ingest.match.table import Table, record_of

STEPS = tuple(step / 2 for step in range(-6, 41))
_EXAMPLES = 10


@dataclass(frozen=True, slots=True)
class Point:
    """Of the pairs of records that weigh `evidence` (L, bits over θ) at least: how many, the share of them that are one party, and
    the share of all pairs of one party that they are. Measured ones are None where nobody knows the truth of any."""

    evidence: float
    pairs: int
    precision: float
    recall: float
    measured_precision: float | None = None
    measured_recall: float | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What a model alone would have said of pairs that stewards judged: as they did, left to them, or otherwise, of which the
    first are `against`, with L in bits where they were compared."""

    judged: int
    alike: int
    asked: int
    otherwise: int
    against: tuple[tuple[str, str, Ruling, float | None], ...]


def curve(model: Model, table: Table, edges: Edges, truth: Ints | None = None) -> list[Point]:
    """Of pairs that the bank's own number does not make one. `truth`: the party of each row, -1 where nobody knows it. The estimate
    sums the chances 1/(1 + 2^−L) of the pairs that were weighed; a pair that no key reached is in neither."""
    groups = table.groups
    free = groups[edges.i] != groups[edges.j]
    i, j, evidence = edges.i[free], edges.j[free], edges.weights[free] - model.threshold
    chance = 1 / (1 + np.exp2(-evidence))
    known, right, there = _truth(i, j, truth, groups)
    return [_point(step, evidence >= step, chance, known, right, there) for step in STEPS]


def _truth(i: Ints, j: Ints, truth: Ints | None, groups: Ints) -> tuple[Flags, Flags, int]:
    """Which pairs are known, which of these are one party, and how many pairs are one party in all."""
    if truth is None:
        none = np.zeros(len(i), dtype=np.bool_)
        return none, none, 0
    known = (truth[i] >= 0) & (truth[j] >= 0)
    told = truth >= 0
    whole, own = _pairs(truth[told]), _pairs((truth[told] << 32) | groups[told])
    return known, known & (truth[i] == truth[j]), whole - own


def _pairs(labels: Ints) -> int:
    _, sizes = np.unique(labels, return_counts=True)
    return int((sizes * (sizes - 1) // 2).sum())


def _point(step: float, of: Flags, chance: Floats, known: Flags, right: Flags, there: int) -> Point:
    pairs, told, sure = int(of.sum()), int((known & of).sum()), float(chance[of].sum())
    whole = float(chance.sum())
    return Point(
        step, pairs, sure / pairs if pairs else 1.0, sure / whole if whole else 1.0,
        float((right & of).sum()) / told if told else None, float((right & of).sum()) / there if there else None,
    )  # fmt: skip


def checked(model: Model, table: Table, edges: Edges, judgements: Sequence[Judgement]) -> Checked:
    """Of judgements of records that are in the table; by pairs of records alone, not by what clusters say."""
    own = table.own
    keys = (np.minimum(own[edges.i], own[edges.j]) << 32) | np.maximum(own[edges.i], own[edges.j])
    order = np.lexsort((-edges.weights, keys))
    keys, weights = keys[order], edges.weights[order] - model.threshold
    row = {record_of(id_): at for at, id_ in reversed(list(enumerate(table.ids)))}
    known = [each for each in judgements if each.one in row and each.other in row and each.one != each.other]
    ends = np.array([sorted((row[each.one], row[each.other])) for each in known], dtype=np.int64).reshape(-1, 2)
    place, there = positions(keys, (ends[:, 0] << 32) | ends[:, 1])
    place = np.searchsorted(keys, keys[place]) if len(keys) else place
    bits = [float(weights[at]) if is_there else None for at, is_there in zip(place, there, strict=True)]
    return _checked(list(zip(known, bits, strict=True)), Lifelong(table).differ(ends[:, 0], ends[:, 1]))


def _checked(told: list[tuple[Judgement, float | None]], differ: Flags) -> Checked:
    """`differ`: those with two numbers for life, which are left to a steward whatever they weigh."""
    limits = [np.inf if apart else AUTOMATIC for apart in differ]
    asked = [bits is not None and SEPARATE <= bits < limit for (_, bits), limit in zip(told, limits, strict=True)]
    said = [(bits is not None and bits >= AUTOMATIC) == (each.verdict is Ruling.SAME) for each, bits in told]
    against = [
        (each.one, each.other, each.verdict, bits)
        for (each, bits), is_asked, is_said in zip(told, asked, said, strict=True)
        if not is_asked and not is_said
    ]
    alike = sum(is_said and not is_asked for is_asked, is_said in zip(asked, said, strict=True))
    return Checked(len(told), alike, sum(asked), len(against), tuple(against[:_EXAMPLES]))
