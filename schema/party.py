"""Parties: a person or a company as the bank believes it to be, out of what all its silos say."""

from enum import Enum

import strawberry

from graph.mapping import Inherited
from resolvers import distinguisher, highlights, history, holdings, provenance
from resolvers import guarantee_circles as circles
from resolvers import guarantees as guaranteed
from resolvers.provenance import BY_HAND, by_hand
from schema.account import FIRST_ROLE, HELD, AccountOrder, AccountsFilter, AccountWhere, HoldingConnection
from schema.buying_centre import OF_COMPANY, OF_PERSON, TIE_STANDS, TIES, DecisionMaker, DecisionSeat, Tie, outranked
from schema.credit import BankElsewhere, Collateral, Facility, Guarantee
from schema.customer_group import GroupSeat, GuaranteeCircle
from schema.early_warning import HOLDS, EarlyWarning
from schema.enums import CompanyCategory, Gender, RiskTolerance
from schema.field import (
    chosen,
    computed,
    cursor,
    edge,
    filter_,
    group,
    itself,
    judged,
    key,
    matched,
    node,
    of_totals,
    on_edge,
    page,
    prop,
    rows,
    tally,
    told,
    told_list,
    totals,
)
from schema.filters import BooleanFilter, CompanyCategoryFilter, DateFilter, TextFilter
from schema.household import DECLARED_FIRST, Household
from schema.interaction import (
    NOT_WITHDRAWN,
    EventConnection,
    EventOrder,
    EventsFilter,
    EventWhere,
    InteractionConnection,
    InteractionOrder,
    InteractionsFilter,
    InteractionWhere,
    OpportunitiesFilter,
    Opportunity,
    Outcome,
)
from schema.node import STILL_SAID, Connection, DaySpan, Node, Origin, Totals, edge_origin
from schema.organisation import Coverage, OrgUnit
from schema.recommendation import OFFERED, REJECTED, Recommendation
from schema.record import NEAR, FieldSource, SourceRecord, StewardValue
from schema.relation import (
    TRADED,
    Consolidation,
    Employment,
    FundMembership,
    Interest,
    OfficeHeld,
    Officer,
    Owner,
    Relation,
    RelationOrder,
    RelationsFilter,
    RelationWhere,
    Staff,
    StaffOrder,
    StaffWhere,
    Trade,
    TradeOrder,
    TradeWhere,
)
from schema.scalars import Date, DateTime
from schema.service import Consent, ServiceRequestConnection, ServiceRequestOrder, ServiceRequestWhere
from schema.standing import OF_RULE, Standing
from schema.wealth import Balance, ProductHolding


@strawberry.enum(description="A person or a company.")
class PartyKind(Enum):
    PERSON = "PERSON"
    COMPANY = "COMPANY"


@strawberry.enum(description="The language names are shown in.")
class Locale(Enum):
    ZH = "ZH"
    EN = "EN"


@strawberry.enum(description="The order of parties.")
class PartyOrder(Enum):
    NAME = "sortName ASC"
    NAME_DESC = "sortName DESC"
    UNIT = strawberry.enum_value(
        "unit ASC, sortName ASC", description="By the id of the unit where they are at home, in each by name."
    )


SORTABLE = {"sortName": "String", "unit": "String"}
EARLIER = "RetiredParty"
"""What a party was called before it went into another."""


@node("ContactPoint", scope=Inherited("<-[:REACHED_AT]-", "Party"))
class ContactPoint(Node):
    """A telephone number, an e-mail address, a WeChat id."""

    kind: str
    """PHONE, EMAIL or WECHAT."""
    value: str | None = prop(tag="contact", mask="left(this.value, 3) + '****' + right(this.value, 4)")
    """The number or address."""


@rows
class Contact:
    """A way to reach a party."""

    point: ContactPoint = itself()
    """Where."""
    usage: str | None = on_edge("usage")
    """What it is used for."""
    origin: Origin | None = edge_origin()
    """Who says so."""


@node("Address", scope=Inherited("<-[:RESIDES_AT]-", "Party"))
class Address(Node):
    """A place."""

    text: str | None = prop(tag="contact", mask="coalesce(this.city, '') + '…'")
    """As it is written."""
    country: str | None
    """ISO 3166-1 alpha-2."""
    region: str | None
    """The province or region."""
    city: str | None
    """The city or district."""
    postcode: str | None = prop(tag="contact")
    """The postcode."""


