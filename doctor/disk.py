"""The disk: what is free where the home, the jars and temporary files are, beside what the graph takes."""

import shutil
import tempfile
from pathlib import Path
from stat import S_ISREG

from doctor.finding import Finding, ok, sized, warning, wrong
from runtime.errors import NoSpace
from runtime.local.jars import cache_folder
from runtime.settings import Settings

LEAST = 64 * 2**20
"""Bytes without which no engine starts."""
ENOUGH = 2 * 2**30


def look(settings: Settings) -> list[Finding]:
    """Free space of home, cache and temporary folder; each disk is told once."""
    store = store_size(settings.home)
    places = {"the home": settings.home, "the jars": cache_folder(settings.cache), "temporary files": Path(tempfile.gettempdir())}
    disks = dict[int, tuple[Path, list[str]]]()
    for what, place in places.items():
        there = _nearest(place)
        disks.setdefault(there.stat().st_dev, (there, []))[1].append(what)
    return [_of(there, whose, store if "the home" in whose else 0) for there, whose in disks.values()]


def store_size(home: Path) -> int:
    """Bytes of the own Neo4j's data in this home."""
    return sum(size(folder) for folder in home.glob("neo4j-*/data"))


def _of(there: Path, whose: list[str], store: int) -> Finding:
    usage = shutil.disk_usage(there)
    said = f"{sized(usage.free)} of {sized(usage.total)} are free at {there}, for {', '.join(whose)}"
    said += f"; the graph takes {sized(store)}." if store else "."
    if usage.free < LEAST:
        return wrong("disk", said, "Free some: engines do not start, and passes break off.", NoSpace)
    if usage.free < ENOUGH:
        return warning("disk", said, "Free some before the next large delivery: what is read stays on the disk until it is loaded.")
    if usage.free < store:
        return warning("disk", said, "A copy of the graph, as a backup or an import makes, does not fit: free some.")
    return ok("disk", said)


def _nearest(place: Path) -> Path:
    """The folder itself, or the one that it would be made in."""
    place = place.absolute()
    return next(each for each in (place, *place.parents) if each.exists())


def size(folder: Path) -> int:
    """Bytes of its files."""
    return sum(_file_size(path) for path in folder.rglob("*"))


def _file_size(path: Path) -> int:
    try:
        told = path.lstat()
        return told.st_size if S_ISREG(told.st_mode) else 0
    except FileNotFoundError:  # a running engine's
        return 0
