"""Some rows of a database's tables, kept as the Parquet files that landing them would write."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow
import pyarrow.parquet as pyarrow_parquet
import sqlalchemy
from sqlalchemy.exc import SQLAlchemyError

from ingest.draft.names import check_name
from ingest.landing import address_of
from ingest.landing_faults import refuse_database
from runtime.errors import SourceUnreadable

ROWS = 10_000
SQLITE = "sqlite:///"
arrow: Any = pyarrow  # which carries no types
parquet: Any = pyarrow_parquet


class Fetched(NamedTuple):
    """A table as the database calls it, and the stem of the file that holds its first rows."""

    name: str
    file: str
    columns: tuple[str, ...]
    keys: tuple[str, ...]


def fetched(where: str, tables: Sequence[str], folder: Path) -> Iterator[Fetched]:
    """The first rows of each table, as `name` or `schema.name`; of every table without `tables`."""
    with _connected(where) as connection:
        inspector: Any = sqlalchemy.inspect(connection)
        names = list(tables) or sorted(inspector.get_table_names())
        if not names:
            raise SourceUnreadable("The database has no tables: is it the right one? Name them with --table SCHEMA.NAME.")
        for name in names:
            yield _fetch(connection, inspector, name, folder)


def _fetch(connection: Any, inspector: Any, name: str, folder: Path) -> Fetched:
    schema, _, table = name.rpartition(".")
    reflected = sqlalchemy.Table(table, sqlalchemy.MetaData(), schema=schema or None, autoload_with=connection)
    columns = tuple(str(column.name) for column in reflected.columns)
    for column in columns:
        check_name(name, column)
    rows = connection.execute(sqlalchemy.select(reflected).limit(ROWS)).fetchall()
    keys = inspector.get_pk_constraint(table, schema=schema or None).get("constrained_columns") or ()
    found = arrow.table({column: _column([row[place] for row in rows]) for place, column in enumerate(columns)})
    parquet.write_table(found, folder / f"{name}.parquet")
    return Fetched(name, name, columns, tuple(keys))


def _column(values: list[Any]) -> Any:
    """Of one type where they have one, else text."""
    try:
        return arrow.array(values)
    except (arrow.ArrowException, TypeError, ValueError):
        return arrow.array([None if value is None else str(value) for value in values])


@contextmanager
def _connected(where: str) -> Generator[Any]:
    address = address_of(where.removeprefix(SQLITE) if where.startswith(SQLITE) else where)
    try:
        engine = sqlalchemy.create_engine(address)
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()
    except SQLAlchemyError as fault:
        refuse_database("The sample", address, fault)
