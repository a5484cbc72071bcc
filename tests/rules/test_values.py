"""What a steward may say of a field by hand, and how it is written."""

from datetime import date
from typing import Any

import pytest

from rules.values import BadValue, properties, read, settable

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("kind", "field", "text", "given"),
    [
        ("PERSON", "name", "王大伟", {"name": "王大伟"}),
        ("PERSON", "gender", "FEMALE", {"gender": "FEMALE"}),
        ("PERSON", "birthDate", "1980-01-31", {"birthDate": date(1980, 1, 31), "birthPrecision": None}),
        ("PERSON", "birthDate", "1980-02", {"birthDate": date(1980, 2, 1), "birthPrecision": "MONTH"}),
        ("PERSON", "birthDate", "1980", {"birthDate": date(1980, 1, 1), "birthPrecision": "YEAR"}),
        ("PERSON", "otherNames", "Ada; 王艾达", {"otherNames": ["Ada", "王艾达"]}),
        ("PERSON", "nationality", "CN", {"nationality": "CN"}),
        ("COMPANY", "listed", "true", {"listed": True}),
        ("COMPANY", "dissolvedOn", "2030-01-01", {"dissolvedOn": date(2030, 1, 1)}),
        ("COMPANY", "uscc", "91110000600037341L", {"uscc": "91110000600037341L"}),
        ("COMPANY", "lei", "213800KUD8LAJWSQ9D15", {"lei": "213800KUD8LAJWSQ9D15"}),
        ("COMPANY", "jurisdiction", "US-DE", {"jurisdiction": "US-DE"}),
    ],
)
def test_a_text_is_read_as_its_field_is_stored(kind: str, field: str, text: str, given: dict[str, Any]) -> None:
    assert read(kind, field, text, TODAY) == given


@pytest.mark.parametrize(
    ("kind", "field", "text"),
    [
        ("PERSON", "name", ""), ("PERSON", "name", "--"), ("PERSON", "name", "A\nB"), ("PERSON", "gender", "female"),
        ("PERSON", "birthDate", "31.1.1980"), ("PERSON", "birthDate", "2026-03-02"), ("PERSON", "birthDate", "19800131"),
        ("PERSON", "birthDate", "1980-13"), ("PERSON", "birthDate", "0000"), ("PERSON", "nationality", "China"),
        ("PERSON", "otherNames", ";"), ("COMPANY", "foundedOn", "1980"), ("COMPANY", "listed", "yes"),
        ("COMPANY", "uscc", "91110000600037341X"), ("COMPANY", "lei", "213800KUD8LAJWSQ9D16"),
    ],
)  # fmt: skip
def test_a_text_that_is_no_value_of_its_field_is_refused_in_words(kind: str, field: str, text: str) -> None:
    with pytest.raises(BadValue, match=r"\w"):
        read(kind, field, text, TODAY)


def test_ratings_and_what_belongs_to_another_field_are_not_said_by_hand() -> None:
    assert {"name", "birthDate", "gender", "occupation", "otherNames", "birthPlace"} <= settable("PERSON")
    assert {"name", "uscc", "industry", "listed", "foundedOn"} <= settable("COMPANY")
    assert not settable("PERSON") & {"riskTolerance", "kycLevel", "amlRating", "birthPrecision", "id", "bankKey", "uscc"}
    assert (properties("birthDate"), properties("name")) == (("birthDate", "birthPrecision"), ("name",))
