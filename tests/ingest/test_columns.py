"""Which column of a stranger's file is which field."""

import pytest

from ingest.columns import chosen
from runtime.errors import BadQuestion


@pytest.mark.parametrize(
    ("columns", "said", "of"),
    [
        (["first_name", "surname", "dob", "postcode_fake"], (), {"given_name": ["first_name"], "family_name": ["surname"], "birth_date": ["dob"], "postcode": ["postcode_fake"]}),
        (["full_name", "first_name", "truth"], (), {"full_name": ["full_name"]}),
        (["姓名", "出生日期", "身份证号", "联系电话"], (), {"full_name": ["姓名"], "birth_date": ["出生日期"], "national_id": ["身份证号"], "phone": ["联系电话"]}),
        (["DateOfBirth", "x"], ("full_name=x",), {"birth_date": ["DateOfBirth"], "full_name": ["x"]}),
        (["passport_no", "issuing_country", "ssn"], (), {"passport": ["passport_no"], "passport_issuer": ["issuing_country"], "document": ["ssn"]}),
        (["mobile", "telephone"], (), {"phone": ["telephone", "mobile"]}),
    ],
)  # fmt: skip
def test_plain_names_of_columns_are_known(columns: list[str], said: tuple[str, ...], of: dict[str, list[str]]) -> None:
    assert chosen("person", columns, said, "truth") == of


def test_an_organisation_code_is_no_registers_number() -> None:
    assert chosen("company", ["组织机构代码", "注册号"], (), "truth") == {"organisation_code": ["组织机构代码"], "document": ["注册号"]}


@pytest.mark.parametrize("said", [("full_name",), ("shoe_size=a",), ("full_name=b",), ("full_name=truth",)])
def test_a_map_that_leads_nowhere_is_told(said: tuple[str, ...]) -> None:
    with pytest.raises(BadQuestion):
        chosen("person", ["a", "truth"], said, "truth")


def test_no_known_column_is_told() -> None:
    with pytest.raises(BadQuestion, match="--map"):
        chosen("person", ["a", "truth"], (), "truth")
