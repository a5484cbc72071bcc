"""The vocabulary: every record and relationship a source can deliver, with what it means.

Money is integer minor units beside an ISO 4217 currency; dates are dates, instants are UTC. Ids are a
silo's own, prefixed with its system (`core:4711`); a `record` field holds the id of a Person or Company.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from graph.vocabulary import Link, node, relationship, source_record


class AccountKind(StrEnum):
    DEPOSIT = "DEPOSIT"
    SAVINGS = "SAVINGS"
    CARD = "CARD"
    LOAN = "LOAN"
    MORTGAGE = "MORTGAGE"
    FUND = "FUND"
    WEALTH = "WEALTH"
    INSURANCE = "INSURANCE"
    PAYROLL = "PAYROLL"
    GUARANTEE_LETTER = "GUARANTEE_LETTER"
    BILL = "BILL"
    LETTER_OF_CREDIT = "LETTER_OF_CREDIT"
    CASH_MANAGEMENT = "CASH_MANAGEMENT"


class AccountStatus(StrEnum):
    OPEN = "OPEN"
    CLOSED = "CLOSED"
    FROZEN = "FROZEN"  # 冻结
    CREDIT_ONLY = "CREDIT_ONLY"  # 只收不付
    DORMANT = "DORMANT"  # 久悬
    IN_ARREARS = "IN_ARREARS"


class Role(StrEnum):
    OWNER = "OWNER"
    JOINT = "JOINT"
    CO_BORROWER = "CO_BORROWER"  # 共同借款人
    SUPPLEMENTARY = "SUPPLEMENTARY"  # 附属卡
    AUTHORISED = "AUTHORISED"  # 授权人
    GUARDIAN = "GUARDIAN"
    SIGNATORY = "SIGNATORY"
    GUARANTOR = "GUARANTOR"
    BENEFICIARY = "BENEFICIARY"


class Initiator(StrEnum):
    CLIENT = "CLIENT"
    SYSTEM = "SYSTEM"
    BANK = "BANK"


class TransactionKind(StrEnum):
    CASH_IN = "CASH_IN"
    CASH_OUT = "CASH_OUT"
    TRANSFER_IN = "TRANSFER_IN"
    TRANSFER_OUT = "TRANSFER_OUT"
    CARD = "CARD"
    INTEREST = "INTEREST"
    FEE = "FEE"
    PENALTY = "PENALTY"
    SALARY = "SALARY"
    LOAN_PAYMENT = "LOAN_PAYMENT"
    OTHER = "OTHER"


class Gender(StrEnum):
    FEMALE = "FEMALE"
    MALE = "MALE"


class Precision(StrEnum):
    DAY = "DAY"
    MONTH = "MONTH"
    YEAR = "YEAR"


class RiskTolerance(StrEnum):
    C1 = "C1"
    C2 = "C2"
    C3 = "C3"
    C4 = "C4"
    C5 = "C5"


class RiskLevel(StrEnum):
    R1 = "R1"
    R2 = "R2"
    R3 = "R3"
    R4 = "R4"
    R5 = "R5"


class CompanyCategory(StrEnum):
    ENTERPRISE = "ENTERPRISE"
    SOE = "SOE"
    GOVERNMENT = "GOVERNMENT"
    PUBLIC_INSTITUTION = "PUBLIC_INSTITUTION"  # 事业单位
    SOCIAL_ORG = "SOCIAL_ORG"
    SOLE_TRADER = "SOLE_TRADER"  # 个体工商户
    FINANCIAL_INSTITUTION = "FINANCIAL_INSTITUTION"  # 同业
    FUND = "FUND"
    INTERNATIONAL_ORGANISATION = "INTERNATIONAL_ORGANISATION"


class Channel(StrEnum):
    APP = "APP"
    WECHAT = "WECHAT"
    BRANCH = "BRANCH"
    PHONE = "PHONE"
    WEB = "WEB"
    VISIT = "VISIT"


class Direction(StrEnum):
    INBOUND = "INBOUND"  # the customer came to the bank
    OUTBOUND = "OUTBOUND"


class Coverage(StrEnum):
    RM = "RM"
    RISK = "RISK"
    PRODUCT = "PRODUCT"
    ADVISER = "ADVISER"


class UnitLevel(StrEnum):
    HQ = "HQ"
    BRANCH = "BRANCH"
    SUB = "SUB"


class DecisionRole(StrEnum):
    INITIATOR = "INITIATOR"
    USER = "USER"
    INFLUENCER = "INFLUENCER"
    ECONOMIC_BUYER = "ECONOMIC_BUYER"
    DECISION_MAKER = "DECISION_MAKER"  # 决策者
    APPROVER = "APPROVER"
    BUYER = "BUYER"
    GATEKEEPER = "GATEKEEPER"  # 把关人
    CHAMPION = "CHAMPION"
    COACH = "COACH"
    TECHNICAL_BUYER = "TECHNICAL_BUYER"
    BLOCKER = "BLOCKER"
    KEY_PERSON = "KEY_PERSON"  # 关键人


class Stance(StrEnum):
    SUPPORT = "SUPPORT"
    NEUTRAL = "NEUTRAL"
    OPPOSE = "OPPOSE"


class ContactLevel(StrEnum):
    """How near the bank is to a person, from not at all; the order counts."""

    NONE = "NONE"
    KNOWN = "KNOWN"  # by name and part
    MET = "MET"
    TRUSTED = "TRUSTED"


class Office(StrEnum):
    LEGAL_REPRESENTATIVE = "LEGAL_REPRESENTATIVE"  # 法定代表人
    DIRECTOR = "DIRECTOR"
    SUPERVISOR = "SUPERVISOR"
    FINANCE_HEAD = "FINANCE_HEAD"  # 财务负责人
    AGENT = "AGENT"  # 经办人


class RelationKind(StrEnum):
    SPOUSE = "SPOUSE"
    PARENT = "PARENT"
    CHILD = "CHILD"
    SIBLING = "SIBLING"
    GRANDPARENT = "GRANDPARENT"
    GRANDCHILD = "GRANDCHILD"
    GUARDIAN = "GUARDIAN"  # 监护人
    WARD = "WARD"
    OTHER = "OTHER"


class ContactKind(StrEnum):
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    WECHAT = "WECHAT"


class EventKind(StrEnum):
    MARRIAGE = "MARRIAGE"
    CHILD_BORN = "CHILD_BORN"
    JOB_CHANGE = "JOB_CHANGE"
    RETIREMENT = "RETIREMENT"
    HOUSE_PURCHASE = "HOUSE_PURCHASE"
    MORTGAGE_APPROVED = "MORTGAGE_APPROVED"
    COMPANY_FOUNDED = "COMPANY_FOUNDED"
    IPO = "IPO"
    STUDY_ABROAD = "STUDY_ABROAD"
    OTHER = "OTHER"


class StatementKind(StrEnum):
    PERSON = "PERSON"
    ENTITY = "ENTITY"
    RELATIONSHIP = "RELATIONSHIP"
    NO_DIRECT_PARENT = "NO_DIRECT_PARENT"
    NO_ULTIMATE_PARENT = "NO_ULTIMATE_PARENT"


class StatementStatus(StrEnum):
    NEW = "NEW"
    UPDATED = "UPDATED"
    CLOSED = "CLOSED"


class ParentLevel(StrEnum):
    DIRECT = "DIRECT"
    ULTIMATE = "ULTIMATE"


class FundTie(StrEnum):
    MANAGED_BY = "MANAGED_BY"
    SUBFUND_OF = "SUBFUND_OF"
    FEEDER_TO = "FEEDER_TO"


class Evidence(StrEnum):
    DECLARED = "DECLARED"
    INFERRED = "INFERRED"


class FacilityKind(StrEnum):
    GROUP = "GROUP"  # 集团授信
    COMPREHENSIVE = "COMPREHENSIVE"  # 综合授信
    WORKING_CAPITAL = "WORKING_CAPITAL"
    BILL = "BILL"
    TRADE_FINANCE = "TRADE_FINANCE"
    BUSINESS = "BUSINESS"  # 个人经营
    MORTGAGE = "MORTGAGE"
    CONSUMER = "CONSUMER"


class FacilityStatus(StrEnum):
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    EXPIRED = "EXPIRED"
    CLOSED = "CLOSED"


class LoanClass(StrEnum):
    NORMAL = "NORMAL"  # 正常
    SPECIAL_MENTION = "SPECIAL_MENTION"  # 关注
    SUBSTANDARD = "SUBSTANDARD"  # 次级
    DOUBTFUL = "DOUBTFUL"  # 可疑
    LOSS = "LOSS"  # 损失


class CollateralKind(StrEnum):
    REAL_ESTATE = "REAL_ESTATE"
    EQUIPMENT = "EQUIPMENT"
    INVENTORY = "INVENTORY"
    RECEIVABLES = "RECEIVABLES"
    EQUITY = "EQUITY"
    DEPOSIT = "DEPOSIT"
    OTHER = "OTHER"


class GuaranteeKind(StrEnum):
    JOINT_LIABILITY = "JOINT_LIABILITY"  # 连带责任保证
    GENERAL = "GENERAL"  # 一般保证


class RequestKind(StrEnum):
    COMPLAINT = "COMPLAINT"
    REQUEST = "REQUEST"
    ENQUIRY = "ENQUIRY"


class RequestStatus(StrEnum):
    OPEN = "OPEN"
    ANSWERED = "ANSWERED"
    CLOSED = "CLOSED"


class OutcomeKind(StrEnum):
    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"
    LATER = "LATER"


class Purpose(StrEnum):
    """For what somebody's data may be used: PIPL asks for a separate consent to each."""

    MARKETING = "MARKETING"
    AUTOMATED_DECISIONS = "AUTOMATED_DECISIONS"  # 自动化决策
    SENSITIVE_DATA = "SENSITIVE_DATA"  # 敏感个人信息
    SHARING = "SHARING"  # 向其他处理者提供
    CROSS_BORDER = "CROSS_BORDER"  # 出境


