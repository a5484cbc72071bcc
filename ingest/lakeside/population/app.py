"""How the generated customers use the app: with which device, which pages they look at, what that may mean."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from graph.model import EventKind
from ingest.lakeside.cast import Handset, Individual, Login, Signal, Situation, Visit
from ingest.lakeside.ledger import DELIVERED
from ingest.lakeside.population.draft import Draft
from ingest.lakeside.population.people import age

YOUNG, OLD = 0.72, 0.4
"""Shares of customers with a telephone who use the app: under sixty, and from sixty on."""
TABLETS, STRANGERS = 0.12, 0.4
"""Shares: of homes with several users that have a tablet for all; of chapters where strangers share a device."""
LOOKERS, BROWSERS, OTHERS = 0.01, 0.07, 0.006
"""Shares of users: busy with a life event that no other silo has; who look at something; whom the app takes to want a car."""
FOLLOWED = {EventKind.STUDY_ABROAD: 0.8, EventKind.HOUSE_PURCHASE: 0.5}
"""Shares of users with such an event who looked at its pages."""
_MODELS = (
    ("Android", "Mate 70"), ("Android", "Xiaomi 15"), ("Android", "OPPO Reno 12"), ("Android", "Redmi Note 14"),
    ("Android", "Honor 200"), ("iOS", "iPhone 16"), ("iOS", "iPhone 15"), ("iOS", "iPhone 14"),
)  # fmt: skip
_TABLETS = (("iPadOS", "iPad Air"), ("Android", "MatePad 11"))
_PAGES = {
    EventKind.STUDY_ABROAD: ("STUDY_ABROAD", ("留学费用测算", "留学购汇与汇款流程", "留学贷款与信用证明")),
    EventKind.HOUSE_PURCHASE: ("MORTGAGE", ("按揭贷款计算器", "首付与月供测算", "公积金组合贷款")),
    EventKind.OTHER: ("CAR_INSTALMENTS", ("分期购车试算",)),
}
_ELSEWHERE = (("FUNDS", "基金详情"), ("TRANSFER", "转账限额"), ("CARD", "信用卡账单"), ("WEALTH", "理财产品列表"))
_TEXTS = {
    EventKind.STUDY_ABROAD: "一周内多次浏览留学专区",
    EventKind.HOUSE_PURCHASE: "一周内多次使用按揭计算器",
    EventKind.OTHER: "分期购车试算",
}


def use(draft: Draft) -> None:
    """Handsets first, then what was looked at with them, then the logins that this took."""
    users = [one for one in draft.present if _uses(draft, one)]
    handsets = _handsets(draft, users)
    _look(draft, users, handsets)
    _log_in(draft, users, handsets)
    _share_tablets(draft, users)
    _share_with_strangers(draft, users)


def _uses(draft: Draft, one: Individual) -> bool:
    years = age(one.born)
    return bool(one.phone) and years >= 14 and draft.chance.random() < (YOUNG if years < 60 else OLD)


def _handset(draft: Draft, models: tuple[tuple[str, str], ...]) -> str:
    found = Handset(draft.numbers.serial("HS"), *draft.chance.choice(models))
    draft.handsets.append(found)
    return found.identifier


def _handsets(draft: Draft, users: list[Individual]) -> dict[str, str]:
    """Who is reached by one telephone uses it together."""
    found, numbers = dict[str, str](), dict[str | None, str]()
    for one in users:
        found[one.key] = numbers.get(one.phone) or _handset(draft, _MODELS)
        numbers[one.phone] = found[one.key]
    return found


def _look(draft: Draft, users: list[Individual], handsets: dict[str, str]) -> None:
    known = {one.key: one for one in users}
    for each in draft.happenings:
        if (one := known.get(each.about)) and draft.chance.random() < FOLLOWED.get(each.kind, 0):
            before = draft.chance.randint(10, 40) if each.kind is EventKind.HOUSE_PURCHASE else 0
            _busy_with(draft, one, handsets, each.kind, each.on - timedelta(before))
    for one in draft.chance.sample(users, draft.share(LOOKERS, len(users))):
        _busy_with(draft, one, handsets, draft.chance.choice(tuple(FOLLOWED)), draft.day(date(2026, 8, 10), date(2026, 10, 25)))
    for one in draft.chance.sample(users, draft.share(OTHERS, len(users))):
        _busy_with(draft, one, handsets, EventKind.OTHER, draft.day(date(2026, 8, 10), date(2026, 10, 25)))
    for one in draft.chance.sample(users, draft.share(BROWSERS, len(users))):
        on = draft.day(max(one.since or DELIVERED, date(2026, 3, 1)), _end(draft, one))
        _visit(draft, one, handsets, on, draft.chance.choice(_ELSEWHERE))


def _busy_with(draft: Draft, one: Individual, handsets: dict[str, str], kind: EventKind, on: date) -> None:
    """Several visits within a week, on the last of which the app's statistics notice."""
    if not (one.since or DELIVERED) <= on - timedelta(6) < on <= _end(draft, one):
        return
    section, pages = _PAGES[kind]
    for page, before in zip(pages, (6, 3, 0), strict=False):
        _visit(draft, one, handsets, on - timedelta(before), (section, page))
    draft.signals.append(Signal(draft.numbers.serial("SG"), one.key, kind, on, _TEXTS[kind]))


