"""Which record each chosen value of a party comes from, since when it is verified, and what stewards say of it by hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from graph import desk

BY_HAND = """COLLECT { MATCH (this)<-[:DESCRIBES]-(_s)<-[:CORRECTS]-(_e) WHERE _e.until IS NULL
  RETURN [_e.field, _e.said, _e.by, _e.why, _e.evidence, toString(_e.recordedAt), _e.id, _s.id]
  ORDER BY _e.field, _e.effectiveOn DESC, _e.recordedAt DESC, _e.id LIMIT 200 }"""
# What the silo that has seen a document has read in it.
IN_DOCUMENT = frozenset(
    ("name", "nameEn", "givenName", "familyName", "gender", "birthDate", "birthPrecision", "nationality", "uscc", "legalForm")
)


@dataclass(frozen=True, slots=True)
class FieldSource:
    field: str
    record_id: str
    system: str
    on: str | None
    verified_at: str | None = None
    verified_how: str | None = None
    is_due: bool | None = None


@dataclass(frozen=True, slots=True)
class StewardValue:
    field: str
    value: str
    by: str
    why: str
    evidence: str
    at: str
    record_id: str
    about: str
    counts: bool


def by_hand(near: list[list[Any]]) -> list[StewardValue]:
    """By field, of each the one that counts first."""
    return [StewardValue(*told, counts=at == 0 or near[at - 1][0] != told[0]) for at, told in enumerate(near)]


def sources(near: list[Any], fields: list[str] | None = None) -> list[FieldSource]:
    """By field, those that have a value. `near`: rows of [field, record id, day]; of [record id, day] where its silo has seen a
    document; the ids of records of public registers; today; after how many days a value is to be verified again."""
    chosen, seen, public, today, days = near
    since = _newest(seen)
    last = str(date.fromisoformat(today) - timedelta(days=days))
    return [
        _source(field, record, day, *_verified(field, record, day, since, public), last)
        for field, record, day in chosen
        if record is not None and (fields is None or field in fields)
    ]


def _newest(seen: Iterable[list[str]]) -> dict[str, str]:
    found = dict[str, str]()
    for record, day in seen:
        found[record] = max(day, found.get(record, day))
    return found


def _verified(field: str, record: str, day: str | None, seen: dict[str, str], public: list[str]) -> tuple[str | None, str | None]:
    """When and how; of what nobody has looked at twice nothing."""
    if desk.is_word(record):
        return day, "STEWARD"
    if record in public:
        return day, "REGISTER"
    return (seen[record], "DOCUMENT") if field in IN_DOCUMENT and record in seen else (None, None)


def _source(field: str, record: str, day: str | None, at: str | None, how: str | None, last: str) -> FieldSource:
    return FieldSource(field, record, record.partition(":")[0], day, at, how, None if at is None else at < last)
