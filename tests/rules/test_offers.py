"""What is called for by events and patterns, whom it is offered to, and who nearly is."""


from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rules.bundles
from graph.model import AccountKind, AccountStatus, ConsentState, EventKind, Purpose, RiskLevel, RiskTolerance, Role
from ingest.lakeside.story.bank import OFFERINGS
from rules.needs import GENERAL, TABLE, meeting, shelves
from rules.neighbourhood import Consent, Event, Holding, Near, Neighbourhood, Product
from rules.offers import FREE_EN, FREE_ZH, Offer, offers
from rules.registry import Judgement, Rule, found
from rules.suitability import RefusalKind
from rules.thresholds import Thresholds
from rules.wording import forbidden

DAY = date(2026, 10, 31)
LINES = Thresholds()
RULES = found(rules.bundles)
CATALOGUE = tuple(
    Product(code=one.code, name=one.name, name_en=one.name_en, family=one.family, risk_level=one.risk, own=one.issuer is None,
            issuer=one.issuer, min_tier=one.min_tier)
    for one in OFFERINGS
)  # fmt: skip
SAVINGS = Holding(
    id="core:1", label="Account", kind=AccountKind.SAVINGS, status=AccountStatus.OPEN, role=Role.OWNER, currency="CNY",
    balance=1_000_000_000, opened=date(2011, 1, 17),
)  # fmt: skip


def some(**more: Any) -> Neighbourhood:
    known = {"party": "P1", "is_person": True, "born": date(1980, 1, 1), "risk_tolerance": RiskTolerance.C3,
             "risk_assessed_on": date(2026, 3, 1), "holdings": (SAVINGS,)}  # fmt: skip
    return Neighbourhood(**known | more)


def happened(kind: EventKind, on: date = date(2026, 8, 28), **more: Any) -> Event:
    return Event(id=f"crm:{kind}", label="Event", kind=kind, on=on, **more)


def told(near: Neighbourhood, lines: Thresholds = LINES, catalogue: tuple[Product, ...] = CATALOGUE) -> list[Offer]:
    offered, faults = offers(RULES, near, DAY, lines, shelves(catalogue, lines))
    assert not faults
    return offered


def made(near: Neighbourhood, **more: Any) -> set[tuple[str, str]]:
    return {(each.rule.name, each.product.code if each.product else each.need.name) for each in told(near, **more) if not each.rejected}


def rejected(near: Neighbourhood, **more: Any) -> dict[str, set[RefusalKind]]:
    return {each.need.name: {one.kind for one in each.refusals} for each in told(near, **more) if each.rejected}


@pytest.mark.parametrize(("kind", "rule", "products"), [
    (EventKind.MORTGAGE_APPROVED, "MORTGAGE_APPROVED", {"LN03", "I110"}), (EventKind.HOUSE_PURCHASE, "MORTGAGE_APPROVED", {"LN03", "I110"}),
    (EventKind.JOB_CHANGE, "JOB_CHANGE", {"W301"}), (EventKind.MARRIAGE, "MARRIAGE", {"I110", "F310"}),
    (EventKind.CHILD_BORN, "CHILD_BORN", {"SA05", "I220"}), (EventKind.RETIREMENT, "RETIREMENT", {"W101", "SA02"}),
    (EventKind.STUDY_ABROAD, "STUDY_ABROAD", {"SA03", "I220"}), (EventKind.COMPANY_FOUNDED, "COMPANY_FOUNDED", {"CA01", "LN02"}),
])  # fmt: skip
def test_an_event_makes_its_bundle_and_a_year_later_none(kind: EventKind, rule: str, products: set[str]):
    assert made(some(events=(happened(kind),))) == {(rule, code) for code in products}
    assert made(some(events=(happened(kind, DAY - timedelta(days=366)),))) == set()
    assert made(some(events=(happened(kind, DAY + timedelta(days=1)),))) == set()


