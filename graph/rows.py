"""Records of the model as rows of parameters: what they say, what they leave empty, and a fingerprint of it all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from hashlib import blake2b
from operator import itemgetter
from typing import Any

import orjson

from graph.vocabulary import class_of, stored

Row = dict[str, Any]


def row_of(place: int, record: Any, properties: dict[str, str]) -> Row:
    """`place` is that in the batch; `properties` are fields and what they are called in the graph."""
    given = {name: stored(value) for field, name in properties.items() if (value := getattr(record, field)) is not None}
    return {"place": place, "given": given, "hash": fingerprint(record)}


def emptied(row: Row, properties: dict[str, str]) -> Row:
    """What the row says, and null for what it leaves empty: a word that takes the place of another."""
    return row | {"given": dict.fromkeys(properties.values()) | row["given"]}


def native(said: Mapping[str, Any]) -> Row:
    """Properties as the driver gives them, their dates and instants as Python's."""
    return {name: value.to_native() if hasattr(value, "to_native") else value for name, value in said.items()}


def fingerprint(record: Any) -> int:
    """64 bits of all that a record says, the same in every process; a field without a value does not count."""
    said = {name: value for name in _names(class_of(record)) if (value := getattr(record, name)) is not None}
    content = orjson.dumps([class_of(record).__name__, said])
    return int.from_bytes(blake2b(content, digest_size=8).digest(), signed=True)


@cache
def _names(cls: type[Any]) -> tuple[str, ...]:
    return tuple(sorted(field.name for field in fields(cls)))


def told_last(rows: Iterable[Row], identity: Sequence[str], order: Sequence[str]) -> list[Row]:
    """One row for each identity, the last word counts; in one order, so that writers side by side lock in the same."""
    last = {tuple(row[name] for name in identity): row for row in rows}
    return sorted(last.values(), key=itemgetter(*order))


def missing(rows: Iterable[Row], found: Iterable[int]) -> list[int]:
    """The places of rows that a statement did not find the ends of."""
    return sorted({row["place"] for row in rows}.difference(found))
