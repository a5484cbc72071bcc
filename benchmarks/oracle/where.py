"""Filters by plain logic: a test on what is not known does not hold, and `not` holds where what it is told does not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

Where = Mapping[str, Any]
Value = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Ends:
    """What a relationship leads to, as far as the caller sees it; at most one where it is no list."""

    values: Sequence[Value]
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money, None where it is not known."""

    of: Decimal | None
    currency: str


NOWHERE = Ends(())
NOBODY = Ends((), listed=False)
WITHHELD = frozenset(("number", "birthDate", "balance", "amount"))
"""What partners may not filter by, wherever it stands."""

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
WAYS: dict[str, Callable[[Iterator[bool]], bool]] = {"some": any, "all": all, "none": lambda passing: not any(passing)}


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
            return _fits(value(word), told)


def _fits(found: Any, told: Mapping[str, Any]) -> bool:
    match found:
        case Ends(values, True):
            return all(WAYS[way](holds(where, each) for each in values) for way, where in told.items() if where is not None)
        case Ends(values):
            return any(holds(told, each) for each in values)
        case Amount(amount, currency):
            tests = ((test, to) for test, to in told.items() if test != "currency")
            return told["currency"] == currency and all(_passes(amount, test, to) for test, to in tests)
        case _:
            return all(_passes(found, test, to) for test, to in told.items())


def _passes(value: Any, test: str, told: Any) -> bool:
    if told is None:
        return value is None if test == "eq" else True
    return value is not None and TESTS[test](value, told)


def mentions(told: Any, words: frozenset[str]) -> bool:
    """Whether a filter tests one of these fields anywhere; null tests nothing."""
    match told:
        case list():
            return any(mentions(each, words) for each in cast(list[Any], told))
        case dict():
            given = cast(dict[str, Any], told).items()
            return any(inner is not None and (name in words or mentions(inner, words)) for name, inner in given)
        case _:
            return False
