"""The organisations of the story, and what ties them: who owns, who sits where, who trades, who works for whom."""

from datetime import date

from graph.model import CompanyCategory, Office
from ingest.lakeside.cast import Officer, Organisation, Place, Stake, Trade, Wage
from ingest.lakeside.identifiers import credit_code, lei

ENTERPRISE, SOE, GOVERNMENT, PUBLIC_INSTITUTION, SOCIAL_ORG, SOLE_TRADER, FINANCIAL, FUND, *_ = CompanyCategory
LEGAL, DIRECTOR, SUPERVISOR, FINANCE, AGENT = Office

ORGANISATIONS = (
    Organisation(
        "mingxuan-holding", "湖州明轩控股集团有限公司", "Huzhou Mingxuan Holding Group Co., Ltd.", "明轩控股",
        credit_code("91", "MA900001"), ENTERPRISE, "L7212", Place("湖州市南浔区鹭港大道1号18层", "湖州", "浙江", "313009"),
        "05720000001", date(2005, 6, 18), "HUZHOU", cif="2000000001", contact="O-0001", size="MEDIUM", since=date(2006, 1, 9),
    ),
    Organisation(
        "harbour-steel", "湖州港湾钢铁有限公司", "Huzhou Harbour Steel Co., Ltd.", "港湾钢铁",
        credit_code("91", "MA900002"), ENTERPRISE, "C3130", Place("湖州市南浔区钢城路88号", "湖州", "浙江", "313010"),
        "05720000002", date(1998, 11, 2), "HUZHOU", cif="2000000002", contact="O-0002", lei=lei("HARBOURSTEEL"),
        size="LARGE", since=date(1999, 3, 15),
    ),
    Organisation(
        "egret-logistics", "湖州青鹭物流有限公司", "Huzhou Egret Logistics Co., Ltd.", "青鹭物流",
        credit_code("91", "MA900003"), ENTERPRISE, "G5430", Place("湖州市南浔区码头路12号", "湖州", "浙江", "313009"),
        "05720000003", date(2011, 4, 20), "NANXUN", cif="2000000003", contact="O-0003", size="SMALL", since=date(2011, 6, 1),
    ),
    Organisation(
        "heron-equipment", "苏州鹭鸣智能装备股份有限公司", "Suzhou Heron Intelligent Equipment Co., Ltd.", "鹭鸣智能",
        credit_code("91", "MA900004"), ENTERPRISE, "C3491", Place("苏州市工业园区鹭鸣路200号", "苏州", "江苏", "215022"),
        "05120000004", date(2014, 9, 9), "SUZHOU", cif="2000000004", contact="O-0004", lei=lei("HERONEQUIPMT"),
        size="LARGE", listed=True, since=date(2016, 10, 18),
    ),
    Organisation(
        "bedrock-minerals", "宁波磐基矿产贸易有限公司", "Ningbo Bedrock Minerals Trading Co., Ltd.", "磐基矿产",
        credit_code("91", "MA900005"), ENTERPRISE, "F5162", Place("宁波市北仑区潮声路10号港务大厦6层", "宁波", "浙江", "315800"),
        "05740000005", date(2009, 2, 25), "HUZHOU", contact="O-0005", size="MEDIUM",
    ),
    Organisation(
        "qingxi-subdistrict", "湖州市南浔区青溪街道办事处", "Qingxi Sub-district Office, Huzhou", "青溪街道",
        credit_code("11", "00900006"), GOVERNMENT, "S9221", Place("湖州市南浔区青溪街道府前街2号", "湖州", "浙江", "313010"),
        "05720000006", date(2001, 10, 1), "NANXUN", cif="2000000006", contact="O-0006", since=date(2008, 3, 3),
    ),
    Organisation(
        "pinghu-hospital", "苏州市平湖路医院", "Suzhou Pinghu Road Hospital", "平湖路医院",
        credit_code("12", "00900007"), PUBLIC_INSTITUTION, "Q8411", Place("苏州市姑苏区平湖路300号", "苏州", "江苏", "215004"),
        "05120000007", date(1986, 5, 12), "SUZHOU", cif="2000000007", contact="O-0007", size="LARGE",
        since=date(2004, 2, 2),
    ),
    Organisation(
        "yuanshan-pottery", "苏州市姑苏区远山陶坊", "Yuanshan Pottery", "远山陶坊",
        credit_code("92", "MA900008"), SOLE_TRADER, "C3075", Place("苏州市姑苏区陶坊巷5号", "苏州", "江苏", "215002"),
        "05120000008", date(2013, 5, 5), "CHANGMEN", cif="2000000008", contact="O-0008", size="MICRO", since=date(2013, 6, 3),
    ),
    Organisation(
        "tingtao-fund", "杭州听涛股权投资合伙企业（有限合伙）", "Hangzhou Tingtao Equity Partnership", "听涛资本",
        credit_code("91", "MA900009"), FUND, "J6732", Place("杭州市西湖区云栖小镇9号楼", "杭州", "浙江", "310015"),
        "05710000009", date(2017, 7, 7), "XIHU",
    ),
)  # fmt: skip