def _visit(draft: Draft, one: Individual, handsets: dict[str, str], on: date, page: tuple[str, str]) -> None:
    views = draft.chance.randint(1, 7)
    draft.visits.append(Visit(
        draft.numbers.serial("V"), one.key, handsets[one.key], draft.moment(on), *page, views, views * draft.chance.randint(20, 110)
    ))  # fmt: skip


def _end(draft: Draft, one: Individual) -> date:
    """The last day on which someone may use the app."""
    return min((each.on for each in draft.departures if each.who == one.key), default=DELIVERED) - timedelta(1)


def _log_in(draft: Draft, users: list[Individual], handsets: dict[str, str]) -> None:
    visits = defaultdict[str, list[datetime]](list)
    for each in draft.visits:
        visits[each.who].append(each.at)
    for one in users:
        since = one.since or DELIVERED
        first = draft.moment(max(since, date(2022, 3, 1)), max(since, date(2026, 8, 31)))
        last = draft.moment(max(first.date(), date(2026, 8, 15)), max(first.date(), _end(draft, one)))
        moments = (first, last, *visits[one.key])
        _logged(draft, one, handsets[one.key], min(moments), max(moments), draft.chance.randint(2, 400))


def _logged(draft: Draft, one: Individual, handset: str, first: datetime, last: datetime, times: int) -> None:
    draft.logins.append(Login(one.key, handset, first, last, times))


def _share_tablets(draft: Draft, users: list[Individual]) -> None:
    known = {one.key: one for one in users}
    for home in draft.homes:
        members = [known[each.who] for each in home.members if each.who in known]
        if len(members) > 1 and draft.chance.random() < TABLETS:
            tablet = _handset(draft, _TABLETS)
            for one in members:
                since = max(one.since or DELIVERED, date(2025, 3, 1))
                first = draft.moment(since, max(since, date(2026, 9, 1)))
                last = draft.moment(first.date(), max(first.date(), _end(draft, one)))
                _logged(draft, one, tablet, min(first, last), max(first, last), draft.chance.randint(2, 60))


def _share_with_strangers(draft: Draft, users: list[Individual]) -> None:
    """One device with logins of three who have nothing to do with one another."""
    tied = {each.who for home in draft.homes for each in home.members} | {each.who for each in draft.departures}
    apart = [one for one in users if one.key not in tied and (one.since or DELIVERED) < date(2026, 9, 1)]
    if len(apart) < 3 or not (draft.number == 1 or draft.chance.random() < STRANGERS):
        return
    three, tablet = draft.chance.sample(apart, 3), _handset(draft, _TABLETS)
    for one in three:
        at = draft.moment(date(2026, 9, 3), date(2026, 10, 28))
        _logged(draft, one, tablet, at, at, 1)
    who = tuple(one.key for one in three)
    draft.situations.append(Situation(f"strangers-on-one-device-{draft.number}", "One device, and three people nothing ties", who))
