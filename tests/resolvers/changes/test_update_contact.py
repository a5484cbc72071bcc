"""A banker says how a customer is best reached and takes it back; it stands beside what silos say, and goes with its record."""

import asyncio
from pathlib import Path
from typing import Any

from graph import resolution
from graph.digest import digest
from graph.judgements import Verdict
from graph.session import Session
from tests.asking import Asker, asker
from tests.at_the_desk import Banker, north, partner, told_apart
from tests.resolvers.changes.test_golden_value import judged
from tests.silo_people import load, party_of, resolved, taught
from tests.tiny_bank import TinyBank

SHOWN = """contacts { usage point { kind value } origin { system } } residences { usage address { text } }
  stewardValues { field value by why evidence counts }"""
PHONE: dict[str, Any] = {"kind": "PHONE", "value": "138 0000 0001", "evidence": "She called", "why": "A new number"}
READ = f"query($id: ID!) {{ party(by: {{id: $id}}) {{ {SHOWN} }} }}"


def updating(ask: Asker) -> Banker:
    return Banker(ask, "updateContact", "party", SHOWN)


async def numbers(ask: Asker, party: str) -> set[tuple[str, str]]:
    found = (await ask(READ, id=party)).data["party"]["contacts"]
    return {(each["usage"], each["point"]["value"]) for each in found}


async def test_it_is_preferred_at_once_replaced_and_taken_back(empty: Session, tiny: TinyBank) -> None:
    wang, _ = await told_apart(empty, tiny)
    desk = updating(await north(empty))
    nothing_said = await digest(empty)
    answers = await asyncio.gather(*(desk.does("same", party=wang, **PHONE) for _ in range(4)))
    assert all(answer == answers[0] for answer in answers)
    party, mistakes = answers[0]
    assert mistakes == [] and party == {
        "contacts": [{"usage": "PREFERRED", "point": {"kind": "PHONE", "value": "+8613800000001"}, "origin": {"system": "desk"}}],
        "residences": [],
        "stewardValues": [
            {"field": "phone", "value": "+8613800000001", "by": "tester", "why": "A new number", "evidence": "She called", "counts": True}
        ],
    }  # fmt: skip
    assert await desk.does("same", party=wang, **PHONE | {"value": "13800000002"}) == (None, [("idempotencyKey", "IDEMPOTENCY_MISMATCH")])
    party, _ = await desk.does(party=wang, **PHONE | {"value": "+44 20 7946 0018", "why": "Moved"})
    assert [each["point"]["value"] for each in party["contacts"]] == ["+442079460018"]
    await desk.does(party=wang, kind="EMAIL", value="Wang@Example.com", evidence="A mail", why="Asked")
    party, _ = await desk.does(party=wang, kind="ADDRESS", value="Willow Bank Street 3", evidence="A bill", why="Moved")
    assert party["residences"] == [{"usage": "PREFERRED", "address": {"text": "Willow Bank Street 3"}}]
    assert await numbers(desk.ask, wang) == {("PREFERRED", "+442079460018"), ("PREFERRED", "wang@example.com")}
    for kind in ("PHONE", "EMAIL", "ADDRESS"):
        party, mistakes = await desk.does(party=wang, kind=kind, value=None, why="Asked us not to")
        assert mistakes == []
    assert party == {"contacts": [], "residences": [], "stewardValues": []}
    assert await desk.does(party=wang, kind="PHONE", why="Again") == (None, [("kind", "NOT_SET")])
    assert await empty.rows("MATCH (v:RecordVersion {record: 'desk:tiny:1/phone'}) RETURN v.said, v.why ORDER BY v.sequence") == [
        ["+8613800000001", "A new number"], ["+442079460018", "Moved"], [None, "Asked us not to"],
    ]  # fmt: skip
    assert await empty.rows("MATCH (p)-[l:REACHED_AT]->() RETURN l.withdrawn") == [[True]] * 3
    await empty.run("MATCH (n:ContactPoint|Address) WHERE n.source = 'desk' DETACH DELETE n")
    assert await digest(empty) == nothing_said


