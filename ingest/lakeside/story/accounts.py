"""What the people of the story hold in core banking, and what moves there."""

# ruff: noqa: E501 - a table is read by its lines
from datetime import date

from graph.model import AccountStatus, Role
from ingest.lakeside.cast import Agreement, Flow, Holding
from ingest.lakeside.identifiers import account_number
from ingest.lakeside.story.money import buys, cash, charges, gets, moves, once, pays, repays, settles_card, wage

STEEL, HOSPITAL, HERON = "湖州港湾钢铁有限公司", "苏州市平湖路医院", "苏州鹭鸣智能装备股份有限公司"
PENSION = "苏州市社会保险基金管理中心"
STRANGER = "上海金穗丰商务咨询工作室"  # three customers of one adviser pay it
JOB_CHANGE = date(2026, 4, 7)


def number(person: int, place: int = 1) -> str:
    """The account number of a person's first, second … account."""
    return account_number(person * 100 + place)


def savings(
    person: int, who: str, unit: str, opened: str, opening: int, *flows: Flow, holders: tuple[Holding, ...] = (),
    status: AccountStatus = AccountStatus.OPEN, place: int = 1, class_: str = "Ⅰ",
) -> Agreement:  # fmt: skip
    """A current account in yuan."""
    return Agreement(
        number(person, place), "SA01", (Holding(who), *holders), unit, date.fromisoformat(opened), opening,
        status=status, class_=class_, rate=0.0005, flows=flows,
    )  # fmt: skip


def foreign(person: int, who: str, unit: str, opened: str, currency: str, opening: int, *flows: Flow) -> Agreement:
    return Agreement(
        number(person, 3), "SA03", (Holding(who),), unit, date.fromisoformat(opened), opening, currency,
        rate=0.008 if currency != "JPY" else 0.0, flows=flows,
    )  # fmt: skip


def term(person: int, unit: str, opened: str, opening: int, months: int, rate: float, *holders: Holding) -> Agreement:
    return Agreement(number(person, 2), "SA02", holders, unit, date.fromisoformat(opened), opening, term_months=months, rate=rate)


def childs(person: int, who: str, guardian: str, unit: str, opened: str, opening: int, *flows: Flow) -> Agreement:
    start = date.fromisoformat(opened)
    return Agreement(
        number(person), "SA05", (Holding(who), Holding(guardian, Role.GUARDIAN, start)), unit, start, opening,
        class_="Ⅱ", rate=0.0005, flows=flows,
    )  # fmt: skip


def mortgage(person: int, who: str, with_: str, unit: str, opened: str, principal: int, owed: int, instalment: int) -> Agreement:
    start = date.fromisoformat(opened)
    return Agreement(
        number(person, 5), "ML01", (Holding(who), Holding(with_, Role.CO_BORROWER, start)), unit, start, -owed,
        rate=0.036, principal=principal, instalment=instalment, term_months=300, settles=number(person),
    )  # fmt: skip


def business_loan(
    person: int, who: str, unit: str, opened: str, principal: int, owed: int, *holders: Holding,
    status: AccountStatus = AccountStatus.OPEN,
) -> Agreement:  # fmt: skip
    return Agreement(
        number(person, 6), "LN02", (Holding(who), *holders), unit, date.fromisoformat(opened), -owed, status=status,
        rate=0.045, principal=principal, instalment=principal // 30, term_months=36, settles=number(person),
    )  # fmt: skip


