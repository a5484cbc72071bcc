"""Lists cut into pages, by the algorithm of the Relay specification."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from benchmarks.oracle.totals import Line, Totals, totals

DEFAULT, MOST = 20, 100
MARK = "\ue000"  # begins every cursor told here: no text of the bank has it
BETWEEN = "\x1f"  # the values by which a row is sorted
FAR = 10**15
Ways = tuple[bool, ...]  # of each value, whether it goes down


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: in which list, sorted by what, its values of that, and its key."""

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
    total_is_exact: bool = True  # no list of Berka has so many rows

    def totals(self, by: Sequence[str] | None = None, first: int | None = None) -> Totals:
        return totals(self.lines, by, first)


def values(*each: str) -> str:
    return BETWEEN.join(each)


def amount(of: Decimal | None) -> str:
    """Two values: whether it is not known, and one that sorts as amounts do."""
    return values("1", "") if of is None else values("0", f"{int(of * 100) + FAR:017}")


def page(rows: Sequence[Row], down: Ways, args: Mapping[str, Any], places: Mapping[str, Place]) -> Page:
    """Rows in any order become a page by their places: by each value in turn, down or up, then by key."""
    ordered = in_order(rows, down)
    after, before = args.get("after"), args.get("before")
    left = [row for row in ordered if after is None or beyond(row.place, places[after], down)]
    left = [row for row in left if before is None or beyond(places[before], row.place, down)]
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


def in_order(rows: Sequence[Row], down: Ways) -> list[Row]:
    """Equal values stand by their keys, whichever way the values go."""
    found = sorted(rows, key=lambda row: row.place.key)
    for n, way in reversed(list(enumerate(down))):
        found.sort(key=lambda row, n=n: row.place.value.split(BETWEEN)[n], reverse=way)
    return found


def beyond(place: Place, other: Place, down: Ways) -> bool:
    """Whether a place comes strictly behind another."""
    for mine, its, way in zip(place.value.split(BETWEEN), other.value.split(BETWEEN), down, strict=True):
        if mine != its:
            return (mine < its) if way else (mine > its)
    return place.key > other.key


NONE = Page([], PageInfo(False, False, None, None), 0)
