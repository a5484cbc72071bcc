"""JSON documents, read as a stream."""

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.formats import Json, JsonLines, Line
from ingest.text import LONGEST
from runtime.errors import ContractBroken


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "rows.json"


def lines(file: Path, content: str | bytes, path: str = "") -> list[Line]:
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(Json(path).lines(file, ()))


ONE = [Line(1, {"id": "1"})]


@pytest.mark.parametrize(
    ("content", "path"),
    [
        ('[{"id": 1}]', ""),
        (' \r\n[ {"id":1} ]\n ', ""),
        ('{"records": [{"id": 1}]}', "records"),
        ('{"head": {"records": [0]}, "records": [{"id": 1}], "tail": [{}, 1.5, "]"]}', "records"),
        ('{"data": {"n": 1, "records": [{"id": 1}], "more": null}, "x": {}}', "data.records"),
        ('\ufeff[{"id": 1}]', ""),
    ],
)
def test_the_array_is_found_wherever_it_stands(file: Path, content: str, path: str) -> None:
    assert lines(file, content, path) == ONE


def test_an_empty_array_has_no_rows(file: Path) -> None:
    assert lines(file, "[ ]") == []


def test_numbers_keep_their_digits(file: Path) -> None:
    assert lines(file, '[{"sum": 12.30, "big": 12345678901234567890, "tiny": 1E-7}]') == [
        Line(1, {"sum": "12.30", "big": "12345678901234567890", "tiny": "1E-7"})
    ]


@pytest.mark.parametrize(
    ("element", "fault"),
    [
        ("[1]", "NOT_AN_OBJECT"),
        ("17", "NOT_AN_OBJECT"),
        ('"text"', "NOT_AN_OBJECT"),
        ("null", "NOT_AN_OBJECT"),
        ('{"id": 1, "id": 2}', "BAD_JSON"),
        ('{"id": NaN}', "BAD_JSON"),
    ],
)
def test_an_element_that_is_no_object_is_a_broken_row_of_its_own(file: Path, element: str, fault: str) -> None:
    assert lines(file, f'[{{"id": 1}}, {element},{{"id": 1}}]') == [
        Line(1, {"id": "1"}), Line(2, {"line": element}, fault), Line(3, {"id": "1"}),
    ]  # fmt: skip


def test_a_row_that_is_no_text_takes_no_other_along(file: Path) -> None:
    assert lines(file, b'[{"id": "\xcd\xf5"}, {"id": 1}]') == [
        Line(1, {"line": '{"id": "\\xcd\\xf5"}'}, "BAD_ENCODING"), Line(2, {"id": "1"}),
    ]  # fmt: skip


WHOLE = '{"a": 1,\n "records": [\n{"id": 1},\n{"id": 2}]\n, "z": 2}'


@pytest.mark.parametrize("length", range(len(WHOLE)))
def test_a_document_that_is_cut_anywhere_is_refused(file: Path, length: int) -> None:
    with pytest.raises(ContractBroken, match="rows.json"):
        lines(file, WHOLE[:length], "records")


@pytest.mark.parametrize(
    ("content", "path", "told"),
    [
        ('[{"id": 1},\n{"id": }]', "", "line 2"),
        ('[{"id": 1}\n\n{"id": 2}]', "", "line 3: expected is a comma or the end of the array"),
        ('[{"id": 1}] [', "", "something stands behind its end"),
        ('{"id": 1}', "", "expected is an array of objects"),
        ("[]", "records", "expected is an object with records"),
        ('{"rows": []}', "records", "has nothing at records"),
        ('{"records": {}}', "records", "expected is an array of objects"),
        ('{"records": [], "records": []}', "records", "records stands a second time"),
        ('{"records": [],}', "records", "expected is a key"),
        ('[{"id": 1},]', "", "is no JSON document"),
        ("[" + "[" * 100_000, "", "nested too deep|may be cut"),
        ('[{"id": "' + "a" * (3 * LONGEST) + '"}]', "", "more than a megabyte"),
        ('[{"id": 1}]'.encode("utf-16"), "", "UTF-16"),
    ],
)
def test_what_is_no_such_document_is_refused_with_the_place(file: Path, content: str | bytes, path: str, told: str) -> None:
    with pytest.raises(ContractBroken, match=told):
        lines(file, content, path)


def test_a_long_document_is_never_whole_in_memory(file: Path) -> None:
    with file.open("w", encoding="utf-8") as out:
        out.write("[" + ",".join(json.dumps({"id": number, "text": "a" * 1_000}) for number in range(20_000)) + "]")
    tracemalloc.start()
    assert sum(1 for _ in Json().lines(file, ())) == 20_000
    assert tracemalloc.get_traced_memory()[1] < 2 << 20
    tracemalloc.stop()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.dictionaries(st.text(max_size=3), JSON, max_size=4) | JSON, max_size=8), st.sampled_from([None, 1]), st.booleans()
)
def test_a_document_and_lines_of_the_same_objects_are_the_same_rows(
    file: Path, rows: list[Any], indent: int | None, ascii_: bool
) -> None:
    found = lines(file, json.dumps({"x": rows}, indent=indent, ensure_ascii=ascii_).encode(errors="surrogatepass"), "x")
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert [(line.number, line.fault, line.fault or line.fields) for line in found] == [
        (line.number, line.fault, line.fault or line.fields) for line in JsonLines().lines(file, ())
    ]
