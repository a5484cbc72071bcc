"""What every type shares: ids, pages, money, and where a line comes from."""

from typing import Any, Generic, TypeVar

import strawberry

from graph.mapping import PUBLIC
from graph.money import told
from graph.totals import amount, amount_summed, summed, unknown
from schema.field import identity, inline, member, node, of_page, of_totals, rows
from schema.scalars import Currency, Date, DateTime, Decimal

STILL_SAID = "this.until IS NULL"
"""That a silo has not left it out since."""

EdgeType = TypeVar("EdgeType")
GroupType = TypeVar("GroupType")


@node("", scope=PUBLIC, interface=True)
class Node:
    """Anything that has an id of its own (Relay)."""

    id: strawberry.ID = identity()
    """Global and opaque; `node(id:)` finds it again."""


@rows
class PageInfo:
    """Where a page stands in its list (Relay)."""

    has_next_page: bool = of_page("has_next_page")
    """Whether more follows."""
    has_previous_page: bool = of_page("has_previous_page")
    """Whether something comes before; paging forwards, whether it began behind a cursor."""
    start_cursor: str | None = of_page("start_cursor")
    """The first edge's cursor."""
    end_cursor: str | None = of_page("end_cursor")
    """The last edge's cursor."""


@rows
class Connection(Generic[EdgeType]):
    """A page of a list (Relay)."""

    edges: list[EdgeType] = of_page("edges")
    """The page's lines."""
    page_info: PageInfo = of_page("page_info")
    """Where the page stands."""
    total_count: int = of_page("total_count")
    """How many there are in all, as far as the caller may see them, 10,000 at most; counted only when asked."""
    total_is_exact: bool = of_page("total_is_exact")
    """Whether totalCount is all; false where there are more than 10,000."""


@rows
class Totals(Generic[GroupType]):
    """What all lines of a list come to, whatever page of it is asked for."""

    groups: list[GroupType] = of_totals("groups")
    """The lines by what they are grouped by, in its order; what is not known comes last."""
    group_count: int = of_totals("group_count")
    """How many groups there are in all."""


@rows
class MoneyTotal:
    """Amounts in one currency; those of several are never added."""

    currency: Currency = member("currency")
    """The currency."""
    sum: Decimal = member("high", "low", "currency", read=amount_summed)
    """All that are known together, exactly."""
    min: Decimal | None = member("least", "currency", read=amount)
    """The least."""
    max: Decimal | None = member("most", "currency", read=amount)
    """The greatest."""
    unknown: int = member("lines", "known", read=unknown)
    """Of how many lines the amount is not known; they are not in the sum."""


@rows
class NumberTotal:
    """Whole numbers."""

    sum: Decimal = member("high", "low", read=summed)
    """All that are known together, exactly."""
    min: int | None = member("least")
    """The least."""
    max: int | None = member("most")
    """The greatest."""
    unknown: int = member("lines", "known", read=unknown)
    """Of how many lines the number is not known; they are not in the sum."""


@rows
class DaySpan:
    """The days between which something lies."""

    min: Date | None = member("least")
    """The first."""
    max: Date | None = member("most")
    """The last."""


@rows
class InstantSpan:
    """The instants between which something lies."""

    min: DateTime | None = member("least")
    """The first."""
    max: DateTime | None = member("most")
    """The last."""


@rows
class Money:
    """An exact amount in one currency."""

    amount: Decimal = member("minor", "currency", read=told)
    """With the decimals its currency has; what is owed is negative."""
    currency: Currency = member("currency")
    """ISO 4217."""


@rows
class Origin:
    """Which silo says so, and when we learned it."""

    system: str = member("system")
    """The silo."""
    recorded_at: DateTime | None = member("at")
    """When it reached us."""


def money(minor: str, *, currency: str = "currency") -> Any:
    """Money out of a property in minor units and one with the currency."""
    return inline("money", minor=minor, currency=currency)


def origin() -> Any:
    """Where a node comes from."""
    return inline(system="source", at="toString(this.recordedAt)")


def edge_origin() -> Any:
    """Where a relationship comes from."""
    return inline(system="edge.source", at="toString(edge.recordedAt)")


