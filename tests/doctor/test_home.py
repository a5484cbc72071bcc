"""A home that is missing, open, somebody else's or full of what the dead have left is told, and with what to do."""

import os
import subprocess
import sys
from collections.abc import Generator
from fcntl import LOCK_EX, flock
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from doctor import home as looking
from doctor import processes
from doctor.finding import Finding, State
from graph.session import Session
from runtime.home import opened
from runtime.local.home import begin_import, finish_import
from tests.tiny_bank import STORY, TinyBank

linux = pytest.mark.skipif(not processes.known(), reason="this system does not tell who holds a file")


def told(findings: list[Finding]) -> list[tuple[State, str]]:
    return [(each.state, each.found) for each in findings]


def test_a_home_that_is_well_is(home: Path):
    (found,) = looking.look(home)
    assert found.state is State.OK
    assert [each.state for look in (looking.holders, looking.leftovers, looking.landed) for each in look(home)] == [State.OK] * 3


def test_a_home_that_is_not_there_is_a_warning_for_another_may_be_meant(tmp_path: Path):
    (found,) = looking.look(tmp_path / "nowhere")
    assert (found.state, "is not there" in found.found, "C360_HOME" in found.do) == (State.WARNING, True, True)
    assert not (tmp_path / "nowhere").exists()


def test_a_home_that_is_a_file_is_wrong(tmp_path: Path):
    (tmp_path / "home").write_text("")
    (found,) = looking.look(tmp_path / "home")
    assert (found.state, found.exit, "is no folder" in found.found) == (State.WRONG, 2, True)


@pytest.fixture
def nobody() -> Generator[None]:
    """A user whom rights bind, as they do not root."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    yield
    os.seteuid(before)


def test_a_home_that_may_not_be_written_is_wrong(nobody: None):
    with TemporaryDirectory() as folder:
        home = Path(folder)
        home.chmod(0o555)
        (found,) = looking.look(home)
        home.chmod(0o755)
    assert (found.state, found.exit, "can't be written by" in found.found) == (State.WRONG, 2, True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_what_belongs_to_somebody_else_is_a_warning(home: Path):
    (home / "spool").mkdir(mode=0o700)
    os.chown(home / "spool", 65534, 65534)
    (found,) = looking.look(home)
    assert (found.state, str(home / "spool") in found.found, "chown" in found.do) == (State.WARNING, True, True)


def test_customers_data_that_others_can_read_is_wrong(home: Path):
    (home / "quarantine").mkdir()
    (home / "quarantine").chmod(0o755)
    assert looking.look(home)[0].state is State.OK  # the home itself is closed
    home.chmod(0o755)
    (found,) = looking.look(home)
    assert (found.state, "can read quarantine" in found.found, found.do) == (
        State.WRONG, True, f"They hold customers' data or secrets: chmod -R go= {home}"
    )  # fmt: skip


@linux
def test_who_holds_it_is_told(home: Path):
    (home / "spool").mkdir()
    (home / "valkey").mkdir()
    with (home / "spool" / "core.lock").open("w") as spool, (home / "valkey" / "lock").open("w") as engine:
        flock(spool, LOCK_EX)
        flock(engine, LOCK_EX)
        first, second = looking.holders(home)
    assert f"rocess {os.getpid()} (" in first.found and first.found.endswith("runs valkey.")
    assert (first.state, second.state, "reads or loads core." in second.found) == (State.OK, State.OK, True)


@linux
def test_an_engine_that_outlives_who_started_it_is_a_warning(home: Path):
    (home / "neo4j-5.26").mkdir()
    left = subprocess.Popen(["sleep", "60"], cwd=home / "neo4j-5.26")
    try:
        (found,) = looking.holders(home)
    finally:
        left.kill()
        left.wait()
    assert (found.state, f"rocess {left.pid} (" in found.found, f"kill {left.pid}" in found.do) == (State.WARNING, True, True)


def test_where_the_system_does_not_tell_who_holds_what_nobody_is_asked(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(processes, "LOCKS", home / "none")
    assert looking.holders(home)[0].state is State.NOT_CHECKED


KILLED = """
import os, signal, sys
from pathlib import Path
from ingest.quarantine import Quarantine
from ingest.spool import Spool
home = Path(sys.argv[1])
with Spool(home / "spool" / "core"), Quarantine(home / "quarantine" / "core.reading") as broken:
    broken.path.write_text("a row")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@linux
