"""Customer groups in the graph: kept as lines end and come back, and told to those who may see their members."""

from collections.abc import Sequence
from typing import Any

from graph.session import Session
from ingest.customer_groups import Done, form
from tests.asking import asker
from tests.story_bank import TODAY

LINES = """
MATCH (p)-[m:IN_GROUP]->(g) RETURN g.id, p.name, m.role, m.rule, toString(m.validFrom), toString(m.validTo), m.endedAt IS NULL
ORDER BY g.id, p.name, m.recordedAt"""


async def test_a_group_that_is_no_more_stays_closed_and_comes_back_by_its_id(empty: Session):
    await bank(empty, ["ada"], [("ada", "inn", 0.6), ("ada", "mill", 0.7)])
    first = await form(empty, today=TODAY)
    assert (first.groups, first.formed, first.rules) == (1, 1, {"COMMON_CONTROL": 1})
    ((id_,),) = await empty.rows("MATCH (g:CustomerGroup) WHERE g.validTo IS NULL RETURN g.id")
    await empty.run("MATCH ()-[o:OWNS]->({id: 'mill'}) SET o.validTo = $day", {"day": TODAY})
    assert (await form(empty, today=TODAY)).closed == 1
    assert await empty.rows("MATCH (g:CustomerGroup) RETURN g.id, toString(g.validTo)") == [[id_, "2026-10-31"]]
    assert {line[-1] for line in await empty.rows(LINES)} == {False} and len(await empty.rows(LINES)) == 3
    await empty.run("MATCH ()-[o:OWNS]->({id: 'mill'}) REMOVE o.validTo")
    assert (await form(empty, today=TODAY)).groups == 1
    assert await empty.rows("MATCH (g:CustomerGroup) RETURN g.id, g.validTo") == [[id_, None]]


async def test_when_two_groups_become_one_the_id_of_the_larger_stays_and_the_other_leads_to_it(empty: Session):
    held = [("ada", "inn", 0.6), ("ada", "mill", 0.7), ("ada", "shop", 0.7), ("ben", "barn", 1.0), ("ben", "boat", 1.0)]
    await bank(empty, ["ada", "ben"], held)
    assert (await form(empty, today=TODAY)).groups == 2
    larger, smaller = [id_ for id_, _ in await empty.rows("MATCH (g)<-[m:IN_GROUP]-() RETURN g.id, count(m) AS n ORDER BY n DESC")]
    await empty.run("""MATCH (a {id: 'ada'}), (b {id: 'ben'})
      CREATE (a)-[:RELATED_TO {kind: 'SPOUSE', source: 't', recordId: 't:ada', toRecordId: 't:ben'}]->(b)""")
    done: Done = await form(empty, today=TODAY)
    assert (done.groups, done.closed, done.rules) == (1, 1, {"JOINT_CONTROL": 1})
    assert await empty.rows("MATCH (g:CustomerGroup {id: $id}) RETURN g.validTo, g.rule", {"id": larger}) == [[None, "JOINT_CONTROL"]]
    assert await empty.rows("MATCH (g:CustomerGroup {id: $id}) RETURN g.into", {"id": smaller}) == [[larger]]
    await empty.run("MATCH ()-[r:RELATED_TO]->() DELETE r")
    assert (await form(empty, today=TODAY)).groups == 2
    assert {id_ for (id_,) in await empty.rows("MATCH (g:CustomerGroup) RETURN g.id")} == {larger, smaller}


