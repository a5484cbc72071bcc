"""What is wrong in the silos' records is what the truth says is wrong, and nothing else is."""

from collections.abc import Iterator
from typing import Any

import pytest

from ingest.check_digits import citizen_check
from ingest.lakeside.cast import Fault
from ingest.lakeside.population.errors import RATES
from tests.ingest.lakeside.written import Written

Wrong = set[tuple[str, str]]


def people(bank: Written) -> dict[str, Any]:
    return {one["key"]: one for one in bank.truth("people") if one["key"][1:].isdecimal()}


def first_number(one: dict[str, Any], cif: str) -> bool:
    """The second number of somebody has a telephone and a document of its own."""
    return f"core:{cif}" in one["records"][0]


def wrong_in_core(bank: Written) -> Iterator[tuple[str, str]]:
    known = people(bank)
    for row in bank.core("CUS_PER"):
        one = known.get(bank.customer(row["CIF_NO"]))
        if one and first_number(one, row["CIF_NO"]):
            said = {
                "name": row["CUST_NM"],
                "born": f"{row['DOB'][:4]}-{row['DOB'][4:6]}-{row['DOB'][6:]}",
                "phone": row["MOB_NO"] or None,
            }
            said |= {"home": {"text": row["ADDR"], "postcode": row["POST_CD"]}, "name_en": row["EN_NM"], "document": row["ID_NO"]}
            yield from ((f"core:{row['CIF_NO']}", field) for field, value in said.items() if value != one[field])


def wrong_in_crm(bank: Written) -> Iterator[tuple[str, str]]:
    known, second = people(bank), {one["record"] for one in bank.truth("errors") if one["fault"] == "SECOND_CONTACT"}
    for row in bank.crm("contacts"):
        one, record = known.get(bank.contact(row["id"])), f"crm:{row['id']}"
        if one and record not in second:
            place, phone = row["address"], row["mobile"]
            said = {"name": row["name"], "name_en": row["nameEn"], "phone": phone and phone.removeprefix("+86 ").replace(" ", "")}
            said |= {"home": place and {"text": place["text"], "postcode": place["postcode"]}}
            said |= {"born": row["birthDate"]} if row["birthDate"] else {}
            said |= {"document": row["idNo"]} if "idNo" in row else {}
            yield from ((record, field) for field, value in said.items() if value != one[field])


def planted(bank: Written, silo: str) -> Wrong:
    mine = people(bank).keys()
    return {
        (one["record"], one["field"]) for one in bank.truth("errors") if one["silo"] == silo and one["field"] and one["who"] in mine
    }


def test_core_banking_is_wrong_where_the_truth_says_so(generated: Written) -> None:
    first = {one["records"][0][0] for one in people(generated).values()}
    assert set(wrong_in_core(generated)) == {one for one in planted(generated, "core") if one[0] in first}


def test_the_crm_is_wrong_where_the_truth_says_so(generated: Written) -> None:
    assert set(wrong_in_crm(generated)) == planted(generated, "crm")


def test_the_register_is_wrong_where_the_truth_says_so(generated: Written) -> None:
    known = people(generated)
    found = set[tuple[str, str]]()
    for one in generated.register().iter("NaturalPerson"):
        record = f"register:{one.get('id')}"
        if (person := known.get(generated.key[record])) and one.findtext("Name") != person["name"]:
            found.add((record, "name"))
    assert found == planted(generated, "register")


@pytest.mark.parametrize("rate", RATES, ids=lambda rate: f"{rate.silo}-{rate.fault}-{rate.field}")
def test_every_fault_of_the_table_occurs(generated: Written, rate: Any) -> None:
    told = {(one["silo"], one["fault"], one["field"] or "") for one in generated.truth("errors")}
    assert (rate.silo, rate.fault.value, rate.field) in told


@pytest.mark.parametrize("fault", Fault)
def test_every_kind_of_fault_is_told(generated: Written, fault: Fault) -> None:
    assert fault.value in {one["fault"] for one in generated.truth("errors")}


def test_core_banking_holds_no_resident_number_with_a_wrong_check_digit_and_the_crm_does(generated: Written) -> None:
    core = [row["ID_NO"] for row in generated.core("CUS_PER") if row["ID_TYP"] == "01"]
    crm = [row["idNo"] for row in generated.crm("contacts") if row.get("idType") == "CN_ID"]
    assert all(citizen_check(number[:-1]) == number[-1] for number in core)
    assert [number for number in crm if citizen_check(number[:-1]) != number[-1]]


def test_one_person_has_two_customer_numbers(generated: Written) -> None:
    (first, second), *_ = [
        [id_ for group in one["records"] for id_ in group if id_.startswith("core:")]
        for one in generated.truth("people")
        if sum(id_.startswith("core:") for group in one["records"] for id_ in group) > 1
    ]
    assert first != second
