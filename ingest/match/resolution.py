"""Records in, clusters out: a model trained on the records themselves, or one from a file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ingest.match import candidates, learned
from ingest.match.arrays import Ints
from ingest.match.clusters import FALLING, Clusters, Edges, clusters, weighed
from ingest.match.lifelong import Lifelong
from ingest.match.clusters import seeded
from ingest.match.model import Model
from ingest.match.table import Table
from ingest.match.weights import Weigher

Hubs = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Resolution:
    """What came out, by which model, from which pairs."""

    model: Model
    clusters: Clusters
    edges: Edges


def trained(table: Table) -> Model:
    """A first pass by what is believed beforehand; what its clusters teach is the model."""
    hubs, keys = candidates.hubs(table), candidates.keys(table)
    model = learned.prior(table)
    times = np.ones(len(table), dtype=np.int64)
    weigher = Weigher(model, table, hubs)
    edges = weighed(weigher, candidates.pairs(keys))
    seeds, _ = seeded(weigher, edges, Lifelong(table), model.seed)
    threshold = -float(np.log2(learned.share_of_pairs(seeds, times)))
    first = clusters(weigher, edges, times, threshold, model.seed, FALLING[:-1])
    taught = learned.learned(model, table, first.labels)
    return replace(taught, threshold=-float(np.log2(learned.share_of_pairs(first.labels, times))))


def resolved(table: Table, model: Model, hubs: Hubs | None = None) -> Resolution:
    """`hubs`: values of contact fields that say nothing; without them those of this table."""
    hubs = candidates.hubs(table) if hubs is None else hubs
    weigher = Weigher(model, table, hubs)
    edges = weighed(weigher, candidates.pairs(candidates.keys(table)))
    times: Ints = np.ones(len(table), dtype=np.int64)
    return Resolution(model, clusters(weigher, edges, times, model.threshold, model.seed), edges)