def test_a_mortgage_without_an_event_is_a_sign_and_an_old_one_is_none():
    mortgage = replace(SAVINGS, id="core:2", kind=AccountKind.MORTGAGE, role=Role.CO_BORROWER, opened=date(2026, 8, 28))
    assert made(some(holdings=(SAVINGS, mortgage))) == {("MORTGAGE_APPROVED", "LN03"), ("MORTGAGE_APPROVED", "I110")}
    assert made(some(holdings=(SAVINGS, replace(mortgage, opened=date(2016, 5, 18))))) == set()
    assert made(some(holdings=(SAVINGS, replace(mortgage, role=Role.GUARANTOR)))) == set()


LISTED = Near(id="P9", label="Party", how="OWNS", is_person=False, listed=True, share=0.045, events=(happened(EventKind.IPO, date(2026, 6, 18)),))


def test_shareholders_of_a_company_that_is_listed_pledge_and_plan_and_nobody_else_does():
    assert made(some(near=(LISTED,))) == {("COMPANY_LISTED", "PL01"), ("COMPANY_LISTED", "I210")}
    assert made(some(near=(LISTED,), is_person=False, born=None)) == {("COMPANY_LISTED", "PL01")}
    for other in (
        replace(LISTED, listed=None), replace(LISTED, events=()), replace(LISTED, how="WORKS_FOR"), replace(LISTED, outward=False),
        replace(LISTED, until=date(2026, 9, 1)), replace(LISTED, events=(happened(EventKind.IPO, inferred=True),)),
    ):  # fmt: skip
        assert made(some(near=(other,))) == set()
    poor = some(near=(LISTED,), holdings=(replace(SAVINGS, balance=60_500_000),))
    assert rejected(poor) == {"SHARE_PLEDGE": {RefusalKind.TIER_NOT_REACHED}, "SUCCESSION": {RefusalKind.TIER_NOT_REACHED}}


def test_a_new_card_or_a_look_at_cars_makes_car_instalments_and_insurance():
    card = replace(SAVINGS, id="cards:1", kind=AccountKind.CARD, opened=date(2026, 10, 9))
    both = {("NEW_CARD", "LN04"), ("NEW_CARD", "I120")}
    assert made(some(holdings=(SAVINGS, card))) == both
    assert made(some(events=(happened(EventKind.OTHER, date(2026, 10, 11), inferred=True, text="分期购车试算三次"),))) == both
    assert made(some(events=(happened(EventKind.OTHER, date(2026, 10, 11), inferred=True, text="浏览存款"),))) == set()
    assert made(some(holdings=(SAVINGS, replace(card, opened=date(2016, 6, 6))))) == set()
    assert made(some(holdings=(SAVINGS, replace(card, role=Role.SUPPLEMENTARY)))) == set()


def test_who_holds_a_fund_is_told_of_a_regular_plan_and_protection():
    fund = replace(SAVINGS, id="wealth:1", kind=AccountKind.FUND, balance=9_000)
    assert made(some(holdings=(SAVINGS, fund))) == {("FUND_HELD", "F310"), ("FUND_HELD", "I210")}
    assert made(some(holdings=(SAVINGS, replace(fund, balance=0)))) == set()
    assert made(some(holdings=(SAVINGS, replace(fund, kind=AccountKind.WEALTH)))) == set()


def test_an_owner_is_referred_to_a_tax_adviser_and_a_supplier_financed():
    owned = Near(id="P7", label="Party", how="OWNS", is_person=False, share=0.25)
    assert made(some(near=(owned,))) == {("BUSINESS_OWNER", "TAX_PLANNING"), ("BUSINESS_OWNER", "SC01")}
    assert made(some(near=(replace(owned, share=0.249),))) == set()
    assert made(some(near=(replace(owned, until=DAY),))) == set()
    supplies = replace(owned, how="SUPPLIES")
    assert made(some(is_person=False, near=(supplies,))) == {("SUPPLIER", "SC01")}
    assert made(some(is_person=False, near=(replace(supplies, outward=False),))) == set()


def test_what_the_catalogue_lacks_is_said_and_not_made():
    near = some(events=(happened(EventKind.CHILD_BORN),))
    assert rejected(near, catalogue=tuple(each for each in CATALOGUE if each.code != "I220")) == {"EDUCATION": {RefusalKind.NO_PRODUCT}}


