"""Whoever stops an ingest, from this terminal or another, is told what becomes of it, and the same command goes on with it."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from graph import passes
from graph.session import Session
from ingest.lakeside import write
from runtime.local import child
from runtime.local.engines import Engines

ROOT = Path(__file__).parent.parent
HANGING = {
    "load": """
from ingest.steps import Steps
async def complete(self, *, shrunk):
    self._told("load", 12_000, 99_000)
    await asyncio.Event().wait()
Steps.complete = complete
""",
    "read": """
from ingest.delivery import Delivery
def read(self, spool, quarantine):
    while True:
        time.sleep(0.01)
        yield 7, 0
Delivery.read = read
""",
    "extract": """
from ingest import landing
def hangs(source, where, home, token, told, stop):
    told("extract", 5, 0)
    time.sleep(600)
landing.landed = hangs
""",
}
COMMAND = """
import asyncio, sys, time
sys.path.insert(0, {root!r})
from graph import passes
passes.BEAT_SECONDS = 0.2
{hanging}
import c360
c360.main()
"""


@pytest.fixture
def env(engines: Engines, tmp_path: Path) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("C360_", "NEO4J_", "REDIS_"))}
    reached = {"NEO4J_URI": engines.neo4j_uri, "NEO4J_USER": engines.neo4j_user, "NEO4J_PASSWORD": engines.neo4j_password}
    return {**clean, **reached, "C360_HOME": str(tmp_path / "home"), "COLUMNS": "200"}


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("story")
    write(folder)
    return folder


@contextmanager
def ingesting(env: dict[str, str], hanging: str, *arguments: str, behind: bool = False) -> "Generator[subprocess.Popen[str]]":
    """An ingest that never ends by itself, once it has come to where it hangs; `behind` as a shell starts what ends in `&`."""
    text = COMMAND.format(root=str(ROOT), hanging=HANGING[hanging])
    command = [sys.executable, "-c", text, "ingest", *arguments]
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_IGN if behind else signal.SIG_DFL)  # as if by hand, however tests run
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, preexec_fn=heard
    ) as process:
        try:
            assert process.stderr
            told = ""
            while hanging not in told:
                told = process.stderr.readline()
                assert told, "it ended"
            yield process
        finally:
            process.kill()


def c360(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "c360", *arguments], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False
    )


async def newest(session: Session) -> dict[str, Any]:
    return (await passes.listed(session, 1))[0]


@pytest.mark.parametrize(("number", "behind"), [(signal.SIGINT, False), (signal.SIGTERM, True)])
async def test_a_signal_interrupts_the_pass_and_says_how_it_goes_on(
    empty: Session, env: dict[str, str], story: Path, number: int, behind: bool
):
    with ingesting(env, "load", "lakeside-core", str(story / "core"), behind=behind) as process:
        process.send_signal(number)
        _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert (
        "was interrupted at load, 12,000 of 99,000; what it wrote stays. To go on, run `c360 ingest lakeside-core FOLDER --effective"
        in told
    )
    assert "Traceback" not in told
    assert (await newest(empty))["state"] == "INTERRUPTED"
    (report,) = json.loads(c360(env, "ingest", "lakeside-core", str(story / "core"), "--json").stdout)
    assert report["resumed"] is True


@pytest.mark.parametrize(
    ("stage", "behind", "arguments"),
    [("read", True, ("lakeside-core", "{story}/core")), ("extract", False, ("lakeside-loans", "postgresql://nowhere"))],
)
def test_a_signal_while_it_reads_says_that_nothing_was_loaded(
    empty: object, env: dict[str, str], story: Path, stage: str, behind: bool, arguments: tuple[str, ...]
):
    with ingesting(env, stage, *(each.format(story=story) for each in arguments), behind=behind) as process:
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert f"Stopped at {stage}: nothing of {arguments[0]} was loaded. Run the same again." in told
    assert "Traceback" not in told
    assert not list((Path(env["C360_HOME"]) / "spool").glob("*/"))


async def test_another_terminal_sees_a_pass_run_and_stops_it(empty: Session, env: dict[str, str], story: Path):
    with ingesting(env, "load", "lakeside-core", str(story / "core")) as process:
        while (await newest(empty))["stage"] != "load":
            await asyncio.sleep(0.1)
        id_ = (await newest(empty))["id"]
        assert "RUNNING load 12,000/99,000" in c360(env, "passes").stdout
        running = c360(env, "pass", id_[:22].lower()).stdout
        assert "RUNNING" in running and "It is running: writing nodes, 12,000 of 99,000." in running
        asked = c360(env, "pass", id_, "--stop")
        _, told = process.communicate(timeout=30)
    assert (asked.returncode, f"The pass {id_} has stopped." in asked.stderr) == (0, True)
    assert (process.returncode, f"The pass {id_} was asked to stop. What it wrote stays; to go on, run" in told) == (130, True)


def test_the_doctor_says_what_is_wrong_by_its_exit_code(env: dict[str, str]):
    well = c360(env, "doctor", "--json")
    assert (well.returncode, json.loads(well.stdout)["exit"]) == (0, 0)
    away = c360({**env, "NEO4J_URI": "bolt://127.0.0.1:1"}, "doctor")
    assert (away.returncode, "nothing listens at 127.0.0.1:1" in away.stdout) == (3, True)
    wrong = c360({**env, "C360_PORT": "eighty"}, "doctor")
    assert (wrong.returncode, "C360_PORT is wrong" in wrong.stdout, "Traceback" in wrong.stderr) == (2, True, False)


def test_a_worker_ends_cleanly_when_it_is_stopped_and_when_nothing_is_left_to_do(empty: Session, env: dict[str, str]):
    once = c360(env, "work", "--once")
    assert (once.returncode, once.stderr.strip().splitlines()[-1]) == (0, "Nothing is asked for.")
    log = Path(env["C360_HOME"]) / "worker.log"
    with child.beside([sys.executable, "-m", "c360", "work"], log, 20.0, env, cwd=ROOT) as worker:
        while "Waiting" not in worker.printed():
            assert worker.code is None, worker.printed()
            time.sleep(0.1)
    assert (worker.code, worker.printed().splitlines()[-1]) == (0, "Stopped.")
