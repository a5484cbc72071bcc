"""Which record each chosen value of a party comes from."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FieldSource:
    field: str
    record_id: str
    system: str
    on: str | None


def sources(chosen: list[Any], fields: list[str] | None = None) -> list[FieldSource]:
    """By field, those that have a value; rows are [field, record id, day]."""
    return [
        FieldSource(field, record, record.partition(":")[0], day)
        for field, record, day in chosen
        if record is not None and (fields is None or field in fields)
    ]
