"""What the bank lacks at the story's companies, asked as a caller does: exactly what its truth leaves open."""

from pathlib import Path
from typing import Any

import pytest

from access.caller import CallerRole
from graph.session import Session
from ingest.lakeside import write
from rules.coverage_gaps import LOOKED_FOR
from runtime.errors import Refused
from tests.asking import STANDARD, asker
from tests.ingest.lakeside.written import Written
from tests.resolvers.test_buying_centre import Names

GAPS = """query($id: ID!, $deal: ID, $on: Date) { coverageGaps(company: $id, opportunity: $deal, asOf: $on) {
  company { name } isCustomer version ruleZh ruleEn isWhole
  gaps { kind isEssential function role person { name } roles current desired wordsZh wordsEn
    restsOn { words system lineId recordId evidence saidBy saidOn since } } } }"""
LEVELS = ["NONE", "KNOWN", "MET", "TRUSTED"]
TRIANGLES = {"yuanshan-pottery": ["PRODUCT"]}


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Written:
    directory: Path = tmp_path_factory.mktemp("truth")
    write(directory)
    return Written(directory)


def of(told: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [gap for gap in told["gaps"] if gap["kind"] == kind]


async def test_gaps_are_what_the_truth_leaves_open(graph: Session, truth: Written) -> None:
    names, ask = Names(graph, truth), await asker(graph)
    said, near = truth.truth("deciders"), {(one["who"], one["company"]): one for one in truth.truth("closeness")}
    for company in sorted({one["company"] for one in said}):
        told = (await ask(GAPS, id=await names.party(company))).data["coverageGaps"]
        parts = [one for one in said if one["company"] == company]
        people = {one["who"] for one in parts}
        assert told["isCustomer"] is (company != "bedrock-minerals") and told["isWhole"]
        assert [gap["function"] for gap in of(told, "IRON_TRIANGLE")] == TRIANGLES.get(company, [])
        assert {gap["role"] for gap in of(told, "ROLE")} == {*LOOKED_FOR} - {one["role"] for one in parts}
        below = {
            who for who in people
            if (one := near.get((who, company))) and LEVELS.index(one["level"]) < LEVELS.index(one["desired"])
        }  # fmt: skip
        assert {gap["person"]["name"] for gap in of(told, "CONTACT")} == {names.name[who] for who in below}
        unsaid = {names.name[who] for who in people if (who, company) not in near}
        assert {gap["person"]["name"] for gap in of(told, "CONTACT_UNKNOWN")} == unsaid


async def test_a_gap_tells_in_words_what_it_rests_on(graph: Session, truth: Written) -> None:
    names, ask = Names(graph, truth), await asker(graph)
    told = (await ask(GAPS, id=await names.party("harbour-steel"))).data["coverageGaps"]
    aida, heir = sorted(of(told, "CONTACT"), key=lambda gap: not gap["isEssential"])
    assert (aida["person"]["name"], aida["roles"], aida["current"], aida["desired"]) == ("何艾达", ["GATEKEEPER"], "MET", "TRUSTED")
    assert aida["wordsZh"] == "何艾达（把关人）：当前见过，期望信任。" and aida["wordsEn"] == "何艾达 (GATEKEEPER): MET now, TRUSTED wanted."
    first = aida["restsOn"][0]
    assert (first["evidence"], first["saidBy"], first["saidOn"]) == ("2026-10-13 电话；只谈价格，不谈方案", "core:E201", "2026-10-13")
    assert first["system"] == "crm" and first["lineId"].startswith("crm:") and len(aida["restsOn"]) == 3
    assert (heir["person"]["name"], heir["isEssential"]) == ("欧阳思远", False)
    pottery = (await ask(GAPS, id=await names.party("yuanshan-pottery"))).data["coverageGaps"]
    (gap,) = of(pottery, "IRON_TRIANGLE")
    assert gap["wordsZh"].endswith("没有产品经理；现有：客户经理、风险经理。")
    assert [each["words"] for each in gap["restsOn"]] == ["纪思敏: RISK", "陶然: RM"]


async def test_as_of_a_day_and_for_a_business(graph: Session, truth: Written) -> None:
    names, ask = Names(graph, truth), await asker(graph)
    steel = await names.party("harbour-steel")
    before = (await ask(GAPS, id=steel, on="2019-05-05")).data["coverageGaps"]
    assert {gap["role"] for gap in of(before, "ROLE")} == {*LOOKED_FOR}
    assert len(of(before, "IRON_TRIANGLE")) == 3
    early = (await ask(GAPS, id=steel, on="2026-10-12")).data["coverageGaps"]
    assert "何艾达" in {gap["person"]["name"] for gap in of(early, "CONTACT_UNKNOWN")}
    deal = (await ask(GAPS, id=steel, deal="crm:OP-0001")).data["coverageGaps"]
    assert {gap["role"] for gap in of(deal, "ROLE")} == {gap["role"] for gap in of((await ask(GAPS, id=steel)).data["coverageGaps"], "ROLE")}


async def test_what_cannot_be_asked_is_a_named_error(graph: Session, truth: Written) -> None:
    names, ask = Names(graph, truth), await asker(graph)
    steel = await names.party("harbour-steel")

    async def code(**given: Any) -> str:
        (error,) = (await ask(GAPS, **{"id": steel} | given)).result.errors or []
        assert isinstance(error.original_error, Refused)
        return error.original_error.code

    assert await code(id="nobody") == "UNKNOWN_COMPANY"
    assert await code(id=await names.party("he-aida")) == "UNKNOWN_COMPANY"
    assert await code(deal="crm:OP-0002") == "UNKNOWN_OPPORTUNITY"  # another company's
    assert await code(on="1899-12-31") == "DATE_OUT_OF_RANGE"


async def test_who_does_not_see_it_is_told_what_who_asks_for_none_is_told(graph: Session, truth: Written) -> None:
    names = Names(graph, truth)
    suzhou = await asker(graph, "HQ/SUZHOU")
    steel = await names.party("harbour-steel")
    assert (await suzhou(GAPS, id=steel)).errors == (await suzhou(GAPS, id="nobody")).errors
    other = await asker(graph, "HQ/HUZHOU", CallerRole.PARTNER)
    assert (await other(GAPS, id=steel)).data["coverageGaps"] is None


async def test_compiled_and_plain_answers_are_the_same(graph: Session, truth: Written) -> None:
    names, ask = Names(graph, truth), await asker(graph)
    steel = await names.party("harbour-steel")
    assert (await ask(GAPS, id=steel)).data == (await ask(GAPS, schema=STANDARD, id=steel)).data
