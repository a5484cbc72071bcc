"""Lakeside Bank's CRM: contacts and companies, homes, kin, who looks after whom, who decides, what was said; JSON lines."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TypeVar

from graph.model import (
    AcquaintedWith,
    BanksWith,
    Channel,
    Company,
    ContactAt,
    ContactLevel,
    Coverage,
    Covers,
    DecidesFor,
    DecisionRole,
    Event,
    EventKind,
    Evidence,
    Gender,
    HoldsOffice,
    Household,
    IdentifiedBy,
    Influences,
    Institution,
    Interaction,
    Knows,
    LivesIn,
    ManagedBy,
    Office,
    Opportunity,
    Owns,
    Person,
    ReachedAt,
    Record,
    Referred,
    RelatedTo,
    RelationKind,
    ReportsTo,
    ResidesAt,
    Stance,
    Supplies,
    WorksFor,
)
from ingest.contract import Seen, Source, Table
from ingest.evidence import address, document, email, phone, wechat
from ingest.field import Field
from ingest.formats import JsonLines
from ingest.row import Row

E = TypeVar("E", bound=Enum)


def _named(kind: type[E]) -> Mapping[str, E]:
    """The CRM uses the platform's own words."""
    return {each.value: each for each in kind}


DOCUMENTS = {each: each for each in ("CN_ID", "PASSPORT", "CN_HK_RESIDENT", "CN_PERMANENT_RESIDENT")}
GENDERS = {"M": Gender.MALE, "F": Gender.FEMALE}
RELATIONS, COVERAGE, OFFICES = _named(RelationKind), _named(Coverage), _named(Office)
DECISION_ROLES, STANCES, LEVELS = _named(DecisionRole), _named(Stance), _named(ContactLevel)
BONDS = {"REPORTS_TO": ReportsTo, "INFLUENCES": Influences, "REFERRED": Referred, "KNOWS": AcquaintedWith}
CHANNELS, EVENTS, EVIDENCE = _named(Channel), _named(EventKind), _named(Evidence)
SYSTEMS = {"core": "core", "cards": "cards", "wealth": "wealth"}


def contacts(row: Row, _seen: Seen) -> Iterator[Record]:
    person = Person(
        row.key("id"), row.text("name"), row.optional.text("cif"), row.optional.text("nameEn"),
        row.optional.code("gender", GENDERS), row.optional.date("birthDate"),
    )  # fmt: skip
    yield person
    reached = (
        ("MOBILE", row.optional.parsed("mobile", phone)),
        ("EMAIL", row.optional.parsed("email", email)),
        ("WECHAT", row.optional.parsed("wechat", wechat)),
    )
    for usage, contact in reached:
        if contact:
            yield contact
            yield ReachedAt(person.id, contact.id, usage)
    yield from _seat(row, person.id, "HOME")
    yield from _noted(row, person.id)
    row.ignore("lead")


def _noted(row: Row, record: str) -> Iterator[Record]:
    """A document's number as a banker wrote it down: kept as it was said, for matching to weigh its check digit."""
    kind, number = row.optional.code("idType", DOCUMENTS), row.optional.text("idNo")
    if kind and number:
        shown = document(kind, number)
        yield shown
        yield IdentifiedBy(record, shown.id)


def companies(row: Row, _seen: Seen) -> Iterator[Record]:
    company = Company(
        row.key("id"), row.text("name"), row.optional.text("cif"), row.text("nameEn"), row.text("shortName"),
        industry=row.text("industry"), listed=row.flag("listed"),
    )  # fmt: skip
    yield company
    switchboard = row.parsed("switchboard", phone)
    yield switchboard
    yield ReachedAt(company.id, switchboard.id, "SWITCHBOARD")
    yield from _seat(row, company.id, "SEAT")


def _seat(row: Row, record: str, usage: str) -> Iterator[Record]:
    for place in row.nested("address"):
        seat = address(
            place.text("text"), country=place.text("country"), region=place.text("region"), city=place.text("city"),
            postcode=place.text("postcode"),
        )  # fmt: skip
        yield seat
        yield ResidesAt(record, seat.id, usage)


