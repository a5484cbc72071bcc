"""Neo4j's jars: fetched once by their lock, each one checked, kept in the user's cache folder."""

import errno
import fcntl
import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from runtime.errors import EngineUnavailable, NoSpace
from runtime.local import lock
from runtime.local.extra import lacking
from runtime.local.lock import Jar, Lock

Progress = Callable[[int, int, int], None]
"""Called with the bytes that are there, the bytes of all, and the files that are there."""

_MARK = "complete"
_SPARE = 64 * 2**20


def cache_folder(cache: Path | None = None) -> Path:
    """The folder of a setting, else this user's cache folder on this system."""
    if cache is not None:
        return cache.expanduser()
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "c360"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "c360"


def fetch(line: str, cache: Path | None, progress: Progress) -> Path:
    """The folder with exactly the jars of the line's lock: a class path `folder/*`.

    Fetches what is missing or broken and nothing else; `progress` is called from one thread at a time.
    Raises EngineUnavailable where a jar can't be had, NoSpace where the disk is full.
    """
    wanted = lock.read(line)
    folder = cache_folder(cache) / f"neo4j-{wanted.version}"
    if complete(folder, wanted):
        return folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            if not complete(folder, wanted):
                _fill(folder, wanted, progress)
    except OSError as fault:
        raise _renamed(fault, folder) from fault
    return folder


def make_lock(version: str) -> str:
    """The text of a lock for a Neo4j version such as 5.26.30; two minutes and 150 MB of download.

    Raises EngineUnavailable where Maven does not have all of it.
    """
    try:
        from runtime.local.resolve import resolved
    except ModuleNotFoundError as fault:
        raise lacking(fault.name or "jgo") from fault
    return lock.text(version, resolved(version))


def complete(folder: Path, wanted: Lock) -> bool:
    """Whether a finished fetch left its mark and nothing has changed since: one look at each file, none is read."""
    try:
        marked = (folder / _MARK).read_text() == wanted.digest
        until = (folder / _MARK).stat().st_mtime_ns
        there = {entry.name: entry.stat() for entry in os.scandir(folder) if entry.name.endswith(".jar")}
    except FileNotFoundError:
        return False
    sizes = {jar.name: jar.size for jar in wanted.jars}
    return (
        marked
        and sizes == {name: facts.st_size for name, facts in there.items()}
        and all(facts.st_mtime_ns <= until for facts in there.values())
    )


@contextmanager
def _alone(folder: Path) -> Generator[None]:
    """Two processes that fetch the same jars take turns; the lock goes with its holder."""
    with (folder / "fetching").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def _fill(folder: Path, wanted: Lock, progress: Progress) -> None:
    names = {jar.name for jar in wanted.jars}
    for stranger in [path for path in folder.glob("*.jar") if path.name not in names]:
        stranger.unlink()
    for part in folder.glob("part-*"):
        shutil.rmtree(part, ignore_errors=True)
    missing = [jar for jar in wanted.jars if not _whole(folder / jar.name, jar)]
    room, need = shutil.disk_usage(folder).free, sum(jar.size for jar in missing) + _SPARE
    if room < need:
        raise NoSpace(f"Neo4j's jars need {need >> 20} MB in {folder}, {room >> 20} MB are free; free some or set C360_CACHE.")
    if missing:
        _download(folder, wanted, missing, progress)
    (folder / _MARK).write_text(wanted.digest)


def _download(folder: Path, wanted: Lock, missing: list[Jar], progress: Progress) -> None:
    """Loads an HTTP client, which a start from the cache does without."""
    try:
        from runtime.local.download import download
    except ModuleNotFoundError as fault:
        raise lacking(fault.name or "jgo") from fault
    files = len(wanted.jars) - len(missing)
    there = wanted.size - sum(jar.size for jar in missing)
    progress(there, wanted.size, files)
    download(missing, folder, lambda size, count: progress(there + size, wanted.size, files + count))


def _whole(path: Path, jar: Jar) -> bool:
    return path.is_file() and path.stat().st_size == jar.size and _sha256(path) == jar.sha256


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _renamed(fault: OSError, folder: Path) -> Exception:
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return NoSpace(f"The disk of {folder} is full; free some space or set C360_CACHE to another folder.")
    return EngineUnavailable(f"The cache folder {folder} can't be written ({fault.strerror}); set C360_CACHE to another folder.")
