"""The customer has moved no money of its own will for ninety days; interest, fees and debits by the bank do not count."""

from collections.abc import Iterator
from datetime import date, timedelta

from rules.neighbourhood import CURRENT, Neighbourhood
from rules.reasons import ACTIONS, ranked
from rules.registry import Ground, Judgement
from rules.thresholds import Thresholds

NAME = "NO_CLIENT_MOVEMENT"
VERSION = "1"
ZH = "客户很久没有主动动账。利息、费用、银行代扣不算；未成年人不预警。"
NEEDS = ("born", "last_moved", "holdings", "months")


def judge(near: Neighbourhood, day: date, lines: Thresholds) -> Iterator[Judgement]:
    # A term deposit is left alone on purpose, and of an account without any movements its silo may tell none.
    held = [each for each in near.own if each.kind in CURRENT and not each.term_months]
    begun = min((each.opened for each in held if each.opened), default=None)
    last = near.last_moved or (begun if near.months else None)
    if not held or last is None or near.is_minor(day) or not any(total >= lines.least_assets for total in near.assets().values()):
        return
    quiet = (day - last).days
    if quiet <= lines.quiet_days:
        return
    level = "LAPSED" if quiet > lines.lapsed_days else "AT_RISK"
    zh, en = f"{last}以来没有主动动账。", f"Nothing moved by the customer since {last}."
    grounds = (Ground(max(held, key=lambda each: (each.balance or 0, each.id)), zh, en),)
    reasons = ranked(near, day, lines)
    since = last + timedelta(days=lines.quiet_days + 1)
    yield Judgement(level, min(quiet / 365, 1.0), zh, en, grounds, "", since, reasons, *ACTIONS[reasons[0].kind])
