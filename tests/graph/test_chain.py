"""The order of one day's movements: what the silo says, else what their balances say."""

import random
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from graph.chain import Movement, chained, in_order, positions


def moved(
    id_: str, amount: int, balance: int | None, *, on: str = "1994-03-31", ordered: bool = False, currency: str = "CZK"
) -> Movement:
    return Movement(id_, date.fromisoformat(on), currency, amount, True, balance, ordered)


def ids(movements: list[Movement]) -> list[str]:
    return [each.id for each in movements]


def test_a_fee_stands_behind_the_interest_its_balance_sets_out_from() -> None:
    fee, interest = moved("1", -1460, 2636880), moved("2", 12380, 2638340)
    assert ids(chained(2625960, [fee, interest])) == ["2", "1"]


def test_what_the_silo_says_of_the_order_stands() -> None:
    fee, interest = moved("1", -1460, 2636880, ordered=True), moved("2", 12380, 2638340, ordered=True)
    assert ids(chained(2625960, [fee, interest])) == ["1", "2"]


def test_where_a_day_before_is_missing_the_balances_of_the_day_still_say_it() -> None:
    assert ids(chained(7, [moved("1", -1460, 2636880), moved("2", 12380, 2638340)])) == ["2", "1"]


def test_where_nothing_fits_or_a_balance_is_not_known_they_stay_as_given() -> None:
    assert ids(chained(0, [moved("1", 5, 100), moved("2", 5, 300)])) == ["1", "2"]
    assert ids(chained(0, [moved("1", -5, None), moved("2", 5, 5)])) == ["1", "2"]


def test_each_currency_has_its_own_balances() -> None:
    day = [moved("1", -5, 95), moved("2", 100, 100), moved("3", 7, 7, currency="EUR")]
    assert ids(in_order(day)) == ["2", "1", "3"]


def test_places_sort_by_day_and_within_a_day() -> None:
    found = dict(positions([moved("a", 1, 1, on="1994-01-02"), moved("c", 2, 3), moved("b", 3, 6)]))
    assert found == {"a": "1994-01-02", "c": "1994-03-31.00001", "b": "1994-03-31.00002"}


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=40), st.randoms(use_true_random=False))
def test_any_day_is_put_so_that_every_balance_sets_out_from_the_one_before(amounts: list[int], chance: random.Random) -> None:
    balance, day = 0, list[Movement]()
    for n, amount in enumerate(amounts):
        balance += amount
        day.append(moved(f"{n:02}", amount, balance))
    shuffled = chance.sample(day, len(day))
    found = chained(0, shuffled)
    assert sorted(ids(found)) == sorted(ids(day))
    if found != shuffled:  # else looking was given up: amounts that go back and forth
        assert [each.before for each in found] == [0, *(each.balance_after for each in found[:-1])]
