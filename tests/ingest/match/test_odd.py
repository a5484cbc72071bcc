"""Records that are odd: each has a name for it, and none is one with another for that."""

import pytest

from ingest.match.candidates import LIMIT
from ingest.match.compared import fields
from ingest.match.model import Model
from ingest.match.odd import Oddity, oddities
from ingest.match.resolution import resolved, trained
from ingest.match.table import MOST_VALUES, Told, flattened, record_of
from tests.ingest.match import people


@pytest.fixture(scope="module")
def model() -> Model:
    return trained(flattened("person", people.silos(120)))


def told(model: Model, *records: Told) -> tuple[dict[Oddity, list[str]], set[frozenset[str]]]:
    """The oddities of these, and their automatic clusters beside other people's."""
    every = [*records, *people.told(40, 7)]
    table = flattened("person", every)
    found = resolved(table, model).clusters.automatic
    clusters = dict[int, set[str]]()
    for id_, label in zip(table.ids, found.tolist(), strict=True):
        clusters.setdefault(label, set()).add(record_of(id_))
    mine = {one.id for one in records}
    return oddities(every, table, model), {frozenset(each & mine) for each in clusters.values() if each & mine}


def record(id_: str, group: str | None = None, **said: str | tuple[str, ...]) -> Told:
    return Told(id_, group, {name: (value,) if isinstance(value, str) else value for name, value in said.items()})


def test_records_without_a_name_are_told_and_are_one_with_nobody(model: Model) -> None:
    odd, clusters = told(model, record("a", birth_date="1980-01-02"), record("b", birth_date="1980-01-02"), record("c"))
    assert odd == {Oddity.NO_NAME: ["a", "b", "c"]}
    assert clusters == {frozenset("a"), frozenset("b"), frozenset("c")}


def test_records_with_only_a_number_are_joined_by_it_alone(model: Model) -> None:
    one, other = people.resident(91), people.resident(92)
    odd, clusters = told(model, record("a", national_id=one), record("b", national_id=one), record("c", national_id=other))
    assert odd == {Oddity.ONLY_NUMBERS: ["a", "b", "c"]}
    assert clusters == {frozenset("ab"), frozenset("c")}


def test_of_a_thousand_addresses_the_first_are_compared_and_none_makes_two_people_one(model: Model) -> None:
    places = tuple(f"{at} Mill Lane, Leeds" for at in range(1_000))
    neighbours = [record(f"n{at}", full_name=name, address=places[at]) for at, name in enumerate(("Ann Ode", "Bo Dahl", "Cy Hume"))]
    odd, clusters = told(model, record("a", full_name="Max Loft", address=places), *neighbours)
    assert odd == {Oddity.MANY_VALUES: ["a"]}
    assert clusters == {frozenset({each}) for each in ("a", "n0", "n1", "n2")}
    assert len(flattened("person", [record("a", address=places)])) == MOST_VALUES


def test_who_has_a_number_that_hundreds_share_is_told(model: Model) -> None:
    names = [f"{given} {family}" for given in people.GIVEN for family in people.FAMILY][: LIMIT + 1]
    crowd = [record(f"x{at:03d}", full_name=name, national_id=people.resident(91)) for at, name in enumerate(names)]
    own = record("a", full_name="Max Loft", national_id=people.resident(92))
    assert told(model, own, *crowd)[0] == {Oddity.SHARED_NUMBER: [each.id for each in crowd]}
    assert told(model, own, *crowd[1:])[0] == {}


def test_who_has_another_s_number_of_the_bank_is_told_and_stays_until_a_steward_judges(model: Model) -> None:
    odd, clusters = told(
        model,
        record("a", "7", full_name="Ada Bell", birth_date="1951-03-12"),
        record("b", "7", full_name="Victor Todd", birth_date="1987-11-30"),
        record("c", "7", full_name="Ada Bell"),
    )
    assert odd == {Oddity.ANOTHERS_KEY: ["b"]}
    assert clusters == {frozenset("abc")}


def test_a_birth_after_the_day_that_its_silo_speaks_of_says_nothing() -> None:
    said = {"name": "Ada Bell", "birthDate": "2051-03-12", "effectiveOn": "2026-03-01"}
    assert fields("PERSON", said) == {"full_name": ("Ada Bell",)}
    assert fields("PERSON", said | {"birthDate": "2026-03-01"})["birth_date"] == ("2026-03-01",)
    assert fields("COMPANY", {"name": "Harbour Steel", "foundedOn": "2051-03-12", "effectiveOn": "2026-03-01"}) == {
        "name": ("Harbour Steel",)
    }
    assert fields("PERSON", said | {"effectiveOn": None})["birth_date"] == ("2051-03-12",)
