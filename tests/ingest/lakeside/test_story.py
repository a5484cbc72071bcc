"""The story holds together, and every situation planted in it is in the cast."""

from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from graph.model import AccountKind, AccountStatus, EventKind, Evidence, Initiator, Role
from ingest.lakeside.chapters import STORY
from ingest.lakeside.deliver import parts
from ingest.lakeside.silos.loans import used

(PART,) = parts()
PEOPLE, COMPANIES = PART.people, PART.organisations
STORY_PAGE = Path(__file__).parents[3] / "docs" / "story.md"


def holders(offering: str, who: str) -> list[set[tuple[str, Role]]]:
    found = [each for each in STORY.agreements if each.offering == offering and any(one.who == who for one in each.holders)]
    return [{(one.who, one.role) for one in each.holders} for each in found]


def family(agreement: str) -> AccountKind:
    return next(PART.offerings[each.offering].family for each in STORY.agreements if each.number == agreement)


def test_everyone_who_is_spoken_of_is_in_the_cast() -> None:
    known = PEOPLE.keys() | COMPANIES.keys() | {one.contact for one in STORY.sightings}
    spoken = {one.who for one in (*STORY.stakes, *STORY.officers, *STORY.wages, *STORY.care, *STORY.voices, *STORY.elsewhere)}
    spoken |= {one.who for each in STORY.homes for one in each.members} | {
        one.who for each in STORY.agreements for one in each.holders
    }
    spoken |= {one.about for one in (*STORY.touches, *STORY.happenings, *STORY.deals)} | {
        who for each in STORY.situations for who in each.who
    }
    spoken |= {one.who for one in (*STORY.lines, *STORY.pledges, *STORY.sureties, *STORY.ratings, *STORY.credit_reports)}
    spoken |= {one.who for one in (*STORY.logins, *STORY.visits, *STORY.signals, *STORY.calls, *STORY.cases, *STORY.opinions)}
    spoken |= {one.who for one in (*STORY.tax_returns, *STORY.tax_staff)} | {one.company for one in STORY.tax_staff}
    assert spoken <= known


def test_sixty_people_and_nine_organisations_have_names_and_numbers_of_their_own() -> None:
    assert (len(PEOPLE), len(COMPANIES)) == (60, 9)
    for numbers in (
        [one.cif for one in STORY.individuals],
        [one.contact for one in STORY.individuals],
        [each.number for each in STORY.agreements],
    ):
        given = [number for number in numbers if number]
        assert len(given) == len(set(given))


def test_no_deposit_ever_falls_below_zero_and_every_balance_follows_from_the_last() -> None:
    running = {each.number: each.opening * (1 if each.currency == "JPY" else 100) for each in STORY.agreements}
    for movement in PART.ledger.movements:
        running[movement.account] += movement.amount
        assert movement.balance == running[movement.account]
        if family(movement.account) in (AccountKind.SAVINGS, AccountKind.DEPOSIT):
            assert movement.balance >= 0
    assert running == PART.ledger.closing


def test_a_transfer_within_the_bank_shows_on_both_accounts() -> None:
    sums: dict[tuple[str, str, datetime], int] = defaultdict(int)
    for one in PART.ledger.movements:
        if one.other_account and one.other_account in PART.ledger.closing:
            first, second = sorted((one.account, one.other_account))
            sums[first, second, one.at] += one.amount
    assert len(sums) > 100
    assert set(sums.values()) == {0}


def test_no_company_is_owned_more_than_once_over() -> None:
    shares: dict[str, Decimal] = defaultdict(Decimal)
    for stake in STORY.stakes:
        shares[stake.company] += Decimal(stake.share)
    assert shares == {
        "mingxuan-holding": 100, "harbour-steel": 100, "egret-logistics": 100, "heron-equipment": 55,
        "bedrock-minerals": 100, "yuanshan-pottery": 100,
    }  # fmt: skip


def test_every_situation_is_told_on_the_story_page() -> None:
    page = STORY_PAGE.read_text("utf-8")
    assert [one.key for one in STORY.situations if f"`{one.key}`" not in page] == []


def test_three_generations_share_a_mortgage_a_card_and_the_care_of_twins() -> None:
    assert holders("ML01", "lin-haichuan") == [{("lin-haichuan", Role.OWNER), ("shen-yuqing", Role.CO_BORROWER)}]
    assert holders("C200", "lin-haichuan") == [{("lin-haichuan", Role.OWNER), ("shen-yuqing", Role.SUPPLEMENTARY)}]
    assert holders("SA02", "zhou-guifang") == [{("lin-guodong", Role.OWNER), ("zhou-guifang", Role.JOINT)}]
    assert holders("SA05", "lin-zimo") == [{("lin-zimo", Role.OWNER), ("lin-haichuan", Role.GUARDIAN)}]
    twins = PEOPLE["lin-zimo"], PEOPLE["lin-zixuan"]
    assert len({(one.born, one.home, one.phone, one.name[0]) for one in twins}) == 1


def test_two_men_are_called_wang_wei() -> None:
    named = [(one.born, one.unit) for one in STORY.individuals if one.name == "王伟"]
    assert named == [(date(1975, 1, 20), "CHANGMEN"), (date(1991, 10, 5), "XIHU")]


def test_a_sleeping_customer_has_not_moved_for_three_months() -> None:
    mine = [one for one in PART.ledger.movements if one.account == "8800000000027016"]
    assert max(one.at for one in mine if one.initiator is Initiator.CLIENT).date() == date(2026, 2, 11)
    assert PART.ledger.closing["8800000000027016"] > 6_500_000_00


