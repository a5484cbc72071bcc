"""FEBRL: every record is read, those with impossible dates too."""

from datetime import date
from pathlib import Path

import pytest

from graph.model import Address, IdentifiedBy, IdentityDocument, Person, ResidesAt
from ingest.sources import source
from tests.ingest.sources.reading import Reading, reading


@pytest.fixture(scope="module")
def read(data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reading]:
    names = ("febrl3", "febrl4")
    return {name: reading(source(name), data / "febrl", tmp_path_factory.mktemp(name)) for name in names}


def test_every_record_is_a_person(read: dict[str, Reading]) -> None:
    assert read["febrl3"].rows == {"people": (5_000, 5_000, 0)}
    assert read["febrl4"].rows == {"originals": (5_000, 5_000, 0), "duplicates": (5_000, 5_000, 0)}
    for name, count in (("febrl3", 5_000), ("febrl4", 10_000)):
        assert [len(read[name].all(cls)) for cls in (Person, ResidesAt, IdentifiedBy)] == [count] * 3


def test_a_date_that_is_none_is_kept_as_it_was_typed(read: dict[str, Reading]) -> None:
    impossible = {name: [one.birth_date_text for one in each.all(Person) if one.birth_date_text] for name, each in read.items()}
    assert {name: len(texts) for name, texts in impossible.items()} == {"febrl3": 35, "febrl4": 64}
    unknown = {name: sum(one.birth_date is None for one in each.all(Person)) for name, each in read.items()}
    assert unknown == {"febrl3": 155 + 35, "febrl4": 94 + 199 + 64}
    assert all(text.isdigit() and len(text) == 8 for texts in impossible.values() for text in texts)


def test_padding_is_cut_and_the_parts_of_name_and_place_are_told(read: dict[str, Reading]) -> None:
    found = read["febrl3"]
    assert found.one(Person, "febrl3:rec-1496-org") == Person(
        "febrl3:rec-1496-org", "mitchell green", birth_date=date(1956, 4, 9), given_name="mitchell", family_name="green"
    )
    (home,) = [one.address for one in found.all(ResidesAt) if one.record == "febrl3:rec-1496-org"]
    place = found.one(Address, home)
    assert (place.text, place.city, place.region, place.postcode) == (
        "7 wallaby place, delmar, cleveland, sa",
        "cleveland",
        "sa",
        "2119",
    )
    (shown,) = [one.document for one in found.all(IdentifiedBy) if one.record == "febrl3:rec-1496-org"]
    assert found.one(IdentityDocument, shown).number == "1804974"
