"""A new credit card, or a look at what a car would cost: a car is bought by instalments, and covered."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from graph.model import AccountKind, EventKind
from rules.calls import Told, happened, lately, opened
from rules.neighbourhood import Neighbourhood
from rules.registry import Judgement
from rules.thresholds import Thresholds

NAME = "NEW_CARD"
VERSION = "1"
ZH = "客户新办信用卡，或查看过购车分期，可考虑分期购车与车险。"
NEEDS = ("holdings", "events")
CAR = re.compile(r"车|\bcars?\b", re.IGNORECASE)


def judge(near: Neighbourhood, day: date, lines: Thresholds) -> Iterator[Judgement]:
    if not near.is_person:
        return
    cards = [each for each in near.own if each.kind is AccountKind.CARD and opened(each, day, lines.new_days)]
    found: list[tuple[date, Told]] = [
        (each.opened, (each, f"{each.opened}新办信用卡。", f"A card was opened on {each.opened}.")) for each in cards if each.opened
    ]
    begin = day - timedelta(days=lines.new_days)
    for each in happened(near, (EventKind.OTHER,), day, lines):
        if each.on and each.on >= begin and CAR.search(each.text or ""):
            found.append((each.on, (each, f"{each.on}查看过购车分期。", f"Looked at car instalments on {each.on}.")))
    for on, told in sorted(found, key=lambda each: (each[0], each[1][0].id), reverse=True)[:1]:
        yield from lately(("CAR_INSTALMENTS", "CAR_INSURANCE"), [told], on, day, lines.new_days)
