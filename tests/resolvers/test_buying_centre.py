"""The buying centre of the story's companies, through the API, is what its truth says: parts, stances, nearness, ties, and who says so."""

from typing import Any

import pytest

from access.caller import CallerRole
from graph.session import Session
from ingest.lakeside import write
from tests.asking import STANDARD, Asker, asker
from tests.ingest.lakeside.written import Written
from tests.silo_people import party_of

LINE = "evidence saidBy saidOn since until recordId lineId origin { system recordedAt }"
SAID = "evidence saidBy saidOn since system recordedAt recordId lineId"
DECIDERS = f"""query($id: ID!, $on: Date) {{ company(id: $id) {{ name decisionMakers(asOf: $on) {{
  person {{ name }} role stance influence opportunityId {LINE}
  stanceSaid {{ stance influence {SAID} }} coverage {{ current desired {SAID} }} }} }} }}"""
SEATS = f"""query($id: ID!, $on: Date) {{ person(id: $id) {{ name decidesFor(asOf: $on) {{
  company {{ name }} role stance influence opportunityId {LINE}
  stanceSaid {{ stance influence {SAID} }} coverage {{ current desired {SAID} }} }} }} }}"""
TIES = f"""query($id: ID!, $on: Date) {{ person(id: $id) {{ name ties(asOf: $on) {{
  person {{ name }} kind direction company {{ partyId name }} strength {LINE} }} }} }}"""


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Written:
    directory = tmp_path_factory.mktemp("truth")
    write(directory)
    return Written(directory)


class Names:
    """Of the truth's keys: the name, and the party."""

    def __init__(self, graph: Session, truth: Written) -> None:
        self.graph = graph
        told = truth.truth("people") + truth.truth("companies")
        self.name = {one["key"]: one["name"] for one in told}
        self.record = {one["key"]: one["records"][0][0] for one in told}

    async def party(self, key: str) -> str:
        return await party_of(self.graph, self.record[key])


async def decided(ask: Asker, company: str, on: str | None = None) -> list[dict[str, Any]]:
    return (await ask(DECIDERS, id=company, on=on)).data["company"]["decisionMakers"]


async def test_parts_and_nearness_are_the_truths(graph: Session, truth: Written) -> None:
    names, ask = Names(graph, truth), await asker(graph)
    near = {(one["who"], one["company"]): one for one in truth.truth("closeness")}
    said = truth.truth("deciders")
    for company in sorted({one["company"] for one in said}):
        found = await decided(ask, await names.party(company))
        wanted = [one for one in said if one["company"] == company]
        assert len(found) == len(wanted)
        for one in wanted:
            opportunity = one["opportunity"] and f"crm:{one['opportunity']}"
            (line,) = [
                each for each in found
                if (each["person"]["name"], each["role"], each["opportunityId"]) == (names.name[one["who"]], one["role"], opportunity)
            ]  # fmt: skip
            assert {key: line[key] for key in ("stance", "influence", "since", "until", "evidence", "saidBy", "saidOn")} == {
                "stance": one["stance"], "influence": one["influence"], "since": one["since"], "until": None,
                "evidence": one["evidence"], "saidBy": one["by"], "saidOn": one["said_on"],
            }  # fmt: skip
            assert line["origin"]["system"] == "crm" and line["origin"]["recordedAt"] and line["lineId"].startswith("crm:")
            assert line["recordId"].startswith("crm:C-") and line["stanceSaid"] is None
            told = near.get((one["who"], company))
            assert (line["coverage"] is None) == (told is None)
            if told:
                cover = line["coverage"]
                assert (cover["current"], cover["desired"], cover["evidence"]) == (told["level"], told["desired"], told["evidence"])
                assert (cover["since"], cover["saidBy"], cover["saidOn"]) == (told["since"], told["by"], told["said_on"])
                assert (cover["system"], cover["recordId"]) == ("crm", line["recordId"])


async def test_a_seat_tells_what_the_company_tells(graph: Session, truth: Written) -> None:
    names, ask = Names(graph, truth), await asker(graph)
    steel, aida = await names.party("harbour-steel"), await names.party("he-aida")
    mine = [{**line, "person": None} for line in await decided(ask, steel) if line["person"]["name"] == "何艾达"]
    seats = (await ask(SEATS, id=aida)).data["person"]["decidesFor"]
    assert len(mine) == 2 and mine == [{**{k: v for k, v in seat.items() if k != "company"}, "person": None} for seat in seats]


