"""Records of the model as rows of parameters: what they say, what they leave empty, and a fingerprint of it all."""

from collections.abc import Iterable
from dataclasses import fields
from functools import cache
from hashlib import blake2b
from typing import Any

import orjson

from graph.vocabulary import class_of, stored

Row = dict[str, Any]


def row_of(place: int, record: Any, properties: dict[str, str]) -> Row:
    """`place` is that in the batch; `properties` are fields and what they are called in the graph."""
    values = {name: stored(getattr(record, field)) for field, name in properties.items()}
    given = {name: value for name, value in values.items() if value is not None}
    empty = dict.fromkeys(values.keys() - given.keys())
    return {"place": place, "given": given, "empty": empty, "hash": fingerprint(record)}


def fingerprint(record: Any) -> int:
    """64 bits of all that a record says, the same in every process; a field without a value does not count."""
    said = {name: value for name in _names(class_of(record)) if (value := getattr(record, name)) is not None}
    content = orjson.dumps([class_of(record).__name__, said], option=orjson.OPT_SORT_KEYS)
    return int.from_bytes(blake2b(content, digest_size=8).digest(), signed=True)


@cache
def _names(cls: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(cls))


def told_last(rows: Iterable[Row], *by: str) -> list[Row]:
    """One row for each key, the last word counts; in the order of keys, so that writers side by side lock in one order."""
    last = {tuple(row[name] for name in by): row for row in rows}
    return [last[key] for key in sorted(last)]


def missing(rows: Iterable[Row], found: Iterable[int]) -> list[int]:
    """The places of rows that a statement did not find the ends of."""
    return sorted({row["place"] for row in rows}.difference(found))
