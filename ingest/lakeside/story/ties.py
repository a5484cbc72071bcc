"""Who lives with whom, who is whose child, who looks after whom, who else they bank with."""

# ruff: noqa: E501 - a table is read by its lines
from datetime import date

from graph.model import Coverage, RelationKind
from ingest.lakeside.cast import Acquaintance, Care, Elsewhere, Home, Member, Tie

RM, RISK, PRODUCT, ADVISER = Coverage.RM, Coverage.RISK, Coverage.PRODUCT, Coverage.ADVISER
SPOUSE, PARENT, SIBLING, GRANDPARENT = (
    RelationKind.SPOUSE,
    RelationKind.PARENT,
    RelationKind.SIBLING,
    RelationKind.GRANDPARENT,
)


def home(key: str, name: str, head: str, *others: tuple[str, str]) -> Home:
    return Home(key, name, (Member(head, "HEAD", True), *(Member(who, role) for who, role in others)))


HOMES = (
    home("H-01", "林家（柳岸街）", "lin-haichuan", ("shen-yuqing", "SPOUSE"), ("lin-guodong", "PARENT"), ("zhou-guifang", "PARENT"),
         ("lin-zimo", "CHILD"), ("lin-zixuan", "CHILD")),
    home("H-02", "单志远与陈美玲家", "shan-zhiyuan", ("chen-meiling", "SPOUSE"), ("shan-kexin", "CHILD"), ("shan-leyan", "CHILD")),
    home("H-03", "欧阳家（观鹭山庄）", "ouyang-mingxuan", ("su-wanqing", "SPOUSE"), ("ouyang-siqi", "CHILD")),
    home("H-04", "王家（石桥弄）", "wang-wei-teacher", ("zhang-lijuan", "SPOUSE"), ("wang-zihan", "CHILD")),
    home("H-05", "王伟与李思琪家", "wang-wei-engineer", ("li-siqi", "SPOUSE")),
    home("H-06", "Whitfield and Clarke", "james-whitfield", ("emma-clarke", "SPOUSE")),
    home("H-07", "عائلة الهاشمي", "mohammed-al-hashimi", ("fatima-al-zahrani", "SPOUSE"), ("yusuf-al-hashimi", "CHILD"), ("layla-al-hashimi", "CHILD")),
    home("H-08", "顾家（金鸡湖）", "gu-chunsheng", ("gu-ting", "CHILD")),
)  # fmt: skip

TIES = (
    Tie("lin-guodong", SPOUSE, "zhou-guifang"),
    Tie("lin-guodong", PARENT, "lin-haichuan"),
    Tie("zhou-guifang", PARENT, "lin-haichuan"),
    Tie("lin-haichuan", SPOUSE, "shen-yuqing", date(2008, 5, 1)),
    Tie("lin-haichuan", PARENT, "lin-zimo"),
    Tie("lin-haichuan", PARENT, "lin-zixuan"),
    Tie("shen-yuqing", PARENT, "lin-zimo"),
    Tie("shen-yuqing", PARENT, "lin-zixuan"),
    Tie("lin-zimo", SIBLING, "lin-zixuan"),
    Tie("lin-guodong", GRANDPARENT, "lin-zimo"),
    Tie("lin-guodong", GRANDPARENT, "lin-zixuan"),
    Tie("shan-zhiyuan", SPOUSE, "chen-meiling", date(2016, 9, 16)),
    Tie("chen-meiling", PARENT, "shan-kexin"),
    Tie("shan-zhiyuan", PARENT, "shan-kexin"),
    Tie("chen-meiling", PARENT, "shan-leyan", date(2026, 3, 18)),
    Tie("shan-zhiyuan", PARENT, "shan-leyan", date(2026, 3, 18)),
    Tie("ouyang-dehou", PARENT, "ouyang-mingxuan"),
    Tie("ouyang-mingxuan", SPOUSE, "su-wanqing", date(1994, 10, 2)),
    Tie("ouyang-mingxuan", PARENT, "ouyang-siyuan"),
    Tie("ouyang-mingxuan", PARENT, "ouyang-siqi"),
    Tie("su-wanqing", PARENT, "ouyang-siyuan"),
    Tie("su-wanqing", PARENT, "ouyang-siqi"),
    Tie("ouyang-siyuan", SIBLING, "ouyang-siqi"),
    Tie("wang-wei-teacher", SPOUSE, "zhang-lijuan"),
    Tie("wang-wei-teacher", PARENT, "wang-zihan"),
    Tie("zhang-lijuan", PARENT, "wang-zihan"),
    Tie("wang-wei-engineer", SPOUSE, "li-siqi", date(2026, 5, 20)),
    Tie("james-whitfield", SPOUSE, "emma-clarke", date(2009, 6, 27)),
    Tie("mohammed-al-hashimi", SPOUSE, "fatima-al-zahrani"),
    Tie("mohammed-al-hashimi", PARENT, "yusuf-al-hashimi"),
    Tie("mohammed-al-hashimi", PARENT, "layla-al-hashimi"),
    Tie("fatima-al-zahrani", PARENT, "yusuf-al-hashimi"),
    Tie("fatima-al-zahrani", PARENT, "layla-al-hashimi"),
    Tie("gu-chunsheng", PARENT, "gu-ting"),
    Tie("ye-zhiqiu", PARENT, "luo-zixuan"),
    Tie("shi-anping", PARENT, "shi-wanru"),
)


