"""Columns as fields: enough customers at every level, and nothing made of what was never said."""

from collections import Counter

import numpy as np
import orjson
from hypothesis import given
from hypothesis import strategies as st

from rules.affinity.fields import Field, crossed, field, fields

WORDS = st.one_of(st.none(), st.sampled_from(["a", "b", "c", "0", "1", "2.5", "-3", "1e400", "北京"]))
NUMBERS = st.one_of(st.none(), st.integers(-50, 50).map(str), st.floats(allow_nan=False, allow_infinity=False).map(repr))


@given(st.lists(WORDS, max_size=60), st.integers(1, 8))
def test_every_level_of_words_has_enough_rows(values: list[str | None], support: int):
    _has_enough(field("f", values, support), values, support)


@given(st.lists(NUMBERS, max_size=120), st.integers(1, 8))
def test_every_band_of_numbers_has_enough_rows(values: list[str | None], support: int):
    _has_enough(field("f", values, support), values, support)


def _has_enough(made: Field, values: list[str | None], support: int):
    at = made.read({"f": values})
    counts = Counter(at[at >= 0].tolist())
    assert set(counts) <= set(range(len(made.levels)))
    if len(made.levels) > 1:
        assert all(counts[level] >= support for level in range(len(made.levels)))


def test_a_number_that_was_never_seen_falls_into_the_band_it_is_in():
    made = field("f", ["1"] * 10 + ["2"] * 10 + ["9"] * 10)
    assert made.levels == ("≤ 1", "1 … 2", "> 2")
    assert [made.level(value) for value in ("-5", "1.5", "4", "1000")] == [0, 1, 2, 2]


def test_of_a_word_that_was_never_seen_nothing_is_said():
    made = field("f", ["red"] * 10 + ["blue"] * 10)
    assert made.level("green") == -1
    assert made.level(None) == -1


def test_rare_words_are_one_level_where_they_are_enough_together():
    made = field("f", ["red"] * 10 + [f"rare {number}" for number in range(10)])
    assert made.levels == ("red", "…")
    assert made.level("rare 3") == made.level("never seen") == 1


def test_who_says_nothing_is_a_level_where_many_do():
    made = field("f", ["1"] * 10 + ["2"] * 10 + [None] * 10)
    assert made.levels[made.level(None)] == ""


def test_a_column_that_says_one_thing_is_no_field():
    assert fields({"same": ["1"] * 50, "few": ["1"] * 45 + ["2"] * 5, "two": ["1"] * 25 + ["2"] * 25})[0].name == "two"
    assert len(fields({"same": ["1"] * 50, "few": ["1"] * 45 + ["2"] * 5})) == 0


def test_two_fields_read_together_know_the_pairs_that_are_many():
    table: dict[str, list[str | None]] = {"a": ["x"] * 20 + ["y"] * 20, "b": ["1"] * 10 + ["2"] * 20 + ["1"] * 10}
    both = crossed(field("a", table["a"]), field("b", table["b"]), table)
    assert both and both.columns == ("a", "b")
    assert both.levels == ("x × ≤ 1", "x × > 1", "y × ≤ 1", "y × > 1")
    assert Counter(both.read(table).tolist()) == {0: 10, 1: 10, 2: 10, 3: 10}
    assert both.read({"a": ["z"], "b": ["1"]}).tolist() == [-1]


@given(st.lists(st.tuples(WORDS, NUMBERS), min_size=1, max_size=60))
def test_a_field_that_was_kept_in_a_file_reads_as_before(rows: list[tuple[str | None, str | None]]):
    table = {"a": [one for one, _ in rows], "b": [two for _, two in rows]}
    made = [field("a", table["a"], 3), field("b", table["b"], 3)]
    made += [pair for pair in [crossed(made[0], made[1], table, 3)] if pair]
    for each in made:
        again = Field.of_dict(orjson.loads(orjson.dumps(each.as_dict())))
        assert np.array_equal(each.read(table), again.read(table))
        assert again.levels == each.levels