@rows
class Residence:
    """Where a party lives or is seated."""

    address: Address = itself()
    """Where."""
    usage: str | None = on_edge("usage")
    """What it is used for."""
    since: Date | None = on_edge("validFrom")
    """From when."""
    origin: Origin | None = edge_origin()
    """Who says so."""


@strawberry.enum(description="What happened to a party.")
class PartyEventKind(Enum):
    MADE = strawberry.enum_value("MADE", description="It was made, for its first record.")
    JOINED = strawberry.enum_value("JOINED", description="Another record was found to describe it.")
    MERGED = strawberry.enum_value("MERGED", description="Another party went into it; that one's id leads here.")
    LEFT = strawberry.enum_value("LEFT", description="A record went from it to another party.")
    CAME = strawberry.enum_value("CAME", description="A record came from another party, which stayed.")
    JUDGED = strawberry.enum_value("JUDGED", description="A steward judged one of its records and another.")
    VALUE_SET = strawberry.enum_value("VALUE_SET", description="A steward said one of its values.")
    VALUE_WITHDRAWN = strawberry.enum_value("VALUE_WITHDRAWN", description="A steward's value was withdrawn.")


@told
class PartyEvent:
    """Something that happened to a party."""

    at: DateTime
    """When."""
    kind: PartyEventKind
    """What."""
    words: str
    """The same for people."""
    party_id: str | None
    """The other party's id, or the id that it had."""
    records: list[str]
    """The records that it was about."""
    by: str | None
    """Who decided: a steward's name, ingest, or resolution."""
    why: str | None
    """Why, where a steward did."""


BY_HAND_FIRST = "CASE edge.usage WHEN 'PREFERRED' THEN '' ELSE '~' END + edge.recordId"
"""Of several who say how a party is reached, a banker comes before a silo."""
PART = "edge.role, coalesce(edge.opportunity, ''), edge.recordId, edge.by"
CUSTOMER = "EXISTS { MATCH (this)-[_h:HOLDS]->(_a:Account) WHERE scoped(_a) AND current(_h) }"


