"""Which tier of value a customer is in: by the monthly average of assets, kept for some months after it falls below a floor."""

from collections.abc import Iterator
from datetime import date

from graph.model import AccountStatus
from rules.averages import assets, full_months, moves
from rules.neighbourhood import ASSETS, Fact, Neighbourhood
from rules.registry import Ground, Judgement
from rules.standing_lines import COMPANY_TIERS, TIERS
from rules.thresholds import Thresholds

NAME = "TIER"
VERSION = "1"
ZH = "按月日均资产划分客户价值等级；低于门槛后保留若干个月。"
NEEDS = ("holdings", "months")
CALLED = {
    "HIGH_NET_WORTH": "高净值客户", "REGULAR": "普通客户", "LOW": "大众客户",
    "STRATEGIC": "战略客户", "KEY": "重点客户", "BASIC": "基础客户", "SMALL": "小微客户",
}  # fmt: skip
SERVED = {
    "HIGH_NET_WORTH": ("由专属财富顾问服务，每季度见面一次。", "A wealth adviser of their own, who meets them each quarter."),
    "REGULAR": ("由理财经理服务，按事件联系。", "An adviser, who calls when something happens."),
    "LOW": ("由手机银行和柜面服务。", "Served by the app and the counter."),
    "STRATEGIC": ("由总行团队与客户经理共同服务。", "A team at head office beside their banker."),
    "KEY": ("由专属客户经理服务，每季度走访。", "A banker of their own, who visits each quarter."),
    "BASIC": ("由客户经理按事件联系。", "A banker, who calls when something happens."),
    "SMALL": ("由线上渠道和网点服务。", "Served online and at the branch."),
}  # fmt: skip


def judge(near: Neighbourhood, day: date, lines: Thresholds) -> Iterator[Judgement]:
    has = [each for each in near.own if each.kind in ASSETS and each.currency == lines.currency]
    if not near.own:
        return
    floors = lines.tier_floors if near.is_person else lines.company_tier_floors
    order = TIERS if near.is_person else COMPANY_TIERS
    known = assets(near, lines.currency, full_months(day, lines.grace_months + 1))
    today = sum(each.balance or 0 for each in has)
    last = known[-1][1] if known else today
    best = max((amount for _, amount in known), default=today)
    value = _reached(best, floors, order)
    figure = f"{last / 100:,.0f} {lines.currency}"
    zh, en = (f"月日均资产{figure}。", f"{figure} as a monthly average.") if known else (f"资产{figure}。", f"{figure} of assets.")
    if value != _reached(last, floors, order):
        zh += f"低于门槛，保留{lines.grace_months}个月。"
        en += f" It is below the floor, and kept for {lines.grace_months} months."
    arrears = any(each.status is AccountStatus.IN_ARREARS for each in near.own)
    if value == "LOW" and not arrears and moves(near, day) >= lines.frequent_moves:
        value, zh, en = "REGULAR", f"{zh}交易频繁。", f"{en} They move money often."
    fact: Fact = max(has or near.own, key=lambda each: (each.balance or 0, each.id))
    yield Judgement(value, 1.0, f"{CALLED[value]}：{zh}", en, (Ground(fact, zh, en),), "", None, (), *SERVED[value])


def _reached(amount: int, floors: dict[str, int], order: tuple[str, ...]) -> str:
    return next((tier for tier in order if tier in floors and amount >= floors[tier]), order[-1])