def test_more_than_half_of_the_money_has_left_for_another_bank() -> None:
    left = sum(-one.amount for one in PART.ledger.movements if one.other == "方晓雯" and one.at.date() > date(2026, 8, 1))
    (account,) = [each.number for each in STORY.agreements if each.offering == "SA01" and each.holders[0].who == "fang-xiaowen"]
    assert left == 3_700_000_00
    assert left > PART.ledger.closing[account]


def test_three_customers_of_one_adviser_pay_one_stranger() -> None:
    owner = {each.number: each.holders[0].who for each in STORY.agreements}
    payers = {owner[one.account] for one in PART.ledger.movements if one.other == "上海金穗丰商务咨询工作室"}
    assert payers == {"tian-shouye", "fan-xiulan", "qiu-shan"}
    assert payers <= {each.who for each in STORY.care if each.team[0][0] == "E121"}


def test_the_guarantees_of_three_companies_make_a_circle() -> None:
    stand = {
        (holder.who, each.holders[0].who) for each in STORY.agreements for holder in each.holders if holder.role is Role.GUARANTOR
    }
    assert stand == {
        ("egret-logistics", "mingxuan-holding"), ("mingxuan-holding", "harbour-steel"), ("ouyang-mingxuan", "harbour-steel"),
        ("harbour-steel", "egret-logistics"),
    }  # fmt: skip


def test_nothing_is_inferred_about_minors() -> None:
    inferred = [(one.about, one.kind) for one in STORY.happenings if one.evidence is Evidence.INFERRED]
    assert inferred == [("lin-haichuan", EventKind.STUDY_ABROAD)]
    inferred += [(one.who, one.kind) for one in STORY.signals]
    assert all(PEOPLE[who].born.year < 2008 for who, _ in inferred)


def test_the_loan_silo_says_the_same_guarantees_as_the_holders_of_the_loans_and_one_of_a_stranger() -> None:
    lines = {one.number: one for one in STORY.lines}
    stand = {(one.who, lines[one.line].who) for one in STORY.sureties}
    circle = {("egret-logistics", "mingxuan-holding"), ("mingxuan-holding", "harbour-steel"), ("harbour-steel", "egret-logistics")}
    assert stand == circle | {("ouyang-mingxuan", "harbour-steel"), ("tingtao-fund", "heron-equipment")}
    assert COMPANIES["tingtao-fund"].cif is None


def test_no_line_is_overdrawn_and_a_whole_is_as_much_drawn_as_its_parts() -> None:
    lines = {one.number: one for one in STORY.lines}
    rates = {"CNY": Decimal(1), "USD": Decimal("7.1")}
    for one in STORY.lines:
        minor = 100 * one.limit
        assert 0 <= used(PART, one) <= minor
        parts = [used(PART, each) * rates[each.currency] for each in STORY.lines if each.within == one.number]
        assert not parts or sum(parts) == used(PART, one)
        assert one.within is None or lines[one.within].since <= one.since
    assert {lines[one].who for each in STORY.pledges for one in each.secures} <= {one.who for one in STORY.lines}


def test_a_complaint_was_answered_a_week_after_it_was_due() -> None:
    late = [(one.who, (one.answered - one.due).days) for one in STORY.cases if one.answered and one.answered > one.due]
    assert late == [("fang-xiaowen", 6)]


def test_one_device_is_used_by_a_household_and_another_by_three_who_share_an_adviser() -> None:
    users: dict[str, set[str]] = defaultdict(set)
    for login in STORY.logins:
        users[login.handset].add(login.who)
    assert users.keys() == {one.identifier for one in STORY.handsets}
    assert {device: who for device, who in users.items() if len(who) > 1} == {
        "HS-LIN-TABLET": {"lin-haichuan", "shen-yuqing"},
        "HS-ADVISER-PAD": {"tian-shouye", "fan-xiulan", "qiu-shan"},
    }


def test_whoever_borrows_at_another_bank_is_known_to_bank_there_or_the_bureau_alone_knows_it() -> None:
    at = {(one.who, debt.bank) for one in STORY.credit_reports for debt in one.debts if debt.bank != "LAKESIDE"}
    told = {(one.who, one.bank) for one in STORY.elsewhere}
    assert at & told == {("harbour-steel", "YUANPU"), ("bedrock-minerals", "YUANPU"), ("fang-xiaowen", "DONGLI")}
    assert at - told == {("li-siqi", "DONGLI"), ("cao-jianye", "DONGLI")}


def test_two_people_answer_for_the_taxes_of_three_companies_of_one_group() -> None:
    behind: dict[str, set[str]] = defaultdict(set)
    for one in STORY.tax_staff:
        behind[one.who].add(one.company)
    assert {who: companies for who, companies in behind.items() if len(companies) > 1} == {
        "he-aida": {"harbour-steel", "mingxuan-holding"},
        "qian-huimin": {"harbour-steel", "mingxuan-holding", "egret-logistics"},
    }


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("peng-yuhang", AccountStatus.FROZEN),
        ("ge-dexiang", AccountStatus.DORMANT),
        ("piao-enxi", AccountStatus.CREDIT_ONLY),
        ("cao-jianye", AccountStatus.IN_ARREARS),
    ],
)
def test_accounts_that_are_not_simply_open(who: str, status: AccountStatus) -> None:
    assert [each.status for each in STORY.agreements if each.holders[0].who == who and each.status is not AccountStatus.OPEN] == [
        status
    ]


def test_an_assessment_has_run_out_on_a_holder_of_an_r4_fund() -> None:
    found = PEOPLE["ye-zhiqiu"].assessment
    assert found is not None
    assert found.until == date(2026, 6, 30)
    assert holders("F420", "ye-zhiqiu") == [{("ye-zhiqiu", Role.OWNER)}]


def test_accounts_are_kept_in_four_currencies() -> None:
    assert {each.currency for each in STORY.agreements} == {"CNY", "USD", "HKD", "JPY"}
