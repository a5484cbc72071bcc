"""Records in, clusters out: a model trained on the records themselves, or one from a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ingest.match import candidates, learned
from ingest.match.arrays import Ints
from ingest.match.candidates import Hubs
from ingest.match.clusters import FALLING, Clusters, Edges, clusters, seeded, weighed
from ingest.match.judged import Judgement, Standing, judged
from ingest.match.lifelong import Lifelong
from ingest.match.model import Model
from ingest.match.table import Table
from ingest.match.weights import Weigher

_SETTLING, _SETTLED = 4, 1.5
"""How often the first pass is done again where it finds much more (by so many bits) than its seeds let expect."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What came out, by which model, from which pairs."""

    model: Model
    clusters: Clusters
    edges: Edges


class Training:
    """A table, the pairs of it that are compared, and the model that they teach."""

    def __init__(self, table: Table) -> None:
        self.table, self.hubs = table, candidates.hubs(table)
        self.pairs = list(candidates.pairs(candidates.keys(table)))
        self.model = self._trained()

    def _trained(self) -> Model:
        """A first pass by what is believed beforehand; what its clusters teach is the model."""
        model, times = learned.prior(self.table), np.ones(len(self.table), dtype=np.int64)
        weigher = Weigher(model, self.table, self.hubs)
        edges = weighed(weigher, self.pairs)
        first, _ = seeded(weigher, edges, Lifelong(self.table), model.seed, judged(self.table, Standing()))
        threshold = -float(np.log2(learned.share_of_pairs(first, times)))
        for _ in range(_SETTLING):
            before = threshold
            first = clusters(weigher, edges, times, threshold, model.seed, FALLING[:-1]).labels
            threshold = -float(np.log2(learned.share_of_pairs(first, times)))
            if before - threshold < _SETTLED:
                break
        return replace(learned.learned(model, self.table, first), threshold=threshold)

    def resolved(self, judgements: Sequence[Judgement] = ()) -> Resolution:
        """The second pass, by the model and by these judgements, which taught it nothing."""
        return _resolved(self.table, self.model, self.hubs, self.pairs, judgements)


def trained(table: Table) -> Model:
    return Training(table).model


def resolved(table: Table, model: Model, hubs: Hubs | None = None, judgements: Sequence[Judgement] = ()) -> Resolution:
    """`hubs`: values of contact fields that say nothing; without them those of this table. `judgements`: those that stand, in the
    order in which they were given; each outranks whatever records say."""
    hubs = candidates.hubs(table) if hubs is None else hubs
    return _resolved(table, model, hubs, candidates.pairs(candidates.keys(table)), judgements)


def _resolved(
    table: Table, model: Model, hubs: Hubs, pairs: Iterable[tuple[Ints, Ints]], judgements: Sequence[Judgement]
) -> Resolution:
    weigher = Weigher(model, table, hubs)
    edges = weighed(weigher, pairs)
    times: Ints = np.ones(len(table), dtype=np.int64)
    found = clusters(weigher, edges, times, model.threshold, model.seed, standing=Standing(judgements))
    return Resolution(model, found, edges)
