"""What is done to a part of the rows, wherever it is: mark them, weigh pairs of them, solve whole components of them.

Rows travel as Arrow tables, each with its number in the whole table; what comes back tells of them by these numbers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pyarrow

from ingest.match import candidates
from ingest.match.arrays import Floats, Hashes, Ints, listed
from ingest.match.candidates import CHUNK, Hubs
from ingest.match.clusters import Clusters, Doubts, Edges, clusters, heavy
from ingest.match.fields import FIELDS, Field
from ingest.match.judged import Contradiction, Standing
from ingest.match.model import Model
from ingest.match.table import Column, Table
from ingest.match.ties import ties
from ingest.match.weights import Weigher

KEY, TIE, SAID = range(3)
"""A row's marks: a key by which it is compared; what binds it however many share it; all that it says."""
MARKS = "what tinyint, row bigint, hash bigint"
EDGES = "i bigint, j bigint, weight double"
SOLVED = (
    "rows array<bigint>, labels array<bigint>, automatic array<bigint>, "
    "one array<bigint>, other array<bigint>, evidence array<double>, why array<string>"
)
_AT_ONCE = 100_000
arrow: Any = pyarrow  # which carries no types
Rows = Any
"""An Arrow table."""


def rows_of(table: Table) -> Rows:
    """`row`, `id`, `named`, and the value of each field."""
    starts = range(0, max(len(table), 1), _AT_ONCE)
    return arrow.concat_tables([_part(table, start, min(start + _AT_ONCE, len(table))) for start in starts])


def _part(table: Table, start: int, end: int) -> Rows:
    said: dict[str, Any] = {
        "row": np.arange(start, end, dtype=np.int64),
        "id": arrow.array(table.ids[start:end], arrow.string()),
        "named": table.named[start:end].view(np.int64),
    }
    for column in table.columns:
        used, places = np.unique(column.codes[start:end], return_inverse=True)
        values = [None if code < 0 else column.values[code] for code in listed(used)]
        said[column.field.name] = arrow.array(values, arrow.string()).take(arrow.array(places.reshape(-1)))
    return arrow.table(said)


def table_of(kind: str, rows: Rows) -> tuple[Table, Ints]:
    """Rows in whatever order as a table, and their numbers, which ascend."""
    rows = rows.sort_by("row")
    columns = tuple(_column(field, rows) for field in FIELDS[kind] if field.name in rows.column_names)
    return Table(kind, tuple(rows["id"].to_pylist()), ints(rows["named"]).view(np.uint64), columns), ints(rows["row"])


def _column(field: Field, rows: Rows) -> Column:
    said = cast(list[str | None], rows[field.name].to_pylist())
    values = sorted({value for value in said if value is not None})
    place: Mapping[str | None, int] = {None: -1, **{value: code for code, value in enumerate(values)}}
    return Column(field, tuple(values), np.fromiter((place[value] for value in said), np.int64, len(said)))


def ints(column: Any) -> Ints:
    return np.asarray(column.to_numpy(), dtype=np.int64)


def floats(column: Any) -> Floats:
    return np.asarray(column.to_numpy(), dtype=np.float64)


# ---- what is done


def marked(kind: str, batches: Iterable[Any]) -> Iterator[Any]:
    """MARKS of rows, batch by batch."""
    for batch in batches:
        table, numbers = table_of(kind, arrow.Table.from_batches([batch]))
        keys, bound, said = candidates.keys(table), ties(table), candidates.contents(table)
        something = np.flatnonzero(said != 0)
        yield _marks(KEY, numbers[keys.rows], keys.hashes)
        yield _marks(TIE, numbers[bound.rows], bound.hashes)
        yield _marks(SAID, numbers[something], said[something])


def _marks(what: int, rows: Ints, hashes: Hashes) -> Any:
    return arrow.record_batch({"what": np.full(len(rows), what, dtype=np.int8), "row": rows, "hash": hashes.view(np.int64)})


def weighed(model: Model, hubs: Hubs, pairs: Rows, rows: Rows) -> Rows:
    """EDGES: pairs of these rows (`i`, `j`) that weigh enough."""
    table, numbers = table_of(model.kind, rows)
    i, j = _ends(pairs, numbers)
    parts = ((i[at : at + CHUNK], j[at : at + CHUNK]) for at in range(0, len(i), CHUNK))
    edges = heavy(Weigher(model, table, hubs), parts)
    return arrow.table({"i": numbers[edges.i], "j": numbers[edges.j], "weight": edges.weights})


@dataclass(frozen=True, slots=True)
class Asked:
    """By what components are solved."""

    model: Model
    hubs: Hubs
    standing: Standing


def solved(asked: Asked, threshold: float, steps: Sequence[float], edges: Rows, rows: Rows) -> Rows:
    """SOLVED, as one row: clusters and doubts of rows that are whole components, with all of their edges. θ in bits."""
    table, numbers = table_of(asked.model.kind, rows)
    held, weigher = Edges(*_ends(edges, numbers), floats(edges["weight"])), Weigher(asked.model, table, asked.hubs)
    times = np.ones(len(table), dtype=np.int64)
    found = clusters(weigher, held, times, threshold, asked.model.seed, steps, asked.standing)
    doubts = found.doubts
    said: Mapping[str, Any] = {
        "rows": numbers, "labels": numbers[found.labels], "automatic": numbers[found.automatic],
        "one": numbers[doubts.one], "other": numbers[doubts.other], "evidence": doubts.evidence,
    }  # fmt: skip
    whys = arrow.array([doubts.why], arrow.list_(arrow.string()))
    return arrow.table({**{name: arrow.array([each]) for name, each in said.items()}, "why": whys})


def _ends(pairs: Rows, numbers: Ints) -> tuple[Ints, Ints]:
    i, j = (np.searchsorted(numbers, ints(pairs[name])).astype(np.int64) for name in ("i", "j"))
    return i, j


# ---- what comes back


def edges_of(found: Rows) -> Edges:
    return Edges(ints(found["i"]), ints(found["j"]), floats(found["weight"]))


def clusters_of(bags: Rows, rows: int, contradictions: tuple[Contradiction, ...]) -> Clusters:
    """Of so many rows, which were solved in several bags."""
    numbers, labels, automatic, one, other = (
        ints(_flat(bags, name)) for name in ("rows", "labels", "automatic", "one", "other")
    )
    doubts = Doubts(one, other, floats(_flat(bags, "evidence")), tuple(_flat(bags, "why").to_pylist()))
    return Clusters(_placed(rows, numbers, labels), _placed(rows, numbers, automatic), doubts, contradictions)


def _placed(rows: int, numbers: Ints, labels: Ints) -> Ints:
    made = np.arange(rows, dtype=np.int64)
    made[numbers] = labels
    return made


def _flat(bags: Rows, name: str) -> Any:
    """What a column's lists hold, one after the other."""
    of = bags.schema.field(name).type.value_type
    return arrow.chunked_array([each.flatten() for each in bags[name].chunks], of)
