"""Somebody has changed jobs: what they earn and hold is arranged anew."""

from collections.abc import Iterator
from datetime import date

from graph.model import EventKind
from rules.calls import by_event
from rules.neighbourhood import Neighbourhood
from rules.registry import Judgement
from rules.thresholds import Thresholds

NAME = "JOB_CHANGE"
VERSION = "1"
ZH = "客户换了工作，收入与资产需要重新安排。"
NEEDS = ("events",)


def judge(near: Neighbourhood, day: date, lines: Thresholds) -> Iterator[Judgement]:
    needs = ("WEALTH_PLAN",)
    yield from by_event(near, (EventKind.JOB_CHANGE,), needs, day, lines, "换工作。", "They changed jobs")
