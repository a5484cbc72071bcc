"""Every source's contract is a document of the Open Data Contract Standard."""

import json
from datetime import timedelta
from importlib.resources import files
from typing import Any

import pytest
import yaml
from jsonschema import Draft201909Validator
from open_data_contract_standard.model import OpenDataContractStandard

from ingest.contract import Seen, Source, Table
from ingest.field import Field
from ingest.formats import Delimited, Parquet
from ingest.odcs import as_yaml, contract, java_form
from ingest.origin import Select
from ingest.row import Row
from ingest.sources import sources

STANDARD = Draft201909Validator(
    json.loads(files("open_data_contract_standard").joinpath("schema.json").read_text(encoding="utf-8"))
)


def read(row: Row, _seen: Seen) -> Any:
    row.used_up()
    yield from ()


FIELDS = (
    Field("NO", key=True, width=10),
    Field("LINE", "integer", key=True),
    Field("NAME", personal=True, about="as on the passport"),
    Field("BORN", "date", form="%Y%m%d", required=False),
    Field("STATE", codes={"A": "open", "": "unknown"}),
    Field("ASKED", "boolean"),
    Field("LINES", "array", fields=(Field("text"), Field("made", "timestamp"))),
    Field("TAGS", "array", required=False),
)


def silo(table: Table) -> Source:
    return Source("tiny-silo", "silo", "A silo", "Tests", (table,), fresh=timedelta(hours=6))


@pytest.mark.parametrize("name", sorted(sources()))
def test_every_sources_contract_is_one_of_the_standard(name: str):
    document = contract(sources()[name])
    OpenDataContractStandard.model_validate(document)
    assert yaml.safe_load(as_yaml(document)) == json.loads(json.dumps(document)) == document


@pytest.mark.parametrize("name", ["lakeside-cards", "lakeside-crm", "lakeside-loans", "lakeside-calls", "gleif-parquet"])
def test_contracts_of_every_form_are_valid_by_the_standards_own_schema(name: str):
    """Files of fixed width, nested rows, a database, a service, columns: the schema takes seconds for the large ones."""
    assert [f"{fault.json_path}: {fault.message}" for fault in STANDARD.iter_errors(contract(sources()[name]))] == []


def test_a_field_tells_its_type_its_place_in_the_key_and_whom_it_concerns():
    document = contract(silo(Table("people", "people.csv", Delimited(), read, FIELDS, (1, 9))))
    assert list(STANDARD.iter_errors(document)) == []
    number, line, name, born, state, asked, lines, tags = document["schema"][0]["properties"]
    assert (number["physicalType"], number["primaryKeyPosition"], line["primaryKeyPosition"]) == ("CHAR(10)", 1, 2)
    assert (name["classification"], name["tags"], name["description"]) == ("confidential", ["personal"], "as on the passport")
    assert (born["logicalTypeOptions"], born["required"], "primaryKey" in born) == ({"format": "yyyyMMdd"}, False, False)
    assert state["quality"][0]["arguments"] == {"validValues": ["A", ""]}
    assert asked["quality"][0]["arguments"] == {"validValues": ["Y", "N"]}
    assert [each["name"] for each in lines["items"]["properties"]] == ["text", "made"]
    assert tags["items"]["logicalType"] == "string"


def test_a_table_tells_where_it_is_how_many_rows_it_has_and_when_it_is_due():
    file = contract(silo(Table("people", "people.csv", Delimited("|"), read, FIELDS, (5, 5))))
    table = contract(silo(Table("people", "people.parquet", Parquet(), read, FIELDS, origin=Select("crm.people", "BORN"))))
    assert [(each["type"], each["path"], each["format"]) for each in file["servers"]] == [("local", "people.csv", "csv")]
    assert file["schema"][0]["quality"][0]["mustBe"] == 5
    assert file["slaProperties"][0] | {"description": ""} == {"property": "frequency", "value": 6, "unit": "h", "description": ""}
    assert (table["schema"][0]["physicalName"], "quality" in table["schema"][0]) == ("crm.people", False)
    assert "C360_SILO_TINY_SILO" in table["servers"][0]["description"]


def test_the_form_of_a_date_is_written_as_java_writes_it():
    assert java_form("%Y年%m月%d日") == "yyyy年MM月dd日"
    assert java_form("%Y-%m-%dT%H:%M:%S") == "yyyy-MM-dd'T'HH:mm:ss"
