"""What all lines of a list come to, added in Python's own decimals."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

DEFAULT, MOST = 50, 500
MONEY = frozenset(("balance", "credit_limit", "principal", "amount"))
NUMBERS = frozenset(("response_minutes", "rows_read", "rows_accepted", "rows_quarantined"))
SPANS = frozenset(("opened", "booked_on", "birth_date", "at", "happened_on", "opened_at", "started_at", "refused_at", "asked_at"))
WITHHELD = frozenset(("balance", "creditLimit", "principal", "amount", "birthDate"))
"""What partners may not ask the sum or the span of; what they may not group by."""
WITHHELD_KEYS = frozenset(("RISK_TOLERANCE",))
Line = Callable[[str], Any]
"""What a line says of a key or a field, by its name; amounts are pairs of what they are, if known, and the currency."""


@dataclass(frozen=True, slots=True)
class Sum:
    """Of amounts in one currency, or of numbers."""

    currency: str
    known: Sequence[Decimal]
    unknown: int

    def sum(self) -> str:
        return f"{sum(self.known):.2f}" if self.currency else str(sum(self.known))

    def min(self) -> str | None:
        return f"{min(self.known):.2f}" if self.known else None

    def max(self) -> str | None:
        return f"{max(self.known):.2f}" if self.known else None


@dataclass(frozen=True, slots=True)
class Span:
    min: str | None
    max: str | None


@dataclass(frozen=True)
class Group:
    """Lines that have the same keys."""

    keys: Mapping[str, Any]
    lines: Sequence[Line]

    def count(self) -> int:
        return len(self.lines)

    def __getattr__(self, name: str) -> Any:
        if name in self.keys:
            return self.keys[name]
        told = [line(name) for line in self.lines] if name in MONEY | SPANS else []
        if name in MONEY:
            return list(sums(told))
        if name in SPANS:
            known = [each.isoformat() for each in told if each is not None]
            return Span(min(known, default=None), max(known, default=None))
        return Sum("", [], len(self.lines)) if name in NUMBERS else None


def sums(amounts: Sequence[tuple[Decimal | None, str]]) -> Iterator[Sum]:
    for currency in sorted({each for _, each in amounts}):
        of = [amount for amount, each in amounts if each == currency]
        known = [amount for amount in of if amount is not None]
        yield Sum(currency, known, len(of) - len(known))


@dataclass(frozen=True, slots=True)
class Totals:
    groups: Sequence[Group]
    group_count: int


def totals(lines: Sequence[Line], by: Sequence[str] | None, first: int | None) -> Totals:
    """In the order of the keys, what is not known last; without keys all lines are one group."""
    keys = [word.lower() for word in by or ()]
    found: dict[tuple[Any, ...], list[Line]] = {} if keys else {(): list(lines)}
    for line in lines if keys else ():
        found.setdefault(tuple(line(key) for key in keys), []).append(line)
    ordered = sorted(found, key=lambda values: [(value is None, value) for value in values])
    groups = [Group(dict(zip(keys, values, strict=True)), found[values]) for values in ordered]
    return Totals(groups[: DEFAULT if first is None else first], len(groups))


def wrong(args: Mapping[str, Any]) -> bool:
    """Whether totals cannot be asked for so: a key twice, groups out of bounds."""
    by: list[str] = args.get("by") or []
    first = args.get("first")
    return len(set(by)) < len(by) or (first is not None and not 0 <= first <= MOST)


def withheld(type_: str, field: str, args: Mapping[str, Any]) -> bool:
    """Whether totals are asked for that partners may not know: sums of amounts, groups by what they may not read."""
    return field in WITHHELD if type_.endswith("Group") else bool(WITHHELD_KEYS & set(args.get("by") or []))
