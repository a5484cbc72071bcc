"""What happened between the bank and a party, and in the party's life and business."""

from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry

from graph.mapping import Inherited
from schema.enums import Channel, Direction, EventKind, Evidence, OutcomeKind
from schema.field import computed, cursor, edge, filter_, group, itself, key, node, of_totals, prop, rows, tally, totals
from schema.filters import ChannelFilter, DateFilter, DateTimeFilter, EventKindFilter, MoneyFilter, TextFilter
from schema.node import Connection, DaySpan, InstantSpan, Money, Node, Origin, Totals, money, origin
from schema.organisation import Employee
from schema.product import Product
from schema.scalars import Date, DateTime

if TYPE_CHECKING:
    from schema.party import Party

ABOUT_PARTY = Inherited("-[:ABOUT]->", "Party")
KNOWN_FROM = "COLLECT { MATCH (this)<-[:TELLS]-(_e) RETURN _e.evidence ORDER BY _e.id LIMIT 1 }[0]"
NOT_WITHDRAWN = "this.withdrawn IS NULL"
LATER = """_n.withdrawn IS NULL AND (_n.at > this.at OR (_n.at = this.at AND (_n.recordedAt > this.recordedAt
  OR (_n.recordedAt = this.recordedAt AND _n.id > this.id))))"""
LAST_OUTCOME = f"NOT EXISTS {{ MATCH (this)-[:CONCERNS]->(_o)<-[:CONCERNS]-(_n) WHERE _n.outcome IS NOT NULL AND {LATER} }}"


@node("Interaction", scope=ABOUT_PARTY)
class Interaction(Node):
    """One contact between the bank and a party."""

    channel: Channel
    """How they met."""
    at: DateTime
    """When."""
    topic: str
    """What it was about."""
    summary: str | None = prop(tag="notes")
    """What was said, as the employee wrote it down."""
    employee: Employee | None = edge("-[:BY]->", dated=False)
    """Who it was."""
    party: Annotated["Party", strawberry.lazy("schema.party")] | None = edge("-[:ABOUT]->", dated=False)
    """With whom."""
    direction: Direction | None
    """Who sought whom."""
    participants: list[Annotated["Party", strawberry.lazy("schema.party")]] = edge(
        "<-[:TOOK_PART]-", by="sortName ASC", dated=False
    )
    """Who else took part, as far as the caller may see them."""
    opportunity: "Opportunity | None" = edge("-[:CONCERNS]->", dated=False)
    """The piece of business it was about, where that was told."""
    said_by: str | None = prop(tag="notes")
    """Who wrote it down by hand."""
    evidence: str | None = computed(KNOWN_FROM, tag="notes")
    """From what it is known, where that was told by hand."""
    origin: Origin | None = origin()
    """Who says so."""


@filter_
class InteractionWhere:
    """Which contacts."""

    topic: TextFilter | None
    channel: ChannelFilter | None
    at: DateTimeFilter | None
    any: list["InteractionWhere"] | None
    """At least one of these holds."""
    all: list["InteractionWhere"] | None
    """All of these hold."""
    not_: "InteractionWhere | None"
    """This does not hold."""


@filter_
class InteractionsFilter:
    """Tests on a party's contacts with the bank."""

    some: "InteractionWhere | None"
    """At least one that the caller sees passes."""
    none: "InteractionWhere | None"
    """None that the caller sees passes."""
    all: "InteractionWhere | None"
    """All that the caller sees pass; also where there are none."""


@strawberry.enum(description="The order of contacts.")
class InteractionOrder(Enum):
    NEWEST = "at DESC"
    OLDEST = "at ASC"


@rows
class InteractionEdge:
    """A line of a list of contacts."""

    node: Interaction = itself()
    """The contact."""
    cursor: str = cursor()
    """Its place in the list."""


@group
class InteractionGroup:
    """Contacts that have the same keys; what is not grouped by is null."""

    channel: Channel | None = key()
    """How they met."""
    direction: Direction | None = key()
    """Who sought whom."""
    month: str | None = key("at", "left(toString(this.at), 7)")
    """The month, YYYY-MM, in the silo's time."""
    count: int = of_totals("count")
    """How many."""
    at: InstantSpan = tally()
    """The first and the last."""


