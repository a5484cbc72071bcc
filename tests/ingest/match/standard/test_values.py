"""Dates, contacts, documents, places and companies' names in one form."""

import pytest

from ingest.check_digits import citizen_check, credit_check
from ingest.match.standard import contacts, dates, documents, places
from ingest.match.standard.company_names import company_name, legal_form

OLD = "300502510312003"
NEW = f"{OLD[:6]}19{OLD[6:]}{citizen_check(f'{OLD[:6]}19{OLD[6:]}')}"


@pytest.mark.parametrize(
    ("said", "day"),
    [("1979-05-18", "1979-05-18"), ("19790518", "1979-05-18"), ("18/05/1979", "1979-05-18"), ("05/18/1979", "1979-05-18"), ("1979年5月18日", "1979-05-18"),
     ("1979-05-18T00:00:00", "1979-05-18"), ("1979-05", "1979-05"), ("1979", "1979"), ("1979-02-31", "1979"), ("1900-01-01", None),
     ("9999-12-31", None), ("0000-00-00", None), ("-5", None), ("soon", None), ("", None), (None, None)],
)  # fmt: skip
def test_a_day_is_as_precise_as_it_was_said(said: str | None, day: str | None) -> None:
    assert dates.day(said) == day


def test_a_telephone_number_has_its_country_and_an_address_on_the_net_no_tag() -> None:
    assert contacts.phone("138 0000 0001", "CN") == contacts.phone("+86-13800000001", "GB") == "+8613800000001"
    assert contacts.phone("0000000", "CN") is contacts.phone("12", "CN") is contacts.phone(None, "CN") is None
    assert contacts.email(" Ada+bank@Example.COM ") == "ada@example.com"
    assert contacts.email("ada at example") is None


def test_fifteen_digits_become_eighteen_and_say_birth_and_gender() -> None:
    assert documents.resident(OLD) == NEW
    assert documents.born(NEW) == "1951-03-12"
    assert documents.gender(NEW) == "male"
    assert documents.for_life("national_id", NEW) == NEW
    assert documents.for_life("national_id", NEW[:-1] + ("0" if NEW[-1] != "0" else "1")) is None


@pytest.mark.parametrize(
    "said",
    ["11010519491231002X", "11010519491231002x", "１１０１０５１９４９１２３１００２ｘ", " 110105 19491231 002X ", "110105-19491231-002x",
     "1101 0519 4912 3100 2X", "110105491231002", "１１０１０５ ４９１２３１－００２", "身份证：11010519491231002X"],
)  # fmt: skip
def test_a_resident_number_is_the_same_however_it_was_typed(said: str) -> None:
    assert documents.resident(said) == "11010519491231002X"


@pytest.mark.parametrize("kind", ["440524188001010014", "810000199408230021", "820000199408230022", "830000199201300022"])
def test_citizens_and_residents_from_hong_kong_macao_and_taiwan_have_a_number_for_life(kind: str) -> None:
    number = kind[:17] + citizen_check(kind[:17])
    assert documents.for_life("national_id", number) == number
    assert not documents.is_card(number)


def test_a_foreigners_card_is_renewed() -> None:
    assert documents.for_life("national_id", "911124198108030024") is None
    assert documents.is_card("911124198108030024") and documents.is_card("CAN110081080324")
    assert documents.renewed("911124198108030024", documents.CARD) == "cn permanent resident:911124198108030024"
    assert documents.is_issued("cn permanent resident:911124198108030024") and documents.is_issued("cn permanent resident:CAN110081080324")
    assert not documents.is_issued("cn permanent resident:911124198108030025")


@pytest.mark.parametrize(
    ("said", "number"),
    [("91300502MA9000011D", "MA9000011"), ("91300502MA9000011E", None), ("MA9000011", "MA9000011"), ("MA9000012", None),
     ("D2143569X", "D2143569X"), ("N2300502MA9000011" + credit_check("N2300502MA9000011"), "MA9000011"), ("300502MA9000011", None)],
)  # fmt: skip
def test_an_organisation_code_is_read_out_of_a_credit_code(said: str, number: str | None) -> None:
    assert documents.for_life("uscc", said) == documents.for_life("organisation_code", said) == number


def test_an_lei_is_for_life_where_its_check_digits_hold() -> None:
    assert documents.for_life("lei", "529900T8BM49AURSDO55") == "529900T8BM49AURSDO55"
    assert documents.for_life("lei", "529900T8BM49AURSDO56") is None


@pytest.mark.parametrize(
    ("number", "issuer", "standard"),
    [("900000022", "GB", "gb:900000022"), ("９０００-00022", "United Kingdom", "gb:900000022"), ("e 1234 5670", "CHN", "cn:E12345670"),
     ("GB:900000022", None, "gb:900000022"), (":900000022", None, ":900000022"), ("900000022", None, ":900000022"),
     ("900000022", "HM Passport Office", ":900000022"), ("TW_PERMIT:T12345671", None, "tw permit:T12345671"), ("H0123456701", "CN_HK_PERMIT", "cn hk permit:H0123456701"),
     ("111111111", "GB", None), ("E00000000", "CN", None), ("123456789", "GB", None), ("987654321", "US", None), ("UNKNOWN", "GB", None), ("none1", None, None),
     ("", "GB", None), (None, None, None)],
)  # fmt: skip
def test_a_passport_is_its_issuer_and_its_number(number: str | None, issuer: str | None, standard: str | None) -> None:
    assert documents.renewed(number, issuer) == standard


def test_who_issued_a_passport_has_to_be_known() -> None:
    assert documents.is_issued("gb:900000022") and not documents.is_issued(":900000022")


@pytest.mark.parametrize("dummy", ["111111111111111111", "１１１１１１１１１１１１１１１", "0000000000", "000", "xxxxxxxxxx", "---", "无"])
def test_what_says_that_no_number_is_known_is_none(dummy: str) -> None:
    assert documents.number(dummy) is None


def test_places_are_parts() -> None:
    assert places.address("江苏省苏州市姑苏区柳岸街18号3幢501室") == places.address("苏州市姑苏区柳岸街18号3栋501室")
    assert places.address("Flat 2, 7 Mill Rd., Leeds") == "leeds|7 mill road|flat 2"
    assert places.address(" ,; ") is None
    assert (places.postcode("TS19 0SH"), places.postcode("ts190sh")) == ("ts19 0sh", "ts19 0sh")
    assert (places.outward("ts19 0sh"), places.area("ts19 0sh"), places.outward("215001"), places.outward("2119")) == (
        "ts19",
        "ts",
        "2150",
        "21",
    )


@pytest.mark.parametrize(
    ("said", "name", "form"),
    [("湖州港湾钢铁有限公司", "湖州港湾钢铁", "limited"), ("湖州港湾钢铁股份有限公司", "湖州港湾钢铁", "company limited by shares"),
     ("Harbour Steel Co., Ltd.", "harbour steel", "limited"), ("Müller & Söhne G.m.b.H.", "muller sohne", "limited"),
     ("Port S. A.", "port", "company limited by shares"), ("The Mill", "mill", None)],
)  # fmt: skip
def test_a_companys_name_is_apart_from_its_legal_form(said: str, name: str, form: str | None) -> None:
    assert (company_name(said), legal_form(said)) == (name, form)
