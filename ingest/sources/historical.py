"""Historical people: records of the same people with errors, made from Wikidata (splink_datasets); Parquet, one row a record.

A test of matching: `cluster` says who is who and is never stored.
"""

import re
from collections.abc import Iterator
from datetime import date

from graph.model import Gender, Person, Precision, Record, ResidesAt
from ingest.contract import Seen, Source, Table
from ingest.evidence import address
from ingest.field import Field
from ingest.formats import Parquet
from ingest.row import Row

GENDERS = {"male": Gender.MALE, "female": Gender.FEMALE}
UNKNOWN_VALUE = re.compile(r"t\d+")  # Wikidata's name for a value that somebody has and nobody knows


def people(row: Row, _seen: Seen) -> Iterator[Record]:
    born, said = row.optional.date_or_text("dob")
    person = Person(
        row.key("unique_id"), row.optional.text("full_name"), gender=row.optional.parsed("gender", gender),
        birth_date=born, birth_precision=born and precision(born), birth_date_text=said,
        occupation=row.optional.text("occupation"), given_name=row.optional.text("first_name"),
        family_name=row.optional.text("surname"), birth_place=row.optional.text("birth_place"),
    )  # fmt: skip
    yield person
    postcode = row.optional.text("postcode_fake")
    if postcode:
        home = address(postcode, country="GB", postcode=postcode)
        yield home
        yield ResidesAt(person.id, home.id, "HOME")
    row.ignore("cluster", "first_and_surname")


def gender(word: str) -> Gender | None:
    """Raises ValueError for a word that is neither a gender nor an unknown value."""
    if word in GENDERS:
        return GENDERS[word]
    if not UNKNOWN_VALUE.fullmatch(word):
        raise ValueError("no gender")
    return None


def precision(born: date) -> Precision:
    """Wikidata writes a year of which no day is known as its first of January: 37 of 100 dates here are one."""
    return Precision.YEAR if (born.month, born.day) == (1, 1) else Precision.DAY


SOURCE = Source(
    name="historical",
    system="historical",
    title="Historical people (splink_datasets)",
    owner="Identity resolution",
    effective=date(2023, 1, 1),
    tables=(
        Table(
            "people",
            "historical_train.parquet",
            Parquet(),
            people,
            (
                Field("unique_id", key=True, about="The record."),
                Field("cluster", about="Whose record it is: the truth, set aside."),
                Field("full_name", required=False, personal=True, about="All names in their order, with titles; in lower case."),
                Field("first_and_surname", required=False, personal=True, about="First and last of them; set aside."),
                Field("first_name", required=False, personal=True, about="The first word of the name, which may be a title."),
                Field("surname", required=False, personal=True, about="The last word of the name, where it has two."),
                Field(
                    "dob", "date", required=False, personal=True,
                    about="Day of birth, 1 January where only the year is known. A day that is none (1835-81-01) is kept as text.",
                ),
                Field("birth_place", required=False, personal=True, about="District of birth."),
                Field("postcode_fake", required=False, personal=True, about="A postcode near the place of birth, with errors."),
                Field("gender", required=False, personal=True, about="male, female, or Wikidata's id of an unknown value."),
                Field("occupation", required=False, personal=True, about="One occupation, in words."),
            ),
        ),
    ),
)  # fmt: skip
