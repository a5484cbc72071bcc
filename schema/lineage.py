"""Where what is known came from: the passes that brought it, and the rows they refused."""

from enum import Enum

import strawberry

from graph.mapping import Tagged
from schema.field import (
    cursor,
    edge,
    filter_,
    group,
    inline,
    itself,
    key,
    member,
    node,
    of_totals,
    page,
    prop,
    rows,
    tally,
    totals,
)
from schema.filters import DateFilter, TextFilter
from schema.node import Connection, InstantSpan, Node, NumberTotal, Totals
from schema.scalars import Date, DateTime

OPERATIONS = Tagged("operations")


@strawberry.enum(description="How far a pass came.")
class PassState(Enum):
    RUNNING = "RUNNING"
    COMPLETE = "COMPLETE"
    INTERRUPTED = "INTERRUPTED"
    ABANDONED = "ABANDONED"
    REFUSED = "REFUSED"


@strawberry.enum(description="What becomes of a row in quarantine.")
class RowState(Enum):
    WAITING = "WAITING"
    REQUESTED = "REQUESTED"
    ACCEPTED = "ACCEPTED"
    REPLACED = "REPLACED"
    REFUSED = "REFUSED"


@filter_
class PassStateFilter:
    """Tests on how far a pass came."""

    eq: PassState | None
    """Is this; null: is not known."""
    in_: list[PassState] | None
    """Is one of these."""


@filter_
class RowStateFilter:
    """Tests on what became of a row."""

    eq: RowState | None
    """Is this; null: is not known."""
    in_: list[RowState] | None
    """Is one of these."""


@rows
class StageSeconds:
    """How long each stage of a pass took, in seconds."""

    read: float | None = member("read")
    """Reading the delivery."""
    match: float | None = member("match")
    """Which record is which party."""
    load: float | None = member("load")
    """Writing nodes and relationships."""
    derive: float | None = member("derive")
    """Working out what follows."""


@filter_
class QuarantinedRowWhere:
    """Which rows."""

    source: TextFilter | None
    table: TextFilter | None
    field: TextFilter | None
    reason: TextFilter | None
    state: RowStateFilter | None
    any: list["QuarantinedRowWhere"] | None
    """At least one of these holds."""
    all: list["QuarantinedRowWhere"] | None
    """All of these hold."""
    not_: "QuarantinedRowWhere | None"
    """This does not hold."""


@strawberry.enum(description="The order of rows in quarantine.")
class QuarantinedRowOrder(Enum):
    REFUSED_AT_DESC = "refusedAt DESC"
    REFUSED_AT = "refusedAt ASC"
    LINE = "line ASC"
    PLACE = strawberry.enum_value("source ASC, table ASC, line ASC", description="By silo, table and line.")


@node("QuarantinedRow", scope=OPERATIONS)
class QuarantinedRow(Node):
    """A row that was refused: where it stood and why. What it said stays where it was read."""

    row_id: str = prop("id")
    """Its own id, as `c360 redrive` takes it."""
    source: str
    """The silo."""
    table: str
    """Its table."""
    line: int
    """Its line in the file; where a file has no lines, its number."""
    field: str | None
    """The field it was refused for; the class of a record whose end is not there."""
    reason: str
    """Why, in capitals."""
    state: RowState
    """What became of it."""
    refused_at: DateTime
    """When."""
    refused_in: "Pass" = edge("-[:REFUSED_IN]->", dated=False)
    """The pass that refused it."""


@rows
class QuarantinedRowEdge:
    """A line of a list of rows in quarantine."""

    node: QuarantinedRow = itself()
    """The row."""
    cursor: str = cursor()
    """Its place in the list."""


