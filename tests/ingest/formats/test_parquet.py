"""Parquet files, as the text that rows are read from."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.field import Field
from ingest.formats import JsonLines, Line, Parquet
from ingest.text import LONGEST
from runtime.errors import ContractBroken

NAMES = ("id", "name")
SHANGHAI = dt.timezone(dt.timedelta(hours=8))


def lines(path: Path, table: Any, *names: str) -> list[Line]:
    pq.write_table(table, path)
    return list(Parquet().lines(path, [Field(name) for name in names or table.column_names]))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "rows.parquet"


VALUES: list[tuple[Any, list[Any]]] = [
    (pa.array(["王伟", "", None]), ["王伟", "", ""]),
    (pa.array(["a", None, "a"]).dictionary_encode(), ["a", "", "a"]),
    (pa.array([True, False, None]), ["true", "false", ""]),
    (pa.array([1, -(2**63), None]), ["1", "-9223372036854775808", ""]),
    (pa.array([0.1, 1e20, 1e-7, None]), ["0.1", "100000000000000000000", "0.0000001", ""]),
    (pa.array([Decimal("12.30"), Decimal("-0.00000001"), None], pa.decimal128(20, 8)), ["12.30000000", "-0.00000001", ""]),
    (pa.array([dt.date(1, 1, 1), dt.date(9999, 12, 31), None]), ["0001-01-01", "9999-12-31", ""]),
    (pa.array([dt.datetime(2026, 1, 31, 8, 30, 0, 5000), None], pa.timestamp("ms")), ["2026-01-31T08:30:00.005", ""]),
    (
        pa.array([dt.datetime(2026, 1, 31, 8, 30, tzinfo=SHANGHAI)], pa.timestamp("us", "Asia/Shanghai")),
        ["2026-01-31T08:30:00+08:00"],
    ),
    (pa.array([dt.datetime(2026, 1, 31, 8, 30)], pa.timestamp("s", "UTC")), ["2026-01-31T08:30:00Z"]),
    (pa.array([dt.time(8, 30)]), ["08:30:00.000000"]),
    (pa.array([b"a", None]), ["a", ""]),
    (pa.nulls(2), ["", ""]),
    (pa.array([[1, 2], [], None]), [[{"value": "1"}, {"value": "2"}], [], ""]),
    (pa.array([[1, 2], None], pa.list_(pa.int64(), 2)), [[{"value": "1"}, {"value": "2"}], ""]),
    (pa.array([[[1], []], None]), [[{"value": [{"value": "1"}]}, {"value": []}], ""]),
    (pa.array([{"a": 1, "b": None}, None]), [[{"a": "1", "b": ""}], ""]),
    (pa.array([[{"a": 1}, None], None]), [[{"a": "1"}, {"value": ""}], ""]),
    (pa.array([[("k", 1)], None, []], pa.map_(pa.string(), pa.int64())), [[{"key": "k", "value": "1"}], "", []]),
]


@pytest.mark.parametrize(("column", "expected"), VALUES, ids=[str(column.type) for column, _ in VALUES])
def test_every_type_has_its_text(file: Path, column: Any, expected: list[Any]) -> None:
    assert [line.fields["x"] for line in lines(file, pa.table({"x": column}))] == expected


def test_columns_stand_in_any_order_and_rows_are_counted_from_one(file: Path) -> None:
    found = lines(file, pa.table({"name": ["Ada", "Bo"], "id": ["1", "2"]}), *NAMES)
    assert found == [Line(1, {"id": "1", "name": "Ada"}), Line(2, {"id": "2", "name": "Bo"})]


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        (["id"], "missing name; not expected none; twice none"),
        (["id", "name", "fax"], "missing none; not expected fax"),
        (["id", "name", "name"], "missing none; not expected none; twice name"),
    ],
)
def test_other_columns_are_told_by_name(file: Path, columns: list[str], told: str) -> None:
    with pytest.raises(ContractBroken, match=told):
        lines(file, pa.Table.from_arrays([pa.array(["Ada"])] * len(columns), columns), *NAMES)


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def spoilt_page(content: bytes) -> bytes:
    return content[:4] + b"\xff" * 40 + content[44:]


@pytest.mark.parametrize("spoil", [cut, spoilt_page, lambda _: b"", lambda _: b"id,name\n1,Ada\n"])
def test_a_file_that_is_cut_damaged_or_no_parquet_is_refused_in_one_line(file: Path, spoil: Any) -> None:
    pq.write_table(pa.table({"id": [str(n) for n in range(1000)], "name": ["Ada Bell"] * 1000}), file)
    file.write_bytes(spoil(file.read_bytes()))
    with pytest.raises(ContractBroken, match="rows.parquet is no whole Parquet file") as fault:
        list(Parquet().lines(file, [Field(name) for name in NAMES]))
    assert "\n" not in str(fault.value)
    assert "Ada" not in str(fault.value)


def test_a_value_that_is_no_text_or_too_long_breaks_its_own_row(file: Path) -> None:
    content = pa.array([b"Ada", b"\xcd\xf5", b"a" * (LONGEST + 1), b"Bo"])
    invalid = pa.Array.from_buffers(pa.string(), len(content), content.buffers())
    for column in (content, invalid, pa.array([[one] for one in content.to_pylist()])):
        assert [line.fault for line in lines(file, pa.table({"name": column}))] == [None, "BAD_ENCODING", "TOO_LONG", None]


def test_more_rows_than_are_held_at_once_keep_their_order(file: Path) -> None:
    found = lines(file, pa.table({"id": [str(number) for number in range(10_000)], "tags": [["a"], []] * 5_000}))
    assert [line.fields["id"] for line in found] == [str(number) for number in range(10_000)]
    assert [line.number for line in found] == list(range(1, 10_001))


LEAVES = st.fixed_dictionaries(
    {
        "text": st.none() | st.text(st.characters(exclude_categories=["Cs"])),
        "whole": st.none() | st.integers(-(2**63), 2**63 - 1),
        "flag": st.none() | st.booleans(),
        "day": st.none() | st.dates(),
        "sum": st.none() | st.decimals(-(10**12), 10**12, places=2),
    }
)
ROWS = st.lists(
    st.fixed_dictionaries({"one": LEAVES, "tags": st.none() | st.lists(st.text("ab", max_size=2) | st.none()), "inner": st.none() | LEAVES, "many": st.none() | st.lists(LEAVES)}),
    max_size=20,
)  # fmt: skip
LEAF = pa.struct(
    [("text", pa.string()), ("whole", pa.int64()), ("flag", pa.bool_()), ("day", pa.date32()), ("sum", pa.decimal128(18, 2))]
)
SCHEMA = pa.schema([("one", LEAF), ("tags", pa.list_(pa.string())), ("inner", LEAF), ("many", pa.list_(LEAF))])


def written(value: Any) -> Any:
    """As a silo writes it into JSON: days and exact sums as text."""
    match value:
        case dict():
            return {name: written(one) for name, one in value.items()}
        case list():
            return [written(one) for one in value]
        case dt.date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case _:
            return value


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS)
def test_the_same_rows_are_the_same_lines_in_parquet_and_in_json(file: Path, rows: list[dict[str, Any]]) -> None:
    found = lines(file, pa.Table.from_pylist(rows, SCHEMA))
    file.write_text("".join(json.dumps(written(row)) + "\n" for row in rows), encoding="utf-8")
    assert found == list(JsonLines().lines(file, ()))
