"""The doctor runs to its end whatever is broken, starts nothing and changes nothing."""

import json
import os
from pathlib import Path

import pytest

from doctor import examination
from doctor.examination import ABOUT, examine
from doctor.finding import Finding, State
from doctor.printed import exit_code
from graph.digest import digest
from graph.session import Session
from runtime.errors import NotConfigured
from runtime.local.engines import Engines
from tests.tiny_bank import STORY, TinyBank


def names(findings: list[Finding]) -> list[str]:
    return list(dict.fromkeys(each.check for each in findings))


async def test_every_check_says_something_of_a_bank_that_is_well(empty: Session, tiny: TinyBank, engines: Engines):
    await tiny.load(empty, **STORY)
    before, files = await digest(empty, all=True), sorted(tiny.home.rglob("*"))
    env = {
        "C360_HOME": str(tiny.home),
        "NEO4J_URI": engines.neo4j_uri,
        "NEO4J_PASSWORD": engines.neo4j_password,
        "REDIS_URL": engines.redis_url,
    }
    found = await examine(env)
    assert names(found) == [name for name, _ in ABOUT]
    assert {each.state for each in found} <= {State.OK, State.WARNING, State.NOT_CHECKED}
    assert exit_code(found) == 0
    assert (await digest(empty, all=True), sorted(tiny.home.rglob("*"))) == (before, files)


async def test_without_a_database_the_folders_are_looked_at_and_the_rest_is_not_checked(home: Path):
    found = await examine({"C360_HOME": str(home)})
    assert names(found) == [name for name, _ in ABOUT]
    database = {each.check: each for each in found}["database"]
    assert (database.state, "no engine runs" in database.found) == (State.NOT_CHECKED, True)
    assert {each.state for each in found if each.check in ("migrations", "clock", "locks")} == {State.NOT_CHECKED}
    assert (exit_code(found), list(home.iterdir())) == (0, [])


async def test_of_a_database_that_does_not_answer_nothing_is_asked(home: Path):
    found = await examine({"C360_HOME": str(home), "NEO4J_URI": "bolt://127.0.0.1:1"})
    after = found[names(found).index("database") :]
    assert [each.found for each in found if each.check == "indexes"] == ["The database is not reached."]
    assert (exit_code(found), len(after) > 1) == (3, True)


async def test_what_must_be_changed_counts_more_than_what_may_pass(home: Path):
    found = await examine({"C360_HOME": str(home), "NEO4J_URI": "bolt://127.0.0.1:1", "C360_PORT": "eighty"})
    assert exit_code(found) == 2


async def test_engines_that_a_home_names_and_that_have_gone_are_told(home: Path):
    engines = {
        "neo4j_uri": "bolt://127.0.0.1:1",
        "neo4j_user": "neo4j",
        "neo4j_password": "x",
        "redis_url": "redis://127.0.0.1:1/0",
    }
    (home / "engines.json").write_text(json.dumps({"process": os.getpid(), "engines": engines}))
    database = {each.check: each for each in await examine({"C360_HOME": str(home)})}["database"]
    assert (database.state, "engines.json" in database.do) == (State.WRONG, True)


@pytest.mark.parametrize(
    ("fault", "state", "says"),
    [
        (NotConfigured("No."), State.NOT_CHECKED, "No."),
        (PermissionError(13, "Permission denied", "spool"), State.NOT_CHECKED, "spool can't be read"),
        (ZeroDivisionError(), State.WARNING, "ZeroDivisionError"),
        (TimeoutError(), State.WARNING, "has not answered"),
    ],
)
async def test_a_check_that_breaks_is_a_finding_and_the_next_is_made(
    home: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception, state: State, says: str
):
    def broken(home: Path) -> list[Finding]:
        raise fault

    monkeypatch.setattr(examination.home, "leftovers", broken)
    found = {each.check: each for each in await examine({"C360_HOME": str(home)})}
    assert (found["leftovers"].state, says in found["leftovers"].found) == (state, True)
    assert found["landing"].state is State.OK
