"""What was said when is the same history, whatever the order in which it arrives."""

from datetime import date, timedelta
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from graph.history import Said, Value, placed

DAY = date(2026, 1, 1)
Told = list[tuple[Value, date]]


def day(number: int) -> date:
    return DAY + timedelta(days=number)


def told(words: list[tuple[int, str | None]]) -> Told:
    """The history after words arrived in this order, each that of a whole delivery, kept as a store would keep it."""
    history, days = list[Said](), list[date]()
    for number, value in words:
        history = placed(history, days, value, day(number))
        history = [Said(said.value, said.on, place) for place, said in enumerate(history)]
        days = sorted({*days, day(number)})
    return [(said.value, said.on) for said in history]


def test_the_first_word_is_the_history() -> None:
    assert told([(3, "a")]) == [("a", day(3))]


def test_the_same_word_again_adds_nothing() -> None:
    assert told([(1, "a"), (2, "a")]) == [("a", day(1))]


def test_nothing_said_before_anything_is_no_history() -> None:
    assert told([(1, None)]) == []


def test_what_is_left_out_has_ended_until_it_is_said_again() -> None:
    assert told([(1, "a"), (2, None), (3, "a")]) == [("a", day(1)), (None, day(2)), ("a", day(3))]


def test_an_older_word_takes_its_place_before() -> None:
    assert told([(2, "b"), (1, "a")]) == [("a", day(1)), ("b", day(2))]


def test_an_older_word_that_a_later_delivery_left_out_ended_there() -> None:
    assert told([(2, None), (1, "a")]) == [("a", day(1)), (None, day(2))]


def test_the_same_word_from_earlier_pulls_the_beginning_back() -> None:
    assert told([(2, "a"), (1, "a")]) == [("a", day(1))]


def test_a_word_in_between_splits_what_held_before_and_after() -> None:
    assert told([(1, "a"), (3, "a"), (2, "b")]) == [("a", day(1)), ("b", day(2)), ("a", day(3))]


def test_what_is_interrupted_begins_anew_on_the_next_day_that_said_it() -> None:
    assert told([(1, "a"), (3, "a"), (4, "a"), (2, "b")]) == [("a", day(1)), ("b", day(2)), ("a", day(3))]


def test_a_later_word_on_the_same_day_counts_and_words_of_one_day_do_not_pile_up() -> None:
    assert told([(1, "a"), (1, "b")])[-1] == ("b", day(1))
    assert told([(1, "a"), (1, "b"), (1, "a"), (1, "b")]) == [("a", day(1)), ("b", day(1))]


@given(st.lists(st.sampled_from(["a", "b", None]), min_size=1, max_size=6))
def test_any_order_of_words_gives_one_history(values: list[str | None]) -> None:
    words = list(enumerate(values))
    orders = list(permutations(words)) if len(words) < 6 else [tuple(words), tuple(reversed(words))]
    assert {tuple(told(list(order))) for order in orders} == {tuple(told(words))}


@given(st.lists(st.sampled_from(["a", "b", None]), min_size=6, max_size=12), st.data())
def test_longer_histories_too_and_each_word_as_often_as_it_likes(values: list[str | None], data: st.DataObject) -> None:
    words = list(enumerate(values))
    mixed = data.draw(st.permutations(words + words))
    assert told(mixed) == told(words)
