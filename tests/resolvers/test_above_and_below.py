"""Parents, subsidiaries, funds and branches of a company, from both sides, as of a day, and within the caller's scope."""

from typing import Any

from graph.session import Session
from tests.asking import STANDARD, asker

# A holding with a subsidiary, its branch, and two funds; the line to the holding ended in 2025, that to its parent holds.
COMPANIES = """
CREATE (:OrgUnit {id: 'HQ', name: 'Head', level: 'HQ', path: 'HQ'})
CREATE (:OrgUnit {id: 'N', name: 'North', level: 'BRANCH', path: 'HQ/N'})
WITH 1 AS one UNWIND ['holding', 'mill', 'mill north', 'fund', 'umbrella', 'old'] AS name
CREATE (:Party:Company {id: name, name: name, sortName: name, kind: 'COMPANY', unit: 'N', units: CASE name WHEN 'old' THEN ['HQ'] ELSE ['HQ', 'N'] END})
WITH count(*) AS n
MATCH (h {id: 'holding'}), (m {id: 'mill'}), (b {id: 'mill north'}), (f {id: 'fund'}), (u {id: 'umbrella'}), (o {id: 'old'})
CREATE (m)-[:CONSOLIDATED_BY {level: 'DIRECT', share: 0.7, source: 'gleif', recordId: 'm', validFrom: date('2025-06-01')}]->(h),
  (m)-[:CONSOLIDATED_BY {level: 'DIRECT', source: 'gleif', recordId: 'o', validFrom: date('2010-01-01'), validTo: date('2025-06-01')}]->(o),
  (m)-[:CONSOLIDATED_BY {level: 'ULTIMATE', source: 'gleif', recordId: 'm'}]->(h),
  (b)-[:BRANCH_OF {source: 'register', recordId: 'b'}]->(m),
  (f)-[:FUND_OF {tie: 'MANAGED_BY', source: 'gleif', recordId: 'f'}]->(h),
  (f)-[:FUND_OF {tie: 'SUBFUND_OF', source: 'gleif', recordId: 'f'}]->(u)"""
TEXT = """query($id: ID!, $asOf: Date) { company(id: $id) {
  parents(asOf: $asOf) { level company { name } } subsidiaries(asOf: $asOf) { level share company { name } }
  fundOf { tie company { name } } funds { tie company { name } } headOffice { name } branches { name } } }"""


async def test_what_stands_above_and_below_a_company_is_told_from_both_sides(empty: Session):
    await empty.run(COMPANIES)
    ask = await asker(empty)

    async def found(id_: str, **more: Any) -> Any:
        answer = await ask(TEXT, id=id_, **more)
        assert (await ask(TEXT, id=id_, schema=STANDARD, **more)).data == answer.data
        return answer.data["company"]

    mill, holding = await found("mill"), await found("holding")
    assert lines(mill["parents"], "level") == {("DIRECT", "holding"), ("ULTIMATE", "holding")}
    assert mill["branches"] == [{"name": "mill north"}] and mill["headOffice"] is None
    assert lines(holding["subsidiaries"], "level") == {("DIRECT", "mill"), ("ULTIMATE", "mill")}
    assert {line["share"] for line in holding["subsidiaries"]} == {0.7, None}
    assert lines(holding["funds"], "tie") == {("MANAGED_BY", "fund")} and holding["fundOf"] == []
    assert (await found("mill north"))["headOffice"] == {"name": "mill"}
    assert lines((await found("fund"))["fundOf"], "tie") == {("MANAGED_BY", "holding"), ("SUBFUND_OF", "umbrella")}
    early = await found("mill", asOf="2020-01-01")
    assert lines(early["parents"], "level") == {("DIRECT", "old"), ("ULTIMATE", "holding")}
    north = (await (await asker(empty, "HQ/N"))(TEXT, id="mill", asOf="2020-01-01")).data["company"]
    assert lines(north["parents"], "level") == {("ULTIMATE", "holding")}  # the earlier one is head office's alone


def lines(found: list[Any], word: str) -> set[tuple[str, str]]:
    return {(each[word], each["company"]["name"]) for each in found}
