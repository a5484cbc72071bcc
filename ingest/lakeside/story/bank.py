"""The bank's own furniture: units, people who work for it, products, other banks."""

from graph.model import AccountKind, Coverage, RiskLevel, UnitLevel
from ingest.lakeside.cast import Banker, Institute, Offering, Silo, Unit

HQ, BRANCH, SUB = UnitLevel.HQ, UnitLevel.BRANCH, UnitLevel.SUB
RM, RISK, PRODUCT, ADVISER = Coverage.RM, Coverage.RISK, Coverage.PRODUCT, Coverage.ADVISER
R1, R2, R3, R4, R5 = RiskLevel

UNITS = (
    Unit("HQ", "湖畔银行总行", "Lakeside Bank Head Office", HQ, None, "HQ"),
    Unit("SUZHOU", "苏州分行", "Suzhou Branch", BRANCH, "HQ", "HQ/SUZHOU"),
    Unit("HUZHOU", "湖州分行", "Huzhou Branch", BRANCH, "HQ", "HQ/HUZHOU"),
    Unit("HANGZHOU", "杭州分行", "Hangzhou Branch", BRANCH, "HQ", "HQ/HANGZHOU"),
    Unit("CHANGMEN", "苏州阊门支行", "Changmen Sub-branch", SUB, "SUZHOU", "HQ/SUZHOU/CHANGMEN"),
    Unit("JINJI", "苏州金鸡湖支行", "Jinji Lake Sub-branch", SUB, "SUZHOU", "HQ/SUZHOU/JINJI"),
    Unit("NANXUN", "湖州南浔支行", "Nanxun Sub-branch", SUB, "HUZHOU", "HQ/HUZHOU/NANXUN"),
    Unit("XIHU", "杭州西湖支行", "West Lake Sub-branch", SUB, "HANGZHOU", "HQ/HANGZHOU/XIHU"),
)

BANKERS = (
    Banker("E001", "裴文轩", "Pei Wenxuan", PRODUCT, "HQ"),
    Banker("E002", "佟雅琴", "Tong Yaqin", PRODUCT, "HQ"),
    Banker("E003", "柳承志", "Liu Chengzhi", RISK, "HQ"),
    Banker("E101", "莫清远", "Mo Qingyuan", RM, "SUZHOU"),
    Banker("E102", "纪思敏", "Ji Simin", RISK, "SUZHOU"),
    Banker("E111", "陶然", "Tao Ran", RM, "CHANGMEN"),
    Banker("E112", "苗雨", "Miao Yu", ADVISER, "CHANGMEN"),
    Banker("E121", "汪志坚", "Wang Zhijian", ADVISER, "JINJI"),
    Banker("E122", "丁小满", "Ding Xiaoman", RM, "JINJI"),
    Banker("E201", "江晚晴", "Jiang Wanqing", RM, "HUZHOU"),
    Banker("E202", "龚一帆", "Gong Yifan", RISK, "HUZHOU"),
    Banker("E211", "聂长河", "Nie Changhe", RM, "NANXUN"),
    Banker("E301", "谭雅文", "Grace Tan", RM, "XIHU"),
    Banker("E311", "温如玉", "Wen Ruyu", ADVISER, "XIHU"),
)

CORE, CARDS, WEALTH = Silo.CORE, Silo.CARDS, Silo.WEALTH

OFFERINGS = (
    Offering("SA01", "活期储蓄", "Savings account", AccountKind.SAVINGS, CORE),
    Offering("SA02", "定期存款", "Time deposit", AccountKind.DEPOSIT, CORE),
    Offering("SA03", "外币储蓄", "Foreign currency savings", AccountKind.SAVINGS, CORE),
    Offering("SA05", "少儿成长账户", "Children's savings", AccountKind.SAVINGS, CORE),
    Offering("CA01", "单位结算账户", "Company settlement account", AccountKind.DEPOSIT, CORE),
    Offering("CA02", "专用存款账户", "Dedicated company account", AccountKind.DEPOSIT, CORE),
    Offering("CM01", "湖畔司库现金管理", "Lakeside Treasury cash management", AccountKind.CASH_MANAGEMENT, CORE),
    Offering("PR01", "代发工资", "Payroll service", AccountKind.PAYROLL, CORE),
    Offering("ML01", "个人住房按揭", "Home mortgage", AccountKind.MORTGAGE, CORE),
    Offering("LN01", "流动资金贷款", "Working capital loan", AccountKind.LOAN, CORE),
    Offering("LN02", "个人经营贷", "Business loan for owners", AccountKind.LOAN, CORE),
    Offering("LN03", "装修分期", "Renovation instalments", AccountKind.LOAN, CORE),
    Offering("LN04", "分期购车", "Car instalments", AccountKind.LOAN, CORE),
    Offering("SC01", "供应链金融·应收保理", "Supply-chain finance: receivables", AccountKind.LOAN, CORE),
    Offering("PL01", "限售股质押融资", "Pledge of restricted shares", AccountKind.LOAN, CORE, min_tier="HIGH_NET_WORTH"),
    Offering("BA01", "银行承兑汇票", "Bank acceptance bill", AccountKind.BILL, CORE),
    Offering("LC01", "进口信用证", "Import letter of credit", AccountKind.LETTER_OF_CREDIT, CORE),
    Offering("GL01", "履约保函", "Performance guarantee", AccountKind.GUARANTEE_LETTER, CORE),
    Offering("C100", "湖畔普卡", "Lakeside Classic card", AccountKind.CARD, CARDS),
    Offering("C200", "湖畔金卡", "Lakeside Gold card", AccountKind.CARD, CARDS),
    Offering("C900", "湖畔无限卡", "Lakeside Infinite card", AccountKind.CARD, CARDS, min_tier="HIGH_NET_WORTH"),
    Offering("W101", "湖畔天天利", "Lakeside Daily", AccountKind.WEALTH, WEALTH, R1),
    Offering("W201", "湖畔稳健180天", "Lakeside Steady 180 days", AccountKind.WEALTH, WEALTH, R2),
    Offering("W301", "湖畔均衡一年", "Lakeside Balanced 1 year", AccountKind.WEALTH, WEALTH, R3),
    Offering("F210", "松风纯债基金", "Pine Wind Bond Fund", AccountKind.FUND, WEALTH, R2, "松风基金"),
    Offering("F310", "松风红利混合", "Pine Wind Dividend Fund", AccountKind.FUND, WEALTH, R3, "松风基金"),
    Offering("F420", "云岭新能源股票", "Cloud Ridge New Energy Fund", AccountKind.FUND, WEALTH, R4, "云岭基金"),
    Offering("F510", "云岭商品期货", "Cloud Ridge Commodity Futures", AccountKind.FUND, WEALTH, R5, "云岭基金", "HIGH_NET_WORTH"),
    Offering("I110", "湖畔家居综合险", "Home and contents insurance", AccountKind.INSURANCE, WEALTH, R1, "长堤财险"),
    Offering("I120", "湖畔车险", "Car insurance", AccountKind.INSURANCE, WEALTH, R1, "长堤财险"),
    Offering("I210", "长堤终身寿险", "Long Dyke whole life", AccountKind.INSURANCE, WEALTH, R2, "长堤人寿", "HIGH_NET_WORTH"),
    Offering("I220", "长堤教育金", "Long Dyke education plan", AccountKind.INSURANCE, WEALTH, R2, "长堤人寿"),
)

INSTITUTES = (
    Institute("DONGLI", "东篱银行"),
    Institute("YUANPU", "远浦银行"),
    Institute("HARLOW", "Harlow Private Bank"),
)