@node("Party", sortable=SORTABLE, formerly=EARLIER, interface=True)
class Party(Node):
    """A person or a company, out of what all silos say."""

    party_id: str = prop("id")
    """Given once and never used again."""
    kind: PartyKind
    """A person or a company."""
    name: str | None
    """The chosen name."""
    display_name: str | None = chosen(
        "locale",
        Locale,
        "the language; the chosen name without it",
        {None: "this.name", Locale.ZH: "this.name", Locale.EN: "coalesce(this.nameEn, this.name)"},
    )
    """The name as it is shown."""
    distinguisher: str | None = computed(distinguisher.NEAR, tag="identity", read=distinguisher.told)
    """What tells namesakes apart: decade of birth, home unit, end of the id."""
    is_customer: bool = computed(CUSTOMER)
    """Whether it holds an account that the caller may see."""
    home_unit: OrgUnit | None = edge("-[:MANAGED_BY]->", test="edge.role = 'LEAD'")
    """The unit that leads in looking after it (管户, 主办)."""
    accounts: HoldingConnection = page(
        "-[:HOLDS]->", where=AccountWhere, order=AccountOrder, by="opened DESC", once=FIRST_ROLE, told=HELD
    )
    """The accounts it holds, each once, as far as the caller may see them."""
    products: list[ProductHolding] | None = judged(holdings.products, holdings.of_party(holdings.PRODUCTS), tag="money")
    """What it owns, alone or with others, by product."""
    balances: list[Balance] | None = judged(holdings.balances, holdings.of_party(holdings.SUMS), tag="money")
    """What it has and owes, alone or with others, by currency."""
    contacts: list[Contact] = edge("-[:REACHED_AT]->", by="kind ASC", once=BY_HAND_FIRST)
    """How it can be reached."""
    residences: list[Residence] = edge("-[:RESIDES_AT]->", once=BY_HAND_FIRST, as_of=True)
    """Where it lives or is seated."""
    coverage: list[Coverage] = edge("<-[:COVERS]-", by="name ASC", ties="edge.function, edge.recordId")
    """Who in the bank is responsible for it."""
    interactions: InteractionConnection = page(
        "<-[:ABOUT]-", where=InteractionWhere, order=InteractionOrder, by="at DESC", dated=False, test=NOT_WITHDRAWN
    )
    """Its contacts with the bank, the newest first."""
    events: EventConnection = page(
        "<-[:ABOUT]-", where=EventWhere, order=EventOrder, by="happenedOn DESC", dated=False
    )
    """What happened in its life or business, the newest first."""
    service_requests: ServiceRequestConnection = page(
        "<-[:ABOUT]-", where=ServiceRequestWhere, order=ServiceRequestOrder, by="openedAt DESC", dated=False, test=NOT_WITHDRAWN
    )
    """What it asked for or complained of, the newest first."""
    consents: list[Consent] = edge("-[:GAVE]->", by="at DESC", dated=False, test=NOT_WITHDRAWN)
    """To what uses of its data it consented or no longer does, the last declared first."""
    outcomes: list[Outcome] = edge("<-[:ABOUT]-", by="at DESC", dated=False, test=NOT_WITHDRAWN)
    """What came of what was offered to it, the last first."""
    opportunities: list[Opportunity] = edge("<-[:ABOUT]-", by="closesOn ASC", dated=False, test=STILL_SAID)
    """Business that may be won."""
    owns: list[Interest] = edge("-[:OWNS]->", by="sortName ASC", ties="edge.by, edge.recordId", as_of=True)
    """Companies in which it has a direct interest."""
    facilities: list[Facility] = edge("<-[:GRANTED_TO]-", by="expiresOn ASC", dated=False, test=STILL_SAID)
    """Lines of credit (授信) that were granted to it, those that expire first before the others."""
    collateral: list[Collateral] = edge("<-[:PLEDGED_BY]-", by="kind ASC", dated=False, test=STILL_SAID)
    """What it has put up as security, for itself or for others."""
    guarantees: list[Guarantee] | None = judged(guaranteed.told, guaranteed.GIVEN, tag="money")
    """For whose debts it answers, as far as the caller may see whose."""
    guaranteed_by: list[Guarantee] | None = judged(guaranteed.told, guaranteed.HAD, tag="money")
    """Who answers for its debts, as far as the caller may see them."""
    guarantee_circle: GuaranteeCircle | None = judged(circles.circle, circles.NEAR, tag="money")
    """The circle (担保圈) in which it answers for others and they for it, if any, as far as the caller may see them."""
    warnings: list[EarlyWarning] = edge("<-[:ABOUT]-", by="score DESC", dated=False, test=HOLDS)
    """Signs that the bank may lose it, the strongest first; `c360 judge` writes them."""
    recommendations: list[Recommendation] = edge("<-[:ABOUT]-", by="score DESC", dated=False, test=OFFERED)
    """What it may be offered, the most called for first; `c360 judge` writes them."""
    rejected_recommendations: list[Recommendation] = edge("<-[:ABOUT]-", by="score DESC", dated=False, test=REJECTED)
    """What is called for and must not be offered, with why."""
    stage: Standing | None = edge("<-[:ABOUT]-", as_of=True, test=OF_RULE.format("STAGE"))
    """At which stage of its life with the bank it is; `c360 judge` writes it and the standings below."""
    tier: Standing | None = edge("<-[:ABOUT]-", as_of=True, test=OF_RULE.format("TIER"))
    """In which tier of value it is."""
    need_segment: Standing | None = edge("<-[:ABOUT]-", as_of=True, test=OF_RULE.format("NEED_SEGMENT"))
    """Whether it mostly saves, invests or borrows."""
    loyalty: Standing | None = edge("<-[:ABOUT]-", as_of=True, test=OF_RULE.format("LOYALTY"))
    """How much it has beside how attached it is: many assets and little attachment sleep."""
    standings: list[Standing] = edge("<-[:ABOUT]-", by="since DESC", dated=False)
    """Where it stands and stood by every rule, the newest first."""
    groups: list[GroupSeat] = edge("-[:IN_GROUP]->", by="rule ASC", ties="edge.by", as_of=True)
    """Customer groups (集团客户) that it is in: one by control, others on which it depends."""
    banks_with: list[BankElsewhere] = edge("-[:BANKS_WITH]->", by="name ASC", ties="edge.recordId")
    """Other banks at which it banks, as silos tell."""
    records: list[SourceRecord] = edge("<-[:DESCRIBES]-", dated=False)
    """What each silo says about it."""
    provenance: list[FieldSource] = judged(
        provenance.sources, NEAR, arguments={"fields": (list[str] | None, None, "only these")}
    )
    """Which record each chosen value comes from."""
    steward_values: list[StewardValue] | None = judged(by_hand, BY_HAND, tag="judgement")
    """What stewards say of it by hand, which outranks every silo."""
    history: list[PartyEvent] | None = judged(history.history, history.NEAR, tag="judgement")
    """How it came to be what it is, the newest first: merges, partings, what was judged of its records, and what stewards said."""


