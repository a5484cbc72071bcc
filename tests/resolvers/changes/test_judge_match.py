"""A steward judges two records through the API: once for the key, with named mistakes, and the parties follow when the worker comes."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from access.caller import CallerRole
from graph.digest import digest
from graph.session import Session
from tests.asking import Asker, asker
from tests.silo_people import load, party_of, resolved, taught, worker
from tests.tiny_bank import TinyBank

JUDGE = """mutation($key: String!, $one: ID!, $other: ID!, $verdict: Verdict!, $why: String!) {
  judgeMatch(input: {idempotencyKey: $key, one: $one, other: $other, verdict: $verdict, why: $why}) {
    task { taskId state cost verdict verdictBefore judgements { verdict by why stands } } userErrors { field code } } }"""
UNMERGE = """mutation($key: String!, $party: ID!, $why: String!) {
  unmerge(input: {idempotencyKey: $key, party: $party, why: $why}) { task { taskId verdict } userErrors { field code } } }"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return taught(tmp_path / "home")


async def judged(
    ask: Asker, one: str, other: str, verdict: str = "SAME", key: str = "k1", why: str = "seen"
) -> tuple[Any, list[tuple[str, str]]]:
    told = (await ask(JUDGE, key=key, one=one, other=other, verdict=verdict, why=why)).data["judgeMatch"]
    return told["task"], [(each["field"], each["code"]) for each in told["userErrors"]]


async def unmerged(ask: Asker, party: str, key: str = "u1", why: str = "two people") -> tuple[Any, list[tuple[str, str]]]:
    told = (await ask(UNMERGE, key=key, party=party, why=why)).data["unmerge"]
    return told["task"], [(each["field"], each["code"]) for each in told["userErrors"]]


async def test_what_is_judged_is_kept_waits_no_more_and_is_followed_by_the_worker(empty: Session, tiny: TinyBank, home: Path):
    await load(empty, tiny, "core", "cards", "counter")
    await resolved(empty, home)
    before, ask = await digest(empty), await asker(empty)
    task, mistakes = await judged(ask, "core:3", "cards:9", why="  the same card  ")
    assert mistakes == []
    assert task == {
        "taskId": "cards:9|core:3", "state": "JUDGED", "cost": None, "verdict": "SAME", "verdictBefore": None,
        "judgements": [{"verdict": "SAME", "by": "tester", "why": "the same card", "stands": True}],
    }  # fmt: skip
    assert await party_of(empty, "core:3") != await party_of(empty, "cards:9")
    said = list[str]()
    await worker(empty, home, said).once()
    assert await party_of(empty, "core:3") == await party_of(empty, "cards:9")
    assert "1 parties went into others" in said[0]
    await worker(empty, home, said).once()
    assert len(said) == 1
    task, _ = await judged(ask, "cards:9", "core:3", "UNSURE", key="k2")
    assert (task["state"], task["verdictBefore"]) == ("WITHDRAWN", "SAME")
    assert [each["stands"] for each in task["judgements"]] == [True, False]
    await worker(empty, home, said).once()
    assert await digest(empty) == before


async def test_the_same_key_is_one_judgement_and_with_another_input_none(empty: Session, tiny: TinyBank):
    await load(empty, tiny, "core", "cards")
    ask = await asker(empty)
    answers = await asyncio.gather(*(judged(ask, "core:3", "cards:9") for _ in range(4)))
    assert all(answer == answers[0] and answer[1] == [] for answer in answers)
    assert await empty.rows("MATCH ()-[j:JUDGED]->() RETURN j.verdict, j.by") == [["SAME", "tester"]]
    assert await judged(ask, "core:3", "cards:9", "NOT_SAME") == (None, [("idempotencyKey", "IDEMPOTENCY_MISMATCH")])


