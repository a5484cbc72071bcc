"""More than half of what the customer had was moved out within ninety days, by its own will and net of what it brought in."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from rules.neighbourhood import ASSETS, Movement, Neighbourhood
from rules.reasons import ACTIONS, ranked
from rules.registry import Ground, Judgement
from rules.thresholds import Thresholds

NAME = "ASSETS_LEFT"
VERSION = "1"
ZH = "九十天内客户主动净转出超过原有资产的一半。"
NEEDS = ("holdings", "movements")
TELLING = 0.05
"""A movement is told that is so much of what has gone; where none is, the largest are."""


def judge(near: Neighbourhood, day: date, lines: Thresholds) -> Iterator[Judgement]:
    begin = day - timedelta(days=lines.left_days)
    own = {each.id: each for each in near.holdings if each.is_own and each.kind in ASSETS}
    for currency in sorted({each.currency for each in own.values()}):
        moved = [
            each
            for each in near.movements
            if each.account in own and each.currency == currency and each.on and begin < each.on <= day
        ]
        gone = -sum(each.amount for each in moved)
        had = near.assets().get(currency, 0) + gone
        if had < max(lines.least_assets, 1) or gone <= lines.left_share * had:
            continue
        share = gone / had
        out = [each for each in moved if each.amount < 0]
        telling = [each for each in out if -each.amount >= TELLING * gone] or out
        largest = sorted(telling, key=lambda each: (each.amount, each.id))[:5]
        zh = f"{lines.left_days}天内净转出{share:.0%}的资产。"
        en = f"{share:.0%} of assets were moved out, net, within {lines.left_days} days."
        grounds = tuple(_ground(each, gone) for each in largest)
        reasons = ranked(near, day, lines)
        level, since = "LAPSED" if share > 0.9 else "AT_RISK", _passed(moved, lines.left_share * had)
        yield Judgement(level, share, zh, en, grounds, currency, since, reasons, *ACTIONS[reasons[0].kind])


def _passed(moved: Iterable[Movement], much: float) -> date | None:
    """The day on which what had gone by then was first more than that."""
    gone = 0
    for each in sorted(moved, key=lambda each: (str(each.on), each.id)):
        gone -= each.amount
        if gone > much:
            return each.on
    return None


def _ground(moved: Movement, gone: int) -> Ground:
    amount, on = f"{-moved.amount / 100:,.2f} {moved.currency}", moved.on
    return Ground(moved, f"{on}转出{amount}。", f"{amount} out on {on}.", round(-moved.amount / gone, 4))
