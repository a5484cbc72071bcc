"""GLEIF: legal entities of the world by their LEI (level 1), who consolidates them (level 2), why some report no parent.

One silo in four forms: the published JSON, its updates, XML, and a Parquet extract of names. Level 1 and 2 are read by the same
readers, for JSON and XML say the same by the same names; what XML says in an element with a language, JSON says as plain text.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from graph.model import (
    BranchOf,
    Company,
    CompanyCategory,
    ConsolidatedBy,
    FundOf,
    FundTie,
    IdentifiedBy,
    OwnershipStatement,
    ParentLevel,
    Record,
    ResidesAt,
    StatementKind,
)
from ingest.contract import Seen, Source, Table
from ingest.evidence import address, document
from ingest.field import Field
from ingest.formats import Format, Json, Parquet, Xml
from ingest.row import Row
from runtime.errors import RowRefused

CATEGORIES = {
    "GENERAL": CompanyCategory.ENTERPRISE, "FUND": CompanyCategory.FUND, "SOLE_PROPRIETOR": CompanyCategory.SOLE_TRADER,
    "RESIDENT_GOVERNMENT_ENTITY": CompanyCategory.GOVERNMENT, "BRANCH": None,  # a branch is a part of a company
    "INTERNATIONAL_ORGANIZATION": CompanyCategory.INTERNATIONAL_ORGANISATION,
}  # fmt: skip
ACTIVE = {"ACTIVE": True, "INACTIVE": False, "NULL": None}
REGISTRATIONS = {
    word: word
    for word in (
        "PENDING_VALIDATION ISSUED PUBLISHED DUPLICATE LAPSED MERGED RETIRED ANNULLED CANCELLED TRANSFERRED PENDING_TRANSFER "
        "PENDING_ARCHIVAL"
    ).split()
}
# Codes that stand for "in no register that is listed".
NO_REGISTER = ("RA888888", "RA999999")
TYPES: dict[str, ParentLevel | FundTie | None] = {
    "IS_DIRECTLY_CONSOLIDATED_BY": ParentLevel.DIRECT, "IS_ULTIMATELY_CONSOLIDATED_BY": ParentLevel.ULTIMATE,
    "IS_INTERNATIONAL_BRANCH_OF": None, "IS_FUND-MANAGED_BY": FundTie.MANAGED_BY, "IS_SUBFUND_OF": FundTie.SUBFUND_OF,
    "IS_FEEDER_TO": FundTie.FEEDER_TO,
}  # fmt: skip
PERIODS = {"RELATIONSHIP_PERIOD": True, "ACCOUNTING_PERIOD": False, "DOCUMENT_FILING_PERIOD": False}
DIMENSIONS = {"ACCOUNTING_STANDARD": True}
STATUSES = {word: word for word in ("ACTIVE", "INACTIVE", "NULL")}
LEI = {"LEI": "LEI"}
PARENTS = {
    "DIRECT_ACCOUNTING_CONSOLIDATION_PARENT": StatementKind.NO_DIRECT_PARENT,
    "ULTIMATE_ACCOUNTING_CONSOLIDATION_PARENT": StatementKind.NO_ULTIMATE_PARENT,
}
REASONS = {
    word: word
    for word in (
        "NO_LEI NATURAL_PERSONS NON_CONSOLIDATING NO_KNOWN_PERSON NON_PUBLIC BINDING_LEGAL_COMMITMENTS LEGAL_OBSTACLES "
        "CONSENT_NOT_OBTAINED DISCLOSURE_DETRIMENTAL DETRIMENT_NOT_EXCLUDED"
    ).split()
}


def entities(row: Row, _seen: Seen) -> Iterator[Record]:
    """Level 1: who is who. Geocoding, validation and successors are set aside."""
    key, lei = row.key("LEI"), row.text("LEI")
    one, registration = _only(row, "Entity"), _only(row, "Registration")
    form, seat = _only(one, "LegalForm"), _only(one, "LegalAddress")
    yield Company(
        key, _worded(one, "LegalName"), lei=lei, category=one.code("EntityCategory", CATEGORIES),
        legal_form=form.optional.text("OtherLegalForm"), legal_form_code=form.optional.text("EntityLegalFormCode"),
        founded_on=one.optional.parsed("EntityCreationDate", day), dissolved_on=_dissolved(one),
        active=one.code("EntityStatus", ACTIVE), other_names=_other_names(one), jurisdiction=one.optional.text("LegalJurisdiction"),
        country=seat.text("Country"), registration_status=registration.code("RegistrationStatus", REGISTRATIONS),
    )  # fmt: skip
    yield from _documents(key, lei, _only(one, "RegistrationAuthority"))
    yield from _seated(key, seat, "LEGAL")
    yield from _seated(key, _only(one, "HeadquartersAddress"), "HEADQUARTERS")
    one.ignore("OtherAddresses", "TransliteratedOtherAddresses", "EntitySubCategory", "EntityExpirationReason", "AssociatedEntity")
    one.ignore("SuccessorEntity")
    registration.ignore(*(field.name for field in REGISTRATION))
    row.ignore("Extension")


def _other_names(one: Row) -> tuple[str, ...] | None:
    """Earlier, trade and alternative names, and names in Latin letters."""
    names = dict[str, None]()
    for plural, single in (
        ("OtherEntityNames", "OtherEntityName"), ("TransliteratedOtherEntityNames", "TransliteratedOtherEntityName"),
    ):  # fmt: skip
        for each in _many(one, plural, single):
            names[each.text("value" if each.given("value") else single)] = None
            each.ignore("type", "lang")
    return tuple(names) or None


def _dissolved(one: Row) -> date | None:
    """The day it ceased to exist: as such, or of the event."""
    ended = one.optional.parsed("EntityExpirationDate", day)
    for event in _many(one, "LegalEntityEvents", "LegalEntityEvent"):
        told = event.optional.parsed("LegalEntityEventEffectiveDate", day)
        if event.text("LegalEntityEventType") == "DISSOLUTION":
            ended = ended or told
        event.ignore(*(field.name for field in EVENT))
    return ended


def _documents(company: str, lei: str, register: Row) -> Iterator[Record]:
    """Its LEI and its number in the register that it was entered in."""
    shown = [document("LEI", lei)]
    authority, number = register.optional.text("RegistrationAuthorityID"), register.optional.text("RegistrationAuthorityEntityID")
    if authority and number and authority not in NO_REGISTER:
        shown.append(document(authority, number))
    register.ignore("OtherRegistrationAuthorityID")
    for each in shown:
        yield each
        yield IdentifiedBy(company, each.id)


def _seated(company: str, place: Row, usage: str) -> Iterator[Record]:
    city, region = place.text("City"), place.optional.text("Region")
    lines = [place.text("FirstAddressLine"), *place.texts("AdditionalAddressLine"), city]
    seat = address(
        ", ".join(lines), country=place.text("Country"), region=region, city=city, postcode=place.optional.text("PostalCode")
    )
    place.ignore("lang", "type", "AddressNumber", "AddressNumberWithinBuilding", "MailRouting")
    yield seat
    yield ResidesAt(company, seat.id, usage)


def relationships(row: Row, _seen: Seen) -> Iterator[Record]:
    """Level 2: a company and its parents, a branch and its company, a fund and what it belongs to."""
    tie, registration = _only(row, "Relationship"), _only(row, "Registration")
    start, end = _node(tie, "StartNode"), _node(tie, "EndNode")
    kind, status = tie.code("RelationshipType", TYPES), tie.code("RelationshipStatus", STATUSES)
    recorded, updated = registration.code("RegistrationStatus", REGISTRATIONS), registration.parsed("LastUpdateDate", day)
    standard, share = _standard(tie), _share(tie)
    since, until = _validity(tie)
    until = _deleted(row) or until or (updated if status == "INACTIVE" else None)
    registration.ignore(*(field.name for field in REGISTRATION))
    if isinstance(kind, ParentLevel):
        yield ConsolidatedBy(start, end, kind, share, standard, status, recorded, since, until)
    elif isinstance(kind, FundTie):
        yield FundOf(start, end, kind, status, recorded, since, until)
    else:
        yield BranchOf(start, end, since, until)


def _node(tie: Row, field: str) -> str:
    node = _only(tie, field)
    node.code("NodeIDType", LEI)
    return node.key("NodeID")


def _validity(tie: Row) -> tuple[date | None, date | None]:
    """The period of the relationship; those of accounts and filings are set aside."""
    since, until = None, None
    for period in _many(tie, "RelationshipPeriods", "RelationshipPeriod"):
        begun, ended = period.optional.parsed("StartDate", day), period.optional.parsed("EndDate", day)
        if period.code("PeriodType", PERIODS):
            since, until = begun, ended
    return since, until


def _standard(tie: Row) -> str | None:
    told = list[str | None]()
    for one in _many(tie, "RelationshipQualifiers", "RelationshipQualifier"):
        one.code("QualifierDimension", DIMENSIONS)
        told.append(one.optional.text("QualifierCategory"))
    return told[0] if told else None


def _amount(text: str) -> Decimal:
    amount = Decimal(text)
    if not amount.is_finite():
        raise ValueError
    return amount


def _share(tie: Row) -> float | None:
    """A fraction of one, where it is told in percent."""
    share = None
    for one in _many(tie, "RelationshipQuantifiers", "RelationshipQuantifier"):
        amount = one.optional.parsed("QuantifierAmount", _amount)
        if one.optional.text("QuantifierUnits") == "PERCENTAGE" and amount is not None:
            share = float(amount / 100)
        one.ignore("MeasurementMethod")
    return share


def _deleted(row: Row) -> date | None:
    """The day an update takes the record out of the register."""
    days = [
        deletion.parsed("DeletedAt", day)
        for extension in row.nested("Extension")
        for deletion in (extension.nested("Deletion") if extension.given("Deletion") else [])
    ]
    return days[0] if days else None


def exceptions(row: Row, _seen: Seen) -> Iterator[Record]:
    """Why a company reports no parent: a declaration about its owners like any other, with the reason in GLEIF's word."""
    key, category = row.key("LEI"), row.text("ExceptionCategory")
    said = f"{key}:{category}"
    reasons = row.texts("ExceptionReason")
    if not reasons or not REASONS.keys() >= set(reasons):
        raise RowRefused("UNKNOWN_CODE", "ExceptionReason")
    yield OwnershipStatement(
        said, key, row.code("ExceptionCategory", PARENTS), said, row.parsed("ContentDate", day),
        reason=", ".join(reasons), reason_text=", ".join(row.texts("ExceptionReference")) or None, publisher="GLEIF",
    )  # fmt: skip


