"""Lakeside Bank's sources read what its silos deliver: every row, without a refusal."""

import json
from pathlib import Path

import pytest

from graph.model import IdentifiedBy, IdentityDocument, Person
from ingest.delivery import Delivery
from ingest.lakeside.bundle import SILOS, deliveries
from ingest.lakeside.deliver import write
from ingest.quarantine import Quarantine
from ingest.sources import source
from ingest.spool import Spool
from tests.ingest.lakeside.written import Written
from tests.ingest.sources.reading import reading

ROWS = {
    "lakeside-core": {
        "units": 8, "employees": 14, "products": 18, "persons": 55, "organisations": 7, "accounts": 85, "holders": 110,
        "payroll": 17, "movements": 2850,
    },
    "lakeside-cards": {"products": 3, "cards": 16, "movements": 168},
    "lakeside-wealth": {"products": 11, "clients": 45, "positions": 26},
    "lakeside-crm": {
        "contacts": 59, "companies": 8, "households": 8, "relations": 36, "employment": 6, "coverage": 63,
        "acquaintances": 8, "ownership": 17, "officers": 17, "opportunities": 7, "stakeholders": 20, "closeness": 5, "bonds": 6, "trade": 5, "banks": 3,
        "elsewhere": 5, "interactions": 32, "events": 12,
    },
    "lakeside-register": {"persons": 15, "enterprises": 9},
    "lakeside-loans": {"parties": 11, "facilities": 12, "drawdowns": 9, "collateral": 7, "liens": 8, "guarantees": 5},
    "lakeside-app": {"users": 12, "devices": 12, "logins": 15, "page_views": 10, "signals": 3},
    "lakeside-calls": {"callers": 11, "calls": 10, "requests": 6, "surveys": 8},
    "lakeside-bureau": {"persons": 5, "enterprises": 4},
    "lakeside-tax": {"taxpayers": 5, "years": 9, "staff": 5, "posts": 8},
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_every_row_is_read_and_none_is_refused(name: str, tmp_path: Path) -> None:
    write(tmp_path / "bank")
    folder = dict(deliveries(tmp_path / "bank"))[name]
    with Spool(tmp_path / "spool") as spool, Quarantine(tmp_path / "quarantine") as broken:
        delivery = Delivery(source(name), folder)
        list(delivery.read(spool, broken))
    assert {table: counts.accepted for table, counts in delivery.counts.items()} == ROWS[name]
    assert not broken.reasons


def test_a_passport_is_of_the_country_of_its_holder(tmp_path: Path) -> None:
    write(tmp_path / "bank")
    found = reading(source("lakeside-core"), Path(dict(deliveries(tmp_path / "bank"))["lakeside-core"]), tmp_path)
    nations = {each.id: each.nationality for each in found.all(Person)}
    shown = {each.id: each for each in found.all(IdentityDocument)}
    told = {(shown[each.document].kind, shown[each.document].issuer == nations.get(each.record)) for each in found.all(IdentifiedBy)}
    assert ("PASSPORT", True) in told and ("PASSPORT", False) not in told
    assert not [each for each in shown.values() if each.issuer and each.kind != "PASSPORT"]


@pytest.mark.parametrize("day", ["", "earlier/2026-09-30/", "later/2026-11-07/"])
def test_every_row_of_a_generated_bank_is_accepted_or_quarantined_as_its_truth_says(
    day: str, generated: Written, tmp_path: Path
) -> None:
    wrong = [one for one in generated.truth("errors") if one["refused"] and (not day or one["silo"] in ("core", "crm"))]
    found = list[tuple[str, str]]()
    for name, folder in SILOS:
        if not (generated.directory / day / folder).is_dir():
            continue
        with Spool(tmp_path / name) as spool, Quarantine(tmp_path / f"{name}.refused") as broken:
            delivery = Delivery(source(name), generated.directory / day / folder)
            list(delivery.read(spool, broken))
        assert all(counts.accepted + counts.quarantined == counts.read > 0 for counts in delivery.counts.values())
        assert sum(counts.read for counts in delivery.counts.values()) == _rows(generated, f"{day}{folder}/")
        refused = map(json.loads, broken.path.read_text("utf-8").splitlines())
        found += [(f"{folder}:{each['row'][KEYS[folder]]}", each["reason"]) for each in refused]
    assert sorted(found) == sorted((one["record"], REASONS[one["fault"]]) for one in wrong)
    assert {reason for _, reason in found} == {*REASONS.values()} if not day else {REASONS["SAID_TWICE_OTHERWISE"]}


KEYS = {"crm": "id", "bureau": "subject"}
REASONS = {"SAID_TWICE_OTHERWISE": "DUPLICATE_RECORD", "CHECK_DIGIT": "BAD_CHECK_DIGIT"}


def _rows(bank: Written, folder: str) -> int:
    """Lines that the head counts; in XML only those that begin a row."""
    if folder == "register/":
        return len(bank.register())
    if folder == "bureau/":
        return len(bank.bureau())
    return sum(count for path, count in bank.head()["lines"].items() if path.startswith(folder))
