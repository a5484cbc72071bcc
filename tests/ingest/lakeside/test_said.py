"""The truth about credit, service and devices names the silos that say it, and its records are those that are read."""

from ingest.lakeside import said
from ingest.lakeside.deliver import parts

(PART,) = parts()


def test_a_guarantee_on_a_loan_is_said_by_core_banking_too() -> None:
    assert {(one["who"], one["for"], *one["said"]) for one in said.guarantees(PART)} == {
        ("mingxuan-holding", "harbour-steel", "loans", "core"),
        ("ouyang-mingxuan", "harbour-steel", "loans", "core"),
        ("harbour-steel", "egret-logistics", "loans", "core"),
        ("egret-logistics", "mingxuan-holding", "loans", "core"),
        ("tingtao-fund", "heron-equipment", "loans"),
    }


def test_a_complaint_that_an_employee_wrote_down_is_said_by_the_crm_too() -> None:
    assert {one["id"] for one in said.requests(PART) if "crm" in one["said"]} == {"GD00001"}
    assert len(said.requests(PART)) == 6


def test_facilities_and_devices_are_said_by_one_silo_each() -> None:
    assert {tuple(one["said"]) for one in said.facilities(PART)} == {("loans",)}
    assert {tuple(one["said"]) for one in said.devices(PART)} == {("app",)}
    shared = {one["device"]: len(one["who"]) for one in said.devices(PART) if len(one["who"]) > 1}
    assert shared == {"HS-LIN-TABLET": 2, "HS-ADVISER-PAD": 3}


def test_nobody_has_one_number_in_two_silos() -> None:
    for known in (*said.BY_NUMBER.values(), *said.BY_DOCUMENT.values()):
        numbers = list(known(PART).values())
        assert numbers and len(numbers) == len(set(numbers))
    every = said.BY_NUMBER | said.BY_DOCUMENT
    tails = [known(PART)["harbour-steel"].lstrip("LPUK") for known in every.values() if "harbour-steel" in known(PART)]
    assert len(tails) == len(set(tails)) == 4