def test_what_a_killed_process_had_read_is_a_warning_and_while_it_reads_it_is_not(home: Path):
    subprocess.run([sys.executable, "-c", KILLED, str(home)], cwd=Path(__file__).parents[2], check=False)
    spool, reading = looking.leftovers(home)
    assert (spool.state, str(home / "spool" / "core") in spool.found) == (State.WARNING, True)
    assert (reading.state, "core.reading" in reading.found) == (State.WARNING, True)
    with (home / "spool" / "core.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        assert looking.leftovers(home)[0].state is State.OK


def test_an_import_that_was_broken_off_is_a_warning(home: Path):
    folder = home / "neo4j-5.26"
    folder.mkdir()
    begin_import(folder)
    (found,) = looking.leftovers(home)
    assert (found.state, str(folder) in found.found, "--offline" in found.do) == (State.WARNING, True, True)
    finish_import(folder)
    assert looking.leftovers(home)[0].state is State.OK


@pytest.mark.parametrize(
    ("version", "says"), [("99", "later version of c360 (layout 99"), ("blue", "holds no version that this c360 knows")]
)
def test_a_home_of_a_later_version_is_wrong(home: Path, version: str, says: str):
    opened(home)
    assert looking.look(home)[0].state is State.OK
    (home / "version").write_text(version)
    (found,) = looking.look(home)
    assert (found.state, found.exit, says in found.found) == (State.WRONG, 2, True)


def test_what_was_landed_and_waits_was_refused_or_is_half_done_is_a_warning(home: Path):
    folder = home / "landing" / "lakeside-loans"
    (folder / "20260101T101500000000").mkdir(parents=True)
    (folder / "refused-20260101T091500000000").mkdir()
    (folder / "sealing").mkdir()
    waiting, refused, half = looking.landed(home)
    assert (waiting.found, waiting.do) == (
        "1 of lakeside-loans wait for their pass, the oldest since 2026-01-01 10:15 UTC.", "Run `c360 ingest lakeside-loans`."
    )  # fmt: skip
    assert "refused-20260101T091500000000" in refused.do and "set aside" in refused.found
    assert "broken off" in half.found
    assert {each.state for each in (waiting, refused, half)} == {State.WARNING}


@linux
def test_what_is_being_landed_is_not_left(home: Path):
    folder = home / "landing" / "lakeside-loans"
    (folder / "sealing").mkdir(parents=True)
    with folder.with_name("lakeside-loans.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        assert looking.landed(home)[0].state is State.OK
        assert "reads and loads lakeside-loans" in looking.holders(home)[0].found


def test_readings_that_are_of_nobody_not_handed_over_or_tell_too_much_are_warnings(home: Path):
    (home / "landing" / "gone" / "20260101T101500000000").mkdir(parents=True)
    for state in ("c360_gone_0123", "c360_lakeside_loans_0123/load/normalized/1", "c360_lakeside_calls_0123"):
        (home / "dlt" / state).mkdir(parents=True)
    (home / "dlt" / "c360_lakeside_calls_0123" / "trace.pickle").touch()
    states, words = zip(*told(looking.landed(home)), strict=True)
    assert set(states) == {State.WARNING}
    for word, said in zip(("landing/gone", "dlt/c360_gone", "address and token", "is not handed over"), words, strict=True):
        assert word in said


async def test_rows_that_are_kept_of_passes_that_the_graph_does_not_know_are_a_warning(empty: Session, tiny: TinyBank):
    assert (await looking.quarantine(tiny.home, empty))[0].found == "None is kept."
    await tiny.load(empty, **STORY | {"people": [*STORY["people"], "4,Broken,,soon,"]})
    (well,) = await looking.quarantine(tiny.home, empty)
    assert (well.state, well.found) == (State.OK, "1 are kept, each of a pass of this graph.")
    stray = tiny.home / "quarantine" / "01ARZ3NDEKTSV4RRFFQ69G5FAV.jsonl"
    stray.touch()
    (found,) = await looking.quarantine(tiny.home, empty)
    assert (found.state, str(stray) in found.found) == (State.WARNING, True)
