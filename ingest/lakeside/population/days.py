"""What happens to the generated people: life events and what they buy then, complaints and leaving, who looks after whom."""

# ruff: noqa: E501 - a table is read by its lines
from datetime import date, datetime, timedelta

from graph.model import AccountStatus, Channel, Coverage, EventKind, Evidence
from ingest.lakeside.cast import (
    Acquaintance,
    Agreement,
    Care,
    Departure,
    Elsewhere,
    Flow,
    Happening,
    Holding,
    Individual,
    Purchase,
    Touch,
)
from ingest.lakeside.ledger import DELIVERED, LATER
from ingest.lakeside.population.accounts import current, hold
from ingest.lakeside.population.draft import FIRST, SHANGHAI, Draft
from ingest.lakeside.population.people import age
from ingest.lakeside.story.money import once, pays

EVENTS, TOLD = 0.05, 0.7
"""Shares: of grown customers with an event in the year; of those whom the CRM knows, whose event it holds."""
BUYERS, BUYERS_WITHOUT = 0.45, 0.012
"""Shares of grown customers who take a product soon after an event, and without one."""
LEAVERS, COMPLAINED, COMPLAINTS = 0.015, 0.6, 0.006
"""Shares: of grown customers who leave; of those, who complained before; of the others, who complain and stay."""
TALKED_TO, LOOKED_AFTER = 0.2, 0.25
OTHER_BANKS = (("YUANPU", "远浦银行"), ("DONGLI", "东篱银行"))
_BUYS = {
    EventKind.CHILD_BORN: "I220", EventKind.HOUSE_PURCHASE: "I110", EventKind.JOB_CHANGE: "W201", EventKind.RETIREMENT: "W101",
    EventKind.MARRIAGE: "I110", EventKind.STUDY_ABROAD: "I220",
}  # fmt: skip
_TEXTS = {
    EventKind.CHILD_BORN: "喜得子女", EventKind.HOUSE_PURCHASE: "购置住房", EventKind.JOB_CHANGE: "更换工作单位", EventKind.RETIREMENT: "办理退休",
    EventKind.MARRIAGE: "登记结婚", EventKind.STUDY_ABROAD: "浏览留学专区", EventKind.COMPANY_FOUNDED: "新公司设立",
}  # fmt: skip
_TOPICS = (
    ("WEALTH", "咨询理财产品"), ("LOAN", "咨询贷款利率"), ("CARD", "咨询信用卡额度"), ("TRANSFER", "大额转账确认"), ("APP", "手机银行登录问题"),
    ("PENSION", "养老金到账查询"),
)  # fmt: skip


def leave(draft: Draft) -> None:
    """Some take everything elsewhere in two or three months and close their account; before others have opened theirs."""
    busy = (
        {one.who for one in (*draft.wages, *draft.officers, *draft.stakes)} | draft.partners.keys() | set(draft.guardians.values())
    )
    free = [one for one in _grown(draft) if one.key not in busy and (one.since or DELIVERED) < date(2026, 1, 1)]
    count = min(len(free), max(draft.share(LEAVERS, draft.customers), 3 if draft.rich else 0))
    for place, one in enumerate(draft.chance.sample(free, count)):
        late = place == 0 and draft.last > DELIVERED
        on = draft.day(date(2026, 11, 3), LATER) if late else draft.day(date(2026, 10, 3), date(2026, 10, 29))
        _departure(draft, one, on)


