"""What the organisations of the story hold, who signs for them, who stands guarantee."""

# ruff: noqa: E501 - a table is read by its lines
from datetime import date

from graph.model import Role
from ingest.lakeside.cast import Agreement, Flow, Holding
from ingest.lakeside.identifiers import account_number
from ingest.lakeside.story.money import charges, gets, moves, once, pays

HOLDING, STEEL, EGRET, HERON, QINGXI, HOSPITAL, POTTERY = 1, 2, 3, 4, 6, 7, 8
ORE, ORE_BANK = "宁波磐基矿产贸易有限公司", "远浦银行"


def number(company: int, place: int = 1) -> str:
    return account_number(2_000_000 + company * 100 + place)


def settlement(
    company: int, who: str, unit: str, opened: str, opening: int, *flows: Flow, signs: tuple[Holding, ...] = (),
    place: int = 1, class_: str = "基本", offering: str = "CA01", currency: str = "CNY",
) -> Agreement:  # fmt: skip
    return Agreement(
        number(company, place), offering, (Holding(who), *signs), unit, date.fromisoformat(opened), opening, currency,
        class_=class_, rate=0.001, flows=flows,
    )  # fmt: skip


def service(company: int, who: str, unit: str, opened: str, offering: str, place: int, limit: int | None = None) -> Agreement:
    """An agreement without a balance: payroll, cash management."""
    return Agreement(
        number(company, place), offering, (Holding(who),), unit, date.fromisoformat(opened), limit=limit, settles=number(company)
    )


def loan(company: int, who: str, unit: str, opened: str, principal: int, place: int, *guarantors: str) -> Agreement:
    start = date.fromisoformat(opened)
    return Agreement(
        number(company, place), "LN01", (Holding(who), *(Holding(each, Role.GUARANTOR, start) for each in guarantors)),
        unit, start, -principal, principal=principal, term_months=12, settles=number(company),
    )  # fmt: skip


def signs(who: str, since: str, role: Role = Role.SIGNATORY) -> Holding:
    return Holding(who, role, date.fromisoformat(since))


