"""Why a customer may be leaving: reasons by what is known, the likelier first, each with its evidence, and what answers it."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from graph.model import RequestKind
from rules.neighbourhood import Neighbourhood
from rules.registry import Ground, Reason
from rules.thresholds import Thresholds

PRICE_WORDS = re.compile(r"利率|收益|手续费|费率|价格|interest rate|\brates?\b|\bfees?\b|\bprices?\b", re.IGNORECASE)
ACTIONS = {
    "SERVICE": ("先由主管致电致歉并答复投诉，再谈产品。", "A manager calls, apologises and answers before any product is named."),
    "PRICE": ("在权限内给出比较清楚的方案，说明利率与费用。", "Offer what may be offered, and set rates and fees side by side."),
    "COMPETITOR": ("约见客户，了解资金转往他行的用途与条件。", "Meet the customer; learn what the other bank gives for the money."),
    "LIFE_EVENT": ("就生活变化联系客户，询问现在需要什么。", "Call about what has changed in life, and ask what is needed now."),
    "PRODUCT_ENDED": ("就到期或结清的产品联系客户，说明可以怎样安排。", "Call about the product that ended; say what can follow."),
    "UNKNOWN": ("联系客户，询问近况与原因，并记下。", "Call, ask how things are and why, and write it down."),
}  # fmt: skip


def ranked(near: Neighbourhood, day: date, lines: Thresholds) -> tuple[Reason, ...]:
    """Never none: where nothing tells, UNKNOWN."""
    begin = day - timedelta(days=lines.reason_days)
    found = [*_service(near, begin, day), *_price(near, begin, day), *_competitor(near, begin, day)]
    found += [*_life(near, begin, day), *_ended(near, begin, day)]
    unknown = Reason("UNKNOWN", 0.0, "没有资料说明原因。", "Nothing that is known tells why.")
    return tuple(sorted(found, key=lambda each: (-each.score, each.kind))) or (unknown,)


def _within(on: date | None, begin: date, day: date) -> bool:
    return on is not None and begin <= on <= day


def _service(near: Neighbourhood, begin: date, day: date) -> Iterator[Reason]:
    grounds = list[Ground]()
    for each in near.requests:
        if each.kind is RequestKind.COMPLAINT and _within(each.on, begin, day):
            answered, due = each.answered_on, each.due_on
            if answered is None or answered > day:
                grounds.append(Ground(each, f"{each.on}的投诉尚未答复。", f"The complaint of {each.on} is not answered.", 1.0))
            elif due and answered > due:
                late = (answered - due).days
                words = f"{each.on}的投诉迟了{late}天才答复。", f"The complaint of {each.on} was answered {late} days late."
                grounds.append(Ground(each, *words, 0.9))
            else:
                grounds.append(Ground(each, f"{each.on}曾投诉。", f"There was a complaint on {each.on}.", 0.5))
    for survey in near.surveys:
        if _within(survey.on, begin, day) and 2 * survey.score < survey.best:
            words = f"{survey.on}满意度{survey.score}/{survey.best}。", f"Satisfied {survey.score} of {survey.best} on {survey.on}."
            grounds.append(Ground(survey, *words, 0.4))
    if grounds:
        most = max(each.contribution for each in grounds)
        yield Reason("SERVICE", most, "对服务不满。", "Dissatisfied with service.", tuple(grounds))


def _price(near: Neighbourhood, begin: date, day: date) -> Iterator[Reason]:
    said = [each for each in near.contacts if _within(each.on, begin, day) and PRICE_WORDS.search(each.summary or "")]
    if said:
        grounds = tuple(
            Ground(each, f"{each.on}谈到利率或费用。", f"Rates or fees were spoken of on {each.on}.", 0.7) for each in said
        )
        yield Reason("PRICE", 0.7, "价格或利率不如别家。", "Rates or fees are better elsewhere.", grounds)


def _competitor(near: Neighbourhood, begin: date, day: date) -> Iterator[Reason]:
    left = sorted(
        (each for each in near.movements if each.bank and each.amount < 0 and _within(each.on, begin, day)),
        key=lambda each: (each.amount, each.id),
    )
    large = [each for each in left if -each.amount * 10 >= max(near.assets().get(each.currency, 0), 1)][:5]
    if large:
        grounds = tuple(
            Ground(each, f"{each.on}转往{each.bank}。", f"Money went to {each.bank} on {each.on}.", 0.8) for each in large
        )
        yield Reason("COMPETITOR", 0.8, "资金转往他行。", "Money went to another bank.", grounds)
    elif near.elsewhere:
        others = near.elsewhere[:3]
        grounds = tuple(Ground(each, f"在{each.name}也有账户。", f"Also banks with {each.name}.", 0.3) for each in others)
        yield Reason("COMPETITOR", 0.3, "在他行也有业务。", "Banks elsewhere as well.", grounds)


def _life(near: Neighbourhood, begin: date, day: date) -> Iterator[Reason]:
    if told := [each for each in near.events if _within(each.on, begin, day)]:
        grounds = tuple(Ground(each, f"{each.on}：{each.kind}。", f"{each.kind} on {each.on}.", 0.5) for each in told)
        yield Reason("LIFE_EVENT", 0.5, "生活或经营有变化。", "Life or business has changed.", grounds)


def _ended(near: Neighbourhood, begin: date, day: date) -> Iterator[Reason]:
    over = [each for each in near.holdings if each.is_own and _within(each.closed or each.matures, begin, day)]
    if over:
        days = [(each, each.closed or each.matures) for each in over]
        grounds = tuple(Ground(each, f"{each.kind}于{on}结束。", f"{each.kind} ended on {on}.", 0.6) for each, on in days)
        yield Reason("PRODUCT_ENDED", 0.6, "产品到期或结清。", "A product has ended.", grounds)
