"""Which id a household keeps."""

from ingest.households.days import Line
from ingest.households.kept import ids


def named(*households: set[str], standing: dict[str, set[str]] | None = None, retired: dict[str, set[str]] | None = None) -> list[str]:
    lines = [Line(number, None) for number in range(len(households))]
    fresh = iter(("new1", "new2", "new3"))
    found = ids(lines, dict(enumerate(households)), standing or {}, retired or {}, lambda: next(fresh))
    return [found[line.number] for line in lines]


def test_an_id_stays_with_most_of_its_members():
    assert named({"A", "B", "kid"}, {"C", "D"}, standing={"h": {"A", "B"}}) == ["h", "new1"]
    assert named({"A", "C"}, {"B", "kid", "D"}, standing={"h": {"A", "B", "kid"}}) == ["new1", "h"]


def test_of_two_that_become_one_the_older_stays():
    assert named({"A", "B"}, standing={"D2": {"B"}, "D1": {"A"}}) == ["D1"]


def test_an_id_that_was_retired_comes_back_to_those_who_had_it_and_not_to_one_of_them_alone():
    assert named({"A", "B"}, retired={"h": {"A", "B"}}) == ["h"]
    assert named({"A", "B"}, retired={"h": {"A", "C"}}) == ["new1"]


def test_who_was_split_off_gets_back_the_id_that_was_theirs_and_the_other_household_keeps_its_own():
    assert named({"A", "B"}, {"A2", "C"}, standing={"h2": {"A", "C"}}, retired={"h1": {"A", "B"}}) == ["h1", "h2"]


def test_a_declared_household_has_the_id_of_its_silo():
    line = Line(0, "crm:H-01")
    assert ids([line], {0: {"A"}}, {}, {}, lambda: "new") == {0: "crm:H-01"}