def names(row: Row, _seen: Seen) -> Iterator[Record]:
    """The extract: name, country and category of each LEI."""
    company = Company(
        row.key("lei"), row.text("legal_name"), lei=row.text("lei"), category=row.code("entity_category", CATEGORIES),
        country=row.optional.text("country"),
    )  # fmt: skip
    yield company
    shown = document("LEI", row.text("lei"))
    yield shown
    yield IdentifiedBy(company.id, shown.id)
    row.ignore("entity_sub_category")


def day(instant: str) -> date:
    """The day that an instant names where it was said: 1997-06-05T00:30:00+02:00 is the fifth. Raises ValueError."""
    return datetime.fromisoformat(instant).date()


def _only(row: Row, field: str) -> Row:
    """The one object that stands here."""
    found = row.nested(field)
    if len(found) != 1:
        raise RowRefused("NOT_A_VALUE" if found else "EMPTY", field)
    return found[0]


def _many(row: Row, plural: str, single: str) -> list[Row]:
    """The objects of a list, which XML holds in an element of their own."""
    outer = row.nested(plural)
    inner = [one for each in outer if each.holds_rows(single) for one in each.nested(single)]
    return inner or outer


def _worded(row: Row, field: str) -> str:
    """A text that may have a language."""
    if not row.holds_rows(field):
        return row.text(field)
    told = _only(row, field)
    told.ignore("lang")
    return told.text("value")