class ConsentState(StrEnum):
    GRANTED = "GRANTED"
    WITHDRAWN = "WITHDRAWN"


class ProofKind(StrEnum):
    SIGNED_FORM = "SIGNED_FORM"
    RECORDED_CALL = "RECORDED_CALL"
    APP = "APP"  # pressed in the app
    MESSAGE = "MESSAGE"  # a letter, a mail, a message
    IN_PERSON = "IN_PERSON"


class SurveyKind(StrEnum):
    NPS = "NPS"  # would you recommend us, 0–10
    CSAT = "CSAT"  # were you satisfied, 1–5


class AssessmentKind(StrEnum):
    INTERNAL_RATING = "INTERNAL_RATING"
    CREDIT_SCORE = "CREDIT_SCORE"


class TaxCreditGrade(StrEnum):
    A = "A"
    B = "B"
    M = "M"  # new, or without business
    C = "C"
    D = "D"


PartyOf = Annotated[str, Link("", "Party", of_record=True)]


# ---- who, as one silo says it ------------------------------------------------------------------------


@source_record("Person")
class Person:
    """What one silo says about one person. `bank_key` is the bank's own customer number, where the silo has it.

    `birth_date` is the first day of what `birth_precision` leaves open (without it the day is meant). A date that is none
    stays as it was said in `birth_date_text`, for whoever compares records.
    """

    id: str
    name: str | None = None
    bank_key: str | None = None
    name_en: str | None = None
    gender: Gender | None = None
    birth_date: date | None = None
    nationality: str | None = None  # ISO 3166-1 alpha-2
    occupation: str | None = None
    risk_tolerance: RiskTolerance | None = None
    risk_assessed_on: date | None = None
    risk_valid_until: date | None = None
    investor_type: str | None = None  # 普通 ORDINARY, 专业 PROFESSIONAL
    kyc_level: str | None = None
    aml_rating: str | None = None
    given_name: str | None = None
    family_name: str | None = None
    other_names: tuple[str, ...] | None = None
    birth_precision: Precision | None = None
    birth_date_text: str | None = None
    birth_place: str | None = None


