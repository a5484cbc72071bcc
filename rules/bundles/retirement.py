"""Somebody has retired: what they have is to last, and calmly."""

from collections.abc import Iterator
from datetime import date

from graph.model import EventKind
from rules.calls import by_event
from rules.neighbourhood import Neighbourhood
from rules.registry import Judgement
from rules.thresholds import Thresholds

NAME = "RETIREMENT"
VERSION = "1"
ZH = "客户退休，资产宜稳健打理。"
NEEDS = ("events",)


def judge(near: Neighbourhood, day: date, lines: Thresholds) -> Iterator[Judgement]:
    needs = ("CALM_WEALTH", "TIME_DEPOSIT")
    yield from by_event(near, (EventKind.RETIREMENT,), needs, day, lines, "退休。", "They retired")
