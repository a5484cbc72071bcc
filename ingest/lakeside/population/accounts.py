"""What the generated people and companies hold, and what moves there: from August 2026 on, some ten movements a customer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import exp

from graph.model import AccountStatus, CompanyCategory, Role
from ingest.lakeside.cast import Agreement, Flow, Holding, Individual, Organisation
from ingest.lakeside.population import numbers
from ingest.lakeside.population.draft import FIRST, Draft
from ingest.lakeside.population.people import age
from ingest.lakeside.story.money import SYSTEM, buys, cash, charges, gets, moves, pays, repays, wage

TERM, FOREIGN, CARD, POSITION, MORTGAGE, LOAN = 0.12, 0.02, 0.2, 0.12, 0.14, 0.03
"""Shares of grown customers (of couples: a mortgage) with each kind of agreement beside the current account."""
_EMPLOYERS = (
    "长三角人力资源服务有限公司",
    "江南实业有限公司",
    "湖滨商业管理有限公司",
    "东方教育集团",
    "华东医药供应有限公司",
    "江海航运有限公司",
)
PENSION = "市社会保险基金管理中心"
_OPENED = date(2012, 1, 4), date(2026, 6, 30)


def open_accounts(draft: Draft) -> None:
    """A current account, and more, for every customer who has none yet."""
    payers = {one.who: draft.organisations[one.employer].name for one in draft.wages if one.payroll}
    served = {each.holders[0].who for each in draft.agreements if each.offering == "SA01"}
    for one in list(draft.people.values()):
        if one.cif and one.key not in served:
            _of_child(draft, one) if age(one.born) < 16 else _of_adult(draft, one, payers.get(one.key))
    for one in list(draft.organisations.values()):
        if one.cif:
            _of_company(draft, one)


def current(one: Individual) -> str:
    """The number of a person's first account."""
    return numbers.account(int(one.key[1:]), 1)


def wealth_of(draft: Draft) -> int:
    """In yuan: a few thousand for most, millions for few."""
    return int(exp(draft.chance.gauss(10.4, 1.3)))


def _opened(draft: Draft, one: Individual) -> date:
    first = one.since or _OPENED[0]
    return min(first if draft.chance.random() < 0.6 else draft.day(first, max(first, _OPENED[1])), max(first, _OPENED[1]))


def _of_child(draft: Draft, one: Individual) -> None:
    opened = one.since or _OPENED[1]
    guardian = draft.guardians.get(one.key)
    holders = (Holding(one.key), *([Holding(guardian, Role.GUARDIAN, opened)] if guardian else []))
    draft.agreements.append(Agreement(
        current(one), "SA05", holders, one.unit, opened, draft.chance.randint(500, 30_000), class_="Ⅱ", rate=0.0005,
        told_from=FIRST,
    ))  # fmt: skip


def _of_adult(draft: Draft, one: Individual, payer: str | None) -> None:
    chance, funds = draft.chance, wealth_of(draft)
    spends = 100 + funds // 60 % 4_000
    flows = [_income(draft, one, payer), buys(1, 20, spends, first=FIRST, last=draft.last)]
    if chance.random() < 0.25:
        flows.append(cash(1, 300, 2_000, first=FIRST, last=draft.last))
    flows += _credit_card(draft, one) if chance.random() < CARD else []
    flows += _mortgage(draft, one)
    if chance.random() < LOAN:
        flows.append(_loan(draft, one))
    if chance.random() < FOREIGN or one.nationality not in ("CN", "HK"):
        _foreign(draft, one)
    if chance.random() < TERM:
        _term(draft, one)
    if one.assessment and chance.random() < POSITION / 0.4 and all(each.who != one.key for each in draft.purchases):
        hold(
            draft,
            one,
            chance.choice(("W101", "W201", "W301", "F210", "F310", "F420")),
            draft.day(date(2023, 1, 9), date(2026, 7, 20)),
        )
    status, opened = chance.choices(_STATUS, cum_weights=(985, 990, 993, 1000))[0], _opened(draft, one)
    draft.agreements.append(Agreement(
        current(one), "SA01", _holders(draft, one), one.unit, opened, funds + 4 * spends + 40_000, status=status, class_="Ⅰ",
        rate=0.0005, flows=_from(opened, flows) if status is AccountStatus.OPEN else (), told_from=FIRST,
    ))  # fmt: skip


