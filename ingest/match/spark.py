"""Matching on Spark: candidates and components by its SQL, weights and clusters bag by bag, by the functions that do it here.

Rows and their keys, pairs and edges are on the cluster. This process keeps the table, and takes back labels, doubts and edges.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from ingest.match import bags
from ingest.match.bags import Asked, Rows
from ingest.match.candidates import LIMIT, Hubs
from ingest.match.clusters import FALLING, Clusters, Edges
from ingest.match.judged import Contradiction, Judged, Standing, judged
from ingest.match.model import Model
from ingest.match.table import Table
from ingest.match.workspace import rules
from runtime import spark
from runtime.spark import Cluster, Session

Frame = Any
"""A DataFrame of pyspark."""
_ROWS_A_BAG, _FEWEST_BAGS = 20_000, 4

# Rows that share a key which is not too common, and each row with the first that says the same.
_PAIRS = """
WITH narrow AS (SELECT hash FROM {marks} WHERE what = :key GROUP BY hash HAVING count(*) BETWEEN 2 AND :limit),
held AS (SELECT row, hash FROM {marks} LEFT SEMI JOIN narrow USING (hash) WHERE what = :key),
saying AS (SELECT min(row) OVER (PARTITION BY hash) AS i, row AS j FROM {marks} WHERE what = :said)
SELECT one.row AS i, other.row AS j FROM held AS one JOIN held AS other USING (hash) WHERE one.row < other.row
UNION
SELECT i, j FROM saying WHERE i < j
"""
_BAGGED_PAIRS = "SELECT i % :bags AS bag, i, j FROM {pairs}"
_NEEDED = """
WITH needed AS (SELECT bag, i AS row FROM {pairs} UNION SELECT bag, j FROM {pairs})
SELECT needed.bag, rows.* FROM needed JOIN {rows} AS rows USING (row)
"""
_LINKS = """
WITH bound AS (SELECT min(row) OVER (PARTITION BY hash) AS a, row AS b FROM {marks} WHERE what = :tie)
SELECT i AS a, j AS b FROM {edges} UNION SELECT a, b FROM bound WHERE a < b UNION SELECT a, b FROM {judged} WHERE a <> b
"""
# Connected components by stars (Kiveris et al. 2014): each larger neighbour of a row is bound to the smallest that the row knows …
_LARGE_STARS = """
WITH ways AS (SELECT a, b FROM {links} UNION ALL SELECT b, a FROM {links}),
known AS (SELECT a, least(a, min(b)) AS low FROM ways GROUP BY a)
SELECT DISTINCT ways.b AS a, known.low AS b FROM ways JOIN known USING (a) WHERE ways.b > ways.a
"""
# … then each smaller one, and the row itself, until nothing changes: each row has one link then, to the smallest of its component.
_SMALL_STARS = """
WITH known AS (SELECT a, min(b) AS low FROM {links} GROUP BY a)
SELECT links.b AS a, known.low AS b FROM {links} AS links JOIN known USING (a) WHERE links.b <> known.low
UNION
SELECT a, low FROM known
"""
_WHICH = "SELECT count(*) AS many, bit_xor(xxhash64(a, b)) AS which FROM {links}"
_BAGGED_ROWS = """
SELECT coalesce(stars.b, rows.row) % :bags AS bag, rows.* FROM {rows} AS rows LEFT JOIN {stars} AS stars ON rows.row = stars.a
"""
_BAGGED_EDGES = "SELECT rows.bag AS bag, edges.* FROM {edges} AS edges JOIN {rows} AS rows ON edges.i = rows.row"


@contextmanager
def opened(cluster: Cluster) -> Generator["OnSpark"]:
    """Raises NotConfigured, SparkUnavailable."""
    with spark.opened(cluster) as session:
        yield OnSpark(session)


@dataclass(frozen=True, slots=True)
class OnSpark:
    session: Session

    def compared(self, table: Table, *, again: bool = False) -> "_Compared":
        return _Compared(self.session, table)


class _Compared:
    """Its rows and pairs are on the cluster."""

    def __init__(self, session: Session, table: Table) -> None:
        self._session, self._table = session, table
        self._bags = max(_FEWEST_BAGS, -(-len(table) // _ROWS_A_BAG))
        session.conf.set("spark.sql.shuffle.partitions", self._bags)
        self._rows: Frame = session.createDataFrame(bags.rows_of(table)).persist()
        self._marks: Frame = self._rows.mapInArrow(partial(_marked, rules(), table.kind), bags.MARKS).persist()
        said = {"key": bags.KEY, "said": bags.SAID, "limit": LIMIT}
        self._pairs: Frame = session.sql(_PAIRS, said, marks=self._marks).persist()

    def weighed(self, model: Model, hubs: Hubs, standing: Standing) -> "_Weighed":
        pairs = self._session.sql(_BAGGED_PAIRS, {"bags": self._bags}, pairs=self._pairs)
        needed = self._session.sql(_NEEDED, pairs=pairs, rows=self._rows)
        edges = _by_bag(partial(bags.weighed, model, hubs), pairs, needed, bags.EDGES).persist()
        ruled = judged(self._table, standing)
        found = stars(self._session, self._links(edges, ruled))
        rows = self._session.sql(_BAGGED_ROWS, {"bags": self._bags}, rows=self._rows, stars=found).persist()
        bagged = self._session.sql(_BAGGED_EDGES, edges=edges, rows=rows).persist()
        return _Weighed(edges, bagged, rows, Asked(model, hubs, standing), len(self._table), ruled.contradictions)

    def _links(self, edges: Frame, ruled: Judged) -> Frame:
        """What makes rows one component, as `ties.solved_alone` has it."""
        said = self._session.createDataFrame(bags.arrow.table({"a": ruled.said_i, "b": ruled.said_j}))
        return self._session.sql(_LINKS, {"tie": bags.TIE}, marks=self._marks, edges=edges, judged=said)


class _Weighed:
    """Its edges, and its rows with these by bag, are on the cluster."""

    def __init__(
        self, edges: Frame, bagged: Frame, rows: Frame, asked: Asked, count: int, contradictions: tuple[Contradiction, ...]
    ) -> None:
        self._edges, self._bagged, self._rows = edges, bagged, rows
        self._asked, self._count, self._contradictions = asked, count, contradictions

    @property
    def edges(self) -> Edges:
        return bags.edges_of(self._edges.toArrow())

    def clusters(self, threshold: float, steps: Sequence[float] = FALLING) -> Clusters:
        solve = partial(bags.solved, self._asked, threshold, tuple(steps))
        found = _by_bag(solve, self._bagged, self._rows, bags.SOLVED).toArrow()
        return bags.clusters_of(found, self._count, self._contradictions)


def stars(session: Session, links: Frame) -> Frame:
    """Of each row `a` that links bind to a smaller one the smallest of its component, `b`."""
    links, before = links.checkpoint(), None
    while (now := session.sql(_WHICH, links=links).first()) != before:
        before = now
        links = session.sql(_SMALL_STARS, links=session.sql(_LARGE_STARS, links=links)).checkpoint()
    return links


# ---- on the machines of the cluster


def _by_bag(work: Callable[[Rows, Rows], Rows], one: Frame, other: Frame, made: str) -> Frame:
    """What comes of the rows of both that are of one bag, for each."""
    return one.groupBy("bag").cogroup(other.groupBy("bag")).applyInArrow(partial(_done, rules(), work), made)


def _done(version: str, work: Callable[[Rows, Rows], Rows], one: Rows, other: Rows) -> Rows:
    _check(version)
    return work(one, other)


def _marked(version: str, kind: str, batches: Iterable[Any]) -> Iterator[Any]:
    _check(version)
    return bags.marked(kind, batches)


def _check(version: str) -> None:
    if rules() != version:
        raise RuntimeError(spark.OTHER_VERSION)
