"""A disk that fills up ends a command by its name, leaves nothing half-written, and the same goes on once there is room."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.chaos.child import PASSWORD, Task
from graph.digest import digest
from graph.session import Session
from runtime.local.engines import Engines
from tests.tiny_bank import STORY, TinyBank

ROOT = Path(__file__).parents[2]
SMALL = """
import resource, signal, sys
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
from runtime.errors import NoSpace
"""
GENERATE = (
    SMALL
    + """
from ingest.lakeside.deliver import write
try:
    write(Path(sys.argv[2]), processes=1)
except NoSpace as fault:
    print(fault)
"""
)
LAND = (
    SMALL
    + """
from ingest import landing
from pyarrow import parquet
from tests.ingest.test_landing import WHOLE, told
where, home = sys.argv[2], Path(sys.argv[3])
try:
    landing.landed(WHOLE, where, home, None, told)
except NoSpace as fault:
    print(fault)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
(folder,) = landing.landed(WHOLE, where, home, None, told)
print(len(set(parquet.read_table(folder / "people.parquet")["id"].to_pylist())))
"""
)


def ran(*words: str, password: str = "") -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", PASSWORD: password}
    return subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)


def python(program: str, *arguments: object) -> list[str]:
    done = ran(sys.executable, "-c", program, *map(str, arguments))
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout.splitlines()


async def loaded(session: Session, engines: Engines, tiny: TinyBank, folder: Path, size: int) -> tuple[int, str]:
    task = Task(engines.neo4j_uri, engines.neo4j_user, session.database, str(tiny.home), "tiny", str(folder), largest_file=size)
    done = await asyncio.to_thread(ran, *task.words(), password=engines.neo4j_password)
    return done.returncode, done.stderr


BROKEN = [f"{n},{'x' * 200},,never," for n in range(15)]
MANY = {
    "people": [f"{n},{'x' * 100},,," for n in range(100)],
    "accounts": [f"A{n},,," for n in range(60)],
    "holders": ["1,A9,O,"] * 2,
}


@pytest.mark.parametrize(
    ("tables", "size", "where"),
    [
        (STORY | MANY, 3_000, "spool"),
        (STORY | MANY, 1, "spool"),
        (STORY | {"people": [*STORY["people"], *BROKEN]}, 2_500, "quarantine"),
    ],
    ids=["spool", "first byte", "quarantine"],
)
async def test_a_pass_that_finds_no_room_writes_nothing_and_goes_on_with_room(
    empty: Session, engines: Engines, tiny: TinyBank, tables: dict[str, Sequence[str]], size: int, where: str
) -> None:
    folder = tiny.deliver(**tables)
    code, told = await loaded(empty, engines, tiny, folder, size)
    assert (code, told.partition(":")[0]) == (2, "NoSpace"), told
    assert f"/{where}" in told and "make room there" in told
    assert not list((tiny.home / "spool").glob("*/*"))
    assert await empty.rows("MATCH (n) WHERE NOT n:Migration AND NOT n:Lock AND NOT n:Pass RETURN DISTINCT labels(n)") == []
    assert await loaded(empty, engines, tiny, folder, 0) == (0, "")
    found = await digest(empty)
    await empty.run("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    await tiny.load(empty, **tables)
    assert await digest(empty) == found


@pytest.mark.parametrize("size", [100, 200_000])
def test_a_bank_that_finds_no_room_is_told_so(tmp_path: Path, size: int) -> None:
    (told,) = python(GENERATE, size, tmp_path / "bank")
    assert told.startswith(f"The disk of {tmp_path / 'bank'} is full")


@pytest.mark.parametrize("size", [500, 9_000])
def test_what_a_database_said_is_read_again_where_there_was_no_room(tmp_path: Path, size: int) -> None:
    with sqlite3.connect(tmp_path / "silo.db") as database:
        database.execute("CREATE TABLE people (id text PRIMARY KEY, name text, born date, worth numeric(18, 2), changed timestamp)")
        rows = [(str(n), os.urandom(20).hex(), "1980-01-01", 1, "2026-01-01 00:00:00") for n in range(500)]
        database.executemany("INSERT INTO people VALUES (?, ?, ?, ?, ?)", rows)
    database.close()
    told, read = python(LAND, size, tmp_path / "silo.db", tmp_path / "home")
    assert "full" in told and read == "500"
