import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.money import minor_units, told


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [(123, "CNY", "1.23"), (-5, "CNY", "-0.05"), (0, "USD", "0.00"), (1500, "JPY", "1500"), (1234, "KWD", "1.234"), (-100, "HKD", "-1.00")],
)
def test_an_amount_has_the_decimals_of_its_currency(minor: int, currency: str, text: str):
    assert told(minor, currency) == text


@given(st.integers(-(10**15), 10**15), st.sampled_from(["CNY", "JPY", "KWD"]))
def test_an_amount_is_read_back_exactly(minor: int, currency: str):
    assert minor_units(told(minor, currency), currency) == minor
