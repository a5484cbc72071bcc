"""GLEIF: the published files, in each of their forms."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.model import (
    Address,
    BranchOf,
    Company,
    CompanyCategory,
    ConsolidatedBy,
    FundOf,
    FundTie,
    IdentifiedBy,
    IdentityDocument,
    OwnershipStatement,
    ParentLevel,
    ResidesAt,
    StatementKind,
)
from ingest.quarantine import Reason
from ingest.sources import source
from ingest.sources.gleif import day
from tests.ingest.sources.reading import Reading, reading

NAMES = ("gleif", "gleif-updates", "gleif-xml", "gleif-parquet")


@pytest.fixture(scope="module")
def read(data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reading]:
    return {name: reading(source(name), data / "gleif", tmp_path_factory.mktemp(name)) for name in NAMES}


def test_every_row_is_accounted_for(read: dict[str, Reading]) -> None:
    assert {name: each.rows for name, each in read.items()} == {
        "gleif": {"entities": (13, 13, 0), "relationships": (10, 10, 0), "exceptions": (10, 10, 0)},
        "gleif-updates": {"entities": (12, 12, 0), "relationships": (10, 10, 0)},
        "gleif-xml": {"xml-entities": (13, 13, 0), "xml-relationships": (10, 10, 0)},
        "gleif-parquet": {"names": (61_157, 61_154, 3)},
    }
    assert read["gleif-parquet"].refused == {Reason("names", "legal_name", "MIXED_SCRIPTS"): 3}


def test_a_legal_entity_has_all_that_is_said_of_it(read: dict[str, Reading]) -> None:
    key = "gleif:00TR8NKAEL48RGTZEW89"
    assert read["gleif"].one(Company, key) == Company(
        key, "ESG DOMESTIC OPPORTUNITY OFFSHORE FUND LTD.", lei="00TR8NKAEL48RGTZEW89", category=CompanyCategory.ENTERPRISE,
        legal_form="CAYMAN ISLANDS ORDINARY NON-RESIDENT COMPANY", legal_form_code="9999", dissolved_on=date(2018, 11, 9),
        active=False, jurisdiction="KY", country="KY", registration_status="RETIRED",
    )  # fmt: skip
    shown = {one.document for one in read["gleif"].all(IdentifiedBy) if one.record == key}
    assert shown == {"LEI:00TR8NKAEL48RGTZEW89", "RA000087:574206"}
    seats = {one.usage: read["gleif"].one(Address, one.address) for one in read["gleif"].all(ResidesAt) if one.record == key}
    assert (seats["LEGAL"].text, seats["HEADQUARTERS"].country) == ("89 Nexus Way, Camana Bay", "CW")


def test_earlier_names_and_names_in_latin_letters_are_kept(read: dict[str, Reading]) -> None:
    assert len(read["gleif"].one(Company, "gleif:00QDBXDXLLF3W3JJJO36").other_names or ()) == 4
    bank = read["gleif-updates"].one(Company, "gleif:549300JB1P61FUTPEZ75")
    assert (bank.name, bank.other_names) == ("Všeobecná úverová banka, a.s.", ("Vseobecna uverova banka, as",))


def test_xml_says_the_same_as_json_but_for_the_address_lines_that_json_loses(read: dict[str, Reading]) -> None:
    for cls in (Company, IdentityDocument, IdentifiedBy, ConsolidatedBy, FundOf):
        assert read["gleif-xml"].all(cls) == read["gleif"].all(cls), cls
    assert "2711 Centerville Road, Suite 400" in " ".join(one.text for one in read["gleif-xml"].all(Address))


def test_parents_and_what_funds_belong_to_hold_in_the_period_of_the_relationship(read: dict[str, Reading]) -> None:
    assert read["gleif"].all(ConsolidatedBy)[1] == ConsolidatedBy(
        "gleif:010CMKZ3VON21WF2ZD45", "gleif:3C7474T6CDKPR9K6YT90", ParentLevel.ULTIMATE, None, "US_GAAP", "ACTIVE", "LAPSED",
        date(2018, 2, 6),
    )  # fmt: skip
    assert Counter(one.tie for one in read["gleif"].all(FundOf)) == {FundTie.MANAGED_BY: 5, FundTie.SUBFUND_OF: 3}
    told = {
        (one.record[-5:], one.company[-5:], one.level.value, one.share, one.valid_to)
        for one in read["gleif-updates"].all(ConsolidatedBy)
    }
    assert told == {
        ("76475", "PEZ75", "DIRECT", None, None),
        ("21397", "5PB30", "DIRECT", 1.0, None),
        ("21397", "5PB30", "ULTIMATE", 1.0, None),
        ("A8T78", "21397", "DIRECT", None, None),
        ("A8T78", "5PB30", "ULTIMATE", 1.0, date(2023, 11, 1)),  # taken out by this update
    }


def test_why_no_parent_is_reported_is_a_declaration_about_the_company(read: dict[str, Reading]) -> None:
    said = read["gleif"].all(OwnershipStatement)
    assert Counter(one.reason for one in said) == {"NON_CONSOLIDATING": 6, "NO_KNOWN_PERSON": 3, "NON_PUBLIC": 1}
    assert {(one.kind, one.said_on, one.publisher) for one in said} == {(StatementKind.NO_DIRECT_PARENT, date(2023, 6, 9), "GLEIF")}


def test_the_extract_of_names_has_categories_and_countries(read: dict[str, Reading]) -> None:
    found = Counter(one.category for one in read["gleif-parquet"].all(Company))
    assert found == {
        CompanyCategory.ENTERPRISE: 46_426, CompanyCategory.FUND: 13_505, CompanyCategory.SOLE_TRADER: 1_110,
        CompanyCategory.GOVERNMENT: 66, None: 44, CompanyCategory.INTERNATIONAL_ORGANISATION: 3,
    }  # fmt: skip
    assert {len(one.country or "") for one in read["gleif-parquet"].all(Company)} == {0, 2}


def test_a_day_is_the_one_where_it_was_said() -> None:
    assert day("1997-06-05T00:30:00+02:00") == date(1997, 6, 5)


RELATIONSHIP = {
    "Relationship": {
        "StartNode": {"NodeID": "B", "NodeIDType": "LEI"}, "EndNode": {"NodeID": "C", "NodeIDType": "LEI"},
        "RelationshipType": "IS_INTERNATIONAL_BRANCH_OF", "RelationshipStatus": "ACTIVE",
    },
    "Registration": {"RegistrationStatus": "PUBLISHED", "LastUpdateDate": "2024-02-03T00:00:00Z"},
}  # fmt: skip


def level_2(tmp_path: Path, *rows: Any) -> Reading:
    (tmp_path / "rr-data.json").write_text(json.dumps(rows))
    whole = source("gleif")
    return reading(replace(whole, tables=whole.tables[1:2]), tmp_path, tmp_path / "home")


def test_a_branch_is_one_of_its_company_and_what_is_inactive_has_ended(tmp_path: Path) -> None:
    ended = json.loads(json.dumps(RELATIONSHIP))
    ended["Relationship"]["RelationshipStatus"] = "INACTIVE"
    found = level_2(tmp_path, RELATIONSHIP, ended)
    assert found.all(BranchOf) == [BranchOf("gleif:B", "gleif:C"), BranchOf("gleif:B", "gleif:C", None, date(2024, 2, 3))]


def test_an_unknown_type_or_field_refuses_its_row(tmp_path: Path) -> None:
    strange = json.loads(json.dumps(RELATIONSHIP))
    strange["Relationship"]["RelationshipType"] = "IS_FRIEND_OF"
    more = json.loads(json.dumps(RELATIONSHIP))
    more["Relationship"]["Fax"] = "1"
    found = level_2(tmp_path, strange, more, RELATIONSHIP)
    assert found.rows == {"relationships": (3, 1, 2)}
    assert set(found.refused) == {
        Reason("relationships", "RelationshipType", "UNKNOWN_CODE"), Reason("relationships", "Relationship.Fax", "UNREAD_FIELD"),
    }  # fmt: skip


@pytest.mark.parametrize("amount", ["NaN", "sNaN", "Infinity", "half"])
def test_a_share_that_is_no_number_refuses_its_row(tmp_path: Path, amount: str) -> None:
    strange = json.loads(json.dumps(RELATIONSHIP))
    strange["Relationship"]["RelationshipType"] = "IS_DIRECTLY_CONSOLIDATED_BY"
    quantifier = {"MeasurementMethod": "ACCOUNTING_CONSOLIDATION", "QuantifierAmount": amount, "QuantifierUnits": "PERCENTAGE"}
    strange["Relationship"]["RelationshipQuantifiers"] = [quantifier]
    found = level_2(tmp_path, strange, RELATIONSHIP)
    assert set(found.refused) == {Reason("relationships", "QuantifierAmount", "BAD_VALUE")}
