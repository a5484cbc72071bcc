"""A pass is found by the beginning of its id, told in words, and stopped."""

import asyncio
from datetime import date
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from graph import passes, standing
from graph.session import Session
from ingest import outlook
from ingest.continuation import goes_on_for
from ingest.outlook import found, stop
from ingest.printed_pass import print_pass
from runtime.errors import BadQuestion, ContractBroken, PassRunning
from tests.tiny_bank import STORY, TinyBank

ON = date(2026, 1, 1)
AGO = "MATCH (p:Pass {id: $id}) SET p.beatAt = datetime() - duration({seconds: $ago})"
heard = list[str]()


async def words(session: Session, pass_id: str) -> str:
    return outlook.outlook(await found(session, pass_id))


async def test_so_much_of_an_id_as_is_one_finds_it(empty: Session) -> None:
    for id_ in ("01AAB", "01AAC", "01ABC"):
        await empty.run("CREATE (:Pass {id: $id, source: 'tiny', state: 'COMPLETE', startedAt: datetime()})", {"id": id_})
    assert [(await found(empty, of))["id"] for of in ("01AAC", "01ab", " 01aab ")] == ["01AAC", "01ABC", "01AAB"]
    for of, says in (("01AA", "01AAB, 01AAC"), ("XX", "c360 passes"), ("", "c360 passes")):
        with pytest.raises(BadQuestion, match=says):
            await found(empty, of)


async def test_what_it_did_is_kept_by_table_and_by_record(empty: Session, tiny: TinyBank) -> None:
    report = await tiny.load(
        empty, **STORY | {"people": [*STORY["people"], "4,Broken,,soon,"], "holders": [*STORY["holders"], "9,A1,O,"]}
    )
    await tiny.load(empty, system="other", **STORY)
    one, told = await found(empty, report.pass_id), report.as_dict()
    assert one["tables"] == told["tables"]
    assert one["loaded"] == told["loaded"]
    assert {(each["table"], each["field"], each["reason"], each["state"]) for each in one["quarantine"]} == {
        ("people", "born", "BAD_DATE", "WAITING"), ("holders", "Holds", "MISSING_END", "WAITING")
    }  # fmt: skip
    assert "2 rows wait in quarantine" in outlook.outlook(one)


async def test_until_it_is_complete_its_ledger_tells_the_same(empty: Session, tiny: TinyBank) -> None:
    report = await tiny.load(empty, **STORY)
    whole = await found(empty, report.pass_id)
    await empty.run("MATCH (p:Pass) SET p.classes = null, p.state = 'INTERRUPTED'")
    told = await found(empty, report.pass_id)
    assert told["loaded"] == whole["loaded"]
    assert told["batches"] >= len(told["loaded"])


async def test_what_it_waits_for_is_told_in_every_state(empty: Session, tiny: TinyBank) -> None:
    begun = await passes.begin(empty, "core", "delivery", ON)
    assert await words(empty, begun.id) == "It is running: it has just begun."
    await empty.run("MATCH (p:Pass) SET p.stage = 'load', p.stageDone = 12000, p.stageTotal = 99000, p.stopAskedAt = datetime()")
    assert (await words(empty, begun.id)).startswith("It is running: writing nodes, 12,000 of 99,000. It is asked to stop")
    await empty.run(AGO, {"id": begun.id, "ago": 30})
    assert "No sign of life for 30 s: after 60 it is dead." in await words(empty, begun.id)
    await empty.run(AGO, {"id": begun.id, "ago": 90})
    assert "it is dead. To go on, run `c360 ingest lakeside-core FOLDER --effective 2026-01-01`" in await words(empty, begun.id)
    await passes.end(empty, begun, "INTERRUPTED", {})
    assert (await words(empty, begun.id)).startswith(
        "It was broken off while writing nodes, 12,000 of 99,000; what it wrote stays."
    )
    await empty.run("MATCH (p:Pass) SET p.state = 'ABANDONED'")
    assert "never completed" in await words(empty, begun.id)
    with pytest.raises(ContractBroken):
        await tiny.load(empty, **STORY | {"people": [f"{n},Ada,,never," for n in range(30)]})
    (refused,) = [each for each in await passes.listed(empty) if each["state"] == "REFUSED"]
    assert "refused as a whole" in await words(empty, refused["id"]) and "BAD_DATE" in await words(empty, refused["id"])
    report = await tiny.load(empty, **STORY)
    assert await words(empty, report.pass_id) == "It is complete, and waits for nothing."


