"""The stakeholder map, asked as a caller does: the demo bank's truth exactly, each line once with who says so, bounded for a hub."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from access.caller import CallerRole
from graph.session import Session
from ingest.lakeside import write
from resolvers.stakeholder_map import DEEPEST
from runtime.errors import Refused
from tests.asking import STANDARD, Answer, asker
from tests.ingest.lakeside.written import Written
from tests.resolvers.test_buying_centre import Names

WORD = "system lineId recordId evidence saidBy saidOn since until recordedAt"
MAP = f"""query($id: ID!, $deal: ID, $on: Date, $depth: Int! = 2, $first: Int! = 100) {{
  stakeholderMap(company: $id, opportunity: $deal, asOf: $on, depth: $depth, first: $first) {{
    company {{ name }} companyId peopleCount ownerCount subsidiaryCount isWhole
    nodes {{ id kind name level party {{ __typename name }} employee {{ name unit {{ name }} }} roles offices stance influence current desired
      stanceSaid {{ {WORD} }} coverageSaid {{ {WORD} }} }}
    edges {{ kind fromId toId role opportunityId office function interest shareMin shareMax isNominee parentLevel strength how times lastAt
      said {{ {WORD} }} }} }} }}"""
TIES = ("REPORTS_TO", "INFLUENCES", "REFERRED", "KNOWS")


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Written:
    directory: Path = tmp_path_factory.mktemp("truth")
    write(directory)
    return Written(directory)


class Drawn:
    """A map as it was told, by names."""

    def __init__(self, answer: Answer) -> None:
        self.told: dict[str, Any] = answer.data["stakeholderMap"]
        self.nodes = {node["id"]: node for node in self.told["nodes"]}
        self.edges: list[dict[str, Any]] = self.told["edges"]

    def name(self, id_: str) -> str:
        return self.nodes[id_]["name"]

    def lines(self, *kinds: str) -> list[tuple[str, str, dict[str, Any]]]:
        return [(self.name(each["fromId"]), self.name(each["toId"]), each) for each in self.edges if each["kind"] in kinds]

    def person(self, name: str) -> dict[str, Any]:
        """Who of that name has a part: a register's own person of that name has none."""
        return max((each for each in self.nodes.values() if each["name"] == name), key=lambda each: len(each["roles"]))


async def test_parts_ties_offices_and_owners_are_the_truths(graph: Session, truth: Written) -> None:
    names, ask = Names(graph, truth), await asker(graph)
    parts, ties, near = truth.truth("deciders"), truth.truth("bonds"), truth.truth("closeness")
    all_owners, all_posts = truth.truth("owners"), truth.truth("officers")
    people = {one["key"] for one in truth.truth("people")}
    companies = {one["company"] for one in (*parts, *all_owners, *all_posts)}
    for key in sorted(companies):
        # What only a silo says whose record of the company is of another party as yet hangs on that one.
        of = "MATCH (:Party {id: $id})<-[:DESCRIBES]-(r) RETURN DISTINCT r.system"
        silos = {system for (system,) in await graph.rows(of, {"id": await names.party(key)})}
        owners, posts = ([one for one in facts if silos & {*one["said"]}] for facts in (all_owners, all_posts))
        drawn = Drawn(await ask(MAP, id=await names.party(key), depth=1))
        here = names.name[key]
        told = [(who, one["role"], one["opportunityId"]) for who, _, one in drawn.lines("DECIDES_FOR")]
        mine = [one for one in parts if one["company"] == key]
        assert sorted(told, key=str) == sorted(
            ((names.name[one["who"]], one["role"], one["opportunity"] and f"crm:{one['opportunity']}") for one in mine), key=str
        )
        for one in mine:
            node = drawn.person(names.name[one["who"]])
            assert one["role"] in node["roles"]
            close = next((each for each in near if (each["who"], each["company"]) == (one["who"], key)), None)
            assert (node["current"], node["desired"]) == ((close["level"], close["desired"]) if close else (None, None))
            if one["opportunity"] is None:
                assert (node["stance"], node["influence"]) == (one["stance"], one["influence"])
                if one["stance"]:
                    assert node["stanceSaid"]["evidence"] == one["evidence"]
        drawn_people = {one["who"] for one in mine} | {one["who"] for one in posts if one["company"] == key}
        drawn_people |= {one["who"] for one in owners if one["company"] == key and one["who"] in people}
        assert {(who, other, one["kind"], one["strength"]) for who, other, one in drawn.lines(*TIES)} == {
            (names.name[one["who"]], names.name[one["other"]], one["kind"], one["strength"])
            for one in ties
            if one["company"] in (None, key) and {one["who"], one["other"]} <= drawn_people
        }
        assert len(drawn.lines(*TIES)) == len({(who, other, one["kind"]) for who, other, one in drawn.lines(*TIES)})
        assert {(who, round(one["shareMin"], 6)) for who, whom, one in drawn.lines("OWNS") if whom == here} == {
            (names.name[one["who"]], round(float(one["share"]) / 100, 6)) for one in owners if one["company"] == key
        }
        assert {(who, one["office"]) for who, _, one in drawn.lines("HOLDS_OFFICE")} == {
            (names.name[one["who"]], one["office"]) for one in posts if one["company"] == key and not one["until"]
        }


