"""Dates, contacts, documents, places and companies' names in one form."""

import pytest

from ingest.check_digits import citizen_check
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
    assert documents.is_lifelong(NEW)
    assert not documents.is_lifelong(NEW[:-1] + ("0" if NEW[-1] != "0" else "1"))


def test_an_organisation_code_is_read_out_of_a_credit_code() -> None:
    assert documents.organisation_code("91300502MA9000011D") == "MA9000011"
    assert documents.is_lifelong("91300502MA9000011D")
    assert documents.is_lifelong("010CMKZ3VON21WF2ZD45") == documents.is_lei("010CMKZ3VON21WF2ZD45")


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