async def test_ties_are_the_truths_from_both_ends(graph: Session, truth: Written) -> None:
    names, ask = Names(graph, truth), await asker(graph)
    said = truth.truth("bonds")
    found = dict[str, list[dict[str, Any]]]()
    for key in sorted({one[end] for one in said for end in ("who", "other")}):
        found[key] = (await ask(TIES, id=await names.party(key))).data["person"]["ties"]
    assert sum(len(each) for each in found.values()) == 2 * len(said)
    for one in said:
        company = one["company"] and {"partyId": await names.party(one["company"])}
        for key, other, way in ((one["who"], one["other"], "TO_OTHER"), (one["other"], one["who"], "FROM_OTHER")):
            (line,) = [
                each for each in found[key]
                if (each["kind"], each["direction"], each["person"]["name"]) == (one["kind"], way, names.name[other])
            ]  # fmt: skip
            told = (line["strength"], line["since"], line["evidence"], line["saidBy"], line["saidOn"])
            assert told == (one["strength"], one["since"], one["evidence"], one["by"], one["said_on"])
            assert (line["company"] and {"partyId": line["company"]["partyId"]}) == company
            assert line["origin"]["system"] == "crm" and line["lineId"].startswith("crm:")


async def test_as_of_an_earlier_day_what_came_later_is_not_so_yet(graph: Session, truth: Written) -> None:
    names, ask = Names(graph, truth), await asker(graph)
    steel, aida = await names.party("harbour-steel"), await names.party("he-aida")
    before, on = await decided(ask, steel, "2026-10-12"), await decided(ask, steel, "2026-10-13")
    aidas = [[(each["opportunityId"], each["coverage"]) for each in told if each["person"]["name"] == "何艾达"] for told in (before, on)]
    assert aidas[0] == [(None, None)]  # she was first met on the 13th
    assert [(deal, cover["current"]) for deal, cover in aidas[1]] == [(None, "MET"), ("crm:OP-0001", "MET")]
    early = (await ask(TIES, id=aida, on="2022-03-31")).data["person"]["ties"]
    assert [(each["kind"], each["person"]["name"]) for each in early] == [("REPORTS_TO", "欧阳明轩")]


async def test_a_partner_reads_no_judgement(graph: Session, truth: Written) -> None:
    names = Names(graph, truth)
    ask = await asker(graph, "HQ/HUZHOU", CallerRole.PARTNER)
    told = await decided(ask, await names.party("harbour-steel"))
    assert told
    hidden = ("stance", "influence", "evidence", "coverage", "stanceSaid", "saidBy", "lineId")
    assert all(line[name] is None for line in told for name in hidden)
    ties = (await ask(TIES, id=await names.party("he-aida"))).data["person"]["ties"]
    assert ties and all(line[name] is None for line in ties for name in ("strength", "evidence", "saidBy", "lineId"))


async def test_who_sees_one_end_alone_sees_no_tie(graph: Session, truth: Written) -> None:
    """陆一鸣 banks in Suzhou, 欧阳明轩 in Huzhou."""
    names = Names(graph, truth)
    lu, ouyang = await names.party("lu-yiming"), await names.party("ouyang-mingxuan")
    suzhou, huzhou = await asker(graph, "HQ/SUZHOU"), await asker(graph, "HQ/HUZHOU")
    assert (await suzhou(TIES, id=lu)).data["person"]["ties"] == []
    kinds = {(each["kind"], each["person"]["name"]) for each in (await huzhou(TIES, id=ouyang)).data["person"]["ties"]}
    assert ("REPORTS_TO", "何艾达") in kinds and ("KNOWS", "陆一鸣") not in kinds


async def test_compiled_and_plain_answers_are_the_same(graph: Session, truth: Written) -> None:
    names, ask = Names(graph, truth), await asker(graph)
    steel, aida = await names.party("harbour-steel"), await names.party("he-aida")
    for text, id_ in ((DECIDERS, steel), (SEATS, aida), (TIES, aida)):
        served, plain = await ask(text, id=id_), await ask(text, schema=STANDARD, id=id_)
        assert served.data == plain.data
