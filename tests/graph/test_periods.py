"""When each of several words on one relationship holds."""

from datetime import date

from graph.periods import NEVER, Word, periods

JANUARY, FEBRUARY, MARCH, APRIL = (date(2026, month, 1) for month in (1, 2, 3, 4))
LONG_AGO, YESTERDAY = date(2019, 5, 5), date(2026, 1, 31)
NO_DAY = (NEVER, NEVER)


def word(share: int, on: date, until: date | None = None, since: date | None = None, to: date | None = None) -> Word:
    return Word({"share": share}, since, to, on, until)


def test_a_word_alone_holds_as_it_says() -> None:
    assert periods([word(30, JANUARY, since=LONG_AGO)]) == [(LONG_AGO, None)]
    assert periods([word(30, JANUARY, to=YESTERDAY)]) == [(None, YESTERDAY)]


def test_what_is_left_out_has_ended_on_that_day_unless_it_ended_before() -> None:
    assert periods([word(30, JANUARY, MARCH)]) == [(None, MARCH)]
    assert periods([word(30, JANUARY, MARCH, to=YESTERDAY)]) == [(None, YESTERDAY)]


def test_another_share_begins_where_the_one_before_it_ends() -> None:
    assert periods([word(30, JANUARY, FEBRUARY, LONG_AGO), word(40, FEBRUARY, since=LONG_AGO)]) == [
        (LONG_AGO, FEBRUARY),
        (FEBRUARY, None),
    ]


def test_another_share_begins_on_the_day_it_tells_itself() -> None:
    assert periods([word(30, JANUARY, FEBRUARY, LONG_AGO), word(40, FEBRUARY, since=YESTERDAY)]) == [
        (LONG_AGO, YESTERDAY),
        (YESTERDAY, None),
    ]


def test_the_same_with_another_end_corrects_it_and_the_corrected_word_holds_on_no_day() -> None:
    assert periods([word(30, JANUARY, FEBRUARY, LONG_AGO), word(30, FEBRUARY, since=LONG_AGO, to=YESTERDAY)]) == [
        NO_DAY,
        (LONG_AGO, YESTERDAY),
    ]


def test_a_correction_of_the_beginning_counts() -> None:
    assert periods([word(30, JANUARY, FEBRUARY, LONG_AGO), word(30, FEBRUARY, since=YESTERDAY)]) == [NO_DAY, (YESTERDAY, None)]


def test_a_correction_of_what_followed_another_begins_where_that_began() -> None:
    words = [word(30, JANUARY, FEBRUARY), word(40, FEBRUARY, MARCH), word(40, MARCH, to=APRIL)]
    assert periods(words) == [(None, FEBRUARY), NO_DAY, (FEBRUARY, APRIL)]


def test_what_returns_after_nothing_was_said_begins_anew() -> None:
    assert periods([word(30, JANUARY, FEBRUARY, LONG_AGO), word(30, MARCH, since=LONG_AGO)]) == [
        (LONG_AGO, FEBRUARY),
        (MARCH, None),
    ]


def test_a_word_that_another_of_its_day_took_the_place_of_never_held() -> None:
    assert periods([word(30, JANUARY, JANUARY), word(40, JANUARY)]) == [NO_DAY, (None, None)]