@node("Party:Person", sortable=SORTABLE, formerly=EARLIER)
class Person(Party, Node):
    """A natural person."""

    name_en: str | None
    """The English or passport name."""
    gender: Gender | None
    """As the silo says it."""
    birth_date: Date | None = prop(tag="identity")
    """The day of birth."""
    nationality: str | None = prop(tag="identity")
    """ISO 3166-1 alpha-2."""
    occupation: str | None
    """What the person does."""
    risk_tolerance: RiskTolerance | None = prop(tag="risk")
    """C1 (least) to C5."""
    risk_assessed_on: Date | None = prop(tag="risk")
    """The day of that assessment."""
    risk_valid_until: Date | None = prop(tag="risk")
    """The day it expires."""
    investor_type: str | None = prop(tag="risk")
    """普通 ORDINARY or 专业 PROFESSIONAL."""
    kyc_level: str | None = prop(tag="risk")
    """How well the person is known."""
    aml_rating: str | None = prop(tag="risk")
    """The rating against money laundering."""
    household: Household | None = edge("-[:LIVES_IN|BELONGS_TO]->", first=DECLARED_FIRST, as_of=True, days="identity")
    """Who the person lives and banks with: as a silo declares it, else as it was worked out."""
    relations: list[Relation] = edge(
        "-[:RELATED_TO]-", by="sortName ASC", ties="edge.kind, edge.recordId", as_of=True,
        where=RelationWhere, order=RelationOrder, told={"kind": "kind", "since": "since", "party": "party"},
    )  # fmt: skip
    """Kin, as declared."""
    decides_for: list[DecisionSeat] = edge(
        "-[:DECIDES_FOR]->", by="sortName ASC", ties=PART, as_of=True, test=outranked(OF_COMPANY)
    )
    """Companies in whose decisions the person has a part."""
    ties: list[Tie] = edge(TIES, by="sortName ASC", ties="type(edge), edge.recordId, edge.by", as_of=True, test=TIE_STANDS)
    """Who they report to, influence, referred and know, and who them."""
    offices: list[OfficeHeld] = edge("-[:HOLDS_OFFICE]->", by="sortName ASC", ties="edge.office, edge.recordId", as_of=True)
    """Offices that registers list."""
    works_for: list[Employment] = edge("-[:WORKS_FOR]->", by="sortName ASC", ties="edge.recordId", as_of=True)
    """Employers."""


