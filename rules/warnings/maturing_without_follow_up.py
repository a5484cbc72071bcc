"""A product matures within thirty days, nobody has spoken with the customer lately, and no business is open."""

from collections.abc import Iterator
from datetime import date, timedelta

from rules.neighbourhood import ASSETS, Neighbourhood
from rules.reasons import ACTIONS
from rules.registry import Ground, Judgement, Reason
from rules.thresholds import Thresholds

NAME = "MATURING_WITHOUT_FOLLOW_UP"
VERSION = "1"
ZH = "客户的产品三十天内到期，临近以来无人联系，也没有在谈业务。"
NEEDS = ("holdings", "contacts", "opportunities")


def judge(near: Neighbourhood, day: date, lines: Thresholds) -> Iterator[Judgement]:
    for each in near.own:
        ends = each.matures
        if each.kind not in ASSETS or ends is None or not day <= ends <= day + timedelta(days=lines.maturing_days):
            continue
        begin = ends - timedelta(days=2 * lines.maturing_days)
        if any(contact.on and begin <= contact.on <= day for contact in near.contacts):
            continue
        if any(business.on is None or business.on >= day for business in near.opportunities):
            continue
        zh, en = f"{each.kind}将于{ends}到期，尚未跟进。", f"{each.kind} matures on {ends}, and nobody has followed up."
        grounds = (Ground(each, zh, en),)
        reasons = (Reason("PRODUCT_ENDED", 0.6, "产品即将到期。", "A product is about to end.", grounds),)
        since = ends - timedelta(days=lines.maturing_days)
        yield Judgement("AT_RISK", 0.6, zh, en, grounds, each.id, since, reasons, *ACTIONS["PRODUCT_ENDED"])
