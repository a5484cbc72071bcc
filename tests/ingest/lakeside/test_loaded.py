"""Lakeside Bank in the graph: who is one party, who decides, owns, guarantees and lives together; nothing was refused."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from graph.session import Session
from ingest.lakeside import is_loaded, write
from tests.ingest.lakeside.written import Written

Edges = Callable[..., Awaitable[set[tuple[Any, ...]]]]

STEEL, HOLDING, EGRET = "湖州港湾钢铁有限公司", "湖州明轩控股集团有限公司", "湖州青鹭物流有限公司"
HERON, BEDROCK, POTTERY = "苏州鹭鸣智能装备股份有限公司", "宁波磐基矿产贸易有限公司", "苏州市姑苏区远山陶坊"
HOSPITAL, QINGXI, TINGTAO = "苏州市平湖路医院", "湖州市南浔区青溪街道办事处", "杭州听涛股权投资合伙企业（有限合伙）"
KNOWN_OWNERS = {
    ("欧阳明轩", HOLDING, 0.7), ("欧阳德厚", HOLDING, 0.15), ("欧阳思远", HOLDING, 0.12), (EGRET, HOLDING, 0.03),
    (HOLDING, STEEL, 0.62), ("欧阳明轩", STEEL, 0.18), ("曾文彬", STEEL, 0.12), ("何艾达", STEEL, 0.08),
    (STEEL, EGRET, 0.7), ("马致和", EGRET, 0.3), ("陆一鸣", HERON, 0.315), (STEEL, HERON, 0.05), ("高云舟", HERON, 0.045),
    ("欧阳明轩", HERON, 0.015), ("石安平", BEDROCK, 0.8), ("石婉如", BEDROCK, 0.2), ("单志远", POTTERY, 1.0),
}  # fmt: skip


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Written:
    directory = tmp_path_factory.mktemp("truth")
    write(directory)
    return Written(directory)


async def test_every_silo_was_loaded_whole(graph: Session) -> None:
    text = "MATCH (p:Pass) WHERE p.source <> 'berka' RETURN p.source, p.state, p.rowsQuarantined"
    systems = ("core", "cards", "wealth", "crm", "register", "loans", "app", "calls", "bureau", "tax")
    assert {tuple(row) for row in await graph.rows(text)} == {(system, "COMPLETE", 0) for system in systems}
    assert await graph.rows("MATCH (q:QuarantinedRow) RETURN DISTINCT q.reason, q.state") == [["MISSING_END", "ACCEPTED"]]
    assert await is_loaded(graph)


async def test_records_that_share_a_customer_number_are_one_party_and_all_others_each_their_own(
    graph: Session, truth: Written
) -> None:
    text = "MATCH (r:SourceRecord)-[:DESCRIBES]->(p) WHERE r.system <> 'berka' RETURN p.id, collect(r.id)"
    found = {frozenset(records) for _, records in await graph.rows(text)}
    assert found == {frozenset(group) for one in truth.truth("people") + truth.truth("companies") for group in one["records"]}
    assert len(found) == truth.head()["parties"] == 115


async def test_who_decides(graph: Session, edges: Edges) -> None:
    assert await edges("DECIDES_FOR", "role", "stance", "opportunity") == {
        ("欧阳明轩", STEEL, "DECISION_MAKER", "SUPPORT", None), ("何艾达", STEEL, "GATEKEEPER", "NEUTRAL", None),
        ("何艾达", STEEL, "GATEKEEPER", "OPPOSE", "crm:OP-0001"), ("曾文彬", STEEL, "KEY_PERSON", "SUPPORT", None),
        ("解雨桐", STEEL, "USER", "SUPPORT", None), ("欧阳思远", STEEL, "INFLUENCER", "SUPPORT", None),
        ("欧阳明轩", HOLDING, "DECISION_MAKER", "SUPPORT", None), ("欧阳思远", HOLDING, "KEY_PERSON", "SUPPORT", None),
        ("马致和", EGRET, "KEY_PERSON", "SUPPORT", None), ("欧阳思远", EGRET, "DECISION_MAKER", "NEUTRAL", None),
        ("陆一鸣", HERON, "DECISION_MAKER", "SUPPORT", None), ("唐若溪", HERON, "GATEKEEPER", "SUPPORT", None),
        ("高云舟", HERON, "INFLUENCER", "NEUTRAL", None), ("蒋博文", HOSPITAL, "DECISION_MAKER", "SUPPORT", None),
        ("许静怡", HOSPITAL, "GATEKEEPER", "NEUTRAL", None), ("冯国庆", QINGXI, "DECISION_MAKER", "NEUTRAL", None),
        ("邓素珍", QINGXI, "GATEKEEPER", "SUPPORT", None), ("单志远", POTTERY, "DECISION_MAKER", "SUPPORT", None),
        ("石安平", BEDROCK, "DECISION_MAKER", "NEUTRAL", None), ("石婉如", BEDROCK, "INFLUENCER", "SUPPORT", None),
    }  # fmt: skip


async def test_who_owns_as_the_bank_knows_it_and_as_the_register_does(graph: Session, edges: Edges) -> None:
    assert await edges("OWNS", "shareExact", of="crm") == KNOWN_OWNERS
    assert await edges("OWNS", "shareExact", of="register") == KNOWN_OWNERS | {(TINGTAO, HERON, 0.125)}


async def test_who_lives_together(graph: Session, edges: Edges) -> None:
    assert await edges("LIVES_IN", "role") == {
        ("林海川", "林家（柳岸街）", "HEAD"), ("沈雨晴", "林家（柳岸街）", "SPOUSE"), ("林国栋", "林家（柳岸街）", "PARENT"),
        ("周桂芳", "林家（柳岸街）", "PARENT"), ("林子墨", "林家（柳岸街）", "CHILD"), ("林子萱", "林家（柳岸街）", "CHILD"),
        ("单志远", "单志远与陈美玲家", "HEAD"), ("陈美玲", "单志远与陈美玲家", "SPOUSE"), ("单可欣", "单志远与陈美玲家", "CHILD"),
        ("单乐言", "单志远与陈美玲家", "CHILD"), ("欧阳明轩", "欧阳家（观鹭山庄）", "HEAD"),
        ("苏婉清", "欧阳家（观鹭山庄）", "SPOUSE"),
        ("欧阳思齐", "欧阳家（观鹭山庄）", "CHILD"), ("王伟", "王家（石桥弄）", "HEAD"), ("张丽娟", "王家（石桥弄）", "SPOUSE"),
        ("王梓涵", "王家（石桥弄）", "CHILD"), ("王伟", "王伟与李思琪家", "HEAD"), ("李思琪", "王伟与李思琪家", "SPOUSE"),
        ("James Whitfield", "Whitfield and Clarke", "HEAD"), ("Emma Clarke", "Whitfield and Clarke", "SPOUSE"),
        ("محمد الهاشمي", "عائلة الهاشمي", "HEAD"), ("فاطمة الزهراني", "عائلة الهاشمي", "SPOUSE"),
        ("يوسف الهاشمي", "عائلة الهاشمي", "CHILD"), ("ليلى الهاشمي", "عائلة الهاشمي", "CHILD"),
        ("顾春生", "顾家（金鸡湖）", "HEAD"), ("顾婷", "顾家（金鸡湖）", "CHILD"),
    }  # fmt: skip


async def test_who_stands_beside_the_owner_of_an_account(graph: Session) -> None:
    text = """
    MATCH (p:Party)-[h:HOLDS]->(a:Account)<-[:HOLDS {role: 'OWNER'}]-(o:Party)
    WHERE h.source <> 'berka' AND NOT h.role IN ['OWNER', 'SIGNATORY', 'AUTHORISED'] RETURN p.name, h.role, o.name, a.kind
    """
    assert {tuple(row) for row in await graph.rows(text)} == {
        ("沈雨晴", "CO_BORROWER", "林海川", "MORTGAGE"), ("沈雨晴", "SUPPLEMENTARY", "林海川", "CARD"),
        ("周桂芳", "JOINT", "林国栋", "DEPOSIT"), ("林海川", "GUARDIAN", "林子墨", "SAVINGS"),
        ("沈雨晴", "GUARDIAN", "林子萱", "SAVINGS"), ("陈美玲", "GUARDIAN", "单可欣", "SAVINGS"),
        ("陈美玲", "CO_BORROWER", "单志远", "LOAN"), ("张丽娟", "GUARDIAN", "王梓涵", "SAVINGS"),
        ("李思琪", "CO_BORROWER", "王伟", "MORTGAGE"), ("Emma Clarke", "JOINT", "James Whitfield", "SAVINGS"),
        ("Emma Clarke", "SUPPLEMENTARY", "James Whitfield", "CARD"), ("苏婉清", "SUPPLEMENTARY", "欧阳明轩", "CARD"),
        ("欧阳思齐", "SUPPLEMENTARY", "欧阳明轩", "CARD"), ("محمد الهاشمي", "GUARDIAN", "ليلى الهاشمي", "SAVINGS"),
        ("فاطمة الزهراني", "SUPPLEMENTARY", "محمد الهاشمي", "CARD"), (EGRET, "GUARANTOR", HOLDING, "LOAN"),
        (HOLDING, "GUARANTOR", STEEL, "LOAN"), ("欧阳明轩", "GUARANTOR", STEEL, "LOAN"), (STEEL, "GUARANTOR", EGRET, "LOAN"),
    }  # fmt: skip


async def test_surnames_are_sorted_as_they_are_read(graph: Session) -> None:
    names = ["单志远", "曾文彬", "解雨桐", "仇珊", "盖德祥", "朴恩熙", "欧阳明轩"]
    found = await graph.rows(
        "MATCH (p:Person)<-[:DESCRIBES]-(:SourceRecord {system: 'core'}) WHERE p.name IN $names RETURN p.sortName", {"names": names}
    )
    assert sorted(name for (name,) in found) == [
        "ge de xiang", "ou yang ming xuan", "piao en xi", "qiu shan", "shan zhi yuan", "xie yu tong", "zeng wen bin",
    ]  # fmt: skip


async def test_each_value_comes_from_the_silo_that_knows_it_best(graph: Session) -> None:
    text = """
    MATCH (:SourceRecord {id: 'core:1000000007'})-[:DESCRIBES]->(p)
    RETURN p.name, p.nameFrom, p.riskTolerance, p.riskToleranceFrom, p.birthDateFrom
    """
    assert await graph.rows(text) == [["陈美玲", "core:1000000007", "C4", "wealth:1000000007", "core:1000000007"]]


async def test_accounts_stand_in_the_minor_units_of_their_currency(graph: Session) -> None:
    text = """
    MATCH (a:Account)-[:BOOKED_AT]->(:OrgUnit {id: 'core:CHANGMEN'}) WHERE a.currency = 'JPY'
    RETURN a.balance, COUNT { (a)<-[:ON]-(:Transaction) } > 4
    """
    assert await graph.rows(text) == [[2_020_000, True]]


async def test_the_sleeping_customer_shows_in_the_monthly_flows(graph: Session) -> None:
    text = """
    MATCH (:SourceRecord {id: 'core:1000000027'})-[:DESCRIBES]->()-[:HOLDS]->()<-[:ON]-(f:MonthlyFlow)
    WHERE f.clientCount > 0 RETURN max(f.month)
    """
    assert await graph.rows(text) == [["2026-02"]]


async def test_a_customer_is_seen_where_they_are_managed_and_the_register_by_everyone(graph: Session) -> None:
    text = "MATCH (r:SourceRecord)-[:DESCRIBES]->(p) WHERE r.id IN $records RETURN r.id, p.unit, p.units"
    records = ["core:1000000016", "core:1000000017", "core:2000000002", "register:NP0011", "crm:C-0028"]
    found = {id_: (unit, set(units)) for id_, unit, units in await graph.rows(text, {"records": records})}
    assert found == {
        "core:1000000016": ("core:CHANGMEN", {"core:CHANGMEN"}),
        "core:1000000017": ("core:XIHU", {"core:XIHU"}),
        "core:2000000002": ("core:HUZHOU", {"core:HUZHOU", "core:NANXUN"}),
        "register:NP0011": ("PUBLIC", {"PUBLIC"}),
        "crm:C-0028": ("core:JINJI", {"core:JINJI"}),
    }


async def test_six_people_live_at_one_address_whoever_wrote_it_down(graph: Session) -> None:
    text = "MATCH (a:Address {postcode: '215001'})<-[:RESIDES_AT]-(p) RETURN a.city, count(DISTINCT p)"
    assert await graph.rows(text) == [["苏州", 6]]


async def test_a_wage_shows_who_works_where(graph: Session, edges: Edges) -> None:
    told = await edges("WORKS_FOR", "evidence", "validTo", of="core")
    assert {(who, where, how, str(until)) for who, where, how, until in told if who in ("王伟", "朱红梅")} == {
        ("王伟", HOSPITAL, "PAYROLL", "2026-04-06"),
        ("王伟", HERON, "PAYROLL", "None"),
        ("朱红梅", STEEL, "PAYROLL", "2026-09-30"),
    }
