"""Somebody studies abroad, or looks at it: money in another currency, and for education."""

from collections.abc import Iterator
from datetime import date

from graph.model import EventKind
from rules.calls import by_event
from rules.neighbourhood import Neighbourhood
from rules.registry import Judgement
from rules.thresholds import Thresholds

NAME = "STUDY_ABROAD"
VERSION = "1"
ZH = "客户留学或正在了解留学，需要外币与教育金。"
NEEDS = ("events",)


def judge(near: Neighbourhood, day: date, lines: Thresholds) -> Iterator[Judgement]:
    needs = ("FOREIGN_CURRENCY", "EDUCATION")
    yield from by_event(near, (EventKind.STUDY_ABROAD,), needs, day, lines, "留学意向。", "Study abroad")
