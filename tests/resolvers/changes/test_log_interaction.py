"""A banker writes down a contact through the API: once for the key, of those alone that are in scope, and it goes with its record."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from graph.digest import digest
from graph.judgements import Verdict
from graph.session import Session, connect
from runtime.local.engines import Engines
from tests.asking import Asker, asker
from tests.at_the_desk import Banker, north, partner, told_apart
from tests.graph.proxy import Place, proxied
from tests.resolvers.changes.test_golden_value import judged
from tests.silo_people import load, party_of, resolved, taught
from tests.tiny_bank import STORY, TinyBank

SHOWN = """id channel at direction topic summary saidBy evidence origin { system } party { partyId }
  participants { partyId } opportunity { name } employee { name }"""
CONTACT: dict[str, Any] = {
    "channel": "VISIT", "at": "2026-10-30T17:00:00+08:00", "direction": "OUTBOUND", "subject": " A loan ", "notes": "Wants to build.",
}  # fmt: skip
READ = "query($id: ID!) { party(by: {id: $id}) { interactions { totalCount edges { node { topic } } } } }"
OPPORTUNITY = """MATCH (r:SourceRecord {id: $record})-[:DESCRIBES]->(p)
CREATE (o:Opportunity {id: $id, name: 'Plant', stage: 'OPEN', source: 'tiny'})-[:ABOUT {recordId: r.id}]->(p)"""
LEFT = "MATCH (n:Interaction|Change|SourceRecord) WHERE n.source = 'desk' OR n.about IS NOT NULL OR n:Change RETURN n"


def logging(ask: Asker) -> Banker:
    return Banker(ask, "logInteraction", "interaction", SHOWN)


async def topics(ask: Asker, party: str) -> list[str]:
    found = (await ask(READ, id=party)).data["party"]["interactions"]
    assert found["totalCount"] == len(found["edges"])
    return [each["node"]["topic"] for each in found["edges"]]


async def test_it_is_the_partys_at_once_with_who_said_so_and_from_what(empty: Session, tiny: TinyBank) -> None:
    await told_apart(empty, tiny)
    ada = await party_of(empty, "tiny:2")
    await empty.run(OPPORTUNITY, {"record": "tiny:2", "id": "tiny:O1"})
    await empty.run("CREATE (:Employee {id: 'tester', name: 'Tao Ran'})")
    desk = logging(await north(empty))
    wang = await party_of(empty, "tiny:1")
    answers = await asyncio.gather(
        *(desk.does("same", party=ada, **CONTACT, evidence="Recording 7", participants=[wang, ada], opportunity="tiny:O1") for _ in range(4))
    )
    assert all(answer == answers[0] for answer in answers)
    contact, mistakes = answers[0]
    assert mistakes == []
    assert contact | {"id": ""} == {
        "id": "", "channel": "VISIT", "at": "2026-10-30T09:00:00Z", "direction": "OUTBOUND", "topic": "A loan",
        "summary": "Wants to build.", "saidBy": "tester", "evidence": "Recording 7", "origin": {"system": "desk"},
        "party": {"partyId": ada}, "participants": [{"partyId": wang}], "opportunity": {"name": "Plant"},
        "employee": {"name": "Tao Ran"},
    }  # fmt: skip
    assert await topics(desk.ask, ada) == ["A loan", "Mortgage"]
    node = (await desk.ask("query($id: ID!) { node(id: $id) { ... on Interaction { topic } } }", id=contact["id"])).data["node"]
    assert node == {"topic": "A loan"}
    assert await empty.rows(
        "MATCH (v:RecordVersion)-[:VERSION_OF]->(e:SourceRecord)-[:TELLS]->(:Interaction) RETURN e.system, e.about, v.by, v.evidence, v.topic"
    ) == [["desk", "tiny:2", "tester", "Recording 7", "A loan"]]
    assert await desk.does("same", party=ada, **CONTACT) == (None, [("idempotencyKey", "IDEMPOTENCY_MISMATCH")])


async def test_it_goes_with_its_record_through_merge_and_unmerge(empty: Session, tiny: TinyBank, tmp_path: Path) -> None:
    home = taught(tmp_path / "home")
    await load(empty, tiny, "core", "cards")
    young, old = await party_of(empty, "cards:7"), await party_of(empty, "core:1")
    other = await party_of(empty, "core:2")
    ask = await asker(empty)
    desk = logging(ask)
    await desk.does(party=young, **CONTACT | {"subject": "Of the young"}, participants=[other])
    await desk.does(party=other, **CONTACT | {"subject": "Of another"}, participants=[young])
    apart = await digest(empty)
    await resolved(empty, home)
    merged = await digest(empty)
    assert await party_of(empty, "cards:7") == old and merged != apart
    assert await topics(ask, young) == await topics(ask, old) == ["Of the young"]
    text = "query($id: ID!) { party(by: {id: $id}) { interactions { edges { node { participants { partyId } } } } } }"
    assert (await ask(text, id=other)).data["party"]["interactions"]["edges"][0]["node"]["participants"] == [{"partyId": old}]
    assert await desk.does(party=young, **CONTACT | {"subject": "Of both"})
    await judged(empty, home, Verdict.NOT_SAME)
    assert (await topics(ask, young), await topics(ask, old)) == (["Of the young"], ["Of both"])


async def test_who_is_out_of_scope_is_not_there_and_a_partner_may_not(empty: Session, tiny: TinyBank) -> None:
    wang, steel = await told_apart(empty, tiny)
    ada = await party_of(empty, "tiny:2")
    desk = logging(await north(empty))
    answers = [
        await desk.ask(desk.text, input={"idempotencyKey": "k", "party": party} | CONTACT) for party in (steel, "P0", "UGVyc29uOng")
    ]
    assert answers[0].data == answers[1].data == answers[2].data
    assert answers[0].data["logInteraction"]["userErrors"][0]["code"] == "NOT_FOUND"
    assert await desk.does(party=wang, **CONTACT, participants=[steel]) == (None, [("participants", "NOT_FOUND")])
    await empty.run(OPPORTUNITY, {"record": "tiny:3", "id": "tiny:O3"})
    await empty.run(OPPORTUNITY, {"record": "tiny:2", "id": "tiny:O2"})
    for opportunity in ("tiny:O3", "tiny:O2", "tiny:O9"):
        assert await desk.does(party=wang, **CONTACT, opportunity=opportunity) == (None, [("opportunity", "NOT_FOUND")])
    assert "own staff" in await logging(await partner(empty)).refused(party=wang, **CONTACT)
    assert await empty.rows(LEFT) == []
    await logging(await asker(empty)).does(party=steel, **CONTACT)
    assert (await topics(desk.ask, wang), await topics(desk.ask, ada)) == ([], ["Mortgage"])
    at_partner = await (await partner(empty))(
        "query($id: ID!) { party(by: {id: $id}) { interactions { edges { node { summary saidBy evidence } } } } }", id=ada
    )
    assert at_partner.data["party"]["interactions"]["edges"] == [{"node": {"summary": None, "saidBy": None, "evidence": None}}]


async def test_a_mistake_is_named_and_nothing_is_written(empty: Session, tiny: TinyBank) -> None:
    wang, _ = await told_apart(empty, tiny)
    desk = logging(await north(empty))
    soon = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()
    for given, mistake in [
        ({"at": soon}, ("at", "IN_FUTURE")),
        ({"at": "1066-10-14T09:00:00Z"}, ("at", "BAD_VALUE")),
        ({"subject": "  "}, ("subject", "MISSING")),
        ({"subject": "x" * 201}, ("subject", "TOO_LONG")),
        ({"subject": "Called 138****5678"}, ("subject", "MASKED_VALUE")),
        ({"notes": "x" * 10_001}, ("notes", "TOO_LONG")),
        ({"notes": "Call 138****5678"}, ("notes", "MASKED_VALUE")),
        ({"evidence": "x" * 2_001}, ("evidence", "TOO_LONG")),
        ({"evidence": "***"}, ("evidence", "MASKED_VALUE")),
        ({"participants": [wang] * 21}, ("participants", "TOO_MANY")),
        ({"participants": ["P0"]}, ("participants", "NOT_FOUND")),
    ]:
        assert await desk.does(party=wang, **CONTACT | given) == (None, [mistake])
    assert "1 to 200 characters" in await desk.refused(party=wang, **CONTACT | {"idempotencyKey": ""})
    for wrong in ({"channel": "PIGEON"}, {"at": "yesterday"}, {"at": "2026-10-30T17:00:00"}, {"subject": None}, {"direction": None}):
        assert (await desk.ask(desk.text, input={"idempotencyKey": "k", "party": wang} | CONTACT | wrong)).result.errors
    assert await empty.rows(LEFT) == []
    contact, mistakes = await desk.does(party=wang, **CONTACT | {"notes": "“So …” she said: 好的……\nThen more.", "participants": []})
    assert mistakes == [] and contact["summary"].startswith("“So …”")


async def test_what_is_delivered_again_leaves_it(empty: Session, tiny: TinyBank) -> None:
    wang, _ = await told_apart(empty, tiny)
    desk = logging(await north(empty))
    await desk.does(party=wang, **CONTACT)
    before = await digest(empty)
    await tiny.load(empty, **STORY)
    assert await topics(desk.ask, wang) == ["A loan"] and await digest(empty) == before


async def test_when_the_answer_to_the_commit_is_lost_it_is_written_once(empty: Session, tiny: TinyBank, engines: Engines) -> None:
    wang, _ = await told_apart(empty, tiny)
    scope = (await north(empty)).scope
    async with proxied(engines.neo4j_uri) as proxy:
        session = connect(proxy.uri, engines.neo4j_user, engines.neo4j_password, empty.database)
        caller = (await north(empty)).caller
        proxy.cut(Place.COMMIT_ANSWER)
        contact, mistakes = await logging(Asker(session, scope, caller)).does(party=wang, **CONTACT)
        assert proxy.made == 1
        await session.close()
    assert (contact["topic"], mistakes) == ("A loan", [])
    assert await empty.rows("MATCH (e:SourceRecord)-[:TELLS]->(n) RETURN e.sequence, n.topic") == [[1, "A loan"]]
