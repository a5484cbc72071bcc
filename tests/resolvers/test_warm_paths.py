"""Introductions, asked as a caller does: the story's people, what is never a way, ways around somebody, and every way there is."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from access.caller import CallerRole
from graph.identity import global_id
from graph.session import Session
from ingest.lakeside import write
from resolvers.warm_paths import MOST_AVOIDED
from rules.warm_paths import Ground, Tie, TieKind, warm_paths
from runtime.errors import Refused
from tests.asking import STANDARD, TODAY, Answer, asker
from tests.ingest.lakeside.written import Written
from tests.resolvers.test_buying_centre import Names

WARM = """query($id: ID!, $role: DecisionRole, $from: ID, $avoid: [ID!], $within: Int! = 4, $first: Int! = 3) {
  warmPaths(to: $id, role: $role, from: $from, avoid: $avoid, within: $within, first: $first) {
    to { name } targetCount isWhole version ruleZh ruleEn
    paths { score complianceFirst wordsZh wordsEn people { id name person { name } employee { name unit { name } } }
      steps { fromId toId score ties { kind score strength last grounds { system recordId lineId evidence saidBy since } } } } } }"""
WAYS = "query($id: ID!, $from: ID, $avoid: [ID!]) { warmPaths(to: $id, from: $from, avoid: $avoid, first: 10) { paths { people { id } } } }"


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Written:
    directory: Path = tmp_path_factory.mktemp("truth")
    write(directory)
    return Written(directory)


def by_name(answer: Answer) -> list[list[str]]:
    return [[each["name"] for each in path["people"]] for path in answer.data["warmPaths"]["paths"]]


# ---- the story ---------------------------------------------------------------------------------------


async def test_the_chairman_who_referred_him_leads_to_the_miner(graph: Session, truth: Written) -> None:
    names, ask = Names(graph, truth), await asker(graph)
    miner, chairman = await names.party("shi-anping"), await names.party("ouyang-mingxuan")
    told = (await ask(WARM, id=miner, **{"from": "core:E211", "first": 1})).data["warmPaths"]
    (path,) = told["paths"]
    assert [each["name"] for each in path["people"]] == ["聂长河", "欧阳明轩", "石安平"]
    (tie,) = path["steps"][1]["ties"]
    assert (tie["kind"], tie["strength"], tie["last"]) == ("REFERRED", 0.6, "2026-04-08")
    assert tie["grounds"][0]["evidence"] == "港口会面由其引荐，2026-04-08" and tie["grounds"][0]["saidBy"] == "core:E201"
    assert path["steps"][1]["fromId"] == chairman and path["steps"][1]["toId"] == miner and not path["complianceFirst"]
    assert path["wordsZh"].startswith("聂长河 → 欧阳明轩（管户") and "转介，2026-04-08" in path["wordsZh"]
    assert path["people"][0]["employee"]["unit"] and path["people"][1]["person"]["name"] == "欧阳明轩"
    assert told["ruleZh"] and told["ruleEn"] and told["version"] == "1" and told["isWhole"] and told["targetCount"] == 1
    around = await ask(WARM, id=miner, **{"from": "core:E211", "avoid": [chairman]})
    assert all("欧阳明轩" not in way for way in by_name(around))


async def test_to_a_company_they_lead_to_who_decides_in_it(graph: Session, truth: Written) -> None:
    names, ask = Names(graph, truth), await asker(graph)
    steel, said = await names.party("harbour-steel"), [one for one in truth.truth("deciders") if one["company"] == "harbour-steel"]
    everyone = await ask(WARM, id=steel, first=10)
    assert everyone.data["warmPaths"]["targetCount"] == len({one["who"] for one in said})
    assert {way[-1] for way in by_name(everyone)} <= {names.name[one["who"]] for one in said}
    keepers = {names.name[one["who"]] for one in said if one["role"] == "GATEKEEPER"}
    told = await ask(WARM, id=steel, role="GATEKEEPER")
    assert told.data["warmPaths"]["targetCount"] == len(keepers) and {way[-1] for way in by_name(told)} == keepers
    written_out = WARM.replace("role: $role", "role: GATEKEEPER").replace("$role: DecisionRole, ", "")
    assert by_name(await ask(written_out, id=steel)) == by_name(told)
    middles = [who for way in by_name(told) for who in way[1:-1]]
    assert len(middles) == len({*middles})


async def test_a_unit_introduces_by_its_own_people_alone(graph: Session, truth: Written) -> None:
    names, ask = Names(graph, truth), await asker(graph)
    chairman = await names.party("ouyang-mingxuan")
    ((unit, head),) = await graph.rows("MATCH (e:Employee {id: 'core:E211'})-[:WORKS_IN]->(u), (h:OrgUnit {path: 'HQ'}) RETURN u.id, h.id LIMIT 1")
    own = {id_ for (id_,) in await graph.rows("MATCH (e:Employee)-[:WORKS_IN]->({id: $unit}) RETURN e.id", {"unit": unit})}
    told = (await ask(WARM, id=chairman, **{"from": unit})).data["warmPaths"]["paths"]
    assert told and {path["people"][0]["id"] for path in told} <= own
    everybody = await ask(WARM, id=chairman)
    assert by_name(await ask(WARM, id=chairman, **{"from": head})) == by_name(everybody)
    assert by_name(await ask(WARM, id=global_id("Person:", chairman), **{"from": global_id("OrgUnit:", head)})) == by_name(everybody)


async def test_to_the_head_of_a_public_body_compliance_is_first(graph: Session, truth: Written) -> None:
    names, ask = Names(graph, truth), await asker(graph)
    told = (await ask(WARM, id=await names.party("feng-guoqing"))).data["warmPaths"]["paths"]
    assert told and all(path["complianceFirst"] for path in told)
    assert all(path["wordsZh"].endswith("先经合规。") and path["wordsEn"].endswith("Compliance first.") for path in told)


async def test_what_cannot_be_asked_is_a_named_error(graph: Session, truth: Written) -> None:
    names, ask = Names(graph, truth), await asker(graph)
    miner = await names.party("shi-anping")

    async def code(**given: Any) -> str:
        asked: dict[str, Any] = {"id": miner} | given
        (error,) = (await ask(WARM, **asked)).result.errors or []
        assert isinstance(error.original_error, Refused)
        return error.original_error.code

    assert await code(id="nobody") == await code(id="crm:nobody") == "UNKNOWN_PARTY"
    assert await code(**{"from": "core:nobody"}) == await code(**{"from": miner}) == "UNKNOWN_EMPLOYEE"
    assert await code(avoid=["core:E201", "nobody"]) == await code(avoid=[await names.party("harbour-steel")]) == "UNKNOWN_PARTY"
    assert await code(within=0) == await code(within=5) == "DEPTH_OUT_OF_RANGE"
    assert await code(first=11) == await code(avoid=["core:E201"] * (MOST_AVOIDED + 1)) == "BAD_USER_INPUT"


async def test_who_does_not_see_them_is_told_what_who_asks_for_none_is_told(graph: Session, truth: Written) -> None:
    names, suzhou = Names(graph, truth), await asker(graph, "HQ/SUZHOU")
    chairman, teacher = await names.party("ouyang-mingxuan"), await names.party("shi-anping")
    assert (await suzhou(WARM, id=chairman)).errors == (await suzhou(WARM, id="nobody")).errors
    huzhou = await asker(graph, "HQ/HUZHOU")
    ((hidden,),) = await graph.rows("MATCH (p:Person) WHERE p.units = ['HQ/SUZHOU'] OR p.unit = 'HQ/SUZHOU' RETURN p.id ORDER BY p.id LIMIT 1") or [("x",)]
    assert (await huzhou(WARM, id=chairman, avoid=[hidden])).errors == (await huzhou(WARM, id=chairman, avoid=["nobody"])).errors
    partner = await asker(graph, "HQ/HUZHOU", CallerRole.PARTNER)
    assert (await partner(WARM, id=teacher)).data["warmPaths"] is None


async def test_compiled_and_plain_answers_are_the_same(graph: Session, truth: Written) -> None:
    names, ask = Names(graph, truth), await asker(graph)
    for key in ("shi-anping", "harbour-steel"):
        id_ = await names.party(key)
        assert (await ask(WARM, id=id_)).data == (await ask(WARM, schema=STANDARD, id=id_)).data


# ---- people made for it ------------------------------------------------------------------------------

MADE = """
UNWIND range(1, 8) AS n
CREATE (:Party:Person {id: 'PWARM' + n, kind: 'PERSON', name: 'Person ' + n, sortName: 'person ' + n, units: ['HQ'], unit: 'HQ'})
WITH count(*) AS _ UNWIND range(1, 3) AS m
CREATE (:Employee {id: 'PWARM:E' + m, name: 'Banker ' + m})"""
GONE = "MATCH (n) WHERE n.id STARTS WITH 'PWARM' DETACH DELETE n"
LINES = """UNWIND $lines AS l MATCH (a {id: l.one}), (b {id: l.other}) WHERE a:Person OR a:Employee
CREATE (a)-[r:$(l.type)]->(b) SET r = l.said, r.recordId = 'made:1', r.hash = 'h', r.source = coalesce(l.said.source, 'made'),
  r.recordedAt = datetime('2026-01-01'), r.toldOn = date('2026-01-01')"""
SHARED = "MATCH (a {id: 'PWARM1'}), (b {id: 'PWARM8'}) "
# What would be the only way from one who is covered to whom is looked for.
NO_WAY = {
    "a spouse": "CREATE (a)-[:RELATED_TO {by: 'x', kind: 'SPOUSE', source: 'made'}]->(b)",
    "a household": "CREATE (a)-[:LIVES_IN {source: 'made'}]->(h:Household {id: 'PWARMh'})<-[:LIVES_IN {source: 'made'}]-(b)",
    "an address": "CREATE (a)-[:RESIDES_AT {source: 'made'}]->(h:Address {id: 'PWARMa', text: 'x'})<-[:RESIDES_AT {source: 'made'}]-(b)",
    "a telephone": "CREATE (a)-[:REACHED_AT {source: 'made'}]->(h:ContactPoint {id: 'PWARMc'})<-[:REACHED_AT {source: 'made'}]-(b)",
    "a device": "CREATE (a)-[:USES {source: 'made'}]->(h:Device {id: 'PWARMd'})<-[:USES {source: 'made'}]-(b)",
    "an account": "CREATE (a)-[:HOLDS {role: 'JOINT', source: 'made'}]->(h:Account {id: 'PWARMx', units: ['HQ']})"
    "<-[:HOLDS {role: 'JOINT', source: 'made'}]-(b)",
    "a payment": "CREATE (a)-[:HOLDS {role: 'OWNER', source: 'made'}]->(x:Account {id: 'PWARMx', units: ['HQ']})"
    "<-[:ON]-(:Transaction {id: 'PWARMt', counterpartyAccount: 'PWARMy'}), (b)-[:HOLDS {role: 'OWNER', source: 'made'}]->"
    "(:Account {id: 'PWARMy', number: 'PWARMy', units: ['HQ']})",
    "an employer": "CREATE (a)-[:WORKS_FOR {source: 'made'}]->(h:Party:Company {id: 'PWARMf', units: ['HQ']})"
    "<-[:WORKS_FOR {source: 'made'}]-(b)",
    "a guarantee": "CREATE (a)-[:GUARANTEES {source: 'made'}]->(b)",
}


@pytest.fixture
async def made(graph: Session) -> Any:
    """Eight people and three of the bank's own, nobody tied to anybody."""
    await graph.run(GONE)
    await graph.run(MADE)
    yield graph
    await graph.run(GONE)


