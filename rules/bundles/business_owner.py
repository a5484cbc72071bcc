"""Who owns a quarter or more of a company is referred for its taxes, and the company's receivables are financed."""

from collections.abc import Iterator
from datetime import date

from rules.calls import STANDING, calls
from rules.neighbourhood import Neighbourhood
from rules.registry import Judgement
from rules.thresholds import Thresholds

NAME = "BUSINESS_OWNER"
VERSION = "1"
ZH = "客户持有企业四分之一以上的股份，可转介税务筹划，并考虑供应链金融。"
NEEDS = ("near",)
QUARTER = 0.25


def judge(near: Neighbourhood, day: date, lines: Thresholds) -> Iterator[Judgement]:
    owned = [
        each
        for each in near.near
        if each.how == "OWNS" and each.outward and each.lasts(day) and not each.is_person and (each.share or 0) >= QUARTER
    ]
    for each in sorted(owned, key=lambda each: (-(each.share or 0), each.id))[:1] if near.is_person else ():
        yield from calls(("TAX_PLANNING", "SUPPLY_CHAIN"), [(each, "持有企业股份。", "They own a company.")], STANDING)
