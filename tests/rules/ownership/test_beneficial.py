"""Beneficial owners by each rule, with what of it found them."""

from dataclasses import replace

import pytest

from rules.ownership.beneficial import Answer, Found, Rule, Status, beneficial
from rules.ownership.records import Concert, Declared, Group, Interest, Office, Party, Reason


def group(*said: Interest, **more: object) -> Group:
    """People have capital letters."""
    parties = {end for each in said for end in (each.owner, each.company)} | {"t", "Eve"}
    known = {one: Party(one, one, one[0].isupper()) for one in parties}
    return replace(Group("t", known, said), **more)


def holds(owner: str, company: str, share: float | None, kind: str = "SHAREHOLDING", **more: object) -> Interest:
    return replace(Interest(owner, company, kind, share, share), **more)


def told(answer: Answer) -> dict[str, set[str]]:
    return {each.party: {because.found.value for because in each.because} for each in answer.owners}


def by(known: Group, rule: Rule = Rule.CN, threshold: float = 0.25) -> tuple[Status, dict[str, set[str]]]:
    answer = beneficial(known, rule, threshold)
    return answer.status, told(answer)


def test_a_quarter_of_the_shares_is_enough_and_less_is_not():
    known = group(holds("Ann", "t", 0.25), holds("Bo", "t", 0.2499), holds("Ca", "a", 0.5), holds("a", "t", 0.5))
    assert by(known)[1] == {"Ca": {"SHARES"}, "Ann": {"SHARES"}}


def test_direct_and_indirect_shares_are_added():
    known = group(holds("Ann", "t", 0.1), holds("Ann", "a", 0.5), holds("a", "t", 0.3))
    assert by(known)[1] == {"Ann": {"SHARES"}}
    assert beneficial(known, Rule.CN).owners[0].because[0].least == pytest.approx(0.25)


def test_in_china_whoever_has_no_quarter_of_the_shares_may_have_it_of_profit_or_votes():
    known = group(holds("Ann", "t", 0.6), holds("Bo", "t", 0.1), holds("Bo", "t", 0.3, "RIGHTS_TO_PROFIT_OR_INCOME"),
                  holds("Ca", "t", 0.1), holds("Ca", "t", 0.26, "VOTING_RIGHTS"))  # fmt: skip
    assert by(known)[1] == {"Ann": {"SHARES"}, "Bo": {"PROFIT"}, "Ca": {"VOTES"}}


def test_control_of_what_holds_thirty_is_not_just_fifteen():
    """51 % of a company that holds 30 %: in China it disposes of 30 % of the votes, in the EU it controls an owner."""
    known = group(holds("Ann", "a", 0.51), holds("a", "t", 0.3), holds("Bo", "a", 0.49))
    assert by(known)[1] == {"Ann": {"VOTES"}}
    assert by(known, Rule.EU)[1] == {"Ann": {"CONTROLS_OWNER"}}
    assert beneficial(known, Rule.EU).owners[0].because[0].through == "a"


def test_in_the_eu_a_quarter_of_what_controls_is_enough():
    """30 % of a company that holds 60 %: 18 % by shares, but of the controller more than a quarter."""
    known = group(holds("Ann", "a", 0.3), holds("a", "t", 0.6), holds("Bo", "a", 0.7))
    assert by(known, Rule.EU)[1] == {"Bo": {"SHARES", "CONTROL", "OWNS_CONTROLLER", "CONTROLS_OWNER"}, "Ann": {"OWNS_CONTROLLER"}}
    assert "Ann" not in by(known, Rule.CN)[1]


def test_who_acts_in_concert_has_the_votes_of_all():
    said = (holds("Ann", "t", 0.15), holds("Bo", "t", 0.15), holds("Ca", "a", 1.0), holds("a", "t", 0.7))
    tie = Concert("Ann", "Bo", "deed")
    assert by(group(*said))[1] == {"Ca": {"SHARES"}}
    assert by(group(*said, concerts=(tie,)))[1] == {"Ca": {"SHARES"}, "Ann": {"VOTES"}, "Bo": {"VOTES"}}
    assert beneficial(group(*said, concerts=(tie,)), Rule.CN).owners[1].because[0].jointly == ("Bo",)