def line(one: str, type_: str, other: str, **said: Any) -> dict[str, Any]:
    return {"one": f"PWARM{one}", "type": type_, "other": f"PWARM{other}", "said": said}


async def planted(graph: Session, *lines: dict[str, Any]) -> None:
    for each in lines:  # a type is no parameter before Neo4j 5.26
        await graph.run(LINES.replace("$(l.type)", each["type"]), {"lines": [each]})


async def ways(graph: Session, to: str = "8", org: str = "HQ", **given: Any) -> list[str]:
    told = (await (await asker(graph, org))(WAYS, id=f"PWARM{to}", **given)).data["warmPaths"]["paths"]
    return ["-".join(each["id"].removeprefix("PWARM").removeprefix(":") for each in path["people"]) for path in told]


@pytest.mark.parametrize("what", NO_WAY)
async def test_what_was_not_made_for_introductions_is_no_way(made: Session, what: str) -> None:
    await planted(made, line(":E1", "COVERS", "1", function="RM"))
    await made.run(SHARED + NO_WAY[what])
    assert await ways(made) == []
    await planted(made, line("8", "ACQUAINTED_WITH", "1"))
    assert await ways(made) == ["E1-1-8"]


async def test_a_bankers_word_on_two_people_stands_in_place_of_silos(made: Session) -> None:
    await planted(made, line(":E1", "COVERS", "1", function="RM"), line("1", "ACQUAINTED_WITH", "8"))
    assert await ways(made) == ["E1-1-8"]
    await planted(made, line(
        "1", "ACQUAINTED_WITH", "8", source="desk", entry="desk:1", saidFrom=date(2026, 2, 1), validFrom=date(2026, 2, 1),
        validTo=date(2026, 2, 1),
    ))  # fmt: skip
    assert await ways(made) == []


