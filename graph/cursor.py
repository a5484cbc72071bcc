"""A place in an ordered list, as a word the caller cannot read."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

import orjson

from runtime.errors import BadQuestion


def encode(list_: str, keys: list[Any]) -> str:
    """`list_` says which lists it is a place in: what is listed, and by what it is sorted."""
    return urlsafe_b64encode(orjson.dumps([list_, *keys])).decode()


def decode(cursor: str, list_: str, kinds: Sequence[str], where: str = "") -> list[Any]:
    """The keys, each of its kind, as parameters. Raises BadQuestion when it is not a cursor of such a list."""
    try:
        match orjson.loads(urlsafe_b64decode(cursor)):
            case [told, *keys] if told == list_ and len(keys) == len(kinds):
                return [PARSE[kind](key) for kind, key in zip(kinds, keys, strict=True)]
            case _:
                pass
    except (ValueError, TypeError):
        pass
    given = f"The cursor given as {where}" if where else "This cursor"
    raise BadQuestion(f"{given} does not belong to this list: take one from the same field with the same order.")


def _plain(*types: type) -> Callable[[Any], Any]:
    def parse(value: Any) -> Any:
        if value is not None and type(value) not in types:
            raise TypeError
        return value

    return parse


def _date(value: Any) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _instant(value: Any) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value).astimezone(UTC)


PARSE: dict[str, Callable[[Any], Any]] = {
    "String": _plain(str),
    "ID": _plain(str),
    "Currency": _plain(str),
    "Boolean": _plain(bool),
    "Int": _plain(int, float),
    "Float": _plain(int, float),
    "Date": _date,
    "DateTime": _instant,
}
