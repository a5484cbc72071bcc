"""Somebody who decided for the company, or was key to it, has left lately, and nobody is known to have taken the part."""

from collections.abc import Iterator
from datetime import date, timedelta

from graph.model import DecisionRole, Office
from rules.neighbourhood import Near, Neighbourhood
from rules.reasons import ACTIONS
from rules.registry import Ground, Judgement, Reason
from rules.thresholds import Thresholds

NAME = "KEY_PERSON_LEFT"
VERSION = "1"
ZH = "企业的决策者或关键人近期离任，尚不知由谁接任。"
NEEDS = ("near",)
KEY = frozenset((
    ("DECIDES_FOR", DecisionRole.DECISION_MAKER), ("DECIDES_FOR", DecisionRole.KEY_PERSON),
    ("HOLDS_OFFICE", Office.LEGAL_REPRESENTATIVE), ("HOLDS_OFFICE", Office.FINANCE_HEAD),
))  # fmt: skip


def judge(near: Neighbourhood, day: date, lines: Thresholds) -> Iterator[Judgement]:
    parts = [each for each in near.near if (each.how, each.as_) in KEY]
    there = {(each.how, each.as_) for each in parts if _holds(each, day)}
    begin = day - timedelta(days=lines.left_person_days)
    for each in sorted(parts, key=lambda each: (each.id, each.how, str(each.as_))):
        if near.is_person or each.until is None or not begin <= each.until <= day or (each.how, each.as_) in there:
            continue
        zh, en = f"{each.as_}于{each.until}离任，尚无接任者。", f"The {each.as_} left on {each.until}; nobody follows."
        grounds = (Ground(each, zh, en),)
        reasons = (Reason("LIFE_EVENT", 0.8, "关键人变动。", "A key person has changed.", grounds),)
        yield Judgement("AT_RISK", 0.8, zh, en, grounds, f"{each.id}:{each.as_}", each.until, reasons, *ACTIONS["LIFE_EVENT"])


def _holds(part: Near, day: date) -> bool:
    return (part.since is None or part.since <= day) and part.lasts(day)
