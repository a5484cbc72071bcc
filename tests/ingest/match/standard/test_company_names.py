"""What of a company's name is its own, and what is the legal form."""

import pytest

from ingest.match.standard.company_names import company_name, company_words, legal_form


@pytest.mark.parametrize(
    ("names", "own", "form"),
    [
        (("Setso Construction GmbH", "SETSO CONSTRUCTION mbH", "Setso Construction Gesellschaft mit beschränkter Haftung"), "setso construction", "limited"),
        (("VAPRO s.r.o.", "Vapro spol. s r.o.", "VAPRO společnost s ručením omezeným"), "vapro", "limited"),
        (("Cygnet Medical Pvt. Ltd.", "CYGNET MEDICAL PRIVATE LIMITED", "Cygnet Medical"), "cygnet medical", "limited"),
        (("Harbour Steel S.A.", "Harbour Steel Société Anonyme"), "harbour steel", "company limited by shares"),
        (("Zeaborn Ship Mgmt GmbH & Cie. KG", "ZEABORN SHIP MANAGEMENT KG"), "zeaborn ship management", "partnership"),
        (('UAB "ECNG Digital"', "ECNG Digital, UAB"), "ecng digital", "limited"),
        (("Ørsted A/S", "ORSTED AS"), "orsted", "company limited by shares"),
        (("上海钢铁有限公司", "上海 钢铁有限责任公司"), "上海钢铁", "limited"),
        (("株式会社ミナト商会", "ミナト商会株式会社"), "ミナト商会", "company limited by shares"),
    ],
)  # fmt: skip
def test_a_name_is_one_however_its_legal_form_is_written(names: tuple[str, ...], own: str, form: str) -> None:
    assert {company_name(name) for name in names} == {own}
    assert {legal_form(name) for name in names} - {None} == {form}


def test_a_legal_form_within_a_name_is_one_word_however_it_is_written() -> None:
    assert company_name("Solsten Funds plc - Nordic Fund") == company_name("Solsten Funds Public Limited Company - Nordic Fund")


def test_what_is_a_legal_form_alone_stays_a_name() -> None:
    assert (company_name("Limited"), company_name("S.A."), company_name(" "), legal_form("Limited")) == ("limited", "sa", None, None)


def test_the_words_of_a_name_are_those_that_say_something_and_of_chinese_every_two_characters() -> None:
    assert company_words("harbour of steel") == ["harbour", "steel"]
    assert company_words("上海钢铁") == ["上海", "海钢", "钢铁"]
