"""A home was bought, or a mortgage granted: it is renovated, and covered."""

from collections.abc import Iterator
from datetime import date

from graph.model import AccountKind, EventKind, Role
from rules.calls import by_event, lately, opened
from rules.neighbourhood import OWN, Neighbourhood
from rules.registry import Judgement
from rules.thresholds import Thresholds

NAME = "MORTGAGE_APPROVED"
VERSION = "1"
ZH = "客户购房或按揭获批，随后需要装修与家居保障。"
NEEDS = ("events", "holdings")
WANTED = ("RENOVATION", "HOME_INSURANCE")
EVENTS = (EventKind.MORTGAGE_APPROVED, EventKind.HOUSE_PURCHASE)
BORROWERS = (*OWN, Role.CO_BORROWER)


def judge(near: Neighbourhood, day: date, lines: Thresholds) -> Iterator[Judgement]:
    told = list(by_event(near, EVENTS, WANTED, day, lines, "购房或按揭获批。", "A home was bought, or its mortgage granted,"))
    yield from told
    if told or not near.is_person:
        return
    new = [
        each
        for each in near.holdings
        if each.kind is AccountKind.MORTGAGE and each.role in BORROWERS
        and not each.is_closed and opened(each, day, lines.event_days)
    ]  # fmt: skip
    for each in sorted(new, key=lambda each: (str(each.opened), each.id), reverse=True)[:1]:
        assert each.opened
        found = (each, f"{each.opened}开立按揭。", f"A mortgage was opened on {each.opened}.")
        yield from lately(WANTED, [found], each.opened, day, lines.event_days)
