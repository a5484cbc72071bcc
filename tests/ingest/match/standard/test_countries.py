"""Countries by their two letters."""

import pytest

from ingest.match.standard.countries import country


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("GB", "gb"), ("GBR", "gb"), ("UK", "gb"), ("United Kingdom", "gb"), ("Großbritannien", "gb"), ("英国", "gb"), ("Royaume-Uni", "gb"),
        ("CN", "cn"), ("CHN", "cn"), ("中国", "cn"), ("中华人民共和国", "cn"), ("Chine", "cn"), ("香港", "hk"), ("Österreich", "at"),
        ("British", "british"), ("", None), (None, None),
    ],
)  # fmt: skip
def test_a_country_is_one_in_whatever_code_or_language(said: str | None, code: str | None) -> None:
    assert country(said) == code