@source_record("Company")
class Company:
    """What one silo says about one company, public body or other organisation."""

    id: str
    name: str | None = None
    bank_key: str | None = None
    name_en: str | None = None
    short_name: str | None = None
    uscc: str | None = None  # 统一社会信用代码
    lei: str | None = None  # ISO 17442
    category: CompanyCategory | None = None
    legal_form: str | None = None  # as the register words it
    industry: str | None = None  # GB/T 4754 code
    size: str | None = None
    listed: bool | None = None
    founded_on: date | None = None
    dissolved_on: date | None = None
    active: bool | None = None
    other_names: tuple[str, ...] | None = None  # earlier names, trade names, in other scripts
    legal_form_code: str | None = None  # ISO 20275 (ELF)
    jurisdiction: str | None = None  # ISO 3166-1 or -2: by whose law it exists
    country: str | None = None  # ISO 3166-1 alpha-2: where it is seated
    registration_status: str | None = None  # of its LEI: ISSUED, LAPSED, RETIRED …


# ---- things ------------------------------------------------------------------------------------------


@node("OrgUnit", scope="public")
class OrgUnit:
    """Head office, a branch or a sub-branch; `path` is its place, as `HQ/SUZHOU/CHANGMEN`."""

    id: str
    name: str
    level: UnitLevel
    path: str
    name_en: str | None = None
    parent: Annotated[str | None, Link("PART_OF", "OrgUnit")] = None