# ---- what is agreed ----------------------------------------------------------------------------------


def _maybe(*names: str) -> tuple[Field, ...]:
    return tuple(Field(name, required=False) for name in names)


def _list(xml: bool, plural: str, single: str, *fields: Field, about: str) -> Field:
    """A list: in JSON of objects, in XML within an element of its own."""
    if not xml:
        return Field(plural, "array", required=False, fields=fields, about=about)
    return Field(plural, "object", required=False, fields=(Field(single, "array", fields=fields),), about=about)


def _names_of(xml: bool, plural: str, single: str, about: str) -> Field:
    return _list(xml, plural, single, Field("type"), *_maybe(single, "value", "lang"), about=about)


ADDRESS = (
    Field("FirstAddressLine"), Field("City"), Field("Country", about="ISO 3166-1 alpha-2."),
    Field("Region", required=False, about="ISO 3166-2."),
    Field("AdditionalAddressLine", "array", required=False, about="Up to three."),
    *_maybe("PostalCode", "AddressNumber", "AddressNumberWithinBuilding", "MailRouting", "lang", "type"),
)  # fmt: skip
EVENT = (
    Field("LegalEntityEventType", about="DISSOLUTION says when it ended; others are set aside."),
    Field("LegalEntityEventEffectiveDate", "timestamp", required=False),
    *_maybe("LegalEntityEventRecordedDate", "ValidationDocuments", "ValidationReference", "group_type", "event_status", "group_id"),
    *_maybe("group_sequence_no", "AffectedFields"),
)
REGISTRATION = (
    Field("RegistrationStatus", codes=REGISTRATIONS, about="LAPSED: not renewed, and so not verified."),
    Field("LastUpdateDate", "timestamp"),
    *_maybe("InitialRegistrationDate", "NextRenewalDate", "ManagingLOU", "ValidationSources", "ValidationAuthority"),
    *_maybe("OtherValidationAuthorities", "ValidationDocuments", "ValidationReference"),
)


