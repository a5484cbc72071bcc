"""BODS 0.4: the published sample, and the conformance cases as their own documents read them."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.model import (
    Address,
    Company,
    IdentityDocument,
    OwnershipStatement,
    Owns,
    Person,
    Precision,
    ResidesAt,
    StatementKind,
    StatementStatus,
)
from ingest.quarantine import Reason
from ingest.sources import source
from tests.ingest.sources.reading import Reading, reading

Case = Callable[[str], Reading]
Said = Callable[..., Reading]


@pytest.fixture
def case(data: Path, tmp_path: Path) -> Case:
    """A published file, delivered."""

    def read(name: str) -> Reading:
        shutil.copyfile(data / "bods" / f"{name}.json", tmp_path / "statements.json")
        return reading(source("bods"), tmp_path, tmp_path / "home")

    return read


@pytest.fixture
def said(tmp_path: Path) -> Said:
    """A file of these statements."""

    def read(*statements: dict[str, Any]) -> Reading:
        (tmp_path / "statements.json").write_text(json.dumps(statements), encoding="utf-8")
        return reading(source("bods"), tmp_path, tmp_path / "home")

    return read


def statement(id_: str, kind: str, record: str, on: str = "2024-01-01", status: str = "new", **details: Any) -> dict[str, Any]:
    return {
        "statementId": id_, "declarationSubject": "c", "statementDate": on, "recordId": record, "recordType": kind, "recordStatus": status,
        "publicationDetails": {"publicationDate": on, "bodsVersion": "0.4", "publisher": {"name": "Register"}},
        "recordDetails": {"isComponent": False, **details},
    }  # fmt: skip


def holds(id_: str, *interests: dict[str, Any], on: str = "2024-01-01", status: str = "new", party: Any = "p") -> dict[str, Any]:
    return statement(id_, "relationship", "r", on, status, subject="c", interestedParty=party, interests=list(interests))


def share(exact: float, type_: str = "shareholding", **more: Any) -> dict[str, Any]:
    return {"type": type_, "share": {"exact": exact}, **more}


def test_every_statement_of_the_sample_is_kept_and_read(case: Case) -> None:
    found = case("sample_300_statements")
    assert (found.rows, found.refused) == ({"statements": (300, 300, 0), "records": (300, 300, 0)}, {})
    counts = [len(found.all(cls)) for cls in (OwnershipStatement, Person, Company, Owns, Address, IdentityDocument, ResidesAt)]
    assert counts == [300, 100, 100, 100, 1, 1, 100]
    person = found.all(Person)[0]
    assert (person.name, person.given_name, person.family_name) == ("Jennifer Hewitson-Smith", "Jennifer", "Hewitson-Smith")
    assert (person.other_names, person.nationality) == (("Jenny Hewitson-Smith",), "GB")
    assert (person.birth_date, person.birth_precision) == (date(1978, 7, 1), Precision.MONTH)


def test_direct_ownership_keeps_both_interests_apart(case: Case) -> None:
    """core/01: one entity, one person, both interest types with their share, beneficial, and where it comes from."""
    found = case("core/01-direct-ownership")
    ends = ("bods:rec-jane-smith-1975", "bods:rec-acme-holdings-ltd")
    assert [(one.id, one.name) for one in (*found.all(Person), *found.all(Company))] == [
        (ends[0], "Jane Smith"),
        (ends[1], "Acme Holdings Ltd"),
    ]
    told = [
        (one.record, one.company, one.interest, one.share_exact, one.direct, one.beneficial, one.valid_from)
        for one in found.all(Owns)
    ]
    assert told == [(*ends, kind, 0.75, True, True, date(2010, 1, 1)) for kind in ("SHAREHOLDING", "VOTING_RIGHTS")]
    declared = found.one(OwnershipStatement, "bods:f01-r1-3b88-4cbb-bb4f-72e9c7c4d201")
    assert {one.statement for one in found.all(Owns)} == {declared.id}
    assert declared.interests == (
        "SHAREHOLDING 75% direct beneficial since 2010-01-01", "VOTING_RIGHTS 75% direct beneficial since 2010-01-01",
    )  # fmt: skip
    assert (declared.record, declared.publisher, declared.published_on) == (ends[1], "bods-fixtures", date(2026, 4, 17))
    assert (declared.source_types, declared.source_text) == (("primaryResearch",), "Synthetic fixture for conformance testing")


def test_circular_ownership_keeps_both_sides_and_makes_nobody_beneficial(case: Case) -> None:
    """edge-cases/10: neither side is dropped, no person is made up."""
    found = case("edge-cases/10-circular-ownership")
    assert {(one.record, one.company, one.share_exact, one.beneficial) for one in found.all(Owns)} == {
        ("bods:rec-alpha-corp", "bods:rec-beta-corp", 1.0, False), ("bods:rec-beta-corp", "bods:rec-alpha-corp", 1.0, False),
    }  # fmt: skip
    assert (found.all(Person), len(found.all(Company))) == ([], 2)


def test_an_owner_that_is_not_named_is_no_person_and_its_reason_stands(case: Case) -> None:
    """edge-cases/11: the relationship is kept with reason and description; no party is made up."""
    found = case("edge-cases/11-anonymous-person")
    assert (found.all(Person), found.all(Owns)) == ([], [])
    declared = found.one(OwnershipStatement, "bods:f11-r1-2d12-4f8a-9001-aabb1122cc02")
    assert (declared.kind, declared.record) == (StatementKind.RELATIONSHIP, "bods:rec-opaque-holdings-sa")
    assert declared.reason == "subjectUnableToConfirmOrIdentifyBeneficialOwner"
    assert declared.reason_text is not None
    assert declared.reason_text.startswith("The subject entity has reported")


def test_a_person_who_is_known_to_be_and_not_named_is_a_person_without_a_name(said: Said) -> None:
    anonymous = statement(
        "s", "person", "p", personType="anonymousPerson", unspecifiedPersonDetails={"reason": "interestedPartyExemptFromDisclosure"}
    )
    found = said(anonymous)
    assert found.all(Person) == [Person("bods:p")]
    (declared,) = found.all(OwnershipStatement)
    assert (declared.party_type, declared.reason) == ("anonymousPerson", "interestedPartyExemptFromDisclosure")


def test_a_later_statement_counts_and_the_earlier_is_kept(said: Said) -> None:
    found = said(holds("s1", share(50), share(50, "votingRights")), holds("s2", share(75), on="2024-06-01", status="updated"))
    assert [(one.id, one.supersedes, one.status) for one in found.all(OwnershipStatement)] == [
        ("bods:s1", None, StatementStatus.NEW), ("bods:s2", "bods:s1", StatementStatus.UPDATED),
    ]  # fmt: skip
    assert {(one.interest, one.share_exact, one.statement, one.declared, one.valid_to) for one in found.all(Owns)} == {
        ("SHAREHOLDING", 0.75, "bods:s2", "bods:r", None), ("VOTING_RIGHTS", 0.5, "bods:s1", "bods:r", date(2024, 6, 1)),
    }  # fmt: skip


def test_records_are_what_their_newest_statement_says_whatever_the_order_of_the_file(said: Said) -> None:
    newer = statement("s2", "entity", "c", "2024-06-01", "updated", entityType={"type": "registeredEntity"}, name="New Ltd")
    older = statement("s1", "entity", "c", entityType={"type": "registeredEntity"}, name="Old Ltd")
    for statements in ((older, newer), (newer, older)):
        found = said(*statements)
        assert ([one.name for one in found.all(Company)], len(found.all(OwnershipStatement))) == (["New Ltd"], 2)


def test_a_closed_relationship_has_ended(said: Said) -> None:
    found = said(
        holds("s1", share(50, startDate="2020-01-01")),
        holds("s2", share(50, startDate="2020-01-01"), on="2024-06-01", status="closed"),
    )
    (held,) = found.all(Owns)
    assert (held.valid_from, held.valid_to, held.statement) == (date(2020, 1, 1), date(2024, 6, 1), "bods:s2")


def test_interests_of_one_kind_stay_apart(said: Said) -> None:
    found = said(
        holds(
            "s", share(30, directOrIndirect="direct"), share(40, directOrIndirect="indirect"), share(5, directOrIndirect="unknown")
        )
    )
    assert {(one.share_exact, one.direct, one.declared) for one in found.all(Owns)} == {
        (0.3, True, "bods:r"), (0.4, False, "bods:r#2"), (0.05, None, "bods:r#3"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("told", "bounds"),
    [
        ({"exact": 33.333333}, (0.33333333, None, None)),
        ({"minimum": 25, "maximum": 50}, (None, 0.25, 0.5)),
        ({"exclusiveMinimum": 75, "maximum": 100}, (None, 0.75, 1.0)),
        ({}, (None, None, None)),
    ],
)
def test_shares_are_fractions_exact_or_between_bounds(said: Said, told: dict[str, float], bounds: tuple[float | None, ...]) -> None:
    (held,) = said(holds("s", {"type": "shareholding", "share": told})).all(Owns)
    assert (held.share_exact, held.share_min, held.share_max) == bounds


def test_a_relationship_without_an_interest_is_of_an_unknown_one(said: Said) -> None:
    (held,) = said(holds("s")).all(Owns)
    assert (held.interest, held.beneficial) == ("UNKNOWN_INTEREST", None)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (holds("s", {"type": "friendship"}), ("recordDetails.interests", "type", "UNKNOWN_CODE")),
        (holds("s", share(120)), ("", "exact", "BAD_VALUE")),
        (holds("s", party={"reason": "shy"}), ("", "reason", "UNKNOWN_CODE")),
        (holds("s") | {"fax": 1}, ("", "fax", "UNREAD_FIELD")),
        (
            statement("s", "person", "p", personType="knownPerson", names=[{"fullName": "Ada", "nick": "A"}]),
            ("", "recordDetails.names.nick", "UNREAD_FIELD"),
        ),
        (
            holds("s") | {"publicationDetails": {"publicationDate": "2024-01-01", "bodsVersion": "0.3"}},
            ("", "bodsVersion", "UNKNOWN_CODE"),
        ),
    ],
)
def test_what_bods_0_4_does_not_know_is_refused(said: Said, wrong: dict[str, Any], reason: tuple[str, str, str]) -> None:
    found = said(wrong, holds("fine"))
    assert found.rows["statements"] == (2, 1, 1)
    assert Reason("statements", reason[1], reason[2]) in found.refused


def test_a_passport_is_of_the_country_of_its_scheme(said: Said) -> None:
    numbers = [{"id": "900000022", "scheme": "GBR-PASSPORT"}, {"id": "11010519491231002x", "scheme": "CHN-IDCARD"}, {"id": "7", "scheme": "GBR-TAXID"}]
    found = said(statement("s", "person", "p", personType="knownPerson", names=[{"fullName": "Ada"}], identifiers=numbers))
    assert {(each.kind, each.issuer, each.number) for each in found.all(IdentityDocument)} == {
        ("PASSPORT", "GBR", "900000022"), ("CN_ID", None, "11010519491231002X"), ("GBR-TAXID", None, "7"),
    }  # fmt: skip
