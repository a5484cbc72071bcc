"""Of what the silos say, the value that counts, with its record and its day."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from rules import golden as module
from rules.golden import golden

TRUSTED = ("core", "cards", "crm")


def said(id_: str, on: str = "2026-01-01", **fields: Any) -> dict[str, Any]:
    return {"id": id_, "system": id_.split(":")[0], "effectiveOn": date.fromisoformat(on), **fields}


def test_the_most_trusted_silo_counts_and_others_fill_its_gaps() -> None:
    party = golden("PERSON", [said("crm:1", name="Ada", occupation="Baker"), said("core:7", name="Ada Bell")], TRUSTED)
    assert (party["name"], party["nameFrom"], party["nameAt"]) == ("Ada Bell", "core:7", date(2026, 1, 1))
    assert (party["occupation"], party["occupationFrom"]) == ("Baker", "crm:1")


def test_in_one_silo_the_most_recent_word_counts_then_the_smallest_record() -> None:
    records = [
        said("core:1", "2026-01-01", name="A"),
        said("core:3", "2026-02-01", name="C"),
        said("core:2", "2026-02-01", name="B"),
    ]
    assert golden("PERSON", records, TRUSTED)["nameFrom"] == "core:2"


def test_silos_that_are_not_in_the_order_come_last_by_name() -> None:
    assert golden("PERSON", [said("zeta:1", name="Z"), said("beta:1", name="B")], TRUSTED)["name"] == "B"
    assert golden("PERSON", [said("beta:1", name="B"), said("crm:1", name="C")], TRUSTED)["name"] == "C"


def test_one_attribute_may_have_an_order_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TRUSTED_FOR", {"occupation": ("crm", "core")})
    records = [said("crm:1", occupation="Baker", name="Ada"), said("core:1", occupation="Cook", name="Bell")]
    party = golden("PERSON", records, TRUSTED)
    assert (party["occupation"], party["name"]) == ("Baker", "Bell")


def test_the_precision_of_a_birth_date_comes_with_the_date() -> None:
    records = [said("core:1", birthDate=date(1990, 1, 2)), said("crm:1", birthDate=date(1990, 1, 1), birthPrecision="YEAR")]
    party = golden("PERSON", records, TRUSTED)
    assert (party["birthDate"], party["birthPrecision"], party["birthPrecisionFrom"]) == (date(1990, 1, 2), None, None)
    assert golden("PERSON", records[1:], TRUSTED)["birthPrecision"] == "YEAR"


def test_other_names_are_found_too() -> None:
    party = golden("COMPANY", [said("gleif:1", name="Acme", otherNames=["Roadrunner Ltd"])], TRUSTED)
    assert (party["searchText"], party["otherText"]) == ("Acme acme", "Roadrunner Ltd roadrunner ltd")


def test_what_nobody_says_is_taken_away() -> None:
    party = golden("PERSON", [said("core:1")], TRUSTED)
    assert {party[name] for name in ("name", "nameFrom", "nameAt", "searchText", "otherText")} == {None}


def test_a_party_without_a_name_sorts_by_its_smallest_record() -> None:
    assert golden("PERSON", [said("core:2"), said("core:1")], TRUSTED)["sortName"] == "core:1"


def test_all_names_can_be_searched_whoever_says_them() -> None:
    party = golden("COMPANY", [said("core:1", name="湖州钢铁"), said("crm:1", name="Huzhou Steel", shortName="湖钢")], TRUSTED)
    assert party["sortName"] == "hu zhou gang tie"
    assert all(typed in party["searchText"] for typed in ("湖钢", "huzhougangtie", "hzgt", "huzhou steel"))


def test_what_a_steward_says_outranks_every_silo_and_the_later_word_the_earlier() -> None:
    silo = said("core:1", "2026-05-01", name="A", birthDate=date(1990, 1, 1), birthPrecision="YEAR")
    words = [
        said(f"desk:core:{of}/name", name=name, about=f"core:{of}", recordedAt=datetime(2026, 1, 1, at, tzinfo=UTC))
        for of, name, at in ((1, "B", 9), (2, "C", 10))
    ]
    born = said("desk:core:1/birthDate", birthDate=date(1991, 2, 3), about="core:1", recordedAt=datetime(2026, 1, 1, tzinfo=UTC))
    party = golden("PERSON", [silo, *words, born], TRUSTED)
    assert (party["name"], party["nameFrom"], party["nameAt"]) == ("C", "desk:core:2/name", date(2026, 1, 1))
    assert (party["birthDate"], party["birthPrecision"]) == (date(1991, 2, 3), None)
    assert "a" in party["searchText"].split()


def test_a_party_without_a_name_never_sorts_by_what_a_steward_says_of_it() -> None:
    word = said("desk:a:1/occupation", occupation="Cook", about="a:1", recordedAt=datetime(2026, 1, 1, tzinfo=UTC))
    assert golden("PERSON", [said("loans:1"), word], TRUSTED)["sortName"] == "loans:1"
