"""What is wrong in the silos' records of companies is what the truth says is wrong, and nothing else is."""

from typing import Any

import pytest

from ingest.lakeside.population.company_errors import RATES
from tests.ingest.lakeside.written import Told, Written


def companies(bank: Written) -> dict[str, Told]:
    return {one["key"]: one for one in bank.truth("companies") if one["key"][1:].isdecimal()}


def planted(bank: Written, silo: str) -> set[tuple[str, str]]:
    mine = companies(bank).keys()
    return {(one["record"], one["field"]) for one in bank.truth("errors") if one["silo"] == silo and one["who"] in mine}


def wrong(record: str, said: Told, one: Told) -> set[tuple[str, str]]:
    return {(record, field) for field, value in said.items() if value != one[field]}


def test_core_banking_is_wrong_where_the_truth_says_so(generated: Written) -> None:
    known, found = companies(generated), set[tuple[str, str]]()
    for row in generated.core("CUS_ORG"):
        if one := known.get(generated.customer(row["CIF_NO"])):
            said = {"name": row["ORG_NM"], "short_name": row["ORG_SHT"], "uscc": row["USCC"], "phone": row["TEL"]}
            said |= {"seat": {"text": row["ADDR"], "postcode": row["POST_CD"]}}
            found |= wrong(f"core:{row['CIF_NO']}", said, one)
    assert found == planted(generated, "core") != set()


def test_the_crm_is_wrong_where_the_truth_says_so(generated: Written) -> None:
    known, found = companies(generated), set[tuple[str, str]]()
    for row in generated.crm("companies"):
        if one := known.get(generated.contact(row["id"])):
            place = row["address"]
            said = {"short_name": row["shortName"], "phone": row["switchboard"]}
            said |= {"seat": {"text": place["text"], "postcode": place["postcode"]}}
            found |= wrong(f"crm:{row['id']}", said, one)
    assert found == planted(generated, "crm") != set()


@pytest.mark.parametrize("rate", RATES, ids=lambda rate: f"{rate.silo}-{rate.fault}-{rate.field}")
def test_every_fault_of_the_table_occurs(generated: Written, rate: Any) -> None:
    assert (rate.silo, rate.fault.value, rate.field) in {
        (one["silo"], one["fault"], one["field"]) for one in generated.truth("errors") if one["who"] in companies(generated)
    }
