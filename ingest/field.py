"""One field of a silo's table, as its owner and the platform agreed on it, in the terms of the Open Data Contract Standard."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

LogicalType = Literal["string", "integer", "number", "date", "timestamp", "boolean", "object", "array"]


@dataclass(frozen=True, slots=True)
class Field:
    """`form` is the strptime form of a date or timestamp (ISO 8601 without it), the two words of a boolean (`Y/N`).

    `codes` are all values there may be and what they stand for. `key` is a part of the table's primary key, `personal` says
    something about a natural person. `width` are bytes in a file of fixed width. `fields` are those of an object or of each
    object in an array.
    """

    name: str
    type: LogicalType = "string"
    form: str | None = None
    codes: Mapping[str, Any] | None = field(default=None, compare=False)
    required: bool = True
    key: bool = False
    personal: bool = False
    width: int = 0
    about: str = ""
    fields: tuple["Field", ...] = ()
    inside: Mapping[str, "Field"] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "inside", by_name(self.fields))


def by_name(fields: tuple[Field, ...]) -> dict[str, Field]:
    return {each.name: each for each in fields}
