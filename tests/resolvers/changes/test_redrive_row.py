"""A row in quarantine is asked to be driven again: once for its key, by the bank's own staff, with named mistakes."""

import asyncio
from typing import Any

import pytest

from access.caller import CallerRole
from graph.digest import digest
from graph.session import Session
from ingest import sources
from ingest.quarantine import kept
from ingest.redrive import redrive
from tests.asking import Asker, asker
from tests.tiny_bank import STORY, TinyBank, tiny_source

TEXT = """mutation($key: String!, $row: ID!, $mended: [MendedField!]) {
  redriveRow(input: {idempotencyKey: $key, row: $row, mended: $mended}) { row { rowId state table } userErrors { field code } } }"""
BROKEN = STORY | {"movements": [*STORY["movements"][:1], "T2,A1,never,-40,60,", *STORY["movements"][2:]]}
MENDED = [{"field": "day", "value": "2025-11-16"}]


async def asked(ask: Asker, row: str, key: str = "k1", mended: Any = None) -> tuple[Any, list[tuple[str, str]]]:
    told = (await ask(TEXT, key=key, row=row, mended=mended)).data["redriveRow"]
    return told["row"], [(each["field"], each["code"]) for each in told["userErrors"]]


async def broken(session: Session, tiny: TinyBank) -> tuple[Asker, str]:
    await tiny.load(session, **BROKEN)
    ((row, _),) = kept(tiny.home)
    return await asker(session), row


async def test_what_is_asked_for_is_driven_and_the_graph_is_as_if_nothing_had_been_wrong(
    empty: Session, tiny: TinyBank, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sources.sources(), "tiny", tiny_source())
    await tiny.load(empty, **STORY)
    whole = await digest(empty)
    await empty.run("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    ask, row = await broken(empty, tiny)
    assert await asked(ask, row, mended=MENDED) == ({"rowId": row, "state": "REQUESTED", "table": "movements"}, [])
    await redrive([], empty, tiny.home, lambda *_: None)
    assert await digest(empty) == whole
    state = (await ask("query($id: ID!) { node(id: $id) { ... on QuarantinedRow { state } } }", id=row)).data
    assert state == {"node": None}  # an own id does not say its type
    assert await asked(ask, row, key="k2") == (None, [("row", "NOT_WAITING")])


async def test_the_same_key_is_done_once_and_another_input_is_told(empty: Session, tiny: TinyBank):
    ask, row = await broken(empty, tiny)
    answers = await asyncio.gather(*(asked(ask, row, mended=MENDED) for _ in range(4)))
    assert all(answer == answers[0] and answer[1] == [] for answer in answers)
    assert await empty.rows("MATCH (c:Change) RETURN c.name, c.caller, c.result") == [["redriveRow", "tester", row]]
    assert await asked(ask, row) == (None, [("idempotencyKey", "IDEMPOTENCY_MISMATCH")])


async def test_the_note_of_a_change_is_kept_for_thirty_days(empty: Session, tiny: TinyBank):
    ask, row = await broken(empty, tiny)
    await asked(ask, row)
    await empty.run("MATCH (c:Change) SET c.at = c.at - duration({days: 31})")
    await asked(ask, row, key="k2", mended=MENDED)
    assert await empty.rows("MATCH (c:Change) RETURN c.key") == [["k2"]]


async def test_a_mistake_is_named_leaves_no_change_and_its_key_may_be_sent_again(empty: Session, tiny: TinyBank):
    ask, row = await broken(empty, tiny)
    assert await asked(ask, "nothing-1") == (None, [("row", "NOT_FOUND")])
    assert await asked(ask, row, mended=[{"field": "P.I.N", "value": "4711"}]) == (None, [("mended", "FORBIDDEN_FIELD")])
    assert await asked(ask, row, mended=[{"field": "mobile", "value": "138****5678"}]) == (None, [("mended", "MASKED_VALUE")])
    assert await empty.rows("MATCH (c:Change) RETURN c") == []
    assert (await asked(ask, row))[1] == []


async def test_a_partner_may_not_and_an_empty_key_is_refused(empty: Session, tiny: TinyBank):
    ask, row = await broken(empty, tiny)
    partner = await asker(empty, role=CallerRole.PARTNER)
    assert "own staff" in (await partner(TEXT, key="k", row=row)).errors[0][0]
    branch = await asker(empty, "HQ/N")
    assert "own staff" in (await branch(TEXT, key="k", row=row)).errors[0][0]
    twice = [{"field": "day", "value": "2025-11-16"}, {"field": "day", "value": "2025-11-17"}]
    assert "twice" in (await ask(TEXT, key="k", row=row, mended=twice)).errors[0][0]
    assert "1 to 200 characters" in (await ask(TEXT, key="", row=row)).errors[0][0]
    assert await empty.rows("MATCH (q:QuarantinedRow) RETURN q.state") == [["WAITING"]]


async def test_a_global_id_names_the_row_too_and_one_of_another_type_none(empty: Session, tiny: TinyBank):
    ask, _ = await broken(empty, tiny)
    found = (await ask("{ quarantine { edges { node { id } } } passes { edges { node { id } } } }")).data
    row, of_pass = (found[name]["edges"][0]["node"]["id"] for name in ("quarantine", "passes"))
    assert await asked(ask, of_pass) == (None, [("row", "NOT_FOUND")])
    assert (await asked(ask, row))[0]["state"] == "REQUESTED"
