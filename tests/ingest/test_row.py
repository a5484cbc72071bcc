"""A row is used up as it is read, and says by name and reason what is wrong with it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ingest.field import Field, by_name
from ingest.formats import JsonLines
from ingest.row import Row
from runtime.errors import ContractBroken, RowRefused, UnreadField

ROW = {
    "id": " 4711 ", "empty": "  ", "day": "20260131", "at": "2026-01-31T08:30:00", "zoned": "2026-01-31T08:30:00+01:00",
    "money": "12.30", "share": "0.25", "count": "12", "code": "01", "yes": "Y", "secret": "Ada Bell",
}  # fmt: skip


CODES, WITH_EMPTY = {"01": "OWNER"}, {"": "NONE"}
FIELDS = (
    Field("day", "date", form="%Y%m%d"), Field("at", "timestamp"), Field("zoned", "timestamp"), Field("code", codes=CODES),
    Field("yes", "boolean"), Field("empty", codes=WITH_EMPTY, required=False), Field("gone", required=False), Field("secret"),
    Field("sum", "number"), Field("true", "boolean", form="true/false"), Field("none", required=False),
    Field("members", "array", fields=(Field("id"), Field("role"))), Field("missed"), Field("codeless", codes={"01": 1}),
)  # fmt: skip


def row(**fields: Any) -> Row:
    return Row(fields or ROW, by_name(FIELDS), "core", ZoneInfo("Asia/Shanghai"))


def test_each_method_reads_its_kind() -> None:
    one = row()
    assert one.key("id") == "core:4711"
    assert one.key("id", "loan") == "core:loan:4711"
    assert one.key("id", system="cards") == "cards:4711"
    assert one.date("day") == date(2026, 1, 31)
    assert one.instant("at") == datetime(2026, 1, 31, 0, 30, tzinfo=UTC)
    assert one.instant("zoned") == datetime(2026, 1, 31, 7, 30, tzinfo=UTC)
    assert (one.money("money", "CNY"), one.number("share"), one.whole("count")) == (1230, 0.25, 12)
    assert (one.code("code", CODES), one.flag("yes")) == ("OWNER", True)


def test_what_may_be_empty_is_none() -> None:
    one = row().optional
    assert (one.text("empty"), one.date("empty"), one.money("empty", "CNY"), one.code("empty", WITH_EMPTY), one.key("gone")) == (
        None,
    ) * 5


def test_an_unread_field_refuses_the_row_by_name() -> None:
    one = row(a="1", b="2", c="3")
    one.text("a")
    one.ignore("c")
    with pytest.raises(UnreadField) as refused:
        one.used_up()
    assert (refused.value.field, refused.value.reason) == ("b", "UNREAD_FIELD")


def test_a_field_that_may_repeat_is_its_values() -> None:
    agreed = by_name((Field("one"), Field("many", "array"), Field("none", required=False), Field("needed")))
    many = Row({"one": " a ", "many": [{"value": "b"}, {"value": "c"}], "bad": [{"value": "d", "x": "1"}]}, agreed, "core", UTC)
    assert (many.texts("one"), many.texts("many"), many.texts("none")) == (["a"], ["b", "c"], [])
    assert (many.holds_rows("one"), many.holds_rows("many")) == (False, True)
    with pytest.raises(RowRefused, match="EMPTY"):
        many.texts("needed")
    many.texts("bad")
    with pytest.raises(UnreadField) as refused:
        many.used_up()
    assert refused.value.field == "bad.x"


def test_an_unread_field_of_a_nested_row_refuses_it_by_its_path() -> None:
    one = row(members=[{"id": "1", "role": "head"}])
    assert [member.text("id") for member in one.nested("members")] == ["1"]
    with pytest.raises(UnreadField) as refused:
        one.used_up()
    assert refused.value.field == "members.role"
    assert [member.text("role") for member in one.nested("members")] == ["head"]
    one.used_up()


REFUSALS: list[tuple[Callable[[Row], object], str, str]] = [
    (lambda one: one.text("empty"), "EMPTY", "empty"),
    (lambda one: one.text("absent"), "EMPTY", "absent"),
    (lambda one: one.date("secret"), "BAD_DATE", "secret"),
    (lambda one: one.instant("secret"), "BAD_INSTANT", "secret"),
    (lambda one: one.money("secret", "CNY"), "BAD_MONEY", "secret"),
    (lambda one: one.number("secret"), "BAD_NUMBER", "secret"),
    (lambda one: one.whole("share"), "BAD_NUMBER", "share"),
    (lambda one: Row({"code": "Ada"}, by_name(FIELDS), "core", UTC).code("code", CODES), "UNKNOWN_CODE", "code"),
    (lambda one: one.optional.text("missed"), "EMPTY", "missed"),
    (lambda one: one.flag("secret"), "UNKNOWN_CODE", "secret"),
    (lambda one: one.parsed("secret", int), "BAD_VALUE", "secret"),
    (lambda one: one.parsed("secret", Decimal), "BAD_VALUE", "secret"),
    (lambda one: one.nested("secret"), "NOT_A_LIST", "secret"),
]


@pytest.mark.parametrize(("read", "reason", "field"), REFUSALS)
def test_a_refusal_names_the_field_and_the_reason_but_never_the_value(
    read: Callable[[Row], object], reason: str, field: str
) -> None:
    with pytest.raises(RowRefused) as refused:
        read(row())
    assert (refused.value.reason, refused.value.field) == (reason, field)
    assert "Ada" not in repr(refused.value)


def test_an_empty_value_is_a_code_where_the_table_has_it() -> None:
    assert row().code("empty", WITH_EMPTY) == "NONE"


def test_a_reader_that_asks_for_what_its_contract_does_not_name_is_told(tmp_path: Any) -> None:
    with pytest.raises(ContractBroken, match="does not name id"):
        row().date("id")
    with pytest.raises(ContractBroken, match="another code table"):
        row().code("code", {"01": "OWNER"})


def test_numbers_of_json_stay_as_they_are_written(tmp_path: Any) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"sum": 0.10, "big": 12345678901234567.89, "true": true, "none": null}\n')
    (line,) = JsonLines().lines(file, FIELDS)
    one = row(**line.fields)
    assert (one.money("sum", "CNY"), one.money("big", "CNY")) == (10, 1234567890123456789)
    assert (one.flag("true"), one.optional.text("none")) == (True, None)
