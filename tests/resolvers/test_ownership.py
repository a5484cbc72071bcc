"""Ownership and beneficial owners asked as a caller does: the story's own, and declarations of BODS."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from neo4j import GraphDatabase

from graph.session import Session
from ingest.job import run_source
from ingest.lakeside.story.companies import ORGANISATIONS, STAKES
from ingest.sources import source
from resolvers.answer import PLANS
from resolvers.plan import Plan
from tests.asking import STANDARD, asker
from tests.test_house_rules import operators

STEEL, HERON, SUBDISTRICT, HOLDING = "港湾钢铁", "鹭鸣智能", "青溪街道", "明轩控股"
HOLDERS = """query($id: ID!, $asOf: Date, $knownAt: Date) { ownership(company: $id, asOf: $asOf, knownAt: $knownAt) {
  company { name } holderCount unknown
  holders { party { name __typename } share shareMin shareMax directMin isUltimate reason words paths { names shareMin } interests { interest system since } }
  controllers { party { name } isActual isCertain means jointly words }
  connected { party { name } because words } undisclosed { party { name } reason text statementId } problems { reason company words share } } }"""
OWNERS = """query($id: ID!, $rule: OwnerRule! = CN, $threshold: Float) { beneficialOwners(company: $id, rule: $rule, threshold: $threshold) {
  company { name } rule status threshold undisclosed { reason }
  owners { party { name } isCertain because { found shareMin shareMax words } } } }"""


def code_of(short: str) -> str:
    return next(f"register:{each.uscc}" for each in ORGANISATIONS if each.short_name == short)


async def id_of(graph: Session, short: str) -> str:
    ((found,),) = await graph.rows("MATCH (r:SourceRecord {id: $id})-[:DESCRIBES]->(p:Party) RETURN p.id", {"id": code_of(short)})
    return found


def expected(company: str) -> dict[str, float]:
    """Everyone's share by the story's own table: I − A as a full matrix, those on a circle without the ways back to themselves."""
    keys = sorted({end for each in STAKES for end in (each.who, each.company)})
    held = np.zeros((len(keys), len(keys)))
    for each in STAKES:
        held[keys.index(each.who), keys.index(each.company)] = float(each.share) / 100
    ways = np.linalg.inv(np.eye(len(keys)) - held)
    at = keys.index(company)
    return {key: ways[n, at] / ways[n, n] for n, key in enumerate(keys) if n != at and ways[n, at] > 0}


@pytest.mark.parametrize(("short", "key"), [(STEEL, "harbour-steel"), (HOLDING, "mingxuan-holding"), (HERON, "heron-equipment")])
async def test_effective_shares_of_the_story_are_those_of_its_own_table(graph: Session, short: str, key: str):
    ask = await asker(graph)
    found = (await ask(HOLDERS, id=await id_of(graph, short))).data["ownership"]
    shares = sorted(each["share"] for each in found["holders"])
    assert shares == pytest.approx(sorted(expected(key).values()))
    assert found["holderCount"] == len(shares)
    assert found["unknown"] == pytest.approx(1 - sum(each["share"] for each in found["holders"] if each["isUltimate"]))


async def test_the_story_names_who_controls_and_owns_its_companies(graph: Session):
    ask = await asker(graph)
    steel = (await ask(HOLDERS, id=await id_of(graph, STEEL))).data["ownership"]
    assert {(each["party"]["name"], each["isActual"]) for each in steel["controllers"]} == {
        ("湖州明轩控股集团有限公司", False), ("欧阳明轩", True),
    }  # fmt: skip
    told = {each["party"]["name"]: each["words"] for each in steel["controllers"]}
    assert told["欧阳明轩"] == "欧阳明轩 controls 湖州港湾钢铁有限公司 by most of its votes, through 湖州明轩控股集团有限公司."
    first = steel["holders"][0]
    assert (first["party"], first["directMin"]) == ({"name": "欧阳明轩", "__typename": "Person"}, 0.18)
    assert first["words"] == "欧阳明轩 has 62.21 % of 湖州港湾钢铁有限公司, 18 % of it directly."
    assert first["paths"][0] == {"names": ["欧阳明轩", "湖州明轩控股集团有限公司", "湖州港湾钢铁有限公司"], "shareMin": pytest.approx(0.434)}
    assert first["interests"] == [{"interest": "SHAREHOLDING", "system": "register", "since": "1998-11-02"}]
    assert {(each["party"]["name"], each["because"]) for each in steel["connected"]} >= {("何艾达", "OFFICER"), ("欧阳思远", "OFFICER")}


@pytest.mark.parametrize(("short", "rule", "threshold", "status", "owners"), [
    (STEEL, "CN", None, "FOUND", {"欧阳明轩": ["SHARES"]}),
    (STEEL, "EU", None, "FOUND", {"欧阳明轩": ["SHARES", "CONTROL", "OWNS_CONTROLLER", "CONTROLS_OWNER"]}),
    (STEEL, "CUSTOM", 0.12, "FOUND", {"欧阳明轩": ["SHARES"], "曾文彬": ["SHARES"]}),
    (HERON, "CN", None, "FOUND", {"陆一鸣": ["SHARES"]}),
    (SUBDISTRICT, "CN", None, "EXEMPT", {}),
])  # fmt: skip
async def test_beneficial_owners_of_the_story_are_found_by_what_the_rule_says(
    graph: Session, short: str, rule: str, threshold: float | None, status: str, owners: dict[str, list[str]]
):
    found = (await (await asker(graph))(OWNERS, id=await id_of(graph, short), rule=rule, threshold=threshold)).data["beneficialOwners"]
    told = {each["party"]["name"]: [why["found"] for why in each["because"]] for each in found["owners"] if each["isCertain"]}
    assert (found["status"], found["rule"], told) == (status, rule, owners)


async def test_both_are_one_statement_that_prunes_what_it_has_seen(graph: Session):
    """… and graph-core's own execution of the same question says the same, under aliases and fragments too."""
    ask, id_ = await asker(graph), await id_of(graph, STEEL)
    text = """query($id: ID!) {
      ownership(company: $id, first: 3) { ...all again: holders { who: party { id } party { ... on Company { uscc } name } } }
      beneficialOwners(company: $id, rule: EU) { owners { party { id name } one: party { displayName } } company { uscc } } }
      fragment all on Ownership { holders { party { name } } controllers { party { id } means } company { name uscc } }"""
    answer = await ask(text, id=id_)
    assert answer.context.statements == 1
    assert (await ask(text, schema=STANDARD, id=id_)).data == answer.data
    assert [each["party"]["name"] for each in answer.data["ownership"]["again"]] == [
        each["party"]["name"] for each in answer.data["ownership"]["holders"]
    ]  # fmt: skip
    assert len(answer.data["ownership"]["again"]) == 3