@node("Employee", scope="public", ends=True)
class Employee:
    """Someone who works for the bank."""

    id: str
    name: str
    name_en: str | None = None
    function: Coverage | None = None
    unit: Annotated[str | None, Link("WORKS_IN", "OrgUnit")] = None


@node("Institution", scope="public")
class Institution:
    """Another bank."""

    id: str
    name: str


@node("Product", key="code", scope="public")
class Product:
    """What the bank sells, its own (自营) or another's (代销)."""

    code: str
    name: str
    family: AccountKind
    name_en: str | None = None
    issuer: str | None = None
    own: bool = True
    risk_level: RiskLevel | None = None
    min_tier: str | None = None


@node("Account", ends=True)
class Account:
    """Any agreement with the bank. `class_` is Ⅰ / Ⅱ / Ⅲ of a person or 基本 / 一般 / 专用 / 临时 of a company."""

    id: str
    kind: AccountKind
    status: AccountStatus
    currency: str
    product: Annotated[str | None, Link("OF", "Product", "code", since="opened")] = None
    unit_id: Annotated[str | None, Link("BOOKED_AT", "OrgUnit", since="opened")] = None
    # The deposit account a loan or card draws on.
    settles: Annotated[str | None, Link("SETTLES_BY", "Account", since="opened")] = None
    number: str | None = None  # as printed: IBAN, card or account number
    class_: str | None = None
    balance: int | None = None  # minor units; what is owed is negative
    balance_on: date | None = None
    quantity: str | None = None  # units of a fund, a decimal as text
    credit_limit: int | None = None
    principal: int | None = None
    instalment: int | None = None
    term_months: int | None = None
    statement_frequency: str | None = None
    opened: date | None = None
    closed: date | None = None


@node("Transaction", scope="inherited")
class Transaction:
    """One movement on one account; `amount` is signed, in minor units. `sequence` orders those of one day."""

    id: str
    account: Annotated[str, Link("ON", "Account", dated=False)]
    booked_on: date
    amount: int
    currency: str
    kind: TransactionKind
    initiator: Initiator
    sequence: int = 0
    at: datetime | None = None
    balance_after: int | None = None
    purpose: str | None = None
    counterparty_name: str | None = None
    counterparty_bank: str | None = None
    counterparty_account: str | None = None


@node("StandingOrder", scope="inherited", ends=True)
class StandingOrder:
    """A payment the customer ordered to be made again and again."""

    id: str
    account: Annotated[str, Link("ON", "Account", dated=False)]
    amount: int
    currency: str
    institution: Annotated[str | None, Link("PAYS_TO", "Institution")] = None
    counterparty_account: str | None = None
    purpose: str | None = None


@node("Household", scope="inherited")
class Household:
    """People who live and bank together; `rule` says how it was formed."""

    id: str
    rule: str
    version: str
    name: str | None = None
    confidence: float = 1.0


@node("Interaction", scope="inherited")
class Interaction:
    """One contact between the bank and a party."""

    id: str
    record: Annotated[str, Link("ABOUT", "Party", dated=False, of_record=True)]
    channel: Channel
    at: datetime
    topic: str
    summary: str | None = None
    employee: Annotated[str | None, Link("BY", "Employee", dated=False)] = None
    direction: Direction | None = None


@node("Event", scope="inherited")
class Event:
    """A life or business event, declared or inferred."""

    id: str
    record: Annotated[str, Link("ABOUT", "Party", dated=False, of_record=True)]
    kind: EventKind
    happened_on: date
    evidence: Evidence
    source_text: str | None = None


@node("Opportunity", scope="inherited", ends=True)
class Opportunity:
    """A piece of business that may be won."""

    id: str
    record: Annotated[str, Link("ABOUT", "Party", dated=False, of_record=True)]
    name: str
    stage: str
    product: Annotated[str | None, Link("FOR", "Product", "code")] = None
    amount: int | None = None
    currency: str | None = None
    probability: float | None = None
    closes_on: date | None = None


