"""Where many records are matched at once: here in this process, or elsewhere by the same functions, to the same outcome."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

import numpy as np

from ingest.match import candidates
from ingest.match.arrays import Ints
from ingest.match.candidates import Hubs
from ingest.match.clusters import FALLING, Clusters, Edges, clusters, weighed
from ingest.match.judged import Standing
from ingest.match.model import Model
from ingest.match.table import Table
from ingest.match.weights import Weigher
from runtime.spark import Cluster


class Weighed(Protocol):
    """A table's candidates that weigh enough by one model, and what becomes of them by the judgements that stand."""

    @property
    def edges(self) -> Edges: ...

    def clusters(self, threshold: float, steps: Sequence[float] = FALLING) -> Clusters:
        """By the model's seed, and this θ in bits (`clusters.clusters`)."""
        ...


class Compared(Protocol):
    """A table's candidates."""

    def weighed(self, model: Model, hubs: Hubs, standing: Standing) -> Weighed: ...


class Matcher(Protocol):
    """What finds, weighs and solves candidates, as long as its place is open."""

    def compared(self, table: Table, *, again: bool = False) -> Compared:
        """`again`: they are weighed more than once, and worth keeping."""
        ...


Place = Callable[[], AbstractContextManager[Matcher]]
"""Opens it. Raises NotConfigured, SparkUnavailable."""


@dataclass(frozen=True, slots=True)
class _WeighedHere:
    weigher: Weigher
    edges: Edges
    standing: Standing

    def clusters(self, threshold: float, steps: Sequence[float] = FALLING) -> Clusters:
        times = np.ones(len(self.weigher.table), dtype=np.int64)
        return clusters(self.weigher, self.edges, times, threshold, self.weigher.model.seed, steps, self.standing)


@dataclass(frozen=True, slots=True)
class _ComparedHere:
    """`kept`: what is found anew each time without it."""

    table: Table
    kept: list[tuple[Ints, Ints]] | None

    def weighed(self, model: Model, hubs: Hubs, standing: Standing) -> Weighed:
        weigher = Weigher(model, self.table, hubs)
        pairs = _pairs(self.table) if self.kept is None else self.kept
        return _WeighedHere(weigher, weighed(weigher, pairs), standing)


def _pairs(table: Table) -> Iterator[tuple[Ints, Ints]]:
    return candidates.pairs(candidates.keys(table))


class Here:
    """All rows as one bag, in this process."""

    def compared(self, table: Table, *, again: bool = False) -> Compared:
        return _ComparedHere(table, list(_pairs(table)) if again else None)


HERE = Here()
NAMED = "here"


def here() -> AbstractContextManager[Matcher]:
    return nullcontext(HERE)


def at(on: str, checkpoints: str | None, home: Path) -> Place:
    """`here`, or Spark by its master; the other two are as `runtime.spark.Cluster` has them."""
    if on == NAMED:
        return here
    from ingest.match import spark  # its tables by column take a moment to import

    return partial(spark.opened, Cluster(on, checkpoints, home))
