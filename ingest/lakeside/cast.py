"""What a bank is made of, before any silo writes it down: the shape the story and the generator fill.

People and organisations are named by `key`, which is what the truth calls them; nothing here knows a file format.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from graph.model import (
    AccountKind,
    AccountStatus,
    Channel,
    CollateralKind,
    CompanyCategory,
    ContactLevel,
    Coverage,
    DecisionRole,
    EventKind,
    Evidence,
    FacilityKind,
    FacilityStatus,
    Gender,
    GuaranteeKind,
    Initiator,
    LoanClass,
    Office,
    RelationKind,
    RequestKind,
    RiskLevel,
    RiskTolerance,
    Role,
    Stance,
    SurveyKind,
    TaxCreditGrade,
    TransactionKind,
    UnitLevel,
)


class Silo(StrEnum):
    CORE = "core"
    CARDS = "cards"
    WEALTH = "wealth"


class DocumentKind(StrEnum):
    CITIZEN = "CN_ID"
    PASSPORT = "PASSPORT"
    PERMANENT_RESIDENT = "CN_PERMANENT_RESIDENT"  # 外国人永久居留身份证
    HONG_KONG_RESIDENT = "CN_HK_RESIDENT"  # 港澳居民居住证


@dataclass(frozen=True, slots=True)
class Unit:
    code: str
    name: str
    name_en: str
    level: UnitLevel
    parent: str | None
    path: str


@dataclass(frozen=True, slots=True)
class Banker:
    number: str
    name: str
    name_en: str
    function: Coverage
    unit: str


@dataclass(frozen=True, slots=True)
class Offering:
    """A product; without an issuer it is the bank's own."""

    code: str
    name: str
    name_en: str
    family: AccountKind
    silo: Silo
    risk: RiskLevel | None = None
    issuer: str | None = None
    min_tier: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    text: str
    city: str
    region: str
    postcode: str
    country: str = "CN"


@dataclass(frozen=True, slots=True)
class Document:
    kind: DocumentKind
    number: str
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    level: RiskTolerance
    on: date
    until: date
    professional: bool = False


@dataclass(frozen=True, slots=True)
class Individual:
    """A person. Without `cif` the bank has no contract with them; without `contact` the CRM does not know them."""

    key: str
    name: str
    name_en: str
    gender: Gender
    born: date
    document: Document
    home: Place
    phone: str | None
    cif: str | None
    unit: str
    since: date | None = None
    contact: str | None = None
    registered: str | None = None  # the company register's own number for this person
    called: str | None = None  # the name the CRM uses, where it is another one
    called_en: str | None = None
    email: str | None = None
    wechat: str | None = None
    nationality: str = "CN"
    occupation: str = "OTHER"
    assessment: Assessment | None = None
    kyc_level: str = "STANDARD"
    aml_rating: str = "LOW"
    linked: bool = True  # the CRM's contact carries the customer number
    noted: bool = False  # the CRM's contact carries the number of the document
    same_as: str | None = None  # whom the bank gave this second customer number


@dataclass(frozen=True, slots=True)
class Organisation:
    key: str
    name: str
    name_en: str
    short_name: str
    uscc: str
    category: CompanyCategory
    industry: str
    seat: Place
    phone: str
    founded: date
    unit: str
    cif: str | None = None
    contact: str | None = None
    lei: str | None = None
    size: str | None = None
    listed: bool = False
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """A second CRM contact for someone the bank already knows: nobody has noticed yet."""

    contact: str
    of: str
    name: str
    phone: str | None = None
    email: str | None = None
    home: Place | None = None
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """Movements that come again: `times` a month on `day`, or on days of chance where it is 0; outgoing is negative.

    Amounts are whole units of the currency, drawn between `low` and `high`. `into` is an account of this bank
    that receives what leaves.
    """

    low: int
    high: int
    kind: TransactionKind
    first: date
    last: date
    initiator: Initiator = Initiator.CLIENT
    day: int = 0
    times: int = 1
    every: int = 1  # months
    purpose: str | None = None
    other: str | None = None
    other_bank: str | None = None
    other_account: str | None = None
    into: str | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    who: str
    role: Role = Role.OWNER
    since: date | None = None
    card: str | None = None  # the number of the plastic, where there is one


