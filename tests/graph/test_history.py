"""What was said when is the same history, whatever the order in which it arrives."""

from datetime import date, timedelta
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from graph.history import Said, placed

DAY = date(2026, 1, 1)


def day(number: int) -> date:
    return DAY + timedelta(days=number)


def told(words: list[tuple[int, str]]) -> list[tuple[str | None, date]]:
    """The history after words arrived in this order, kept as a store would keep it."""
    history, confirmed = list[Said](), None
    for number, value in words:
        history = placed(history, confirmed, value, day(number))
        confirmed = max(confirmed or day(number), day(number))
    return [(said.value, said.on) for said in history]


def test_the_first_word_is_the_history() -> None:
    assert told([(3, "a")]) == [("a", day(3))]


def test_the_same_word_again_adds_nothing() -> None:
    assert told([(1, "a"), (2, "a")]) == [("a", day(1))]


def test_an_older_word_takes_its_place_before() -> None:
    assert told([(2, "b"), (1, "a")]) == [("a", day(1)), ("b", day(2))]


def test_the_same_word_from_earlier_pulls_the_beginning_back() -> None:
    assert told([(2, "a"), (1, "a")]) == [("a", day(1))]


def test_a_word_in_between_splits_what_held_before_and_after() -> None:
    assert told([(1, "a"), (3, "a"), (2, "b")]) == [("a", day(1)), ("b", day(2)), ("a", day(3))]


def test_a_later_word_on_the_same_day_wins() -> None:
    assert told([(1, "a"), (1, "b")])[-1] == ("b", day(1))


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=5))
def test_any_order_of_words_gives_one_history_where_no_value_returns(values: list[str]) -> None:
    words = list(enumerate(sorted(values)))
    assert all(told(list(order)) == told(words) for order in permutations(words))