FAMILY_ACCOUNTS = (
    savings(1, "lin-guodong", "CHANGMEN", "1996-04-02", 86_000, wage(5_600, PENSION, day=15, purpose="养老金"),
            cash(1, 800, 1_500), once(moves(2_000, number(5), "压岁钱"), date(2026, 2, 17)),
            once(moves(2_000, number(6), "压岁钱"), date(2026, 2, 17))),
    term(1, "CHANGMEN", "2024-03-12", 300_000, 36, 0.0245, Holding("lin-guodong"), Holding("zhou-guifang", Role.JOINT)),
    savings(2, "zhou-guifang", "CHANGMEN", "1996-04-02", 41_000, wage(4_900, PENSION, day=15, purpose="养老金"), buys(2, 40, 260)),
    savings(3, "lin-haichuan", "CHANGMEN", "2004-07-15", 152_000, wage(32_000, "江南营造设计院"), repays(14_860, number(3, 5)), settles_card(1_000, "CC00000003"),
            buys(3, 60, 1_400), pays(9_000, "苏州市东吴外国语高中", "学费", first=date(2025, 9, 1), every=6),
            moves(1_500, number(5), "零花钱", every=3), moves(1_500, number(6), "零花钱", every=3)),
    mortgage(3, "lin-haichuan", "shen-yuqing", "CHANGMEN", "2016-05-18", 2_600_000, 1_842_000, 14_860),
    savings(4, "shen-yuqing", "CHANGMEN", "2008-09-01", 96_000, wage(26_800, HOSPITAL), buys(3, 80, 1_900)),
    childs(5, "lin-zimo", "lin-haichuan", "CHANGMEN", "2018-02-14", 9_400),
    childs(6, "lin-zixuan", "shen-yuqing", "CHANGMEN", "2018-02-14", 11_250),
    savings(7, "chen-meiling", "CHANGMEN", "2012-06-11", 268_000, wage(45_000, "丝路云裳服饰有限公司"), buys(3, 100, 3_600),
            settles_card(1_700, "CC00000007"), moves(1_000, number(9), "成长金")),
    foreign(7, "chen-meiling", "CHANGMEN", "2019-01-15", "USD", 38_000, once(gets(12_000, "Aurora Textiles Inc.", "Consulting fee"), date(2026, 5, 6))),
    savings(8, "shan-zhiyuan", "CHANGMEN", "2013-03-05", 74_000, repays(16_666, number(8, 6)), buys(2, 50, 900)),
    foreign(8, "shan-zhiyuan", "CHANGMEN", "2023-04-01", "JPY", 2_400_000, pays(180_000, "信楽窯材株式会社", "釉料", every=3),
            once(gets(520_000, "ギャラリー月光", "作品売上"), date(2026, 3, 27))),
    business_loan(8, "shan-zhiyuan", "CHANGMEN", "2025-03-20", 500_000, 440_000, Holding("chen-meiling", Role.CO_BORROWER)),
    childs(9, "shan-kexin", "chen-meiling", "CHANGMEN", "2022-06-01", 26_000),
    savings(11, "ouyang-mingxuan", "NANXUN", "2003-01-08", 3_260_000, gets(150_000, STEEL, "董事薪酬", day=10),
            moves(30_000, number(14), "生活费"), settles_card(15_000, "CC00000011"), buys(2, 500, 12_000), once(gets(2_800_000, "湖州明轩控股集团有限公司", "分红"), date(2026, 1, 20))),
    foreign(11, "ouyang-mingxuan", "NANXUN", "2015-07-01", "HKD", 2_150_000),
    savings(12, "su-wanqing", "NANXUN", "2003-01-08", 846_000, buys(2, 300, 6_000)),
    savings(13, "ouyang-siyuan", "XIHU", "2019-09-02", 187_000, wage(38_000, "湖州明轩控股集团有限公司"), buys(2, 200, 4_800)),
    savings(14, "ouyang-siqi", "NANXUN", "2020-08-20", 65_000, pays(26_000, "Northwater College London", "Living costs", day=16, spread=1_500)),
    foreign(14, "ouyang-siqi", "NANXUN", "2020-08-20", "USD", 62_000, pays(14_500, "Northwater College London", "Tuition", first=date(2025, 9, 1), every=6)),
    term(15, "NANXUN", "2023-12-18", 5_000_000, 36, 0.026, Holding("ouyang-dehou")),
    savings(16, "wang-wei-teacher", "CHANGMEN", "2001-03-19", 58_000, wage(13_400, "苏州市石桥中学"), buys(3, 30, 600)),
    savings(17, "wang-wei-engineer", "XIHU", "2014-07-07", 312_000, wage(18_500, HOSPITAL, last=date(2026, 3, 31)),
            wage(39_000, HERON, first=JOB_CHANGE), buys(2, 50, 1_800), pays(2_000, "松风基金", "定投", day=18), settles_card(740, "CC00000017"),
            repays(10_650, number(17, 5), first=date(2026, 9, 1))),
    mortgage(17, "wang-wei-engineer", "li-siqi", "XIHU", "2026-08-28", 2_100_000, 2_100_000, 10_650),
    savings(18, "li-siqi", "XIHU", "2015-10-10", 134_000, wage(21_000, "杭州西溪声画传媒有限公司"), buys(3, 40, 2_200)),
    savings(19, "zhang-lijuan", "CHANGMEN", "2002-05-20", 47_000, wage(7_800, "姑苏便民超市"), buys(2, 30, 400)),
    childs(20, "wang-zihan", "zhang-lijuan", "CHANGMEN", "2020-06-01", 6_300),
    savings(21, "james-whitfield", "XIHU", "2018-09-10", 221_000, wage(42_000, "West Lake International School", purpose="Salary"),
            buys(3, 60, 2_500, purpose="Purchase"), pays(8_500, "松岭公寓物业", "Rent", day=3),
            holders=(Holding("emma-clarke", Role.JOINT, date(2018, 9, 10)),)),
    foreign(22, "emma-clarke", "XIHU", "2019-11-04", "USD", 54_000, pays(1_200, "Whitfield Family Trust", "Family support", every=2)),
    savings(23, "mohammed-al-hashimi", "HUZHOU", "2015-03-22", 640_000, gets(210_000, "Al-Hashimi Textiles LLC", "Goods", spread=60_000),
            pays(165_000, "盛泽云锦纺织厂", "货款", spread=40_000), buys(2, 100, 2_000),
            holders=(Holding("fatima-al-zahrani", Role.AUTHORISED, date(2016, 1, 11)),)),
    foreign(23, "mohammed-al-hashimi", "HUZHOU", "2015-03-22", "USD", 310_000, gets(48_000, "Al-Hashimi Textiles LLC", "Invoice", every=2, spread=9_000)),
    savings(25, "yusuf-al-hashimi", "HUZHOU", "2023-09-01", 18_000, buys(3, 20, 300), gets(3_000, "محمد الهاشمي", "مصروف", day=1)),
    childs(26, "layla-al-hashimi", "mohammed-al-hashimi", "HUZHOU", "2023-09-01", 7_500),
    savings(27, "gu-chunsheng", "JINJI", "2009-04-16", 6_834_000, buys(1, 500, 2_000, last=date(2025, 12, 31)),
            once(cash(1, 20_000, 20_000), date(2026, 2, 11))),
    savings(29, "ye-zhiqiu", "XIHU", "2006-12-12", 1_120_000, wage(9_800, PENSION, day=15, purpose="养老金"), buys(2, 200, 5_000)),
    savings(30, "luo-zixuan", "XIHU", "2013-11-11", 96_000, wage(28_000, "杭州云麓软件有限公司"), buys(3, 50, 1_500)),
)  # fmt: skip