@group
class QuarantinedRowGroup:
    """Rows in quarantine that have the same keys; what is not grouped by is null."""

    source: str | None = key()
    """The silo."""
    table: str | None = key()
    """Its table."""
    field: str | None = key()
    """The field they were refused for; the class of records whose end is not there; null also where there is none."""
    reason: str | None = key()
    """Why, in capitals."""
    state: RowState | None = key()
    """What became of them."""
    count: int = of_totals("count")
    """How many."""
    refused_at: InstantSpan = tally()
    """When the first and the last was refused."""


@rows
class QuarantinedRowConnection(Connection[QuarantinedRowEdge]):
    """A page of rows in quarantine."""

    totals: Totals[QuarantinedRowGroup] = totals(QuarantinedRowGroup)
    """What all of them come to."""


@filter_
class PassWhere:
    """Which passes."""

    source: TextFilter | None
    state: PassStateFilter | None
    effective_on: DateFilter | None
    any: list["PassWhere"] | None
    """At least one of these holds."""
    all: list["PassWhere"] | None
    """All of these hold."""
    not_: "PassWhere | None"
    """This does not hold."""


@strawberry.enum(description="The order of passes.")
class PassOrder(Enum):
    STARTED_AT_DESC = "startedAt DESC"
    STARTED_AT = "startedAt ASC"
    SOURCE = strawberry.enum_value("source ASC, startedAt DESC", description="By silo, the newest of each first.")


@node("Pass", scope=OPERATIONS)
class Pass(Node):
    """One run over one delivery of one silo; rows read = accepted + quarantined + refused."""

    pass_id: str = prop("id")
    """Its own id, as `c360 quarantine` takes it."""
    source: str
    """The silo."""
    state: PassState
    """How far it came."""
    effective_on: Date
    """The day its delivery speaks of."""
    started_at: DateTime
    """When it began."""
    ended_at: DateTime | None
    """When it ended."""
    rows_read: int | None
    """Rows in."""
    rows_accepted: int | None
    """Rows that became records."""
    rows_quarantined: int | None
    """Rows that were set apart, each with its reason."""
    missing: int | None
    """Records of accepted rows whose end was not there: rows quarantined + these = all that a complete pass has in quarantine."""
    redrives: int | None
    """Rows of earlier passes that it drove again."""
    rows_refused: int | None
    """Rows of a delivery that was refused as a whole."""
    created: int | None = prop("new")
    """Records that were not known before."""
    changed: int | None
    """Records that said something else."""
    ended: int | None
    """What held before and holds no more."""
    unchanged: int | None
    """Records that said what was known."""
    refusal: str | None
    """Why the delivery was refused as a whole, for programs."""
    refused_why: str | None
    """… and for people."""
    seconds: StageSeconds | None = inline(read="secondsRead", match="secondsMatch", load="secondsLoad", derive="secondsDerive")
    """How long each stage took."""
    quarantine: QuarantinedRowConnection = page(
        "<-[:REFUSED_IN]-", by="line ASC", where=QuarantinedRowWhere, order=QuarantinedRowOrder, dated=False
    )
    """The rows it refused."""


@rows
class PassEdge:
    """A line of a list of passes."""

    node: Pass = itself()
    """The pass."""
    cursor: str = cursor()
    """Its place in the list."""


@group
class PassGroup:
    """Passes that have the same keys; what is not grouped by is null."""

    source: str | None = key()
    """The silo."""
    state: PassState | None = key()
    """How far they came."""
    effective_on: Date | None = key("effectiveOn", "toString(this.effectiveOn)")
    """The day their deliveries speak of."""
    count: int = of_totals("count")
    """How many."""
    rows_read: NumberTotal = tally()
    """Rows in."""
    rows_accepted: NumberTotal = tally()
    """Rows that became records."""
    rows_quarantined: NumberTotal = tally()
    """Rows that were set apart."""
    started_at: InstantSpan = tally()
    """When the first and the last began."""


@rows
class PassConnection(Connection[PassEdge]):
    """A page of passes."""

    totals: Totals[PassGroup] = totals(PassGroup)
    """What all of them come to."""