CORPORATE_ACCOUNTS = (
    settlement(HOLDING, "mingxuan-holding", "HUZHOU", "2006-01-09", 8_640_000, charges(1_200, "询证函费"),
               pays(96_000, "借款利息", "贷款利息", day=21), gets(1_450_000, "湖州观鹭置业有限公司", "租金", every=3),
               signs=(signs("ouyang-siyuan", "2021-03-01"),)),
    # Each stands for the next: Egret for Holding, Holding for Steel, Steel for Egret.
    loan(HOLDING, "mingxuan-holding", "HUZHOU", "2026-03-02", 30_000_000, 6, "egret-logistics"),
    settlement(STEEL, "harbour-steel", "HUZHOU", "1999-03-15", 26_300_000, gets(13_200_000, "长三角建工集采平台", "钢材款", spread=900_000),
               gets(9_700_000, "江北船舶工业有限公司", "船板款", day=17, spread=700_000), pays(15_500_000, ORE, "矿石款", day=22, bank=ORE_BANK, spread=600_000),
               moves(1_790_000, number(EGRET), "运费", day=24), pays(5_240_000, "代发工资户", "代发工资612人", day=10),
               pays(268_000, "借款利息", "贷款利息", day=21), charges(3_600, "票据手续费"),
               signs=(signs("he-aida", "2010-02-20"), signs("xie-yutong", "2017-07-01", Role.AUTHORISED))),
    settlement(STEEL, "harbour-steel", "NANXUN", "2008-06-01", 1_870_000, place=2, class_="一般", signs=(signs("zeng-wenbin", "2012-01-16"),)),
    settlement(STEEL, "harbour-steel", "HUZHOU", "2019-02-11", 2_260_000, pays(310_000, "Pilbara Sands Pty", "Iron ore", every=2, spread=40_000),
               gets(355_000, "Hanse Plate GmbH", "Steel plate", every=2, spread=30_000), place=3, class_="一般", currency="USD"),
    loan(STEEL, "harbour-steel", "HUZHOU", "2026-01-15", 80_000_000, 6, "mingxuan-holding", "ouyang-mingxuan"),
    Agreement(number(STEEL, 7), "BA01", (Holding("harbour-steel"),), "HUZHOU", date(2026, 8, 3), -20_000_000,
              principal=20_000_000, settles=number(STEEL)),
    Agreement(number(STEEL, 8), "LC01", (Holding("harbour-steel"),), "HUZHOU", date(2026, 9, 8), -1_150_000, "USD",
              principal=1_150_000, settles=number(STEEL, 3)),
    service(STEEL, "harbour-steel", "HUZHOU", "2010-05-01", "PR01", 9),
    service(STEEL, "harbour-steel", "HUZHOU", "2022-04-01", "CM01", 10),
    settlement(EGRET, "egret-logistics", "NANXUN", "2011-06-01", 1_140_000, pays(880_000, "司机及油料结算", "运输成本", day=26, spread=60_000),
               pays(720_000, "湖州港务服务有限公司", "港杂费", day=27, spread=30_000), pays(19_500, "借款利息", "贷款利息", day=21),
               signs=(signs("ma-zhihe", "2011-06-01"),)),
    loan(EGRET, "egret-logistics", "NANXUN", "2026-02-10", 6_000_000, 6, "harbour-steel"),
    settlement(HERON, "heron-equipment", "JINJI", "2016-10-18", 38_700_000, moves(4_330_000, number(STEEL), "钢材款", day=19),
               gets(21_400_000, "华东医疗设备集采中心", "设备款", spread=2_000_000), pays(11_200_000, "代发工资户", "代发工资803人", day=10),
               pays(3_150_000, "深圳灵犀传感器有限公司", "采购款", day=23, spread=200_000), signs=(signs("tang-ruoxi", "2018-04-12"),)),
    settlement(HERON, "heron-equipment", "JINJI", "2026-06-11", 0, once(gets(486_000_000, "承销商清算专户", "首次公开发行募集资金"), date(2026, 6, 18)),
               once(pays(62_000_000, "苏州园区建设工程有限公司", "募投项目工程款"), date(2026, 8, 20)), place=2, class_="专用", offering="CA02",
               signs=(signs("tang-ruoxi", "2026-06-11"),)),
    service(HERON, "heron-equipment", "JINJI", "2018-05-01", "PR01", 9),
    settlement(QINGXI, "qingxi-subdistrict", "NANXUN", "2008-03-03", 15_200_000, gets(2_600_000, "南浔区财政局", "财政拨款", day=4),
               pays(2_380_000, "公用事业及补贴发放", "财政支出", day=14, spread=90_000), class_="专用", offering="CA02",
               signs=(signs("deng-suzhen", "2016-06-01"),)),
    settlement(HOSPITAL, "pinghu-hospital", "SUZHOU", "2004-02-02", 22_900_000, gets(19_800_000, "苏州市医疗保障基金", "医保结算", day=6, spread=900_000),
               pays(9_600_000, "代发工资户", "代发工资934人", day=10), pays(9_100_000, "苏南医药集采中心", "药品款", day=25, spread=500_000),
               signs=(signs("xu-jingyi", "2009-10-19"),)),
    service(HOSPITAL, "pinghu-hospital", "SUZHOU", "2014-07-01", "PR01", 9),
    settlement(POTTERY, "yuanshan-pottery", "CHANGMEN", "2013-06-03", 88_000, gets(46_000, "微信支付结算", "收款", day=9, spread=14_000),
               moves(20_000, account_number(801), "经营提取", day=19), pays(9_500, "宜兴原料供应", "陶土", day=13, spread=2_000),
               signs=(signs("shan-zhiyuan", "2013-06-03"),)),
)  # fmt: skip