async def test_contacts_count_from_both_sides_and_age(made: Session) -> None:
    await made.run("""MATCH (e {id: 'PWARM:E1'}), (f {id: 'PWARM:E2'}), (p {id: 'PWARM8'}), (q {id: 'PWARM1'})
      CREATE (p)<-[:ABOUT]-(:Interaction {id: 'PWARMi', at: datetime('2024-10-31T10:00:00Z'), channel: 'PHONE', source: 'made'})-[:BY]->(e),
        (p)-[:TOOK_PART]->(i:Interaction {id: 'PWARMj', at: datetime('2026-10-30T10:00:00Z'), channel: 'VISIT', source: 'made'})-[:BY]->(f),
        (i)-[:ABOUT]->(q),
        (p)<-[:ABOUT]-(:Interaction {id: 'PWARMk', at: datetime('2026-12-30T10:00:00Z'), channel: 'VISIT', source: 'made'})-[:BY]->(e)""")
    told = (await (await asker(made))(WARM, id="PWARM8")).data["warmPaths"]["paths"]
    found = {path["people"][0]["name"]: path["steps"][0]["ties"][0] for path in told}
    assert {name: (tie["kind"], tie["last"], tie["grounds"][0]["recordId"]) for name, tie in found.items()} == {
        "Banker 1": ("MET", "2024-10-31", "PWARMi"), "Banker 2": ("MET", "2026-10-30", "PWARMj"),
    }  # fmt: skip
    assert found["Banker 1"]["score"] < found["Banker 2"]["score"] / 3
    await made.run("MATCH (q {id: 'PWARM1'}) SET q.units = ['SUZHOU'], q.unit = 'SUZHOU'")
    assert await ways(made, org="HQ") == ["E2-8", "E1-8"]


