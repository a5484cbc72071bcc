"""A banker writes down what came of an opportunity, a contact, an event or a request; a later outcome corrects an earlier one."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from graph.judgements import Verdict
from graph.session import Session
from tests.asking import Asker, asker
from tests.at_the_desk import Banker, north, partner, told_apart
from tests.resolvers.changes.test_golden_value import judged
from tests.resolvers.changes.test_log_interaction import CONTACT, OPPORTUNITY, logging
from tests.silo_people import load, party_of, resolved, taught
from tests.tiny_bank import TinyBank

SHOWN = "id subject outcome at reason evidence saidBy counts origin { system }"
CAME: dict[str, Any] = {"outcome": "LATER", "at": "2026-10-30T09:00:00Z", "evidence": "A call"}
READ = "query($id: ID!) { party(by: {id: $id}) { outcomes { outcome counts } opportunities { name outcomes { outcome } } } }"


def recording(ask: Asker) -> Banker:
    return Banker(ask, "recordOutcome", "outcome", SHOWN)


async def test_a_later_outcome_corrects_and_the_earlier_stays(empty: Session, tiny: TinyBank) -> None:
    wang, _ = await told_apart(empty, tiny)
    await empty.run(OPPORTUNITY, {"record": "tiny:1", "id": "tiny:O1"})
    desk = recording(await north(empty))
    answers = await asyncio.gather(*(desk.does("same", subject="tiny:O1", **CAME) for _ in range(4)))
    assert all(answer == answers[0] for answer in answers)
    outcome, mistakes = answers[0]
    assert mistakes == [] and outcome | {"id": ""} == {
        "id": "", "subject": "tiny:O1", "outcome": "LATER", "at": "2026-10-30T09:00:00Z", "reason": None, "evidence": "A call",
        "saidBy": "tester", "counts": True, "origin": {"system": "desk"},
    }  # fmt: skip
    await desk.does(subject="tiny:O1", **CAME | {"outcome": "ACCEPTED", "at": "2026-10-30T12:00:00Z"})
    await desk.does(subject="tiny:O1", **CAME | {"outcome": "REFUSED", "reason": "Too dear", "at": "2026-10-29T12:00:00Z"})
    party = (await desk.ask(READ, id=wang)).data["party"]
    assert party["outcomes"] == [
        {"outcome": "ACCEPTED", "counts": True}, {"outcome": "LATER", "counts": False}, {"outcome": "REFUSED", "counts": False},
    ]  # fmt: skip
    assert party["opportunities"] == [{"name": "Plant", "outcomes": [{"outcome": "ACCEPTED"}, {"outcome": "LATER"}, {"outcome": "REFUSED"}]}]
    assert await desk.does("same", subject="tiny:O1", **CAME | {"outcome": "ACCEPTED"}) == (
        None, [("idempotencyKey", "IDEMPOTENCY_MISMATCH")],
    )  # fmt: skip


async def test_anything_that_something_came_of_has_an_outcome(empty: Session, tiny: TinyBank) -> None:
    wang, _ = await told_apart(empty, tiny)
    ask = await north(empty)
    made = """MATCH (r:SourceRecord {id: 'tiny:1'})-[:DESCRIBES]->(p)
    CREATE (:Event {id: 'tiny:E1', kind: 'RETIREMENT', happenedOn: date('2026-01-01'), evidence: 'DECLARED', source: 'tiny'})
      -[:ABOUT {recordId: r.id}]->(p)"""
    await empty.run(made)
    contact, _ = await logging(ask).does(party=wang, **CONTACT)
    request, _ = await Banker(ask, "openServiceRequest", "request", "id").does(
        party=wang, kind="ENQUIRY", channel="APP", subject="Funds"
    )
    desk = recording(ask)
    for subject in ("tiny:E1", contact["id"], request["id"]):
        outcome, mistakes = await desk.does(subject=subject, **CAME | {"outcome": "ACCEPTED"})
        assert mistakes == [] and outcome["counts"]
    assert len((await ask(READ, id=wang)).data["party"]["outcomes"]) == 3
    taking = Banker(ask, "withdrawEntry", "party", "interactions { totalCount }")
    assert (await taking.does(entry=contact["id"], why="Never met"))[0] == {"interactions": {"totalCount": 0}}
    assert await desk.does(subject=contact["id"], **CAME) == (None, [("subject", "NOT_FOUND")])


async def test_it_goes_with_its_subjects_record_through_merge_and_unmerge(empty: Session, tiny: TinyBank, tmp_path: Path) -> None:
    home = taught(tmp_path / "home")
    await load(empty, tiny, "core", "cards")
    young, old = await party_of(empty, "cards:7"), await party_of(empty, "core:1")
    await empty.run(OPPORTUNITY, {"record": "cards:7", "id": "cards:O1"})
    await resolved(empty, home)
    ask = await asker(empty)
    await recording(ask).does(subject="cards:O1", **CAME)
    assert len((await ask(READ, id=old)).data["party"]["outcomes"]) == 1
    await judged(empty, home, Verdict.NOT_SAME)
    assert (await ask(READ, id=young)).data["party"] == {
        "outcomes": [{"outcome": "LATER", "counts": True}], "opportunities": [{"name": "Plant", "outcomes": [{"outcome": "LATER"}]}],
    }  # fmt: skip
    assert (await ask(READ, id=old)).data["party"]["outcomes"] == []


async def test_what_is_out_of_scope_is_not_there_and_a_partner_may_not(empty: Session, tiny: TinyBank) -> None:
    await told_apart(empty, tiny)
    await empty.run(OPPORTUNITY, {"record": "tiny:3", "id": "tiny:O3"})
    desk = recording(await north(empty))
    ids = ("tiny:O3", "tiny:O9", "tiny:A1", "UGVyc29uOng")
    texts = [(await desk.ask(desk.text, input={"idempotencyKey": "k", "subject": id_} | CAME)).data for id_ in ids]
    assert all(text == texts[0] for text in texts) and texts[0]["recordOutcome"]["userErrors"][0]["code"] == "NOT_FOUND"
    assert "own staff" in await recording(await partner(empty)).refused(subject="tiny:O3", **CAME)
    assert await empty.rows("MATCH (n:Outcome|Change) RETURN n") == []


async def test_a_mistake_is_named_and_nothing_is_written(empty: Session, tiny: TinyBank) -> None:
    await told_apart(empty, tiny)
    desk = recording(await north(empty))
    soon = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()
    for given, mistake in [
        ({"at": soon}, ("at", "IN_FUTURE")), ({"outcome": "REFUSED"}, ("reason", "MISSING")),
        ({"reason": "***"}, ("reason", "MASKED_VALUE")), ({"reason": "x" * 2001}, ("reason", "TOO_LONG")),
        ({"evidence": " "}, ("evidence", "EVIDENCE_MISSING")), ({"evidence": "x" * 2001}, ("evidence", "TOO_LONG")),
    ]:  # fmt: skip
        assert await desk.does(subject="tiny:I1", **CAME | given) == (None, [mistake])
    assert (await desk.ask(desk.text, input={"idempotencyKey": "k", "subject": "tiny:I1"} | CAME | {"outcome": "MAYBE"})).result.errors
    assert await empty.rows("MATCH (n:Outcome|Change) RETURN n") == []