async def test_the_neighbourhood_is_reached_from_an_index_and_each_party_once(graph: Session, engines: Any):
    ask = await asker(graph, "HQ/SUZHOU")
    await ask(HOLDERS, id=await id_of(graph, STEEL))
    plan = next(each for key, each in PLANS.kept.items() if key[1] == HOLDERS and isinstance(each, Plan))
    with GraphDatabase.driver(engines.neo4j_uri, auth=(engines.neo4j_user, engines.neo4j_password)) as driver:
        sent = dict.fromkeys(re.findall(r"\$(\w+)", plan.statement.text))
        explained = driver.execute_query("EXPLAIN " + plan.statement.text, sent).summary.plan  # pyright: ignore[reportArgumentType]
    found = operators(explained or {})
    assert "VarLengthExpand(Pruning,BFS,All)" in found
    assert not found & {"AllNodesScan", "NodeByLabelScan", "VarLengthExpand(All)"}


async def test_ownership_is_told_as_of_a_day_and_as_it_was_known(graph: Session):
    ask, id_ = await asker(graph), await id_of(graph, HOLDING)

    async def names(**days: str) -> set[str]:
        found = (await ask(HOLDERS, today=date(2027, 1, 31), id=id_, **days)).data["ownership"]["holders"]
        return {each["party"]["name"] for each in found}

    assert {"欧阳思远", "湖州青鹭物流有限公司"} <= await names()
    assert await names(asOf="2021-02-28") == {"欧阳明轩", "欧阳德厚"}
    assert await names(knownAt="2026-01-01") == set()  # the register was not read yet
    assert await names(knownAt="2027-01-31", asOf="2021-02-28") == {"欧阳明轩", "欧阳德厚"}