@rows
class InteractionConnection(Connection[InteractionEdge]):
    """A page of contacts."""

    totals: Totals[InteractionGroup] = totals(InteractionGroup)
    """What all of them come to."""


@node("Outcome", scope=ABOUT_PARTY)
class Outcome(Node):
    """What came of something that was offered, asked or done; of several the latest counts."""

    subject: str
    """The own id of what it is about."""
    outcome: OutcomeKind
    """What came of it."""
    at: DateTime
    """When that was said."""
    reason: str | None = computed("this.reason", tag="notes")
    """Why, as the customer says."""
    evidence: str | None = computed("this.evidence", tag="notes")
    """From what it is known."""
    said_by: str | None = prop(tag="notes")
    """Who wrote it down."""
    counts: bool = computed(LAST_OUTCOME)
    """Whether nothing later came of the same thing."""
    origin: Origin | None = origin()
    """Who says so."""


@node("Event", scope=ABOUT_PARTY)
class Event(Node):
    """A life or business event."""

    kind: EventKind
    """What happened."""
    happened_on: Date
    """When."""
    evidence: Evidence
    """Whether it was told or worked out."""
    source_text: str | None = prop(tag="notes")
    """What it rests on."""
    party: Annotated["Party", strawberry.lazy("schema.party")] | None = edge("-[:ABOUT]->", dated=False)
    """To whom."""
    origin: Origin | None = origin()
    """Who says so."""


@filter_
class EventWhere:
    """Which events."""

    kind: EventKindFilter | None
    happened_on: DateFilter | None
    any: list["EventWhere"] | None
    """At least one of these holds."""
    all: list["EventWhere"] | None
    """All of these hold."""
    not_: "EventWhere | None"
    """This does not hold."""


@filter_
class EventsFilter:
    """Tests on what happened to a party."""

    some: "EventWhere | None"
    """At least one that the caller sees passes."""
    none: "EventWhere | None"
    """None that the caller sees passes."""
    all: "EventWhere | None"
    """All that the caller sees pass; also where there are none."""


@strawberry.enum(description="The order of events.")
class EventOrder(Enum):
    NEWEST = "happenedOn DESC"
    OLDEST = "happenedOn ASC"


@rows
class EventEdge:
    """A line of a list of events."""

    node: Event = itself()
    """The event."""
    cursor: str = cursor()
    """Its place in the list."""


@group
class EventGroup:
    """Events that have the same keys; what is not grouped by is null."""

    kind: EventKind | None = key()
    """What happened."""
    evidence: Evidence | None = key()
    """Whether they were told or worked out."""
    year: int | None = key("happenedOn", "this.happenedOn.year")
    """The year."""
    count: int = of_totals("count")
    """How many."""
    happened_on: DaySpan = tally()
    """The first and the last day."""


@rows
class EventConnection(Connection[EventEdge]):
    """A page of events."""

    totals: Totals[EventGroup] = totals(EventGroup)
    """What all of them come to."""


@node("Opportunity", scope=ABOUT_PARTY)
class Opportunity(Node):
    """A piece of business that may be won."""

    name: str
    """What it is called."""
    stage: str
    """How far it is."""
    amount: Money | None = money("amount")
    """How much it is about."""
    probability: float | None = prop(tag="judgement")
    """How likely it is to be won, 0–1."""
    closes_on: Date | None
    """When it should be decided."""
    product: Product | None = edge("-[:FOR]->")
    """What would be sold."""
    outcomes: list[Outcome] = edge("<-[:CONCERNS]-", by="at DESC", dated=False, test=NOT_WITHDRAWN)
    """What came of it, the last first."""
    origin: Origin | None = origin()
    """Who says so."""


@filter_
class OpportunityWhere:
    """Which pieces of business."""

    stage: TextFilter | None
    closes_on: DateFilter | None
    amount: MoneyFilter | None
    any: list["OpportunityWhere"] | None
    """At least one of these holds."""
    all: list["OpportunityWhere"] | None
    """All of these hold."""
    not_: "OpportunityWhere | None"
    """This does not hold."""


@filter_
class OpportunitiesFilter:
    """Tests on the business that may be won of a party."""

    some: "OpportunityWhere | None"
    """At least one that the caller sees passes."""
    none: "OpportunityWhere | None"
    """None that the caller sees passes."""
    all: "OpportunityWhere | None"
    """All that the caller sees pass; also where there are none."""
