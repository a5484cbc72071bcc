"""How far a reading has come: the latest value of a column that only grows, compared as what it is and not as text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import sqlalchemy

from ingest.contract import Table
from ingest.field import by_name
from ingest.moments import moment
from runtime.errors import ContractBroken


@dataclass(frozen=True, slots=True)
class Cursor:
    """`parse` makes of a value what is compared; it raises for what is none."""

    name: str
    parse: Callable[[Any], Any]
    of_time: bool

    def latest(self, values: Sequence[Any]) -> Any:
        """The value that is latest, as it was written; None where none is one."""
        there = [(parsed, value) for value in values if (parsed := self._parsed(value)) is not None]
        return max(there, key=lambda each: each[0])[1] if there else None

    def from_(self, column: Any, last: Any, dialect: str) -> Any:
        """Whether a column's value is this or later. SQLite compares instants as texts: there the second counts."""
        if self.of_time and dialect == "sqlite":
            return sqlalchemy.cast(column, sqlalchemy.Text()) >= str(last)[:19]
        kind = column.info.get("type", column.type)
        typed = sqlalchemy.type_coerce(column, kind)
        return typed >= sqlalchemy.cast(sqlalchemy.literal(str(last), sqlalchemy.Text()), kind)

    def _parsed(self, value: Any) -> Any:
        try:
            return None if value in (None, "") else self.parse(value)
        except (ValueError, OverflowError, InvalidOperation):
            return None


def cursor_of_column(table: Table, name: str, columns: Sequence[Any]) -> Cursor:
    """Raises ContractBroken where there is no such column, or one whose values have no order but that of letters."""
    kinds = {str(each["name"]): each["type"] for each in columns}
    match kinds.get(name):
        case None:
            raise ContractBroken(f"{table.name} has no column {name}, by which it is read on: the contract's cursor is wrong.")
        case sqlalchemy.Integer() | sqlalchemy.Numeric():
            return Cursor(name, _number, of_time=False)
        case sqlalchemy.DateTime() | sqlalchemy.Date():
            return Cursor(name, _instant, of_time=True)
        case _:
            raise ContractBroken(f"{table.name} can't be read on by {name}, which is text: name a number or a time as its cursor.")


def cursor_of_field(table: Table, name: str) -> Cursor:
    """By the contract's type and form of the field. Raises ContractBroken as `cursor_of_column`."""
    field = by_name(table.fields).get(name)
    if field is None:
        raise ContractBroken(f"{table.name} has no field {name}, by which it is read on: the contract's cursor is wrong.")
    match field.type:
        case "integer" | "number":
            return Cursor(name, _number, of_time=False)
        case "timestamp" | "date":
            return Cursor(name, lambda value: _utc(moment(str(value), field.form)), of_time=True)
        case _:
            raise ContractBroken(f"{table.name} can't be read on by {name}, which is text: name a number or a time as its cursor.")


def _number(value: Any) -> Decimal:
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError("not a number")
    return number


def _instant(value: Any) -> datetime:
    if isinstance(value, datetime):
        return _utc(value)
    return datetime(value.year, value.month, value.day, tzinfo=UTC) if isinstance(value, date) else _utc(moment(str(value), None))


def _utc(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
