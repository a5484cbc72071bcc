"""The check digits, against the examples the standards themselves print."""

from datetime import date

from ingest.check_digits import citizen_check, credit_check, luhn_check
from ingest.lakeside.identifiers import card_number, citizen_number, lei, organisation_code


def test_a_resident_number_ends_as_gb_11643_says() -> None:
    assert citizen_check("11010519491231002") == "X"
    assert citizen_check("44052418800101001") == "4"


def test_a_credit_code_ends_as_gb_32100_says() -> None:
    assert credit_check("91350100M000100Y4") == "3"
    assert organisation_code("D2143569") == "D2143569X"  # GB 11714


def test_a_card_number_ends_as_luhn_says() -> None:
    assert luhn_check("7992739871") == "3"
    assert len(card_number(31)) == 16


def test_a_legal_entity_identifier_leaves_one_over_97() -> None:
    assert int("".join(str(int(each, 36)) for each in lei("HARBOURSTEEL"))) % 97 == 1


def test_men_have_odd_numbers_and_women_even_ones() -> None:
    born = date(1990, 1, 31)
    assert citizen_number(born, 7)[:17] == "30050219900131007"
    assert int(citizen_number(born, 8)[16]) % 2 == 0
