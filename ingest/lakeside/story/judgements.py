"""Who decides in the story's companies, and the business that may be won there."""

# ruff: noqa: E501 - a table is read by its lines
from datetime import date

from graph.model import ContactLevel, DecisionRole, Stance
from ingest.lakeside.cast import Bond, BondKind, Deal, Nearness, Voice

KEY_PERSON, GATEKEEPER, DECISION_MAKER = DecisionRole.KEY_PERSON, DecisionRole.GATEKEEPER, DecisionRole.DECISION_MAKER
INFLUENCER, USER = DecisionRole.INFLUENCER, DecisionRole.USER
NONE, KNOWN, MET, TRUSTED = ContactLevel
REPORTS_TO, INFLUENCES, REFERRED, KNOWS = BondKind
SUPPORT, NEUTRAL, OPPOSE = Stance

VOICES = (
    Voice("ouyang-mingxuan", "harbour-steel", DECISION_MAKER, SUPPORT, 0.9, "2026-09-24 拜访：五千万以上融资由董事长拍板", date(2019, 5, 6), None, "E201", date(2026, 9, 24)),
    Voice("he-aida", "harbour-steel", GATEKEEPER, NEUTRAL, 0.6, "所有银行方案先经财务总监比价，2026-10-13 邮件", date(2019, 5, 6)),
    Voice("zeng-wenbin", "harbour-steel", KEY_PERSON, SUPPORT, 0.7, "Drives the move of suppliers to our platform; workshop of 2026-06-11", date(2021, 9, 1)),
    Voice("xie-yutong", "harbour-steel", USER, SUPPORT, 0.3, "司库系统日常操作人，提出过三项改进", date(2022, 4, 1)),
    Voice("ouyang-siyuan", "harbour-steel", INFLUENCER, SUPPORT, 0.5, "父亲委托其研究数字化供应链", date(2023, 1, 9)),
    Voice("he-aida", "harbour-steel", GATEKEEPER, OPPOSE, 0.6, "担心保理占用授信额度，2026-10-13 电话", date(2026, 10, 13), "OP-0001", "E201", date(2026, 10, 13)),
    Voice("ouyang-mingxuan", "mingxuan-holding", DECISION_MAKER, SUPPORT, 0.9, "控股股东，章程约定一票否决", date(2019, 5, 6)),
    Voice("ouyang-siyuan", "mingxuan-holding", KEY_PERSON, SUPPORT, 0.6, "投资方案由其提交", date(2021, 3, 1)),
    Voice("ma-zhihe", "egret-logistics", KEY_PERSON, SUPPORT, 0.7, "日常融资由总经理决定", date(2020, 2, 3)),
    Voice("ouyang-siyuan", "egret-logistics", DECISION_MAKER, NEUTRAL, 0.6, "重大事项需母公司董事签字", date(2022, 1, 5)),
    Voice("lu-yiming", "heron-equipment", DECISION_MAKER, SUPPORT, 0.9, "Founder and chairman; signed the IPO banking mandate himself", date(2016, 10, 18)),
    Voice("tang-ruoxi", "heron-equipment", GATEKEEPER, SUPPORT, 0.7, "募集资金专户的开户行由其提名", date(2018, 4, 12)),
    Voice("gao-yunzhou", "heron-equipment", INFLUENCER, NEUTRAL, 0.3, "设备融资的技术评审人", date(2020, 1, 6)),
    Voice("jiang-bowen", "pinghu-hospital", DECISION_MAKER, SUPPORT, 0.8, "院长办公会决定开户行", date(2018, 3, 1)),
    Voice("xu-jingyi", "pinghu-hospital", GATEKEEPER, NEUTRAL, 0.6, "招标评分由总会计师负责", date(2018, 3, 1)),
    Voice("feng-guoqing", "qingxi-subdistrict", DECISION_MAKER, NEUTRAL, 0.7, "财政专户续期由主任签批", date(2021, 1, 4)),
    Voice("deng-suzhen", "qingxi-subdistrict", GATEKEEPER, SUPPORT, 0.5, "经办人与日常联系人", date(2021, 1, 4)),
    Voice("shan-zhiyuan", "yuanshan-pottery", DECISION_MAKER, SUPPORT, 1.0, "个体经营者本人", date(2022, 8, 15)),
    Voice("shi-anping", "bedrock-minerals", DECISION_MAKER, NEUTRAL, 0.9, "2026-04-08 港口会面", date(2026, 4, 8)),
    Voice("shi-wanru", "bedrock-minerals", INFLUENCER, SUPPORT, 0.5, "主动询问电子保函，2026-08-19", date(2026, 8, 19)),
)  # fmt: skip

