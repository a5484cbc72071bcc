"""A machine whose clock is wrong by an hour loads the same, and nobody takes its pass for dead or its delivery for older."""

import asyncio
import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.chaos.child import PASSWORD, Task
from graph import passes
from graph.digest import digest
from graph.session import Session
from ingest import landing
from runtime.errors import ContractBroken
from runtime.local.engines import Engines
from tests.ingest.test_landing import WHOLE
from tests.tiny_bank import STORY, TinyBank

ROOT = Path(__file__).parents[2]
HOUR = 3_600


async def ran(session: Session, engines: Engines, tiny: TinyBank, folder: Path, clock: int, dies_at: int = 0) -> int:
    place = (engines.neo4j_uri, engines.neo4j_user, session.database, str(tiny.home))
    task = Task(*place, "tiny", str(folder), clock=clock, dies_at=dies_at)
    environment = os.environ | {PASSWORD: engines.neo4j_password}
    done = await asyncio.to_thread(subprocess.run, task.words(), cwd=ROOT, env=environment, capture_output=True, timeout=120)
    assert b"Traceback" not in done.stderr, done.stderr
    return done.returncode


@pytest.mark.parametrize("clock", [HOUR, -HOUR], ids=["ahead", "behind"])
async def test_a_dead_pass_is_taken_over_by_a_machine_with_another_clock(
    empty: Session, engines: Engines, tiny: TinyBank, clock: int
) -> None:
    folder = tiny.deliver(**STORY)
    assert await ran(empty, engines, tiny, folder, clock, dies_at=8) == -9
    assert await ran(empty, engines, tiny, folder, -clock) == 0
    assert await empty.rows("MATCH (p:Pass) RETURN p.state") == [["COMPLETE"]]
    found = await digest(empty)
    await empty.run("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    await tiny.load(empty, **STORY)
    assert await digest(empty) == found


async def test_a_refused_delivery_came_when_the_database_says(
    empty: Session, tiny: TinyBank, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is listed before what came later, and what its rows said is deleted once a later one was loaded."""

    class Ahead(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return datetime.now(UTC) + timedelta(seconds=HOUR)

    for module in ("ingest.job", "graph.passes"):
        monkeypatch.setattr(f"{module}.datetime", Ahead)
    with pytest.raises(ContractBroken):
        await tiny.load(empty, **STORY | {"people": [f"{n},Ada,,never," for n in range(30)]})
    await tiny.load(empty, **STORY)
    assert [each["state"] for each in await passes.listed(empty)] == ["COMPLETE", "REFUSED"]
    assert list((tiny.home / "quarantine").iterdir()) == []


def test_what_was_read_later_is_loaded_later_though_the_clock_was_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "home" / "landing" / WHOLE.name
    later = (datetime.now(UTC) + timedelta(hours=1)).strftime(landing.STAMP)
    (folder / later).mkdir(parents=True)
    (folder / landing.ARRIVING).mkdir()
    landing._seal(WHOLE, folder)
    first, second = landing.waiting(WHOLE, tmp_path / "home")
    assert (first.name, second.name > later) == (later, True)
