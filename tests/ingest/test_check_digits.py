"""Numbers with check digits, against the standards' own examples."""

import pytest

from ingest.check_digits import is_credit_code, is_lei, is_resident_number, luhn_check


@pytest.mark.parametrize(
    "number",
    [
        "11010519491231002X",  # GB 11643's own example
        "440524188001010014",
        "110105491231002",  # fifteen digits, of before 1999
        "810000199408230021",  # a resident from Hong Kong
        "830000199201300022",  # from Taiwan
        "911124198108030024",  # a foreigner's card of 2023
    ],
)
def test_all_kinds_of_resident_numbers_are_known(number: str) -> None:
    assert is_resident_number(number)


@pytest.mark.parametrize(
    "number",
    [
        "110105194912310021",
        "11010519491331002X",
        "110105491331002",
        "01010519491231002X",
        "1101051949123100",
        "１１０１０５４９１２３１００２",
    ],
)
def test_what_is_no_resident_number_is_told(number: str) -> None:
    assert not is_resident_number(number)


def test_a_credit_code_a_lei_and_a_card_number_end_as_they_should() -> None:
    assert is_credit_code("91350100M000100Y43") and not is_credit_code("91350100M000100Y44") and not is_credit_code("9135")
    assert is_lei("529900T8BM49AURSDO55") and not is_lei("529900T8BM49AURSDO56") and not is_lei("5299")
    assert luhn_check("7992739871") == "3"
