"""Silos that are no text: a database in one file, and a Parquet file for each table."""

import sqlite3
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import pyarrow
import pyarrow.parquet

from ingest.lakeside.part import Part

Cell = str | int | datetime | None
Kind = Literal["text", "whole", "instant"]
Add = Callable[[Part], None]
_ARROW: Any = pyarrow
_PARQUET: Any = pyarrow.parquet
_SQL: dict[Kind, str] = {"text": "TEXT", "whole": "BIGINT", "instant": "TIMESTAMP"}


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: `columns` are its names with their kinds, the first one its key; `rows` is what a chapter adds.

    Instants have an offset. An amount of money is text, for a decimal must stay exact wherever it goes.
    """

    name: str
    columns: tuple[tuple[str, Kind], ...]
    rows: Callable[[Part], Iterator[tuple[Cell, ...]]]


def columns(text: str, whole: str = "", instant: str = "") -> tuple[tuple[str, Kind], ...]:
    """The columns named in `text`, in that order, of which some are whole numbers or instants."""
    return tuple(
        (name, "whole" if name in whole.split() else "instant" if name in instant.split() else "text") for name in text.split()
    )


@contextmanager
def database(path: Path, grids: Sequence[Grid]) -> Generator[Add]:
    """A new SQLite database with these tables; what it yields adds a chapter."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        for grid in grids:
            connection.execute(_created(grid))

        def add(part: Part) -> None:
            for grid in grids:
                connection.executemany(_inserted(grid), _stored(grid, part))

        yield add
        connection.commit()
    finally:
        connection.close()


def _created(grid: Grid) -> str:
    (key, kind), *others = grid.columns
    listed = ", ".join(f"{name} {_SQL[kind]}" for name, kind in others)
    return f"CREATE TABLE {grid.name} ({key} {_SQL[kind]} PRIMARY KEY, {listed})"


def _inserted(grid: Grid) -> str:
    return f"INSERT INTO {grid.name} VALUES ({', '.join('?' * len(grid.columns))})"  # noqa: S608 - declared names


def _stored(grid: Grid, part: Part) -> Iterator[tuple[Cell, ...]]:
    """SQLite has no instants: they are text, in the bank's own time, as its tools write them."""
    for row in grid.rows(part):
        yield tuple(f"{cell:%Y-%m-%d %H:%M:%S}" if isinstance(cell, datetime) else cell for cell in row)


@contextmanager
def parquet(folder: Path, grid: Grid) -> Generator[Add]:
    """A new Parquet file; what it yields adds a chapter, as row groups of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    types = {"text": _ARROW.string(), "whole": _ARROW.int64(), "instant": _ARROW.timestamp("us", tz="UTC")}
    schema = _ARROW.schema([(name, types[kind]) for name, kind in grid.columns])
    with _PARQUET.ParquetWriter(folder / f"{grid.name}.parquet", schema, compression="zstd") as writer:

        def add(part: Part) -> None:
            rows = [dict(zip(schema.names, row, strict=True)) for row in grid.rows(part)]
            writer.write_table(_ARROW.Table.from_pylist(rows, schema=schema))

        yield add