def test_a_bank_names_its_products_for_a_need():
    near = some(events=(happened(EventKind.JOB_CHANGE),))
    assert made(near, lines=Thresholds(products={"WEALTH_PLAN": ("W201",)})) == {("JOB_CHANGE", "W201")}
    assert rejected(near, lines=Thresholds(products={"WEALTH_PLAN": ("GONE",)})) == {"WEALTH_PLAN": {RefusalKind.NO_PRODUCT}}


def test_every_need_is_met_by_the_catalogue_of_the_story():
    assert {need.name for need in TABLE if not need.referral and not meeting(need, CATALOGUE, LINES)} == set()


def test_of_two_rules_that_offer_the_same_the_stronger_makes_it():
    near = some(events=(happened(EventKind.MARRIAGE, date(2026, 5, 20)), happened(EventKind.MORTGAGE_APPROVED)))
    assert ("MORTGAGE_APPROVED", "I110") in made(near) and rejected(near) == {"HOME_INSURANCE": {RefusalKind.OFFERED_ALREADY}}


def test_who_refused_that_a_machine_chooses_is_told_of_what_everybody_is():
    no = Consent(id="c", label="Consent", on=date(2026, 5, 1), purpose=Purpose.AUTOMATED_DECISIONS, state=ConsentState.WITHDRAWN)
    one, other = some(consents=(no,), events=(happened(EventKind.MARRIAGE),)), some(party="P2", consents=(no,), born=date(1950, 1, 1))
    lists = [[(each.rule.name, each.product, each.personal, each.score, each.rejected) for each in told(near)] for near in (one, other)]
    assert lists[0] == lists[1] and len(lists[0]) == len(GENERAL[True])
    assert {personal for _, _, personal, _, _ in lists[0]} == {False} and not any(each[-1] for each in lists[0])
    assert made(replace(one, consents=(replace(no, state=ConsentState.GRANTED),))) == {("MARRIAGE", "I110"), ("MARRIAGE", "F310")}


def test_a_product_whose_name_promises_too_much_is_not_told_of():
    loud = tuple(replace(each, name="保 本 养老") if each.code == "W101" else each for each in CATALOGUE)
    near = some(events=(happened(EventKind.RETIREMENT),), risk_tolerance=RiskTolerance.C1)
    assert rejected(near, catalogue=loud) == {"CALM_WEALTH": {RefusalKind.FORBIDDEN_WORDS}}
    assert [each.zh for each in told(near, catalogue=loud) if each.rejected] == [""]
    assert rejected(near, lines=Thresholds(forbidden=frozenset(("湖畔天天利",)))) == {"CALM_WEALTH": {RefusalKind.FORBIDDEN_WORDS}}


def test_an_offer_says_why_how_and_what_would_change_it_and_that_it_is_free():
    offer = next(each for each in told(some(events=(happened(EventKind.MORTGAGE_APPROVED),))) if each.need.name == "RENOVATION")
    assert offer.zh.endswith(FREE_ZH) and offer.en.endswith(FREE_EN)
    assert [(each.label, each.zh) for each in offer.path] == [("Party", "客户"), ("Event", "事件2026-08-28"), ("Product", "装修分期")]
    assert "2027-08-28" in offer.change_en and offer.action_en
    assert abs(sum(each.contribution for each in offer.grounds) - offer.score) < 1e-9


def test_a_rule_that_raises_is_named_and_the_others_go_on():
    def raises(*_: object) -> list[Judgement]:
        raise RuntimeError

    offered, faults = offers((Rule("BROKEN", "1", "x", "x", frozenset(("near",)), raises), *RULES), some(events=(happened(EventKind.JOB_CHANGE),)), DAY, LINES, shelves(CATALOGUE, LINES))
    assert [each.rule.name for each in offered] == ["JOB_CHANGE"] and [each.rule for each in faults] == ["BROKEN"]


