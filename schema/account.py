"""Accounts: any agreement with the bank, who holds it, and what moved on it."""

from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry

from graph.mapping import Inherited
from schema.enums import AccountKind, AccountStatus, HoldingRole, Initiator, TransactionKind
from schema.field import (
    between,
    computed,
    cursor,
    edge,
    filter_,
    group,
    itself,
    key,
    node,
    of_totals,
    on_edge,
    page,
    prop,
    rows,
    tally,
    totals,
)
from schema.filters import (
    AccountKindFilter,
    AccountStatusFilter,
    DateFilter,
    HoldingRoleFilter,
    InitiatorFilter,
    MoneyFilter,
    TextFilter,
    TransactionKindFilter,
)
from schema.node import STILL_SAID, Connection, DaySpan, Money, MoneyTotal, Node, Origin, Totals, edge_origin, money, origin
from schema.organisation import OrgUnit
from schema.product import Product, ProductWhere
from schema.scalars import Currency, Date, DateTime

if TYPE_CHECKING:
    from schema.party import PartiesFilter, Party

ON_ACCOUNT = Inherited("-[:ON]->", "Account")
PRODUCT_CODE = "COLLECT { MATCH (this)-[_o:OF]->(_p:Product) WHERE current(_o) RETURN _p.code ORDER BY _p.code LIMIT 1 }[0]"
NUMBER_MASK = "'…' + right(this.number, 4)"
FIRST_ROLE = (
    "(CASE edge.role WHEN 'OWNER' THEN '0' WHEN 'JOINT' THEN '1' WHEN 'CO_BORROWER' THEN '2' ELSE '3' END"
    " + edge.role + edge.recordId)"
)


@filter_
class TransactionWhere:
    """Which movements."""

    booked_on: DateFilter | None
    kind: TransactionKindFilter | None
    initiator: InitiatorFilter | None
    purpose: TextFilter | None
    amount: MoneyFilter | None
    any: list["TransactionWhere"] | None
    """At least one of these holds."""
    all: list["TransactionWhere"] | None
    """All of these hold."""
    not_: "TransactionWhere | None"
    """This does not hold."""


@filter_
class TransactionsFilter:
    """Tests on the movements of an account."""

    some: "TransactionWhere | None"
    """At least one that the caller sees passes."""
    none: "TransactionWhere | None"
    """None that the caller sees passes."""
    all: "TransactionWhere | None"
    """All that the caller sees pass; also where there are none."""


@strawberry.enum(description="The order of movements.")
class TransactionOrder(Enum):
    NEWEST = "position DESC"
    OLDEST = "position ASC"
    AMOUNT = strawberry.enum_value(
        "currency ASC, amount ASC", description="What left first, the most of it at the top; by currency."
    )
    AMOUNT_DESC = strawberry.enum_value(
        "currency ASC, amount DESC", description="What came first, the most of it at the top; by currency."
    )


@node("Transaction", scope=ON_ACCOUNT, sortable={"position": "String", "currency": "Currency"})
class Transaction(Node):
    """One movement on one account."""

    booked_on: Date
    """The day it counts for."""
    at: DateTime | None
    """The instant, where the silo knows it."""
    amount: Money | None = money("amount")
    """What moved; what left is negative."""
    balance_after: Money | None = money("balanceAfter")
    """The account's balance behind it."""
    kind: TransactionKind
    """How it moved."""
    initiator: Initiator
    """Who set it off."""
    purpose: str | None
    """What for, in the silo's words."""
    counterparty_name: str | None = prop(tag="contact", mask="left(this.counterpartyName, 1) + '**'")
    """Who stands on the other side."""
    counterparty_bank: str | None
    """The other side's bank."""
    account: "Account | None" = edge("-[:ON]->", dated=False)
    """The account it moved."""
    origin: Origin | None = origin()
    """Who says so."""


@rows
class TransactionEdge:
    """A line of a list of movements."""

    node: Transaction = itself()
    """The movement."""
    cursor: str = cursor()
    """Its place in the list."""


