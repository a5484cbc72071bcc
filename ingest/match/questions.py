"""What a steward is told of two clusters in doubt: the way to their weight, and what each of their other records says."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ingest.match.arrays import Ints, expand, listed
from ingest.match.candidates import Hubs
from ingest.match.model import Model
from ingest.match.reasons import Waterfall, weighed
from ingest.match.table import Table, record_of
from ingest.match.weights import Weigher
from runtime.batched import batched

_AT_ONCE = 500
_MOST = 50


@dataclass(frozen=True, slots=True)
class Question:
    """`beside`: records of both clusters but for the ones that name them, each with the bits over the threshold of what fits it
    best on the other side; of a very large cluster the first."""

    waterfall: Waterfall
    beside: tuple[tuple[str, float], ...]


def questions(model: Model, table: Table, hubs: Hubs, labels: Ints, one: Ints, other: Ints) -> Iterator[Question]:
    """Of pairs of clusters, by labels of the table's rows, in their order: by the same weights as a resolution."""
    for part in batched(zip(listed(one), listed(other), strict=True), _AT_ONCE):
        yield from _questions(model, table, hubs, labels, np.array(part, dtype=np.int64))


def _questions(model: Model, table: Table, hubs: Hubs, labels: Ints, pairs: Ints) -> Iterator[Question]:
    names = np.unique(pairs)
    rows = np.flatnonzero(np.isin(labels, names))
    part, own = table.take(rows), np.searchsorted(names, labels[rows])
    one, other = np.searchsorted(names, pairs[:, 0]), np.searchsorted(names, pairs[:, 1])
    told = weighed(model, part, hubs, own, one, other)
    beside = _beside(Weigher(model, part, hubs), own, one, other)
    for waterfall, found in zip(told, beside, strict=True):
        yield Question(waterfall, tuple((id_, round(bits - model.threshold, 1)) for id_, bits in found.items()))


def _beside(weigher: Weigher, labels: Ints, one: Ints, other: Ints) -> list[dict[str, float]]:
    """Of each pair by record: its greatest weight with a record of the other side."""
    order = np.argsort(labels, kind="stable")
    counts = np.bincount(labels)
    starts = np.cumsum(counts) - counts
    few = np.minimum(counts, _MOST)
    k, i, j = expand(starts[one], few[one], starts[other], few[other])
    i, j = order[i], order[j]
    weights = weigher.rows(i, j)
    found = [dict[str, float]() for _ in one]
    records = [record_of(id_) for id_ in weigher.table.ids]
    heads = {records[row] for row in listed(order[starts])}
    for at, a, b, bits in zip(listed(k), listed(i), listed(j), weights.tolist(), strict=True):
        for record in {records[a], records[b]} - heads:
            found[at][record] = max(bits, found[at].get(record, bits))
    return found
