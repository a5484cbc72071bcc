"""How the story's customers use the app, what they called about, what they complained of and how content they were."""

# ruff: noqa: E501 - a table is read by its lines
from datetime import date, datetime
from zoneinfo import ZoneInfo

from graph.model import EventKind, RequestKind, SurveyKind
from ingest.lakeside.cast import Call, Case, Handset, Login, Opinion, Signal, Visit

COMPLAINT, REQUEST, ENQUIRY = RequestKind
NPS, CSAT = SurveyKind
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def login(who: str, handset: str, first: str, last: str, times: int) -> Login:
    return Login(who, handset, at(first), at(last), times)


def visit(n: int, who: str, handset: str, when: str, section: str, page: str, views: int, seconds: int) -> Visit:
    return Visit(f"V{n:06d}", who, handset, at(when), section, page, views, seconds)


def call(
    n: int, who: str, when: str, seconds: int, topic: str, summary: str, banker: str | None = None, *, inbound: bool = True
) -> Call:
    return Call(f"T{n:06d}", who, at(when), seconds, topic, summary, inbound, banker)


def case(
    n: int, who: str, kind: RequestKind, topic: str, summary: str, opened: str, due: str, answered: str | None = None,
    *, closed: bool = True, after: int | None = None, banker: str | None = None,
) -> Case:  # fmt: skip
    """A case is closed with its answer, where the customer was content with it; `after` is the call it began with."""
    told, began = at(answered) if answered else None, f"T{after:06d}" if after else None
    return Case(f"GD{n:05d}", who, kind, topic, summary, at(opened), at(due), told, told if closed else None, began, banker)


HANDSETS = (
    Handset("HS-LIN-FATHER", "Android", "Mate 70"),
    Handset("HS-LIN-MOTHER", "iOS", "iPhone 16"),
    Handset("HS-LIN-TABLET", "iPadOS", "iPad Air"),
    Handset("HS-ENGINEER", "Android", "Xiaomi 15"),
    Handset("HS-SIQI", "iOS", "iPhone 15"),
    Handset("HS-CECILIA", "iOS", "iPhone 16 Pro"),
    Handset("HS-FANG", "iOS", "iPhone 16 Pro Max"),
    Handset("HS-HAN", "Android", "OPPO Reno 12"),
    Handset("HS-ZHAO", "Android", "Redmi Note 14"),
    Handset("HS-QIU", "Android", "Honor 200"),
    Handset("HS-LUKAS", "iOS", "iPhone 14"),
    Handset("HS-ADVISER-PAD", "Android", "MatePad 11"),
)

LOGINS = (
    login("lin-haichuan", "HS-LIN-FATHER", "2024-10-01T08:30:00", "2026-10-30T21:05:00", 412),
    login("shen-yuqing", "HS-LIN-MOTHER", "2025-02-11T19:12:00", "2026-10-29T22:40:00", 288),
    # A family's tablet: two customers, one household.
    login("lin-haichuan", "HS-LIN-TABLET", "2025-08-20T20:00:00", "2026-09-05T21:30:00", 9),
    login("shen-yuqing", "HS-LIN-TABLET", "2025-08-22T20:45:00", "2026-10-18T20:10:00", 37),
    login("wang-wei-engineer", "HS-ENGINEER", "2025-03-09T12:00:00", "2026-10-31T08:15:00", 390),
    login("li-siqi", "HS-SIQI", "2025-01-02T09:40:00", "2026-10-30T12:33:00", 204),
    login("ouyang-siqi", "HS-CECILIA", "2025-09-03T23:10:00", "2026-10-28T03:25:00", 96),
    login("fang-xiaowen", "HS-FANG", "2025-01-15T10:20:00", "2026-10-16T09:48:00", 173),
    login("han-xuemei", "HS-HAN", "2024-12-24T22:00:00", "2026-10-30T23:20:00", 310),
    login("zhao-tiejun", "HS-ZHAO", "2026-10-11T12:05:00", "2026-10-27T18:31:00", 14),
    login("qiu-shan", "HS-QIU", "2025-05-06T18:00:00", "2026-10-29T20:15:00", 143),
    login("lukas-brandt", "HS-LUKAS", "2024-11-11T07:50:00", "2026-10-30T19:00:00", 121),
    # Three customers of one adviser, and one tablet that is none of theirs.
    login("tian-shouye", "HS-ADVISER-PAD", "2026-09-03T10:02:00", "2026-09-03T10:02:00", 1),
    login("fan-xiulan", "HS-ADVISER-PAD", "2026-09-22T14:40:00", "2026-09-22T14:52:00", 2),
    login("qiu-shan", "HS-ADVISER-PAD", "2026-10-12T20:24:00", "2026-10-12T20:24:00", 1),
)  # fmt: skip

VISITS = (
    visit(1, "lin-haichuan", "HS-LIN-FATHER", "2026-08-27T21:40:00", "STUDY_ABROAD", "英国高中与本科学费规划", 4, 390),
    visit(2, "lin-haichuan", "HS-LIN-FATHER", "2026-08-30T22:05:00", "STUDY_ABROAD", "留学购汇与汇款流程", 6, 512),
    visit(3, "lin-haichuan", "HS-LIN-TABLET", "2026-09-02T21:14:00", "STUDY_ABROAD", "留学贷款与信用证明", 5, 466),
    visit(4, "han-xuemei", "HS-HAN", "2026-10-03T23:02:00", "FUNDS", "云岭新能源股票基金", 4, 745),
    visit(5, "zhao-tiejun", "HS-ZHAO", "2026-10-11T12:15:00", "CAR_INSTALMENTS", "分期购车试算", 3, 240),
    visit(6, "li-siqi", "HS-SIQI", "2026-09-06T20:20:00", "RENOVATION", "装修分期额度测算", 2, 180),
    visit(7, "fang-xiaowen", "HS-FANG", "2026-08-12T09:10:00", "FUNDS", "赎回全部份额", 2, 95),
    visit(8, "fang-xiaowen", "HS-FANG", "2026-10-16T09:41:00", "TRANSFER", "大额转账限额", 3, 130),
    visit(9, "ouyang-siqi", "HS-CECILIA", "2026-09-01T03:05:00", "FOREIGN_EXCHANGE", "USD tuition payment", 2, 210),
    visit(10, "wang-wei-engineer", "HS-ENGINEER", "2026-09-01T07:58:00", "MORTGAGE", "还款计划", 1, 60),
)  # fmt: skip