async def test_who_is_not_seen_is_on_no_way_and_nothing_tells_of_them(made: Session) -> None:
    await made.run("MATCH (p:Person) WHERE p.id STARTS WITH 'PWARM' SET p.units = ['lakeside:none'], p.unit = 'lakeside:none'")
    ((unit,),) = await made.rows("MATCH (u:OrgUnit {path: 'HQ/HUZHOU'}) RETURN u.id")
    await made.run("MATCH (p {id: 'PWARM8'}) SET p.units = [$unit], p.unit = $unit", {"unit": unit})
    huzhou = await asker(made, "HQ/HUZHOU")
    before = (await huzhou(WARM, id="PWARM8")).data
    await planted(
        made, line(":E1", "COVERS", "1", function="RM"), line("1", "REFERRED", "8"), line(":E2", "COVERS", "2", function="RM"),
        line("2", "ACQUAINTED_WITH", "8"),
    )  # fmt: skip
    assert (await huzhou(WARM, id="PWARM8")).data == before
    assert await ways(made) == ["E1-1-8", "E2-2-8"]


async def test_an_officer_of_a_public_body_introduces_nobody(made: Session) -> None:
    await made.run("CREATE (:Party:Company {id: 'PWARMg', name: 'Office', category: 'GOVERNMENT', units: ['HQ'], unit: 'HQ'})")
    await planted(made, line(":E1", "COVERS", "1", function="RM"), line("1", "REFERRED", "8"))
    assert await ways(made) == ["E1-1-8"]
    await planted(made, line("1", "HOLDS_OFFICE", "g", office="DIRECTOR", validTo=date(2026, 1, 2)))
    assert await ways(made) == ["E1-1-8"]  # no more
    await planted(made, line("1", "WORKS_FOR", "g"))
    assert await ways(made) == []
    assert (await (await asker(made))(WARM, id="PWARM1")).data["warmPaths"]["paths"][0]["complianceFirst"]


