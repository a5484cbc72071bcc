"""A pass that is repeated, broken off or killed ends in the same graph."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from graph import passes, quarantine
from graph.digest import digest
from graph.session import Session
from ingest.job import run
from ingest.quarantine import kept
from ingest.report import Report
from runtime.errors import BadQuestion, ContractBroken, GraphBehind, SourceUnreadable
from runtime.local.engines import Engines
from tests.tiny_bank import STORY, TinyBank

STAGES = ("match", "load", "link", "relate", "name", "place", "sum")


async def test_a_report_tells_what_became_of_every_row(empty: Session, tiny: TinyBank) -> None:
    rows = [*STORY["movements"], "T9,A1,never,1,,"]
    report = (await tiny.load(empty, **STORY | {"movements": rows})).as_dict()
    assert report["rows"] == {"read": 18, "accepted": 17, "quarantined": 1}
    assert report["refused"] == [{"table": "movements", "field": "day", "reason": "BAD_DATE", "rows": 1}]
    assert report["total"] == {"new": 18, "changed": 0, "unchanged": 0, "older": 0, "missing": 0, "ended": 0}
    assert (report["parties"], report["effectiveOn"]) == (3, "2026-01-01")
    assert set(report["seconds"]) == {"read", "match", "load", "sweep", "derive"}
    assert await empty.rows("MATCH (p:Pass) RETURN p.id, p.rowsRead, p.rowsQuarantined, p.new, p.state") == [
        [report["pass"], 18, 1, 18, "COMPLETE"]
    ]


async def test_the_same_delivery_again_changes_nothing(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, **STORY)
    first = await digest(empty)
    again = await tiny.load(empty, **STORY)
    assert (again.total.new, again.total.changed, again.parties) == (0, 0, 0)
    assert await digest(empty) == first


async def test_a_broken_row_is_set_apart_and_the_rest_loads(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, **STORY)
    first = await digest(empty)
    await empty.run("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    report = await tiny.load(empty, **STORY | {"people": [*STORY["people"], "4,Broken,,soon,"]})
    assert report.rows.quarantined == 1
    assert await digest(empty) == first


async def test_a_delivery_that_is_refused_whole_leaves_a_pass_that_says_why_and_nothing_else(
    empty: Session, tiny: TinyBank
) -> None:
    with pytest.raises(SourceUnreadable):
        await run("berka", tiny.folder / "nowhere", empty, tiny.home)
    with pytest.raises(ContractBroken):
        await tiny.load(empty, **STORY | {"people": [f"{n},Ada,,never," for n in range(30)]})
    assert await empty.rows("MATCH (n) WHERE NOT n:Migration AND NOT n:Lock RETURN DISTINCT labels(n)[0] AS label ORDER BY label") == [
        ["Pass"], ["QuarantinedRow"]
    ]  # fmt: skip
    (second, first) = await passes.listed(empty)
    assert (first["source"], first["state"], first["refusal"], first["rowsRead"]) == ("berka", "REFUSED", "SOURCE_UNREADABLE", 0)
    assert "There is no folder" in first["refusedWhy"]
    assert (second["rowsRead"], second["rowsAccepted"], second["rowsQuarantined"], second["rowsRefused"]) == (33, 0, 0, 33)
    listed = await quarantine.listed(empty, second["id"], 100, all=False)
    assert {(row["table"], row["reason"], row["state"]) for row in listed} == {("people", "BAD_DATE", "REFUSED")} and len(
        listed
    ) == 30
    assert [id_ for id_, _ in kept(tiny.home, second["id"])] == sorted((row["id"] for row in listed), key=number)
    assert await quarantine.listed(empty, None, 100, all=False) == []
    await tiny.load(empty, **STORY)
    assert list((tiny.home / "quarantine").iterdir()) == []


def number(row: str) -> int:
    return int(row.rpartition("-")[2])


async def test_an_unknown_source_is_told_with_those_there_are(empty: Session, tiny: TinyBank) -> None:
    with pytest.raises(BadQuestion, match="berka"):
        await run("bonka", tiny.folder, empty, tiny.home)


async def test_nothing_is_loaded_into_a_database_that_is_behind(empty: Session, tiny: TinyBank) -> None:
    await empty.run("MATCH (m:Migration) DELETE m")
    with pytest.raises(GraphBehind):
        await tiny.load(empty, **STORY)


def breaking_off(at: str) -> Callable[[str, int, int], None]:
    def told(stage: str, done: int, total: int) -> None:
        if stage == at:
            raise asyncio.CancelledError

    return told


@pytest.mark.parametrize("stage", STAGES)
async def test_a_pass_that_was_broken_off_is_completed_by_the_next(empty: Session, tiny: TinyBank, stage: str) -> None:
    with pytest.raises(asyncio.CancelledError):
        await tiny.load(empty, progress=breaking_off(stage), **STORY)
    resumed = await tiny.load(empty, **STORY)
    assert resumed.resumed
    assert await passes.completed(empty) == {"tiny"}
    broken = await digest(empty)
    await empty.run("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    whole = await tiny.load(empty, **STORY)
    assert counts(resumed) == counts(whole)
    assert await digest(empty) == broken


def counts(report: Report) -> dict[str, object]:
    told = report.as_dict()
    return {name: told[name] for name in ("rows", "refused", "loaded")}


KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from graph.session import connect
from tests.tiny_bank import STORY, TinyBank

def told(stage, done, total):
    if stage == sys.argv[1]:
        os.kill(os.getpid(), signal.SIGKILL)

async def main():
    session = connect(sys.argv[2], sys.argv[3], os.environ["SECRET"], sys.argv[4])
    await TinyBank(Path(sys.argv[5])).load(session, progress=told, **STORY)

asyncio.run(main())
"""


@pytest.mark.parametrize("stage", ["load", "name"])
async def test_a_pass_whose_process_was_killed_is_taken_over(
    empty: Session, engines: Engines, tiny: TinyBank, stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passes, "STALE_SECONDS", 2)
    arguments = [stage, engines.neo4j_uri, engines.neo4j_user, empty.database, str(tiny.folder)]
    environment = os.environ | {"SECRET": engines.neo4j_password, "PYTHONPATH": str(Path(__file__).parents[2])}
    killed = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", KILLED, *arguments], env=environment, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert (await tiny.load(empty, **STORY)).resumed
    taken_over = await digest(empty)
    await empty.run("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    await tiny.load(empty, **STORY)
    assert await digest(empty) == taken_over


async def test_the_day_a_delivery_speaks_of_is_the_callers_then_the_sources(empty: Session, tiny: TinyBank) -> None:
    assert (await tiny.load(empty, **STORY)).effective_on == date(2026, 1, 1)
    assert (await tiny.load(empty, on=date(2026, 5, 1), **STORY)).effective_on == date(2026, 5, 1)


async def test_the_ledger_of_earlier_passes_is_dropped(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, **STORY)
    second = await tiny.load(empty, **STORY)
    assert await empty.rows("MATCH (b:Batch) RETURN DISTINCT b.pass") == [[second.pass_id]]
