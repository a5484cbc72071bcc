"""Who is warned of, and who nearly is."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

import rules.warnings
from graph.model import AccountKind, AccountStatus, Channel, RequestKind, Role
from rules.neighbourhood import Contact, Holding, Month, Movement, Near, Neighbourhood, Request, months_after
from rules.registry import BadRule, Judgement, Rule, found, judged
from rules.thresholds import Thresholds

DAY = date(2026, 10, 31)
RULES = found(rules.warnings)
SAVINGS = Holding(
    id="core:1", label="Account", kind=AccountKind.SAVINGS, status=AccountStatus.OPEN, role=Role.OWNER, currency="CNY",
    balance=190_000_000, opened=date(2011, 1, 17),
)  # fmt: skip


def some(**more: Any) -> Neighbourhood:
    known = {"party": "P1", "is_person": True, "holdings": (SAVINGS,), "last_moved": date(2026, 10, 20)}
    return Neighbourhood(**known | more)


def warned(near: Neighbourhood, day: date = DAY) -> dict[str, Judgement]:
    judgements, faults = judged(RULES, near, day, Thresholds())
    assert not faults
    return {each.rule.name: each.judgement for each in judgements}


def moved(id_: str, on: date, amount: int, bank: str | None = None) -> Movement:
    return Movement(id=id_, label="Transaction", on=on, account="core:1", currency="CNY", amount=amount, bank=bank)


def test_who_moves_nothing_for_ninety_days_is_warned_of_from_the_ninety_first():
    for days, there in ((90, False), (91, True)):
        assert ("NO_CLIENT_MOVEMENT" in warned(some(last_moved=DAY - timedelta(days=days)))) is there
    assert warned(some(last_moved=date(2026, 2, 10)))["NO_CLIENT_MOVEMENT"].level == "LAPSED"
    assert warned(some(last_moved=date(2026, 2, 10), born=date(2010, 1, 1))) == {}
    assert warned(some(last_moved=date(2026, 2, 10), holdings=(replace(SAVINGS, term_months=60, opened=date(2026, 1, 1)),))) == {}
    assert warned(some(last_moved=None)) == {}


def test_more_than_half_out_within_ninety_days_warns_and_names_the_bank_it_went_to():
    gone = tuple(moved(f"core:t{n}", date(2026, month, 14), -amount, "东篱银行")
                 for n, (month, amount) in enumerate(((8, 120_000_000), (9, 160_000_000), (10, 90_000_000))))
    found_ = warned(some(movements=gone))["ASSETS_LEFT"]
    assert (found_.level, round(found_.score, 2)) == ("AT_RISK", 0.66)
    assert [ground.fact.id for ground in found_.grounds] == ["core:t1", "core:t0", "core:t2"]
    assert found_.reasons[0].kind == "COMPETITOR" and "东篱银行" in found_.reasons[0].grounds[0].zh
    assert found_.since == date(2026, 10, 14), "280 of 560 is half and not more"
    coffee = moved("core:t8", date(2026, 10, 30), -3_000)
    assert warned(some(movements=(*gone, coffee)))["ASSETS_LEFT"].grounds[2].fact.id == "core:t2"
    assert len(warned(some(movements=(*gone, coffee)))["ASSETS_LEFT"].grounds) == 3
    drops = tuple(moved(f"core:d{n}", date(2026, 9, 1 + n % 28), -10_000_000) for n in range(40))
    assert len(warned(some(movements=drops))["ASSETS_LEFT"].grounds) == 5
    back = moved("core:t9", date(2026, 10, 20), 200_000_000)
    assert warned(some(movements=(*gone, back))) == {}
    assert warned(some(movements=tuple(replace(each, on=date(2026, 8, 2)) for each in gone))) == {}


def test_what_is_exactly_half_is_not_more_than_half():
    assert warned(some(movements=(moved("core:t", DAY, -190_000_000),))) == {}
    assert warned(some(movements=(moved("core:t", DAY, -190_000_001),))).keys() == {"ASSETS_LEFT"}


def test_an_average_that_falls_three_months_and_a_fifth_is_a_trend_and_one_that_rises_between_is_none():
    def months(*averages: int) -> tuple[Month, ...]:
        return tuple(
            Month(id=f"core:1|{n}", label="MonthlyFlow", on=months_after(date(2026, 6, 1), n), account="core:1", currency="CNY",
                  in_=0, out=0, client_in=0, client_out=0, client_count=1, closing=each, average=each)
            for n, each in enumerate(averages)
        )

    assert warned(some(months=months(1_000_000, 950_000, 900_000, 790_000))).keys() == {"DOWNWARD_TREND"}
    assert warned(some(months=months(1_000_000, 950_000, 900_000, 810_000))) == {}
    assert warned(some(months=months(1_000_000, 850_000, 900_000, 700_000))) == {}


def test_a_complaint_past_its_day_without_answer_warns_and_a_late_answer_ends_that():
    complaint = Request(
        id="calls:1", label="ServiceRequest", on=date(2026, 8, 12), kind=RequestKind.COMPLAINT, topic="FUND_LOSS", due_on=date(2026, 8, 12)
    )
    warning = warned(some(requests=(complaint,)))["COMPLAINT_UNANSWERED"]
    assert warning.reasons[0].kind == "SERVICE" and warning.about == "calls:1"
    assert warned(some(requests=(complaint,)), date(2026, 8, 12)) == {}
    assert warned(some(requests=(replace(complaint, answered_on=date(2026, 8, 19)),))) == {}
    assert warned(some(requests=(replace(complaint, kind=RequestKind.REQUEST),))) == {}


def test_a_term_that_ends_soon_warns_until_somebody_speaks_with_the_customer():
    term = replace(SAVINGS, id="core:2", kind=AccountKind.DEPOSIT, opened=date(2023, 11, 20), term_months=36)
    assert warned(some(holdings=(SAVINGS, term))).keys() == {"MATURING_WITHOUT_FOLLOW_UP"}
    spoken = Contact(id="crm:1", label="Interaction", on=date(2026, 10, 25), channel=Channel.PHONE, topic="MATURITY")
    assert warned(some(holdings=(SAVINGS, term), contacts=(spoken,))) == {}
    assert warned(some(holdings=(SAVINGS, replace(term, opened=date(2023, 12, 20))))) == {}


def test_who_decided_and_left_is_missed_until_another_decides():
    left = Near(id="P7", label="Party", how="DECIDES_FOR", as_="DECISION_MAKER", until=date(2026, 9, 1))
    company = some(is_person=False, near=(left,))
    assert warned(company).keys() == {"KEY_PERSON_LEFT"}
    assert warned(replace(company, near=(left, replace(left, id="P8", until=None)))) == {}
    assert warned(replace(company, near=(replace(left, until=date(2026, 1, 1)),))) == {}


def test_a_rule_that_raises_is_named_and_the_others_go_on():
    def raises(*_: object) -> list[Judgement]:
        raise RuntimeError("with a name in it")

    broken = Rule("BROKEN", "1", "x", "x", frozenset(("near",)), raises)
    judgements, faults = judged((broken, *RULES), some(last_moved=date(2026, 2, 10)), DAY, Thresholds())
    assert [each.rule.name for each in judgements] == ["NO_CLIENT_MOVEMENT"]
    assert [(fault.rule, fault.kind) for fault in faults] == [("BROKEN", "RuntimeError")]


def test_a_module_that_lacks_what_a_rule_has_is_refused_by_its_name():
    with pytest.raises(BadRule, match=r"rules\.affinity\.design is no rule: it lacks NAME"):
        import rules.affinity

        found(rules.affinity)


@pytest.mark.parametrize("more", [{"left_share": 1.0}, {"quiet_days": 0}, {"quite_days": 90}])
def test_a_threshold_that_makes_no_sense_is_refused_by_its_name(more: dict[str, Any]):
    with pytest.raises(ValueError, match=next(iter(more))):
        Thresholds(**more)