@group
class TransactionGroup:
    """Movements that have the same keys; what is not grouped by is null."""

    kind: TransactionKind | None = key()
    """How they moved."""
    initiator: Initiator | None = key()
    """Who set them off."""
    month: str | None = key("bookedOn", "left(toString(this.bookedOn), 7)")
    """The month they count for, YYYY-MM."""
    year: int | None = key("bookedOn", "this.bookedOn.year")
    """The year they count for."""
    count: int = of_totals("count")
    """How many."""
    amount: list[MoneyTotal] = tally()
    """What moved, by currency; what left is negative."""
    booked_on: DaySpan = tally()
    """The first and the last day."""


@rows
class TransactionConnection(Connection[TransactionEdge]):
    """A page of movements."""

    totals: Totals[TransactionGroup] = totals(TransactionGroup)
    """What all of them come to."""


@node("MonthlyFlow", scope=ON_ACCOUNT)
class MonthlyFlow(Node):
    """What moved on an account in a month."""

    month: str
    """The month, YYYY-MM."""
    incoming: Money | None = money("in")
    """All that came in."""
    outgoing: Money | None = money("out")
    """All that left, as a positive amount."""
    count: int
    """How many movements."""
    client_incoming: Money | None = money("clientIn")
    """What came in by the client's own doing."""
    client_outgoing: Money | None = money("clientOut")
    """What left by the client's own doing, as a positive amount."""
    client_count: int
    """How many movements the client set off."""
    closing: Money | None = money("closing")
    """The balance at the end of the month."""
    average: Money | None = money("average")
    """The balance of an average day, where the silo tells balances; up to the first movement, what that one sets out from."""


@node("StandingOrder", scope=ON_ACCOUNT)
class StandingOrder(Node):
    """A payment the customer ordered to be made again and again."""

    amount: Money | None = money("amount")
    """What is paid each time."""
    purpose: str | None
    """What for, in the silo's words."""
    counterparty_account: str | None = prop(tag="account_number", mask="'…' + right(this.counterpartyAccount, 4)")
    """The account that is paid."""


@node("Account", sortable={"opened": "Date"})
class Account(Node):
    """Any agreement with the bank: a deposit, a card, a loan, a fund, a policy."""

    account_id: str = prop("id")
    """The silo's own id, behind the name of its system."""
    kind: AccountKind
    """What kind of agreement it is."""
    status: AccountStatus
    """Whether it can be used, and how."""
    number: str | None = prop(tag="account_number", mask=NUMBER_MASK)
    """As printed: an IBAN, a card or account number."""
    account_class: str | None = prop("class")
    """Ⅰ / Ⅱ / Ⅲ of a person; 基本 / 一般 / 专用 / 临时 of a company."""
    currency: Currency
    """The currency it is kept in."""
    balance: Money | None = money("coalesce(this.balance, this.lastBalance)")
    """What is on it, as the silo says or as its newest movement says; what is owed is negative."""
    quantity: str | None = prop(tag="money")
    """How many units of a fund, as an exact decimal."""
    balance_on: Date | None = computed("CASE WHEN this.balance IS NULL THEN this.lastBalanceOn ELSE this.balanceOn END")
    """The day of that balance."""
    credit_limit: Money | None = money("creditLimit")
    """How much may be drawn."""
    principal: Money | None = money("principal")
    """What was lent."""
    instalment: Money | None = money("instalment")
    """What is paid back each time."""
    term_months: int | None
    """For how long, in months."""
    opened: Date | None
    """The day it was opened."""
    closed: Date | None
    """The day it was closed."""
    until: Date | None
    """The first day on which its silo no longer told it; null while it does."""
    product: Product | None = edge("-[:OF]->")
    """What was bought."""
    booked_at: OrgUnit | None = edge("-[:BOOKED_AT]->")
    """The unit that keeps it (开户机构)."""
    settles_by: "Account | None" = edge("-[:SETTLES_BY]->")
    """The deposit account that this loan or card draws on."""
    holders: Connection["HolderEdge"] = page("<-[:HOLDS]-", by="sortName ASC", once=FIRST_ROLE)
    """Who holds it, each party once, as far as the caller may see them."""
    transactions: TransactionConnection = page(
        "<-[:ON]-", where=TransactionWhere, order=TransactionOrder, by="position DESC", dated=False
    )
    """What moved on it, the newest first."""
    monthly_flows: list[MonthlyFlow] = between("<-[:ON]-", by="month DESC", name="month", about="months as YYYY-MM")
    """What moved on it by month, the newest first."""
    standing_orders: list[StandingOrder] = edge("<-[:ON]-", by="", dated=False, test=STILL_SAID)
    """Payments that are made again and again."""
    origin: Origin | None = origin()
    """Who says so."""


