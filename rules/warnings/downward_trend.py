"""What the customer keeps with the bank, as a monthly average, has fallen month by month, and by a fifth or more in all."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from rules.neighbourhood import ASSETS, Month, Neighbourhood, months_after
from rules.reasons import ACTIONS, ranked
from rules.registry import Ground, Judgement
from rules.thresholds import Thresholds

NAME = "DOWNWARD_TREND"
VERSION = "1"
ZH = "客户月日均余额连续下降，合计下降两成以上。"
NEEDS = ("holdings", "months")


def judge(near: Neighbourhood, day: date, lines: Thresholds) -> Iterator[Judgement]:
    own = {each.id for each in near.holdings if each.is_own and each.kind in ASSETS}
    by_account = defaultdict[tuple[str, str], list[Month]](list)
    for each in near.months:
        if each.account in own and each.on:
            by_account[each.currency, each.account].append(each)
    firsts = [months_after(day.replace(day=1), back) for back in range(-lines.trend_months - 1, 0)]
    for currency in sorted({currency for currency, _ in by_account}):
        series = [_level(by_account, currency, first) for first in firsts]
        told = [each for each in series if each is not None]
        if len(told) < len(series) or told[0] < max(lines.least_assets, 1) or any(one <= other for one, other in pairwise(told)):
            continue
        fall = 1 - told[-1] / told[0]
        if fall < lines.trend_share:
            continue
        zh = f"月日均余额连续{lines.trend_months}个月下降，共降{fall:.0%}。"
        en = f"The monthly average fell {lines.trend_months} months in a row, by {fall:.0%} in all."
        there = [month for (of, _), months in by_account.items() if of == currency for month in months]
        last = max(there, key=lambda each: (str(each.on), each.id))
        reasons = ranked(near, day, lines)
        since = months_after(firsts[-1], 1)
        grounds = (Ground(last, zh, en),)
        yield Judgement("AT_RISK", min(fall, 1.0), zh, en, grounds, currency, since, reasons, *ACTIONS[reasons[0].kind])


def _level(by_account: dict[tuple[str, str], list[Month]], currency: str, first: date) -> int | None:
    """The average of a month over all accounts; one without movements keeps what the last before it closed with. None where an
    account that later has months is not told of yet."""
    total = 0
    for (of, _), months in by_account.items():
        if of != currency:
            continue
        upto = [each for each in months if each.on and each.on <= first]
        if not upto:
            return None
        last = max(upto, key=lambda each: str(each.on))
        told = last.average if last.on == first else last.closing
        if told is None:
            return None
        total += told
    return total
