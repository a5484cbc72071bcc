"""Numbers with check digits, against the standards' own examples."""

import pytest
from stdnum import lei
from stdnum.cn import ric, uscc

from ingest.check_digits import (
    CREDIT_ALPHABET,
    citizen_check,
    is_credit_code,
    is_lei,
    is_organisation_code,
    is_permanent_card,
    is_resident_number,
    luhn_check,
)


@pytest.mark.parametrize(
    "number",
    [
        "11010519491231002X",  # GB 11643's own example
        "440524188001010014",
        "110105491231002",  # fifteen digits, of before 1999
        "810000199408230021",  # a resident from Hong Kong
        "820000199408230023",  # from Macao
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


def test_an_organisation_code_ends_as_it_should() -> None:
    assert is_organisation_code("D2143569X") and is_organisation_code("MA9000011")
    assert not any(map(is_organisation_code, ("D21435690", "MA900001", "MA90000111", "ma9000011", "MA900001-")))


def test_of_a_foreigners_card_the_new_and_the_older_number_are_known() -> None:
    assert is_permanent_card("911124198108030024") and is_permanent_card("CAN110081080324")
    assert not any(map(is_permanent_card, ("911124198108030025", "11010519491231002X", "CAN11008108032", "can110081080324")))


def test_each_character_of_a_number_counts_as_the_common_library_counts_it() -> None:
    credit, entity = "91300502MA9000011D", "529900T8BM49AURSDO55"
    for at in range(8, 18):
        for letter in CREDIT_ALPHABET:
            slipped = credit[:at] + letter + credit[at + 1 :]
            assert is_credit_code(slipped) == uscc.is_valid(slipped)
    for at in range(20):
        slipped = entity[:at] + "7" + entity[at + 1 :]
        assert is_lei(slipped) == lei.is_valid(slipped)
    bodies = [f"30050219{year:02d}0312{year:03d}" for year in range(99)]
    assert [citizen_check(body) for body in bodies] == [ric.calc_check_digit(f"{body}0") for body in bodies]
