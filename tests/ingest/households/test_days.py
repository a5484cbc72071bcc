"""Who is one household on which day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import RelationKind, Role
from ingest.households.days import lines
from ingest.households.ties import NEVER
from tests.ingest.households.ties_of import TODAY, Told, households, stays

OWNER, JOINT, CO, CARD, GUARDIAN = Role.OWNER, Role.JOINT, Role.CO_BORROWER, Role.SUPPLEMENTARY, Role.GUARDIAN


def test_spouses_are_one_household_whatever_they_are_called():
    assert Told().married("Lin", "Shen").on() == {("Lin", "Shen")}


def test_a_minor_lives_with_the_parents_and_a_grown_child_does_not():
    told = Told(kid="2010-05-01", grown="1999-05-01").married("A", "B").parent("A", "kid", "grown")
    assert told.on() == {("A", "B", "kid")}


def test_a_child_leaves_on_the_eighteenth_birthday():
    told = Told(kid="2008-10-31").married("A", "B").parent("A", "kid")
    assert told.on(date(2026, 10, 30)) == {("A", "B", "kid")}
    assert told.on(date(2026, 10, 31)) == {("A", "B")}
    assert ("kid", "MINOR_CHILD", "CHILD", "2008-10-31", "2026-10-31") in stays(told.lines)


def test_who_was_born_on_a_leap_day_comes_of_age_on_the_first_of_march():
    told = Told(kid="2008-02-29").parent("A", "kid")
    assert told.on(date(2026, 2, 28)) == {("A", "kid")} and told.on(date(2026, 3, 1)) == set()


def test_whose_birth_nobody_knows_is_nobodys_minor():
    assert Told(kid=None).parent("A", "kid").on() == set()


def test_a_divorce_ends_the_household_from_that_day_and_the_past_keeps_it():
    told = Told().married("A", "B", "2010-01-01", "2020-06-01")
    assert (told.on(date(2020, 5, 31)), told.on(date(2020, 6, 1))) == ({("A", "B")}, set())
    assert told.on(date(2009, 12, 31)) == set()


def test_neither_a_child_nor_an_account_keeps_the_divorced_together():
    told = Told(kid="2012-01-01").married("A", "B", "2010-01-01", "2020-06-01").parent("A", "kid").parent("B", "kid")
    told.hold("1", A=OWNER, B=JOINT)
    assert told.on() == {("A", "kid")}
    assert len(told.lines) == 1  # it went on without him
    assert told.on(date(2020, 1, 1)) == {("A", "B", "kid")}


def test_of_parents_who_live_apart_the_guardian_has_the_child():
    told = Told(kid="2012-01-01").married("A", "B", "2010-01-01", "2020-06-01").parent("A", "kid").parent("B", "kid")
    assert told.hold("1", kid=OWNER, B=GUARDIAN).on() == {("B", "kid")}


def test_parents_of_one_child_of_whose_marriage_nobody_told_are_one_household_with_it():
    assert Told(kid="2012-01-01").parent("A", "kid").parent("B", "kid").on() == {("A", "B", "kid")}


def test_a_parent_does_not_follow_the_child_to_where_the_other_is_married_to_another():
    told = Told(kid="2012-01-01").married("A", "C").parent("A", "kid").parent("B", "kid")
    assert told.on() == {("A", "C", "kid")}


def test_of_two_marriages_the_later_counts_and_who_remarries_has_another_household():
    told = Told().married("A", "B", "2010-01-01").married("A", "C", "2018-01-01")
    assert told.on() == {("A", "C")}
    assert told.on(date(2015, 1, 1)) == {("A", "B")}
    assert [len(line.people) for line in told.lines] == [2, 2]


def test_a_grown_child_with_a_spouse_has_a_household_of_its_own_whatever_is_shared_with_the_parents():
    told = Told().married("M", "F").married("son", "wife").hold("1", M=OWNER, son=JOINT).hold("2", F=OWNER, son=CARD)
    assert told.on() == {("F", "M"), ("son", "wife")}


def test_a_grown_child_without_one_is_where_the_principal_of_its_card_is():
    assert Told().married("M", "F").hold("1", F=OWNER, son=CARD).on() == {("F", "M", "son")}


def test_a_ward_lives_with_the_guardian_and_not_the_guardian_with_the_ward():
    assert Told(kid="2012-01-01").hold("1", kid=OWNER, grandmother=GUARDIAN).on() == {("grandmother", "kid")}
    with_parents = Told(kid="2012-01-01").parent("A", "kid").hold("1", kid=OWNER, grandmother=GUARDIAN)
    assert with_parents.on() == {("A", "kid")}


def test_a_guardianship_of_a_child_ends_with_childhood_and_that_of_a_grown_person_does_not():
    assert Told(kid="2008-01-01").are("A", RelationKind.GUARDIAN, "kid", "2015-01-01").on() == set()
    assert Told(old="1940-01-01").are("old", RelationKind.WARD, "A", "2015-01-01").on() == {("A", "old")}


@pytest.mark.parametrize(("roles", "found"), [
    ({"A": OWNER, "B": JOINT}, {("A", "B")}),
    ({"A": OWNER, "B": CO}, {("A", "B")}),
    ({"A": OWNER, "B": CARD, "C": CARD}, {("A", "B", "C")}),
    ({"A": JOINT, "B": JOINT}, {("A", "B")}),
    ({"A": OWNER, "B": Role.AUTHORISED}, set()),
    ({"A": OWNER, "B": Role.SIGNATORY}, set()),
    ({"A": OWNER, "B": Role.GUARANTOR}, set()),
    ({"A": OWNER, "B": Role.BENEFICIARY}, set()),
    ({"A": OWNER, "B": OWNER}, set()),
])  # fmt: skip
def test_who_holds_an_account_together_is_one_household_and_who_may_only_use_it_is_not(
    roles: dict[str, Role], found: set[tuple[str, ...]]
):
    assert Told().hold("1", **roles).on() == found


def test_a_companys_account_makes_no_household_of_those_who_have_it_too():
    told = Told()
    told.companies = {"Steel"}
    assert told.hold("1", Steel=OWNER, A=JOINT, B=JOINT).on() == set()


def test_an_account_of_forty_forms_none_and_neither_does_who_shares_accounts_with_forty():
    crowd = Told().hold("1", A=OWNER, **{f"P{n}": JOINT for n in range(40)})
    assert (crowd.on(), crowd.ties.crowded) == (set(), 1)
    hub = Told()
    for n in range(40):
        hub.hold(str(n), **{f"P{n}": OWNER, "A": JOINT})
    assert (hub.on(), hub.ties.hubs) == (set(), 1)


def test_no_chain_of_accounts_makes_one_household_of_many():
    told = Told().hold("1", A=OWNER, B=JOINT).hold("2", B=OWNER, C=JOINT).hold("3", C=OWNER, D=JOINT)
    assert told.on() == {("A", "B"), ("C", "D")}


def test_an_account_that_is_closed_ties_nobody_any_more():
    told = Told().hold("1", "2015-01-01", "2020-01-01", A=OWNER, B=JOINT)
    assert (told.on(date(2019, 1, 1)), told.on()) == ({("A", "B")}, set())


def test_what_a_silo_declares_stands_and_those_it_left_out_are_found_to_belong_to_it():
    told = Told(kid="2015-01-01").live("H", "A", "B").married("A", "B").parent("A", "kid").married("B", "C", "2020-01-01")
    assert told.on() == {("H:", "C", "kid")}
    assert Told().live("H", "A", "B").live("J", "C", "D").married("A", "C").on() == set()


def test_a_parent_whom_the_silo_left_out_does_not_follow_the_child_to_a_declared_household():
    assert Told(kid="2015-01-01").live("H", "A", "kid").parent("B", "kid").on() == set()


def test_who_is_declared_later_is_where_the_ties_say_until_then():
    told = Told().married("A", "B").live("H", "A", "B", since="2020-01-01")
    assert (told.on(date(2019, 12, 31)), told.on()) == ({("A", "B")}, set())


def test_a_household_keeps_its_line_as_members_come_and_go():
    told = Told(kid="2008-01-01", baby="2020-01-01").married("A", "B", "2005-01-01", "2024-01-01")
    told.parent("A", "kid", "baby").married("A", "C", "2025-01-01")
    (line,) = told.lines
    assert line.people == {"A", "B", "C", "kid", "baby"}
    assert line.strongest.value == "SPOUSES"
    assert ("A", "SPOUSES", "SPOUSE", "2005-01-01", "2024-01-01") in stays([line])
    assert ("A", "MINOR_CHILD", "PARENT", "2024-01-01", "2025-01-01") in stays([line])


def test_ties_that_hold_between_members_are_kept_as_reasons_also_the_weaker_ones():
    told = Told().married("A", "B", "2010-01-01").hold("1", A=OWNER, B=CO)
    ((line,), told_by) = told.lines, {("crm", "SPOUSES"), ("core", "CO_BORROWERS")}
    assert {(tie.said.source, tie.rule.value) for tie in line.ties} == told_by


def test_a_word_that_another_took_the_place_of_binds_nobody():
    assert Told().married("A", "B", "2020-01-01", "2020-01-01").lines == []


PEOPLE = "ABCDEF"
DAYS = st.integers(0, 40).map(lambda n: (date(2000, 1, 1) + timedelta(365 * n)).isoformat())
BOND = st.tuples(st.sampled_from(["married", "parent", "joint", "card", "home"]), *[st.sampled_from(PEOPLE)] * 2, DAYS, st.none() | DAYS)


def bank(bonds: list[tuple[str, str, str, str, str | None]]) -> Told:
    told = Told(E="2005-01-01", F="2012-06-01")
    for n, (kind, one, other, since, until) in enumerate(bonds):
        if one == other:
            continue
        match kind:
            case "married":
                told.married(one, other, since, until)
            case "parent":
                told.parent(one, other)
            case "home":
                told.live(f"H-{one}", one, other, since=since, until=until)
            case _:
                told.hold(f"{one}{other}{n}", since, until, **{one: OWNER, other: JOINT if kind == "joint" else CARD})
    return told


@settings(max_examples=60, deadline=None)
@given(st.lists(BOND, max_size=12), st.randoms(use_true_random=False))
def test_nobody_is_in_two_households_on_a_day_and_the_order_in_which_ties_were_told_does_not_matter(bonds, chance):
    told = bank(bonds)
    found = told.lines
    for n in range(45):
        day = date(2000, 1, 1) + timedelta(365 * n)
        inside = [name for each in households(found, day) for name in each if not name.endswith(":")]
        declared = {home.person for home in told.ties.homes if home.since <= day < home.until}
        assert len(inside) == len(set(inside)) and not declared & set(inside)
        assert all(len(each) > 1 for each in households(found, day))
    ties, homes = list(told.ties.ties), list(told.ties.homes)
    chance.shuffle(ties)
    chance.shuffle(homes)
    assert stays(lines(ties, homes)) == stays(found)
    assert all(stay.since < stay.until <= NEVER for line in found for stay in line.stays)
    assert households(lines(ties, homes), TODAY) == households(found, TODAY)