NEARNESS = (
    Nearness("ouyang-mingxuan", "harbour-steel", TRUSTED, TRUSTED, "十年客户，私人银行亦由我行服务", date(2019, 5, 6), "E201", date(2026, 9, 24)),
    Nearness("he-aida", "harbour-steel", MET, TRUSTED, "2026-10-13 电话；只谈价格，不谈方案", date(2026, 10, 13), "E201", date(2026, 10, 13)),
    Nearness("zeng-wenbin", "harbour-steel", TRUSTED, TRUSTED, "Workshop of 2026-06-11", date(2021, 9, 1), "E201", date(2026, 6, 11)),
    Nearness("ouyang-siyuan", "harbour-steel", KNOWN, MET, "仅在父亲办公室见过一面", date(2023, 1, 9), "E201", date(2026, 9, 24)),
    Nearness("shi-anping", "bedrock-minerals", MET, TRUSTED, "2026-04-08 港口会面", date(2026, 4, 8), "E201", date(2026, 4, 8)),
)  # fmt: skip

BONDS = (
    Bond(REPORTS_TO, "he-aida", "ouyang-mingxuan", "组织架构图，2026-09-24 拜访", date(2019, 5, 6), "harbour-steel", None, "E201", date(2026, 9, 24)),
    Bond(REPORTS_TO, "xie-yutong", "he-aida", "组织架构图，2026-09-24 拜访", date(2022, 4, 1), "harbour-steel", None, "E201", date(2026, 9, 24)),
    Bond(INFLUENCES, "zeng-wenbin", "ouyang-mingxuan", "The chairman asks him first; workshop of 2026-06-11", date(2021, 9, 1), "harbour-steel", 0.7, "E201", date(2026, 6, 11)),
    Bond(INFLUENCES, "ouyang-siyuan", "ouyang-mingxuan", "父亲委托其研究数字化供应链", date(2023, 1, 9), None, 0.5, "E201", date(2026, 9, 24)),
    Bond(REFERRED, "ouyang-mingxuan", "shi-anping", "港口会面由其引荐，2026-04-08", date(2026, 4, 8), "bedrock-minerals", 0.6, "E201", date(2026, 4, 8)),
    Bond(KNOWS, "lu-yiming", "ouyang-mingxuan", "Fellow alumni; said so himself at the IPO dinner of 2026-06-18", date(2012, 9, 1), None, 0.6, "E101", date(2026, 6, 18)),
)  # fmt: skip

DEALS = (
    Deal("OP-0001", "harbour-steel", "港湾钢铁供应商应收保理", "PROPOSAL", "SC01", 60_000_000, 0.55, date(2026, 12, 20)),
    Deal("OP-0002", "bedrock-minerals", "磐基矿产开户与信用证", "FIRST_MEETING", "LC01", 25_000_000, 0.2, date(2027, 3, 31)),
    Deal("OP-0003", "lu-yiming", "Pledge of restricted shares", "QUALIFIED", "PL01", 80_000_000, 0.4, date(2027, 1, 31)),
    Deal("OP-0004", "pinghu-hospital", "医院司库现金管理", "TENDER", "CM01", None, 0.35, date(2026, 11, 30)),
    Deal("OP-0005", "li-siqi", "新房装修分期", "PROPOSAL", "LN03", 260_000, 0.6, date(2026, 11, 15)),
    Deal("OP-0006", "fang-xiaowen", "挽留：重新配置四百万", "AT_RISK", "W201", 4_000_000, 0.25, date(2026, 11, 10)),
    Deal("OP-0007", "heron-equipment", "Overseas collection in HKD and USD", "WON", "CM01", 12_000_000, 1.0, date(2026, 9, 30)),
)  # fmt: skip
