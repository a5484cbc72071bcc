"""What runs, died, waits, was refused or is overdue is told, each with the command that goes on with it."""

from datetime import date
from pathlib import Path

import pytest

from doctor import passes as looking
from doctor.finding import Finding, State
from graph import passes, quarantine
from graph.session import Session
from ingest.job import run
from runtime.errors import ContractBroken, SourceUnreadable
from tests.tiny_bank import STORY, TinyBank

ON = date(2026, 1, 1)
AGO = "MATCH (p:Pass {id: $id}) SET p.beatAt = datetime() - duration({seconds: $ago})"


def of(findings: list[Finding]) -> Finding:
    (found,) = findings
    assert found.do or found.state is State.OK
    return found


async def test_where_nothing_has_run_nothing_is_told(empty: Session, home: Path):
    for look in (looking.running, looking.interrupted, looking.refused, looking.overdue, looking.locks):
        assert of(await look(empty)).state is State.OK
    assert of(await looking.quarantine(empty, home)).state is State.OK


async def test_a_pass_that_runs_is_well_a_silent_one_a_warning_a_dead_one_is_to_be_taken_over(empty: Session):
    begun = await passes.begin(empty, "core", "delivery", ON)
    lives = of(await looking.running(empty))
    await empty.run(AGO, {"id": begun.id, "ago": 30})
    silent = of(await looking.running(empty))
    await empty.run(AGO, {"id": begun.id, "ago": 90})
    dead = of(await looking.running(empty))
    assert [each.state for each in (lives, silent, dead)] == [State.OK, State.WARNING, State.WARNING]
    assert "it has just begun" in lives.found and "no sign of life for 30 s" in silent.found and "is dead" in dead.found
    assert "`c360 ingest lakeside-core FOLDER --effective 2026-01-01`" in dead.do and dead.do.endswith("That takes it over.")


async def test_a_pass_that_was_broken_off_is_told_with_what_goes_on_with_it(empty: Session):
    for source, delivery in (("core", "a"), ("loans", "b"), ("core", "c/redriven"), ("tiny", "d"), ("crm", "e~")):
        begun = await passes.begin(empty, source, delivery, ON)
        await passes.end(empty, begun, "INTERRUPTED", {"stage": "load", "stageDone": 5, "stageTotal": 9})
    found = {
        each.found.split(" of ")[1].split(" ")[0] + str("redrive" in each.do): each for each in await looking.interrupted(empty)
    }
    assert {each.state for each in found.values()} == {State.WARNING}
    assert found["coreFalse"].do.startswith("Run `c360 ingest lakeside-core FOLDER --effective 2026-01-01`")
    assert "2026-01-01 --changes`" in found["crmFalse"].do
    assert found["loansFalse"].do.startswith("Run `c360 ingest lakeside-loans`: what was read waits in the home")
    assert found["coreTrue"].do.startswith("Drive the same rows again")
    assert found["tinyFalse"].do.startswith("Ingest the same delivery")


async def test_many_are_counted(empty: Session):
    for number in range(14):
        await passes.end(empty, await passes.begin(empty, "core", str(number), ON), "INTERRUPTED", {})
    found = await looking.interrupted(empty)
    assert (len(found), found[-1].found) == (10, "5 more like these.")


async def test_deliveries_that_were_refused_are_told_until_one_is_loaded(empty: Session, tiny: TinyBank):
    with pytest.raises(SourceUnreadable):
        await run("berka", tiny.folder / "nowhere", empty, tiny.home)
    with pytest.raises(ContractBroken):
        await tiny.load(empty, **STORY | {"people": [f"{n},Ada,,never," for n in range(30)]})
    berka, refused = await looking.refused(empty)
    assert (berka.state, "There is no folder" in berka.found) == (State.WARNING, True)
    assert ("1 of tiny" in refused.found, "c360 quarantine" in refused.do) == (True, True)
    await tiny.load(empty, **STORY)
    assert "berka" in of(await looking.refused(empty)).found


async def test_a_source_that_should_have_delivered_is_told_with_whom_to_ask(empty: Session):
    begun = await passes.begin(empty, "tax", "delivery", date(2020, 1, 1))
    await passes.end(empty, begun, "COMPLETE", {})
    found = of(await looking.overdue(empty))
    assert (found.state, "tax spoke of 2020-01-01 last" in found.found, found.do.startswith("Ask ")) == (State.WARNING, True, True)


async def test_rows_that_wait_are_asked_for_or_are_kept_elsewhere_are_warnings(empty: Session, tiny: TinyBank, home: Path):
    report = await tiny.load(empty, **STORY | {"people": [*STORY["people"], "4,Broken,,soon,"]})
    waiting = of(await looking.quarantine(empty, tiny.home))
    assert (waiting.state, waiting.found) == (State.WARNING, "1 of tiny wait.")
    _, elsewhere = await looking.quarantine(empty, home / "elsewhere")
    assert (elsewhere.state, report.pass_id in elsewhere.found, "C360_HOME" in elsewhere.do) == (State.WARNING, True, True)
    await empty.together(lambda run: quarantine.request(run, f"{report.pass_id}-1", {"born": "1990-01-01"}, "Ada"))
    asked = of(await looking.quarantine(empty, tiny.home))
    assert (asked.state, asked.do) == (State.WARNING, "Run `c360 redrive`.")


async def test_locks_are_told_with_how_long_they_hold(empty: Session):
    await empty.run("CREATE (:Lock {name: 'a', holder: 'x', until: datetime() + duration({seconds: 40})})")
    await empty.run("CREATE (:Lock {name: 'b', holder: 'x', until: datetime() - duration({seconds: 40})}), (:Lock {name: 'c'})")
    held, dead = await looking.locks(empty)
    assert (held.state, "The lock a is held" in held.found) == (State.OK, True)
    assert (dead.state, "held the lock b is dead" in dead.found) == (State.OK, True)