@pytest.mark.parametrize(("field", "code"), [
    ('ownership(company: "nobody") { unknown }', "UNKNOWN_COMPANY"),
    ('ownership(company: "register:none") { unknown }', "UNKNOWN_COMPANY"),
    ('ownership(company: "{id}", asOf: "1899-12-31") { unknown }', "DATE_OUT_OF_RANGE"),
    ('ownership(company: "{id}", asOf: "2026-11-01") { unknown }', "DATE_OUT_OF_RANGE"),
    ('ownership(company: "{id}", knownAt: "2030-01-01") { unknown }', "DATE_OUT_OF_RANGE"),
    ('beneficialOwners(company: "{id}", threshold: 0.2) { status }', "THRESHOLD_OUT_OF_RANGE"),
    ('beneficialOwners(company: "{id}", rule: CUSTOM) { status }', "THRESHOLD_OUT_OF_RANGE"),
    ('beneficialOwners(company: "{id}", rule: CUSTOM, threshold: 1.5) { status }', "THRESHOLD_OUT_OF_RANGE"),
    ('beneficialOwners(company: "nobody") { status }', "UNKNOWN_COMPANY"),
])  # fmt: skip
async def test_what_cannot_be_asked_is_named_beside_the_rest_of_the_answer(graph: Session, field: str, code: str):
    ask, id_ = await asker(graph), await id_of(graph, STEEL)
    answer = await ask(f'{{ wrong: {field.replace("{id}", id_)} right: company(id: "{id_}") {{ name }} }}')
    assert answer.result.data == {"wrong": None, "right": {"name": "湖州港湾钢铁有限公司"}}
    assert [(error.original_error.code, error.path) for error in answer.result.errors or []] == [(code, ["wrong"])]  # pyright: ignore


@pytest.mark.parametrize("first", [-1, 1001])
async def test_more_holders_than_are_told_are_not_asked_for(graph: Session, first: int):
    answer = await (await asker(graph))(f'{{ ownership(company: "{STEEL}", first: {first}) {{ unknown }} }}')
    assert answer.result.data is None and answer.context.statements == 0
    assert answer.errors == [("first must be between 0 and 1000 at ownership.", None)]


async def test_a_company_of_others_is_answered_as_one_that_is_not_there(graph: Session):
    ask = await asker(graph, "HQ/SUZHOU")
    answers = [await ask(HOLDERS, id=id_) for id_ in ("crm:O-0002", "crm:O-9999")]
    assert [[(error.message, error.path) for error in each.result.errors or []] for each in answers] == [
        [("There is no such company that you may see: check its id.", ["ownership"])]
    ] * 2


async def test_the_examples_of_the_document_are_answered(graph: Session):
    page = Path(__file__).parents[2] / "docs" / "ownership.md"
    examples = re.findall(r"```graphql\n(.*?)```", page.read_text(encoding="utf-8"), re.S)
    ask = await asker(graph)
    assert len(examples) == 2
    for text in examples:
        assert all((await ask(text)).data.values())


# ---- declarations ----------------------------------------------------------------------------------------------------


