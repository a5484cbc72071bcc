"""Records of the model by column: what the statements of a load take as rows, on disk, a file for each class."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pyarrow
import pyarrow.parquet

from graph.links import optional_links
from graph.load import node_rows
from graph.records import record_row
from graph.relationships import relationship_rows
from graph.rows import Row
from graph.vocabulary import NodeMeta, RecordMeta, meta_of, node_meta
from runtime.local.importing import ARRAY_DELIMITER

pa: Any = pyarrow  # which carries no types
parquet: Any = pyarrow.parquet
TOGETHER = 10
"""Batches that stand in one part of a file: DuckDB reads parts of ten thousands of rows best."""


@dataclass(frozen=True, slots=True)
class Form:
    """How values of one type are kept by column, what Neo4j's import calls them, and how SQL makes its text of them."""

    kept: Any
    called: str
    text: str = "{}"
    quoted: bool = False


TEXT = Form(pa.string(), "string", quoted=True)
NUMBER = Form(pa.int64(), "long")
DAY = Form(pa.date32(), "date")
INSTANT = Form(pa.timestamp("us"), "datetime", "strftime({}, '%Y-%m-%dT%H:%M:%S.%fZ')")
FORMS: dict[type[Any], Form] = {
    str: TEXT,
    int: NUMBER,
    float: Form(pa.float64(), "double"),
    bool: Form(pa.bool_(), "boolean"),
    date: DAY,
    datetime: INSTANT,
    tuple: Form(pa.list_(pa.string()), "string[]", f"array_to_string({{}}, '{ARRAY_DELIMITER}')", quoted=True),
}


def write(cls: type[Any], batches: Iterable[tuple[int, Sequence[Any]]], size: int, path: Path) -> None:
    """The records of one class, as batches with their numbers; `size` is that of a full one. `_seq` counts through all."""
    names = schema(cls)
    with parquet.ParquetWriter(path, names) as file:
        held = list[Any]()
        for number, records in batches:
            held.append(_batch(names, _columns(cls, records), number * size))
            if len(held) == TOGETHER:
                file.write_table(pa.Table.from_batches(held))
                held.clear()
        if held:
            file.write_table(pa.Table.from_batches(held))


@cache
def forms(cls: type[Any]) -> dict[str, Form]:
    """Of each property that records of a class have in the graph."""
    hints = get_type_hints(cls, include_extras=True)
    return {name: FORMS[_plain(hints[field])] for field, name in meta_of(cls).properties.items()}


@cache
def schema(cls: type[Any]) -> Any:
    """Properties under their names in the graph, and beside them what tells a word from others and where it leads:

    `_key` and `_hash`; of a node `_e0` … for the ends without which it is not loaded and `_l0` … for those that it may lack,
    in the model's order; of a relationship `_a`, `_b` and `_by`.
    """
    meta = meta_of(cls)
    own: list[tuple[str, Any]] = [("_seq", NUMBER.kept), ("_hash", TEXT.kept if isinstance(meta, RecordMeta) else NUMBER.kept)]
    if isinstance(meta, NodeMeta):
        ends = [f"_e{place}" for place in range(len(meta.needs))] + [f"_l{place}" for place in range(len(optional_links(cls)))]
    else:
        ends = [] if isinstance(meta, RecordMeta) else ["_a", "_b", "_by"]
    keys = ["_key"] if isinstance(meta, NodeMeta | RecordMeta) else []
    said = [(name, form.kept) for name, form in forms(cls).items()]
    return pa.schema([*own, *((name, TEXT.kept) for name in (*keys, *ends)), *said])


def _columns(cls: type[Any], records: Sequence[Any]) -> list[Row]:
    """Rows as the statements take them, under the names of the schema."""
    meta = meta_of(cls)
    if isinstance(meta, RecordMeta):
        return [row["given"] | {"_key": row["id"], "_hash": row["hash"]} for row in map(record_row, records)]
    if isinstance(meta, NodeMeta):
        return [_node(cls, row, records) for row in node_rows(records)]
    rows = relationship_rows(records)
    return [row["given"] | {"_a": row["a"], "_b": row["b"], "_by": row["by"], "_hash": row["hash"]} for row in rows]


def _node(cls: type[Any], row: Row, records: Sequence[Any]) -> Row:
    told = row["given"] | {"_key": row["key"], "_hash": row["hash"]}
    told |= {f"_e{place}": row[f"e{place}"] for place in range(len(node_meta(cls).needs))}
    return told | {f"_l{place}": getattr(records[row["place"]], field) for place, field in enumerate(optional_links(cls))}


def _batch(names: Any, rows: Sequence[Row], first: int) -> Any:
    told: list[Any] = [pa.array(range(first, first + len(rows)), NUMBER.kept)]
    told += [pa.array([row.get(field.name) for row in rows], field.type) for field in names if field.name != "_seq"]
    return pa.RecordBatch.from_arrays(told, schema=names)


def _plain(hint: Any) -> type[Any]:
    """The type that a field's values have where they are there."""
    if get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    if get_origin(hint) is UnionType or NoneType in get_args(hint):
        (hint,) = (each for each in get_args(hint) if each is not NoneType)
    if get_origin(hint) is not None:
        return get_origin(hint)
    return str if issubclass(hint, Enum) else hint
