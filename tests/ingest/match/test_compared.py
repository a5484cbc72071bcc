"""What hangs on a record is in the field by which it is compared."""

import pytest

from ingest.match.compared import Hanging, beside


def shown(kind: str, number: str, issuer: str | None = None) -> Hanging:
    return "IDENTIFIED_BY", kind, number, issuer


@pytest.mark.parametrize(
    ("document", "field", "value"),
    [
        (shown("CN_ID", "11010519491231002X"), "national_id", "11010519491231002X"),
        (shown("CN_HK_RESIDENT", "810000199408230021"), "national_id", "810000199408230021"),
        (shown("CN_TW_RESIDENT", "830000199201300022"), "national_id", "830000199201300022"),
        (shown("CN_PERMANENT_RESIDENT", "911124198108030024"), "passport", "CN_PERMANENT_RESIDENT:911124198108030024"),
        (shown("PASSPORT", "900000022", "GB"), "passport", "GB:900000022"),
        (shown("PASSPORT", "900000022"), "passport", ":900000022"),
        (shown("CN_TW_PERMIT", "08134577", "CN"), "passport", "CN_TW_PERMIT:08134577"),
        (shown("USCC", "91300502MA9000011D"), "uscc", "91300502MA9000011D"),
        (shown("ORGANISATION_CODE", "MA9000011"), "organisation_code", "MA9000011"),
        (shown("LEI", "529900T8BM49AURSDO55"), "lei", "529900T8BM49AURSDO55"),
        (shown("RA000463", "123456"), "document", "123456"),
    ],
)
def test_a_document_is_compared_as_what_it_is(document: Hanging, field: str, value: str) -> None:
    assert beside([document]) == {field: [value]}


def test_each_document_is_said_once() -> None:
    said = beside([shown("PASSPORT", "900000022", "GB"), shown("PASSPORT", "900000022", "GB"), shown("PASSPORT", "900000023", "GB")])
    assert said == {"passport": ["GB:900000022", "GB:900000023"]}
