"""Somebody has married: the home they share is covered, and they save together."""

from collections.abc import Iterator
from datetime import date

from graph.model import EventKind
from rules.calls import by_event
from rules.neighbourhood import Neighbourhood
from rules.registry import Judgement
from rules.thresholds import Thresholds

NAME = "MARRIAGE"
VERSION = "1"
ZH = "客户结婚，共同的家需要保障，也开始一起储蓄。"
NEEDS = ("events",)


def judge(near: Neighbourhood, day: date, lines: Thresholds) -> Iterator[Judgement]:
    needs = ("HOME_INSURANCE", "REGULAR_PLAN")
    yield from by_event(near, (EventKind.MARRIAGE,), needs, day, lines, "结婚。", "They married")