def households(row: Row, _seen: Seen) -> Iterator[Record]:
    home = Household(row.key("id"), "DECLARED", "1", row.text("name"))
    yield home
    for member in row.nested("members"):
        yield LivesIn(member.key("contact"), home.id, member.text("role"), member.flag("primary"))
    row.ignore("declaredBy")


def relations(row: Row, _seen: Seen) -> Iterator[Record]:
    yield RelatedTo(row.key("contact"), row.key("of"), row.code("isThe", RELATIONS), row.key("contact"), row.optional.date("since"))


def employment(row: Row, _seen: Seen) -> Iterator[Record]:
    yield WorksFor(
        row.key("contact"), row.key("company"), row.text("title"), "DECLARED", row.date("since"), row.optional.date("until")
    )


def coverage(row: Row, _seen: Seen) -> Iterator[Record]:
    party, since = row.key("party"), row.date("since")
    yield ManagedBy(party, row.key("unit", system="core"), "LEAD", since)
    assisting = row.optional.key("assistingUnit", system="core")
    if assisting:
        yield ManagedBy(party, assisting, "ASSIST", since)
    for one in row.nested("team"):
        yield Covers(one.key("employee", system="core"), party, one.code("function", COVERAGE), valid_from=since)


def acquaintances(row: Row, _seen: Seen) -> Iterator[Record]:
    yield Knows(
        row.key("employee", system="core"), row.key("contact"), row.text("how"), row.number("strength"), row.date("lastMet")
    )


def ownership(row: Row, _seen: Seen) -> Iterator[Record]:
    yield Owns(row.key("owner"), row.key("company"), share_exact=row.parsed("percent", _share), valid_from=row.date("since"))


def _share(percent: str) -> float:
    return float(Decimal(percent) / 100)


def officers(row: Row, _seen: Seen) -> Iterator[Record]:
    yield HoldsOffice(
        row.key("contact"), row.key("company"), row.code("office", OFFICES), row.date("since"), row.optional.date("until")
    )


def opportunities(row: Row, _seen: Seen) -> Iterator[Record]:
    product = next((one.key("code", system=one.code("system", SYSTEMS)) for one in row.nested("product")), None)
    currency = row.text("currency")
    amount = row.optional.money("amount", currency)
    yield Opportunity(
        row.key("id"), row.key("party"), row.text("name"), row.text("stage"), product, amount, currency if amount else None,
        row.number("probability"), row.date("closes"),
    )  # fmt: skip


def stakeholders(row: Row, _seen: Seen) -> Iterator[Record]:
    yield DecidesFor(
        row.key("contact"), row.key("company"), row.code("role", DECISION_ROLES), row.code("stance", STANCES),
        row.number("influence"), row.text("evidence"), row.optional.key("opportunity"), row.date("since"),
        vouched_by=row.optional.key("saidBy", system="core"), said_on=row.optional.date("saidOn"),
    )  # fmt: skip


def closeness(row: Row, _seen: Seen) -> Iterator[Record]:
    yield ContactAt(
        row.key("contact"), row.key("company"), row.code("level", LEVELS), row.optional.code("desired", LEVELS),
        row.text("evidence"), row.date("since"), vouched_by=row.key("saidBy", system="core"), said_on=row.date("saidOn"),
    )  # fmt: skip


def bonds(row: Row, _seen: Seen) -> Iterator[Record]:
    yield row.code("kind", BONDS)(
        row.key("contact"), row.key("other"), row.optional.key("company"), row.optional.number("strength"), row.text("evidence"),
        row.date("since"), row.optional.date("until"), row.key("saidBy", system="core"), row.date("saidOn"),
    )  # fmt: skip


def trade(row: Row, _seen: Seen) -> Iterator[Record]:
    currency = row.text("currency")
    yield Supplies(
        row.key("supplier"), row.key("buyer"), row.money("yearlyVolume", currency), currency, row.text("evidence"),
        row.date("since"),
    )  # fmt: skip