STAKES = (
    Stake("ouyang-mingxuan", "mingxuan-holding", "70", date(2005, 6, 18)),
    Stake("ouyang-dehou", "mingxuan-holding", "15", date(2005, 6, 18)),
    Stake("ouyang-siyuan", "mingxuan-holding", "12", date(2021, 3, 1)),
    Stake("egret-logistics", "mingxuan-holding", "3", date(2021, 3, 1)),  # closes the circle
    Stake("mingxuan-holding", "harbour-steel", "62", date(2006, 8, 8)),
    Stake("ouyang-mingxuan", "harbour-steel", "18", date(1998, 11, 2)),
    Stake("zeng-wenbin", "harbour-steel", "12", date(2012, 1, 16)),
    Stake("he-aida", "harbour-steel", "8", date(2018, 7, 2)),
    Stake("harbour-steel", "egret-logistics", "70", date(2011, 4, 20)),
    Stake("ma-zhihe", "egret-logistics", "30", date(2011, 4, 20)),
    Stake("lu-yiming", "heron-equipment", "31.5", date(2014, 9, 9)),
    Stake("tingtao-fund", "heron-equipment", "12.5", date(2019, 12, 12), known_to_bank=False),
    Stake("harbour-steel", "heron-equipment", "5", date(2020, 5, 20)),
    Stake("gao-yunzhou", "heron-equipment", "4.5", date(2014, 9, 9)),
    Stake("ouyang-mingxuan", "heron-equipment", "1.5", date(2020, 5, 20)),
    Stake("shi-anping", "bedrock-minerals", "80", date(2009, 2, 25)),
    Stake("shi-wanru", "bedrock-minerals", "20", date(2022, 11, 11)),
    Stake("shan-zhiyuan", "yuanshan-pottery", "100", date(2013, 5, 5)),
)

OFFICERS = (
    Officer("ouyang-mingxuan", "mingxuan-holding", LEGAL, date(2005, 6, 18)),
    Officer("ouyang-siyuan", "mingxuan-holding", DIRECTOR, date(2021, 3, 1)),
    Officer("ouyang-dehou", "mingxuan-holding", SUPERVISOR, date(2005, 6, 18)),
    Officer("ouyang-dehou", "harbour-steel", LEGAL, date(1998, 11, 2), date(2006, 8, 8)),
    Officer("ouyang-mingxuan", "harbour-steel", LEGAL, date(2006, 8, 8)),
    Officer("zeng-wenbin", "harbour-steel", DIRECTOR, date(2012, 1, 16)),
    Officer("he-aida", "harbour-steel", FINANCE, date(2010, 2, 20)),
    Officer("ouyang-siyuan", "harbour-steel", SUPERVISOR, date(2021, 3, 1)),
    Officer("ma-zhihe", "egret-logistics", LEGAL, date(2011, 4, 20)),
    Officer("ouyang-siyuan", "egret-logistics", DIRECTOR, date(2022, 1, 5)),
    Officer("lu-yiming", "heron-equipment", LEGAL, date(2014, 9, 9)),
    Officer("gao-yunzhou", "heron-equipment", DIRECTOR, date(2014, 9, 9)),
    Officer("tang-ruoxi", "heron-equipment", FINANCE, date(2018, 4, 12)),
    Officer("qin-yifei", "heron-equipment", DIRECTOR, date(2019, 12, 12), known_to_bank=False),
    Officer("qin-yifei", "tingtao-fund", LEGAL, date(2017, 7, 7), known_to_bank=False),
    Officer("shi-anping", "bedrock-minerals", LEGAL, date(2009, 2, 25)),
    Officer("feng-guoqing", "qingxi-subdistrict", LEGAL, date(2018, 3, 1)),
    Officer("jiang-bowen", "pinghu-hospital", LEGAL, date(2015, 1, 1)),
    Officer("shan-zhiyuan", "yuanshan-pottery", LEGAL, date(2013, 5, 5)),
)

