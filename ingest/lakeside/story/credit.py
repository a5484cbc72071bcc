"""What the story's customers may draw, what stands behind it, what other banks have lent, what was declared for tax."""

# ruff: noqa: E501 - a table is read by its lines
from datetime import date

from graph.model import CollateralKind, FacilityKind, LoanClass, Office, TaxCreditGrade
from ingest.lakeside.cast import CreditLine, CreditReport, Debt, Pledge, Rating, Surety, TaxReturn, TaxStaff
from ingest.lakeside.story import accounts
from ingest.lakeside.story.corporate import EGRET, HOLDING, STEEL, number
from ingest.lakeside.story.people import LIN_HOME, NEWLYWEDS_HOME

GROUP, COMPREHENSIVE, WORKING, BILL, TRADE, BUSINESS, MORTGAGE, _ = FacilityKind
REAL_ESTATE, EQUIPMENT, INVENTORY, RECEIVABLES, EQUITY, DEPOSIT, OTHER = CollateralKind
A, B, M, _, _ = TaxCreditGrade
LEGAL, _, _, FINANCE, AGENT = Office
TERM = (date(2026, 1, 15), date(2027, 1, 14))


def mortgage(n: int, who: str, person: int, unit: str, opened: str, principal: int) -> CreditLine:
    """Drawn once, for twenty-five years."""
    start = date.fromisoformat(opened)
    until = start.replace(year=start.year + 25)
    return CreditLine(f"SX26{n:04d}", who, MORTGAGE, principal, start, until, unit, accounts=(accounts.number(person, 5),))


CREDIT_LINES = (
    # One group, three companies: what each may draw is a part of what the group may.
    CreditLine("SX260001", "mingxuan-holding", GROUP, 180_000_000, *TERM, "HUZHOU", used=144_165_000),
    CreditLine("SX260002", "mingxuan-holding", WORKING, 30_000_000, date(2026, 3, 2), date(2027, 3, 1), "HUZHOU", "SX260001", (number(HOLDING, 6),)),
    CreditLine("SX260003", "harbour-steel", COMPREHENSIVE, 130_000_000, *TERM, "HUZHOU", "SX260001", used=108_165_000, revolving=True),
    CreditLine("SX260004", "harbour-steel", WORKING, 80_000_000, *TERM, "HUZHOU", "SX260003", (number(STEEL, 6),)),
    CreditLine("SX260005", "harbour-steel", BILL, 30_000_000, *TERM, "HUZHOU", "SX260003", (number(STEEL, 7),), revolving=True),
    CreditLine("SX260006", "harbour-steel", TRADE, 2_000_000, *TERM, "HUZHOU", "SX260003", (number(STEEL, 8),), currency="USD", revolving=True),
    CreditLine("SX260007", "egret-logistics", WORKING, 8_000_000, date(2026, 2, 10), date(2027, 2, 9), "NANXUN", "SX260001", (number(EGRET, 6),)),
    CreditLine("SX260008", "heron-equipment", COMPREHENSIVE, 200_000_000, date(2026, 7, 20), date(2027, 7, 19), "SUZHOU", used=0, revolving=True),
    CreditLine("SX260009", "shan-zhiyuan", BUSINESS, 500_000, date(2025, 3, 20), date(2028, 3, 19), "CHANGMEN", accounts=(accounts.number(8, 6),)),
    CreditLine("SX260010", "cao-jianye", BUSINESS, 200_000, date(2024, 12, 1), date(2027, 11, 30), "HUZHOU", accounts=(accounts.number(60, 6),), loan_class=LoanClass.SPECIAL_MENTION),
    mortgage(11, "lin-haichuan", 3, "CHANGMEN", "2016-05-18", 2_600_000),
    mortgage(12, "wang-wei-engineer", 17, "XIHU", "2026-08-28", 2_100_000),
)  # fmt: skip

PLEDGES = (
    Pledge("YP0001", "lin-haichuan", REAL_ESTATE, LIN_HOME.text, 4_200_000, date(2016, 5, 6), ("SX260011",), "苏(2016)不动产权第0000501号"),
    Pledge("YP0002", "wang-wei-engineer", REAL_ESTATE, NEWLYWEDS_HOME.text, 3_050_000, date(2026, 8, 17), ("SX260012",), "浙(2026)不动产权第0001203号"),
    Pledge("YP0003", "harbour-steel", EQUIPMENT, "1780毫米热连轧生产线", 96_000_000, date(2025, 12, 10), ("SX260003",)),
    Pledge("YP0004", "mingxuan-holding", EQUITY, "湖州港湾钢铁有限公司30%股权", 58_000_000, date(2026, 1, 5), ("SX260001", "SX260004")),
    Pledge("YP0005", "ouyang-dehou", DEPOSIT, "三年期定期存单五百万元", 5_000_000, date(2026, 2, 2), ("SX260007",)),
    Pledge("YP0006", "shan-zhiyuan", EQUIPMENT, "柴窑与工作室设备", 320_000, date(2025, 3, 10), ("SX260009",)),
    Pledge("YP0007", "cao-jianye", OTHER, "吴兴区农贸市场摊位经营权", 90_000, date(2024, 11, 20), ("SX260010",)),
)  # fmt: skip

