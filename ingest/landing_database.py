"""A table of a database as dlt reads it: every value as the text that the database writes."""

from collections.abc import Callable
from typing import Any

import sqlalchemy
from dlt.sources.sql_database import sql_table

from ingest.contract import Table
from ingest.cursors import Cursor, cursor_of_column
from ingest.delivery import check_forbidden
from ingest.landing_state import advance
from ingest.origin import Select

ROWS_AT_ONCE = 50_000
AS_TEXT = ("sqlite", "postgresql")  # these write every value as a text that it can be read from


def select(engine: Any, table: Table, origin: Select, last: Any, count: Callable[[int], None]) -> Any:
    schema, _, name = origin.table.rpartition(".")
    columns = sqlalchemy.inspect(engine).get_columns(name, schema or None)
    check_forbidden(table, {str(each["name"]) for each in columns})
    cursor = cursor_of_column(table, origin.cursor, columns) if origin.cursor else None
    texts = engine.dialect.name in AS_TEXT

    def asked(query: Any, reflected: Any, _incremental: Any = None, _engine: Any = None) -> Any:
        """Rows at the last value itself come again: two changes of one moment must not hide each other."""
        if texts:
            query = sqlalchemy.select(*(_text(column).label(column.name) for column in reflected.columns))
        if cursor and last is not None:
            column = reflected.columns[cursor.name]
            query = query.where(column.is_(None) | cursor.from_(column, last, engine.dialect.name))
        return query

    def adapted(reflected: Any) -> None:
        for column in reflected.columns if texts else ():
            column.info["type"], column.type = column.type, sqlalchemy.String()

    resource = sql_table(
        engine,
        name,
        schema or None,
        backend="pyarrow",
        chunk_size=ROWS_AT_ONCE,
        table_adapter_callback=adapted,
        query_adapter_callback=asked,
    )
    resource.apply_hints(table_name=table.name)
    resource.add_map(_noted(table.name, cursor, count))
    return resource.with_name(table.name)


def _text(column: Any) -> Any:
    """A column as the database writes it: what is no date in a date's column is a row's fault then, not the reading's."""
    return sqlalchemy.cast(sqlalchemy.type_coerce(column, column.info["type"]), sqlalchemy.Text())


def legible(connection: Any, _record: Any) -> None:
    """SQLite keeps any bytes as text; what is none shows as lost characters, for which its row is refused."""

    def text(content: bytes) -> str:
        return content.decode("utf-8", "replace")

    connection.text_factory = text


def _noted(name: str, cursor: Cursor | None, count: Callable[[int], None]) -> Callable[[Any], Any]:
    def noted(batch: Any) -> Any:
        count(batch.num_rows)
        if cursor:
            advance(name, cursor, batch.column(cursor.name).to_pylist())
        return batch

    return noted