OTHER_ACCOUNTS = (
    savings(31, "he-aida", "HUZHOU", "2010-02-20", 412_000, wage(48_000, STEEL), buys(2, 100, 4_000)),
    savings(32, "zeng-wenbin", "NANXUN", "2007-08-08", 535_000, wage(52_000, STEEL), buys(2, 100, 3_000)),
    savings(33, "xie-yutong", "NANXUN", "2017-07-01", 66_000, wage(12_600, STEEL), buys(2, 30, 700)),
    savings(34, "zhao-tiejun", "NANXUN", "2011-03-01", 31_000, wage(9_800, STEEL), cash(2, 500, 2_000)),
    savings(35, "qian-huimin", "NANXUN", "2014-03-01", 83_000, wage(11_200, STEEL), buys(2, 30, 900)),
    savings(36, "sun-lixin", "NANXUN", "2021-07-01", 12_000, wage(8_400, STEEL), buys(2, 20, 500)),
    savings(37, "zhu-hongmei", "NANXUN", "2003-05-01", 144_000, wage(7_900, STEEL, last=date(2026, 9, 30)),
            wage(4_150, "湖州市社会保险基金", first=date(2026, 10, 1), day=15, purpose="养老金"), cash(1, 500, 1_500)),
    savings(38, "jiang-bowen", "CHANGMEN", "2005-05-05", 720_000, wage(46_000, HOSPITAL), buys(2, 100, 2_600)),
    savings(39, "xu-jingyi", "CHANGMEN", "2009-10-19", 233_000, wage(29_000, HOSPITAL), buys(2, 60, 1_600)),
    savings(40, "zheng-haiyan", "CHANGMEN", "2014-08-01", 52_000, wage(15_300, HOSPITAL), buys(3, 30, 800)),
    savings(41, "lu-yiming", "JINJI", "2016-10-18", 4_900_000, gets(95_000, HERON, "董事薪酬", day=10), buys(2, 500, 9_000)),
    savings(42, "tang-ruoxi", "JINJI", "2018-04-12", 388_000, wage(58_000, HERON), buys(2, 100, 4_500)),
    savings(43, "gao-yunzhou", "JINJI", "2016-11-02", 605_000, wage(55_000, HERON), buys(1, 100, 3_000)),
    savings(44, "wong-wing-sze", "JINJI", "2020-01-06", 174_000, wage(41_000, HERON), buys(2, 80, 2_800)),
    foreign(44, "wong-wing-sze", "JINJI", "2020-01-06", "HKD", 288_000, pays(9_000, "Wong Kam Fai", "家用", day=6)),
    savings(45, "ma-zhihe", "NANXUN", "2012-12-03", 226_000, gets(24_000, "湖州青鹭物流有限公司", "薪酬", day=10), buys(2, 100, 2_200)),
    savings(46, "feng-guoqing", "NANXUN", "2008-03-03", 118_000),
    savings(47, "deng-suzhen", "NANXUN", "2010-06-21", 93_000),
    savings(51, "fang-xiaowen", "XIHU", "2011-01-17", 4_610_000, buys(2, 100, 2_600), once(gets(1_038_000, "云岭基金", "基金赎回"), date(2026, 8, 13)),
            once(pays(1_200_000, "方晓雯", "转账", bank="东篱银行", account="7700000000000051"), date(2026, 8, 14)),
            once(pays(1_600_000, "方晓雯", "转账", bank="东篱银行", account="7700000000000051"), date(2026, 9, 11)),
            once(pays(900_000, "方晓雯", "转账", bank="东篱银行", account="7700000000000051"), date(2026, 10, 16))),
    savings(52, "tian-shouye", "JINJI", "2000-06-06", 640_000, wage(6_100, PENSION, day=15, purpose="养老金"),
            once(pays(200_000, STRANGER, "认购款", bank="远浦银行", account="6600000000000777"), date(2026, 9, 3))),
    savings(53, "fan-xiulan", "JINJI", "2007-02-27", 910_000, wage(5_700, PENSION, day=15, purpose="养老金"), buys(1, 50, 300),
            once(pays(300_000, STRANGER, "认购款", bank="远浦银行", account="6600000000000777"), date(2026, 9, 22))),
    savings(54, "qiu-shan", "JINJI", "2015-05-15", 465_000, wage(24_000, "苏州星桥生物科技有限公司"), buys(2, 60, 1_500),
            once(pays(150_000, STRANGER, "合作款", bank="远浦银行", account="6600000000000777"), date(2026, 10, 12))),
    savings(55, "han-xuemei", "XIHU", "2022-03-12", 8_200, wage(6_900, "杭州青柠咖啡有限公司"), buys(4, 10, 300)),
    savings(56, "peng-yuhang", "XIHU", "2022-09-05", 21_600, buys(2, 20, 200, last=date(2026, 6, 30)), status=AccountStatus.FROZEN),
    savings(57, "ge-dexiang", "CHANGMEN", "1999-09-09", 312, status=AccountStatus.DORMANT),
    savings(58, "piao-enxi", "JINJI", "2012-02-20", 203_000, wage(22_500, "苏州星桥生物科技有限公司"), buys(2, 50, 1_200)),
    savings(58, "piao-enxi", "JINJI", "2019-10-10", 1_500, status=AccountStatus.CREDIT_ONLY, place=2, class_="Ⅱ"),
    savings(59, "lukas-brandt", "JINJI", "2024-05-06", 118_000, wage(36_000, HERON), buys(2, 40, 1_800)),
    savings(60, "cao-jianye", "HUZHOU", "2010-10-10", 7_800, gets(9_000, "吴兴区农贸市场", "货款", spread=600, last=date(2026, 7, 31)),
            charges(60, "账户管理费"), pays(2_600, "湖州蔬果批发", "进货", last=date(2026, 7, 31)),
            repays(6_666, number(60, 6), last=date(2026, 7, 31))),
    business_loan(60, "cao-jianye", "HUZHOU", "2024-12-01", 200_000, 152_000, status=AccountStatus.IN_ARREARS),
)  # fmt: skip