@dataclass(frozen=True, slots=True)
class Agreement:
    """Any contract: `opening` is the balance before its movements begin, in whole units; what is owed is negative."""

    number: str
    offering: str
    holders: tuple[Holding, ...]
    unit: str
    opened: date
    opening: int = 0
    currency: str = "CNY"
    status: AccountStatus = AccountStatus.OPEN
    closed: date | None = None
    class_: str | None = None
    rate: float = 0.0  # interest a year: paid on what is held, charged on what is owed
    limit: int | None = None
    principal: int | None = None
    instalment: int | None = None
    term_months: int | None = None
    settles: str | None = None
    quantity: str | None = None
    flows: tuple[Flow, ...] = ()
    told_from: date | None = None  # its movements begin here, not with the bank's


@dataclass(frozen=True, slots=True)
class Wage:
    employer: str
    who: str
    title: str
    first: date
    last: date | None = None
    payroll: bool = False  # paid through this bank


@dataclass(frozen=True, slots=True)
class Member:
    who: str
    role: str
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    """People who live together; `declared` to the bank, or for it to find."""

    key: str
    name: str
    members: tuple[Member, ...]
    declared: bool = True


@dataclass(frozen=True, slots=True)
class Tie:
    """`who` is the kind of relation to `other`: PARENT reads "is a parent of"."""

    who: str
    kind: RelationKind
    other: str
    since: date | None = None
    declared: bool = True


@dataclass(frozen=True, slots=True)
class Care:
    """Who looks after a party: employees with their function, and the unit that leads."""

    who: str
    unit: str
    team: tuple[tuple[str, Coverage], ...]
    since: date
    assisting: str | None = None


@dataclass(frozen=True, slots=True)
class Acquaintance:
    banker: str
    who: str
    how: str
    strength: float
    last_met: date


@dataclass(frozen=True, slots=True)
class Stake:
    who: str
    company: str
    share: str  # percent, as the register prints it
    since: date
    known_to_bank: bool = True
    band: tuple[str, str] | None = None  # percent from and to, where the register prints no more


@dataclass(frozen=True, slots=True)
class Branch:
    """`who` is a branch of `company`: an entry in the register, no legal person."""

    who: str
    company: str
    since: date


@dataclass(frozen=True, slots=True)
class Officer:
    who: str
    company: str
    office: Office
    since: date
    until: date | None = None
    known_to_bank: bool = True


@dataclass(frozen=True, slots=True)
class Voice:
    """The part someone plays in a company's decisions, as their banker judges it."""

    who: str
    company: str
    role: DecisionRole
    stance: Stance
    influence: float
    evidence: str
    since: date
    opportunity: str | None = None
    said_by: str | None = None
    said_on: date | None = None


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near the bank is to someone in what concerns a company, and wants to be, as a banker said on a day."""

    who: str
    company: str
    level: ContactLevel
    desired: ContactLevel
    evidence: str
    since: date
    said_by: str
    said_on: date


class BondKind(StrEnum):
    REPORTS_TO = "REPORTS_TO"
    INFLUENCES = "INFLUENCES"
    REFERRED = "REFERRED"
    KNOWS = "KNOWS"


@dataclass(frozen=True, slots=True)
class Bond:
    """What ties one person to another, in a company or wherever they are, as a banker said on a day."""

    kind: BondKind
    who: str
    other: str
    evidence: str
    since: date
    company: str | None
    strength: float | None
    said_by: str
    said_on: date


@dataclass(frozen=True, slots=True)
class Trade:
    supplier: str
    buyer: str
    volume: int  # CNY a year
    evidence: str
    since: date


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What a party keeps at another bank."""

    who: str
    bank: str
    share: float
    basis: str


@dataclass(frozen=True, slots=True)
class Institute:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Touch:
    number: str
    about: str
    channel: Channel
    at: datetime
    topic: str
    summary: str
    banker: str | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    number: str
    about: str
    kind: EventKind
    on: date
    evidence: Evidence
    text: str
    recorded: bool = True  # in the CRM; else for the bank to find


