"""A value that somebody says by hand: which fields of a party take one, and how it is written."""

import re
from collections.abc import Callable
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, get_args, get_type_hints

from stdnum import lei
from stdnum.cn import uscc

from graph.model import Company, Person, Precision
from graph.vocabulary import record_meta
from rules.golden import BESIDE, attributes

RATINGS = frozenset(("riskTolerance", "riskAssessedOn", "riskValidUntil", "investorType", "kycLevel", "amlRating"))
"""They come of an assessment, with its day, and of nobody's word."""
MOST_NAMES = 50
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_JURISDICTION = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", re.ASCII)
_BEGUN = frozenset(("birthDate", "foundedOn"))
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?", re.ASCII)
_FORMS: dict[str, tuple[Callable[[str], object], str]] = {
    "nationality": (_COUNTRY.fullmatch, "two capital letters by ISO 3166-1, as CN"),
    "country": (_COUNTRY.fullmatch, "two capital letters by ISO 3166-1, as CN"),
    "jurisdiction": (_JURISDICTION.fullmatch, "by ISO 3166, as CN or US-DE"),
    "uscc": (lambda text: uscc.is_valid(text) and uscc.compact(text) == text, "18 characters with the right check digit"),
    "lei": (lambda text: lei.is_valid(text) and lei.compact(text) == text, "20 characters with the right check digits"),
}


class BadValue(ValueError):
    """What a value of the field must be, in words."""


def settable(kind: str) -> frozenset[str]:
    """The fields of a party of this kind (PERSON, COMPANY) that take a value by hand."""
    return frozenset(attributes(kind)) - RATINGS - BESIDE.keys()


def properties(field: str) -> tuple[str, ...]:
    """All that a value of the field gives: its own, and what means something only beside it."""
    return field, *(name for name, main in BESIDE.items() if main == field)


def read(kind: str, field: str, text: str, today: date) -> dict[str, Any]:
    """The properties that a text gives, as they are stored: a day as YYYY-MM-DD (of a birth also YYYY or YYYY-MM), names parted by
    `;`, true or false, a code by its name. Raises BadValue."""
    if not text or not text.isprintable():
        raise BadValue("a text without line breaks")
    type_ = _types(kind)[field]
    if type_ is date:
        return _day(field, text, today)
    if type_ is bool:
        return {field: _one_of(text, {"true": True, "false": False})}
    if issubclass(type_, Enum):
        return {field: _one_of(text, {str(each.value): each.value for each in type_})}
    if type_ is tuple:
        return {field: _names(text)}
    return {field: _text(field, text)}


@cache
def _types(kind: str) -> dict[str, type[Any]]:
    cls = Person if kind == "PERSON" else Company
    hints = get_type_hints(cls)
    return {name: _type(hints[field]) for field, name in record_meta(cls).properties.items() if name in settable(kind)}


def _type(hint: Any) -> type[Any]:
    """Without None."""
    one: Any = next(each for each in get_args(hint) if each is not type(None))
    return tuple if get_args(one) else one


def _day(field: str, text: str, today: date) -> dict[str, Any]:
    partial = _PARTIAL.fullmatch(text) if field in BESIDE.values() else None
    try:
        day = date.fromisoformat(f"{partial[1]}-{partial[2] or '01'}-01") if partial else date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or len(text) not in (4, 7, 10) or day.year < 1000 or (field in _BEGUN and day > today):
        raise BadValue("a day as 1980-01-31, not in the future" if field in _BEGUN else "a day as 1980-01-31")
    if field not in BESIDE.values():
        return {field: day}
    precision = (Precision.MONTH if partial[2] else Precision.YEAR).value if partial else None
    return {field: day} | dict.fromkeys(properties(field)[1:], precision)


def _one_of(text: str, values: dict[str, Any]) -> Any:
    if text not in values:
        raise BadValue(f"one of {', '.join(values)}")
    return values[text]


def _names(text: str) -> list[str]:
    names = [name.strip() for name in text.split(";") if name.strip()]
    if not 0 < len(names) <= MOST_NAMES or not all(_is_word(name) for name in names):
        raise BadValue(f"one to {MOST_NAMES} names, parted by ;")
    return names


def _text(field: str, text: str) -> str:
    is_right, words = _FORMS.get(field, (_is_word, "a text with at least one letter or digit"))
    if not is_right(text):
        raise BadValue(words)
    return text


def _is_word(text: str) -> bool:
    return any(each.isalnum() for each in text)
