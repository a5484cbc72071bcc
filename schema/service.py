"""What a party asks of the bank, and what it allows."""

from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry

from graph.mapping import Inherited
from schema.enums import Channel, ConsentState, ProofKind, Purpose, RequestKind, RequestStatus
from schema.field import computed, cursor, edge, filter_, group, itself, key, node, of_totals, prop, rows, tally, totals
from schema.filters import TextFilter
from schema.interaction import ABOUT_PARTY, LATER
from schema.node import Connection, InstantSpan, Node, NumberTotal, Origin, Totals, origin
from schema.organisation import Employee
from schema.scalars import Date, DateTime

if TYPE_CHECKING:
    from schema.account import Account
    from schema.party import Party

# What the desk answered counts where its silo still waits for an answer.
STATUS = "CASE this.status WHEN 'OPEN' THEN coalesce(this.deskStatus, this.status) ELSE this.status END"
ANSWERED = "coalesce(this.answeredAt, this.repliedAt)"
CLOSED = "coalesce(this.closedAt, CASE this.deskStatus WHEN 'CLOSED' THEN this.repliedAt END)"
LATE = f"coalesce({ANSWERED}, datetime()) > this.dueAt"
MINUTES = f"duration.inSeconds(this.openedAt, {ANSWERED}).seconds / 60"
SUPERSEDED = f"""NOT EXISTS {{ MATCH (this)<-[:GAVE]-(_p)-[:GAVE]->(_n) WHERE _n.purpose = this.purpose
  AND coalesce(_n.recipient, '') = coalesce(this.recipient, '') AND {LATER} }}"""


@node("ServiceRequest", scope=ABOUT_PARTY)
class ServiceRequest(Node):
    """What a party asked for or complained of."""

    kind: RequestKind
    """What kind of request it is."""
    status: RequestStatus = computed(STATUS)
    """How it stands, by what its silo and the desk say."""
    topic: str
    """What it is about."""
    summary: str | None = prop(tag="notes")
    """What was said."""
    channel: Channel | None
    """How it came, where that was told."""
    opened_at: DateTime
    """When it was asked."""
    due_at: DateTime | None
    """Until when an answer was promised."""
    answered_at: DateTime | None = computed(ANSWERED)
    """When it was first answered."""
    closed_at: DateTime | None = computed(CLOSED)
    """When it was done with."""
    response_minutes: int | None = computed(MINUTES)
    """How long the answer took; null while there is none."""
    is_late: bool | None = computed(LATE)
    """Whether the answer came, or is, later than was promised."""
    answer: str | None = prop("reply", tag="notes")
    """What the desk answered."""
    resolution: str | None = prop(tag="notes")
    """How that resolved it."""
    answered_by: str | None = prop("repliedBy", tag="notes")
    """Who answered at the desk."""
    said_by: str | None = prop(tag="notes")
    """Who wrote it down by hand."""
    account: Annotated["Account", strawberry.lazy("schema.account")] | None = edge("-[:CONCERNS]->", dated=False)
    """The account that it is about, where that was told."""
    employee: Employee | None = edge("-[:BY]->", dated=False)
    """Who answers for it."""
    party: Annotated["Party", strawberry.lazy("schema.party")] | None = edge("-[:ABOUT]->", dated=False)
    """Who asked."""
    origin: Origin | None = origin()
    """Who says so."""


@filter_
class RequestKindFilter:
    """Tests on the kind of a request."""

    eq: RequestKind | None
    """Is this; null: is not known."""
    in_: list[RequestKind] | None
    """Is one of these."""


@filter_
class ServiceRequestWhere:
    """Which requests."""

    kind: RequestKindFilter | None
    topic: TextFilter | None


@strawberry.enum(description="The order of requests.")
class ServiceRequestOrder(Enum):
    NEWEST = "openedAt DESC"
    OLDEST = "openedAt ASC"
    DUE_FIRST = "dueAt ASC"
    OPEN_FIRST = strawberry.enum_value(
        "status DESC, dueAt ASC", description="What is open first; by how it stands, in each by when it is due."
    )


@rows
class ServiceRequestEdge:
    """A line of a list of requests."""

    node: ServiceRequest = itself()
    """The request."""
    cursor: str = cursor()
    """Its place in the list."""


@group
class ServiceRequestGroup:
    """Requests that have the same keys; what is not grouped by is null."""

    kind: RequestKind | None = key()
    """What kind of request they are."""
    status: RequestStatus | None = key()
    """How they stand."""
    channel: Channel | None = key()
    """How they came."""
    is_late: bool | None = key()
    """Whether the answer came, or is, later than was promised; null also where nothing was."""
    count: int = of_totals("count")
    """How many."""
    response_minutes: NumberTotal = tally()
    """How long the answers took."""
    opened_at: InstantSpan = tally()
    """When the first and the last was asked."""


@rows
class ServiceRequestConnection(Connection[ServiceRequestEdge]):
    """A page of requests."""

    totals: Totals[ServiceRequestGroup] = totals(ServiceRequestGroup)
    """What all of them come to."""


@node("Consent", scope=Inherited("<-[:GAVE]-", "Party"))
class Consent(Node):
    """That a party consented to a use of its data, or withdrew that."""

    purpose: Purpose
    """For what its data may be used."""
    state: ConsentState
    """Whether it was given or withdrawn."""
    at: DateTime
    """When that was declared."""
    recipient: str | None
    """To whom alone, where the consent is to the use by one."""
    counts: bool = computed(SUPERSEDED)
    """Whether nothing later was declared for the same purpose and recipient."""
    due_on: Date | None
    """Of what was withdrawn: the last day on which anybody may still use what it allowed."""
    proof_kind: ProofKind
    """How it is proved."""
    proof_reference: str | None = prop(tag="notes")
    """Where the proof is kept."""
    declared_by: str | None = prop(tag="notes")
    """Who declared it: the party, or who stands for it."""
    said_by: str | None = prop(tag="notes")
    """Who wrote it down by hand."""
    origin: Origin | None = origin()
    """Who says so."""
