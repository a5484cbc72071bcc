"""Columns of a table as fields: each of a few levels, with enough customers at every one of them."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Values = Sequence[str | None]

SUPPORT = 10
"""Customers that a level has at least: what is said of fewer is chance."""
BANDS = 16
"""Levels of a number that takes many values, each with as many customers."""
FEW = 40
"""A number of so many values at most has a level for each."""
MISSING, OTHER = "", "…"


@dataclass(frozen=True, slots=True)
class Field:
    """One column, or two that are read together; how its values become levels 0 … len(levels) - 1.

    `bounds` are the upper ends of a number's bands, all but the last; `kept` are the words that have a level of their own.
    """

    name: str
    levels: tuple[str, ...]
    bounds: tuple[float, ...] | None = None
    kept: Mapping[str, int] | None = None
    missing: int | None = None
    other: int | None = None
    of: tuple["Field", "Field"] | None = None
    pairs: Mapping[int, int] | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it reads."""
        return (*self.of[0].columns, *self.of[1].columns) if self.of else (self.name,)

    @property
    def bands(self) -> int:
        """How many of its levels stand in an order."""
        return 0 if self.bounds is None else len(self.bounds) + 1

    def read(self, table: Mapping[str, Values]) -> Ints:
        """The level of each row; -1 where nothing can be said, because nobody said such a thing when this was learned."""
        if self.of:
            one, two = self.of
            both = one.read(table) * len(two.levels) + two.read(table)
            pairs, none = self.pairs or {}, -1
            return np.array([pairs.get(int(pair), none) for pair in both], dtype=np.int64)
        values = table[self.name]
        known = {value: self.level(value) for value in set(values)}
        return np.array([known[value] for value in values], dtype=np.int64)

    def level(self, value: str | None) -> int:
        """The level of one value."""
        if value is None:
            return -1 if self.missing is None else self.missing
        if self.kept is not None:
            return self.kept.get(value, -1 if self.other is None else self.other)
        number = _number(value)
        if number is None:
            return -1 if self.missing is None else self.missing
        return bisect_left(self.bounds or (), number)

    # ---- as kept in a file

    def as_dict(self) -> dict[str, Any]:
        told: dict[str, Any] = {"name": self.name, "levels": list(self.levels)}
        if self.of:
            return told | {"of": [each.as_dict() for each in self.of], "pairs": sorted((self.pairs or {}).items())}
        told |= {"bounds": list(self.bounds)} if self.bounds is not None else {"kept": dict(self.kept or {})}
        return told | {name: at for name, at in (("missing", self.missing), ("other", self.other)) if at is not None}

    @staticmethod
    def of_dict(told: Mapping[str, Any]) -> "Field":
        if "of" in told:
            one, two = (Field.of_dict(each) for each in told["of"])
            return Field(told["name"], tuple(told["levels"]), of=(one, two), pairs=dict(told["pairs"]))
        bounds = tuple(told["bounds"]) if "bounds" in told else None
        kept = dict(told["kept"]) if "kept" in told else None
        return Field(told["name"], tuple(told["levels"]), bounds, kept, told.get("missing"), told.get("other"))


def fields(table: Mapping[str, Values], support: int = SUPPORT) -> list[Field]:
    """A field for each column of which two levels at least have so many rows."""
    return [made for name, values in table.items() if len((made := field(name, values, support)).levels) > 1]


def field(name: str, values: Values, support: int = SUPPORT) -> Field:
    """How one column is read: numbers in bands, words by themselves."""
    counts = Counter(values)
    absent = counts.pop(None, 0)
    said = cast("Counter[str]", counts)
    numbers = Counter[float]()
    for word, count in said.items():
        if (number := _number(word)) is None:
            return _worded(name, said, absent, support)
        numbers[number] += count
    return _numeric(name, numbers, absent, support) if numbers else _worded(name, said, absent, support)


def crossed(one: Field, two: Field, table: Mapping[str, Values], support: int = SUPPORT) -> Field | None:
    """Two fields read together; None where no pair of levels but one has so many rows."""
    at_one, at_two = one.read(table), two.read(table)
    told = (at_one >= 0) & (at_two >= 0)
    counts = Counter(cast(list[int], (at_one * len(two.levels) + at_two)[told].tolist()))
    kept = sorted(pair for pair, count in counts.items() if count >= support)
    if len(kept) < 2:
        return None
    words = tuple(f"{one.levels[pair // len(two.levels)]} × {two.levels[pair % len(two.levels)]}" for pair in kept)
    return Field(f"{one.name} × {two.name}", words, of=(one, two), pairs={pair: at for at, pair in enumerate(kept)})


def _numeric(name: str, counts: Counter[float], absent: int, support: int) -> Field:
    values = sorted(counts)
    of_value = np.array([counts[value] for value in values], dtype=np.int64)
    ends = np.arange(len(values) - 1)
    if len(values) > FEW:
        shares = np.arange(1, BANDS) * counts.total() / BANDS
        ends = np.unique(np.searchsorted(np.cumsum(of_value), shares))
        ends = ends[ends < len(values) - 1]
    bounds, below = list[float](), 0
    for at in ends.tolist():
        upto = int(of_value[: at + 1].sum())
        if upto - below >= support and counts.total() - upto >= support:
            bounds.append(values[at])
            below = upto
    words = tuple(_bands(bounds))
    missing = len(words) if absent >= support and counts.total() >= support else None
    return Field(name, words if missing is None else (*words, MISSING), bounds=tuple(bounds), missing=missing)


def _bands(bounds: Sequence[float]) -> Iterator[str]:
    if not bounds:
        yield "any"
        return
    yield f"≤ {bounds[0]:g}"
    for low, high in pairwise(bounds):
        yield f"{low:g} … {high:g}"
    yield f"> {bounds[-1]:g}"


def _worded(name: str, counts: Counter[str], absent: int, support: int) -> Field:
    kept = sorted(word for word, count in counts.items() if count >= support)
    levels, rest = list(kept), counts.total() - sum(counts[word] for word in kept)
    other = len(levels) if rest >= support else None
    levels += [] if other is None else [OTHER]
    missing = len(levels) if absent >= support else None
    levels += [] if missing is None else [MISSING]
    return Field(name, tuple(levels), kept={word: at for at, word in enumerate(kept)}, missing=missing, other=other)


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if isfinite(number) else None
