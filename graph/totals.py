"""What is asked of all lines of a list together, and where each answer stands in the rows that bring it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph import money
from graph.mapping import Inline, Tally
from graph.wanted import GROUPS, Column, Kind, Landing

PART = 2**32
"""Sums are added in two parts, for the database's own integers would overflow: multiples of this, and the rest."""
SUMMED = ("known", "high", "low", "least", "most")
SPANNED = ("least", "most")
TEMPORAL = ("Date", "DateTime")


@dataclass(frozen=True, slots=True)
class Asked:
    """A group is a row of [keys, lines, amounts, values]; amounts are rows of [currency, lines, …] each."""

    keys: tuple[str, ...]  # what groups are told apart by, in order
    amounts: tuple[str, ...]  # fields that are money
    values: tuple[tuple[str, Kind], ...]  # all others

    @classmethod
    def of(cls, column: Column, landing: Landing) -> "Asked":
        """By a column that asks for totals, of a list that leads to such nodes."""
        groups = (each for each in column.blocks[0].columns if each.source == GROUPS)
        fields = dict.fromkeys(c.source.field for g in groups for c in g.blocks[0].columns if isinstance(c.source, Tally))
        amounts = tuple(field for field in fields if isinstance(landing.sources[field][0], Inline))
        values = tuple((field, landing.sources[field][1]) for field in fields if field not in amounts)
        return cls(tuple(map(_word, column.args.get("by") or ())), amounts, values)

    def cells(self, field: str) -> dict[str, str]:
        """What a field's answer is made of, in Python: `c` is a row of amounts, `n` and `w` are a group's lines and values."""
        if field in self.amounts:
            begin = 2 + self.amounts.index(field) * len(SUMMED)
            return {"currency": "c[0]", "lines": "c[1]"} | {name: f"c[{begin + n}]" for n, name in enumerate(SUMMED)}
        begin = 0
        for name, kind in self.values:
            if name == field:
                break
            begin += len(told_of(kind))
        kind = dict(self.values)[field]
        return {"lines": "n"} | {name: f"w[{begin + n}]" for n, name in enumerate(told_of(kind))}


def _word(key: Any) -> str:
    return str(key.value)


def told_of(kind: Kind) -> tuple[str, ...]:
    """What is worked out of the values of one field: of days the span alone."""
    return SPANNED if kind.leaf in TEMPORAL else SUMMED


# ---- what the rows are told as


def by_currency(amounts: Sequence[list[Any]]) -> list[list[Any]]:
    """In the alphabetical order of currencies."""
    return sorted((row for row in amounts if row[0] is not None), key=lambda row: row[0])


def amount(minor: int | None, currency: str) -> str | None:
    return None if minor is None else money.told(minor, currency)


def amount_summed(high: int, low: int, currency: str) -> str:
    """Exact; 0.00 of none that are known."""
    return money.told(high * PART + low, currency)


def summed(high: int, low: int) -> str:
    return str(high * PART + low)


def unknown(lines: int, known: int) -> int:
    return lines - known
