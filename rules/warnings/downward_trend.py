"""What the customer keeps with the bank, as a monthly average, has fallen month by month, and by a fifth or more in all."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from rules.averages import full_months, level, told_of
from rules.neighbourhood import Neighbourhood, months_after
from rules.reasons import ACTIONS, ranked
from rules.registry import Ground, Judgement
from rules.thresholds import Thresholds

NAME = "DOWNWARD_TREND"
VERSION = "1"
ZH = "客户月日均余额连续下降，合计下降两成以上。"
NEEDS = ("holdings", "months")


def judge(near: Neighbourhood, day: date, lines: Thresholds) -> Iterator[Judgement]:
    firsts = full_months(day, lines.trend_months + 1)
    for currency, by_account in sorted(told_of(near).items()):
        series = [level(by_account, first) for first in firsts]
        told = [each for each in series if each is not None]
        if len(told) < len(series) or told[0] < max(lines.least_assets, 1) or any(one <= other for one, other in pairwise(told)):
            continue
        fall = 1 - told[-1] / told[0]
        if fall < lines.trend_share:
            continue
        zh = f"月日均余额连续{lines.trend_months}个月下降，共降{fall:.0%}。"
        en = f"The monthly average fell {lines.trend_months} months in a row, by {fall:.0%} in all."
        there = [month for months in by_account.values() for month in months]
        last = max(there, key=lambda each: (str(each.on), each.id))
        reasons = ranked(near, day, lines)
        since = months_after(firsts[-1], 1)
        grounds = (Ground(last, zh, en),)
        yield Judgement("AT_RISK", min(fall, 1.0), zh, en, grounds, currency, since, reasons, *ACTIONS[reasons[0].kind])
