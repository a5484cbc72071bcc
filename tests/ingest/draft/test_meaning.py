"""A column means what its name says, if all of its values bear it out; or what its values can only be."""

from datetime import date

import pytest

from ingest.check_digits import is_credit_code, is_lei
from ingest.draft.meaning import Meaning, is_of_resident, is_personal, meaning, named_otherwise
from ingest.draft.profile import profiled
from ingest.lakeside.identifiers import citizen_number, credit_code, lei, organisation_code

CITIZEN, CREDIT, LEI = citizen_number(date(1980, 2, 29), 7), credit_code("91", "12345678"), lei("ABCDEF123456")


def means(name: str, *values: str) -> Meaning | None:
    return meaning(profiled((name,), [{name: value} for value in values])[0])


@pytest.mark.parametrize(
    ("name", "values", "meant"),
    [
        ("客户号", ("1001",), Meaning.CUSTOMER_NUMBER),
        ("CIF_NO", ("1001",), Meaning.CUSTOMER_NUMBER),
        ("Customer ID", ("1001",), Meaning.CUSTOMER_NUMBER),
        ("CUST_NM", ("Ada",), Meaning.NAME),
        ("客户姓名", ("陈晓梅",), Meaning.NAME),
        ("cust_mobile", ("13900000001",), Meaning.MOBILE),
        ("证件号码", (CITIZEN,), Meaning.RESIDENT_NUMBER),
        ("证件号码", (CREDIT,), Meaning.USCC),
        ("证件号码", (CITIZEN, CREDIT), Meaning.DOCUMENT_NUMBER),
        ("组织机构代码", (organisation_code("MA900001"), "D2143569-X"), Meaning.ORGANISATION_CODE),
        ("org_code", ("12345",), None),
        ("column_7", (CITIZEN,), Meaning.RESIDENT_NUMBER),
        ("column_7", (LEI,), Meaning.LEI),
        ("column_7", ("ada@example.com",), Meaning.EMAIL),
        ("column_7", ("13900000001", "13900000002"), Meaning.MOBILE),
        ("column_7", ("something",), None),
        ("sex", ("M", "F", ""), Meaning.GENDER),
        ("sex", ("M", "X"), None),
        ("dob", ("19800229",), Meaning.BIRTH_DATE),
        ("dob", ("19800230",), None),
        ("币种", ("人民币", "USD"), Meaning.CURRENCY),
        ("email", ("none",), None),
        ("name", ("A\u200bda",), None),
        ("name", ("", ""), None),
    ],
)
def test_a_column_is_understood_by_its_name_and_by_all_of_its_values(name: str, values: tuple[str, ...], meant: Meaning | None):
    assert means(name, *values) is meant


def test_what_is_called_so_and_is_not_is_told():
    (profile,) = profiled(("dob",), [{"dob": "unknown"}])
    assert (meaning(profile), named_otherwise(profile)) == (None, Meaning.BIRTH_DATE)


def test_a_number_with_a_wrong_check_digit_is_none():
    assert (is_of_resident(CITIZEN), is_credit_code(CREDIT), is_lei(LEI)) == (True, True, True)
    for number, is_one in ((CITIZEN, is_of_resident), (CREDIT, is_credit_code), (LEI, is_lei)):
        changed = number[:-2] + str((int(number[-2], 36) + 1) % 10) + number[-1]
        assert not is_one(changed)


def test_what_may_name_somebody_is_personal_though_nobody_said_so():
    columns = {"经办人": "x", "relationship_manager": "x", "anything": "陈晓梅", "dob": "unknown", "branch": "Suzhou"}
    found = profiled(tuple(columns), [columns])
    assert [is_personal(each, meaning(each), of_company=False) for each in found] == [True, True, True, True, False]