async def test_a_hub_of_officers_is_read_in_part_and_says_so(made: Session) -> None:
    await made.run("""CREATE (c:Party:Company {id: 'PWARMhub', name: 'Hub', units: ['HQ'], unit: 'HQ'})
      WITH c UNWIND range(1, 500) AS n
      CREATE (p:Party:Person {id: 'PWARMo' + n, kind: 'PERSON', name: 'Officer ' + n, sortName: 'officer ' + right('00' + n, 3), units: ['HQ'],
        unit: 'HQ'})-[:HOLDS_OFFICE {office: 'DIRECTOR', source: 'register', hash: n, recordId: 'r'}]->(c)""")
    await planted(made, line("8", "HOLDS_OFFICE", "hub", office="DIRECTOR"), line(":E1", "COVERS", "o1", function="RM"))
    told = (await (await asker(made))(WARM, id="PWARM8")).data["warmPaths"]
    assert not told["isWhole"]
    (path,) = told["paths"]
    assert [each["name"] for each in path["people"]] == ["Banker 1", "Officer 1", "Person 8"]
    assert {each["evidence"] for each in path["steps"][1]["ties"][0]["grounds"]} == {"DIRECTOR, Hub"}


KINDS = ("COVERS", "KNOWS")


@pytest.mark.parametrize("seed", range(12))
async def test_the_ways_are_the_best_of_all_that_there_are(made: Session, seed: int) -> None:
    chance = random.Random(seed)
    lines, ties = list[dict[str, Any]](), list[Tie]()

    def tied(one: str, kind: str, other: str, strength: float | None, last: date | None, said: dict[str, Any]) -> None:
        lines.append(line(one, kind, other, **said))
        ties.append(Tie(one, other, TieKind(kind), strength, last, (Ground("made"),)))

    for _ in range(chance.randint(4, 14)):
        one, other = chance.sample("12345678", 2)
        day, strength = TODAY - timedelta(chance.choice((0, 400, 3000))), chance.choice((None, 0.3, 0.9))
        tied(one, chance.choice(("REFERRED", "ACQUAINTED_WITH")), other, strength, day, {"strength": strength, "saidOn": day})
    for _ in range(4):
        kind, banker, whom = chance.choice(KINDS), f":E{chance.randint(1, 3)}", chance.choice("1234567")
        strength, day = (0.5, TODAY - timedelta(500)) if kind == "KNOWS" else (None, None)
        tied(banker, kind, whom, strength, day, {"strength": strength, "lastMet": day} if strength else {"function": "RM"})
    await planted(made, *lines)
    avoid = chance.sample("1234567", chance.randint(0, 2))
    wanted = warm_paths(ties, [":E1", ":E2", ":E3"], ["8"], TODAY, avoid=avoid, first=10)
    found = await ways(made, avoid=[f"PWARM{each}" for each in avoid])
    assert found == ["-".join(path.people).removeprefix(":") for path in wanted]
    own = warm_paths([each for each in ties if each.one not in (":E1", ":E3")], [":E2"], ["8"], TODAY, avoid=avoid, first=10)
    assert await ways(made, avoid=[f"PWARM{each}" for each in avoid], **{"from": "PWARM:E2"}) == [
        "-".join(path.people).removeprefix(":") for path in own
    ]
