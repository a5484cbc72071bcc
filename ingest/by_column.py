"""What was read, written by column: one half of it by this process, the other by one beside it."""

import errno
import signal
import sys
import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import connection, get_context, parent_process
from os import _exit as end_at_once
from pathlib import Path
from typing import Any

from graph.offline import columns
from graph.offline.files import Said
from ingest.spool import BATCH, CLASSES, Part, Spool
from ingest.steps import Progress
from runtime.errors import PlatformError
from runtime.home import FULL, full, writing

WORTH_TWO = 20
"""Batches: fewer are written before a second process has begun."""
LOOK_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Half:
    """Some of the batches of each class, and where they go."""

    parts: tuple[Part, ...]
    folder: Path
    number: int

    def path(self, cls: type[Any]) -> Path:
        return self.folder / f"{cls.__name__}.{self.number}.parquet"

    def write(self, told: Any) -> None:
        """Tells each time how many batches were written: one."""
        for part in self.parts:
            columns.write(part.cls, _counted(part, told), BATCH, self.path(part.cls))


def write(spool: Spool, folder: Path, told: Progress) -> dict[type[Any], Said]:
    """The files of every class in which something was read; tells `columns` by batches. Raises NoSpace."""
    with writing(folder):
        folder.mkdir()
    mine, *others = halved(spool, folder)
    total, done = sum(part.count for half in (mine, *others) for part in half.parts), 0
    with writing(folder), beside(others) as elsewhere:

        def one(written: int) -> None:
            nonlocal done
            done += written
            told("columns", done + elsewhere.done, total)

        mine.write(one)
        for _ in elsewhere.waited():
            one(0)
    return {cls: Said(_files(cls, (mine, *others)), spool.counts[cls]) for cls in CLASSES if spool.counts.get(cls)}


def halved(spool: Spool, folder: Path) -> list[Half]:
    """The batches in their order, the first half of them and the second; few ones stay together."""
    sizes = [(cls, -(-count // BATCH)) for cls in CLASSES if (count := spool.counts.get(cls))]
    total = sum(size for _, size in sizes)
    middle, before, halves = total // 2 if total >= WORTH_TWO else total, 0, (list[Part](), list[Part]())
    for cls, size in sizes:
        cut = min(max(middle - before, 0), size)
        halves[0].extend([spool.part(cls, 0, cut)] if cut else ())
        halves[1].extend([spool.part(cls, cut, size)] if cut < size else ())
        before += size
    return [Half(tuple(parts), folder, number) for number, parts in enumerate(halves) if parts]


class Elsewhere:
    """Halves that other processes write."""

    def __init__(self, halves: Sequence[Half]) -> None:
        spawning = get_context("spawn")  # a fork would take the threads' locks along
        self._folder = halves[0].folder if halves else Path()
        self._count = spawning.Value("q", 0)
        self._all = [spawning.Process(target=_write_beside, args=(half, self._count), daemon=True) for half in halves]
        for each in self._all:
            each.start()

    @property
    def done(self) -> int:
        """Batches so far."""
        return self._count.value

    def waited(self) -> Iterator[None]:
        """Until they have ended. Raises NoSpace where one found no room, PlatformError where one ended otherwise."""
        while left := [each for each in self._all if each.is_alive()]:
            connection.wait([each.sentinel for each in left], LOOK_SECONDS)
            yield
        for each in self._all:
            if each.exitcode == errno.ENOSPC:
                raise full(self._folder)
            if each.exitcode:
                raise PlatformError(f"A process that wrote what was read ended with {each.exitcode}: run the same again.")

    def stop(self) -> None:
        for each in self._all:
            each.kill()
            each.join()


@contextmanager
def beside(halves: Sequence[Half]) -> Generator[Elsewhere]:
    """They end with the block, whatever becomes of it."""
    elsewhere = Elsewhere(halves)
    try:
        yield elsewhere
    finally:
        elsewhere.stop()


def _write_beside(half: Half, count: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it ends it
    threading.Thread(target=_end_with_parent, daemon=True).start()

    def one(written: int) -> None:
        with count.get_lock():
            count.value += written

    try:
        half.write(one)
    except OSError as fault:
        if fault.errno in FULL:
            sys.exit(errno.ENOSPC)
        raise


def _end_with_parent() -> None:
    """However the parent ends."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        end_at_once(1)


def _counted(part: Part, told: Any) -> Iterator[tuple[int, list[Any]]]:
    for number, batch in enumerate(part.batches(), part.first):
        yield number, [kept.record for kept in batch]
        told(1)


def _files(cls: type[Any], halves: Sequence[Half]) -> tuple[Path, ...]:
    return tuple(half.path(cls) for half in halves if any(part.cls is cls for part in half.parts))