@pytest.fixture
async def declared(empty: Session, data: Path, tmp_path: Path) -> Session:
    """The conformance cases of BODS, as one delivery."""
    cases = [data / "bods" / f"{name}.json" for name in ("core/01-direct-ownership", "edge-cases/10-circular-ownership", "edge-cases/11-anonymous-person")]
    said = [each for case in cases for each in json.loads(case.read_text(encoding="utf-8"))]
    (tmp_path / "statements.json").write_text(json.dumps(said), encoding="utf-8")
    await run_source(source("bods"), tmp_path, empty, tmp_path / "home")
    return empty


async def test_the_cases_of_bods_are_answered_as_their_documents_say(declared: Session):
    ask = await asker(declared)

    async def both(record: str) -> tuple[Any, Any]:
        id_ = f"bods:{record}"
        return (await ask(HOLDERS, id=id_)).data["ownership"], (await ask(OWNERS, id=id_)).data["beneficialOwners"]

    held, owners = await both("rec-acme-holdings-ltd")
    assert [(each["party"]["name"], each["share"], len(each["paths"])) for each in held["holders"]] == [("Jane Smith", 0.75, 1)]
    assert [each["interest"] for each in held["holders"][0]["interests"]] == ["SHAREHOLDING", "VOTING_RIGHTS"]
    assert [(each["party"]["name"], each["isCertain"]) for each in owners["owners"]] == [("Jane Smith", True)]
    for record in ("rec-alpha-corp", "rec-beta-corp"):
        held, owners = await both(record)
        assert [(each["share"], each["reason"]) for each in held["holders"]] == [(None, "CLOSED_LOOP")]
        assert (owners["status"], owners["owners"]) == ("CLOSED_LOOP", [])
    held, owners = await both("rec-opaque-holdings-sa")
    (why,) = held["undisclosed"]
    assert (why["reason"], why["statementId"]) == ("subjectUnableToConfirmOrIdentifyBeneficialOwner", "bods:f11-r1-2d12-4f8a-9001-aabb1122cc02")
    assert (owners["status"], owners["undisclosed"]) == ("DECLARED_UNKNOWN", [{"reason": why["reason"]}])


async def test_who_acts_in_concert_is_read_with_the_company_it_is_for(declared: Session):
    made = """MATCH (:SourceRecord {id: 'bods:rec-acme-holdings-ltd'})-[:DESCRIBES]->(c), (:SourceRecord {id: 'bods:rec-jane-smith-1975'})-[:DESCRIBES]->(j)
        CREATE (b:Party:Person {id: 'bo', name: 'Bo', units: ['PUBLIC'], unit: 'PUBLIC'})-[:OWNS {interest: 'SHAREHOLDING', shareExact: 0.1, source: 'bods'}]->(c)
        CREATE (b)-[:ACTS_WITH {agreement: 'deed of 2020', company: $company}]->(j)"""
    await declared.run(made, {"company": "bods:rec-acme-holdings-ltd"})
    ask = await asker(declared)
    found = (await ask(HOLDERS, id="bods:rec-acme-holdings-ltd")).data["ownership"]
    assert {(each["party"]["name"], each["words"]) for each in found["connected"]} == {
        ("Bo", "Bo acts in concert with Jane Smith: deed of 2020."), ("Jane Smith", "Jane Smith acts in concert with Bo: deed of 2020."),
    }  # fmt: skip
    owners = (await ask(OWNERS, id="bods:rec-acme-holdings-ltd")).data["beneficialOwners"]["owners"]
    assert {each["party"]["name"]: [why["found"] for why in each["because"]] for each in owners} == {"Jane Smith": ["SHARES", "DECLARED"], "Bo": ["VOTES"]}
    await declared.run("MATCH ()-[a:ACTS_WITH]->() SET a.company = 'bods:rec-alpha-corp'")
    owners = (await ask(OWNERS, id="bods:rec-acme-holdings-ltd")).data["beneficialOwners"]["owners"]
    assert [each["party"]["name"] for each in owners] == ["Jane Smith"]
