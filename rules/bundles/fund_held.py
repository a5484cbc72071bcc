"""Who holds a fund may buy it regularly, and protects what the plan is for."""

from collections.abc import Iterator
from datetime import date

from graph.model import AccountKind
from rules.calls import STANDING, UP_SELL, calls
from rules.neighbourhood import Neighbourhood
from rules.registry import Judgement
from rules.thresholds import Thresholds

NAME = "FUND_HELD"
VERSION = "1"
ZH = "客户持有基金，可考虑定投与保险保障。"
NEEDS = ("holdings",)


def judge(near: Neighbourhood, day: date, lines: Thresholds) -> Iterator[Judgement]:
    held = [each for each in near.own if each.kind is AccountKind.FUND and (each.balance or 0) > 0]
    for each in sorted(held, key=lambda each: (-(each.balance or 0), each.id))[:1] if near.is_person else ():
        told = [(each, "持有基金。", "They hold a fund.")]
        yield from calls(("REGULAR_PLAN",), told, STANDING, level=UP_SELL)
        yield from calls(("PROTECTION",), told, STANDING)