@node("Address", scope="inherited")
class Address:
    """A place, keyed by the hash of its normalised text."""

    id: str
    text: str
    country: str | None = None
    region: str | None = None
    city: str | None = None
    postcode: str | None = None


@node("ContactPoint", scope="inherited")
class ContactPoint:
    """A telephone number, an e-mail address, a WeChat id, keyed by the hash of its normalised text."""

    id: str
    kind: ContactKind
    value: str


@node("IdentityDocument", scope="inherited")
class IdentityDocument:
    """A document that names one party, keyed by kind, issuer where it is told, and number: `CN_ID:…`, `PASSPORT:GB:…`, `USCC:…`."""

    id: str
    kind: str
    number: str
    issuer: str | None = None
    valid_until: date | None = None


@node("OwnershipStatement", scope="inherited")
class OwnershipStatement:
    """What was declared about a party or about who owns it, kept for ever: a statement of BODS 0.4, or of GLEIF that a company
    has no parent to report. `reason` says verbatim why a party is not named.

    `declared` is what it speaks of (in BODS the recordId): of several statements on one, that with the latest `said_on` holds.
    """

    id: str
    record: Annotated[str, Link("ABOUT", "Party", dated=False, of_record=True)]
    kind: StatementKind
    declared: str
    said_on: date
    status: StatementStatus | None = None
    supersedes: Annotated[str | None, Link("SUPERSEDES", "OwnershipStatement", dated=False)] = None
    party_type: str | None = None  # registeredEntity, arrangement, knownPerson, anonymousPerson …
    reason: str | None = None
    reason_text: str | None = None
    interests: tuple[str, ...] | None = None  # each in words
    component: bool | None = None  # part of an indirect relationship
    publisher: str | None = None
    published_on: date | None = None
    source_types: tuple[str, ...] | None = None
    source_text: str | None = None
    asserted_by: tuple[str, ...] | None = None


@node("Facility", scope="inherited", ends=True)
class Facility:
    """A line of credit (授信): up to `limit` may be drawn, `used` is drawn now; the parts of a line are lines within it."""

    id: str
    record: Annotated[str, Link("GRANTED_TO", "Party", dated=False, of_record=True)]
    kind: FacilityKind
    status: FacilityStatus
    currency: str
    limit: int
    used: int
    parent: Annotated[str | None, Link("WITHIN", "Facility", since="valid_from")] = None
    unit_id: Annotated[str | None, Link("BOOKED_AT", "OrgUnit", since="valid_from")] = None
    revolving: bool = False
    loan_class: LoanClass | None = None  # 五级分类
    valid_from: date | None = None
    valid_to: date | None = None


@node("Collateral", scope="inherited", ends=True)
class Collateral:
    """What a party has put up as security: its worth in minor units, by whom and when it was valued."""

    id: str
    record: Annotated[str, Link("PLEDGED_BY", "Party", dated=False, of_record=True)]
    kind: CollateralKind
    description: str
    currency: str
    value: int
    valued_on: date | None = None
    certificate: str | None = None  # 权证号


@node("ServiceRequest", scope="inherited")
class ServiceRequest:
    """What a party asked for or complained of, until when an answer is due, and when it was given.

    What the desk answers stands beside what its silo says, as `reply`, `repliedAt` and `resolution`: neither overwrites the other.
    """

    id: str
    record: Annotated[str, Link("ABOUT", "Party", dated=False, of_record=True)]
    kind: RequestKind
    status: RequestStatus
    topic: str
    opened_at: datetime
    due_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    summary: str | None = None
    employee: Annotated[str | None, Link("BY", "Employee", dated=False)] = None
    channel: Channel | None = None


@node("Consent", scope="inherited")
class Consent:
    """That a party consented to a use of its data, or withdrew that: for one purpose and recipient the latest `at` counts.

    Nothing is said without proof: of what kind it is, where it is kept, who declared it. Who was given data on the strength of a
    consent that was withdrawn stops using it by `due_on`.
    """

    id: str
    purpose: Purpose
    state: ConsentState
    at: datetime
    proof_kind: ProofKind
    proof_reference: str
    declared_by: str
    recipient: str | None = None
    due_on: date | None = None


@node("Outcome", scope="inherited")
class Outcome:
    """What came of an opportunity, an offer, a warning or a contact: of several on one thing the latest `at` counts."""

    id: str
    record: Annotated[str, Link("ABOUT", "Party", dated=False, of_record=True)]
    subject: str
    outcome: OutcomeKind
    at: datetime
    reason: str | None = None
    evidence: str | None = None


