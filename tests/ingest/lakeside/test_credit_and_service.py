"""Lakeside Bank's lending, service, app, bureau and tax silos in the graph: what hangs from whom, and who has no number of the bank's."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from graph.session import Session

Edges = Callable[..., Awaitable[set[tuple[Any, ...]]]]

STEEL, HOLDING, EGRET = "湖州港湾钢铁有限公司", "湖州明轩控股集团有限公司", "湖州青鹭物流有限公司"
HERON, BEDROCK, TINGTAO = "苏州鹭鸣智能装备股份有限公司", "宁波磐基矿产贸易有限公司", "杭州听涛股权投资合伙企业（有限合伙）"


async def test_what_a_group_may_draw_is_divided_among_its_companies(graph: Session) -> None:
    text = """
    MATCH (f:Facility)-[:GRANTED_TO]->(p), (f)-[:BOOKED_AT]->(u)
    WHERE f.id IN ['loans:SX260001'] OR EXISTS { (f)-[:WITHIN*1..2]->(:Facility {id: 'loans:SX260001'}) }
    RETURN f.id, [(f)-[:WITHIN]->(w) | w.id], p.name, f.kind, f.currency, f.limit / 100, f.used / 100, u.id"""
    assert {tuple(map(str, row)) for row in await graph.rows(text)} == {
        ("loans:SX260001", "[]", HOLDING, "GROUP", "CNY", "180000000", "144165000", "core:HUZHOU"),
        ("loans:SX260002", "['loans:SX260001']", HOLDING, "WORKING_CAPITAL", "CNY", "30000000", "30000000", "core:HUZHOU"),
        ("loans:SX260003", "['loans:SX260001']", STEEL, "COMPREHENSIVE", "CNY", "130000000", "108165000", "core:HUZHOU"),
        ("loans:SX260004", "['loans:SX260003']", STEEL, "WORKING_CAPITAL", "CNY", "80000000", "80000000", "core:HUZHOU"),
        ("loans:SX260005", "['loans:SX260003']", STEEL, "BILL", "CNY", "30000000", "20000000", "core:HUZHOU"),
        ("loans:SX260006", "['loans:SX260003']", STEEL, "TRADE_FINANCE", "USD", "2000000", "1150000", "core:HUZHOU"),
        ("loans:SX260007", "['loans:SX260001']", EGRET, "WORKING_CAPITAL", "CNY", "8000000", "6000000", "core:NANXUN"),
    }


async def test_what_is_drawn_is_what_the_accounts_under_a_facility_owe(graph: Session) -> None:
    text = "MATCH (a:Account)-[:DRAWN_UNDER]->(f:Facility) RETURN f.id, f.used, -sum(a.balance), f.currency, collect(DISTINCT a.currency)"
    found = await graph.rows(text)
    assert len(found) == 9
    assert all(used == owed and [currency] == currencies for _, used, owed, currency, currencies in found)


async def test_the_guarantees_of_three_companies_close_a_circle_through_their_facilities(graph: Session, edges: Edges) -> None:
    assert await edges("GUARANTEES", "facility", "amount") == {
        (HOLDING, STEEL, "loans:SX260004", 8_000_000_000), ("欧阳明轩", STEEL, "loans:SX260004", 8_000_000_000),
        (STEEL, EGRET, "loans:SX260007", 800_000_000), (EGRET, HOLDING, "loans:SX260002", 3_000_000_000),
        (TINGTAO, HERON, "loans:SX260008", 2_500_000_000),
    }  # fmt: skip
    circle = "MATCH (a:Party)-[:GUARANTEES]->(b)-[:GUARANTEES]->(c)-[:GUARANTEES]->(a) RETURN collect(DISTINCT a.name)"
    ((names,),) = await graph.rows(circle)
    assert set(names) == {HOLDING, STEEL, EGRET}
    through = """
    MATCH (:Party)-[g:GUARANTEES]->(b:Party) WHERE NOT EXISTS { MATCH (f:Facility {id: g.facility})-[:GRANTED_TO]->(b) }
    RETURN count(*)"""
    assert await graph.rows(through) == [[0]]


async def test_collateral_is_pledged_by_one_and_may_stand_for_another(graph: Session) -> None:
    text = """
    MATCH (o)<-[:PLEDGED_BY]-(c:Collateral)-[s:SECURES]->(f)-[:GRANTED_TO]->(b)
    RETURN o.name, c.kind, c.value / 100, b.name, s.rank"""
    assert {tuple(row) for row in await graph.rows(text)} == {
        ("林海川", "REAL_ESTATE", 4_200_000, "林海川", 1), ("王伟", "REAL_ESTATE", 3_050_000, "王伟", 1),
        (STEEL, "EQUIPMENT", 96_000_000, STEEL, 1), (HOLDING, "EQUITY", 58_000_000, HOLDING, 1),
        (HOLDING, "EQUITY", 58_000_000, STEEL, 2), ("欧阳德厚", "DEPOSIT", 5_000_000, EGRET, 1),
        ("单志远", "EQUIPMENT", 320_000, "单志远", 1), ("曹建业", "OTHER", 90_000, "曹建业", 1),
    }  # fmt: skip


async def test_a_complaint_shows_when_it_was_due_when_it_was_answered_and_how_content_that_left_them(graph: Session) -> None:
    text = """
    MATCH (p)<-[:ABOUT]-(r:ServiceRequest {kind: 'COMPLAINT'}) OPTIONAL MATCH (r)<-[:FOLLOWS]-(s:Survey) OPTIONAL MATCH (r)-[:BY]->(e)
    RETURN p.name, toString(r.dueAt), r.answeredAt > r.dueAt, s.score, s.best, e.name"""
    assert {tuple(row) for row in await graph.rows(text)} == {
        ("方晓雯", "2026-08-12T15:59:00Z", True, 1, 5, "温如玉"),
        (STEEL, "2026-10-10T06:30:00Z", False, 4, 5, "裴文轩"),
    }
    late = "MATCH (p)<-[:ABOUT]-(r:ServiceRequest {status: 'OPEN'}) RETURN p.name, r.kind, toString(r.dueAt)"
    assert await graph.rows(late) == [["顾婷", "ENQUIRY", "2026-10-29T10:00:00Z"]]


async def test_a_device_shows_who_shares_it_and_not_what_it_is_called(graph: Session) -> None:
    text = "MATCH (p)-[u:USES]->(d:Device) WITH d, collect(p.name) AS names WHERE size(names) > 1 RETURN d.id, d.model, names"
    found = {model: (id_, set(names)) for id_, model, names in await graph.rows(text)}
    assert {model: names for model, (_, names) in found.items()} == {
        "iPad Air": {"林海川", "沈雨晴"},
        "MatePad 11": {"田守业", "范秀兰", "仇珊"},
    }
    assert all(id_.startswith("device:") for id_, _ in found.values())


async def test_what_the_app_takes_customers_to_be_busy_with_is_inferred(graph: Session) -> None:
    text = "MATCH (p)<-[:ABOUT]-(e:Event {source: 'app'}) RETURN p.name, e.kind, e.evidence, toString(e.happenedOn)"
    assert {tuple(row) for row in await graph.rows(text)} == {
        ("林海川", "STUDY_ABROAD", "INFERRED", "2026-09-02"),
        ("赵铁军", "OTHER", "INFERRED", "2026-10-11"),
        ("李思琪", "OTHER", "INFERRED", "2026-09-06"),
    }
    visits = "MATCH (p)<-[:ABOUT]-(i:Interaction {source: 'app'}) WHERE i.topic = 'STUDY_ABROAD' RETURN p.name, count(*), collect(DISTINCT i.channel)"
    assert await graph.rows(visits) == [["林海川", 3, ["APP"]]]


async def test_the_bureau_shows_what_is_owed_to_the_other_banks_that_the_crm_knows(graph: Session, edges: Edges) -> None:
    assert await edges("BANKS_WITH", "owed", "basis", of="bureau") == {
        (STEEL, "远浦银行", 3_600_000_000, "CREDIT_REPORT"), (BEDROCK, "远浦银行", 2_250_000_000, "CREDIT_REPORT"),
        ("李思琪", "东篱银行", 418_000, "CREDIT_REPORT"), ("方晓雯", "东篱银行", 26_000_000, "CREDIT_REPORT"),
        ("曹建业", "东篱银行", 4_150_000, "CREDIT_REPORT"),
    }  # fmt: skip
    scores = "MATCH (p)<-[:ABOUT]-(r:RiskAssessment {kind: 'CREDIT_SCORE'}) WHERE r.score < 600 RETURN p.name, r.score, r.overdue"
    assert await graph.rows(scores) == [["曹建业", 486, 5]]


async def test_the_tax_office_shows_what_companies_declared_and_who_answers_for_them(graph: Session, edges: Edges) -> None:
    text = "MATCH (c)<-[:ABOUT]-(y:TaxYear) RETURN c.name, y.year, y.revenue / 100, y.grade ORDER BY y.revenue DESC LIMIT 3"
    assert await graph.rows(text) == [
        [HERON, 2025, 684_000_000, "A"],
        [HERON, 2024, 512_000_000, "A"],
        [STEEL, 2024, 372_000_000, "A"],
    ]
    agents = {(who, company) for who, company, office in await edges("HOLDS_OFFICE", "office", of="tax") if office == "AGENT"}
    assert agents == {("钱慧敏", STEEL), ("钱慧敏", HOLDING), ("钱慧敏", EGRET)}


@pytest.mark.parametrize(("system", "apart"), [("loans", 1), ("app", 0), ("calls", 1), ("bureau", 9), ("tax", 10)])
async def test_who_has_no_number_of_the_banks_is_a_party_apart_that_head_office_alone_sees(
    graph: Session, system: str, apart: int
) -> None:
    text = """
    MATCH (r:SourceRecord {system: $system})-[:DESCRIBES]->(p) WHERE COUNT { (:SourceRecord)-[:DESCRIBES]->(p) } = 1
    RETURN p.unit, p.units"""
    assert await graph.rows(text, {"system": system}) == [["UNASSIGNED", []]] * apart


async def test_a_number_that_a_document_has_leads_from_bureau_and_tax_to_the_customer(graph: Session) -> None:
    """Which matching will use: the parties are apart and share the document."""
    text = """
    MATCH (a:Party)-[:IDENTIFIED_BY]->(d:IdentityDocument)<-[:IDENTIFIED_BY]-(b:Party)
    WHERE d.kind IN ['CN_ID', 'USCC'] AND elementId(a) < elementId(b)
      AND EXISTS { (:SourceRecord {system: 'core'})-[:DESCRIBES]->(a) } <> EXISTS { (:SourceRecord {system: 'core'})-[:DESCRIBES]->(b) }
    RETURN count(DISTINCT d)"""
    ((shared,),) = await graph.rows(text)
    assert shared == 7 + 5 + 4  # companies, whom the register shows too; people of the bureau; others of the tax office