def _entity_fields(xml: bool) -> tuple[Field, ...]:
    return (
        Field("LEI", key=True, about="ISO 17442, 20 characters."),
        Field(
            "Entity",
            "object",
            fields=(
                Field("LegalName", "object" if xml else "string", fields=_maybe("value", "lang") if xml else ()),
                _names_of(xml, "OtherEntityNames", "OtherEntityName", "Earlier, trade and alternative names."),
                _names_of(xml, "TransliteratedOtherEntityNames", "TransliteratedOtherEntityName", "Names in Latin letters."),
                Field("LegalAddress", "object", fields=ADDRESS, about="As registered."),
                Field("HeadquartersAddress", "object", fields=ADDRESS, about="Where it is led from."),
                Field(
                    "RegistrationAuthority", "object", about="The register that lists it (GLEIF's RA list), and its number there.",
                    fields=_maybe("RegistrationAuthorityID", "RegistrationAuthorityEntityID", "OtherRegistrationAuthorityID"),
                ),
                Field("LegalJurisdiction", required=False, about="ISO 3166-1 or -2: by whose law it exists."),
                Field("EntityCategory", codes=CATEGORIES),
                Field("LegalForm", "object", fields=_maybe("EntityLegalFormCode", "OtherLegalForm"), about="ISO 20275, or words."),
                Field("EntityStatus", codes=ACTIVE, about="Whether it exists and does business."),
                Field("EntityCreationDate", "timestamp", required=False),
                Field("EntityExpirationDate", "timestamp", required=False),
                _list(xml, "LegalEntityEvents", "LegalEntityEvent", *EVENT, about="What happened to it."),
                *_maybe("EntitySubCategory", "EntityExpirationReason", "AssociatedEntity", "SuccessorEntity"),
                *_maybe("OtherAddresses", "TransliteratedOtherAddresses"),
            ),
        ),
        Field("Registration", "object", fields=REGISTRATION, about="How its LEI is kept."),
        Field("Extension", "object", required=False, about="Geocoding; set aside."),
    )  # fmt: skip


