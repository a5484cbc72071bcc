"""Lists cut into pages, by the algorithm of the Relay specification."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.oracle.totals import Line, Totals, totals

DEFAULT, MOST = 20, 100
MARK = "\ue000"  # begins every cursor told here: no text of the bank has it


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: in which list, sorted by which of its values, and its key."""

    list: str
    by: str
    value: str
    key: str

    @property
    def cursor(self) -> str:
        return MARK + "|".join((self.list, self.by, self.value, self.key))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list: its place, the edge it is told as, and what it adds to totals."""

    place: Place
    edge: Any
    line: Line | None = None


@dataclass(frozen=True, slots=True)
class PageInfo:
    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@dataclass(frozen=True, slots=True)
class Page:
    edges: Sequence[Any]
    page_info: PageInfo
    total_count: int
    lines: Sequence[Line] = ()

    def totals(self, by: Sequence[str] | None = None, first: int | None = None) -> Totals:
        return totals(self.lines, by, first)


def page(rows: Sequence[Row], descending: bool, args: Mapping[str, Any], places: Mapping[str, Place]) -> Page:
    """Rows in any order become a page by their places: by value in the order asked for, then by key."""
    ordered = in_order(rows, descending)
    after, before = args.get("after"), args.get("before")
    left = [row for row in ordered if after is None or beyond(row.place, places[after], descending)]
    left = [row for row in left if before is None or beyond(places[before], row.place, descending)]
    last = args.get("last")
    if last is None:
        first = args.get("first")
        most = DEFAULT if first is None else first
        shown, following, preceding = left[:most], len(left) > most, after is not None
    else:
        shown, following, preceding = left[max(len(left) - last, 0) :], before is not None, len(left) > last
    cursors = [row.place.cursor for row in shown]
    info = PageInfo(following, preceding, cursors[0] if cursors else None, cursors[-1] if cursors else None)
    return Page([row.edge for row in shown], info, len(rows), [row.line for row in rows if row.line])


def in_order(rows: Sequence[Row], descending: bool) -> list[Row]:
    """Equal values stand by their keys, whichever way the values go."""
    by_key = sorted(rows, key=lambda row: row.place.key)
    return sorted(by_key, key=lambda row: row.place.value, reverse=descending)


def beyond(place: Place, other: Place, descending: bool) -> bool:
    """Whether a place comes strictly behind another."""
    if place.value != other.value:
        return (place.value < other.value) if descending else (place.value > other.value)
    return place.key > other.key


NONE = Page([], PageInfo(False, False, None, None), 0)