async def test_who_depends_on_a_company_and_who_is_consolidated_go_with_its_group(empty: Session):
    await bank(empty, [], [])
    await empty.run("""MATCH (inn {id: 'inn'}), (mill {id: 'mill'}), (shop {id: 'shop'})
      CREATE (mill)-[:CONSOLIDATED_BY {level: 'DIRECT', source: 't', recordId: 't:mill', toRecordId: 't:inn'}]->(inn),
        (shop)-[:SUPPLIES {volume: 60, currency: 'CNY', source: 't', recordId: 't:shop', toRecordId: 't:inn'}]->(inn),
        (shop)<-[:ABOUT]-(:TaxYear {id: 'y1', year: 2024, revenue: 1000, currency: 'CNY'}),
        (shop)<-[:ABOUT]-(:TaxYear {id: 'y2', year: 2025, revenue: 100, currency: 'CNY'})""")
    assert (await form(empty, today=TODAY)).groups == 1
    assert {(line[1], line[2], line[3]) for line in await empty.rows(LINES)} == {
        ("inn", "PARENT", "CONTROL"), ("mill", "COMPANY", "CONTROL"), ("shop", "DEPENDENT", "DEPENDENCE"),
    }  # fmt: skip
    assert {tuple(row) for row in await empty.rows("MATCH ()-[b:BECAUSE]->() RETURN b.kind, b.rule")} == {
        ("CONSOLIDATED_BY", "CONTROL"), ("SUPPLIES", "DEPENDENCE"),
    }  # fmt: skip


async def test_who_may_not_see_a_member_is_told_of_none_and_the_totals_are_of_what_is_seen(empty: Session):
    await bank(empty, ["ada"], [("ada", "inn", 0.6), ("ada", "mill", 0.7)])
    await empty.run("""CREATE (:OrgUnit {id: 'HQ', name: 'Head', level: 'HQ', path: 'HQ'})
      CREATE (:OrgUnit {id: 'N', name: 'North', level: 'BRANCH', path: 'HQ/N'})
      WITH 1 AS one MATCH (p:Party) SET p.unit = 'HQ', p.units = CASE p.id WHEN 'mill' THEN ['HQ'] ELSE ['HQ', 'N'] END
      CREATE (:Facility {id: 'f' + p.id, kind: 'COMPREHENSIVE', status: 'ACTIVE', limit: 1000, used: 10, currency: 'CNY'})-[:GRANTED_TO]->(p)""")
    await form(empty, today=TODAY)
    text = "query($id: ID!) { company(id: $id) { groups { group { members { party { name } } why { words } credit { lines limit used } } } } }"
    whole = (await (await asker(empty, "HQ"))(text, id="inn")).data["company"]["groups"][0]["group"]
    north = (await (await asker(empty, "HQ/N"))(text, id="inn")).data["company"]["groups"][0]["group"]
    assert (len(whole["members"]), len(whole["why"]), whole["credit"][0]) == (3, 2, {"lines": 3, "limit": "30.00", "used": "0.30"})
    assert [m["party"]["name"] for m in north["members"]] == ["ada", "inn"]
    assert (len(north["why"]), north["credit"][0]) == (1, {"lines": 2, "limit": "20.00", "used": "0.20"})


async def bank(session: Session, people: Sequence[str], held: Sequence[tuple[str, str, float]]) -> None:
    """A few parties, each of one record, and who has which share of what."""
    names = ["inn", "mill", "shop", "barn", "boat", *people]
    rows: list[dict[str, Any]] = [{"id": name, "person": name in people} for name in names]
    await session.run("""UNWIND $rows AS row
      CREATE (p:Party {id: row.id, name: row.id, sortName: row.id, kind: CASE WHEN row.person THEN 'PERSON' ELSE 'COMPANY' END})
      CREATE (:SourceRecord {id: 't:' + row.id, system: 't'})-[:DESCRIBES]->(p)
      FOREACH (_ IN CASE WHEN row.person THEN [1] ELSE [] END | SET p:Person)
      FOREACH (_ IN CASE WHEN row.person THEN [] ELSE [1] END | SET p:Company)""", {"rows": rows})
    await session.run("""UNWIND $rows AS row MATCH (o:Party {id: row[0]}), (c:Party {id: row[1]})
      CREATE (o)-[:OWNS {interest: 'SHAREHOLDING', shareExact: row[2], direct: true, nominee: false, source: 't',
        recordId: 't:' + row[0], toRecordId: 't:' + row[1]}]->(c)""", {"rows": [list(each) for each in held]})