@node("Party:Company", sortable=SORTABLE, formerly=EARLIER)
class Company(Party, Node):
    """A company, a public body or another organisation."""

    name_en: str | None
    """The English name."""
    legal_form: str | None
    """As the register says it."""
    short_name: str | None
    """What it is called for short."""
    uscc: str | None
    """统一社会信用代码, 18 characters."""
    lei: str | None
    """Legal Entity Identifier (ISO 17442)."""
    category: CompanyCategory | None
    """What kind of organisation it is."""
    industry: str | None
    """GB/T 4754 code."""
    size: str | None
    """Its size class."""
    is_listed: bool | None = prop("listed")
    """Whether its shares are traded."""
    founded_on: Date | None
    """The day it was founded."""
    owners: list[Owner] = edge("<-[:OWNS]-", by="sortName ASC", ties="edge.by, edge.recordId", as_of=True)
    """Direct interests in it."""
    decision_makers: list[DecisionMaker] = edge(
        "<-[:DECIDES_FOR]-", by="sortName ASC", ties=PART, as_of=True, test=outranked(OF_PERSON)
    )
    """Who decides, and who has a say."""
    officers: list[Officer] = edge("<-[:HOLDS_OFFICE]-", by="sortName ASC", ties="edge.office, edge.recordId", as_of=True)
    """Whom registers list."""
    employees: list[Staff] = edge(
        "<-[:WORKS_FOR]-", by="sortName ASC", most=500, ties="edge.recordId", as_of=True,
        where=StaffWhere, order=StaffOrder, told={"evidence": "evidence", "since": "since", "person": "person"},
    )  # fmt: skip
    """Who works for it, as far as known."""
    suppliers: list[Trade] = edge(
        "<-[:SUPPLIES]-", by="sortName ASC", ties="edge.recordId", as_of=True, where=TradeWhere, order=TradeOrder, told=TRADED
    )
    """Who sells to it, as declared."""
    buyers: list[Trade] = edge(
        "-[:SUPPLIES]->", by="sortName ASC", ties="edge.recordId", as_of=True, where=TradeWhere, order=TradeOrder, told=TRADED
    )
    """Who buys from it, as declared."""
    parents: list[Consolidation] = edge("-[:CONSOLIDATED_BY]->", by="sortName ASC", ties="edge.level, edge.recordId", as_of=True)
    """Who consolidates it in its accounts."""
    subsidiaries: list[Consolidation] = edge(
        "<-[:CONSOLIDATED_BY]-", by="sortName ASC", ties="edge.level, edge.recordId", as_of=True
    )
    """Whom it consolidates in its accounts."""
    fund_of: list[FundMembership] = edge("-[:FUND_OF]->", by="sortName ASC", ties="edge.tie, edge.recordId", as_of=True)
    """Of a fund, its management company, umbrella or master."""
    funds: list[FundMembership] = edge("<-[:FUND_OF]-", by="sortName ASC", ties="edge.tie, edge.recordId", as_of=True)
    """Funds that it manages, or that are parts of it."""
    head_office: "Company | None" = edge("-[:BRANCH_OF]->")
    """Of a branch, the company that it is a part of."""
    branches: list["Company"] = edge("<-[:BRANCH_OF]-", by="sortName ASC")
    """Its branches, which are no legal persons of their own."""


@filter_
class PartyKindFilter:
    """Tests on the kind of a party."""

    eq: PartyKind | None
    """Is this; null: is not known."""
    in_: list[PartyKind] | None
    """Is one of these."""


@filter_
class HouseholdWhere:
    """Which households."""

    rule: TextFilter | None
    members: "PartiesFilter | None"
    """Tests on who lives in it."""


@filter_
class PartiesFilter:
    """Tests on the parties that a relationship leads to."""

    some: "PartyWhere | None"
    """At least one that the caller sees passes."""
    none: "PartyWhere | None"
    """None that the caller sees passes."""
    all: "PartyWhere | None"
    """All that the caller sees pass; also where there are none."""


@filter_
class PartyWhere:
    """Which parties; what only persons or only companies have, the others have not."""

    name: TextFilter | None
    kind: PartyKindFilter | None
    is_customer: BooleanFilter | None
    """Tests whether it holds an account that the caller may see."""
    unit: TextFilter | None
    """Tests on the id of the unit where it is at home."""
    birth_date: DateFilter | None
    industry: TextFilter | None
    category: CompanyCategoryFilter | None
    accounts: AccountsFilter | None
    """Tests on the accounts it holds."""
    interactions: InteractionsFilter | None
    """Tests on its contacts with the bank."""
    events: EventsFilter | None
    """Tests on what happened to it."""
    opportunities: OpportunitiesFilter | None
    """Tests on the business that may be won."""
    household: HouseholdWhere | None
    """A person's household passes this."""
    relations: RelationsFilter | None
    """Tests on a person's kin."""
    decides_for: PartiesFilter | None
    """Tests on the companies in whose decisions a person has a part."""
    works_for: PartiesFilter | None
    """Tests on a person's employers."""
    decision_makers: PartiesFilter | None
    """Tests on who decides for a company."""
    owners: PartiesFilter | None
    """Tests on who has a direct interest in a company."""
    owns: PartiesFilter | None
    """Tests on the companies in which it has a direct interest."""
    any: list["PartyWhere"] | None
    """At least one of these holds."""
    all: list["PartyWhere"] | None
    """All of these hold."""
    not_: "PartyWhere | None"
    """This does not hold."""


@rows
class PartyEdge:
    """A line of a list of parties."""

    node: Party = itself()
    """The party."""
    cursor: str = cursor()
    """Its place in the list."""


@strawberry.enum(description="A name that a text is found in.")
class SearchedName(Enum):
    NAME = strawberry.enum_value("NAME", description="The chosen name.")
    NAME_EN = strawberry.enum_value("NAME_EN", description="The English or passport name.")
    SHORT_NAME = strawberry.enum_value("SHORT_NAME", description="What a company is called for short.")
    OTHER_NAME = strawberry.enum_value("OTHER_NAME", description="What some silo calls or called it.")


