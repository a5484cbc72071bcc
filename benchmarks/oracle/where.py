"""Filters by plain logic: a test on what is not known does not hold, and `not` holds where what it is told does not."""

from collections.abc import Callable, Mapping
from typing import Any

Where = Mapping[str, Any]
Value = Callable[[str], Any]

TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda value, told: value == told,
    "in": lambda value, told: value in told,
    "gt": lambda value, told: value > told,
    "gte": lambda value, told: value >= told,
    "lt": lambda value, told: value < told,
    "lte": lambda value, told: value <= told,
    "contains": lambda value, told: told in value,
    "startsWith": lambda value, told: value.startswith(told),
}


def holds(where: Where | None, value: Value) -> bool:
    """All that is given must hold; null gives nothing, but in `eq`, where it asks for what is not known."""
    return all(_holds(word, told, value) for word, told in (where or {}).items() if told is not None)


def _holds(word: str, told: Any, value: Value) -> bool:
    match word:
        case "any":
            return any(holds(one, value) for one in told)
        case "all":
            return all(holds(one, value) for one in told)
        case "not":
            return not holds(told, value)
        case _:
            return all(_passes(value(word), test, to) for test, to in told.items())


def _passes(value: Any, test: str, told: Any) -> bool:
    if told is None:
        return value is None if test == "eq" else True
    return value is not None and TESTS[test](value, told)


def mentions(where: Where | None, word: str) -> bool:
    """Whether a filter tests a field anywhere."""
    for name, told in (where or {}).items():
        inner: list[Any] = told if name in ("any", "all") else [told] if name == "not" else []
        if told is not None and (name == word or any(mentions(one, word) for one in inner)):
            return True
    return False
