"""The conformance cases of BODS 0.4, read by the source and judged as their own documents say."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from rules.ownership.beneficial import Found, Rule, Status, beneficial
from rules.ownership.records import Family, Group, Reason
from rules.ownership.shares import effective
from rules.ownership.tables import table
from tests.rules.ownership.reading import read as read_back

Case = Callable[[str, str], Group]
RULES = pytest.mark.parametrize("rule", [Rule.CN, Rule.EU, Rule.CUSTOM])


@pytest.fixture
def case(data: Path, tmp_path: Path) -> Case:
    """A published file as a group around one of its companies."""

    def read(name: str, company: str) -> Group:
        shutil.copyfile(data / "bods" / f"{name}.json", tmp_path / "statements.json")
        return read_back(tmp_path, f"bods:{company}")

    return read


@RULES
def test_direct_ownership_has_one_ultimate_owner_with_three_quarters(case: Case, rule: Rule):
    """core/01: "MUST return rec-jane-smith-1975 with a single hop and a 75% aggregate interest"."""
    group = case("core/01-direct-ownership", "rec-acme-holdings-ltd")
    answer = beneficial(group, rule)
    (jane,) = answer.owners
    assert (answer.status, jane.party, jane.certain) == (Status.FOUND, "bods:rec-jane-smith-1975", True)
    assert (jane.because[0].found, jane.because[0].least) == (Found.SHARES, 0.75)
    for family in (Family.SHARES, Family.VOTES):  # the two interests are not added to each other
        (holder,) = effective(table(group, family), group.target).holders
        assert (holder.least, holder.most, holder.direct is not None, holder.ultimate) == (0.75, 0.75, True, True)


@RULES
@pytest.mark.parametrize("company", ["rec-alpha-corp", "rec-beta-corp"])
def test_a_circle_ends_has_no_owner_and_is_flagged(case: Case, rule: Rule, company: str):
    """edge-cases/10: terminates, flags the cycle, never returns a company as its own owner, never sums to 200 %."""
    group = case("edge-cases/10-circular-ownership", company)
    answer = beneficial(group, rule)
    assert (answer.status, answer.owners) == (Status.CLOSED_LOOP, ())
    assert [each.reason for each in answer.problems] == [Reason.CLOSED_LOOP]
    holders = effective(table(group, Family.SHARES), group.target).holders
    assert [(each.party == group.target, each.least) for each in holders] == [(False, None)]


@RULES
def test_that_it_was_declared_why_nobody_is_named_is_not_that_nothing_is_known(case: Case, rule: Rule):
    """edge-cases/11: told with the reason verbatim and the description; nobody is made up."""
    group = case("edge-cases/11-anonymous-person", "rec-opaque-holdings-sa")
    answer = beneficial(group, rule)
    assert (answer.status, answer.owners) == (Status.DECLARED_UNKNOWN, ())
    (declared,) = group.declared
    assert declared.reason == "subjectUnableToConfirmOrIdentifyBeneficialOwner"
    assert declared.text
    assert beneficial(Group(group.target, group.parties), rule).status is Status.UNKNOWN


@RULES
def test_every_company_of_the_published_sample_has_its_owner(case: Case, rule: Rule):
    group = case("sample_300_statements", "-")
    owners = {each.company: each.owner for each in group.interests}
    assert len(owners) == 100
    for company, owner in owners.items():
        around = Group(company, group.parties, tuple(each for each in group.interests if each.company == company))
        assert [each.party for each in beneficial(around, rule).owners] == [owner]
