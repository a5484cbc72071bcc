"""Records in, clusters out: a model trained on the records themselves, or one from a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from secrets import token_bytes

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
SALTED = 16
"""Bytes of a salt."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What came out, by which model, from which pairs."""

    model: Model
    clusters: Clusters
    edges: Edges


class Training:
    """A table, the pairs of it that are compared, and the model that they teach. `judgements` hold in the clusters of the first
    pass, and teach as any other pair of these does. Values are kept as hashes by `salt`, a random one without it."""

    def __init__(self, table: Table, judgements: Sequence[Judgement] = (), salt: bytes | None = None) -> None:
        self.table, self.hubs = table, candidates.hubs(table)
        self.pairs = list(candidates.pairs(candidates.keys(table)))
        self.model = self._trained(Standing(judgements), token_bytes(SALTED) if salt is None else salt)

    def _trained(self, standing: Standing, salt: bytes) -> Model:
        """A first pass by what is believed beforehand; what its clusters teach is the model."""
        model, times = learned.prior(self.table, salt), np.ones(len(self.table), dtype=np.int64)
        weigher = Weigher(model, self.table, self.hubs)
        edges = weighed(weigher, self.pairs)
        first, _ = seeded(weigher, edges, Lifelong(self.table, self.hubs), model.seed, judged(self.table, standing))
        threshold = -float(np.log2(learned.share_of_pairs(first, times)))
        for _ in range(_SETTLING):
            before = threshold
            first = clusters(weigher, edges, times, threshold, model.seed, FALLING[:-1], standing).labels
            threshold = -float(np.log2(learned.share_of_pairs(first, times)))
            if before - threshold < _SETTLED:
                break
        helped = len(standing.of(self.table.ids))
        return replace(learned.learned(model, self.table, first), threshold=threshold, judgements=helped)

    def resolved(self, judgements: Sequence[Judgement] = ()) -> Resolution:
        """The second pass, by the model and by these judgements, whether they taught it or not."""
        return _resolved(self.table, self.model, self.hubs, self.pairs, judgements)


def trained(table: Table, judgements: Sequence[Judgement] = (), salt: bytes | None = None) -> Model:
    return Training(table, judgements, salt).model


def resolved(table: Table, model: Model, hubs: Hubs | None = None, judgements: Sequence[Judgement] = ()) -> Resolution:
    """`hubs`: values that say nothing, for too many share them; without them those of this table. `judgements`: those that stand,
    in the order in which they were given; each outranks whatever records say."""
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
