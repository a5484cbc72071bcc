"""What was read, kept on disk by class until the whole delivery is known to be sound: memory stays flat."""

import pickle
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, fields
from fcntl import LOCK_EX, LOCK_NB, flock
from hashlib import blake2b
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, NamedTuple

from graph.model import NODES, RECORDS, RELATIONSHIPS, Record
from runtime.errors import PassRunning
from runtime.home import writing

BATCH = 5_000
CLASSES: tuple[type[Any], ...] = (*RECORDS, *NODES, *RELATIONSHIPS)


class Kept(NamedTuple):
    """A record and the place in the delivery that said it."""

    table: int
    line: int
    record: Any


@dataclass(frozen=True, slots=True)
class Part:
    """Batches of one class that follow one another, by the number of the first and where it stands in the file."""

    path: Path
    cls: type[Any]
    first: int
    count: int
    offset: int

    def batches(self) -> Iterator[list[Kept]]:
        if not self.count:
            return
        with self.path.open("rb") as file:
            file.seek(self.offset)
            for _ in range(self.count):
                places, said = pickle.load(file), pickle.load(file)  # noqa: S301 - written by this home's own process
                yield [Kept(table, line, self.cls(*values)) for (table, line), values in zip(places, said, strict=True)]


class Spool:
    """One file a class, in batches of fixed size in the order of reading, so that the same delivery gives the same
    batches. The folder is readable by its owner only and goes with the block; what a process left that was killed in it,
    of whatever version, is dropped and not read. Raises NoSpace where the disk is full."""

    def __init__(self, folder: Path) -> None:
        """Raises PassRunning while another process spools into the same folder."""
        self.folder = folder
        with writing(folder):
            folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = folder.with_suffix(".lock").open("w")
        try:
            flock(self._lock, LOCK_EX | LOCK_NB)
        except OSError:
            self._lock.close()
            raise PassRunning(f"Another process reads {folder.name} in this home: wait until it has ended.") from None
        shutil.rmtree(folder, ignore_errors=True)
        with writing(folder):
            folder.mkdir(mode=0o700)
        self._open = dict[type[Any], tuple[list[tuple[int, int]], list[tuple[Any, ...]]]]()
        self._files = dict[type[Any], BinaryIO]()
        self._offsets = dict[type[Any], list[int]]()
        self._digests = dict[type[Any], list[str]]()
        self._digest = blake2b(digest_size=16)
        self.counts = dict[type[Any], int]()

    def add(self, table: int, line: int, record: Record) -> None:
        cls = type(record)
        places, said = self._open.setdefault(cls, ([], []))
        places.append((table, line))
        said.append(VALUES[cls](record))
        self.counts[cls] = self.counts.get(cls, 0) + 1
        if len(said) == BATCH:
            self._write(cls)

    def sealed(self) -> str:
        """Ends the writing; the answer names this content: the same delivery read by the same code has the same."""
        for cls in CLASSES:
            if cls in self._open:
                self._write(cls)
        with writing(self.folder):
            for file in self._files.values():
                file.close()
        return self._digest.hexdigest()

    def batches(self, cls: type[Any]) -> Iterator[list[Kept]]:
        """What was kept of one class, a batch at a time."""
        yield from self.part(cls, 0, len(self._offsets.get(cls, ()))).batches()

    def batch(self, cls: type[Any], number: int) -> list[Kept]:
        """One of them."""
        return next(self.part(cls, number, number + 1).batches())

    def number(self, cls: type[Any]) -> int:
        """How many batches there are."""
        return len(self._digests.get(cls, ()))

    def size(self, cls: type[Any], number: int) -> int:
        """How much there is in a batch."""
        return min(BATCH, self.counts[cls] - number * BATCH)

    def digest(self, cls: type[Any], number: int) -> str:
        """Names what a batch says, wherever in the delivery it stands."""
        return self._digests[cls][number]

    def part(self, cls: type[Any], first: int, end: int) -> "Part":
        """The batches of one class from one number and before another, as another process can read them."""
        offsets = self._offsets.get(cls, [])[first:end]
        return Part(self._path(cls), cls, first, len(offsets), offsets[0] if offsets else 0)

    def _write(self, cls: type[Any]) -> None:
        places, said = (pickle.dumps(each, protocol=5) for each in self._open.pop(cls))
        self._digest.update(places)
        self._digest.update(said)
        self._digests.setdefault(cls, []).append(blake2b(said, digest_size=12).hexdigest())
        with writing(self.folder):
            if cls not in self._files:
                self._files[cls] = self._path(cls).open("wb")
            self._offsets.setdefault(cls, []).append(self._files[cls].tell())
            self._files[cls].write(places)
            self._files[cls].write(said)

    def _path(self, cls: type[Any]) -> Path:
        return self.folder / f"{cls.__name__}.spool"

    def __enter__(self) -> "Spool":
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        for file in self._files.values():
            with suppress(OSError):  # what could not be written is not missed any more
                file.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.close()


VALUES = {cls: attrgetter(*(field.name for field in fields(cls))) for cls in CLASSES}
