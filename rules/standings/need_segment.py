"""What a customer mostly uses the bank for: to save, to invest or to borrow, by the largest of what stands on its accounts."""

from collections.abc import Iterator
from datetime import date

from graph.model import AccountKind
from rules.neighbourhood import CURRENT, Neighbourhood
from rules.registry import Ground, Judgement
from rules.thresholds import Thresholds

NAME = "NEED_SEGMENT"
VERSION = "1"
ZH = "按存款、投资、贷款中最大的一项，分为储蓄型、投资型、贷款型。"
NEEDS = ("holdings",)
INVESTED = frozenset((AccountKind.FUND, AccountKind.WEALTH))
OWED = frozenset((AccountKind.LOAN, AccountKind.MORTGAGE))
WORDS = {
    "SAVER": ("储蓄型", "存款", "Most of it is saved",
              "先谈存款的期限与流动性，再谈稳健的理财。", "Speak of terms and liquidity first, then of calm plans."),
    "INVESTOR": ("投资型", "投资", "Most of it is invested",
                 "定期检视组合与风险测评。", "Review the portfolio and the risk assessment regularly."),
    "BORROWER": ("贷款型", "贷款", "Most of it is borrowed",
                 "了解还款安排与结算需要。", "Learn how repayment goes and what they settle."),
}  # fmt: skip


def judge(near: Neighbourhood, day: date, lines: Thresholds) -> Iterator[Judgement]:
    counted = [each for each in near.own if each.balance and each.kind in CURRENT | INVESTED | OWED]
    currencies = {each.currency for each in counted}
    currency = lines.currency if lines.currency in currencies else min(currencies, default="")
    parts = {
        segment: [each for each in counted if each.currency == currency and each.kind in kinds]
        for segment, kinds in (("SAVER", CURRENT), ("INVESTOR", INVESTED), ("BORROWER", OWED))
    }
    sums = {segment: sum(abs(each.balance or 0) for each in held) for segment, held in parts.items()}
    whole = sum(sums.values())
    if not whole:
        return
    segment = max(sums, key=lambda each: sums[each])
    called, of_what, en, action_zh, action = WORDS[segment]
    said_zh, said = f"{of_what}占{sums[segment] / whole:.0%}。", f"{en}: {sums[segment] / whole:.0%}."
    largest = max(parts[segment], key=lambda each: (abs(each.balance or 0), each.id))
    grounds = (Ground(largest, said_zh, said),)
    yield Judgement(segment, 1.0, f"{called}：{said_zh}", said, grounds, "", None, (), action_zh, action)
