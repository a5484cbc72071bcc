"""Who may be offered what, and who nearly may."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from graph.model import (
    AccountKind,
    AccountStatus,
    Channel,
    ConsentState,
    Direction,
    OutcomeKind,
    Purpose,
    RiskLevel,
    RiskTolerance,
    Role,
)
from rules.neighbourhood import Consent, Contact, Holding, Neighbourhood, Outcome, Product
from rules.suitability import RefusalKind, of_customer, of_product
from rules.thresholds import Thresholds

DAY = date(2026, 10, 31)
LINES = Thresholds()
FUND = Product(code="F310", name="松风红利混合", family=AccountKind.FUND, risk_level=RiskLevel.R3)
LOAN = Product(code="LN03", name="装修分期", family=AccountKind.LOAN)
SAVINGS = Holding(
    id="core:1", label="Account", kind=AccountKind.SAVINGS, status=AccountStatus.OPEN, role=Role.OWNER, currency="CNY", balance=1_000_000
)


def some(**more: Any) -> Neighbourhood:
    known = {"party": "P1", "is_person": True, "born": date(1980, 1, 1), "risk_tolerance": RiskTolerance.C3,
             "risk_assessed_on": date(2026, 3, 1), "risk_valid_until": date(2027, 2, 28), "holdings": (SAVINGS,)}  # fmt: skip
    return Neighbourhood(**known | more)


def why(near: Neighbourhood, product: Product = FUND, lines: Thresholds = LINES, **more: Any) -> set[RefusalKind]:
    return {each.kind for each in (*of_customer(near, DAY, lines), *of_product(near, product, DAY, lines, **more))}


@given(st.sampled_from(RiskTolerance), st.sampled_from(RiskLevel))
def test_a_product_is_no_riskier_than_its_customer_bears(tolerance: RiskTolerance, level: RiskLevel):
    refused = why(some(risk_tolerance=tolerance), replace(FUND, risk_level=level))
    assert refused == (set() if int(level[1]) <= int(tolerance[1]) else {RefusalKind.RISK_TOO_HIGH})


def test_an_assessment_that_is_missing_or_has_run_out_is_no_match():
    assert why(some(risk_tolerance=None)) == {RefusalKind.NO_ASSESSMENT}
    assert why(some(risk_valid_until=DAY)) == set()
    assert why(some(risk_valid_until=DAY - timedelta(days=1))) == {RefusalKind.ASSESSMENT_EXPIRED}
    assert why(some(risk_valid_until=None, risk_assessed_on=date(2025, 10, 31))) == set()
    assert why(some(risk_valid_until=None, risk_assessed_on=date(2025, 10, 30))) == {RefusalKind.ASSESSMENT_EXPIRED}
    assert why(some(risk_valid_until=None, risk_assessed_on=None)) == {RefusalKind.ASSESSMENT_EXPIRED}
    assert why(some(risk_tolerance=None), LOAN) == set()


def test_a_fund_without_a_risk_level_and_one_off_the_list_are_offered_to_nobody():
    assert why(some(), replace(FUND, risk_level=None)) == {RefusalKind.NOT_RATED}
    assert why(some(), lines=Thresholds(approved=frozenset(("F420",)))) == {RefusalKind.NOT_APPROVED}
    assert why(some(), lines=Thresholds(approved=frozenset(("F310",)))) == set()


def test_a_minor_is_offered_nothing_until_the_day_of_coming_of_age():
    assert why(some(born=date(2008, 11, 1))) == {RefusalKind.MINOR}
    assert why(some(born=date(2008, 10, 31))) == set()
    assert why(some(born=None)) == {RefusalKind.AGE_UNKNOWN}
    assert why(some(born=None, is_person=False), LOAN) == set()


def test_what_is_held_is_not_offered_unless_more_of_it_may_be():
    held = replace(SAVINGS, id="wealth:1", product=FUND)
    assert why(some(holdings=(held,))) == {RefusalKind.ALREADY_HELD}
    assert why(some(holdings=(held,)), more=True) == set()
    assert why(some(holdings=(replace(held, closed=date(2026, 1, 1)),))) == set()
    assert why(some(holdings=(replace(held, role=Role.GUARDIAN),))) == set()


def test_who_refused_marketing_is_left_in_peace_and_a_bank_may_ask_for_consent():
    said = Consent(id="c", label="Consent", on=date(2026, 5, 1), purpose=Purpose.MARKETING, state=ConsentState.WITHDRAWN)
    assert why(some(consents=(said,))) == {RefusalKind.MARKETING_REFUSED}
    assert why(some(consents=(replace(said, state=ConsentState.GRANTED),))) == set()
    assert why(some(consents=(replace(said, purpose=Purpose.SHARING),))) == set()
    strict = Thresholds(consent_needed=True)
    assert why(some(), lines=strict) == {RefusalKind.NO_CONSENT}
    assert why(some(consents=(replace(said, state=ConsentState.GRANTED),)), lines=strict) == set()


def test_whom_the_bank_has_contacted_three_times_in_thirty_days_is_left_in_peace():
    spoken = [Contact(id=f"crm:{n}", label="Interaction", on=DAY - timedelta(days=days), channel=Channel.PHONE, topic="X",
                      direction=Direction.OUTBOUND) for n, days in enumerate((1, 9, 29))]  # fmt: skip
    assert why(some(contacts=tuple(spoken))) == {RefusalKind.TOO_MANY_CONTACTS}
    assert why(some(contacts=(*spoken[:2], replace(spoken[2], on=DAY - timedelta(days=30))))) == set()
    assert why(some(contacts=tuple(replace(each, direction=Direction.INBOUND) for each in spoken))) == set()
    (refusal,) = of_customer(some(contacts=tuple(spoken)), DAY, LINES)
    assert refusal.until_en == "From 2026-11-01 on."


def test_what_was_refused_rests_for_half_a_year():
    no = Outcome(id="o", label="Outcome", on=DAY - timedelta(days=179), subject="R1", outcome=OutcomeKind.REFUSED, product="F310")
    assert why(some(outcomes=(no,))) == {RefusalKind.REFUSED_BEFORE}
    assert why(some(outcomes=(replace(no, on=DAY - timedelta(days=180)),))) == set()
    assert why(some(outcomes=(replace(no, product="F420"),))) == set()
    assert why(some(outcomes=(no, replace(no, id="p", on=DAY, outcome=OutcomeKind.LATER)))) == set()


def test_credit_is_not_offered_beside_arrears_and_a_tier_must_be_reached():
    assert why(some(holdings=(replace(SAVINGS, status=AccountStatus.IN_ARREARS),)), LOAN) == {RefusalKind.IN_ARREARS}
    assert why(some(holdings=(replace(SAVINGS, status=AccountStatus.IN_ARREARS),))) == set()
    rich, pledge = replace(SAVINGS, balance=600_000_000), replace(LOAN, min_tier="HIGH_NET_WORTH")
    assert why(some(holdings=(rich,)), pledge) == set()
    assert why(some(holdings=(replace(rich, balance=599_999_999),)), pledge) == {RefusalKind.TIER_NOT_REACHED}
    assert why(some(holdings=(rich,)), replace(LOAN, min_tier="UNHEARD_OF")) == {RefusalKind.TIER_NOT_REACHED}


@given(st.sampled_from(RiskTolerance), st.integers(0, 800), st.sampled_from(RiskLevel))
def test_every_refusal_says_why_and_what_would_change_it_in_both_languages(tolerance: RiskTolerance, age: int, level: RiskLevel):
    near = some(risk_tolerance=tolerance, risk_assessed_on=DAY - timedelta(days=age), risk_valid_until=None)
    for each in of_product(near, replace(FUND, risk_level=level), DAY, LINES):
        assert all((each.zh, each.en, each.until_zh, each.until_en))
