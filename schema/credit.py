"""What a party may draw, what secures it, who answers for it, and where else it banks."""

from typing import TYPE_CHECKING, Annotated

import strawberry

from graph.mapping import PUBLIC, Inherited
from resolvers import guarantees as guaranteed
from schema.account import Account
from schema.enums import CollateralKind, FacilityKind, FacilityStatus, GuaranteeKind, LoanClass
from schema.field import edge, inline, itself, judged, node, on_edge, prop, rows, told
from schema.node import STILL_SAID, Money, Node, Origin, edge_origin, money, origin
from schema.organisation import OrgUnit
from schema.scalars import Currency, Date, Decimal

if TYPE_CHECKING:
    from schema.party import Party

LazyParty = Annotated["Party", strawberry.lazy("schema.party")]


@node("Facility", scope=Inherited("-[:GRANTED_TO]->", "Party"))
class Facility(Node):
    """A line of credit (授信): so much may be drawn, so much is."""

    kind: FacilityKind
    """What it is for; GROUP, of a whole group."""
    status: FacilityStatus
    """Whether it can be drawn on."""
    limit: Money | None = money("limit")
    """Up to how much may be drawn; of a part of a line, within that."""
    used: Money | None = money("used")
    """How much of it is drawn."""
    available: Money | None = money("this.limit - this.used")
    """How much of it may still be drawn."""
    is_revolving: bool | None = prop("revolving")
    """Whether what is paid back may be drawn again."""
    loan_class: LoanClass | None = prop(tag="risk")
    """五级分类: how sure it is that what is drawn comes back."""
    since: Date | None = prop("validFrom")
    """From when."""
    expires_on: Date | None = prop("validTo")
    """The first day on which it holds no more."""
    party: LazyParty | None = edge("-[:GRANTED_TO]->", dated=False)
    """To whom it was granted."""
    unit: OrgUnit | None = edge("-[:BOOKED_AT]->")
    """Where it is booked."""
    within: "Facility | None" = edge("-[:WITHIN]->", dated=False)
    """The line that it is a part of."""
    parts: list["Facility"] = edge("<-[:WITHIN]-", by="kind ASC", dated=False, test=STILL_SAID)
    """The lines within it, as far as the caller may see to whom they were granted."""
    accounts: list[Account] = edge("<-[:DRAWN_UNDER]-", by="opened DESC")
    """Loans, bills and letters of credit that were given under it."""
    collateral: list["Security"] = edge("<-[:SECURES]-", by="kind ASC", ties="edge.rank")
    """What stands for it, as far as the caller may see who has pledged it."""
    guarantees: list["Guarantee"] | None = judged(guaranteed.told, guaranteed.OF_FACILITY, tag="money")
    """Who answers for it, as far as the caller may see them."""
    origin: Origin | None = origin()
    """Who says so."""


@node("Collateral", scope=Inherited("-[:PLEDGED_BY]->", "Party"))
class Collateral(Node):
    """What a party has put up as security (押品)."""

    kind: CollateralKind
    """What kind of thing it is."""
    description: str | None = prop(tag="contact")
    """What it is; of real estate, where."""
    value: Money | None = money("value")
    """What it was found to be worth."""
    valued_on: Date | None
    """The day on which that was found."""
    certificate: str | None = prop(tag="identity")
    """权证号, the number of its certificate."""
    party: LazyParty | None = edge("-[:PLEDGED_BY]->", dated=False)
    """Who has pledged it."""
    secures: list["Secured"] = edge("-[:SECURES]->", by="kind ASC", ties="edge.rank")
    """What it stands for, as far as the caller may see to whom that was granted."""
    origin: Origin | None = origin()
    """Who says so."""


@rows
class Security:
    """A collateral that stands for a line of credit."""

    collateral: Collateral = itself()
    """Which."""
    rank: int | None = on_edge("rank")
    """1 is satisfied first."""
    origin: Origin | None = edge_origin()
    """Who says so."""


@rows
class Secured:
    """A line of credit for which a collateral stands."""

    facility: Facility = itself()
    """Which."""
    rank: int | None = on_edge("rank")
    """1 is satisfied first."""
    origin: Origin | None = edge_origin()
    """Who says so."""


@told
class Guarantee:
    """That a party answers for what another has drawn (保证)."""

    guarantor: LazyParty | None
    """Who answers."""
    borrower: LazyParty | None
    """For whom."""
    facility: Facility | None
    """For what was drawn under which line; null where the line is not known."""
    kind: GuaranteeKind
    """Whether the guarantor may first be asked for it, or only after the borrower."""
    amount: Decimal | None
    """Up to how much."""
    currency: Currency | None
    """The currency of that."""
    since: Date | None
    """From when."""
    until: Date | None
    """Up to when, where that is known."""
    system: str
    """Which silo says so."""


@node("Institution", scope=PUBLIC)
class Institution(Node):
    """Another bank."""

    name: str
    """Its name."""
    customers: list["BankingThere"] = edge("<-[:BANKS_WITH]-", by="sortName ASC", ties="edge.recordId")
    """Who banks there, as far as the caller may see them."""


@rows
class BankElsewhere:
    """Another bank at which a party banks, by one silo."""

    institution: Institution = itself()
    """Which."""
    share_of_wallet: float | None = on_edge("shareOfWallet", tag="judgement")
    """The part of its business that it does there, 0–1."""
    basis: str | None = on_edge("basis", tag="judgement")
    """What that rests on."""
    owed: Money | None = inline("money", minor="edge.owed", currency="edge.currency")
    """What it owes there."""
    origin: Origin | None = edge_origin()
    """Who says so."""


@rows
class BankingThere:
    """A party that banks at another bank, by one silo."""

    party: LazyParty = itself()
    """Who."""
    share_of_wallet: float | None = on_edge("shareOfWallet", tag="judgement")
    """The part of its business that it does there, 0–1."""
    basis: str | None = on_edge("basis", tag="judgement")
    """What that rests on."""
    owed: Money | None = inline("money", minor="edge.owed", currency="edge.currency")
    """What it owes there."""
    origin: Origin | None = edge_origin()
    """Who says so."""
