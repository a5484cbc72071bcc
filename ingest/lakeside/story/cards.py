"""The story's credit cards, principal and supplementary."""

# ruff: noqa: E501 - a table is read by its lines
from datetime import date

from graph.model import Role
from ingest.lakeside.cast import Agreement, Flow, Holding
from ingest.lakeside.identifiers import account_number, card_number
from ingest.lakeside.story.money import buys

SUPPLEMENTARY = Role.SUPPLEMENTARY


def card(
    n: int, who: str, offering: str, unit: str, opened: str, limit: int, owed: int, settles: int,
    *supplementary: tuple[str, str], flows: tuple[Flow, ...] = (),
) -> Agreement:  # fmt: skip
    """A card account; `n` numbers it and its plastics, `settles` is the person whose current account pays."""
    plastics = (
        Holding(each, SUPPLEMENTARY, date.fromisoformat(since), card_number(n * 10 + place))
        for place, (each, since) in enumerate(supplementary, 2)
    )
    start = date.fromisoformat(opened)
    return Agreement(
        f"CC{n:08d}", offering, (Holding(who, Role.OWNER, start, card_number(n * 10 + 1)), *plastics), unit, start, -owed,
        limit=limit, settles=account_number(settles * 100 + 1), flows=flows,
    )  # fmt: skip


CARDS = (
    card(3, "lin-haichuan", "C200", "CHANGMEN", "2012-08-08", 80_000, 12_640, 3, ("shen-yuqing", "2012-08-08"), flows=(buys(2, 90, 900),)),
    card(7, "chen-meiling", "C200", "CHANGMEN", "2015-03-01", 120_000, 8_050, 7, flows=(buys(2, 120, 1_600),)),
    card(11, "ouyang-mingxuan", "C900", "NANXUN", "2014-10-10", 1_000_000, 61_300, 11, ("su-wanqing", "2014-10-10"), ("ouyang-siqi", "2020-08-25"),
         flows=(buys(2, 900, 14_000),)),
    card(17, "wang-wei-engineer", "C100", "XIHU", "2016-06-06", 50_000, 4_210, 17, flows=(buys(2, 40, 700),)),
    card(21, "james-whitfield", "C200", "XIHU", "2019-04-01", 60_000, 9_400, 21, ("emma-clarke", "2019-04-01")),
    card(23, "mohammed-al-hashimi", "C200", "HUZHOU", "2017-02-20", 100_000, 5_600, 23, ("fatima-al-zahrani", "2017-03-01")),
    card(31, "he-aida", "C200", "HUZHOU", "2013-09-09", 90_000, 3_980, 31),
    card(34, "zhao-tiejun", "C100", "NANXUN", "2026-10-09", 30_000, 0, 34),
    card(41, "lu-yiming", "C900", "JINJI", "2026-07-01", 1_000_000, 22_700, 41),
    card(51, "fang-xiaowen", "C200", "XIHU", "2014-05-05", 150_000, 1_150, 51),
    card(55, "han-xuemei", "C100", "XIHU", "2023-01-01", 8_000, 6_930, 55),
)  # fmt: skip
