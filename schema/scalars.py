"""Values GraphQL has no word for: days, instants, exact decimals."""

from datetime import UTC, date, datetime
from decimal import Decimal as Exact
from decimal import InvalidOperation
from typing import Any, NewType, cast

import strawberry
from strawberry.types.scalar import ScalarDefinition

Date = NewType("Date", date)
DateTime = NewType("DateTime", datetime)
Decimal = NewType("Decimal", Exact)
Currency = NewType("Currency", str)
Representation = NewType("Representation", dict[str, Any])


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("must be text")
    return value


def _instant_text(value: Any) -> str:
    """Neo4j's own text passes; an instant of ours is told in UTC."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else _text(value)


def _day(value: Any) -> date:
    if not isinstance(value, str) or len(value) != 10:
        raise ValueError("A Date is written YYYY-MM-DD.")
    return date.fromisoformat(value)


def _instant(value: Any) -> datetime:
    instant = datetime.fromisoformat(_text(value))
    if instant.tzinfo is None:
        raise ValueError("A DateTime needs its offset, as 2026-01-31T08:00:00Z.")
    return instant.astimezone(UTC)


def _decimal(value: Any) -> Exact:
    try:
        return Exact(_text(value))
    except (InvalidOperation, TypeError):
        raise ValueError('A Decimal is written as text, as "12.30".') from None


def _currency(value: Any) -> str:
    if not isinstance(value, str) or len(value) != 3 or not value.isalpha() or not value.isupper():
        raise ValueError("A Currency is three capital letters of ISO 4217.")
    return value


def _representation(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("A representation is an object with __typename and id.")
    return cast(dict[str, Any], value)


SCALARS: dict[object, ScalarDefinition] = {
    Date: strawberry.scalar(name="Date", serialize=_text, parse_value=_day, description="A day, YYYY-MM-DD (ISO 8601)."),
    DateTime: strawberry.scalar(
        name="DateTime",
        serialize=_instant_text,
        parse_value=_instant,
        description="An instant with its offset (ISO 8601), told in UTC.",
    ),
    Decimal: strawberry.scalar(
        name="Decimal", serialize=_text, parse_value=_decimal, description='An exact decimal number, as text: "12.30".'
    ),
    Currency: strawberry.scalar(
        name="Currency", serialize=_text, parse_value=_currency, description="A currency by its three letters (ISO 4217)."
    ),
    Representation: strawberry.scalar(
        name="_Any", parse_value=_representation, description="An entity's type and id, as a federated graph names it."
    ),
}
