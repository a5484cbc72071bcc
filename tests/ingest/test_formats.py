"""Files as their silos write them."""

from pathlib import Path

import pytest

from ingest.field import Field
from ingest.formats import Delimited, FixedWidth, Format, JsonLines, Xml
from runtime.errors import ContractBroken

FIELDS = (Field("id", width=3), Field("name", width=6))


def lines(form: Format, path: Path, content: str | bytes, encoding: str = "utf-8") -> list[tuple[object, str | None]]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return [(line.fields, line.fault) for line in form.lines(path, FIELDS)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "rows"


def test_delimited_text_in_gb18030_with_quotes_and_line_ends_within(file: Path) -> None:
    form = Delimited("|", encoding="gb18030")
    assert lines(form, file, 'id|name\r\n1|"王|伟"\r\n2|"a\nb"\r\n', "gb18030") == [
        ({"id": "1", "name": "王|伟"}, None),
        ({"id": "2", "name": "a\nb"}, None),
    ]


def test_a_row_with_too_many_or_too_few_values_is_told_and_the_rest_read(file: Path) -> None:
    assert lines(Delimited(), file, "id,name\n1,a,b\n2\n3,c\n") == [
        ({"1": "1", "2": "a", "3": "b"}, "WRONG_FIELD_COUNT"),
        ({"1": "2"}, "WRONG_FIELD_COUNT"),
        ({"id": "3", "name": "c"}, None),
    ]


def test_a_last_row_that_lacks_values_means_a_cut_file(file: Path) -> None:
    with pytest.raises(ContractBroken, match="cut in its last row, line 3"):
        lines(Delimited(), file, "id,name\n1,a\n2\n")


def test_another_separator_is_told_as_such(file: Path) -> None:
    with pytest.raises(ContractBroken, match=r"none of the 2 expected \(id, name\).*separator may be wrong"):
        lines(Delimited(";"), file, "id,name\n1,a\n")


def test_other_columns_are_told_by_name(file: Path) -> None:
    with pytest.raises(ContractBroken, match="missing name; not expected surname"):
        lines(Delimited(), file, "id,surname\n1,a\n")


def test_a_missing_header_is_not_quoted_for_it_may_hold_a_customer(file: Path) -> None:
    with pytest.raises(ContractBroken) as fault:
        lines(Delimited(), file, "1,Ada Bell\n")
    assert "Ada" not in str(fault.value)


def test_fixed_width_counts_bytes(file: Path) -> None:
    form = FixedWidth()
    assert lines(form, file, "001王伟  \n002Ada   \n0x\n003x     \n", "gb18030") == [
        ({"id": "001", "name": "王伟  "}, None),
        ({"id": "002", "name": "Ada   "}, None),
        ({"line": "0x"}, "WRONG_LENGTH"),
        ({"id": "003", "name": "x     "}, None),
    ]


def test_json_lines_nest_and_a_broken_line_is_told(file: Path) -> None:
    assert lines(JsonLines(), file, '{"id": 1, "members": [{"who": "a"}, "b"], "one": {"x": 1}}\n{"id":\n[1]\n') == [
        ({"id": "1", "members": [{"who": "a"}, {"value": "b"}], "one": [{"x": "1"}]}, None),
        ({"line": '{"id":'}, "BAD_JSON"),
        ({"line": "[1]"}, "NOT_AN_OBJECT"),
    ]


XML = """<?xml version="1.0" encoding="UTF-8"?>
<r xmlns="urn:x"><Company id="1"><Name>湖州</Name><Holder><Id>P1</Id></Holder><Holder><Id>P2</Id></Holder></Company>
<Company id="2"><Name/></Company></r>"""


def test_xml_rows_have_attributes_elements_and_nested_rows(file: Path) -> None:
    assert lines(Xml("Company"), file, XML) == [
        ({"id": "1", "Name": "湖州", "Holder": [{"Id": "P1"}, {"Id": "P2"}]}, None),
        ({"id": "2", "Name": ""}, None),
    ]


def test_xml_attributes_lose_their_namespace_as_elements_do(file: Path) -> None:
    named = '<r xmlns:x="urn:x"><Company x:id="1"><x:Name xml:lang="en">Acme</x:Name></Company></r>'
    assert lines(Xml("Company"), file, named) == [({"id": "1", "Name": [{"lang": "en", "value": "Acme"}]}, None)]


def test_a_last_line_without_an_end_is_read_where_that_is_agreed(file: Path) -> None:
    with pytest.raises(ContractBroken, match="cut in the middle"):
        lines(Delimited(), file, "id,name\n1,a")
    assert lines(Delimited(ended=False), file, "id,name\n1,a") == [({"id": "1", "name": "a"}, None)]


@pytest.mark.parametrize(
    ("content", "told"), [(XML[:-20], "not well-formed XML"), ('<!DOCTYPE r [<!ENTITY a "x">]><r/>', "document type")]
)
def test_cut_xml_and_document_types_are_refused(file: Path, content: str, told: str) -> None:
    with pytest.raises(ContractBroken, match=told):
        lines(Xml("Company"), file, content)
