import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.money import exponent, minor_units, told


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (123, "CNY", "1.23"),
        (-5, "CNY", "-0.05"),
        (0, "USD", "0.00"),
        (1500, "JPY", "1500"),
        (1234, "KWD", "1.234"),
        (-100, "HKD", "-1.00"),
    ],
)
def test_an_amount_has_the_decimals_of_its_currency(minor: int, currency: str, text: str):
    assert told(minor, currency) == text


@given(st.integers(-(10**15), 10**15), st.sampled_from(["CNY", "JPY", "KWD"]))
def test_an_amount_is_read_back_exactly(minor: int, currency: str):
    assert minor_units(told(minor, currency), currency) == minor


@pytest.mark.parametrize(
    ("text", "currency", "units"),
    [("12.30", "CNY", 1230), ("-0.01", "USD", -1), ("1230", "JPY", 1230), ("1.234", "KWD", 1234), ("5.", "EUR", 500)],
)
def test_money_is_exact_minor_units(text: str, currency: str, units: int) -> None:
    assert minor_units(text, currency) == units


@pytest.mark.parametrize(
    ("text", "currency"), [("1.234", "CNY"), ("1.5", "JPY"), ("1,5", "CNY"), ("1e3", "CNY"), ("٣", "CNY"), ("1", "XXQ")]
)
def test_money_finer_than_its_currency_or_no_plain_number_is_refused(text: str, currency: str) -> None:
    with pytest.raises(ValueError, match=r"not|finer"):
        minor_units(text, currency)


def test_decimals_are_those_of_iso_4217() -> None:
    assert [exponent(currency) for currency in ("CNY", "HKD", "JPY", "BHD", "CLF")] == [2, 2, 0, 3, 4]
