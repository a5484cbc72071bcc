"""Historical people: every record is read, its errors with it."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from graph.model import Address, Gender, Person, Precision, ResidesAt
from ingest.sources import source
from ingest.sources.historical import gender
from tests.ingest.sources.reading import Reading, reading


@pytest.fixture(scope="module")
def read(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return reading(source("historical"), data / "historical", tmp_path_factory.mktemp("historical"))


def test_every_record_is_a_person(read: Reading) -> None:
    assert read.rows == {"people": (25_108, 25_108, 0)}
    assert (len(read.all(Person)), len(read.all(ResidesAt)), read.refused) == (25_108, 19_550, {})
    assert {one.country for one in read.all(Address)} == {"GB"}


def test_a_birth_date_has_its_precision_and_an_impossible_one_its_text(read: Reading) -> None:
    precise = Counter(one.birth_precision for one in read.all(Person))
    assert precise == {Precision.DAY: 10_885, Precision.YEAR: 7_221, None: 7_002}
    texts = [one.birth_date_text for one in read.all(Person) if one.birth_date_text]
    assert (len(texts), "1835-81-01" in texts) == (1_435, True)
    assert not any(one.birth_date and one.birth_date_text for one in read.all(Person))


def test_a_record_says_all_but_the_truth(read: Reading) -> None:
    assert read.one(Person, "historical:Q100127000-1") == Person(
        "historical:Q100127000-1", "arthur englefield", gender=Gender.MALE, birth_date=date(1855, 1, 1),
        birth_precision=Precision.YEAR, occupation="painter", given_name="arthur", family_name="englefield",
        birth_place="stockton-on-tees",
    )  # fmt: skip


def test_a_gender_that_nobody_knows_is_none() -> None:
    assert (gender("male"), gender("t2227949974")) == (Gender.MALE, None)
    with pytest.raises(ValueError, match="no gender"):
        gender("painter")
