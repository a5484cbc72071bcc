"""At which stage of its life with the bank somebody is: by when it came, when it last moved money by its own will, what grows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from rules.averages import assets, full_months
from rules.neighbourhood import CURRENT, Fact, Holding, Neighbourhood, months_after
from rules.registry import Ground, Judgement
from rules.thresholds import Thresholds
from rules.vocabularies import CALLED, Stage
from rules.warnings import assets_left, downward_trend

NAME = "STAGE"
VERSION = "1"
ZH = "按开户、主动动账与资产变化判断客户生命周期阶段；利息、费用、银行代扣不算主动动账。"
NEEDS = ("born", "last_moved", "left", "holdings", "months", "movements", "contacts", "opportunities")
NEXT = {
    Stage.PROSPECT: ("说明产品与开户所需材料，解答疑问。", "Say clearly what there is and what opening takes."),
    Stage.QUALIFIED: ("约定开户时间，材料一次说清。", "Agree on a day for opening; name all papers at once."),
    Stage.ONBOARDING: ("四十八小时内完成风险测评与资产梳理，协助首次使用。",
                       "Within 48 hours: risk assessment, a look at assets, help with the first use."),
    Stage.NEW: ("主动回访，快速答复，介绍常用功能。", "Call first, answer fast, show what is used most."),
    Stage.ACTIVE: ("按需要推荐，提供相关的信息。", "Offer what is relevant, and nothing else."),
    Stage.GROWING: ("约见客户，了解新增资金的安排。", "Meet them; learn what the new money is for."),
    Stage.MATURE: ("落实权益与优先服务，听取意见。", "See to benefits and priority; ask what could be better."),
    Stage.AT_RISK: ("先问原因，再谈挽留。", "Ask why first; then what would keep them."),
    Stage.LAPSED: ("了解离开的原因，说明回来可以得到什么。", "Learn why they left; say what awaits them."),
    Stage.WON_BACK: ("专人跟进，兑现承诺。", "One person follows up; keep what was promised."),
}  # fmt: skip
"""What the stage expects of the bank next."""
TOLD_DAYS = 400
"""What was moved so lately is known; of who came before, what is before the first movement that is told is not."""
Step = tuple[date, Stage]


@dataclass(frozen=True, slots=True)
class _Life:
    """When somebody came and moved money: `moved` are days, in order; without `is_told`, movements tell nothing. `known` is the
    first day of which the stage is known: of who came long ago, nothing is told of the time before."""

    came: date
    known: date
    moved: tuple[date, ...]
    is_told: bool
    lines: Thresholds

    def on(self, day: date) -> Stage:
        moved = [each for each in self.moved if each <= day]
        if self.is_told:
            quiet = (day - (moved[-1] if moved else self.came)).days
            if quiet > self.lines.lapsed_days:
                return Stage.LAPSED
            if quiet > self.lines.quiet_days:
                return Stage.AT_RISK
            back = [after for before, after in pairwise(moved) if (after - before).days > self.lines.lapsed_days]
            if back and day < back[-1] + timedelta(days=self.lines.won_back_days):
                return Stage.WON_BACK
            if not moved and day < self.came + timedelta(days=self.lines.onboarding_days):
                return Stage.ONBOARDING
        return Stage.NEW if day < self.came + timedelta(days=self.lines.new_customer_days) else Stage.ACTIVE

    def steps(self, day: date) -> list[Step]:
        """The days on which the stage became another, up to one; never none."""
        lines, days = self.lines, {self.known, self.came, self.came + timedelta(days=self.lines.new_customer_days)}
        for each, after in pairwise((self.came, *self.moved, day)):
            if each == self.came or (after - each).days > lines.quiet_days:
                ways = (0, lines.onboarding_days, lines.quiet_days + 1, lines.lapsed_days + 1)
                days.update(each + timedelta(days=more) for more in ways)
                days.update((after, after + timedelta(days=lines.won_back_days)))
        told = [(each, self.on(each)) for each in sorted(days) if self.known <= each <= day]
        return [told[0], *(after for before, after in pairwise(told) if before[1] is not after[1])]


def judge(near: Neighbourhood, day: date, lines: Thresholds) -> Iterator[Judgement]:
    """How it came to be, as far back as movements are told, and at last what is so."""
    own = [each for each in near.holdings if each.is_own]
    if not own:
        yield _without_account(near)
        return
    largest = max(own, key=lambda each: (each.balance or 0, each.id))
    if not near.own:
        closed = max((each.closed for each in own if each.closed), default=day)
        yield _said(Stage.LAPSED, closed, "所有账户已销户。", "All accounts are closed.", largest)
        return
    life = _life(near, own, day, lines)
    steps = life.steps(day)
    for since, stage in steps:
        yield _said(stage, since, *_cause(stage, since, life), largest)
    since, stage = steps[-1]
    if stage in (Stage.NEW, Stage.ACTIVE, Stage.WON_BACK) and (more := _at_risk(near, day, lines)):
        yield _said(Stage.AT_RISK, max(since, more.since or day), more.zh, more.en, more.grounds[0].fact)
    elif stage is Stage.ACTIVE and (more := _growing(near, day, lines) or _mature(near, life.came, lines, day)):
        yield replace(more, since=max(more.since or since, since))


def _without_account(near: Neighbourhood) -> Judgement:
    if near.left:
        return _said(Stage.LAPSED, near.left, "已没有账户。", "They hold no account any more.", *near.contacts[:1])
    if near.opportunities:
        first = near.opportunities[0]
        return _said(Stage.QUALIFIED, None, f"有商机：{first.name}。", f"Business is open: {first.name}.", first)
    if near.holdings:
        return _said(Stage.QUALIFIED, None, "使用他人的账户。", "They use somebody else's account.", near.holdings[0])
    return _said(Stage.PROSPECT, None, "有往来，没有账户。", "In contact, without an account.", *near.contacts[:1])


def _life(near: Neighbourhood, own: list[Holding], day: date, lines: Thresholds) -> _Life:
    days = {each.on for each in near.movements if each.on}
    ends = (months_after(each.on, 1) - timedelta(days=1) for each in near.months if each.on and each.client_count)
    told = {near.last_moved, *days, *(each for each in ends if each < min(days, default=day))}
    last = near.last_moved
    moved = tuple(sorted(each for each in told if each and each <= day and (last is None or each <= last)))
    came = min(day, min((each.opened for each in own if each.opened), default=moved[0] if moved else day))
    moved = tuple(each for each in moved if each >= came)
    # A term deposit is left alone on purpose; of an account without any movements its silo may tell none.
    current = [each for each in near.own if each.kind in CURRENT and not each.term_months]
    is_told = bool(current and (moved or near.months)) and not near.is_minor(day)
    begin = day - timedelta(days=TOLD_DAYS)
    since = moved[0] if moved else min(day, begin + timedelta(days=lines.lapsed_days + 1))
    return _Life(came, since if is_told and came < begin else came, moved, is_told, lines)


def _cause(stage: Stage, since: date, life: _Life) -> tuple[str, str]:
    last = max((each for each in life.moved if each <= since), default=life.came)
    match stage:
        case Stage.AT_RISK | Stage.LAPSED if not life.moved and life.known > life.came:
            return "所知期间没有主动动账。", "Nothing moved by the customer in all the time that is told."
        case Stage.ONBOARDING | Stage.NEW:
            return f"{life.came}开户。", f"Opened on {life.came}."
        case Stage.AT_RISK | Stage.LAPSED:
            return f"{last}以来没有主动动账。", f"Nothing moved by the customer since {last}."
        case Stage.WON_BACK:
            return f"沉寂后于{since}重新动账。", f"Moved money again on {since}, after a long rest."
        case _ if life.is_told:
            return f"{life.came}以来是客户，有主动动账。", f"A customer since {life.came}, who moves money."
        case _:
            return f"{life.came}以来是客户。", f"A customer since {life.came}."


def _at_risk(near: Neighbourhood, day: date, lines: Thresholds) -> Judgement | None:
    return next((each for rule in (assets_left, downward_trend) for each in rule.judge(near, day, lines)), None)


def _growing(near: Neighbourhood, day: date, lines: Thresholds) -> Judgement | None:
    known = assets(near, lines.currency, full_months(day, lines.trend_months + 1))
    if len(known) <= lines.trend_months or any(one >= other for (_, one), (_, other) in pairwise(known)):
        return None
    if (before := known[0][1]) <= 0 or known[-1][1] < before * (1 + lines.growing_share):
        return None
    share = known[-1][1] / before - 1
    words = f"月日均资产连续上升，共升{share:.0%}。", f"The monthly average rose month by month, by {share:.0%} in all."
    months = sorted((each for each in near.months if each.on == known[-1][0]), key=lambda each: (each.average or 0, each.id))
    return _said(Stage.GROWING, months_after(known[-1][0], 1), *words, *months[-1:])


def _mature(near: Neighbourhood, came: date, lines: Thresholds, day: date) -> Judgement | None:
    first = dict[str, tuple[date, Holding]]()
    for each in sorted((each for each in near.own if each.opened), key=lambda each: (str(each.opened), each.id)):
        first.setdefault(each.kind, (each.opened or day, each))
    begun = sorted(first.values(), key=lambda each: (each[0], each[1].id))
    if len(begun) < lines.mature_products or (old := months_after(came, 12 * lines.mature_years)) > day:
        return None
    on, last = begun[lines.mature_products - 1]
    kinds = len(begun)
    zh, en = f"{came}以来是客户，持有{kinds}类产品。", f"A customer since {came}, with products of {kinds} kinds."
    return _said(Stage.MATURE, max(old, on), zh, en, last)


def _said(stage: Stage, since: date | None, zh: str, en: str, *facts: Fact) -> Judgement:
    grounds = tuple(Ground(fact, zh, en) for fact in facts)
    return Judgement(stage, 1.0, f"{CALLED[stage]}：{zh}", en, grounds, "", since, (), *NEXT[stage])
