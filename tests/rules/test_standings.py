"""Where customers stand: stage, tier, need and attachment, and who nearly stands elsewhere."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import rules.standings
from graph.model import AccountKind, AccountStatus, Channel, Role
from rules.neighbourhood import Contact, Holding, Month, Movement, Neighbourhood, Opportunity, months_after
from rules.registry import Judgement, found, judged
from rules.thresholds import Thresholds
from rules.vocabularies import CALLED, Stage, Vocabulary, called, stages_of

DAY = date(2026, 10, 31)
LINES = Thresholds()
RULES = found(rules.standings)


def account(id_: str = "core:1", kind: AccountKind = AccountKind.SAVINGS, balance: int | None = 1_000_000, **more: Any) -> Holding:
    known = {"status": AccountStatus.OPEN, "role": Role.OWNER, "currency": "CNY", "opened": date(2011, 1, 17)}
    return Holding(id=id_, label="Account", kind=kind, balance=balance, **known | more)


def month(first: date, average: int = 1_000_000, moves: int = 4, of: str = "core:1") -> Month:
    return Month(id=f"{of}@{first}", label="MonthlyFlow", on=first, account=of, currency="CNY", in_=0, out=0, client_in=0, client_out=0,
                 client_count=moves, closing=average, average=average)  # fmt: skip


def months(*averages: int, moves: int = 4) -> tuple[Month, ...]:
    """The last full months before the day, the last one last."""
    return tuple(month(months_after(date(2026, 10, 1), back - len(averages)), each, moves) for back, each in enumerate(averages))


def moved(*days: date) -> tuple[Movement, ...]:
    return tuple(Movement(id=f"t:{each}", label="Transaction", on=each, account="core:1", currency="CNY", amount=-100) for each in days)


def some(*holdings: Holding, **more: Any) -> Neighbourhood:
    known: dict[str, Any] = {"party": "P1", "is_person": True, "born": date(1980, 1, 1), "holdings": holdings or (account(),)}
    last = max((each.on for each in more.get("movements", ()) if each.on), default=None)
    return Neighbourhood(**known | {"last_moved": last} | more)


def steps(near: Neighbourhood, rule: str, lines: Thresholds = LINES) -> list[Judgement]:
    judgements, faults = judged(RULES, near, DAY, lines)
    assert not faults
    return [each.judgement for each in judgements if each.rule.name == rule]


def stands(near: Neighbourhood, rule: str, lines: Thresholds = LINES) -> str | None:
    told = steps(near, rule, lines)
    return told[-1].level if told else None


LATELY = moved(DAY - timedelta(days=3))


@pytest.mark.parametrize(
    ("near", "stage"),
    [
        (some(movements=LATELY), Stage.ACTIVE),
        (some(account(opened=DAY - timedelta(days=10)), months=months(0, moves=0)), Stage.ONBOARDING),
        (some(account(opened=DAY - timedelta(days=10)), movements=LATELY), Stage.NEW),
        (some(account(opened=DAY - timedelta(days=179)), movements=LATELY), Stage.NEW),
        (some(account(opened=DAY - timedelta(days=180)), movements=LATELY), Stage.ACTIVE),
        (some(movements=moved(DAY - timedelta(days=90))), Stage.ACTIVE),
        (some(movements=moved(DAY - timedelta(days=91))), Stage.AT_RISK),
        (some(movements=moved(DAY - timedelta(days=180))), Stage.AT_RISK),
        (some(last_moved=DAY - timedelta(days=181)), Stage.LAPSED),
        (some(last_moved=DAY - timedelta(days=181), born=date(2015, 1, 1)), Stage.ACTIVE),
        (some(account(term_months=36), last_moved=date(2024, 1, 1)), Stage.ACTIVE),
        (some(), Stage.ACTIVE),  # no silo tells of any movement
        (some(months=(month(date(2025, 10, 1)), month(date(2026, 6, 1))), movements=LATELY), Stage.WON_BACK),
        (some(account(closed=date(2026, 5, 2), status=AccountStatus.CLOSED)), Stage.LAPSED),
        (some(movements=LATELY, months=months(100, 120, 140, 160)), Stage.GROWING),
        (some(movements=LATELY, months=months(100, 120, 119, 160)), Stage.ACTIVE),
        (some(movements=LATELY, months=months(100, 104, 110, 119)), Stage.ACTIVE),
        (some(account(), account("core:2", AccountKind.CARD), account("wm:3", AccountKind.FUND), movements=LATELY), Stage.MATURE),
        (some(account(), account("core:2", AccountKind.CARD), account("wm:3", AccountKind.CARD), movements=LATELY), Stage.ACTIVE),
        (some(movements=LATELY, months=months(1_000_000, 900_000, 800_000, 700_000)), Stage.AT_RISK),
    ],
)
def test_a_stage_follows_from_facts(near: Neighbourhood, stage: Stage):
    assert stands(near, "STAGE") == stage


def test_who_has_no_account_is_a_prospect_until_business_is_open():
    contact = Contact(id="crm:i", label="Interaction", on=DAY, channel=Channel.PHONE, topic="?")
    open_ = Opportunity(id="crm:o", label="Opportunity", name="账户", stage="OPEN")
    assert stands(Neighbourhood(party="P1", is_person=True, contacts=(contact,)), "STAGE") == "PROSPECT"
    assert stands(Neighbourhood(party="P1", is_person=True, contacts=(contact,), opportunities=(open_,)), "STAGE") == "QUALIFIED"
    left = Neighbourhood(party="P1", is_person=True, left=date(2026, 3, 1))
    assert [(each.level, each.since) for each in steps(left, "STAGE")] == [("LAPSED", date(2026, 3, 1))]
    assert stands(left, "TIER") is stands(left, "LOYALTY") is stands(left, "NEED_SEGMENT") is None


def test_how_a_stage_came_about_is_dated_with_its_cause():
    opened, first, back = date(2025, 10, 5), date(2025, 10, 1), date(2026, 7, 5)
    days = moved(back, back + timedelta(days=60), DAY)
    near = some(account(opened=opened), months=(month(first), month(date(2026, 7, 1))), movements=days)
    told = [(each.level, each.since) for each in steps(near, "STAGE")]
    assert told == [
        ("ONBOARDING", opened), ("NEW", date(2025, 10, 31)), ("AT_RISK", date(2026, 1, 30)), ("LAPSED", date(2026, 4, 30)),
        ("WON_BACK", back),
    ]  # fmt: skip
    assert "2025-10-31" in steps(near, "STAGE")[2].en and all(each.action_zh and each.grounds for each in steps(near, "STAGE"))


def test_of_the_time_that_nothing_is_told_of_nothing_is_said():
    (one,) = steps(some(months=months(100, 100, moves=0)), "STAGE")
    assert (one.level, one.since, one.en) == ("LAPSED", date(2026, 3, 26), "Nothing moved by the customer in all the time that is told.")
    assert [each.since for each in steps(some(movements=LATELY), "STAGE")] == [LATELY[0].on]
    lately = some(account(opened=DAY - timedelta(days=500)), months=months(100, moves=0))
    assert "that is told" in steps(lately, "STAGE")[0].en, "he may have moved money in the first hundred days"
    (late,) = steps(lately, "STAGE", Thresholds(lapsed_days=450))
    assert (late.level, late.since) == ("LAPSED", DAY), "lines may lie beyond what is told"
    assert steps(some(last_moved=DAY, born=date(2015, 1, 1)), "STAGE")[-1].en == "A customer since 2011-01-17."


@settings(max_examples=150, deadline=None)
@given(st.dates(date(2024, 1, 1), DAY), st.lists(st.dates(date(2025, 9, 1), DAY), max_size=12))
def test_stages_follow_each_other_and_the_last_is_what_is_so(opened: date, days: list[date]):
    near = some(account(opened=opened), movements=moved(*days), months=tuple(month(each.replace(day=1)) for each in sorted(set(days))))
    told = steps(near, "STAGE")
    sinces = [each.since for each in told]
    assert told and all(each and each <= DAY for each in sinces) and sinces == sorted(sinces, key=str)
    assert all(one.level != other.level for one, other in pairwise(told))


@pytest.mark.parametrize(
    ("near", "tier"),
    [
        (some(account(balance=600_000_000)), "HIGH_NET_WORTH"),
        (some(account(balance=599_999_999)), "REGULAR"),
        (some(account(balance=4_999_999)), "LOW"),
        (some(account(balance=0), months=months(600_000_000, 0, 0, 0)), "HIGH_NET_WORTH"),  # kept for three months
        (some(account(balance=0), months=months(600_000_000, 0, 0, 0, 0)), "LOW"),
        (some(account(balance=900_000_000), months=months(100, 100, 100, 100)), "LOW"),  # an average, not what lies there today
        (some(account(), account("wm:2", AccountKind.FUND, 600_000_000), months=months(100)), "HIGH_NET_WORTH"),
        (some(months=months(100, 100, 100, moves=10)), "REGULAR"),  # moves money often
        (some(months=months(100, 100, 100, moves=9)), "LOW"),
        (some(account(), account("core:2", AccountKind.LOAN, status=AccountStatus.IN_ARREARS), months=months(1, 1, 1, moves=10)), "LOW"),
        (some(account(balance=600_000_000), is_person=False), "BASIC"),
        (some(account(balance=10_000_000_000), is_person=False), "STRATEGIC"),
        (some(account(balance=600_000_000, currency="USD")), "LOW"),
    ],
)
def test_a_tier_follows_from_monthly_averages(near: Neighbourhood, tier: str):
    assert stands(near, "TIER") == tier


def test_another_floor_moves_who_is_near_it():
    near = some(account(balance=500_000_000))
    lower = Thresholds(tier_floors={"HIGH_NET_WORTH": 500_000_000})
    assert (stands(near, "TIER"), stands(near, "TIER", lower)) == ("REGULAR", "HIGH_NET_WORTH")
    for wrong in ({"HIGH_NET_WORTH": 1, "REGULAR": 2}, {"GOLD": 1}, {"REGULAR": -1}):
        with pytest.raises(ValidationError, match="tier_floors"):
            Thresholds(tier_floors=wrong)


def test_what_stands_highest_on_accounts_tells_the_need():
    saved, owed = account(balance=300), account("core:2", AccountKind.MORTGAGE, -400)
    assert stands(some(saved), "NEED_SEGMENT") == "SAVER"
    assert stands(some(saved, owed), "NEED_SEGMENT") == "BORROWER"
    assert stands(some(saved, owed, account("wm:3", AccountKind.WEALTH, 500)), "NEED_SEGMENT") == "INVESTOR"
    assert stands(some(account(balance=None)), "NEED_SEGMENT") is None


def test_much_that_lies_there_sleeps():
    rich, kinds = account(balance=50_000_000), (account("core:2", AccountKind.CARD), account("core:3", AccountKind.FUND, 0))
    assert stands(some(rich), "LOYALTY") == "SLEEPING"
    assert stands(some(rich, *kinds), "LOYALTY") == "CORE"
    assert stands(some(rich, kinds[0]), "LOYALTY") == "SLEEPING"
    assert stands(some(account(), *kinds), "LOYALTY") == "LOYAL"
    assert stands(some(account(balance=49_999_999)), "LOYALTY") == "BASIC"
    assert stands(some(account(), months=months(100, 100, 100, moves=4)), "LOYALTY") == "LOYAL"


def test_every_vocabulary_has_a_word_for_every_stage_and_leads_back():
    assert set(CALLED) == set(Stage)
    for stage in Stage:
        assert [each.vocabulary for each in called(stage)] == list(Vocabulary)
        for each in called(stage):
            assert stage in stages_of(each.vocabulary, each.name) and stage in stages_of(each.vocabulary, each.name_zh)
    assert stages_of(Vocabulary.PROSPECT_TO_LOST, "流失") == (Stage.LAPSED,) and stages_of(Vocabulary.PROSPECT_TO_LOST, "?") == ()


def test_the_page_tells_what_each_vocabulary_calls_a_stage():
    page = (Path(__file__).parents[2] / "docs" / "standings.md").read_text("utf-8")
    told = {row[0]: row[1:] for line in page.splitlines() if (row := [each.strip() for each in line.strip("|").split("|")])[0] in {*Stage}}
    assert told == {str(stage): [each.name_zh for each in called(stage)] for stage in Stage}
