"""Declarations of beneficial ownership in BODS 0.4 (Open Ownership): what is said of entities, persons and their relationships.

The file is read twice: every statement is kept as what it is, a declaration; then what the newest statement of each record says
becomes parties and interests. A party that is not named (`interestedParty` with a reason) is no party: its statement tells why.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from graph.model import (
    Company,
    CompanyCategory,
    IdentifiedBy,
    IdentityDocument,
    OwnershipStatement,
    Owns,
    Person,
    Precision,
    Record,
    ResidesAt,
    StatementKind,
    StatementStatus,
)
from ingest.contract import Seen, Source, Table
from ingest.evidence import address, document
from ingest.field import Field
from ingest.formats import Json
from ingest.row import Row
from runtime.errors import RowRefused

KINDS = {"person": StatementKind.PERSON, "entity": StatementKind.ENTITY, "relationship": StatementKind.RELATIONSHIP}
STATUSES = {"new": StatementStatus.NEW, "updated": StatementStatus.UPDATED, "closed": StatementStatus.CLOSED}
VERSIONS = {"0.4": "0.4"}
CATEGORIES = {
    "registeredEntity": CompanyCategory.ENTERPRISE, "legalEntity": CompanyCategory.ENTERPRISE, "arrangement": None,
    "anonymousEntity": None, "unknownEntity": None, "state": CompanyCategory.GOVERNMENT, "stateBody": CompanyCategory.GOVERNMENT,
}  # fmt: skip
PERSON_TYPES = {word: word for word in ("knownPerson", "anonymousPerson", "unknownPerson")}
REASONS = {
    word: word
    for word in (
        "noBeneficialOwners subjectUnableToConfirmOrIdentifyBeneficialOwner interestedPartyHasNotProvidedInformation "
        "subjectExemptFromDisclosure interestedPartyExemptFromDisclosure unknown informationUnknownToPublisher"
    ).split()
}
INTERESTS = {
    "shareholding": "SHAREHOLDING", "votingRights": "VOTING_RIGHTS", "appointmentOfBoard": "APPOINTMENT_OF_BOARD",
    "otherInfluenceOrControl": "OTHER_INFLUENCE_OR_CONTROL", "seniorManagingOfficial": "SENIOR_MANAGING_OFFICIAL",
    "settlor": "SETTLOR", "trustee": "TRUSTEE", "protector": "PROTECTOR",
    "beneficiaryOfLegalArrangement": "BENEFICIARY_OF_LEGAL_ARRANGEMENT",
    "rightsToSurplusAssetsOnDissolution": "RIGHTS_TO_SURPLUS_ASSETS_ON_DISSOLUTION",
    "rightsToProfitOrIncome": "RIGHTS_TO_PROFIT_OR_INCOME", "rightsGrantedByContract": "RIGHTS_GRANTED_BY_CONTRACT",
    "conditionalRightsGrantedByContract": "CONDITIONAL_RIGHTS_GRANTED_BY_CONTRACT",
    "controlViaCompanyRulesOrArticles": "CONTROL_VIA_COMPANY_RULES_OR_ARTICLES",
    "controlByLegalFramework": "CONTROL_BY_LEGAL_FRAMEWORK", "boardMember": "BOARD_MEMBER", "boardChair": "BOARD_CHAIR",
    "unknownInterest": "UNKNOWN_INTEREST", "unpublishedInterest": "UNPUBLISHED_INTEREST",
    "enjoymentAndUseOfAssets": "ENJOYMENT_AND_USE_OF_ASSETS",
    "rightToProfitOrIncomeFromAssets": "RIGHT_TO_PROFIT_OR_INCOME_FROM_ASSETS", "nominee": "NOMINEE", "nominator": "NOMINATOR",
}  # fmt: skip
DIRECT = {"direct": True, "indirect": False, "unknown": None}
NOMINEES = ("NOMINEE", "NOMINATOR")
LEI_SCHEME = "XI-LEI"
PASSPORT = "-PASSPORT"
"""Behind the three letters of the country that issued it."""


# ---- the first reading: what was declared ------------------------------------------------------------


def statements(row: Row, seen: Seen) -> Iterator[Record]:
    key, declared, said_on = row.key("statementId"), row.key("recordId"), row.date("statementDate")
    kind, details = row.code("recordType", KINDS), _only(row, "recordDetails")
    interests, status = _interests(details), row.optional.code("recordStatus", STATUSES)
    reason, why = _unnamed(details)
    publisher, published_on = _published(row)
    types, source_text, asserted_by = _source_of(row)
    before = seen.find("newest", declared)
    yield OwnershipStatement(
        key, _about(row, details, kind), kind, declared, said_on, status, None if before == key else before, _party_type(details),
        reason, why, tuple(each.words() for each in interests) or None, details.flag("isComponent"), publisher, published_on,
        types, source_text, asserted_by,
    )  # fmt: skip
    if said_on.isoformat() >= (seen.find("newest on", declared) or ""):
        seen.note("newest", declared, key)
        seen.note("newest on", declared, said_on.isoformat())
        seen.note("interests", declared, " ".join(each.mark for each in interests or [UNKNOWN]))
    _aside(details, DETAILS)
    _aside(row, STATEMENT)


def _about(row: Row, details: Row, kind: StatementKind) -> str:
    """The party that a statement speaks of: its own, or that in which there is an interest, or who has it."""
    if kind is not StatementKind.RELATIONSHIP:
        return row.key("recordId")
    for field in ("subject", "interestedParty"):
        if not details.holds_rows(field):
            return details.key(field)
    return row.key("declarationSubject")


def _unnamed(details: Row) -> tuple[str | None, str | None]:
    """Why a party is not named, and what is said about that; whichever party it is."""
    told = list[tuple[str, str | None]]()
    for field in ("unspecifiedPersonDetails", "unspecifiedEntityDetails", "subject", "interestedParty"):
        for one in details.nested(field) if details.holds_rows(field) else []:
            told.append((one.code("reason", REASONS), one.optional.text("description")))
    return told[0] if told else (None, None)


def _party_type(details: Row) -> str | None:
    return details.optional.code("personType", PERSON_TYPES) or next(
        (one.text("type") for one in details.nested("entityType")), None
    )


def _published(row: Row) -> tuple[str | None, date]:
    told = _only(row, "publicationDetails")
    told.code("bodsVersion", VERSIONS)
    name = next((one.optional.text("name") for one in told.nested("publisher")), None)
    return name, told.parsed("publicationDate", _day)


def _source_of(row: Row) -> tuple[tuple[str, ...] | None, str | None, tuple[str, ...] | None]:
    """Of what kind the source is, what is said about it, and whose word it is."""
    for told in row.nested("source"):
        names = [one.optional.text("name") or one.optional.text("uri") for one in told.nested("assertedBy")]
        text = " ".join(part for part in (told.optional.text("description"), told.optional.text("url")) if part)
        return tuple(told.texts("type")) or None, text or None, tuple(name for name in names if name) or None
    return None, None, None


# ---- the second reading: who is there and who has what -----------------------------------------------


def records(row: Row, seen: Seen) -> Iterator[Record]:
    """What the newest statement of a record says. Of an older one only those interests that were not declared again, ended."""
    key, declared, kind = row.key("statementId"), row.key("recordId"), row.code("recordType", KINDS)
    newest, details = seen.need("newest", declared, "recordId") == key, _only(row, "recordDetails")
    if kind is StatementKind.RELATIONSHIP:
        yield from _relationship(row, details, seen, newest)
    elif newest and kind is StatementKind.PERSON:
        yield from _person(declared, details)
    elif newest:
        yield from _entity(declared, details)
    _aside(details, DETAILS)
    _aside(row, STATEMENT)


def _person(key: str, details: Row) -> Iterator[Record]:
    names, given, family = _names(details)
    born, precision, said = _born(details.optional.text("birthDate"))
    nations = [one.optional.text("code") for one in details.nested("nationalities")]
    yield Person(
        key, names[0] if names else None, birth_date=born, nationality=next((code for code in nations if code), None),
        given_name=given, family_name=family, other_names=tuple(names[1:]) or None, birth_precision=precision,
        birth_date_text=said, birth_place=_birth_place(details),
    )  # fmt: skip
    yield from _identified(key, details)
    yield from _located(key, details)


def _names(details: Row) -> tuple[list[str], str | None, str | None]:
    """All names, the legal one first, and its parts."""
    told = [
        (
            one.optional.text("type") != "legal",
            one.text("fullName"),
            one.optional.text("givenName"),
            one.optional.text("familyName"),
        )
        for one in details.nested("names")
    ]
    told.sort(key=lambda one: one[0])
    given, family = told[0][2:] if told else (None, None)
    return list(dict.fromkeys(one[1] for one in told)), given, family


def _born(text: str | None) -> tuple[date | None, Precision | None, str | None]:
    """A day, a month or a year, the first day of it; else the text that is none of them."""
    for form, precision in (("%Y-%m-%d", Precision.DAY), ("%Y-%m", Precision.MONTH), ("%Y", Precision.YEAR)):
        try:
            return datetime.strptime(text or "", form).date(), precision, None
        except ValueError:
            continue
    return None, None, text


def _birth_place(details: Row) -> str | None:
    for one in details.nested("placeOfBirth"):
        country = next((each.optional.text("name") for each in one.nested("country")), None)
        return ", ".join(part for part in (one.optional.text("address"), country) if part) or None
    return None


def _entity(key: str, details: Row) -> Iterator[Record]:
    form = _only(details, "entityType")
    jurisdiction = next((one.optional.text("code") or one.text("name") for one in details.nested("jurisdiction")), None)
    listed = next((one.flag("hasPublicListing") for one in details.nested("publicListing")), None)
    schemes = {one.optional.text("scheme"): one.optional.text("id") for one in details.nested("identifiers")}
    yield Company(
        key, details.optional.text("name"), lei=schemes.get(LEI_SCHEME), category=form.code("type", CATEGORIES),
        legal_form=form.optional.text("details") or form.optional.text("subtype"), listed=listed,
        founded_on=details.optional.date("foundingDate"), dissolved_on=details.optional.date("dissolutionDate"),
        other_names=tuple(details.texts("alternateNames")) or None, jurisdiction=jurisdiction,
    )  # fmt: skip
    yield from _identified(key, details)
    yield from _located(key, details)


def _identified(key: str, details: Row) -> Iterator[Record]:
    for one in details.nested("identifiers"):
        scheme, number = one.optional.text("scheme") or one.optional.text("schemeName"), one.optional.text("id")
        if scheme and number:
            shown = _document(scheme, number)
            yield shown
            yield IdentifiedBy(key, shown.id)


def _document(scheme: str, number: str) -> IdentityDocument:
    if scheme.endswith(PASSPORT):
        return document("PASSPORT", number, scheme.removesuffix(PASSPORT))
    return document({LEI_SCHEME: "LEI", "CHN-IDCARD": "CN_ID"}.get(scheme, scheme), number)


def _located(key: str, details: Row) -> Iterator[Record]:
    for one in details.nested("addresses"):
        country = next((each.optional.text("code") for each in one.nested("country")), None)
        text, postcode = one.optional.text("address"), one.optional.text("postCode")
        if text or postcode:
            place = address(text or postcode or "", country=country, postcode=postcode)
            yield place
            yield ResidesAt(key, place.id, (one.optional.text("type") or "MAIN").upper())


def _relationship(row: Row, details: Row, seen: Seen, newest: bool) -> Iterator[Record]:
    if details.holds_rows("subject") or details.holds_rows("interestedParty"):
        return
    declared, said_on, statement = row.key("recordId"), row.date("statementDate"), row.key("statementId")
    again = (seen.find("interests", declared) or "").split()
    ended = said_on if row.optional.code("recordStatus", STATUSES) is StatementStatus.CLOSED else None
    if not newest:
        ended = date.fromisoformat(seen.need("newest on", declared, "recordId"))
    for each in _interests(details) or [UNKNOWN]:
        if newest or each.mark not in again:
            yield Owns(
                details.key("interestedParty"), details.key("subject"), each.kind, each.exact, each.least, each.most, each.direct,
                each.kind in NOMINEES, each.since, each.until or ended, each.beneficial, statement,
                declared + each.mark.removeprefix(each.kind), each.details,
            )  # fmt: skip


# ---- what both readings need -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Interest:
    """One way of owning or controlling; shares are fractions of one. `mark` tells it from others of its kind in one statement."""

    kind: str
    mark: str
    exact: float | None = None
    least: float | None = None
    most: float | None = None
    direct: bool | None = None
    beneficial: bool | None = None
    since: date | None = None
    until: date | None = None
    details: str | None = None

    def words(self) -> str:
        """`SHAREHOLDING 25%–50% direct beneficial since 2016-04-06`."""
        share = _percent(self.exact) or "–".join(filter(None, (_percent(self.least), _percent(self.most))))
        parts = [self.kind, share, {True: "direct", False: "indirect"}.get(self.direct) if self.direct is not None else None]
        parts += ["beneficial" if self.beneficial else None, f"since {self.since}" if self.since else None]
        return " ".join(filter(None, [*parts, f"until {self.until}" if self.until else None]))


UNKNOWN = Interest(INTERESTS["unknownInterest"], INTERESTS["unknownInterest"])
"""Of a relationship that is declared without one."""


def _interests(details: Row) -> list[Interest]:
    found, times = list[Interest](), Counter[str]()
    for one in details.nested("interests"):
        kind = one.optional.code("type", INTERESTS) or UNKNOWN.kind
        times[kind] += 1
        mark = kind if times[kind] == 1 else f"{kind}#{times[kind]}"
        direct = one.optional.code("directOrIndirect", DIRECT)
        shares = _shares(one)
        beneficial, text = one.optional.flag("beneficialOwnershipOrControl"), one.optional.text("details")
        since, until = one.optional.date("startDate"), one.optional.date("endDate")
        found.append(Interest(kind, mark, *shares, direct, beneficial, since, until, text))
    return found


def _shares(interest: Row) -> tuple[float | None, float | None, float | None]:
    """Exact, least, most; whether a bound is itself included is not kept."""
    for share in interest.nested("share"):
        exact, least, most, above, below = (
            share.optional.parsed(name, _fraction)
            for name in ("exact", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
        )
        return exact, above if least is None else least, below if most is None else most
    return None, None, None


def _fraction(percent: str) -> float:
    """Raises ValueError for what is no percentage."""
    value = float(Decimal(percent) / 100)
    if not 0 <= value <= 1:
        raise ValueError("no percentage")
    return value


def _percent(share: float | None) -> str | None:
    return None if share is None else f"{share * 100:g}%"


def _day(instant: str) -> date:
    return datetime.fromisoformat(instant).date()


def _only(row: Row, field: str) -> Row:
    """The one object that stands here."""
    found = row.nested(field)
    if len(found) != 1:
        raise RowRefused("NOT_A_VALUE" if found else "EMPTY", field)
    return found[0]


def _aside(row: Row, fields: tuple[Field, ...]) -> None:
    """Sets aside what is agreed on and was not read, however deep; what is not agreed on still refuses the row."""
    for field in fields:
        if field.fields and row.holds_rows(field.name):
            for one in row.nested(field.name):
                _aside(one, field.fields)
        row.ignore(field.name)


# ---- what is agreed ----------------------------------------------------------------------------------


def _maybe(*names: str, personal: bool = False) -> tuple[Field, ...]:
    return tuple(Field(name, required=False, personal=personal) for name in names)


def _object(name: str, *fields: Field, about: str = "", personal: bool = False) -> Field:
    return Field(name, "object", required=False, personal=personal, fields=fields, about=about)


def _array(name: str, *fields: Field, about: str = "", personal: bool = False) -> Field:
    return Field(name, "array", required=False, personal=personal, fields=fields, about=about)


UNNAMED = (Field("reason", codes=REASONS), Field("description", required=False))
COUNTRY = _maybe("name", "code")
PLACE = (*_maybe("type", "address", "postCode", personal=True), _object("country", *COUNTRY))
SHARE = tuple(
    Field(name, "number", required=False, about="In percent.")
    for name in ("exact", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
)
SOURCE_FIELDS = (
    _array("type", about="officialRegister, selfDeclaration, thirdParty …"),
    *_maybe("description", "url", "retrievedAt"),
    _array("assertedBy", *_maybe("name", "uri"), about="Whose word it is."),
)
INTEREST = (
    Field("type", codes=INTERESTS, required=False, about="In what way there is ownership or control."),
    Field("directOrIndirect", codes=DIRECT, required=False),
    Field("beneficialOwnershipOrControl", "boolean", form="true/false", required=False, about="Makes a beneficial owner."),
    _object("share", *SHARE),
    Field("startDate", "date", required=False),
    Field("endDate", "date", required=False),
    Field("details", required=False),
)
OF_RELATIONSHIP = (
    Field("subject", required=False, fields=UNNAMED, about="recordId of the entity; or an object with the reason it is not named."),
    Field("interestedParty", required=False, fields=UNNAMED, about="recordId of who has the interest; or the reason."),
    _array("interests", *INTEREST),
    _array("componentRecords", about="The steps of an indirect relationship; set aside, they are declared themselves."),
)
OF_PERSON = (
    Field("personType", codes=PERSON_TYPES, required=False),
    _object("unspecifiedPersonDetails", *UNNAMED, about="Why an anonymous or unknown person is not named."),
    _array("names", *_maybe("type", "fullName", "givenName", "familyName", "patronymicName", personal=True), personal=True),
    _array("nationalities", *COUNTRY, personal=True, about="The first is kept."),
    _object("placeOfBirth", *PLACE, personal=True),
    Field("birthDate", required=False, personal=True, about="A day, a month or a year."),
    _object("politicalExposure", Field("status"), _array("details"), personal=True, about="Set aside."),
    *_maybe("deathDate", "taxResidencies", personal=True),
)
OF_ENTITY = (
    _object("entityType", Field("type", codes=CATEGORIES), *_maybe("subtype", "details")),
    _object("unspecifiedEntityDetails", *UNNAMED, about="Why an anonymous or unknown entity is not named."),
    Field("name", required=False),
    _array("alternateNames"),
    _object("jurisdiction", *COUNTRY, about="By whose law it exists."),
    Field("foundingDate", "date", required=False),
    Field("dissolutionDate", "date", required=False),
    _object(
        "publicListing",
        Field("hasPublicListing", "boolean", form="true/false"),
        *_maybe("companyFilingsURLs", "securitiesListings"),
    ),
    *_maybe("uri", "formedByStatute"),
)
DETAILS = (
    Field("isComponent", "boolean", form="true/false", about="Is a step of an indirect relationship."),
    _array("identifiers", *_maybe("id", "scheme", "schemeName", "uri"), personal=True, about="By scheme of org-id.guide."),
    _array("addresses", *PLACE, personal=True),
    *OF_RELATIONSHIP,
    *OF_PERSON,
    *OF_ENTITY,
)
STATEMENT = (
    Field("statementId", key=True),
    Field("recordId", about="What it speaks of; several statements on one follow each other by date."),
    Field("recordType", codes=KINDS),
    Field("recordStatus", codes=STATUSES, required=False, about="closed ends the record's interests that have no end."),
    Field("statementDate", "date"),
    Field("declarationSubject", about="recordId of the entity that the declaration is about."),
    Field("recordDetails", "object", fields=DETAILS, about="Of an entity, a person or a relationship."),
    Field(
        "publicationDetails",
        "object",
        fields=(
            Field("publicationDate"),
            Field("bodsVersion", codes=VERSIONS),
            Field("license", required=False),
            _object("publisher", *_maybe("name", "uri", "url")),
        ),
    ),
    _object("source", *SOURCE_FIELDS),
    *_maybe("declaration", "annotations"),
)

SOURCE = Source(
    name="bods",
    system="bods",
    title="BODS 0.4: declarations of beneficial ownership",
    owner="对公数据组 · corporate data",
    timezone="UTC",
    public=True,
    fresh=timedelta(days=31),
    whole=False,  # a statement stays said until another takes its place
    tables=(
        Table("statements", "statements.json", Json(), statements, STATEMENT),
        Table("records", "statements.json", Json(), records, STATEMENT),
    ),
)