async def test_every_line_tells_who_says_so_and_both_its_ends_are_drawn(graph: Session, truth: Written) -> None:
    names, ask = Names(graph, truth), await asker(graph)
    drawn = Drawn(await ask(MAP, id=await names.party("harbour-steel")))
    assert {each["kind"] for each in drawn.edges} >= {"DECIDES_FOR", "REPORTS_TO", "INFLUENCES", "OWNS", "COVERS", "BANKER_KNOWS", "MET"}
    for each in drawn.edges:
        assert {each["fromId"], each["toId"]} <= {*drawn.nodes}
        assert each["said"]["system"] and each["said"]["recordId"] and each["said"]["recordedAt"]
        assert each["said"]["lineId"] or each["kind"] == "MET"
    (aida,) = [one for who, _, one in drawn.lines("DECIDES_FOR") if who == "何艾达" and one["opportunityId"]]
    assert (aida["said"]["evidence"], aida["said"]["saidBy"]) == ("担心保理占用授信额度，2026-10-13 电话", "core:E201")
    met = {(who, whom, one["times"], one["lastAt"][:10]) for who, whom, one in drawn.lines("MET")}
    assert ("江晚晴", "欧阳明轩", 1, "2026-09-24") in met
    assert {(who, one["function"]) for who, whom, one in drawn.lines("COVERS") if whom == "湖州港湾钢铁有限公司"} == {
        ("江晚晴", "RM"), ("龚一帆", "RISK"), ("裴文轩", "PRODUCT"),
    }  # fmt: skip


async def test_owners_and_subsidiaries_are_drawn_so_many_levels_deep(graph: Session, truth: Written) -> None:
    names, ask = Names(graph, truth), await asker(graph)
    steel = await names.party("harbour-steel")
    levels = {depth: Drawn(await ask(MAP, id=steel, depth=depth)) for depth in (0, 1, 2)}

    def placed(depth: int) -> dict[str, int]:
        return {each["name"]: each["level"] for each in levels[depth].nodes.values() if each["level"] is not None}

    assert placed(0) == {"湖州港湾钢铁有限公司": 0}
    assert placed(1)["湖州明轩控股集团有限公司"] == 1 and "欧阳德厚" not in placed(1)
    assert placed(2)["欧阳德厚"] == 2 and placed(2)["湖州青鹭物流有限公司"] == 2  # which it owns in turn, in a circle
    assert placed(2)["苏州鹭鸣智能装备股份有限公司"] == -1
    assert {levels[depth].told["isWhole"] for depth in (0, 1, 2)} == {True}
    assert levels[0].told["ownerCount"] == 0 and levels[2].told["subsidiaryCount"] == 1


async def test_for_a_business_what_is_said_of_another_is_not_drawn(graph: Session, truth: Written) -> None:
    names, ask = Names(graph, truth), await asker(graph)
    steel = await names.party("harbour-steel")
    deal = Drawn(await ask(MAP, id=steel, deal="crm:OP-0001"))
    assert {one["opportunityId"] for _, _, one in deal.lines("DECIDES_FOR")} == {None, "crm:OP-0001"}
    (own,) = [one for one in truth.truth("deciders") if one["who"] == "he-aida" and one["opportunity"] == "OP-0001"]
    assert deal.person("何艾达")["stance"] == own["stance"]
    (general,) = [one for one in truth.truth("deciders") if one["who"] == "he-aida" and not one["opportunity"]]
    assert Drawn(await ask(MAP, id=steel)).person("何艾达")["stance"] == general["stance"]