def _from(opened: date, flows: Sequence[Flow | None]) -> tuple[Flow, ...]:
    """None moves before the account is there."""
    found = [each for each in flows if each]
    return tuple(found) if opened <= FIRST else tuple(replace(each, first=max(each.first, opened)) for each in found)


_STATUS = (AccountStatus.OPEN, AccountStatus.FROZEN, AccountStatus.CREDIT_ONLY, AccountStatus.DORMANT)


def _income(draft: Draft, one: Individual, payer: str | None) -> Flow | None:
    years = age(one.born)
    if years >= 60:
        return wage(
            draft.chance.randint(28, 90) * 100,
            f"{draft.site.city.name}{PENSION}",
            first=FIRST,
            last=draft.last,
            day=15,
            purpose="养老金",
        )
    if years < 22:
        return None
    amount = draft.chance.randint(45, 380) * 100
    return wage(
        amount, payer or draft.chance.choice(_EMPLOYERS), first=FIRST, last=draft.last, day=draft.chance.choice((5, 10, 10, 15))
    )


def _holders(draft: Draft, one: Individual) -> tuple[Holding, ...]:
    """Some couples share an account."""
    partner = draft.people.get(draft.partners.get(one.key, ""))
    if partner and partner.cif and draft.chance.random() < 0.06:
        return Holding(one.key), Holding(partner.key, Role.JOINT, max(one.since or FIRST, partner.since or FIRST))
    return (Holding(one.key),)


def _credit_card(draft: Draft, one: Individual) -> list[Flow]:
    place, opened = int(one.key[1:]), _opened(draft, one)
    plastics = [Holding(one.key, Role.OWNER, opened, draft.numbers.card())]
    partner = draft.people.get(draft.partners.get(one.key, ""))
    if partner and partner.cif and draft.chance.random() < 0.2:
        plastics.append(Holding(partner.key, Role.SUPPLEMENTARY, max(opened, partner.since or opened), draft.numbers.card()))
    limit, owed = draft.chance.randint(1, 16) * 5_000, draft.chance.randint(200, 4_000)
    number = f"CC{place:08d}"
    draft.agreements.append(Agreement(
        number, draft.chance.choice(("C100", "C100", "C200")), tuple(plastics), one.unit, opened, -owed,
        limit=limit, settles=current(one), flows=_from(opened, [buys(1, 40, 1_200, first=FIRST, last=draft.last)]), told_from=FIRST,
    ))  # fmt: skip
    bill = replace(moves(600, number, "信用卡还款", day=18, first=max(FIRST, opened), last=draft.last), initiator=SYSTEM)
    return [bill]


def _mortgage(draft: Draft, one: Individual) -> list[Flow]:
    """The first of a couple borrows, the other one too where a customer."""
    partner = draft.people.get(draft.partners.get(one.key, ""))
    if not partner or partner.key < one.key or not 28 <= age(one.born) <= 58 or draft.chance.random() > MORTGAGE * 2:
        return []
    principal, opened = draft.chance.randint(40, 320) * 10_000, draft.day(date(2015, 2, 2), date(2025, 12, 20))
    instalment, number = principal // 210, numbers.account(int(one.key[1:]), 5)
    opened = max(opened, one.since or opened, partner.since or opened)
    holders = [Holding(one.key), *([Holding(partner.key, Role.CO_BORROWER, opened)] if partner.cif else [])]
    draft.agreements.append(Agreement(
        number, "ML01", tuple(holders), one.unit, opened, -principal * 7 // 10, rate=0.036,
        principal=principal, instalment=instalment, term_months=300, settles=current(one), told_from=FIRST,
    ))  # fmt: skip
    return [repays(instalment, number, first=FIRST, last=draft.last)]


