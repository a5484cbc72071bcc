"""A child was born: it gets an account of its own and money for its education."""

from collections.abc import Iterator
from datetime import date

from graph.model import EventKind
from rules.calls import by_event
from rules.neighbourhood import Neighbourhood
from rules.registry import Judgement
from rules.thresholds import Thresholds

NAME = "CHILD_BORN"
VERSION = "1"
ZH = "孩子出生，可以有自己的账户与教育金。"
NEEDS = ("events",)


def judge(near: Neighbourhood, day: date, lines: Thresholds) -> Iterator[Judgement]:
    needs = ("CHILD_ACCOUNT", "EDUCATION")
    yield from by_event(near, (EventKind.CHILD_BORN,), needs, day, lines, "孩子出生。", "A child was born")