def test_what_is_to_be_read_first_is_said_by_the_kind_of_product():
    bold = some(events=(happened(EventKind.MARRIAGE),), risk_tolerance=RiskTolerance.C5)
    words = {each.need.name: (each.product, each.zh) for each in told(bold)}
    plan, of_plan = words["REGULAR_PLAN"]
    assert plan and plan.code == "F420" and "投资有风险" in of_plan, "futures are not bought month by month"
    assert "投资有风险" not in words["HOME_INSURANCE"][1] and "保险条款" in words["HOME_INSURANCE"][1]
    (car, _) = told(some(events=(happened(EventKind.OTHER, date(2026, 10, 11), inferred=True, text="分期购车"),)))
    assert car.zh == f"可以了解分期购车。{FREE_ZH}" and not car.refusals


def test_a_company_s_listing_says_whose_it_is_and_when():
    offer = told(some(near=(LISTED,)))[0]
    assert [(each.fact.label, each.en) for each in offer.grounds] == [
        ("Party", "They own a part of a company."), ("Event", "It was listed on 2026-06-18."),
    ]  # fmt: skip
    assert offer.why_en == "They own a part of a company. It was listed on 2026-06-18."


DAYS = st.dates(DAY - timedelta(days=500), DAY)
NAMES = st.sampled_from(["安心计划", "保本宝", "零 风 险 宝", "Risk-free Plan", "穩賺計劃", "Calm Plan", "家居险", "教育金", "终身寿险", "装修分期", "车险"])
PRODUCTS = st.lists(
    st.builds(Product, code=st.sampled_from("ABCDEFGH"), name=NAMES, name_en=st.none() | NAMES, family=st.sampled_from(AccountKind),
              risk_level=st.none() | st.sampled_from(RiskLevel), min_tier=st.sampled_from([None, "HIGH_NET_WORTH"])),
    max_size=8, unique_by=lambda each: each.code,
)  # fmt: skip
EVENTS = st.lists(st.builds(Event, id=st.just("e"), label=st.just("Event"), on=DAYS, kind=st.sampled_from(EventKind), inferred=st.booleans()), max_size=4)
HELD = st.lists(
    st.builds(Holding, id=st.just("a"), label=st.just("Account"), kind=st.sampled_from(AccountKind), status=st.sampled_from(AccountStatus),
              role=st.sampled_from(Role), currency=st.just("CNY"), balance=st.integers(0, 900_000_000), opened=DAYS),
    max_size=3,
)  # fmt: skip
PEOPLE = st.builds(
    Neighbourhood, party=st.just("P"), is_person=st.booleans(), born=st.none() | st.dates(date(1940, 1, 1), DAY),
    risk_tolerance=st.none() | st.sampled_from(RiskTolerance), risk_assessed_on=st.none() | DAYS, risk_valid_until=st.none() | DAYS,
    events=EVENTS.map(tuple), holdings=HELD.map(tuple), near=st.sampled_from([(), (LISTED,)]),
    consents=st.lists(st.builds(Consent, id=st.just("c"), label=st.just("Consent"), on=DAYS, purpose=st.sampled_from(Purpose), state=st.sampled_from(ConsentState)),
                      max_size=3, unique_by=lambda each: each.purpose).map(tuple),
)  # fmt: skip


@settings(deadline=None, max_examples=400)
@given(PEOPLE, PRODUCTS)
def test_nothing_unsuitable_and_nothing_forbidden_is_ever_offered(near: Neighbourhood, catalogue: list[Product]):
    for each in told(near, catalogue=(*catalogue, *CATALOGUE)):
        assert forbidden(each.zh) == forbidden(each.en) == (), "not even of what is rejected is more said"
        if each.rejected:
            continue
        assert each.zh and each.en and FREE_ZH in each.zh
        assert not near.is_person or (near.born and near.born <= date(2008, 10, 31))
        assert not any(one.purpose is Purpose.MARKETING and one.state is ConsentState.WITHDRAWN for one in near.consents)
        if each.product and each.product.risk_level:
            assert near.risk_tolerance and int(each.product.risk_level[1]) <= int(near.risk_tolerance[1])
            assert near.risk_valid_until or near.risk_assessed_on
            assert near.risk_valid_until is None or near.risk_valid_until >= DAY
            assert near.risk_assessed_on is None or near.risk_assessed_on >= date(2025, 10, 31)
        elif each.product:
            assert each.product.family not in (AccountKind.FUND, AccountKind.WEALTH, AccountKind.INSURANCE)
