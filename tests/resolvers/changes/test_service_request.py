"""A banker writes down what a customer asks for and answers it once, by the bank's clock, whoever opened it."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from graph.digest import digest
from graph.judgements import Verdict
from graph.session import Session
from tests.asking import Asker, asker
from tests.at_the_desk import Banker, north, partner, told_apart
from tests.resolvers.changes.test_golden_value import judged
from tests.silo_people import load, party_of, resolved, taught
from tests.tiny_bank import TinyBank

SHOWN = """id kind status topic summary channel openedAt dueAt answeredAt closedAt responseMinutes isLate answer resolution answeredBy saidBy
  account { id } party { partyId } origin { system }"""
ASKED: dict[str, Any] = {"kind": "COMPLAINT", "channel": "PHONE", "subject": "A fee", "notes": "Was charged twice."}
READ = """query($id: ID!) { party(by: {id: $id}) {
  serviceRequests(orderBy: DUE_FIRST) { totalCount edges { node { topic status } } } } }"""
SILOS = """MATCH (r:SourceRecord {id: $record})-[:DESCRIBES]->(p)
CREATE (q:ServiceRequest {id: $id, kind: 'ENQUIRY', status: $status, topic: 'Rates', openedAt: datetime('2026-10-01T01:00:00Z'),
  dueAt: datetime('2026-10-01T03:00:00Z'), source: 'tiny'})-[:ABOUT {recordId: r.id, source: 'tiny'}]->(p)"""
LEFT = "MATCH (n) WHERE n.source = 'desk' OR n.about IS NOT NULL OR n.repliedAt IS NOT NULL OR n:Change RETURN n"


def opening(ask: Asker) -> Banker:
    return Banker(ask, "openServiceRequest", "request", SHOWN)


def answering(ask: Asker) -> Banker:
    return Banker(ask, "answerServiceRequest", "request", SHOWN)


async def requests(ask: Asker, party: str) -> list[tuple[str, str]]:
    found = (await ask(READ, id=party)).data["party"]["serviceRequests"]
    return [(each["node"]["topic"], each["node"]["status"]) for each in found["edges"]]


async def test_it_is_opened_answered_and_closed_and_every_word_is_kept(empty: Session, tiny: TinyBank) -> None:
    wang, _ = await told_apart(empty, tiny)
    ask = await north(empty)
    opened, answered = opening(ask), answering(ask)
    answers = await asyncio.gather(*(opened.does("same", party=wang, **ASKED, account="tiny:A1") for _ in range(4)))
    assert all(answer == answers[0] for answer in answers)
    request, mistakes = answers[0]
    assert mistakes == []
    began = datetime.fromisoformat(request["openedAt"])
    assert datetime.fromisoformat(request["dueAt"]) - began == timedelta(hours=4)
    assert request | {"id": "", "openedAt": "", "dueAt": "", "account": ""} == {
        "id": "", "kind": "COMPLAINT", "status": "OPEN", "topic": "A fee", "summary": "Was charged twice.", "channel": "PHONE",
        "openedAt": "", "dueAt": "", "answeredAt": None, "closedAt": None, "responseMinutes": None, "isLate": False, "answer": None,
        "resolution": None, "answeredBy": None, "saidBy": "tester", "account": "", "party": {"partyId": wang},
        "origin": {"system": "desk"},
    }  # fmt: skip
    assert request["account"] is not None and await requests(ask, wang) == [("A fee", "OPEN")]

    id_ = request["id"]
    answers = await asyncio.gather(*(answered.does("a", request=id_, answer="Paid back.", resolution="Refund") for _ in range(4)))
    assert all(answer == answers[0] for answer in answers)
    request, mistakes = answers[0]
    assert mistakes == [] and request["answeredAt"] == request["closedAt"] is not None
    assert {name: request[name] for name in ("status", "answer", "resolution", "answeredBy", "responseMinutes", "isLate")} == {
        "status": "CLOSED", "answer": "Paid back.", "resolution": "Refund", "answeredBy": "tester", "responseMinutes": 0, "isLate": False,
    }  # fmt: skip
    assert await answered.does(request=id_, answer="Again.") == (None, [("request", "ALREADY_ANSWERED")])
    assert await answered.does("a", request=id_, answer="Another.") == (None, [("idempotencyKey", "IDEMPOTENCY_MISMATCH")])
    told = "MATCH (v:RecordVersion)-[:VERSION_OF]->(e)-[:TELLS]->(:ServiceRequest) RETURN v.topic, v.reply, e.about, v.by ORDER BY v.topic"
    assert await empty.rows(told) == [["A fee", None, "tiny:1", "tester"], [None, "Paid back.", "tiny:1", "tester"]]


async def test_of_two_who_answer_side_by_side_one_does(empty: Session, tiny: TinyBank) -> None:
    wang, _ = await told_apart(empty, tiny)
    ask = await north(empty)
    request, _ = await opening(ask).does(party=wang, **ASKED)
    both = await asyncio.gather(*(answering(ask).does(f"side {n}", request=request["id"], answer=f"Answer {n}") for n in range(2)))
    assert sorted(tuple(mistakes) for _, mistakes in both) == [(), (("request", "ALREADY_ANSWERED"),)]


async def test_a_silos_request_is_answered_beside_what_the_silo_says(empty: Session, tiny: TinyBank) -> None:
    wang, _ = await told_apart(empty, tiny)
    for id_, status in (("calls:1", "OPEN"), ("calls:2", "ANSWERED")):
        await empty.run(SILOS, {"record": "tiny:1", "id": id_, "status": status})
    answered = answering(await north(empty))
    request, mistakes = await answered.does(request="calls:1", answer="Three per cent.")
    assert mistakes == [] and (request["status"], request["isLate"], request["closedAt"]) == ("ANSWERED", True, None)
    assert await empty.rows("MATCH (q:ServiceRequest {id: 'calls:1'}) RETURN q.status, q.answeredAt, q.source") == [["OPEN", None, "tiny"]]
    assert await answered.does(request="calls:2", answer="Again.") == (None, [("request", "ALREADY_ANSWERED")])
    await empty.run("MATCH (q:ServiceRequest {id: 'calls:1'}) SET q.status = 'CLOSED'")
    assert await requests(answered.ask, wang) == [("Rates", "CLOSED"), ("Rates", "ANSWERED")]


async def test_it_goes_with_its_record_through_merge_and_unmerge(empty: Session, tiny: TinyBank, tmp_path: Path) -> None:
    home = taught(tmp_path / "home")
    await load(empty, tiny, "core", "cards")
    young, old = await party_of(empty, "cards:7"), await party_of(empty, "core:1")
    ask = await asker(empty)
    await opening(ask).does(party=young, **ASKED)
    await resolved(empty, home)
    assert await requests(ask, old) == [("A fee", "OPEN")]
    merged = await digest(empty)
    await judged(empty, home, Verdict.NOT_SAME)
    assert (await requests(ask, young), await requests(ask, old)) == ([("A fee", "OPEN")], [])
    await judged(empty, home, Verdict.UNSURE, everything=True)
    assert await digest(empty) == merged


async def test_who_is_out_of_scope_is_not_there_and_a_partner_may_not(empty: Session, tiny: TinyBank) -> None:
    wang, steel = await told_apart(empty, tiny)
    ask, whole, not_ours = await north(empty), await asker(empty), await partner(empty)
    opened, answered = opening(ask), answering(ask)
    theirs, _ = await opening(whole).does(party=steel, **ASKED)
    assert await opened.does(party=steel, **ASKED) == await opened.does(party="P0", **ASKED) == (None, [("party", "NOT_FOUND")])
    for account in ("tiny:A2", "tiny:A9"):
        assert await opened.does(party=wang, **ASKED, account=account) == (None, [("account", "NOT_FOUND")])
    hers, _ = await opening(whole).does(party=await party_of(empty, "tiny:2"), **ASKED, account="tiny:A2")
    assert hers["account"] is not None
    texts = [
        (await ask(answered.text, input={"idempotencyKey": "k", "request": id_, "answer": "Yes"})).data
        for id_ in (theirs["id"], "nothing", theirs["id"][:-2])
    ]
    assert texts[0] == texts[1] == texts[2] and texts[0]["answerServiceRequest"]["userErrors"][0]["code"] == "NOT_FOUND"
    assert "own staff" in await opening(not_ours).refused(party=wang, **ASKED)
    assert "own staff" in await answering(not_ours).refused(request=hers["id"], answer="Yes")
    assert await empty.rows("MATCH (q:ServiceRequest) WHERE q.repliedAt IS NOT NULL RETURN q") == []


async def test_a_mistake_is_named_and_nothing_is_written(empty: Session, tiny: TinyBank) -> None:
    wang, _ = await told_apart(empty, tiny)
    ask = await north(empty)
    opened, answered = opening(ask), answering(ask)
    for given, mistake in [
        ({"subject": " "}, ("subject", "MISSING")), ({"subject": "x" * 201}, ("subject", "TOO_LONG")),
        ({"subject": "6222****0001"}, ("subject", "MASKED_VALUE")), ({"notes": "x" * 10_001}, ("notes", "TOO_LONG")),
        ({"notes": "***"}, ("notes", "MASKED_VALUE")), ({"dueAt": "2020-01-01T00:00:00Z"}, ("dueAt", "IN_PAST")),
    ]:  # fmt: skip
        assert await opened.does(party=wang, **ASKED | given) == (None, [mistake])
    for given, mistake in [
        ({"answer": " "}, ("answer", "MISSING")), ({"answer": "x" * 10_001}, ("answer", "TOO_LONG")),
        ({"answer": "***"}, ("answer", "MASKED_VALUE")), ({"answer": "A", "resolution": "x" * 201}, ("resolution", "TOO_LONG")),
        ({"answer": "A", "resolution": "***"}, ("resolution", "MASKED_VALUE")),
    ]:  # fmt: skip
        assert await answered.does(request="calls:1", **given) == (None, [mistake])
    for wrong in ({"kind": "WISH"}, {"channel": None}, {"dueAt": "soon"}, {"party": None}):
        assert (await ask(opened.text, input={"idempotencyKey": "k", "party": wang} | ASKED | wrong)).result.errors
    assert await empty.rows(LEFT) == []
    soon = (datetime.now(UTC) + timedelta(days=2)).replace(microsecond=0)
    request, _ = await opened.does(party=wang, **ASKED | {"dueAt": soon.isoformat(), "notes": None})
    assert datetime.fromisoformat(request["dueAt"]) == soon and request["summary"] is None
