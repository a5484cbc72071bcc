"""What happened: conversations with the bank, and events in lives and businesses."""

# ruff: noqa: E501 - a table is read by its lines
from datetime import date, datetime
from zoneinfo import ZoneInfo

from graph.model import Channel, EventKind, Evidence
from ingest.lakeside.cast import Happening, Touch

APP, WECHAT, BRANCH, PHONE, WEB, VISIT = Channel
DECLARED, INFERRED = Evidence
SHANGHAI = ZoneInfo("Asia/Shanghai")
LONDON = ZoneInfo("Europe/London")


def touch(
    n: int, about: str, channel: Channel, at: str, topic: str, summary: str, banker: str | None = None, *, zone: ZoneInfo = SHANGHAI
) -> Touch:
    return Touch(f"IN-{n:04d}", about, channel, datetime.fromisoformat(at).replace(tzinfo=zone), topic, summary, banker)


TOUCHES = (
    touch(1, "lin-haichuan", APP, "2026-09-02T21:14:00", "STUDY_ABROAD", "三次浏览留学专区：英国高中与本科学费规划"),
    touch(2, "lin-haichuan", WECHAT, "2026-09-18T12:40:00", "STUDY_ABROAD", "询问购汇额度与学费汇款手续", "E111"),
    touch(3, "lin-guodong", BRANCH, "2026-06-15T09:30:00", "PENSION", "存折换新，咨询大额存单", "E111"),
    touch(4, "chen-meiling", WECHAT, "2026-03-25T20:05:00", "FAMILY", "喜得贵子，询问儿童账户与教育金", "E112"),
    touch(5, "chen-meiling", BRANCH, "2026-05-06T15:20:00", "FOREIGN_EXCHANGE", "Asked in English about converting a USD fee", "E112"),
    touch(6, "shan-zhiyuan", PHONE, "2026-07-09T10:00:00", "LOAN", "经营贷提前还款咨询", "E111"),
    touch(7, "ouyang-mingxuan", VISIT, "2026-09-24T14:00:00", "FINANCING", "谈供应链金融与家族传承，女儿明年毕业", "E201"),
    touch(8, "ouyang-mingxuan", VISIT, "2026-10-09T16:30:00", "WEALTH_REVIEW", "资产检视：新能源基金占比偏高", "E211"),
    touch(9, "he-aida", PHONE, "2026-10-13T11:05:00", "SUPPLY_CHAIN", "担心保理占用授信额度，要求测算", "E201"),
    touch(10, "harbour-steel", VISIT, "2026-06-11T09:00:00", "SUPPLY_CHAIN", "Workshop with purchasing and finance, 12 people", "E001"),
    touch(11, "bedrock-minerals", VISIT, "2026-04-08T13:30:00", "ACQUISITION", "港口参观时与石安平初次会面", "E201"),
    touch(12, "shi-wanru", WEB, "2026-08-19T22:10:00", "GUARANTEE_LETTER", "官网留言询问电子保函"),
    touch(13, "wang-wei-engineer", APP, "2026-04-20T19:45:00", "SALARY", "工资账户单位变更，更新职业信息"),
    touch(14, "li-siqi", BRANCH, "2026-08-28T10:30:00", "MORTGAGE", "按揭面签完成，计划春节前装修", "E301"),
    touch(15, "emma-clarke", PHONE, "2026-10-20T08:15:00", "FOREIGN_EXCHANGE", "Called from home leave: transfer limits for USD", "E301", zone=LONDON),
    touch(16, "mohammed-al-hashimi", BRANCH, "2026-09-14T11:00:00", "TRADE", "Letters of credit for cotton; son may join the business", "E201"),
    touch(17, "gu-chunsheng", PHONE, "2026-08-05T15:00:00", "DORMANT_FUNDS", "电话未接，短信已发", "E121"),
    touch(18, "gu-chunsheng", BRANCH, "2026-02-11T09:20:00", "CASH", "取现两万，提到女儿顾婷在东篱银行理财", "E121"),
    touch(19, "fang-xiaowen", PHONE, "2026-08-12T17:40:00", "COMPLAINT", "基金亏损不满，赎回全部份额，要求当日答复", "E311"),
    touch(20, "fang-xiaowen", PHONE, "2026-10-17T10:10:00", "RETENTION", "表示他行给出更高利率，愿听方案", "E311"),
    touch(21, "ye-zhiqiu", VISIT, "2026-10-15T14:30:00", "RISK_ASSESSMENT", "提醒风险测评已过期，约下周重做", "E311"),
    touch(22, "lu-yiming", VISIT, "2026-07-02T18:00:00", "IPO", "Lock-up until June 2027; asks about pledging shares and a family trust", "E101"),
    touch(23, "heron-equipment", VISIT, "2026-06-18T20:00:00", "IPO", "上市答谢会，确认募集资金专户监管安排", "E101"),
    touch(24, "pinghu-hospital", VISIT, "2026-05-28T15:00:00", "CASH_MANAGEMENT", "介绍医院司库方案，总会计师索取评分表", "E101"),
    touch(25, "qingxi-subdistrict", BRANCH, "2026-01-22T10:00:00", "ACCOUNT_RENEWAL", "财政专户年检", "E211"),
    touch(26, "zhu-hongmei", BRANCH, "2026-09-30T16:00:00", "RETIREMENT", "办理退休金账户，想买低风险理财", "E211"),
    touch(27, "qiu-shan", APP, "2026-10-12T20:31:00", "TRANSFER", "大额转账二次确认"),
    touch(28, "han-xuemei", APP, "2026-10-03T23:02:00", "WEALTH", "浏览云岭新能源股票基金详情页四次"),
    touch(29, "cao-jianye", PHONE, "2026-09-21T09:45:00", "ARREARS", "逾期提醒：市场改造，九月恢复营业", "E201"),
    touch(30, "zhao-tiejun", APP, "2026-10-11T12:15:00", "CARD", "信用卡激活，浏览分期购车"),
    touch(31, "james-whitfield", BRANCH, "2026-09-05T14:00:00", "SEMINAR", "Gave a talk at the school's banking day", "E301"),
    touch(32, "C-0907", VISIT, "2026-10-24T19:30:00", "SALON", "Met at the autumn salon in Shanghai; interested in USD funds", "E311"),
)  # fmt: skip