async def test_as_of_an_earlier_day_what_came_later_is_not_drawn(graph: Session, truth: Written) -> None:
    names, ask = Names(graph, truth), await asker(graph)
    early = Drawn(await ask(MAP, id=await names.party("harbour-steel"), on="2019-05-05"))
    assert not early.lines("DECIDES_FOR", "COVERS", "MET", *TIES)
    assert {who for who, whom, _ in early.lines("OWNS") if whom == "湖州港湾钢铁有限公司"} == {
        "湖州明轩控股集团有限公司", "欧阳明轩", "曾文彬", "何艾达",
    }  # fmt: skip


async def test_what_cannot_be_asked_is_a_named_error(graph: Session, truth: Written) -> None:
    names, ask = Names(graph, truth), await asker(graph)
    steel = await names.party("harbour-steel")

    async def code(**given: Any) -> str:
        asked: dict[str, Any] = {"id": steel} | given
        (error,) = (await ask(MAP, **asked)).result.errors or []
        assert isinstance(error.original_error, Refused)
        return error.original_error.code

    assert await code(id="nobody") == "UNKNOWN_COMPANY"
    assert await code(id=await names.party("he-aida")) == "UNKNOWN_COMPANY"
    assert await code(deal="crm:OP-0002") == "UNKNOWN_OPPORTUNITY"  # another company's
    assert await code(on="1899-12-31") == "DATE_OUT_OF_RANGE"
    assert await code(depth=DEEPEST + 1) == await code(depth=-1) == "DEPTH_OUT_OF_RANGE"
    assert await code(first=501) == "BAD_USER_INPUT"


async def test_who_does_not_see_it_is_told_what_who_asks_for_none_is_told(graph: Session, truth: Written) -> None:
    names = Names(graph, truth)
    suzhou = await asker(graph, "HQ/SUZHOU")
    steel = await names.party("harbour-steel")
    assert (await suzhou(MAP, id=steel)).errors == (await suzhou(MAP, id="nobody")).errors
    huzhou = Drawn(await (await asker(graph, "HQ/HUZHOU"))(MAP, id=steel))
    whole = Drawn(await (await asker(graph))(MAP, id=steel))
    assert {*huzhou.nodes} < {*whole.nodes}
    partner = await asker(graph, "HQ/HUZHOU", CallerRole.PARTNER)
    assert (await partner(MAP, id=steel)).data["stakeholderMap"] is None


async def test_compiled_and_plain_answers_are_the_same(graph: Session, truth: Written) -> None:
    names, ask = Names(graph, truth), await asker(graph)
    steel = await names.party("harbour-steel")
    assert (await ask(MAP, id=steel)).data == (await ask(MAP, schema=STANDARD, id=steel)).data


# ---- banks made for it -------------------------------------------------------------------------------

PEOPLE = """
CREATE (c:Party:Company {id: 'PHUB', kind: 'COMPANY', name: 'Hub', units: ['HQ'], unit: 'HQ'})
CREATE (r:SourceRecord {id: 'made:hub', kind: 'COMPANY', system: 'made', public: false})-[:DESCRIBES]->(c)
WITH c UNWIND range(1, $count) AS n
CREATE (p:Party:Person {id: 'PHUB' + n, kind: 'PERSON', name: 'Person ' + n, sortName: 'person ' + right('0000' + n, 5), units: ['HQ'], unit: 'HQ'})
CREATE (p)-[:HOLDS_OFFICE {by: 'DIRECTOR', office: 'DIRECTOR', source: 'register', hash: n, recordId: 'register:' + n,
  toldOn: $on, recordedAt: datetime({date: $on})}]->(c)"""
GONE = "MATCH (n) WHERE n.id STARTS WITH 'PHUB' OR n.id = 'made:hub' DETACH DELETE n"