def _departure(draft: Draft, one: Individual, on: date) -> None:
    bank, paid = draft.chance.choice(OTHER_BANKS), draft.chance.randint(4, 60) * 5_000
    days = [on - timedelta(57), on - timedelta(29), on - timedelta(1)]
    flows = [_away(one, bank[1], paid * share // 10, day) for day, share in zip(days, (3, 5, 2), strict=True)]
    draft.agreements.append(Agreement(
        current(one), "SA01", (Holding(one.key),), one.unit, one.since or FIRST, paid, status=AccountStatus.CLOSED, closed=on, class_="Ⅰ",
        flows=tuple(flows), told_from=FIRST,
    ))  # fmt: skip
    complaint = None
    if one.contact and draft.chance.random() < COMPLAINED:
        complaint = _complaint(draft, one, days[0] - timedelta(draft.chance.randint(3, 25)))
    if one.contact and draft.chance.random() < 0.3:
        draft.elsewhere.append(Elsewhere(one.key, bank[0], 1.0, "转账去向"))
    draft.departures.append(Departure(one.key, days[0], on, complaint))


def _away(one: Individual, bank: str, amount: int, on: date) -> Flow:
    return once(pays(amount, one.name, "转账", bank=bank, account=f"7700{int(one.key[1:]):012d}"), on)


def _complaint(draft: Draft, one: Individual, on: date) -> str:
    return _touched(draft, one, "COMPLAINT", "对服务不满，要求答复", on, Channel.PHONE)


def happen(draft: Draft) -> None:
    """Events, purchases, conversations and complaints."""
    leaving = {one.who for one in draft.departures}
    stay = [one for one in _grown(draft) if one.key not in leaving]
    _events(draft, stay)
    bought = {one.who for one in draft.purchases}
    for one in draft.chance.sample(stay, draft.share(BUYERS_WITHOUT, len(stay))):
        if one.key not in bought:
            _purchase(
                draft, one, draft.chance.choice(("W101", "F310", "I120")), draft.day(date(2026, 8, 15), date(2026, 10, 28)), None
            )
    known = [one for one in stay if one.contact]
    for one in draft.chance.sample(known, draft.share(COMPLAINTS, len(known))):
        _complaint(draft, one, draft.day(date(2026, 3, 1), date(2026, 10, 20)))
    for one in draft.chance.sample(known, draft.share(TALKED_TO, len(known))):
        topic, text = draft.chance.choice(_TOPICS)
        _touched(draft, one, topic, text, draft.day(date(2026, 1, 8), draft.last), draft.chance.choice(tuple(Channel)))


def _events(draft: Draft, stay: list[Individual]) -> None:
    for tie in draft.ties:
        if tie.since and tie.since >= date(2026, 3, 1) and tie.who in draft.partners:
            _both(draft, (tie.who, tie.other), EventKind.MARRIAGE, tie.since)
    for child, parent in draft.guardians.items():
        if draft.people[child].born >= date(2026, 1, 1):
            _event(draft, draft.people[parent], EventKind.CHILD_BORN, draft.people[child].born)
    kinds = (EventKind.HOUSE_PURCHASE, EventKind.JOB_CHANGE, EventKind.STUDY_ABROAD, EventKind.CHILD_BORN)
    for place, one in enumerate(draft.chance.sample(stay, draft.share(EVENTS, len(stay)))):
        kind, sure = EventKind.RETIREMENT if 59 <= age(one.born) <= 63 else draft.chance.choice(kinds), draft.rich and place == 0
        _event(draft, one, kind, draft.day(date(2026, 7 if sure else 1, 12), date(2026, 10, 10)), sure=sure)
    for company in draft.organisations.values():
        if company.founded.year >= 2023 and company.contact:
            text = _TEXTS[EventKind.COMPANY_FOUNDED]
            draft.happenings.append(
                Happening(_number(draft, "EV"), company.key, EventKind.COMPANY_FOUNDED, company.founded, Evidence.DECLARED, text)
            )


def _both(draft: Draft, who: tuple[str, str], kind: EventKind, on: date) -> None:
    for key in who:
        if key in draft.people:
            _event(draft, draft.people[key], kind, on)


def _event(draft: Draft, one: Individual, kind: EventKind, on: date, *, sure: bool = False) -> None:
    """`sure`: they buy."""
    inferred = kind is EventKind.STUDY_ABROAD
    recorded = bool(one.contact) and draft.chance.random() < TOLD
    evidence = Evidence.INFERRED if inferred else Evidence.DECLARED
    number = _number(draft, "EV")
    draft.happenings.append(Happening(number, one.key, kind, on, evidence, _TEXTS[kind], recorded))
    if one.cif and on >= date(2026, 6, 1) and (draft.chance.random() < BUYERS or sure):
        _purchase(draft, one, _BUYS[kind], min(on + timedelta(draft.chance.randint(6, 60)), date(2026, 10, 28)), number)


def _purchase(draft: Draft, one: Individual, offering: str, on: date, because: str | None) -> None:
    if any(each.who == one.key for each in draft.purchases):
        return
    held = {each.number for each in draft.agreements if each.holders[0].who == one.key}
    if f"WP{one.key[1:].zfill(8)}{offering}" not in held:
        held_now = hold(draft, one, offering, on)
        draft.purchases.append(Purchase(one.key, held_now.number, held_now.opened, because))


def _touched(draft: Draft, one: Individual, topic: str, text: str, on: date, channel: Channel) -> str:
    number, hour = _number(draft, "IN"), draft.chance.randint(8, 20)
    banker = draft.site.manager if channel in (Channel.VISIT, Channel.BRANCH, Channel.PHONE) else None
    at = datetime(on.year, on.month, on.day, hour, draft.chance.randint(0, 59), tzinfo=SHANGHAI)
    draft.touches.append(Touch(number, one.key, channel, at, topic, text, banker))
    return number


def look_after(draft: Draft) -> None:
    """Companies by three, a quarter of the people the CRM knows by one; some are known well."""
    site, since = draft.site, date(2024, 3, 4)
    for company in draft.organisations.values():
        if company.contact:
            team = ((site.manager, Coverage.RM), (site.risk, Coverage.RISK), ("E001", Coverage.PRODUCT))
            draft.care.append(Care(company.key, site.unit, team if company.cif else team[:1], max(since, company.since or since)))
    known = [one for one in draft.people.values() if one.contact and age(one.born) >= 18]
    for one in draft.chance.sample(known, draft.share(LOOKED_AFTER, len(known))):
        who = draft.chance.choice(((site.manager, Coverage.RM), (site.adviser, Coverage.ADVISER)))
        draft.care.append(Care(one.key, site.unit, (who,), max(since, one.since or since)))
    for one in draft.chance.sample(known, min(len(known), 3)):
        draft.acquaintances.append(
            Acquaintance(site.manager, one.key, "支行活动", 0.4, draft.day(date(2026, 1, 9), date(2026, 9, 25)))
        )


def _grown(draft: Draft) -> list[Individual]:
    return [one for one in draft.people.values() if one.cif and one.same_as is None and age(one.born) >= 22]


def _number(draft: Draft, kind: str) -> str:
    return f"{kind}-{draft.numbers.place()}"