SURETIES = (
    # Each stands for the next: the same circle that the holders of the loans show.
    Surety("BZ0001", "mingxuan-holding", "SX260004", 80_000_000, *TERM),
    Surety("BZ0002", "ouyang-mingxuan", "SX260004", 80_000_000, *TERM),
    Surety("BZ0003", "harbour-steel", "SX260007", 8_000_000, date(2026, 2, 10), date(2027, 2, 9)),
    Surety("BZ0004", "egret-logistics", "SX260002", 30_000_000, date(2026, 3, 2), date(2027, 3, 1)),
    # A shareholder who is no customer.
    Surety("BZ0005", "tingtao-fund", "SX260008", 25_000_000, date(2026, 7, 20), date(2027, 7, 19)),
)

RATINGS = (
    Rating("mingxuan-holding", "A", date(2026, 1, 5), date(2027, 1, 4)),
    Rating("harbour-steel", "A+", date(2026, 1, 5), date(2027, 1, 4)),
    Rating("egret-logistics", "BBB", date(2026, 1, 28), date(2027, 1, 27)),
    Rating("heron-equipment", "AA", date(2026, 7, 6), date(2027, 7, 5)),
    Rating("cao-jianye", "CCC", date(2026, 9, 25), date(2027, 3, 24)),
)

CREDIT_REPORTS = (
    CreditReport("mingxuan-holding", date(2026, 1, 6), (Debt("LAKESIDE", "流动资金贷款", 30_000_000, 30_000_000, date(2025, 3, 3)),)),
    CreditReport("harbour-steel", date(2026, 10, 12), (
        Debt("LAKESIDE", "流动资金贷款", 80_000_000, 80_000_000, date(2026, 1, 15)),
        Debt("YUANPU", "流动资金贷款", 30_000_000, 28_000_000, date(2025, 11, 18)),
        Debt("YUANPU", "银行承兑汇票", 15_000_000, 8_000_000, date(2026, 6, 1)),
    )),
    CreditReport("egret-logistics", date(2026, 1, 28), (Debt("LAKESIDE", "流动资金贷款", 6_000_000, 6_000_000, date(2025, 2, 11)),)),
    CreditReport("bedrock-minerals", date(2026, 4, 20), (Debt("YUANPU", "进口押汇", 40_000_000, 22_500_000, date(2026, 2, 9)),)),
    CreditReport("ouyang-mingxuan", date(2026, 1, 6), (Debt("LAKESIDE", "贷记卡", 500_000, 15_000, date(2015, 7, 1)),), 812),
    CreditReport("shan-zhiyuan", date(2025, 3, 12), (), 731),
    CreditReport("li-siqi", date(2026, 8, 19), (Debt("DONGLI", "贷记卡", 30_000, 4_180, date(2019, 6, 3)),), 768),
    CreditReport("fang-xiaowen", date(2026, 10, 19), (Debt("DONGLI", "个人消费贷款", 300_000, 260_000, date(2026, 9, 14)),), 744),
    CreditReport("cao-jianye", date(2026, 9, 24), (
        Debt("LAKESIDE", "个人经营贷款", 200_000, 152_000, date(2024, 12, 1), overdue=2),
        Debt("DONGLI", "个人消费贷款", 60_000, 41_500, date(2026, 3, 30), overdue=3),
    ), 486),
)  # fmt: skip

TAX_RETURNS = (
    TaxReturn("mingxuan-holding", 2024, 21_300_000, 1_280_000, B),
    TaxReturn("mingxuan-holding", 2025, 20_700_000, 1_190_000, B),
    TaxReturn("harbour-steel", 2024, 372_000_000, 16_900_000, A),
    TaxReturn("harbour-steel", 2025, 348_000_000, 12_400_000, A),
    TaxReturn("egret-logistics", 2024, 36_800_000, 1_060_000, B),
    TaxReturn("egret-logistics", 2025, 33_900_000, 810_000, B),
    TaxReturn("heron-equipment", 2024, 512_000_000, 31_600_000, A),
    TaxReturn("heron-equipment", 2025, 684_000_000, 44_200_000, A),
    TaxReturn("yuanshan-pottery", 2025, 610_000, 6_100, M),
)

TAX_STAFF = (
    TaxStaff("he-aida", "harbour-steel", FINANCE, date(2010, 2, 20)),
    TaxStaff("qian-huimin", "harbour-steel", AGENT, date(2016, 4, 1)),
    # The same two answer for companies that no register shows them at.
    TaxStaff("he-aida", "mingxuan-holding", FINANCE, date(2019, 1, 7)),
    TaxStaff("qian-huimin", "mingxuan-holding", AGENT, date(2019, 1, 7)),
    TaxStaff("qian-huimin", "egret-logistics", AGENT, date(2020, 3, 16)),
    TaxStaff("ma-zhihe", "egret-logistics", LEGAL, date(2011, 4, 20)),
    TaxStaff("tang-ruoxi", "heron-equipment", FINANCE, date(2018, 4, 12)),
    TaxStaff("shan-zhiyuan", "yuanshan-pottery", LEGAL, date(2013, 5, 5)),
)