async def test_a_mistake_is_named_and_nothing_is_judged(empty: Session, tiny: TinyBank):
    await load(empty, tiny, "core")
    await tiny.load(empty, system="firms", people=["1,Steel,,,C"])
    ask = await asker(empty)
    for one, other, why, mistake in [
        ("core:1", "core:9", "seen", ("other", "NOT_FOUND")),
        ("nothing", "core:1", "seen", ("one", "NOT_FOUND")),
        ("core:1", "core:1", "seen", ("other", "SAME_RECORD")),
        ("core:1", "firms:1", "seen", ("other", "NOT_ONE_KIND")),
        ("core:1", "core:2", "  ", ("why", "WHY_MISSING")),
        ("core:1", "core:2", "138****5678 is hers", ("why", "MASKED_VALUE")),
        ("core:1", "core:2", "x" * 2001, ("why", "TOO_LONG")),
    ]:
        assert await judged(ask, one, other, why=why) == (None, [mistake])
    assert await empty.rows("MATCH ()-[j:JUDGED]->() RETURN j") == await empty.rows("MATCH (c:Change) RETURN c") == []


async def test_only_head_offices_own_staff_judges(empty: Session, tiny: TinyBank):
    await load(empty, tiny, "core")
    given = {"key": "k", "one": "core:1", "other": "core:2", "verdict": "SAME", "why": "seen"}
    for ask in (await asker(empty, role=CallerRole.PARTNER), await asker(empty, "HQ/N")):
        assert "own staff" in (await ask(JUDGE, **given)).errors[0][0]
        assert "own staff" in (await ask(UNMERGE, key="k", party="P1", why="seen")).errors[0][0]
        assert "own staff" in (await ask('{ affectedBy(decision: "x") { id } }')).errors[0][0]
    assert await empty.rows("MATCH ()-[j:JUDGED]->() RETURN j") == []


async def test_a_merge_is_undone_by_the_id_that_was_retired_and_done_again_to_the_same_graph(
    empty: Session, tiny: TinyBank, home: Path
):
    await load(empty, tiny, "core", "cards")
    young, old = await party_of(empty, "cards:7"), await party_of(empty, "core:1")
    await resolved(empty, home)
    merged, ask = await digest(empty), await asker(empty)
    rests = (await ask("query($id: ID!) { affectedBy(decision: $id) { what id recordId } }", id=young)).data["affectedBy"]
    assert {(each["what"], each["id"], each["recordId"]) for each in rests} >= {
        ("ACCOUNT", "core:A1", "core:1"), ("ACCOUNT", "cards:C7", "cards:7"), ("RETIRED_ID", young, "cards:7"),
    }  # fmt: skip
    assert await unmerged(ask, young) == ({"taskId": "cards:7|core:1", "verdict": "NOT_SAME"}, [])
    await worker(empty, home).once()
    assert (await party_of(empty, "cards:7"), await party_of(empty, "core:1")) == (young, old)
    assert await unmerged(ask, young, key="u2") == (None, [("party", "NOT_MERGED")])
    text = "query($id: ID!) { party(by: {id: $id}) { accounts { edges { node { number } } totalCount } history { kind partyId records by why } } }"
    told = (await ask(text, id=young)).data["party"]
    assert told["accounts"]["totalCount"] == 1
    assert {"kind": "JUDGED", "partyId": None, "records": ["cards:7", "core:1"], "by": "tester", "why": "two people"} in told["history"]
    await judged(ask, "cards:7", "core:1", "UNSURE")
    await worker(empty, home).once()
    assert await digest(empty) == merged
    told = (await ask(text, id=old)).data["party"]
    assert [(each["kind"], each["partyId"]) for each in told["history"] if each["kind"] in ("MERGED", "LEFT")] == [
        ("MERGED", young), ("LEFT", young),
    ]  # fmt: skip


async def test_a_party_that_never_went_into_another_is_not_unmerged(empty: Session, tiny: TinyBank):
    await load(empty, tiny, "core")
    ask = await asker(empty)
    assert await unmerged(ask, "P0") == (None, [("party", "NOT_FOUND")])
    assert await unmerged(ask, await party_of(empty, "core:1"), key="u2") == (None, [("party", "NOT_MERGED")])
    assert await unmerged(ask, "P0", why=" ") == (None, [("why", "WHY_MISSING")])
    assert (await ask('{ affectedBy(decision: "P0") { id } }')).data == {"affectedBy": None}
