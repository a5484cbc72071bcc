"""Introductions: what a tie is worth, which ways are the best, and what is never a way."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import RelationKind
from rules.warm_paths import WEIGHTS, WHOLE, Ground, Office, Tie, TieKind, boards, score, warm_paths

TODAY = date(2026, 3, 2)
GROUND = Ground("crm", "crm:1")
PEOPLE = ("ada", "ben", "cleo", "dan", "eva", "fay", "gus")


def tie(one: str, other: str, kind: str = "KNOWS", strength: float | None = None, days: int = 0) -> Tie:
    return Tie(one, other, TieKind(kind), strength, TODAY - timedelta(days), (GROUND,))


def ways(ties: Sequence[Tie], avoid: Collection[str] = (), officials: Collection[str] = ()) -> list[tuple[str, ...]]:
    return [path.people for path in warm_paths(ties, ["ada"], ["gus"], TODAY, avoid=avoid, officials=officials)]


@pytest.mark.parametrize("kind", TieKind)
def test_a_tie_is_worth_its_base_and_half_of_that_after_its_half_life(kind: TieKind) -> None:
    weight = WEIGHTS[kind]
    assert score(tie("ada", "ben", kind), TODAY) == round(WHOLE * weight.base)
    assert score(tie("ada", "ben", kind, days=weight.half_life), TODAY) == round(WHOLE * weight.base / 2)
    assert score(tie("ada", "ben", kind, 0.5), TODAY) == round(WHOLE * weight.base / 2)
    assert score(tie("ada", "ben", kind, 0.0), TODAY) == 1  # weak, and still there
    assert score(tie("ada", "ben", kind, days=-3), TODAY) == round(WHOLE * weight.base)


def test_no_kin_household_payment_address_or_device_is_a_tie() -> None:
    kin = {each.value for each in RelationKind}
    assert kin and kin.isdisjoint(TieKind)
    assert {"MEMBER_OF", "LIVES_IN", "RESIDES_AT", "REACHED_AT", "PAYS", "RELATED_TO"}.isdisjoint(TieKind)
    for each in kin:
        with pytest.raises(ValueError, match=each):
            TieKind(each)


def test_a_stronger_way_goes_before_a_shorter_one() -> None:
    ties = [tie("ada", "gus", "SAME_BOARD", 0.2), tie("ada", "ben"), tie("ben", "gus")]
    assert ways(ties) == [("ada", "ben", "gus"), ("ada", "gus")]
    first, second = warm_paths(ties, ["ada"], ["gus"], TODAY)
    assert (first.score, second.score) == (Fraction(81, 100), Fraction(1, 10))


def test_ways_are_different_and_no_variants_of_one() -> None:
    short, variant = [tie("ada", "ben"), tie("ben", "gus")], [tie("ada", "cleo"), tie("cleo", "ben")]
    ties = [*short, *variant, tie("cleo", "dan", strength=0.1), tie("dan", "gus")]
    assert ways(ties) == [("ada", "ben", "gus"), ("ada", "cleo", "dan", "gus")]


def test_another_way_around_somebody_is_found_and_one_to_them_is_not() -> None:
    ties = [tie("ada", "ben"), tie("ben", "gus"), tie("ada", "dan", "MET"), tie("dan", "gus", "MET")]
    assert ways(ties, avoid=["ben"]) == [("ada", "dan", "gus")]
    assert ways(ties, avoid=["ben", "dan"]) == ways(ties, avoid=["gus"]) == ways(ties, avoid=["ada"]) == []


def test_several_ties_of_two_people_are_one_step_with_all_its_grounds() -> None:
    (path,) = warm_paths([tie("gus", "ada", "MET"), tie("ada", "gus", "COVERS")], ["ada"], ["gus"], TODAY)
    (step,) = path.steps
    assert (step.one, step.other, [each.kind for each in step.ties]) == ("ada", "gus", [TieKind.COVERS, TieKind.MET])
    assert all(each.grounds == (GROUND,) for each in step.ties)


def test_a_way_to_an_official_says_compliance_first_and_none_leads_past_one() -> None:
    ties = [tie("ada", "ben"), tie("ben", "gus")]
    assert [path.compliance_first for path in warm_paths(ties, ["ada"], ["gus"], TODAY)] == [False]
    assert [path.compliance_first for path in warm_paths(ties, ["ada"], ["gus"], TODAY, officials=["gus"])] == [True]
    assert ways(ties, officials=["ben"]) == []


def test_those_are_tied_who_held_offices_of_one_company_at_one_time() -> None:
    def office(person: str, since: int, until: int | None, company: str = "steel") -> Office:
        return Office(person, company, date(since, 1, 1), date(until, 1, 1) if until else None, Ground("register", person))

    def tied(*offices: Office) -> list[tuple[str, str, date | None]]:
        return [(each.one, each.other, each.fresh) for each in boards(offices, TODAY)]

    assert tied(office("ben", 2020, None), office("ada", 2018, None)) == [("ada", "ben", None)]
    assert tied(office("ada", 2018, 2021), office("ben", 2020, None)) == [("ada", "ben", date(2021, 1, 1))]
    assert tied(office("ada", 2018, 2020), office("ben", 2020, None)) == []  # the day of one's end is the other's first
    assert tied(office("ada", 2018, None), office("ben", 2020, None, "paper")) == []
    assert tied(office("ada", 2018, None), office("ada", 2020, None)) == []
    assert tied(office("ada", 2018, None), office("ben", 2027, None)) == []
    assert boards([office("ada", 2018, None), office("ben", 2020, None)], TODAY)[0].grounds == (
        Ground("register", "ada"), Ground("register", "ben"),
    )  # fmt: skip


# ---- against every way there is ----------------------------------------------------------------------

WHO = st.sampled_from(PEOPLE)
TIES = st.builds(
    tie, WHO, WHO, st.sampled_from([each.value for each in TieKind]), st.sampled_from((None, 0.0, 0.5, 1.0)),
    st.sampled_from((0, 100, 365, 5000)),
)  # fmt: skip
SOME = st.sets(st.sampled_from(PEOPLE), max_size=2)


def every_way(ties: Sequence[Tie], begins: set[str], ends: set[str], closed: set[str]) -> list[tuple[Fraction, tuple[str, ...]]]:
    """All simple ways of up to four ties whose inner people are open, the best first."""
    worth = dict[frozenset[str], int]()
    for each in ties:
        pair = frozenset((each.one, each.other))
        worth[pair] = max(worth.get(pair, 0), score(each, TODAY))
    found = list[tuple[Fraction, tuple[str, ...]]]()
    for inner in (middle for size in range(4) for middle in permutations(sorted(set(PEOPLE) - closed), size)):
        for people in ((one, *inner, other) for one in begins for other in ends):
            total = Fraction(1)
            for pair in pairwise(people):
                total *= Fraction(worth.get(frozenset(pair), 0), WHOLE)
            if total:
                found.append((total, people))
    return sorted(found, key=lambda each: (-each[0], len(each[1]), each[1]))


@settings(max_examples=300, deadline=None)
@given(st.lists(TIES, max_size=14), SOME, SOME, SOME, SOME)
def test_the_ways_that_are_told_are_the_best_of_all_there_are(
    ties: list[Tie], sources: set[str], targets: set[str], avoid: set[str], officials: set[str]
) -> None:
    begins, ends = sources - avoid - targets, targets - avoid
    left, expected = every_way(ties, begins, ends, begins | ends | avoid | officials), list[tuple[Fraction, tuple[str, ...]]]()
    while left and len(expected) < 3:
        best = left[0]
        expected.append(best)
        left = [each for each in left[1:] if set(each[1][1:-1]).isdisjoint(best[1][1:-1])]
    found = warm_paths(ties, sources, targets, TODAY, avoid=avoid, officials=officials)
    assert [(each.score, each.people) for each in found] == expected
    assert [each.compliance_first for each in found] == [people[-1] in officials for _, people in expected]
    assert all(step.score == Fraction(score(step.ties[0], TODAY), WHOLE) for each in found for step in each.steps)
