"""A company that supplies another waits for its money: its receivables can be financed."""

from collections.abc import Iterator
from datetime import date

from rules.calls import STANDING, calls
from rules.neighbourhood import Neighbourhood
from rules.registry import Judgement
from rules.thresholds import Thresholds

NAME = "SUPPLIER"
VERSION = "1"
ZH = "企业向其他企业供货，应收账款可以融资。"
NEEDS = ("near",)


def judge(near: Neighbourhood, day: date, lines: Thresholds) -> Iterator[Judgement]:
    buyers = [each for each in near.near if each.how == "SUPPLIES" and each.outward and each.lasts(day)]
    for each in sorted(buyers, key=lambda each: each.id)[:1] if not near.is_person else ():
        yield from calls(("SUPPLY_CHAIN",), [(each, "向其他企业供货。", "They supply another company.")], STANDING)
