"""A banker writes down what a customer allows and no longer allows, with the proof; the last declared counts, all of it is kept."""

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

SHOWN = "id purpose state at recipient counts dueOn proofKind proofReference declaredBy saidBy origin { system }"
PROOF: dict[str, Any] = {"kind": "SIGNED_FORM", "reference": "F-17", "at": "2026-10-30T17:00:00+08:00", "declaredBy": "Wang Wei"}
GIVEN: dict[str, Any] = {"purpose": "MARKETING", "state": "GRANTED", "proof": PROOF}
READ = "query($id: ID!) { party(by: {id: $id}) { consents { purpose state at recipient counts origin { system } } } }"
SILOS = """MATCH (r:SourceRecord {id: $record})-[:DESCRIBES]->(p)
CREATE (p)-[:GAVE {recordId: r.id, source: 'app'}]->(:Consent {id: 'app:1', purpose: 'MARKETING', state: 'GRANTED',
  at: datetime('2026-01-01T00:00:00Z'), proofKind: 'APP', proofReference: 'v3', declaredBy: 'Wang Wei', source: 'app'})"""


def consenting(ask: Asker) -> Banker:
    return Banker(ask, "setConsent", "consent", SHOWN)


async def consents(ask: Asker, party: str) -> list[tuple[str, str, str | None, bool, str]]:
    found = (await ask(READ, id=party)).data["party"]["consents"]
    return [(each["purpose"], each["state"], each["recipient"], each["counts"], each["origin"]["system"]) for each in found]


async def test_the_last_declared_counts_for_its_purpose_and_all_is_kept(empty: Session, tiny: TinyBank) -> None:
    wang, _ = await told_apart(empty, tiny)
    await empty.run(SILOS, {"record": "tiny:1"})
    desk = consenting(await north(empty))
    assert await consents(desk.ask, wang) == [("MARKETING", "GRANTED", None, True, "app")]
    over = {"state": "WITHDRAWN", "proof": PROOF | {"at": "2026-10-30T17:30:00Z"}}
    answers = await asyncio.gather(*(desk.does("same", party=wang, **GIVEN | over) for _ in range(4)))
    assert all(answer == answers[0] for answer in answers)
    consent, mistakes = answers[0]
    assert mistakes == [] and consent | {"id": ""} == {
        "id": "", "purpose": "MARKETING", "state": "WITHDRAWN", "at": "2026-10-30T17:30:00Z", "recipient": None, "counts": True,
        "dueOn": "2026-11-14", "proofKind": "SIGNED_FORM", "proofReference": "F-17", "declaredBy": "Wang Wei", "saidBy": "tester",
        "origin": {"system": "desk"},
    }  # fmt: skip
    first, _ = await desk.does(party=wang, **GIVEN)
    assert (first["counts"], first["dueOn"]) == (False, None)  # declared before it was withdrawn
    await desk.does(party=wang, **GIVEN | {"purpose": "SHARING", "recipient": "Clinic"})
    await desk.does(party=wang, **GIVEN | {"purpose": "SHARING", "recipient": "School"} | over)
    assert set(await consents(desk.ask, wang)) == {
        ("MARKETING", "WITHDRAWN", None, True, "desk"), ("MARKETING", "GRANTED", None, False, "desk"),
        ("MARKETING", "GRANTED", None, False, "app"), ("SHARING", "GRANTED", "Clinic", True, "desk"),
        ("SHARING", "WITHDRAWN", "School", True, "desk"),
    }  # fmt: skip
    assert await desk.does("same", party=wang, **GIVEN) == (None, [("idempotencyKey", "IDEMPOTENCY_MISMATCH")])