@strawberry.enum(description="How a word stands in a name.")
class MatchedHow(Enum):
    WRITTEN = strawberry.enum_value("WRITTEN", description="As it is written, whatever its case, accents and width.")
    PINYIN = strawberry.enum_value("PINYIN", description="As Chinese characters are read.")
    INITIALS = strawberry.enum_value("INITIALS", description="By the first letters of how they are read.")


@told
class TextRange:
    """A part of a text, in UTF-16 code units, as JavaScript counts: `text.slice(start, end)`."""

    start: int
    """Where it begins."""
    end: int
    """Where it ends: the first place behind it."""
    how: MatchedHow
    """How a word stands there."""


@told
class Highlight:
    """A name in which words of a search stand, and where."""

    field: SearchedName
    """Which name."""
    text: str
    """The name as it is written."""
    ranges: list[TextRange] = told_list("ranges", 2)
    """Where the words stand, in their order; none overlaps another."""


@rows
class SearchEdge:
    """A party that a text finds."""

    node: Party = itself()
    """The party."""
    cursor: str = cursor()
    """Its place among the hits."""
    score: float = computed("edge")
    """How well it fits; the best comes first."""
    highlights: list[Highlight] = matched(highlights.highlights, *highlights.NAMES, most=2)
    """Why it was found: its own names in which words stand, and those that silos give it of which a word is in none of these. Empty
    where the name is one that the caller may not read."""


@group
class PartyGroup:
    """Parties that have the same keys; what is not grouped by is null."""

    kind: PartyKind | None = key()
    """Persons or companies."""
    unit: str | None = key()
    """The id of the unit where they are at home."""
    gender: Gender | None = key()
    """Of persons, as the silo says it."""
    risk_tolerance: RiskTolerance | None = key()
    """Of persons."""
    category: CompanyCategory | None = key()
    """Of companies, what kind of organisation they are."""
    industry: str | None = key()
    """Of companies, the GB/T 4754 code."""
    size: str | None = key()
    """Of companies, the size class."""
    count: int = of_totals("count")
    """How many."""
    birth_date: DaySpan = tally()
    """Of persons, the first and the last day of birth."""


@rows
class PartyConnection(Connection[PartyEdge]):
    """A page of parties."""

    totals: Totals[PartyGroup] = totals(PartyGroup)
    """What all of them come to."""


@rows
class SearchConnection(Connection[SearchEdge]):
    """A page of what a text finds."""

    totals: Totals[PartyGroup] = totals(PartyGroup)
    """What all of it comes to."""


@strawberry.input(one_of=True, description="One way to name a party.")
class PartyKey:
    id: strawberry.ID | None = strawberry.field(default=strawberry.UNSET, description="its global id, or its own")
    party_id: str | None = strawberry.field(default=strawberry.UNSET, description="its own id")
    source_id: str | None = strawberry.field(default=strawberry.UNSET, description="a silo's id for it, as `core:4711`")
    account_id: str | None = strawberry.field(default=strawberry.UNSET, description="an account it owns")
    iban: str | None = strawberry.field(default=strawberry.UNSET, description="the number of an account it owns")
    lei: str | None = strawberry.field(default=strawberry.UNSET, description="a company's Legal Entity Identifier")
    uscc: str | None = strawberry.field(default=strawberry.UNSET, description="a company's 统一社会信用代码")


OWNED = "<-[_h:HOLDS {{role: 'OWNER'}}]-(this:Party) WHERE current(_h) AND scoped(_a)"
NAMED = f"OPTIONAL MATCH (_was:{EARLIER} {{id: $key}}) MATCH (this:Party) WHERE this.id = coalesce(_was.into, $key)"
PARTY_KEYS = {
    "id": NAMED,
    "partyId": NAMED,
    "sourceId": "MATCH (_r:SourceRecord {id: $key})-[:DESCRIBES]->(this:Party)",
    "accountId": f"MATCH (_a:Account {{id: $key}}){OWNED.format()}",
    "iban": f"MATCH (_a:Account {{number: $key}}){OWNED.format()}",
    "lei": "MATCH (this:Party:Company {lei: $key})",
    "uscc": "MATCH (this:Party:Company {uscc: $key})",
}
