"""How people and companies stand to each other: kin, work, office, shares, trade."""

from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry

from schema.enums import FundTie, Office, ParentLevel, RelationKind
from schema.field import computed, filter_, inline, itself, on_edge, rows
from schema.filters import DateFilter, RelationKindFilter, TextFilter
from schema.node import Money, Origin, edge_origin
from schema.scalars import Date

if TYPE_CHECKING:
    from schema.party import Company, Party, PartyWhere, Person

INVERSE = (
    "CASE WHEN startNode(edge) = this THEN edge.kind WHEN edge.kind = 'PARENT' THEN 'CHILD' "
    "WHEN edge.kind = 'CHILD' THEN 'PARENT' WHEN edge.kind = 'GRANDPARENT' THEN 'GRANDCHILD' "
    "WHEN edge.kind = 'GRANDCHILD' THEN 'GRANDPARENT' WHEN edge.kind = 'GUARDIAN' THEN 'WARD' "
    "WHEN edge.kind = 'WARD' THEN 'GUARDIAN' ELSE edge.kind END"
)
LazyPerson = Annotated["Person", strawberry.lazy("schema.party")]
LazyCompany = Annotated["Company", strawberry.lazy("schema.party")]
LazyParty = Annotated["Party", strawberry.lazy("schema.party")]


@rows
class Relation:
    """A person near another."""

    party: LazyParty = itself()
    """Who."""
    kind: RelationKind = computed(INVERSE)
    """What they are to the person asked about."""
    since: Date | None = on_edge("validFrom")
    """From when."""
    origin: Origin | None = edge_origin()
    """Who says so."""


@strawberry.enum(description="The order of kin.")
class RelationOrder(Enum):
    NAME = "sortName ASC"
    KIND = strawberry.enum_value("edge.kind ASC, sortName ASC", description="By what they are to the person, in each by name.")


@filter_
class RelationWhere:
    """Which kin."""

    kind: RelationKindFilter | None
    """Tests on what they are to the person."""
    since: DateFilter | None
    party: Annotated["PartyWhere", strawberry.lazy("schema.party")] | None
    """Tests on who it is."""
    any: list["RelationWhere"] | None
    """At least one of these holds."""
    all: list["RelationWhere"] | None
    """All of these hold."""
    not_: "RelationWhere | None"
    """This does not hold."""


@filter_
class RelationsFilter:
    """Tests on a person's kin."""

    some: "RelationWhere | None"
    """At least one that the caller sees passes."""
    none: "RelationWhere | None"
    """None that the caller sees passes."""
    all: "RelationWhere | None"
    """All that the caller sees pass; also where there are none."""


@rows
class Officer:
    """A person whom a register lists as an officer of a company."""

    person: LazyPerson = itself()
    """Who."""
    office: Office = on_edge("office")
    """Which office."""
    since: Date | None = on_edge("validFrom")
    """From when."""
    until: Date | None = on_edge("validTo")
    """Up to when, where that is known."""
    origin: Origin | None = edge_origin()
    """Who says so."""


@rows
class OfficeHeld:
    """An office that a register lists for a person."""

    company: LazyCompany = itself()
    """In which company."""
    office: Office = on_edge("office")
    """Which office."""
    since: Date | None = on_edge("validFrom")
    """From when."""
    origin: Origin | None = edge_origin()
    """Who says so."""


@rows
class Employment:
    """A company a person works for."""

    company: LazyCompany = itself()
    """Which."""
    title: str | None = on_edge("title")
    """As what."""
    evidence: str | None = on_edge("evidence")
    """What that rests on, as PAYROLL."""
    since: Date | None = on_edge("validFrom")
    """From when."""
    origin: Origin | None = edge_origin()
    """Who says so."""


@rows
class Staff:
    """A person who works for a company."""

    person: LazyPerson = itself()
    """Who."""
    title: str | None = on_edge("title")
    """As what."""
    evidence: str | None = on_edge("evidence")
    """What that rests on, as PAYROLL."""
    since: Date | None = on_edge("validFrom")
    """From when."""
    origin: Origin | None = edge_origin()
    """Who says so."""


@strawberry.enum(description="The order of those who work for a company.")
class StaffOrder(Enum):
    NAME = "sortName ASC"


