"""A party and what is within two steps of it, as records: all that a rule may judge by.

Money is in minor units beside its currency. Whatever can be evidence has its id and label in the graph, and the day it is of.
"""

from dataclasses import dataclass, field
from datetime import date

from graph.model import (
    AccountKind,
    AccountStatus,
    Channel,
    ConsentState,
    Direction,
    EventKind,
    OutcomeKind,
    Purpose,
    RequestKind,
    RiskLevel,
    RiskTolerance,
    Role,
)

OWN = (Role.OWNER, Role.JOINT)
ASSETS = frozenset((
    AccountKind.DEPOSIT, AccountKind.SAVINGS, AccountKind.PAYROLL, AccountKind.CASH_MANAGEMENT, AccountKind.FUND,
    AccountKind.WEALTH,
))  # fmt: skip
"""What an account holds that the customer has, and does not owe."""
CURRENT = frozenset((AccountKind.DEPOSIT, AccountKind.SAVINGS, AccountKind.PAYROLL, AccountKind.CASH_MANAGEMENT))
"""Accounts that a customer moves money on."""
GROWN_UP = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something in the graph that a judgement can rest on."""

    id: str
    label: str
    on: date | None = None
    record_id: str | None = None

    @property
    def system(self) -> str:
        """The silo that says it."""
        return (self.record_id or self.id).partition(":")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    code: str
    name: str
    family: AccountKind
    name_en: str | None = None
    risk_level: RiskLevel | None = None
    own: bool = True
    issuer: str | None = None
    min_tier: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding(Fact):
    """An account that the party has a part in."""

    kind: AccountKind
    status: AccountStatus
    role: Role
    currency: str
    balance: int | None = None
    balance_on: date | None = None
    opened: date | None = None
    closed: date | None = None
    product: Product | None = None
    principal: int | None = None
    credit_limit: int | None = None
    term_months: int | None = None

    @property
    def is_own(self) -> bool:
        return self.role in OWN

    @property
    def is_closed(self) -> bool:
        return self.status is AccountStatus.CLOSED or self.closed is not None

    @property
    def matures(self) -> date | None:
        """The day its term ends."""
        return months_after(self.opened, self.term_months) if self.opened and self.term_months else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Month(Fact):
    """A month of an account that had movements; what the client did of its own will apart."""

    account: str
    currency: str
    in_: int
    out: int
    client_in: int
    client_out: int
    client_count: int
    closing: int | None = None
    average: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement(Fact):
    """What a client moved by its own will: `amount` is signed."""

    account: str
    currency: str
    amount: int
    purpose: str | None = None
    counterparty: str | None = None
    bank: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Fact):
    kind: EventKind
    text: str | None = None
    inferred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Fact):
    """Somebody of the bank and the party spoke."""

    channel: Channel
    topic: str
    summary: str | None = None
    direction: Direction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Fact):
    """`on` is the day it was opened."""

    kind: RequestKind
    topic: str
    due_on: date | None = None
    answered_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Fact):
    """What came of something: `product` is the code of what was offered, where it was an offer."""

    subject: str
    outcome: OutcomeKind
    reason: str | None = None
    product: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Fact):
    """The latest of its purpose."""

    purpose: Purpose
    state: ConsentState


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity(Fact):
    """`on` is the day it is to be won by."""

    name: str
    stage: str
    product: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere(Fact):
    """Another bank at which the party banks: its label is Institution."""

    name: str
    share_of_wallet: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey(Fact):
    score: int
    best: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Near(Fact):
    """Another party: `how` is the type of the line between, `as_` what it says more (a role, an office, a kind of kin); a line that
    has ended has `until`. Its label is Party."""

    how: str
    as_: str | None = None
    since: date | None = None
    until: date | None = None
    is_customer: bool = False
    is_person: bool = True
    name: str | None = None
    born: date | None = None
    listed: bool | None = None
    founded: date | None = None
    share: float | None = None
    families: frozenset[AccountKind] = frozenset()
    outward: bool = True
    """The line leads from the party to this one, as an owner's to what is owned."""
    events: tuple[Event, ...] = ()
    """Of a company, where the line is one of ownership: the newest few."""

    def lasts(self, day: date) -> bool:
        return self.until is None or self.until > day


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbourhood:
    """A party, and what is around it. `last_moved` is the last day that the client moved money of its own will; `cut` names the
    members of which there are more than are told."""

    party: str
    is_person: bool
    name: str = ""
    born: date | None = None
    founded: date | None = None
    listed: bool | None = None
    category: str | None = None
    size: str | None = None
    occupation: str | None = None
    risk_tolerance: RiskTolerance | None = None
    risk_assessed_on: date | None = None
    risk_valid_until: date | None = None
    investor_type: str | None = None
    last_moved: date | None = None
    left: date | None = None
    """The day on which it gave up the last account of its own."""
    holdings: tuple[Holding, ...] = ()
    months: tuple[Month, ...] = ()
    movements: tuple[Movement, ...] = ()
    events: tuple[Event, ...] = ()
    contacts: tuple[Contact, ...] = ()
    requests: tuple[Request, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    consents: tuple[Consent, ...] = ()
    opportunities: tuple[Opportunity, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    surveys: tuple[Survey, ...] = ()
    near: tuple[Near, ...] = ()
    cut: frozenset[str] = field(default_factory=frozenset[str])

    @property
    def own(self) -> tuple[Holding, ...]:
        """What it holds itself, alone or with others, and has not closed."""
        return tuple(each for each in self.holdings if each.is_own and not each.is_closed)

    def assets(self) -> dict[str, int]:
        """What it has, by currency; what it owes is not taken off."""
        found = dict[str, int]()
        for each in self.own:
            if each.kind in ASSETS and each.balance is not None:
                found[each.currency] = found.get(each.currency, 0) + each.balance
        return found

    def is_minor(self, day: date) -> bool:
        return self.born is not None and months_after(self.born, 12 * GROWN_UP) > day


def months_after(day: date, months: int) -> date:
    """The same day so many months later (earlier where negative); the last of the month where that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        if last <= day.day:
            try:
                return date(year, month + 1, last)
            except ValueError:
                continue
    raise AssertionError(day)
