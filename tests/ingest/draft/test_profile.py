"""A column's type and form are the narrowest that all of its values have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.draft.profile import Kind, kind, profiled, shape


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (("2026-01-31", "1999-12-01"), Kind("date")),
        (("20260131", "19991201"), Kind("date", "%Y%m%d")),
        (("2026/1/31",), Kind("date", "%Y/%m/%d")),
        (("2026年01月31日",), Kind("date", "%Y年%m月%d日")),
        (("31/01/2026",), Kind("date", "%d/%m/%Y")),
        (("01/31/2026",), Kind("date", "%m/%d/%Y")),
        (("01/02/2026",), Kind("date", "%d/%m/%Y", True)),
        (("2026-01-31T08:30:00+08:00",), Kind("timestamp")),
        (("2026/01/31 08:30:00",), Kind("timestamp", "%Y/%m/%d %H:%M:%S")),
        (("20260131083000",), Kind("timestamp", "%Y%m%d%H%M%S")),
        (("20260131", "99999999"), Kind("integer")),
        (("1", "-20"), Kind("integer")),
        (("007", "12"), Kind("string")),
        (("1", "2.50"), Kind("number")),
        (("1,000.00",), Kind("string")),
        (("Y", "N"), Kind("boolean")),
        (("是",), Kind("boolean", "是/否")),
        (("true", "false"), Kind("boolean", "true/false")),
        ((), Kind("string")),
    ],
)
def test_a_type_and_a_form_are_found(values: tuple[str, ...], found: Kind):
    assert kind(values) == found


def test_a_shape_keeps_no_letter_and_no_digit():
    assert shape("Ada Lane-7, 苏州 'x'") == "Aaa Aaaa-9, 中中 ·a·"
    assert shape("x" * 50) == "a" * 20 + "…"


@given(st.text())
def test_a_shape_says_nothing_of_a_value_but_its_form(text: str):
    assert not any(sign.isalnum() and sign not in "Aa9中x" for sign in shape(text))


def test_a_column_tells_how_it_is_filled_and_rows_within_rows_are_columns_too():
    rows = [{"id": "1", "lines": [{"at": "2026-01-01"}, {"at": ""}]}, {"id": "2", "lines": []}, {"id": " "}]
    number, lines = profiled(("id", "lines"), rows)
    assert (number.filled, number.required, number.unique) == (2, False, False)
    assert (lines.kind.type, lines.filled, [(each.name, each.kind.type, each.required) for each in lines.inside]) == (
        "array", 1, [("at", "date", False)]
    )  # fmt: skip