def test_a_system_of_several_sources_is_told_with_their_names() -> None:
    said = goes_on_for("gleif", ON, "")
    assert "`c360 ingest NAME FOLDER --effective 2026-01-01`" in said and "gleif, gleif-" in said


async def test_a_dead_pass_that_is_asked_to_stop_is_interrupted_at_once_and_goes_on(empty: Session) -> None:
    begun = await passes.begin(empty, "tiny", "delivery", ON)
    await empty.run(AGO, {"id": begun.id, "ago": 90})
    assert "is dead: it is interrupted now" in await stop(empty, begun.id, heard.append)
    again = await passes.begin(empty, "tiny", "delivery", ON)
    assert (again.id, again.resumed) == (begun.id, True)


async def test_one_that_ended_has_nothing_to_stop_and_stays_what_it_is(empty: Session) -> None:
    begun = await passes.begin(empty, "tiny", "delivery", ON)
    await passes.end(empty, begun, "COMPLETE", {})
    assert await stop(empty, begun.id, heard.append) == f"There is nothing to stop: the pass {begun.id} is COMPLETE."
    assert (await found(empty, begun.id))["state"] == "COMPLETE"


@pytest.mark.parametrize(
    ("state", "says"), [("INTERRUPTED", "has stopped. It was broken off"), ("COMPLETE", "came to its end before")]
)
async def test_who_asks_waits_until_it_has_stopped_or_ended(
    empty: Session, monkeypatch: pytest.MonkeyPatch, state: str, says: str
) -> None:
    monkeypatch.setattr(outlook, "LOOK_SECONDS", 0.05)
    begun, told = await passes.begin(empty, "tiny", "delivery", ON), list[str]()
    stopping = asyncio.create_task(stop(empty, begun.id, told.append))
    while not (await found(empty, begun.id))["stopAskedAt"]:
        await asyncio.sleep(0.05)
    await passes.end(empty, begun, state, {})
    assert says in await stopping
    assert told and "is asked to stop; waiting" in told[0]


async def test_one_that_dies_meanwhile_is_interrupted_and_one_that_lives_on_is_told(
    empty: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outlook, "LOOK_SECONDS", 0.05)
    begun = await passes.begin(empty, "tiny", "delivery", ON)
    monkeypatch.setattr(outlook, "PATIENCE_SECONDS", 1)
    with pytest.raises(PassRunning, match="has not stopped in 1 s: end its process"):
        await stop(empty, begun.id, heard.append)
    monkeypatch.setattr(outlook, "PATIENCE_SECONDS", 60)
    monkeypatch.setattr(passes, "STALE_SECONDS", 3)
    assert "is dead: it is interrupted now" in await stop(empty, begun.id, heard.append)


async def test_it_is_printed_as_wide_as_the_terminal_is(empty: Session, tiny: TinyBank) -> None:
    report = await tiny.load(empty, **STORY | {"people": [*STORY["people"], "4,Broken,,soon,"]})
    one = await standing.one(empty, report.pass_id)
    assert one
    for width in (50, 100):
        out = Console(file=StringIO(), width=width, force_terminal=True, no_color=True, color_system=None)
        print_pass(one, ZoneInfo("Asia/Shanghai"), out)
        assert isinstance(out.file, StringIO)
        lines = out.file.getvalue().splitlines()
        assert max(map(len, lines)) <= width
        words = " ".join(" ".join(lines).split())
        assert f"{report.pass_id} tiny COMPLETE, as of 2026-01-01, a whole delivery" in words
        assert "waiting in quarantine 1 × people.born BAD_DATE" in words