@pytest.fixture
async def hub(graph: Session) -> Any:
    """A company with 500 officers, the last of whom decides."""
    on = date(2026, 1, 1)
    await graph.run(GONE)
    await graph.run(PEOPLE, {"count": 500, "on": on})
    await graph.run(
        "MATCH (p {id: 'PHUB500'}), (c {id: 'PHUB'}) CREATE (p)-[:DECIDES_FOR {by: 'x', role: 'DECISION_MAKER', source: 'crm', hash: 1, "
        "recordId: 'crm:500', toldOn: $on, recordedAt: datetime({date: $on})}]->(c)", {"on": on},
    )  # fmt: skip
    yield "PHUB"
    await graph.run(GONE)


async def test_a_hub_is_told_by_a_bounded_page_and_counts_who_decides_first(graph: Session, hub: str) -> None:
    ask = await asker(graph)
    drawn = Drawn(await ask(MAP, id=hub))
    people = [each for each in drawn.told["nodes"] if each["kind"] == "PERSON"]
    assert (drawn.told["peopleCount"], len(people), drawn.told["isWhole"]) == (500, 100, False)
    assert people[0]["name"] == "Person 500" and people[1]["name"] == "Person 1"
    assert len(Drawn(await ask(MAP, id=hub, first=500)).lines("HOLDS_OFFICE")) == 500


WORDS = """
MATCH (p {id: 'PHUB1'}), (q {id: 'PHUB2'}), (c {id: 'PHUB'})
UNWIND $words AS w
CREATE (p)-[:DECIDES_FOR {by: w.id, role: 'CHAMPION', stance: w.stance, source: w.source, entry: w.entry, hash: w.hash, recordId: w.id,
  toldOn: w.on, recordedAt: w.at, saidFrom: w.from, validFrom: w.since, validTo: w.to}]->(c)
CREATE (p)-[:REPORTS_TO {by: w.id, source: w.source, entry: w.entry, hash: w.hash, recordId: w.id,
  toldOn: w.on, recordedAt: w.at, saidFrom: w.from, validFrom: w.since, validTo: w.to}]->(q)"""


def word(n: int, source: str, stance: str, since: date, to: date | None = None) -> dict[str, Any]:
    """As one that was said on parties that became one since: nobody has dated it by the others."""
    desk = source == "desk"
    at = f"2026-02-{n:02}T00:00:00Z"
    return {
        "id": f"{source}:{n}", "source": source, "stance": stance, "since": since, "to": to, "from": since if desk else None,
        "entry": f"desk:{n}" if desk else None, "hash": None if desk else n, "on": date(2026, 2, n), "at": at,
    }  # fmt: skip


@pytest.mark.parametrize(("words", "stance"), [
    ([word(1, "crm", "OPPOSE", date(2020, 1, 1)), word(2, "core", "SUPPORT", date(2020, 1, 1))], "SUPPORT"),
    ([word(1, "desk", "NEUTRAL", date(2026, 1, 1)), word(2, "crm", "OPPOSE", date(2020, 1, 1))], "NEUTRAL"),
    ([word(1, "desk", "NEUTRAL", date(2026, 1, 1)), word(2, "desk", "SUPPORT", date(2026, 1, 1))], "SUPPORT"),
    ([word(1, "desk", "NEUTRAL", date(2026, 1, 1)), word(2, "desk", "SUPPORT", date(2027, 1, 1))], "NEUTRAL"),
    ([word(1, "desk", "NEUTRAL", date(2026, 1, 1)), word(2, "desk", "SUPPORT", date(2026, 1, 5), date(2026, 1, 5))], None),
])  # fmt: skip
async def test_the_word_that_counts_is_drawn_once_also_where_parties_became_one(
    graph: Session, hub: str, words: list[dict[str, Any]], stance: str | None
) -> None:
    await graph.run(WORDS.replace("w.at", "datetime(w.at)"), {"words": words})
    drawn = Drawn(await (await asker(graph))(MAP, id=hub))
    parts = [one for who, _, one in drawn.lines("DECIDES_FOR") if who == "Person 1"]
    ties = drawn.lines("REPORTS_TO")
    assert len(parts) == len(ties) == (stance is not None)
    assert drawn.nodes["PHUB1"]["stance"] == stance