@node("Survey", scope="inherited")
class Survey:
    """What a party answered when it was asked how satisfied it is: `score` of at most `best`."""

    id: str
    record: Annotated[str, Link("ABOUT", "Party", dated=False, of_record=True)]
    kind: SurveyKind
    score: int
    best: int
    at: datetime
    comment: str | None = None
    request: Annotated[str | None, Link("FOLLOWS", "ServiceRequest", dated=False)] = None


@node("RiskAssessment", scope="inherited")
class RiskAssessment:
    """How likely someone holds it that a party pays its debts: a level or a score, by the scale of who assessed."""

    id: str
    record: Annotated[str, Link("ABOUT", "Party", dated=False, of_record=True)]
    kind: AssessmentKind
    assessed_on: date
    level: str | None = None
    score: int | None = None
    valid_until: date | None = None
    overdue: int | None = None  # payments that were late, as far back as who assessed looks
    evidence: str | None = None


@node("TaxYear", scope="inherited")
class TaxYear:
    """What a company declared for one year, and the grade the tax office gave it (纳税信用等级); minor units."""

    id: str
    record: Annotated[str, Link("ABOUT", "Party", dated=False, of_record=True)]
    year: int
    currency: str
    revenue: int | None = None
    tax_paid: int | None = None
    grade: TaxCreditGrade | None = None


@node("Device", scope="inherited")
class Device:
    """A telephone or computer that customers use the bank with, keyed by the hash of its identifier."""

    id: str
    platform: str | None = None
    model: str | None = None


# ---- relationships -----------------------------------------------------------------------------------


@relationship("HOLDS", "record", "account", by=("role",))
class Holds:
    """A party holds an account, in a role."""

    record: PartyOf
    account: Annotated[str, Link("", "Account")]
    role: Role
    valid_from: date | None = None
    valid_to: date | None = None


@relationship("MANAGED_BY", "record", "unit", by=("role",))
class ManagedBy:
    """A unit looks after a party (管户): LEAD 主办 or ASSIST 协办."""

    record: PartyOf
    unit: Annotated[str, Link("", "OrgUnit")]
    role: str = "LEAD"
    valid_from: date | None = None
    valid_to: date | None = None


@relationship("COVERS", "employee", "record", by=("function",))
class Covers:
    """An employee is responsible for a party; `share` is the part of its results, 0–1."""

    employee: Annotated[str, Link("", "Employee")]
    record: PartyOf
    function: Coverage
    share: float | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@relationship("KNOWS", "employee", "record")
class Knows:
    """An employee knows a person; `strength` 0–1."""

    employee: Annotated[str, Link("", "Employee")]
    record: PartyOf
    how: str
    strength: float | None = None
    last_met: date | None = None


@relationship("IDENTIFIED_BY", "record", "document")
class IdentifiedBy:
    """A document names a party; `seen` where its silo has seen it, and not only written down what it was told."""

    record: PartyOf
    document: Annotated[str, Link("", "IdentityDocument")]
    seen: bool | None = None


@relationship("REACHED_AT", "record", "contact", by=("usage",))
class ReachedAt:
    """A party can be reached by a telephone number or an address on the net."""

    record: PartyOf
    contact: Annotated[str, Link("", "ContactPoint")]
    usage: str = "MAIN"
    valid_from: date | None = None
    valid_to: date | None = None


@relationship("RESIDES_AT", "record", "address", by=("usage",))
class ResidesAt:
    """A party lives or is seated at an address."""

    record: PartyOf
    address: Annotated[str, Link("", "Address")]
    usage: str = "MAIN"
    valid_from: date | None = None
    valid_to: date | None = None


@relationship("LIVES_IN", "record", "household")
class LivesIn:
    """A person is a member of a household."""

    record: PartyOf
    household: Annotated[str, Link("", "Household")]
    role: str
    primary: bool = False
    valid_from: date | None = None
    valid_to: date | None = None


@relationship("TOOK_PART", "record", "interaction")
class TookPart:
    """A party took part in a contact that is about another."""

    record: PartyOf
    interaction: Annotated[str, Link("", "Interaction")]


@relationship("GAVE", "record", "consent")
class Gave:
    """A party gave a consent, or withdrew one."""

    record: PartyOf
    consent: Annotated[str, Link("", "Consent")]