NODE = (Field("NodeID", about="An LEI."), Field("NodeIDType", codes=LEI))


def _relationship_fields(xml: bool) -> tuple[Field, ...]:
    period = (
        Field("StartDate", "timestamp", required=False),
        Field("EndDate", "timestamp", required=False),
        Field("PeriodType", codes=PERIODS),
    )
    qualifier = (Field("QualifierDimension", codes=DIMENSIONS), Field("QualifierCategory", required=False))
    quantifier = _maybe("MeasurementMethod", "QuantifierAmount", "QuantifierUnits")
    return (
        Field(
            "Relationship",
            "object",
            key=True,
            fields=(
                Field("StartNode", "object", fields=NODE, about="The child, the branch, the fund."),
                Field("EndNode", "object", fields=NODE, about="Its parent, its company, its manager."),
                Field("RelationshipType", codes=TYPES),
                Field("RelationshipStatus", codes=STATUSES, about="INACTIVE ends on the day of the last update."),
                _list(xml, "RelationshipPeriods", "RelationshipPeriod", *period, about="Of the relationship, accounts, filings."),
                _list(xml, "RelationshipQualifiers", "RelationshipQualifier", *qualifier, about="The accounting standard."),
                _list(xml, "RelationshipQuantifiers", "RelationshipQuantifier", *quantifier, about="The share, in percent."),
            ),
        ),
        Field("Registration", "object", fields=REGISTRATION, about="How the record is kept."),
        Field(
            "Extension", "object", required=False, about="In updates: when the record was taken out.",
            fields=(Field("Deletion", "object", required=False, fields=(Field("DeletedAt", "timestamp"),)),),
        ),
    )  # fmt: skip


def _level_1(file: str, form: Format) -> Table:
    xml = isinstance(form, Xml)
    return Table("xml-entities" if xml else "entities", file, form, entities, _entity_fields(xml))


def _level_2(file: str, form: Format) -> Table:
    xml = isinstance(form, Xml)
    return Table("xml-relationships" if xml else "relationships", file, form, relationships, _relationship_fields(xml))


EXCEPTIONS = Table(
    "exceptions",
    "repex-data.json",
    Json(),
    exceptions,
    (
        Field("LEI", key=True),
        Field("ExceptionCategory", key=True, codes=PARENTS, about="Which parent is not reported."),
        Field("ExceptionReason", "array", about="One or more of GLEIF's reasons."),
        Field("ExceptionReference", "array", required=False, about="The law or duty that forbids it."),
        Field("ContentDate", "timestamp", about="Of the file."),
    ),
)
NAMES = Table(
    "names",
    "lei_entities.parquet",
    Parquet(),
    names,
    (
        Field("lei", key=True),
        Field("legal_name"),
        Field("country", required=False, about="ISO 3166-1 alpha-2, of the registered address."),
        Field("entity_category", codes=CATEGORIES),
        Field("entity_sub_category", required=False, about="Of public bodies; set aside."),
    ),
)


def _source(name: str, title: str, *tables: Table) -> Source:
    owner = "对公数据组 · corporate data"
    # No file leaves an identifier out to say that it ended: a retired one says so itself, and files come in several cuts.
    return Source(name, "gleif", f"GLEIF: {title}", owner, tables, "UTC", fresh=timedelta(days=1), public=True, whole=False)


SOURCES = (
    _source("gleif", "LEI 1, 2, JSON", _level_1("lei-data.json", Json()), _level_2("rr-data.json", Json()), EXCEPTIONS),
    _source(
        "gleif-updates",
        "LEI 1, 2, updates",
        _level_1("lei-updates-data2-new.json", Json()),
        _level_2("rr-updates-data2-new.json", Json()),
    ),
    _source(
        "gleif-xml", "LEI 1, 2, XML", _level_1("lei-data.xml", Xml("LEIRecord")), _level_2("rr-data.xml", Xml("RelationshipRecord"))
    ),
    _source("gleif-parquet", "LEI, names only", NAMES),
)
