"""Silos that are no text: a database in one file, and a Parquet file for each table."""

import errno
import sqlite3
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import pyarrow
import pyarrow.parquet

from ingest.lakeside.part import Part

Cells = tuple[str | int | datetime | None, ...]
Kind = Literal["text", "whole", "instant"]
Add = Callable[[Sequence[Cells]], None]
AT_ONCE = 5_000
"""Rows of one group of a Parquet file: those of many chapters, for a group has a head of its own."""
arrow: Any = pyarrow  # which carries no types
arrow_parquet: Any = pyarrow.parquet
SQL: dict[Kind, str] = {"text": "TEXT", "whole": "BIGINT", "instant": "TIMESTAMP"}


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: `columns` are its names with their kinds, the first one its key; `rows` is what a chapter adds.

    Instants have an offset. An amount of money is text, for a decimal must stay exact wherever it goes.
    """

    name: str
    columns: tuple[tuple[str, Kind], ...]
    rows: Callable[[Part], Iterator[Cells]]


def columns(text: str, whole: str = "", instant: str = "") -> tuple[tuple[str, Kind], ...]:
    """The columns named in `text`, in that order, of which some are whole numbers or instants."""
    return tuple(
        (name, "whole" if name in whole.split() else "instant" if name in instant.split() else "text") for name in text.split()
    )


@dataclass(frozen=True, slots=True)
class Book:
    """A silo's tables, as a Parquet file each and, where it has a name, as a `database` beside them."""

    silo: str
    grids: tuple[Grid, ...]
    database: str | None = None


@contextmanager
def written(directory: Path, books: Sequence[Book]) -> Generator[list[tuple[Grid, Add]]]:
    """New files for every table of these silos; each table comes with what adds rows to it."""
    with ExitStack() as held:
        yield [each for book in books for each in _opened(directory / book.silo, book, held)]


def _opened(folder: Path, book: Book, held: ExitStack) -> Iterator[tuple[Grid, Add]]:
    folder.mkdir(parents=True, exist_ok=True)
    file = held.enter_context(_database(folder / book.database)) if book.database else None
    for grid in book.grids:
        landed = held.enter_context(_parquet(folder / f"{grid.name}.parquet", grid))
        yield grid, _both(_table(file, grid), landed) if file else landed


def _both(first: Add, second: Add) -> Add:
    def add(rows: Sequence[Cells]) -> None:
        first(rows)
        second(rows)

    return add


@contextmanager
def _database(path: Path) -> Generator[sqlite3.Connection]:
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        try:
            yield connection
            connection.commit()
        except sqlite3.OperationalError as fault:
            raise OSError(errno.ENOSPC, str(fault)) from fault


def _table(file: sqlite3.Connection, grid: Grid) -> Add:
    """SQLite has no instants: they are text in the bank's own time, as its tools write them."""
    (key, kind), *others = grid.columns
    listed = ", ".join(f"{name} {SQL[kind]}" for name, kind in others)
    file.execute(f"CREATE TABLE {grid.name} ({key} {SQL[kind]} PRIMARY KEY, {listed})")
    insert = f"INSERT INTO {grid.name} VALUES ({', '.join('?' * len(grid.columns))})"  # noqa: S608 - declared names

    def add(rows: Sequence[Cells]) -> None:
        file.executemany(insert, (tuple(map(_stored, row)) for row in rows))

    return add


def _stored(cell: str | int | datetime | None) -> str | int | None:
    return f"{cell:%Y-%m-%d %H:%M:%S}" if isinstance(cell, datetime) else cell


@contextmanager
def _parquet(path: Path, grid: Grid) -> Generator[Add]:
    types = {"text": arrow.string(), "whole": arrow.int64(), "instant": arrow.timestamp("us", tz="UTC")}
    schema = arrow.schema([(name, types[kind]) for name, kind in grid.columns])
    with arrow_parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        waiting = list[Cells]()

        def add(rows: Sequence[Cells]) -> None:
            waiting.extend(rows)
            if len(waiting) >= AT_ONCE:
                write()

        def write() -> None:
            cells = [arrow.array(values, field.type) for values, field in zip(zip(*waiting, strict=True), schema, strict=True)]
            writer.write_table(arrow.Table.from_arrays(cells, schema=schema))
            waiting.clear()

        yield add
        if waiting:
            write()
