"""Somebody has founded a company: it settles somewhere, and needs money to begin with."""

from collections.abc import Iterator
from datetime import date

from graph.model import EventKind
from rules.calls import by_event
from rules.neighbourhood import Neighbourhood
from rules.registry import Judgement
from rules.thresholds import Thresholds

NAME = "COMPANY_FOUNDED"
VERSION = "1"
ZH = "客户创办企业，需要结算账户与启动资金。"
NEEDS = ("events",)


def judge(near: Neighbourhood, day: date, lines: Thresholds) -> Iterator[Judgement]:
    needs = ("COMPANY_ACCOUNT", "OWNER_LOAN")
    yield from by_event(near, (EventKind.COMPANY_FOUNDED,), needs, day, lines, "创办企业。", "They founded a company")