@dataclass(frozen=True, slots=True)
class Deal:
    number: str
    about: str
    name: str
    stage: str
    offering: str | None
    amount: int | None
    probability: float
    closes: date


@dataclass(frozen=True, slots=True)
class Situation:
    """What is planted, why, and whom it concerns: people, organisations, accounts."""

    key: str
    why: str
    who: tuple[str, ...]


class Fault(StrEnum):
    """What is wrong in a silo's record."""

    SAME_SOUND = "SAME_SOUND"  # 同音字
    SAME_SHAPE = "SAME_SHAPE"  # 形近字
    LATIN_TYPO = "LATIN_TYPO"
    NAME_ORDER = "NAME_ORDER"
    LETTER_CASE = "LETTER_CASE"
    TITLE = "TITLE"
    OLD_NAME = "OLD_NAME"
    DAY_MONTH = "DAY_MONTH"
    DIGITS_SWAPPED = "DIGITS_SWAPPED"
    CHECK_DIGIT = "CHECK_DIGIT"
    OLD_ADDRESS = "OLD_ADDRESS"
    MISSING = "MISSING"
    SECOND_NUMBER = "SECOND_NUMBER"
    SECOND_CONTACT = "SECOND_CONTACT"
    SAID_TWICE = "SAID_TWICE"  # word for word
    SAID_TWICE_OTHERWISE = "SAID_TWICE_OTHERWISE"


@dataclass(frozen=True, slots=True)
class Slip:
    """A silo has `told` in the place of what a field of a person or an organisation truly is."""

    silo: str
    who: str
    fault: Fault
    field: str = ""
    told: object = None


class ChangeKind(StrEnum):
    MOVED = "MOVED"
    NEW_PHONE = "NEW_PHONE"


@dataclass(frozen=True, slots=True)
class Change:
    """From `on` a field of a person is what the chapter says; before it was `was`."""

    who: str
    kind: ChangeKind
    field: str
    on: date
    was: object


@dataclass(frozen=True, slots=True)
class Purchase:
    """A customer takes a product in the bank's last months; `because` of an event, where one was planted."""

    who: str
    agreement: str
    on: date
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Departure:
    """A customer takes everything elsewhere: `drained` from the first day until `on`, after a complaint or without one.

    `complaint` is the CRM's number of it, `request` the call centre's: it is in both, in one of them, or in neither.
    """

    who: str
    drained: date
    on: date
    complaint: str | None = None
    request: str | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a bank that refers to nothing outside itself but units, bankers, products and institutes.

    A bank is written chapter by chapter, so that a large one is never whole in memory; the first chapter carries
    the bank's own furniture.
    """

    individuals: tuple[Individual, ...]
    organisations: tuple[Organisation, ...]
    agreements: tuple[Agreement, ...]
    units: tuple[Unit, ...] = ()
    bankers: tuple[Banker, ...] = ()
    offerings: tuple[Offering, ...] = ()
    institutes: tuple[Institute, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    wages: tuple[Wage, ...] = ()
    homes: tuple[Home, ...] = ()
    ties: tuple[Tie, ...] = ()
    care: tuple[Care, ...] = ()
    acquaintances: tuple[Acquaintance, ...] = ()
    stakes: tuple[Stake, ...] = ()
    officers: tuple[Officer, ...] = ()
    voices: tuple[Voice, ...] = ()
    nearness: tuple[Nearness, ...] = ()
    bonds: tuple[Bond, ...] = ()
    trades: tuple[Trade, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    touches: tuple[Touch, ...] = ()
    happenings: tuple[Happening, ...] = ()
    deals: tuple[Deal, ...] = ()
    situations: tuple[Situation, ...] = ()
    branches: tuple[Branch, ...] = ()
    slips: tuple[Slip, ...] = ()
    changes: tuple[Change, ...] = ()
    purchases: tuple[Purchase, ...] = ()
    departures: tuple[Departure, ...] = ()
    lines: "tuple[CreditLine, ...]" = ()
    pledges: "tuple[Pledge, ...]" = ()
    sureties: "tuple[Surety, ...]" = ()
    ratings: "tuple[Rating, ...]" = ()
    handsets: "tuple[Handset, ...]" = ()
    logins: "tuple[Login, ...]" = ()
    visits: "tuple[Visit, ...]" = ()
    signals: "tuple[Signal, ...]" = ()
    calls: "tuple[Call, ...]" = ()
    cases: "tuple[Case, ...]" = ()
    opinions: "tuple[Opinion, ...]" = ()
    credit_reports: "tuple[CreditReport, ...]" = ()
    tax_returns: "tuple[TaxReturn, ...]" = ()
    tax_staff: "tuple[TaxStaff, ...]" = ()


# ---- what the loan, app, call, bureau and tax silos tell -----------------------------------------------


@dataclass(frozen=True, slots=True)
class CreditLine:
    """A line of credit, in whole units: `used` is what its accounts owe where it is not said here."""

    number: str
    who: str
    kind: FacilityKind
    limit: int
    since: date
    until: date
    unit: str
    within: str | None = None
    accounts: tuple[str, ...] = ()
    used: int | None = None
    currency: str = "CNY"
    revolving: bool = False
    loan_class: LoanClass = LoanClass.NORMAL
    status: FacilityStatus = FacilityStatus.ACTIVE


@dataclass(frozen=True, slots=True)
class Pledge:
    """Security put up for lines of credit, by their numbers; worth whole units of CNY."""

    number: str
    who: str
    kind: CollateralKind
    about: str
    value: int
    valued: date
    secures: tuple[str, ...]
    certificate: str | None = None


@dataclass(frozen=True, slots=True)
class Surety:
    """`who` answers for what is drawn under a line, up to `amount` whole units of CNY."""

    number: str
    who: str
    line: str
    amount: int
    since: date
    until: date
    kind: GuaranteeKind = GuaranteeKind.JOINT_LIABILITY


@dataclass(frozen=True, slots=True)
class Rating:
    """The bank's own rating of a borrower."""

    who: str
    level: str
    on: date
    until: date


