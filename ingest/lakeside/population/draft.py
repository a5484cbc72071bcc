"""A chapter while it is written: what was made so far, and how many customers may still come."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from ingest.lakeside.cast import (
    Acquaintance,
    Agreement,
    Banker,
    Branch,
    Call,
    Care,
    Case,
    Change,
    Chapter,
    CreditLine,
    CreditReport,
    Deal,
    Departure,
    Elsewhere,
    Handset,
    Happening,
    Home,
    Individual,
    Login,
    Officer,
    Opinion,
    Organisation,
    Place,
    Pledge,
    Purchase,
    Rating,
    Sighting,
    Signal,
    Situation,
    Slip,
    Stake,
    Surety,
    TaxReturn,
    TaxStaff,
    Tie,
    Touch,
    Trade,
    Unit,
    Visit,
    Voice,
    Wage,
)
from ingest.lakeside.ledger import DELIVERED
from ingest.lakeside.population.numbers import Numbers
from ingest.lakeside.population.places import City

FIRST = date(2026, 8, 1)
"""The day from which a generated chapter's movements are told."""
PLENTY = 200
"""Customers: a chapter of as many holds every kind of situation and every kind of error at least once."""

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Site:
    """The sub-branch that serves a chapter, and who works there."""

    city: City
    unit: str
    manager: str
    adviser: str
    risk: str


@dataclass(slots=True)
class Draft:
    """Mutable on purpose: everything of one chapter is added here, then it is closed."""

    number: int
    customers: int
    site: Site
    chance: Random
    numbers: Numbers
    last: date  # of its movements
    dormitory: Place  # where some of its singles live
    units: list[Unit] = field(default_factory=list[Unit])
    bankers: list[Banker] = field(default_factory=list[Banker])
    people: dict[str, Individual] = field(default_factory=dict[str, Individual])
    organisations: dict[str, Organisation] = field(default_factory=dict[str, Organisation])
    agreements: list[Agreement] = field(default_factory=list[Agreement])
    sightings: list[Sighting] = field(default_factory=list[Sighting])
    wages: list[Wage] = field(default_factory=list[Wage])
    homes: list[Home] = field(default_factory=list[Home])
    ties: list[Tie] = field(default_factory=list[Tie])
    care: list[Care] = field(default_factory=list[Care])
    acquaintances: list[Acquaintance] = field(default_factory=list[Acquaintance])
    stakes: list[Stake] = field(default_factory=list[Stake])
    officers: list[Officer] = field(default_factory=list[Officer])
    voices: list[Voice] = field(default_factory=list[Voice])
    trades: list[Trade] = field(default_factory=list[Trade])
    elsewhere: list[Elsewhere] = field(default_factory=list[Elsewhere])
    touches: list[Touch] = field(default_factory=list[Touch])
    happenings: list[Happening] = field(default_factory=list[Happening])
    deals: list[Deal] = field(default_factory=list[Deal])
    situations: list[Situation] = field(default_factory=list[Situation])
    branches: list[Branch] = field(default_factory=list[Branch])
    slips: list[Slip] = field(default_factory=list[Slip])
    changes: list[Change] = field(default_factory=list[Change])
    purchases: list[Purchase] = field(default_factory=list[Purchase])
    departures: list[Departure] = field(default_factory=list[Departure])
    lines: list[CreditLine] = field(default_factory=list[CreditLine])
    pledges: list[Pledge] = field(default_factory=list[Pledge])
    sureties: list[Surety] = field(default_factory=list[Surety])
    ratings: list[Rating] = field(default_factory=list[Rating])
    handsets: list[Handset] = field(default_factory=list[Handset])
    logins: list[Login] = field(default_factory=list[Login])
    visits: list[Visit] = field(default_factory=list[Visit])
    signals: list[Signal] = field(default_factory=list[Signal])
    calls: list[Call] = field(default_factory=list[Call])
    cases: list[Case] = field(default_factory=list[Case])
    opinions: list[Opinion] = field(default_factory=list[Opinion])
    credit_reports: list[CreditReport] = field(default_factory=list[CreditReport])
    tax_returns: list[TaxReturn] = field(default_factory=list[TaxReturn])
    tax_staff: list[TaxStaff] = field(default_factory=list[TaxStaff])
    guardians: dict[str, str] = field(default_factory=dict[str, str])  # a child's, a parent who is a customer
    partners: dict[str, str] = field(default_factory=dict[str, str])
    taken: int = 0

    @property
    def room(self) -> int:
        """How many customer numbers the chapter still has to give."""
        return self.customers - self.taken

    @property
    def rich(self) -> bool:
        return self.customers >= PLENTY

    @property
    def present(self) -> list[Individual]:
        """The people of the main delivery who are customers, each by the first of their numbers."""
        return [one for one in self.people.values() if one.cif and one.same_as is None and (one.since or DELIVERED) <= DELIVERED]

    def add(self, one: Individual) -> Individual:
        self.people[one.key] = one
        self.taken += one.cif is not None
        return one

    def amend(self, key: str, **changes: object) -> None:
        self.people[key] = replace(self.people[key], **changes)  # pyright: ignore[reportArgumentType]

    def share(self, part: float, of: int, *, sure: bool = True) -> int:
        """A share of a number, if `sure` at least one where the chapter is large enough to hold everything."""
        whole = part * of
        count = int(whole) + (self.chance.random() < whole % 1)
        return min(of, max(count, 1 if self.rich and sure else 0))

    def day(self, first: date, last: date) -> date:
        return first + timedelta(self.chance.randrange((last - first).days + 1))

    def moment(self, first: date, last: date | None = None) -> datetime:
        """Of a day, or of one between two days, while people are awake."""
        on = self.day(first, last or first)
        return datetime(on.year, on.month, on.day, self.chance.randint(8, 20), self.chance.randint(0, 59), tzinfo=SHANGHAI)

    def chapter(self) -> Chapter:
        return Chapter(
            individuals=tuple(self.people.values()), organisations=tuple(self.organisations.values()),
            agreements=tuple(self.agreements), units=tuple(self.units), bankers=tuple(self.bankers),
            sightings=tuple(self.sightings), wages=tuple(self.wages), homes=tuple(self.homes), ties=tuple(self.ties),
            care=tuple(self.care), acquaintances=tuple(self.acquaintances), stakes=tuple(self.stakes),
            officers=tuple(self.officers), voices=tuple(self.voices), trades=tuple(self.trades),
            elsewhere=tuple(self.elsewhere), touches=tuple(self.touches), happenings=tuple(self.happenings),
            deals=tuple(self.deals), situations=tuple(self.situations), branches=tuple(self.branches), slips=tuple(self.slips),
            changes=tuple(self.changes), purchases=tuple(self.purchases), departures=tuple(self.departures),
            lines=tuple(self.lines), pledges=tuple(self.pledges), sureties=tuple(self.sureties), ratings=tuple(self.ratings),
            handsets=tuple(self.handsets), logins=tuple(self.logins), visits=tuple(self.visits), signals=tuple(self.signals),
            calls=tuple(self.calls), cases=tuple(self.cases), opinions=tuple(self.opinions),
            credit_reports=tuple(self.credit_reports), tax_returns=tuple(self.tax_returns), tax_staff=tuple(self.tax_staff),
        )  # fmt: skip
