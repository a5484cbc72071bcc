"""Where a table comes from when nobody delivers a file: a table of a database, the pages of a service."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Select:
    """A table or view of a SQL database, as `name` or `schema.name`.

    `cursor` is a column that only grows, as the time of the last change: from the second reading on only rows from its
    last value on are read. Without it every reading is of the whole table.
    """

    table: str
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Pages:
    """A list that a REST service answers page by page.

    `records` is the path of the list within an answer, `next` how pages follow one another, in the words of dlt's
    paginators: `{"type": "page_number", "base_page": 1, "total_path": "pages"}`. `cursor` is a field that only grows and
    `since` the parameter that asks for records from a value of it on, `first` what it is at first.
    """

    path: str
    records: str = "$"
    next: Mapping[str, Any] = field(default_factory=lambda: {"type": "auto"}, compare=False)
    cursor: str | None = None
    since: str | None = None
    first: str = ""


Origin = Select | Pages