def banks(row: Row, _seen: Seen) -> Iterator[Record]:
    yield Institution(row.key("code"), row.text("name"))


def elsewhere(row: Row, _seen: Seen) -> Iterator[Record]:
    yield BanksWith(row.key("party"), row.key("bank"), row.number("shareOfWallet"), row.text("basis"))


def interactions(row: Row, _seen: Seen) -> Iterator[Record]:
    yield Interaction(
        row.key("id"), row.key("party"), row.code("channel", CHANNELS), row.instant("at"), row.text("topic"),
        row.text("summary"), row.optional.key("employee", system="core"),
    )  # fmt: skip


def events(row: Row, _seen: Seen) -> Iterator[Record]:
    yield Event(
        row.key("id"), row.key("party"), row.code("kind", EVENTS), row.date("on"), row.code("evidence", EVIDENCE),
        row.text("text"),
    )  # fmt: skip


SOURCE = Source(
    name="lakeside-crm",
    system="crm",
    title="湖畔银行客户关系管理 · Lakeside Bank CRM",
    owner="营销管理部 · marketing",
    effective=date(2026, 10, 31),
    tables=(
        Table(
            "contacts",
            "contacts.jsonl",
            JsonLines(),
            contacts,
            (
                Field("id", key=True),
                Field("cif", required=False),
                Field("name", personal=True),
                Field("nameEn", required=False, personal=True),
                Field("gender", codes=GENDERS, required=False, personal=True),
                Field("birthDate", "date", required=False, personal=True),
                Field("mobile", required=False, personal=True),
                Field("email", required=False, personal=True),
                Field("wechat", required=False, personal=True),
                Field(
                    "address",
                    "array",
                    required=False,
                    personal=True,
                    fields=(
                        Field("text", personal=True),
                        Field("city"),
                        Field("region"),
                        Field("postcode"),
                        Field("country"),
                    ),
                ),
                Field("lead", required=False),
                Field("idType", codes=DOCUMENTS, required=False),
                Field("idNo", required=False, personal=True, about="as a banker wrote it down: its check digit may be wrong"),
            ),
        ),
        Table(
            "companies",
            "companies.jsonl",
            JsonLines(),
            companies,
            (
                Field("id", key=True),
                Field("cif", required=False),
                Field("name"),
                Field("nameEn"),
                Field("shortName"),
                Field("switchboard"),
                Field(
                    "address",
                    "array",
                    fields=(
                        Field("text"),
                        Field("city"),
                        Field("region"),
                        Field("postcode"),
                        Field("country"),
                    ),
                ),
                Field("industry"),
                Field("listed", "boolean", form="true/false"),
            ),
        ),
        Table(
            "households",
            "households.jsonl",
            JsonLines(),
            households,
            (
                Field("id", key=True),
                Field("name", personal=True),
                Field("declaredBy", required=False),
                Field(
                    "members",
                    "array",
                    fields=(
                        Field("contact"),
                        Field("role"),
                        Field("primary", "boolean", form="true/false"),
                    ),
                ),
            ),
        ),
        Table(
            "relations",
            "relations.jsonl",
            JsonLines(),
            relations,
            (
                Field("contact", key=True),
                Field("isThe", key=True, codes=RELATIONS),
                Field("of", key=True),
                Field("since", "date", required=False),
            ),
        ),
        Table(
            "employment",
            "employment.jsonl",
            JsonLines(),
            employment,
            (
                Field("contact", key=True),
                Field("company", key=True),
                Field("title"),
                Field("since", "date"),
                Field("until", "date", required=False),
            ),
        ),
        Table(
            "coverage",
            "coverage.jsonl",
            JsonLines(),
            coverage,
            (
                Field("party", key=True),
                Field("unit"),
                Field("assistingUnit", required=False),
                Field("since", "date"),
                Field(
                    "team",
                    "array",
                    fields=(
                        Field("employee"),
                        Field("function", codes=COVERAGE),
                    ),
                ),
            ),
        ),
        Table(
            "acquaintances",
            "acquaintances.jsonl",
            JsonLines(),
            acquaintances,
            (
                Field("employee", key=True),
                Field("contact", key=True),
                Field("how"),
                Field("strength", "number"),
                Field("lastMet", "date"),
            ),
        ),
        Table(
            "ownership",
            "ownership.jsonl",
            JsonLines(),
            ownership,
            (
                Field("owner", key=True),
                Field("company", key=True),
                Field("percent", personal=True),
                Field("since", "date"),
            ),
        ),
        Table(
            "officers",
            "officers.jsonl",
            JsonLines(),
            officers,
            (
                Field("contact", key=True),
                Field("company", key=True),
                Field("office", key=True, codes=OFFICES),
                Field("since", "date"),
                Field("until", "date", required=False),
            ),
        ),
        Table(
            "opportunities",
            "opportunities.jsonl",
            JsonLines(),
            opportunities,
            (
                Field("id", key=True),
                Field("party"),
                Field("name", personal=True),
                Field("stage"),
                Field(
                    "product",
                    "array",
                    fields=(
                        Field("system", codes=SYSTEMS),
                        Field("code"),
                    ),
                ),
                Field("amount", "number", required=False),
                Field("currency"),
                Field("probability", "number"),
                Field("closes", "date"),
            ),
        ),
        Table(
            "stakeholders",
            "stakeholders.jsonl",
            JsonLines(),
            stakeholders,
            (
                Field("contact", key=True),
                Field("company", key=True),
                Field("role", key=True, codes=DECISION_ROLES),
                Field("stance", codes=STANCES),
                Field("influence", "number"),
                Field("evidence"),
                Field("since", "date"),
                Field("opportunity", key=True, required=False),
                Field("saidBy", required=False),
                Field("saidOn", "date", required=False),
            ),
        ),
        Table(
            "closeness",
            "closeness.jsonl",
            JsonLines(),
            closeness,
            (
                Field("contact", key=True),
                Field("company", key=True),
                Field("level", codes=LEVELS),
                Field("desired", codes=LEVELS, required=False),
                Field("evidence", personal=True),
                Field("saidBy"),
                Field("saidOn", "date"),
                Field("since", "date"),
            ),
        ),
        Table(
            "bonds",
            "bonds.jsonl",
            JsonLines(),
            bonds,
            (
                Field("kind", key=True, codes=BONDS),
                Field("contact", key=True),
                Field("other", key=True),
                Field("company", key=True, required=False),
                Field("strength", "number", required=False),
                Field("evidence", personal=True),
                Field("saidBy"),
                Field("saidOn", "date"),
                Field("since", "date"),
                Field("until", "date", required=False),
            ),
        ),
        Table(
            "trade",
            "trade.jsonl",
            JsonLines(),
            trade,
            (
                Field("supplier", key=True),
                Field("buyer", key=True),
                Field("yearlyVolume", "number"),
                Field("currency"),
                Field("evidence"),
                Field("since", "date"),
            ),
        ),
        Table(
            "banks",
            "banks.jsonl",
            JsonLines(),
            banks,
            (
                Field("code", key=True),
                Field("name"),
            ),
        ),
        Table(
            "elsewhere",
            "elsewhere.jsonl",
            JsonLines(),
            elsewhere,
            (
                Field("party", key=True),
                Field("bank", key=True),
                Field("shareOfWallet", "number"),
                Field("basis"),
            ),
        ),
        Table(
            "interactions",
            "interactions.jsonl",
            JsonLines(),
            interactions,
            (
                Field("id", key=True),
                Field("party"),
                Field("channel", codes=CHANNELS),
                Field("at", "timestamp"),
                Field("topic", personal=True),
                Field("summary", personal=True),
                Field("employee", required=False),
            ),
        ),
        Table(
            "events",
            "events.jsonl",
            JsonLines(),
            events,
            (
                Field("id", key=True),
                Field("party"),
                Field("kind", codes=EVENTS),
                Field("on", "date"),
                Field("evidence", codes=EVIDENCE),
                Field("text", personal=True),
            ),
        ),
    ),
)