@relationship("RELATED_TO", "record", "other", by=("kind",))
class RelatedTo:
    """`record` is the kind of relation to `other`: PARENT reads "is a parent of"."""

    record: PartyOf
    other: PartyOf
    kind: RelationKind
    declared_by: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@relationship("WORKS_FOR", "record", "company")
class WorksFor:
    """A person works for a company."""

    record: PartyOf
    company: PartyOf
    title: str | None = None
    evidence: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@relationship("HOLDS_OFFICE", "record", "company", by=("office",))
class HoldsOffice:
    """A register lists a person as an officer of a company."""

    record: PartyOf
    company: PartyOf
    office: Office
    valid_from: date | None = None
    valid_to: date | None = None


@relationship("DECIDES_FOR", "record", "company", by=("role", "opportunity"))
class DecidesFor:
    """A banker's judgement: the part a person plays in a company's decisions; `influence` 0–1; `vouched_by` said so."""

    record: PartyOf
    company: PartyOf
    role: DecisionRole
    stance: Stance | None = None
    influence: float | None = None
    evidence: str | None = None
    opportunity: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    vouched_by: str | None = None
    said_on: date | None = None


@relationship("TAKES_STANCE", "record", "company", by=("opportunity",))
class TakesStance:
    """Where a person stands towards what the bank proposes to a company, whatever parts they play; `influence` 0–1."""

    record: PartyOf
    company: PartyOf
    stance: Stance
    influence: float | None = None
    evidence: str | None = None
    opportunity: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    vouched_by: str | None = None
    said_on: date | None = None


@relationship("CONTACT_AT", "record", "company")
class ContactAt:
    """How near the bank is to a person in what concerns a company, and how near it wants to be."""

    record: PartyOf
    company: PartyOf
    level: ContactLevel
    desired: ContactLevel | None = None
    evidence: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    vouched_by: str | None = None
    said_on: date | None = None


@relationship("REPORTS_TO", "record", "other", by=("company",))
class ReportsTo:
    """A person reports to another, in the company of that record; `strength` 0–1."""

    record: PartyOf
    other: PartyOf
    company: str | None = None
    strength: float | None = None
    evidence: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    vouched_by: str | None = None
    said_on: date | None = None


@relationship("INFLUENCES", "record", "other", by=("company",))
class Influences:
    """A person influences another, in the company of that record or wherever they are; `strength` 0–1."""

    record: PartyOf
    other: PartyOf
    company: str | None = None
    strength: float | None = None
    evidence: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    vouched_by: str | None = None
    said_on: date | None = None


@relationship("REFERRED", "record", "other", by=("company",))
class Referred:
    """A person referred another to the bank, for the company of that record where one is named; `strength` 0–1."""

    record: PartyOf
    other: PartyOf
    company: str | None = None
    strength: float | None = None
    evidence: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    vouched_by: str | None = None
    said_on: date | None = None


@relationship("ACQUAINTED_WITH", "record", "other", by=("company",))
class AcquaintedWith:
    """A person declares that they know another, for introductions; `strength` 0–1."""

    record: PartyOf
    other: PartyOf
    company: str | None = None
    strength: float | None = None
    evidence: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    vouched_by: str | None = None
    said_on: date | None = None


@relationship("OWNS", "record", "company", by=("interest", "declared"))
class Owns:
    """A party has a share of a company: exact, or between two bounds; fractions of one, names as in BODS 0.4.

    `declared` tells several interests of one kind apart, each from a declaration of its own; `statement` is the
    OwnershipStatement that says so now. `beneficial` where the interest makes its party a beneficial owner; `direct` is null
    where that is not known.
    """

    record: PartyOf
    company: PartyOf
    interest: str = "SHAREHOLDING"
    share_exact: float | None = None
    share_min: float | None = None
    share_max: float | None = None
    direct: bool | None = True
    nominee: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    beneficial: bool | None = None
    statement: str | None = None
    declared: str | None = None
    details: str | None = None


@relationship("ACTS_WITH", "record", "other", by=("company",))
class ActsWith:
    """Two parties act in concert (一致行动): as one in the company that they agreed on, in all where none is named.

    `company` is the record of that company.
    """

    record: PartyOf
    other: PartyOf
    agreement: str | None = None
    company: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@relationship("BRANCH_OF", "record", "company")
