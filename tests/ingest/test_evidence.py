"""The same thing said by two silos has one key."""

import pytest

from ingest.evidence import CHECKED, document


@pytest.mark.parametrize("said", ["11010519491231002X", " 110105 19491231 002x", "１１０１０５－１９４９１２３１—００２ｘ", "110105-19491231‐002X"])
def test_a_number_with_a_check_digit_has_one_key_however_it_was_typed(said: str) -> None:
    shown = document("CN_ID", said)
    assert (shown.id, shown.number) == ("CN_ID:11010519491231002X", "11010519491231002X")
    assert CHECKED["CN_ID"](shown.number)


def test_a_registers_number_keeps_its_hyphens() -> None:
    assert document("RA000665", "12-345 a").id == "RA000665:12-345A"


def test_passports_of_two_countries_are_two_documents() -> None:
    one, other, unsaid = document("PASSPORT", "900000022", "GB"), document("PASSPORT", "900000022", "IE"), document("PASSPORT", "900000022")
    assert [each.id for each in (one, other, unsaid)] == ["PASSPORT:GB:900000022", "PASSPORT:IE:900000022", "PASSPORT:900000022"]
    assert (one.issuer, one.number, unsaid.issuer) == ("GB", "900000022", None)


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("CN_TW_RESIDENT", "830000199201300022", "830000199201300023"),
        ("CN_PERMANENT_RESIDENT", "911124198108030024", "11010519491231002X"),
        ("CN_PERMANENT_RESIDENT", "CAN110081080324", "CAN11008108032"),
        ("ORGANISATION_CODE", "MA900001-1", "MA900001-2"),
    ],
)
def test_what_a_silo_has_seen_has_its_check_digit(kind: str, right: str, wrong: str) -> None:
    assert [CHECKED[kind](document(kind, number).number) for number in (right, wrong)] == [True, False]