HAPPENINGS = (
    Happening("EV-0001", "wang-wei-engineer", EventKind.MARRIAGE, date(2026, 5, 20), DECLARED, "与李思琪登记结婚，客户经理获告知"),
    Happening("EV-0002", "li-siqi", EventKind.MARRIAGE, date(2026, 5, 20), DECLARED, "与王伟登记结婚"),
    Happening("EV-0003", "chen-meiling", EventKind.CHILD_BORN, date(2026, 3, 18), DECLARED, "儿子单乐言出生"),
    Happening("EV-0004", "wang-wei-engineer", EventKind.JOB_CHANGE, date(2026, 4, 7), DECLARED, "离开平湖路医院，入职鹭鸣智能"),
    Happening("EV-0005", "li-siqi", EventKind.MORTGAGE_APPROVED, date(2026, 8, 28), DECLARED, "与丈夫共同借款二百一十万"),
    Happening("EV-0006", "wang-wei-engineer", EventKind.MORTGAGE_APPROVED, date(2026, 8, 28), DECLARED, "听泉路66号按揭获批"),
    Happening("EV-0007", "heron-equipment", EventKind.IPO, date(2026, 6, 18), DECLARED, "交易所公告：首次公开发行并上市"),
    Happening("EV-0008", "lin-haichuan", EventKind.STUDY_ABROAD, date(2026, 9, 2), INFERRED, "Three visits to the study-abroad pages in a week"),
    Happening("EV-0009", "zhu-hongmei", EventKind.RETIREMENT, date(2026, 9, 30), DECLARED, "从港湾钢铁退休"),
    Happening("EV-0010", "li-siqi", EventKind.HOUSE_PURCHASE, date(2026, 8, 8), DECLARED, "购买听泉路66号9幢1203室"),
    Happening("EV-0011", "mohammed-al-hashimi", EventKind.COMPANY_FOUNDED, date(2026, 2, 15), DECLARED, "Al-Hashimi Textiles opened an office in Huzhou"),
    Happening("EV-0012", "ouyang-siqi", EventKind.STUDY_ABROAD, date(2025, 9, 1), DECLARED, "赴 Northwater College London 读研"),
)  # fmt: skip