class BranchOf:
    """A company's branch is not a legal person of its own."""

    record: PartyOf
    company: PartyOf
    valid_from: date | None = None
    valid_to: date | None = None


@relationship("CONSOLIDATED_BY", "record", "company", by=("level",))
class ConsolidatedBy:
    """A parent consolidates a company in its accounts: its direct parent, or the ultimate one; `share` is a fraction of one."""

    record: PartyOf
    company: PartyOf
    level: ParentLevel
    share: float | None = None
    accounting_standard: str | None = None  # IFRS, US_GAAP …
    status: str | None = None  # of the relationship: ACTIVE, INACTIVE
    registration_status: str | None = None  # of its record: PUBLISHED, LAPSED, RETIRED …
    valid_from: date | None = None
    valid_to: date | None = None


@relationship("FUND_OF", "record", "company", by=("tie",))
class FundOf:
    """A fund belongs to its management company, its umbrella fund or its master fund."""

    record: PartyOf
    company: PartyOf
    tie: FundTie
    status: str | None = None
    registration_status: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@relationship("SUPPLIES", "record", "company")
class Supplies:
    """A company sells to another."""

    record: PartyOf
    company: PartyOf
    volume: int | None = None
    currency: str | None = None
    evidence: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@relationship("BANKS_WITH", "record", "institution")
class BanksWith:
    """A party also has accounts at another bank."""

    record: PartyOf
    institution: Annotated[str, Link("", "Institution")]
    share_of_wallet: float | None = None
    basis: str | None = None
    owed: int | None = None  # minor units, what the other bank has lent
    currency: str | None = None


@relationship("GUARANTEES", "record", "borrower", by=("facility",))
class Guarantees:
    """A party answers for what another has drawn under a facility, up to an amount in minor units."""

    record: PartyOf
    borrower: PartyOf
    facility: str
    kind: GuaranteeKind
    amount: int | None = None
    currency: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@relationship("SECURES", "collateral", "facility")
class Secures:
    """A collateral stands for a facility; `rank` 1 is satisfied first."""

    collateral: Annotated[str, Link("", "Collateral")]
    facility: Annotated[str, Link("", "Facility")]
    rank: int | None = None


@relationship("DRAWN_UNDER", "account", "facility")
class DrawnUnder:
    """A loan, bill or letter of credit was given under a facility."""

    account: Annotated[str, Link("", "Account")]
    facility: Annotated[str, Link("", "Facility")]


@relationship("USES", "record", "device")
class Uses:
    """A party has logged in with a device, `logins` times between two instants."""

    record: PartyOf
    device: Annotated[str, Link("", "Device")]
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    logins: int | None = None


RECORDS = (Person, Company)
NODES = (
    OrgUnit, Employee, Institution, Product, Account, Transaction, StandingOrder, Household,
    Interaction, Event, Opportunity, Address, ContactPoint, IdentityDocument, OwnershipStatement,
    Facility, Collateral, ServiceRequest, Consent, Outcome, Survey, RiskAssessment, TaxYear, Device,
)  # fmt: skip
RELATIONSHIPS = (
    Holds, ManagedBy, Covers, Knows, IdentifiedBy, ReachedAt, ResidesAt, LivesIn, TookPart, Gave, RelatedTo, WorksFor,
    HoldsOffice, DecidesFor, TakesStance, ContactAt, ReportsTo, Influences, Referred, AcquaintedWith,
    Owns, ActsWith, BranchOf, ConsolidatedBy, FundOf, Supplies, BanksWith, Guarantees, Secures, DrawnUnder, Uses,
)  # fmt: skip

Record = (
    Person | Company
    | OrgUnit | Employee | Institution | Product | Account | Transaction | StandingOrder | Household
    | Interaction | Event | Opportunity | Address | ContactPoint | IdentityDocument | OwnershipStatement
    | Facility | Collateral | ServiceRequest | Consent | Outcome | Survey | RiskAssessment | TaxYear | Device
    | Holds | ManagedBy | Covers | Knows | IdentifiedBy | ReachedAt | ResidesAt | LivesIn | TookPart | Gave | RelatedTo | WorksFor
    | HoldsOffice | DecidesFor | TakesStance | ContactAt | ReportsTo | Influences | Referred | AcquaintedWith
    | Owns | ActsWith | BranchOf | ConsolidatedBy | FundOf | Supplies | BanksWith
    | Guarantees | Secures | DrawnUnder | Uses
)  # fmt: skip
