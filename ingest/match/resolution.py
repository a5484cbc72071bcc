"""Records in, clusters out: a model trained on the records themselves, or one from a file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from secrets import token_bytes

import numpy as np

from ingest.match import candidates, learned
from ingest.match.candidates import Hubs
from ingest.match.clusters import FALLING, Clusters, Edges
from ingest.match.judged import Judgement, Standing
from ingest.match.model import Model
from ingest.match.place import HERE, Compared, Matcher
from ingest.match.table import Table

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

    def __init__(
        self, table: Table, judgements: Sequence[Judgement] = (), salt: bytes | None = None, matcher: Matcher = HERE
    ) -> None:
        self.table, self.hubs = table, candidates.hubs(table)
        self._compared = matcher.compared(table, again=True)
        self.model = self._trained(Standing(judgements), token_bytes(SALTED) if salt is None else salt)

    def _trained(self, standing: Standing, salt: bytes) -> Model:
        """A first pass by what is believed beforehand; what its clusters teach is the model."""
        model, times = learned.prior(self.table, salt), np.ones(len(self.table), dtype=np.int64)
        weighed = self._compared.weighed(model, self.hubs, standing)
        first = weighed.clusters(model.threshold, ()).labels
        threshold = -float(np.log2(learned.share_of_pairs(first, times)))
        for _ in range(_SETTLING):
            before = threshold
            first = weighed.clusters(threshold, FALLING[:-1]).labels
            threshold = -float(np.log2(learned.share_of_pairs(first, times)))
            if before - threshold < _SETTLED:
                break
        helped = len(standing.of(self.table.ids))
        return replace(learned.learned(model, self.table, first), threshold=threshold, judgements=helped)

    def resolved(self, judgements: Sequence[Judgement] = ()) -> Resolution:
        """The second pass, by the model and by these judgements, whether they taught it or not."""
        return _resolved(self._compared, self.model, self.hubs, judgements)


def trained(table: Table, judgements: Sequence[Judgement] = (), salt: bytes | None = None, matcher: Matcher = HERE) -> Model:
    return Training(table, judgements, salt, matcher).model


def resolved(
    table: Table, model: Model, hubs: Hubs | None = None, judgements: Sequence[Judgement] = (), matcher: Matcher = HERE
) -> Resolution:
    """`hubs`: values that say nothing, for too many share them; without them those of this table. `judgements`: those that stand,
    in the order in which they were given; each outranks whatever records say."""
    hubs = candidates.hubs(table) if hubs is None else hubs
    return _resolved(matcher.compared(table), model, hubs, judgements)


def _resolved(compared: Compared, model: Model, hubs: Hubs, judgements: Sequence[Judgement]) -> Resolution:
    weighed = compared.weighed(model, hubs, Standing(judgements))
    return Resolution(model, weighed.clusters(model.threshold), weighed.edges)
