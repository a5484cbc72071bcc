"""A company that somebody owns a part of was listed, as it announced: shares may be pledged, and wealth is passed on."""

from collections.abc import Iterator
from datetime import date, timedelta

from graph.model import EventKind
from rules.calls import lately
from rules.neighbourhood import Neighbourhood
from rules.registry import Judgement
from rules.thresholds import Thresholds

NAME = "COMPANY_LISTED"
VERSION = "1"
ZH = "客户持股的企业上市（只依据公开公告），可考虑限售股质押与财富传承。"
NEEDS = ("near",)


def judge(near: Neighbourhood, day: date, lines: Thresholds) -> Iterator[Judgement]:
    begin = day - timedelta(days=lines.event_days)
    listed = [
        (event.on, each.id, each, event)
        for each in near.near
        if each.how == "OWNS" and each.outward and each.lasts(day) and each.listed and not each.is_person
        for event in each.events
        if event.kind is EventKind.IPO and not event.inferred and event.on and begin <= event.on <= day
    ]
    for on, _, company, event in sorted(listed, key=lambda each: each[:2], reverse=True)[:1]:
        told = [
            (company, "持有企业股份。", "They own a part of a company."), (event, f"该企业于{on}上市。", f"It was listed on {on}."),
        ]
        needs = ("SHARE_PLEDGE", "SUCCESSION") if near.is_person else ("SHARE_PLEDGE",)
        yield from lately(needs, told, on, day, lines.event_days)
