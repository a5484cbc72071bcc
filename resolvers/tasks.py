"""What a steward is shown of two records: side by side, step by step, with who else is of their parties and what was judged."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

REASONS = {
    "THRESHOLD": "The evidence is neither enough to make them one nor to leave them two.",
    "RIVALS": "The evidence would do, but another party fits nearly as well.",
    "NUMBERS": "The evidence would do, but their numbers for life differ.",
    "SAME_NUMBER": "They have one number for life, but name and birth date contradict.",
}
_FAR = 10.0
"""Bits below the threshold from where on two records speak against each other."""


@dataclass(frozen=True, slots=True)
class RecordField:
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class ComparedField:
    field: str
    one: str | None
    other: str | None


@dataclass(frozen=True, slots=True)
class Step:
    field: str | None
    bits: float
    words: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    side: str
    record: Any
    bits: float | None
    words: str


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: str
    why: str
    by: str
    at: str
    stands: bool


def reason_words(reason: str | None) -> str | None:
    """Why it was left to a steward, for people."""
    return REASONS.get(reason) if reason else None


def fields(told: list[Any]) -> list[RecordField]:
    """Rows are [field, value, or values]; of what hangs on a record [kind, id that begins with the kind]."""
    return [RecordField(name, value) for name, value in _plain(told)]


def compared(sides: list[Any]) -> list[ComparedField]:
    """Both sides by field, in the order of the fields; several values of one are told together."""
    one, other = (dict(_joined(_plain(side))) for side in sides)
    return [ComparedField(name, one.get(name), other.get(name)) for name in dict.fromkeys((*one, *other))]


def _plain(told: Iterable[list[Any]]) -> list[tuple[str, str]]:
    return [(name, _text(name, value)) for name, value in told if value is not None and value != []]


def _text(name: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return str(value).removeprefix(f"{name}:")


def _joined(told: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    found = dict[str, list[str]]()
    for name, value in told:
        found.setdefault(name, []).append(value)
    return [(name, " / ".join(dict.fromkeys(values))) for name, values in found.items()]


def steps(told: list[Any]) -> list[Step]:
    """Three lists side by side: fields (an empty one is none), bits, words."""
    fields, bits, words = told
    return [Step(field or None, *said) for field, *said in zip(fields or [], bits or [], words or [], strict=True)]


def neighbours(told: list[Any]) -> list[Neighbour]:
    """Records with their bits, and [side, record id, the record's own rows] of each that is there now."""
    records, bits, there = told
    known = dict(zip(records or [], bits or [], strict=True))
    found = [Neighbour(side, record, known.get(id_), _speaks(known.get(id_), side)) for side, id_, record in there]
    return sorted(found, key=lambda each: (each.side, -(each.bits or 0.0)))


def _speaks(bits: float | None, side: str) -> str:
    """Above the threshold it would be of the other party by itself; far below it is not."""
    far = "other" if side == "ONE" else "one"
    if bits is None:
        return "Not weighed: it came after the question, or its party has very many records."
    if bits >= 0:
        return f"For one party: it fits a record of {far}'s party, {bits:.1f} bits over the threshold."
    if bits > -_FAR:
        return f"Says little: what fits it best of {far}'s party is {-bits:.1f} bits below the threshold."
    return f"Against one party: what fits it best of {far}'s party is {-bits:.1f} bits below the threshold."


def judgements(told: list[Any]) -> list[Judgement]:
    """Rows are [verdict, why, by, at], the newest first; only that one stands."""
    return [Judgement(*each, stands=place == 0) for place, each in enumerate(told)]