async def test_what_was_never_declared_is_taken_back_and_the_graph_is_as_before(empty: Session, tiny: TinyBank) -> None:
    wang, steel = await told_apart(empty, tiny)
    desk, ask = consenting(await north(empty)), await asker(empty)
    taking = Banker(desk.ask, "withdrawEntry", "party", "consents { purpose }")
    await desk.does(party=wang, **GIVEN)
    before = await digest(empty)
    consent, _ = await desk.does(party=wang, **GIVEN | {"purpose": "CROSS_BORDER"})
    assert await digest(empty) != before
    answers = await asyncio.gather(*(taking.does("w", entry=consent["id"], why="Another Wang Wei") for _ in range(3)))
    assert all(answer == ({"consents": [{"purpose": "MARKETING"}]}, []) for answer in answers)
    assert await digest(empty) == before
    versions = "MATCH (v:RecordVersion {gone: true}) RETURN v.by, v.why"
    assert await empty.rows(versions) == [["tester", "Another Wang Wei"]]
    theirs, _ = await consenting(ask).does(party=steel, **GIVEN)
    for entry in (consent["id"], theirs["id"], "tiny:I1", "P0"):
        assert await taking.does(entry=entry, why="An error") == (None, [("entry", "NOT_FOUND")])
    assert await taking.does(entry=theirs["id"], why=" ") == (None, [("why", "WHY_MISSING")])
    assert "own staff" in await Banker(await partner(empty), "withdrawEntry", "party", "id").refused(entry=theirs["id"], why="x")


async def test_it_goes_with_its_record_through_merge_and_unmerge(empty: Session, tiny: TinyBank, tmp_path: Path) -> None:
    home = taught(tmp_path / "home")
    await load(empty, tiny, "core", "cards")
    young, old = await party_of(empty, "cards:7"), await party_of(empty, "core:1")
    ask = await asker(empty)
    await consenting(ask).does(party=young, **GIVEN)
    await resolved(empty, home)
    assert await consents(ask, old) == [("MARKETING", "GRANTED", None, True, "desk")]
    await judged(empty, home, Verdict.NOT_SAME)
    assert (len(await consents(ask, young)), await consents(ask, old)) == (1, [])


async def test_who_is_out_of_scope_is_not_there_and_a_partner_may_not(empty: Session, tiny: TinyBank) -> None:
    wang, steel = await told_apart(empty, tiny)
    desk = consenting(await north(empty))
    texts = [(await desk.ask(desk.text, input={"idempotencyKey": "k", "party": id_} | GIVEN)).data for id_ in (steel, "P0")]
    assert texts[0] == texts[1] and texts[0]["setConsent"]["userErrors"][0]["code"] == "NOT_FOUND"
    assert "own staff" in await consenting(await partner(empty)).refused(party=wang, **GIVEN)
    await desk.does(party=wang, **GIVEN)
    read = "query($id: ID!) { party(by: {id: $id}) { consents { purpose state proofReference declaredBy saidBy } } }"
    assert (await (await partner(empty))(read, id=wang)).data["party"]["consents"] == [
        {"purpose": "MARKETING", "state": "GRANTED", "proofReference": None, "declaredBy": None, "saidBy": None}
    ]


async def test_a_mistake_is_named_and_nothing_is_written(empty: Session, tiny: TinyBank) -> None:
    wang, _ = await told_apart(empty, tiny)
    desk = consenting(await north(empty))
    soon = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()
    for given, mistake in [
        ({"proof": PROOF | {"at": soon}}, ("proof.at", "IN_FUTURE")),
        ({"proof": PROOF | {"at": "1066-10-14T09:00:00Z"}}, ("proof.at", "BAD_VALUE")),
        ({"proof": PROOF | {"reference": " "}}, ("proof.reference", "MISSING")),
        ({"proof": PROOF | {"reference": "x" * 201}}, ("proof.reference", "TOO_LONG")),
        ({"proof": PROOF | {"reference": "…1234"}}, ("proof.reference", "MASKED_VALUE")),
        ({"proof": PROOF | {"declaredBy": ""}}, ("proof.declaredBy", "MISSING")),
        ({"proof": PROOF | {"declaredBy": "王***"}}, ("proof.declaredBy", "MASKED_VALUE")),
        ({"recipient": "x" * 201}, ("recipient", "TOO_LONG")),
    ]:
        assert await desk.does(party=wang, **GIVEN | given) == (None, [mistake])
    for wrong in ({"purpose": "ANY"}, {"state": None}, {"proof": None}, {"proof": {**PROOF, "kind": "HEARSAY"}}):
        assert (await desk.ask(desk.text, input={"idempotencyKey": "k", "party": wang} | GIVEN | wrong)).result.errors
    assert await empty.rows("MATCH (n:Consent|Change) RETURN n") == []