@filter_
class StaffWhere:
    """Which of those who work for a company."""

    evidence: TextFilter | None
    """Tests on what it rests on, as PAYROLL (代发工资)."""
    since: DateFilter | None
    person: Annotated["PartyWhere", strawberry.lazy("schema.party")] | None
    """Tests on who it is."""
    any: list["StaffWhere"] | None
    """At least one of these holds."""
    all: list["StaffWhere"] | None
    """All of these hold."""
    not_: "StaffWhere | None"
    """This does not hold."""


@rows
class Owner:
    """A direct interest in a company; names as in BODS 0.4, shares as fractions of one."""

    party: LazyParty = itself()
    """Whose."""
    interest: str = on_edge("interest")
    """Which kind."""
    share_exact: float | None = on_edge("shareExact")
    """The share, where it is known exactly."""
    share_min: float | None = on_edge("shareMin")
    """At least this."""
    share_max: float | None = on_edge("shareMax")
    """At most this."""
    is_direct: bool | None = on_edge("direct")
    """Held directly."""
    is_nominee: bool | None = on_edge("nominee")
    """Held for somebody else."""
    since: Date | None = on_edge("validFrom")
    """From when."""
    origin: Origin | None = edge_origin()
    """Who says so."""


@rows
class Interest:
    """A company in which a party has a direct interest."""

    company: LazyCompany = itself()
    """Which."""
    interest: str = on_edge("interest")
    """Which kind."""
    share_exact: float | None = on_edge("shareExact")
    """The share, where it is known exactly."""
    share_min: float | None = on_edge("shareMin")
    """At least this."""
    share_max: float | None = on_edge("shareMax")
    """At most this."""
    since: Date | None = on_edge("validFrom")
    """From when."""
    origin: Origin | None = edge_origin()
    """Who says so."""


@rows
class Trade:
    """A company that another sells to or buys from."""

    company: LazyCompany = itself()
    """Which."""
    volume: Money | None = inline("money", minor="edge.volume", currency="edge.currency")
    """For how much a year, as far as that is told."""
    evidence: str | None = on_edge("evidence")
    """What that rests on."""
    since: Date | None = on_edge("validFrom")
    """From when."""
    until: Date | None = on_edge("validTo")
    """Up to when, where that is known."""
    origin: Origin | None = edge_origin()
    """Who says so."""


TRADED = {"evidence": "evidence", "since": "since", "company": "company"}


@strawberry.enum(description="The order of suppliers and buyers.")
class TradeOrder(Enum):
    NAME = "sortName ASC"


@filter_
class TradeWhere:
    """Which suppliers or buyers."""

    evidence: TextFilter | None
    """Tests on what it rests on."""
    since: DateFilter | None
    company: Annotated["PartyWhere", strawberry.lazy("schema.party")] | None
    """Tests on which company it is."""
    any: list["TradeWhere"] | None
    """At least one of these holds."""
    all: list["TradeWhere"] | None
    """All of these hold."""
    not_: "TradeWhere | None"
    """This does not hold."""


@rows
class Consolidation:
    """That a company is consolidated in the accounts of another."""

    company: LazyCompany = itself()
    """The other one."""
    level: ParentLevel = on_edge("level")
    """Whether as the direct parent, or as the ultimate one."""
    share: float | None = on_edge("share")
    """The parent's share, a fraction of one."""
    accounting_standard: str | None = on_edge("accountingStandard")
    """By which standard, as IFRS."""
    status: str | None = on_edge("status")
    """How the register has it, as ACTIVE."""
    since: Date | None = on_edge("validFrom")
    """From when."""
    until: Date | None = on_edge("validTo")
    """Up to when, where that is known."""
    origin: Origin | None = edge_origin()
    """Who says so."""


@rows
class FundMembership:
    """What a fund and another company are to each other."""

    company: LazyCompany = itself()
    """The other one."""
    tie: FundTie = on_edge("tie")
    """What the fund is to it."""
    status: str | None = on_edge("status")
    """How the register has it, as ACTIVE."""
    since: Date | None = on_edge("validFrom")
    """From when."""
    until: Date | None = on_edge("validTo")
    """Up to when, where that is known."""
    origin: Origin | None = edge_origin()
    """Who says so."""