def test_actual_control_alone_or_jointly_makes_a_beneficial_owner():
    known = group(holds("Ann", "t", None, "APPOINTMENT_OF_BOARD"), *(holds(f"P{n}", "t", 0.2) for n in range(5)))
    assert by(known) == (Status.FOUND, {"Ann": {"CONTROL"}})
    known = group(*(holds(f"P{n}", "a", 0.2) for n in range(5)), holds("a", "t", 1.0), concerts=(Concert("P1", "P2"), Concert("P2", "P3")))
    assert by(known)[1] == {name: {"VOTES"} for name in ("P1", "P2", "P3")}  # all votes: control is not asked for any more
    assert by(known, Rule.EU)[1] == {name: {"JOINT_CONTROL", "CONTROLS_OWNER"} for name in ("P1", "P2", "P3")}


def test_where_nobody_is_found_it_is_who_manages():
    known = group(*(holds(f"P{n}", "t", 0.2) for n in range(5)), offices=(Office("Eve", "t", "LEGAL_REPRESENTATIVE", "register"),))
    assert by(known) == (Status.MANAGEMENT, {"Eve": {"MANAGEMENT"}})
    official = holds("P1", "t", None, "SENIOR_MANAGING_OFFICIAL")
    assert by(replace(known, interests=(*known.interests, official)))[1] == {"P1": {"MANAGEMENT"}}


@pytest.mark.parametrize(("rule", "category", "exempted"), [
    (Rule.CN, "GOVERNMENT", True), (Rule.EU, "GOVERNMENT", True), (Rule.CN, "PUBLIC_INSTITUTION", False),
    (Rule.EU, "PUBLIC_INSTITUTION", True), (Rule.CUSTOM, "GOVERNMENT", False),
])  # fmt: skip
def test_public_bodies_are_exempt(rule: Rule, category: str, exempted: bool):
    known = group(holds("Ann", "t", 0.9))
    known = replace(known, parties={**known.parties, "t": Party("t", "t", False, category)})
    assert (by(known, rule)[0] is Status.EXEMPT) is exempted


def test_a_listed_company_is_exempt_in_the_eu_where_no_company_has_a_part():
    listed = {"t": Party("t", "t", False, "ENTERPRISE", True)}
    people, companies = group(holds("Ann", "t", 0.3)), group(holds("a", "t", 0.3), holds("Ann", "a", 1.0))
    assert by(replace(people, parties={**people.parties, **listed}), Rule.EU) == (Status.EXEMPT, {})
    assert by(replace(companies, parties={**companies.parties, **listed}), Rule.EU)[0] is Status.FOUND
    assert by(replace(people, parties={**people.parties, **listed}), Rule.CN)[0] is Status.FOUND


def test_whom_the_register_exempts_is_exempt():
    assert by(group(declared=(Declared("t", "subjectExemptFromDisclosure"),))) == (Status.EXEMPT, {})


def test_that_an_owner_is_not_named_is_not_that_there_is_none():
    assert by(group(declared=(Declared("t", "subjectUnableToConfirmOrIdentifyBeneficialOwner"),))) == (Status.DECLARED_UNKNOWN, {})
    assert by(group()) == (Status.UNKNOWN, {})


def test_a_closed_loop_has_nobody():
    assert by(group(holds("a", "t", 1.0), holds("t", "a", 1.0))) == (Status.CLOSED_LOOP, {})


def test_a_range_across_the_threshold_is_possible_and_not_certain():
    known = group(Interest("Ann", "t", least=0.2, most=0.4), offices=(Office("Eve", "t", "LEGAL_REPRESENTATIVE"),))
    assert by(known) == (Status.POSSIBLE, {"Ann": {"SHARES", "VOTES"}, "Eve": {"MANAGEMENT"}})
    assert [each.certain for each in beneficial(known, Rule.CN).owners] == [True, False]


def test_whom_a_register_declares_is_told_whatever_the_shares_say():
    known = group(holds("Ann", "t", 0.1, beneficial=True))
    assert by(known) == (Status.FOUND, {"Ann": {"DECLARED"}})


def test_a_bank_may_ask_for_less():
    known = group(holds("Ann", "t", 0.1), holds("Bo", "t", 0.09))
    assert by(known, Rule.CUSTOM, 0.1)[1] == {"Ann": {"SHARES"}}
    for wrong in (0, -1, 1.1):
        with pytest.raises(ValueError, match="threshold"):
            beneficial(known, Rule.CUSTOM, wrong)


def test_more_than_the_whole_is_told_and_makes_nobody_an_owner_by_shares():
    answer = beneficial(group(holds("Ann", "a", 0.7), holds("Bo", "a", 0.6), holds("a", "t", 0.5)), Rule.CN)
    assert [each.reason for each in answer.problems] == [Reason.SHARES_ABOVE_WHOLE]
    assert not any(because.found is Found.SHARES for each in answer.owners for because in each.because)
