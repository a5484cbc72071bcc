"""Guarantee circles: who is of one, and for how much; out of what the statement reads around a party."""

from typing import Any

from resolvers.guarantee_circles import circle


def read(of: str, *given: tuple[str, str, int | None]) -> list[Any]:
    """Rows of who answers for whom, in minor units, as the statement has them: shapes are the parties' names."""
    return [
        [of, one, other, "JOINT_LIABILITY", minor, "CNY", "2026-01-01", None, "loans", one, other, [], one] for one, other, minor in given
    ]


def names(of: str, *given: tuple[str, str, int | None]) -> dict[str, int] | None:
    found = circle(read(of, *given))
    return found and {each.party: each.answers_for for each in found.members}


def test_three_who_answer_for_each_other_round_about_are_a_circle_and_whoever_answers_for_one_of_them_is_not_of_it():
    given = (("a", "b", 8000), ("b", "c", 600), ("c", "a", 3000), ("owner", "b", 8000), ("c", "outside", 100))
    found = circle(read("b", *given))
    assert found and {each.party: each.answers_for for each in found.members} == {"a": 1, "b": 1, "c": 1}
    assert [(each.guarantor, each.borrower, each.amount) for each in found.guarantees] == [
        ("a", "b", "80.00"), ("b", "c", "6.00"), ("c", "a", "30.00"),
    ]  # fmt: skip
    assert [(each.currency, each.amount, each.unknown) for each in found.amounts] == [("CNY", "116.00", 0)]
    assert not found.is_mutual


def test_two_who_answer_for_each_other_are_mutual_and_an_amount_that_is_not_known_is_told():
    found = circle(read("a", ("a", "b", 100), ("b", "a", None), ("a", "b", 50)))
    assert found and found.is_mutual
    assert {each.party: each.answers_for for each in found.members} == {"a": 1, "b": 1}
    assert [(each.amount, each.unknown) for each in found.amounts] == [("1.50", 1)]


def test_a_chain_is_no_circle_nor_is_one_that_lies_further_on_or_who_answers_for_itself():
    assert names("a", ("a", "b", 1), ("b", "c", 1)) is None
    assert names("a", ("a", "b", 1), ("b", "c", 1), ("c", "b", 1)) is None
    assert names("a", ("a", "a", 1)) is None
    assert circle([]) is None


def test_circles_that_share_a_party_are_one():
    assert names("a", ("a", "b", 1), ("b", "a", 1), ("b", "c", 1), ("c", "b", 1)) == {"a": 1, "b": 2, "c": 1}