SIGNALS = (
    Signal("SG0001", "lin-haichuan", EventKind.STUDY_ABROAD, date(2026, 9, 2), "留学专区一周内三次浏览，共十五页"),
    Signal("SG0002", "zhao-tiejun", EventKind.OTHER, date(2026, 10, 11), "分期购车试算三次"),
    Signal("SG0003", "li-siqi", EventKind.OTHER, date(2026, 9, 6), "装修分期额度测算"),
)

CALLS = (
    call(1, "fang-xiaowen", "2026-08-12T17:40:00", 1_260, "COMPLAINT", "对基金亏损及赎回到账慢不满，要求当日答复", "E311"),
    call(2, "fang-xiaowen", "2026-08-14T09:05:00", 340, "COMPLAINT", "未收到答复，再次来电催办"),
    call(3, "fang-xiaowen", "2026-10-17T10:10:00", 780, "RETENTION", "回访：表示他行利率更高，愿听方案", "E311", inbound=False),
    call(4, "cao-jianye", "2026-09-21T09:45:00", 210, "ARREARS", "逾期提醒：市场改造，九月恢复营业", "E201", inbound=False),
    call(5, "gu-chunsheng", "2026-08-05T15:00:00", 0, "DORMANT_FUNDS", "外呼未接", inbound=False),
    call(6, "emma-clarke", "2026-10-20T15:15:00", 425, "FOREIGN_EXCHANGE", "Asked for the transfer limit in USD while abroad"),
    call(7, "zhou-guifang", "2026-07-20T09:12:00", 960, "CARD", "咨询短信所称积分兑换是否真实，已提示为诈骗"),
    call(8, "piao-enxi", "2026-05-11T11:30:00", 515, "ACCOUNT", "二类户只收不付，询问如何解除"),
    call(9, "harbour-steel", "2026-10-09T14:20:00", 610, "CASH_MANAGEMENT", "银企直连批量付款回单延迟"),
    # She is no customer: the agent has her name and number, no more.
    call(10, "gu-ting", "2026-10-22T19:02:00", 380, "INHERITANCE", "询问父亲大额活期能否转为定期、需本人到场否"),
)  # fmt: skip

CASES = (
    # Promised for the same day, answered a week later: the first money left on the 14th.
    case(1, "fang-xiaowen", COMPLAINT, "FUND_LOSS", "投诉：赎回到账慢、亏损未提示，要求当日书面答复", "2026-08-12T17:58:00", "2026-08-12T23:59:00", "2026-08-19T16:30:00", closed=False, after=1, banker="E311"),
    case(2, "piao-enxi", REQUEST, "ACCOUNT", "申请解除只收不付", "2026-05-11T11:38:00", "2026-05-18T18:00:00", "2026-05-15T10:00:00", closed=False, after=8),
    case(3, "harbour-steel", COMPLAINT, "CASH_MANAGEMENT", "批量付款回单延迟两小时", "2026-10-09T14:30:00", "2026-10-10T14:30:00", "2026-10-09T17:05:00", after=9, banker="E001"),
    case(4, "emma-clarke", ENQUIRY, "FOREIGN_EXCHANGE", "USD transfer limit from abroad", "2026-10-20T15:22:00", "2026-10-21T18:00:00", "2026-10-20T15:22:00", after=6),
    case(5, "zhou-guifang", REQUEST, "FRAUD_REPORT", "登记诈骗短信，申请加设转账限额", "2026-07-20T09:28:00", "2026-07-21T09:28:00", "2026-07-20T14:00:00", after=7),
    case(6, "gu-ting", ENQUIRY, "INHERITANCE", "父亲存款转定期所需材料", "2026-10-22T19:08:00", "2026-10-29T18:00:00", closed=False, after=10),
)  # fmt: skip

OPINIONS = (
    Opinion("PJ0001", "fang-xiaowen", CSAT, 1, 5, at("2026-08-20T10:00:00"), "一周才有人回话", "GD00001"),
    Opinion("PJ0002", "fang-xiaowen", NPS, 2, 10, at("2026-09-30T09:00:00"), "收益不如别家"),
    Opinion("PJ0003", "harbour-steel", CSAT, 4, 5, at("2026-10-10T09:00:00"), None, "GD00003"),
    Opinion("PJ0004", "emma-clarke", CSAT, 5, 5, at("2026-10-20T16:00:00"), "Answered at once", "GD00004"),
    Opinion("PJ0005", "zhou-guifang", CSAT, 5, 5, at("2026-07-20T15:00:00"), "小姑娘很耐心", "GD00005"),
    Opinion("PJ0006", "wang-wei-engineer", NPS, 9, 10, at("2026-09-30T09:00:00")),
    Opinion("PJ0007", "chen-meiling", NPS, 8, 10, at("2026-09-30T09:00:00")),
    Opinion("PJ0008", "lukas-brandt", NPS, 7, 10, at("2026-09-30T09:00:00"), "App in English would help"),
)  # fmt: skip