def _loan(draft: Draft, one: Individual) -> Flow:
    principal, opened = draft.chance.randint(5, 60) * 10_000, draft.day(date(2024, 2, 2), date(2026, 6, 20))
    opened, number = max(opened, one.since or opened), numbers.account(int(one.key[1:]), 6)
    draft.agreements.append(Agreement(
        number, draft.chance.choice(("LN02", "LN03", "LN04")), (Holding(one.key),), one.unit, opened, -principal // 2, rate=0.045,
        principal=principal, instalment=principal // 36, term_months=36, settles=current(one), told_from=FIRST,
    ))  # fmt: skip
    return repays(principal // 36, number, first=FIRST, last=draft.last)


def _foreign(draft: Draft, one: Individual) -> None:
    currency = "HKD" if one.nationality == "HK" else "USD"
    draft.agreements.append(Agreement(
        numbers.account(int(one.key[1:]), 3), "SA03", (Holding(one.key),), one.unit, _opened(draft, one),
        draft.chance.randint(5, 900) * 100, currency, rate=0.008, told_from=FIRST,
    ))  # fmt: skip


def _term(draft: Draft, one: Individual) -> None:
    opened = max(draft.day(date(2024, 1, 8), date(2026, 7, 10)), one.since or FIRST)
    draft.agreements.append(Agreement(
        numbers.account(int(one.key[1:]), 2), "SA02", (Holding(one.key),), one.unit, opened, draft.chance.randint(1, 80) * 10_000,
        term_months=36, rate=0.0245, told_from=FIRST,
    ))  # fmt: skip


def hold(draft: Draft, one: Individual, offering: str, opened: date) -> Agreement:
    """A fund, a wealth product or a policy; the current account pays."""
    value = draft.chance.randint(2, 90) * 5_000
    quantity = f"{value * 100 // 93}.0000" if offering.startswith("F") else None
    agreement = Agreement(
        f"WP{one.key[1:].zfill(8)}{offering}", offering, (Holding(one.key),), one.unit, max(opened, one.since or opened), value,
        quantity=quantity, settles=current(one), told_from=FIRST,
    )  # fmt: skip
    draft.agreements.append(agreement)
    return agreement


def _of_company(draft: Draft, one: Organisation) -> None:
    place, opened = int(one.key[1:]), one.since or FIRST
    scale = 3 if one.category is CompanyCategory.SOLE_TRADER else 80
    income, number = draft.chance.randint(5, 60) * 1_000 * scale, numbers.company_account(place, 1)
    paid = [each for each in draft.wages if each.employer == one.key and each.payroll]
    flows = [
        gets(income, "微信支付结算" if scale == 3 else "货款结算中心", "收款", first=FIRST, last=draft.last, spread=income // 8),
        pays(income * 2 // 3, "供应商结算", "货款", first=FIRST, last=draft.last, day=22, spread=income // 9),
    ]
    if paid:
        flows.append(
            pays(min(len(paid) * 8_000, income // 3), "代发工资户", f"代发工资{len(paid)}人", first=FIRST, last=draft.last, day=9)
        )
        draft.agreements.append(Agreement(
            numbers.company_account(place, 9), "PR01", (Holding(one.key),), one.unit, opened, settles=number, told_from=FIRST,
        ))  # fmt: skip
    flows += [charges(60, "账户管理费", first=FIRST, last=draft.last), *_trade(draft, one, income)]
    signatories = [
        Holding(each.who, Role.SIGNATORY, opened)
        for each in draft.officers
        if each.company == one.key and _customer(draft, each.who, opened)
    ]
    draft.agreements.append(Agreement(
        number, "CA01", (Holding(one.key), *signatories[:1]), one.unit, opened, income * 6, class_="基本", rate=0.001,
        flows=tuple(flows), told_from=FIRST,
    ))  # fmt: skip
    if one.category is CompanyCategory.ENTERPRISE and draft.chance.random() < 0.4:
        _company_loan(draft, one, income * 8, opened)


def _customer(draft: Draft, who: str, since: date) -> bool:
    one = draft.people[who]
    return bool(one.cif) and (one.since or since) <= since


def _trade(draft: Draft, one: Organisation, income: int) -> list[Flow]:
    """What a customer pays a supplier who is a customer too shows on both accounts."""
    suppliers = [draft.organisations[each.supplier] for each in draft.trades if each.buyer == one.key]
    return [
        moves(income // 5, numbers.company_account(int(each.key[1:]), 1), "货款", first=FIRST, last=draft.last, day=19)
        for each in suppliers if each.cif and (each.since or FIRST) <= FIRST
    ]  # fmt: skip


def _company_loan(draft: Draft, one: Organisation, principal: int, since: date) -> None:
    opened = max(draft.day(date(2025, 11, 3), date(2026, 7, 20)), since)
    owners = [each.who for each in draft.stakes if each.company == one.key and each.who in draft.people]
    guarantors = [Holding(who, Role.GUARANTOR, opened) for who in owners[:1] if _customer(draft, who, opened)]
    draft.agreements.append(Agreement(
        numbers.company_account(int(one.key[1:]), 6), "LN01", (Holding(one.key), *guarantors), one.unit, opened, -principal,
        principal=principal, term_months=12, settles=numbers.company_account(int(one.key[1:]), 1), told_from=FIRST,
    ))  # fmt: skip
