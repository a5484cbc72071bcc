"""How much a customer has, beside how attached it is: many assets with little attachment sleep (沉睡客户)."""

from collections.abc import Iterator
from datetime import date

from rules.averages import assets, full_months, moves
from rules.neighbourhood import Neighbourhood
from rules.registry import Ground, Judgement
from rules.thresholds import Thresholds

NAME = "LOYALTY"
VERSION = "1"
ZH = "资产与忠诚度（持有产品种类、交易频率）的矩阵；资产高而往来少的是沉睡客户。"
NEEDS = ("holdings", "months")
WORDS = {
    (True, True): ("CORE", "核心客户", "Much is here, and they use the bank for much",
                   "保持联系，听取意见。", "Stay in touch, and ask what could be better."),
    (True, False): ("SLEEPING", "沉睡客户", "Much is here, and little is done with it",
                    "约见客户，了解资金的打算；不要先谈产品。", "Meet them; learn what the money is for; name no product yet."),
    (False, True): ("LOYAL", "忠诚客户", "Little is here, and they use the bank for much",
                    "了解在他行的资产，介绍下一等级的服务。", "Learn what they keep elsewhere; tell of the next tier."),
    (False, False): ("BASIC", "一般客户", "Little is here, and they use the bank for little",
                     "由线上渠道服务，按事件联系。", "Served online; call when something happens."),
}  # fmt: skip


def judge(near: Neighbourhood, day: date, lines: Thresholds) -> Iterator[Judgement]:
    if not near.own:
        return
    known = assets(near, lines.currency, full_months(day, 1))
    amount = known[-1][1] if known else near.assets().get(lines.currency, 0)
    kinds, often = len({each.kind for each in near.own}), moves(near, day)
    attached = kinds >= lines.attached_products or often >= lines.attached_moves
    value, called, en, action_zh, action = WORDS[amount >= lines.sleeping_assets, attached]
    figure = f"{amount / 100:,.0f} {lines.currency}"
    said_zh = f"资产{figure}，持有{kinds}类产品，每月主动交易{often:.1f}笔。"
    said = f"{figure}, products of {kinds} kinds, {often:.1f} movements of their own in a month."
    largest = max(near.own, key=lambda each: (abs(each.balance or 0), each.id))
    grounds = (Ground(largest, said_zh, said),)
    yield Judgement(value, 1.0, f"{called}：{said_zh}", f"{en}: {said}", grounds, "", None, (), action_zh, action)