TRADES = (
    Trade("bedrock-minerals", "harbour-steel", 186_000_000, "框架采购合同 2026 年版", date(2019, 1, 1)),
    Trade("harbour-steel", "heron-equipment", 52_000_000, "Invoices seen for supply-chain finance, 2025", date(2020, 6, 1)),
    Trade("egret-logistics", "harbour-steel", 21_500_000, "运输合同", date(2011, 6, 1)),
    Trade("heron-equipment", "pinghu-hospital", 8_600_000, "Tender result, ward robots", date(2025, 3, 10)),
    Trade("yuanshan-pottery", "qingxi-subdistrict", 120_000, "公共艺术采购公告", date(2024, 9, 1)),
)

WAGES = (
    Wage("harbour-steel", "he-aida", "财务总监", date(2010, 2, 20), payroll=True),
    Wage("harbour-steel", "zeng-wenbin", "常务副总经理", date(2007, 8, 8), payroll=True),
    Wage("harbour-steel", "xie-yutong", "资金主管", date(2017, 7, 1), payroll=True),
    Wage("harbour-steel", "zhao-tiejun", "炉前班长", date(2011, 3, 1), payroll=True),
    Wage("harbour-steel", "qian-huimin", "会计", date(2014, 3, 1), payroll=True),
    Wage("harbour-steel", "sun-lixin", "轧钢工", date(2021, 7, 1), payroll=True),
    Wage("harbour-steel", "zhu-hongmei", "质检员", date(2003, 5, 1), date(2026, 9, 30), payroll=True),
    Wage("harbour-steel", "ouyang-mingxuan", "董事长", date(2006, 8, 8)),
    Wage("mingxuan-holding", "ouyang-siyuan", "投资总监", date(2019, 9, 2)),
    Wage("egret-logistics", "ma-zhihe", "总经理", date(2011, 4, 20)),
    Wage("pinghu-hospital", "shen-yuqing", "副主任医师", date(2008, 9, 1), payroll=True),
    Wage("pinghu-hospital", "zheng-haiyan", "护士长", date(2014, 8, 1), payroll=True),
    Wage("pinghu-hospital", "jiang-bowen", "院长", date(2015, 1, 1), payroll=True),
    Wage("pinghu-hospital", "xu-jingyi", "总会计师", date(2009, 10, 19), payroll=True),
    Wage("pinghu-hospital", "wang-wei-engineer", "信息科工程师", date(2014, 7, 7), date(2026, 4, 6), payroll=True),
    Wage("heron-equipment", "wang-wei-engineer", "Software architect", date(2026, 4, 7), payroll=True),
    Wage("heron-equipment", "lu-yiming", "董事长", date(2014, 9, 9)),
    Wage("heron-equipment", "tang-ruoxi", "财务总监", date(2018, 4, 12), payroll=True),
    Wage("heron-equipment", "gao-yunzhou", "总工程师", date(2014, 9, 9), payroll=True),
    Wage("heron-equipment", "wong-wing-sze", "Head of overseas sales", date(2020, 1, 6), payroll=True),
    Wage("heron-equipment", "lukas-brandt", "Field engineer", date(2024, 5, 6), payroll=True),
    Wage("qingxi-subdistrict", "feng-guoqing", "主任", date(2018, 3, 1)),
    Wage("qingxi-subdistrict", "deng-suzhen", "财政所所长", date(2016, 6, 1)),
)  # fmt: skip
