"""One pass in a process of its own, to be killed: `python -m benchmarks.chaos.child TASK`, the task as JSON."""

import asyncio
import json
import os
import signal
import sys
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from graph import ledger, locks, passes
from graph.session import connect
from ingest import job, sources, spool, steps
from runtime.errors import PlatformError
from tests.tiny_bank import tiny_source

TINY = {"tiny": tiny_source("tiny"), "other": tiny_source("other")}
STALE_SECONDS, BEAT_SECONDS = 2, 0.5
PASSWORD = "CHAOS_PASSWORD"  # noqa: S105 - a variable's name


@dataclass(frozen=True, slots=True)
class Task:
    """A delivery to be loaded. It dies by its own hand at the so-many-th sign of progress; `clock` is how many seconds its
    clock is ahead; without `patience` it gives up after two seconds without a server; `quick` takes the dead over at once."""

    uri: str
    user: str
    database: str
    home: str
    source: str
    folder: str
    on: str | None = None
    batch: int = 5_000
    dies_at: int = 0
    patience: bool = True
    quick: bool = True
    clock: int = 0
    largest_file: int = 0

    def words(self) -> list[str]:
        """The command that does it."""
        return [sys.executable, "-m", "benchmarks.chaos.child", json.dumps(asdict(self))]


def hurry(batch: int, *, quick: bool) -> None:
    """Small batches; and whoever dies is taken over after two seconds and not after a minute."""
    _set(spool, "BATCH", batch)
    if quick:
        _set(passes, "STALE_SECONDS", STALE_SECONDS)
        _set(passes, "BEAT_SECONDS", BEAT_SECONDS)
        _set(locks, "LEASE_SECONDS", STALE_SECONDS)


def _set(module: Any, name: str, value: float) -> None:
    assert hasattr(module, name), name
    setattr(module, name, value)


def ahead(seconds: int) -> None:
    """What the loading takes for now is before its time."""

    class Ahead(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime.now(tz) + timedelta(seconds=seconds)

    for module in (job, ledger, passes, steps):
        if vars(module).get("datetime") is datetime:
            vars(module)["datetime"] = Ahead


async def load(task: Task) -> None:
    """Raises what `ingest.job.run_source` does."""
    told = 0

    def progress(stage: str, done: int, total: int) -> None:
        nonlocal told
        told += 1
        if told == task.dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    session = connect(task.uri, task.user, os.environ[PASSWORD], task.database, patient=task.patience)
    source = TINY.get(task.source) or sources.source(task.source)
    trusted = tuple(TINY) if task.source in TINY else sources.TRUSTED
    on = date.fromisoformat(task.on) if task.on else None
    try:
        await session.server()
        await job.run_source(source, Path(task.folder), session, Path(task.home), job.Terms(on), progress=progress, trusted=trusted)
    finally:
        await session.close()
    sys.stdout.write(str(told))


def main() -> None:
    task = Task(**json.loads(sys.argv[1]))
    hurry(task.batch, quick=task.quick)
    if task.clock:
        ahead(task.clock)
    if task.largest_file:
        _fill(task.largest_file)
    try:
        asyncio.run(load(task))
    except PlatformError as fault:
        sys.stderr.write(f"{type(fault).__name__}: {fault}\n")
        sys.exit(fault.exit)


def _fill(size: int) -> None:
    """The disk takes no file larger than this."""
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


if __name__ == "__main__":
    main()