@rows
class HolderEdge:
    """A party that holds an account."""

    node: Annotated["Party", strawberry.lazy("schema.party")] = itself()
    """The party."""
    cursor: str = cursor()
    """Its place in the list."""
    role: HoldingRole = on_edge("role")
    """In which role; the first, where it has several."""
    since: Date | None = on_edge("validFrom")
    """From when."""
    until: Date | None = on_edge("validTo")
    """Up to when, where that is known."""
    origin: Origin | None = edge_origin()
    """Who says so."""


@filter_
class AccountWhere:
    """Which accounts."""

    kind: AccountKindFilter | None
    status: AccountStatusFilter | None
    currency: TextFilter | None
    number: TextFilter | None
    role: HoldingRoleFilter | None
    """Tests on the role in which the party holds it; the first, where it has several."""
    held_since: DateFilter | None
    """Tests on the day from which the party holds it."""
    opened: DateFilter | None
    closed: DateFilter | None
    balance: MoneyFilter | None
    product: ProductWhere | None
    """It is of a product that passes this."""
    holders: Annotated["PartiesFilter", strawberry.lazy("schema.party")] | None
    """Tests on who holds it."""
    transactions: TransactionsFilter | None
    """Tests on what moved on it."""
    any: list["AccountWhere"] | None
    """At least one of these holds."""
    all: list["AccountWhere"] | None
    """All of these hold."""
    not_: "AccountWhere | None"
    """This does not hold."""


@filter_
class AccountsFilter:
    """Tests on the accounts that a party holds."""

    some: "AccountWhere | None"
    """At least one that the caller sees passes."""
    none: "AccountWhere | None"
    """None that the caller sees passes."""
    all: "AccountWhere | None"
    """All that the caller sees pass; also where there are none."""


HELD = {"role": "role", "heldSince": "since"}
"""Tests on the holding, by the fields that tell it."""


@strawberry.enum(description="The order of accounts.")
class AccountOrder(Enum):
    NEWEST = "opened DESC"
    OLDEST = "opened ASC"
    KIND = strawberry.enum_value("kind ASC, opened DESC", description="By kind, the newest of each first.")
    ROLE = strawberry.enum_value(
        "edge.role ASC, opened DESC", description="By the role in which it is held, the newest of each first."
    )
    BALANCE = strawberry.enum_value("currency ASC, balance ASC", description="By currency, in each what is owed most first.")
    BALANCE_DESC = strawberry.enum_value(
        "currency ASC, balance DESC", description="By currency, the largest balance of each first."
    )


@rows
class HoldingEdge:
    """An account that a party holds."""

    node: Account = itself()
    """The account."""
    cursor: str = cursor()
    """Its place in the list."""
    role: HoldingRole = on_edge("role")
    """In which role; the first, where there are several."""
    since: Date | None = on_edge("validFrom")
    """From when."""
    until: Date | None = on_edge("validTo")
    """Up to when, where that is known."""
    origin: Origin | None = edge_origin()
    """Who says so."""


@group
class AccountGroup:
    """Accounts that have the same keys; what is not grouped by is null."""

    kind: AccountKind | None = key()
    """What kind of agreement they are."""
    status: AccountStatus | None = key()
    """Whether they can be used, and how."""
    currency: Currency | None = key()
    """The currency they are kept in."""
    product_code: str | None = key("product", PRODUCT_CODE)
    """The code of the product; null also where that is not known."""
    count: int = of_totals("count")
    """How many."""
    balance: list[MoneyTotal] = tally()
    """What is on them, by currency; what is owed is negative."""
    credit_limit: list[MoneyTotal] = tally()
    """How much may be drawn, by currency."""
    principal: list[MoneyTotal] = tally()
    """What was lent, by currency."""
    opened: DaySpan = tally()
    """The first and the last day on which one was opened."""


@rows
class HoldingConnection(Connection[HoldingEdge]):
    """A page of accounts that a party holds."""

    totals: Totals[AccountGroup] = totals(AccountGroup)
    """What all of them come to."""