async def test_it_goes_with_its_record_and_nothing_that_matches_reads_it(empty: Session, tiny: TinyBank, tmp_path: Path) -> None:
    home = taught(tmp_path / "home")
    await load(empty, tiny, "core", "cards")
    young, old, other = await party_of(empty, "cards:7"), await party_of(empty, "core:1"), await party_of(empty, "core:3")
    ask = await asker(empty)
    desk = updating(ask)
    await desk.does(party=young, **PHONE)
    await desk.does(party=young, kind="ADDRESS", value="Willow Bank Street 3", evidence="A bill", why="Moved")
    await desk.does(party=other, **PHONE)
    records = "query($id: ID!) { party(by: {id: $id}) { records { recordId contacts { value } } } }"
    assert {"recordId": "cards:7", "contacts": [{"value": "+8613811110001"}]} in (await ask(records, id=young)).data["party"]["records"]
    assert [one.id async for one in resolution.records(empty) if one.id.startswith("desk:")] == []
    await resolved(empty, home)
    assert await party_of(empty, "cards:7") == old != await party_of(empty, "core:3") == other
    assert await numbers(ask, old) >= {("PREFERRED", "+8613800000001")}
    assert len((await ask(READ, id=old)).data["party"]["residences"]) == 1
    merged = await digest(empty)
    await judged(empty, home, Verdict.NOT_SAME)
    assert ("PREFERRED", "+8613800000001") in await numbers(ask, young)
    assert ("PREFERRED", "+8613800000001") not in await numbers(ask, old)
    await judged(empty, home, Verdict.UNSURE, everything=True)
    assert await digest(empty) == merged


async def test_a_number_that_a_silo_also_says_is_told_once_and_preferred(empty: Session, tiny: TinyBank) -> None:
    await load(empty, tiny, "core")
    id_ = await party_of(empty, "core:1")
    desk = updating(await asker(empty))
    await desk.does(party=id_, **PHONE | {"value": "13811110001"})
    assert await numbers(desk.ask, id_) == {("PREFERRED", "+8613811110001")}
    await load(empty, tiny, "core")
    assert await numbers(desk.ask, id_) == {("PREFERRED", "+8613811110001")}
    await desk.does(party=id_, kind="PHONE", why="An error")
    assert await numbers(desk.ask, id_) == {("MAIN", "+8613811110001")}


async def test_who_is_out_of_scope_is_not_there_and_a_partner_may_not(empty: Session, tiny: TinyBank) -> None:
    wang, steel = await told_apart(empty, tiny)
    desk = updating(await north(empty))
    texts = [(await desk.ask(desk.text, input={"idempotencyKey": "k", "party": id_} | PHONE)).data for id_ in (steel, "P0")]
    assert texts[0] == texts[1] and texts[0]["updateContact"]["userErrors"][0]["code"] == "NOT_FOUND"
    assert "own staff" in await updating(await partner(empty)).refused(party=wang, **PHONE)
    assert await empty.rows("MATCH (n:ContactPoint|Change) RETURN n") == []


async def test_a_mistake_is_named_and_nothing_is_written(empty: Session, tiny: TinyBank) -> None:
    wang, _ = await told_apart(empty, tiny)
    desk = updating(await north(empty))
    for given, mistake in [
        ({"value": "138****0001"}, ("value", "MASKED_VALUE")), ({"value": "…0001"}, ("value", "MASKED_VALUE")),
        ({"value": "12"}, ("value", "BAD_VALUE")), ({"value": "my number"}, ("value", "BAD_VALUE")),
        ({"value": "+86 999"}, ("value", "BAD_VALUE")), ({"value": "1" * 301}, ("value", "TOO_LONG")),
        ({"kind": "EMAIL", "value": "nobody"}, ("value", "BAD_VALUE")), ({"kind": "EMAIL", "value": "a@b@c.d"}, ("value", "BAD_VALUE")),
        ({"kind": "EMAIL", "value": "a@localhost"}, ("value", "BAD_VALUE")),
        ({"kind": "ADDRESS", "value": "---"}, ("value", "BAD_VALUE")), ({"kind": "ADDRESS", "value": "a\nb"}, ("value", "BAD_VALUE")),
        ({"evidence": " "}, ("evidence", "EVIDENCE_MISSING")), ({"evidence": "***"}, ("evidence", "MASKED_VALUE")),
        ({"evidence": "x" * 2001}, ("evidence", "TOO_LONG")), ({"why": ""}, ("why", "WHY_MISSING")),
        ({"why": "x" * 2001}, ("why", "TOO_LONG")), ({"value": None}, ("kind", "NOT_SET")),
    ]:  # fmt: skip
        assert await desk.does(party=wang, **PHONE | given) == (None, [mistake]), given
    assert (await desk.ask(desk.text, input={"idempotencyKey": "k", "party": wang} | PHONE | {"kind": "PIGEON"})).result.errors
    assert await empty.rows("MATCH (n:ContactPoint|Address|Change) RETURN n") == []