@dataclass(frozen=True, slots=True)
class Handset:
    identifier: str
    platform: str
    model: str


@dataclass(frozen=True, slots=True)
class Login:
    """`who` has logged in with a handset, so many times between two moments."""

    who: str
    handset: str
    first: datetime
    last: datetime
    times: int


@dataclass(frozen=True, slots=True)
class Visit:
    """Pages of one section that were looked at one after the other; a page names what it shows."""

    number: str
    who: str
    handset: str
    at: datetime
    section: str
    page: str
    views: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Signal:
    """What the app's own statistics take a customer to be busy with."""

    number: str
    who: str
    kind: EventKind
    on: date
    text: str


@dataclass(frozen=True, slots=True)
class Call:
    number: str
    who: str
    at: datetime
    seconds: int
    topic: str
    summary: str
    inbound: bool = True
    banker: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A complaint, a request or an enquiry, until when an answer was due and when it was given."""

    number: str
    who: str
    kind: RequestKind
    topic: str
    summary: str
    opened: datetime
    due: datetime
    answered: datetime | None = None
    closed: datetime | None = None
    call: str | None = None
    banker: str | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    number: str
    who: str
    kind: SurveyKind
    score: int
    best: int
    at: datetime
    comment: str | None = None
    case: str | None = None


@dataclass(frozen=True, slots=True)
class Debt:
    """What is owed to a bank, in whole yuan, as the credit bureau knows it."""

    bank: str
    form: str
    granted: int
    owed: int
    since: date
    overdue: int = 0  # payments that were late


@dataclass(frozen=True, slots=True)
class CreditReport:
    who: str
    on: date
    debts: tuple[Debt, ...] = ()
    score: int | None = None


@dataclass(frozen=True, slots=True)
class TaxReturn:
    """One company's year, in whole yuan."""

    who: str
    year: int
    revenue: int
    tax: int
    grade: TaxCreditGrade


@dataclass(frozen=True, slots=True)
class TaxStaff:
    """Who answers for a company's taxes at the tax office."""

    who: str
    company: str
    office: Office
    since: date