def triangle(who: str, unit: str, since: str, rm: str, risk: str, product: str, assisting: str | None = None) -> Care:
    """A company's relationship, risk and product managers (铁三角)."""
    return Care(who, unit, ((rm, RM), (risk, RISK), (product, PRODUCT)), date.fromisoformat(since), assisting)


def looked_after(unit: str, banker: str, function: Coverage, since: str, *people: str) -> tuple[Care, ...]:
    return tuple(Care(who, unit, ((banker, function),), date.fromisoformat(since)) for who in people)


CARE = (
    triangle("mingxuan-holding", "HUZHOU", "2019-05-06", "E201", "E202", "E001"),
    triangle("harbour-steel", "HUZHOU", "2019-05-06", "E201", "E202", "E001", "NANXUN"),
    triangle("egret-logistics", "NANXUN", "2020-02-03", "E211", "E202", "E001"),
    triangle("heron-equipment", "SUZHOU", "2016-10-18", "E101", "E102", "E001", "JINJI"),
    triangle("qingxi-subdistrict", "NANXUN", "2021-01-04", "E211", "E202", "E001"),
    triangle("pinghu-hospital", "SUZHOU", "2018-03-01", "E101", "E102", "E001", "CHANGMEN"),
    Care("yuanshan-pottery", "CHANGMEN", (("E111", RM), ("E102", RISK)), date(2022, 8, 15)),  # nobody for products
    *looked_after("HUZHOU", "E201", RM, "2026-04-08", "bedrock-minerals", "shi-anping", "shi-wanru"),
    *looked_after("CHANGMEN", "E111", RM, "2026-03-25", "shan-leyan", "lin-zimo", "lin-zixuan"),
    *looked_after("JINJI", "E121", ADVISER, "2026-02-11", "gu-ting"),
    *looked_after("JINJI", "E122", RM, "2026-09-14", "C-0941"),
    *looked_after("XIHU", "E311", ADVISER, "2026-10-24", "C-0907", "qin-yifei"),
    *looked_after("CHANGMEN", "E111", RM, "2021-06-01", "lin-guodong", "zhou-guifang", "lin-haichuan", "shen-yuqing", "wang-wei-teacher",
                  "zhang-lijuan", "shan-zhiyuan", "zheng-haiyan"),
    *looked_after("CHANGMEN", "E112", ADVISER, "2022-09-01", "chen-meiling", "jiang-bowen", "xu-jingyi"),
    *looked_after("JINJI", "E121", ADVISER, "2023-02-20", "tian-shouye", "fan-xiulan", "qiu-shan", "gu-chunsheng", "piao-enxi"),
    *looked_after("JINJI", "E122", RM, "2020-07-01", "lu-yiming", "tang-ruoxi", "gao-yunzhou", "wong-wing-sze", "lukas-brandt"),
    *looked_after("NANXUN", "E211", RM, "2019-11-11", "ouyang-mingxuan", "su-wanqing", "ouyang-siqi", "ouyang-dehou", "zeng-wenbin", "ma-zhihe",
                  "feng-guoqing", "deng-suzhen", "xie-yutong", "zhao-tiejun", "qian-huimin", "zhu-hongmei"),
    *looked_after("HUZHOU", "E201", RM, "2019-05-06", "he-aida", "mohammed-al-hashimi", "fatima-al-zahrani", "cao-jianye"),
    *looked_after("XIHU", "E301", RM, "2018-09-10", "james-whitfield", "emma-clarke", "wang-wei-engineer", "li-siqi", "han-xuemei"),
    *looked_after("XIHU", "E311", ADVISER, "2019-01-15", "ye-zhiqiu", "luo-zixuan", "ouyang-siyuan", "fang-xiaowen"),
)  # fmt: skip

ACQUAINTANCES = (
    Acquaintance("E201", "ouyang-mingxuan", "七年对公主办，每季度拜访", 0.8, date(2026, 9, 24)),
    Acquaintance("E201", "he-aida", "对账与授信材料联系人", 0.7, date(2026, 10, 13)),
    Acquaintance("E211", "ouyang-mingxuan", "私人业务客户经理", 0.9, date(2026, 10, 9)),
    Acquaintance("E101", "lu-yiming", "上市辅导期间的牵头行联系人", 0.6, date(2026, 7, 2)),
    Acquaintance("E101", "jiang-bowen", "医院信息化项目", 0.5, date(2026, 5, 28)),
    Acquaintance("E001", "zeng-wenbin", "Met at the supply-chain finance workshop", 0.4, date(2026, 6, 11)),
    Acquaintance("E301", "james-whitfield", "School's banking day", 0.5, date(2026, 9, 5)),
    Acquaintance("E201", "shi-anping", "经欧阳明轩在港口参观时介绍", 0.2, date(2026, 4, 8)),
)

ELSEWHERE = (
    Elsewhere("bedrock-minerals", "YUANPU", 1.0, "付款账户开在该行"),
    Elsewhere("fang-xiaowen", "DONGLI", 0.75, "近三月转出至本人在该行账户"),
    Elsewhere("gu-ting", "DONGLI", 1.0, "父亲面谈时提及"),
    Elsewhere("lu-yiming", "HARLOW", 0.4, "Told by the customer, July 2026"),
    Elsewhere("harbour-steel", "YUANPU", 0.25, "征信报告授信占比"),
)
