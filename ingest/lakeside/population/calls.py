"""What the generated people and companies called about, what they complained of, until when they had an answer."""

# ruff: noqa: E501 - a table is read by its lines
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from graph.model import RequestKind, SurveyKind
from ingest.lakeside.cast import Call, Case, Individual, Opinion, Organisation
from ingest.lakeside.ledger import DELIVERED
from ingest.lakeside.population.draft import SHANGHAI, Draft
from ingest.lakeside.population.people import age

COMPLAINT, REQUEST, ENQUIRY = RequestKind
NOTED, LEFT_ANGRY, UNNOTED = 0.8, 0.4, 0.004
"""Shares: of complaints in the CRM that the call centre has too; of leavers without one who complained to it alone; of customers who stay and did."""
ASKED, COMPANIES_ASKED, STRANGERS_ASKED, ONLY_CALLED = 0.03, 0.1, 0.01, 0.03
"""Shares: of customers, companies and contacts who are none with a request or an enquiry; of customers who called without one."""
RATED, RECOMMENDED = 0.4, 0.015
"""Shares: of answered cases that were rated; of customers who were asked whether they would recommend the bank."""
LATE, OPEN = 0.12, 0.06
LATE_TO_LEAVERS, OPEN_TO_LEAVERS = 0.5, 0.25
"""Shares of cases that were answered after the day they were due, and of those that have no answer."""
_DAYS = {COMPLAINT: 2, REQUEST: 5, ENQUIRY: 1}
_TOPICS = (
    (REQUEST, "LIMIT", "申请调整转账限额"), (REQUEST, "CARD", "申请补办银行卡"), (REQUEST, "CERTIFICATE", "申请开具资产证明"),
    (ENQUIRY, "TRANSFER", "查询跨行转账到账时间"), (ENQUIRY, "LOAN", "咨询贷款利率"), (ENQUIRY, "APP", "手机银行登录问题"),
)  # fmt: skip
_LAST = datetime.combine(DELIVERED, time(20, 30), SHANGHAI)


def serve(draft: Draft) -> None:
    leaving = {one.who for one in draft.departures}
    _complaints(draft, leaving)
    _leavers(draft)
    stay = [one for one in draft.present if one.key not in leaving and one.phone and age(one.born) >= 18]
    for one in draft.chance.sample(stay, draft.share(UNNOTED, len(stay))):
        _case(draft, one.key, (COMPLAINT, "COMPLAINT", "对服务不满"), _any(draft, one))
    firms = [one for one in draft.organisations.values() if one.cif]
    strangers = [one for one in draft.people.values() if one.cif is None and one.contact and one.phone and age(one.born) >= 18]
    for share, of in ((ASKED, stay), (COMPANIES_ASKED, firms), (STRANGERS_ASKED, strangers)):
        for one in draft.chance.sample(of, draft.share(share, len(of))):
            _case(draft, one.key, draft.chance.choice(_TOPICS), _any(draft, one))
    for one in draft.chance.sample(stay, draft.share(ONLY_CALLED, len(stay))):
        _, topic, text = draft.chance.choice(_TOPICS)
        _called(draft, one.key, topic, text, _any(draft, one), inbound=draft.chance.random() < 0.8)
    _surveys(draft, stay)


def _any(draft: Draft, one: Individual | Organisation) -> datetime:
    return draft.moment(max(one.since or date(2026, 2, 2), date(2026, 2, 2)), DELIVERED - timedelta(1))


def _complaints(draft: Draft, leaving: set[str]) -> None:
    """Those that the CRM has, on the same day; of who left all of them."""
    here = {one.key for one in draft.present}
    for each in [one for one in draft.touches if one.topic == COMPLAINT and one.about in here and one.at <= _LAST]:
        if each.about in leaving or draft.chance.random() < NOTED:
            opened = each.at + timedelta(minutes=draft.chance.randint(3, 40))
            number = _case(draft, each.about, (COMPLAINT, COMPLAINT, each.summary), opened, angry=each.about in leaving)
            _linked(draft, each.number, number)


def _linked(draft: Draft, complaint: str, request: str) -> None:
    for place, one in enumerate(draft.departures):
        if one.complaint == complaint:
            draft.departures[place] = replace(one, request=request)


def _leavers(draft: Draft) -> None:
    """Who told the call centre and nobody else."""
    for place, one in enumerate(draft.departures):
        if one.complaint is None and (draft.chance.random() < LEFT_ANGRY or (draft.rich and place == 0)):
            opened = draft.moment(one.drained - timedelta(draft.chance.randint(3, 25)))
            number = _case(draft, one.who, (COMPLAINT, "SERVICE", "多次反映无人处理，要求答复"), opened, angry=True)
            draft.departures[place] = replace(one, request=number)


def _called(draft: Draft, who: str, topic: str, text: str, at: datetime, *, inbound: bool = True) -> str:
    number, banker = draft.numbers.serial("T"), draft.site.manager if draft.chance.random() < 0.2 else None
    draft.calls.append(Call(number, who, at, draft.chance.randint(40, 1_200), topic, text, inbound, banker))
    return number


def _case(draft: Draft, who: str, about: tuple[RequestKind, str, str], at: datetime, *, angry: bool = False) -> str:
    (kind, topic, text), number = about, draft.numbers.serial("GD")
    opened = at + timedelta(minutes=draft.chance.randint(2, 25))
    due = opened + timedelta(_DAYS[kind])
    answered = _answered(draft, opened, due, angry=angry)
    closed = answered if not angry and draft.chance.random() < 0.85 else None
    call = _called(draft, who, topic, text, at)
    owner = draft.site.manager if kind is COMPLAINT else None
    draft.cases.append(Case(number, who, kind, topic, text, opened, due, answered, closed, call, owner))
    return number


def _answered(draft: Draft, opened: datetime, due: datetime, *, angry: bool) -> datetime | None:
    """Before it was due, some days after, or not until the day of the delivery."""
    draw, (late, left_open) = draft.chance.random(), (LATE_TO_LEAVERS, OPEN_TO_LEAVERS) if angry else (LATE, OPEN)
    if draw < left_open:
        return None
    if draw < left_open + late:
        found = due + timedelta(draft.chance.randint(1, 9))
    else:
        found = opened + (due - opened) * draft.chance.randint(1, 90) // 100
    found = found.replace(second=0, microsecond=0)
    return found if found <= _LAST else None


def _surveys(draft: Draft, stay: list[Individual]) -> None:
    for each in draft.cases:
        if each.answered and each.answered < _LAST - timedelta(2) and draft.chance.random() < RATED:
            content = each.answered <= each.due
            score = draft.chance.randint(3, 5) if content else draft.chance.randint(1, 3)
            _asked(draft, each.who, SurveyKind.CSAT, (score, 5), each.answered + timedelta(hours=20), each.number)
    for one in draft.chance.sample(stay, draft.share(RECOMMENDED, len(stay))):
        score = draft.chance.choices(range(11), (1, 1, 1, 1, 2, 4, 8, 16, 26, 22, 18))[0]
        _asked(draft, one.key, SurveyKind.NPS, (score, 10), datetime(2026, 9, 30, 9, tzinfo=SHANGHAI))


def _asked(draft: Draft, who: str, kind: SurveyKind, score: tuple[int, int], at: datetime, case: str | None = None) -> None:
    draft.opinions.append(Opinion(draft.numbers.serial("PJ"), who, kind, *score, at, None, case))
