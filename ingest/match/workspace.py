"""What is known of one kind on disk: a folder of arrays that are mapped into memory. One process writes, any number read.

It is a cache. All of it can be worked out from the graph again, and it is not used where another version of this code, another
model or another graph made it. Files never change: what changes is written beside them, and one small file that names those which
count takes the place of the one before.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from fcntl import LOCK_EX, LOCK_NB, flock
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from os import fsync
from pathlib import Path
from shutil import rmtree
from time import monotonic
from typing import IO, Any

import numpy as np
import orjson
from ulid import ULID

from graph import text_search
from ingest import check_digits
from ingest.match.candidates import LIMIT
from ingest.match.judged import Contradiction, Judgement, Ruling
from ingest.match.known import Known, State
from ingest.match.mapped import Mapped, mapped, write_array, write_table
from ingest.match.model import Model
from ingest.match.segments import INDEXES, Index, Segment, Segments
from rules import names as name_lists
from runtime.errors import HomeInUse
from runtime.home import writing

VERSION = 2
_NOTHING: Mapping[str, Any] = {"state": "", "segments": ()}
_INDEX = "index.json"
_LABELS, _PAIRS = ("component", "cluster", "automatic"), ("one", "other", "evidence", "why")
_LIBRARIES = ("numpy", "phonenumbers", "pypinyin", "rapidfuzz")
_BESIDE = (check_digits, text_search, name_lists)
"""Of what stands elsewhere, that by which values are standardised."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a workspace held, None for a kind of which there is none. `passes`: what of passes is in it, by the names they give it.
    `marks`: one of them is that of the graph that it fits. `pending`: records about which a resolution that did not come to its end
    has begun to write."""

    known: Known | None
    passes: frozenset[str]
    marks: tuple[str, ...]
    pending: frozenset[str] = frozenset()
    of: str = ""
    """The fingerprint of the model."""


@asynccontextmanager
async def alone(folder: Path, seconds: float = 120.0) -> AsyncGenerator[None]:
    """While one process works below the folder no other does. Raises HomeInUse where it is not to be had in `seconds`."""
    lock = _lock(folder)
    deadline = monotonic() + seconds
    with lock:
        while not _locked(lock):
            if monotonic() > deadline:
                raise HomeInUse(f"Another process works on {folder}: wait until it has ended.")
            await asyncio.sleep(0.25)
        yield


def _lock(folder: Path) -> IO[str]:
    with writing(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return (folder / "lock").open("w")


def _locked(lock: IO[str]) -> bool:
    try:
        flock(lock, LOCK_EX | LOCK_NB)
    except OSError:
        return False
    return True


def opened(folder: Path, model: Model | None, of: str) -> Kept | str:
    """What is known by a model, whose file has the fingerprint `of`; where nothing can be used, why, in words. Whatever takes its
    place later, it stays as it is now."""
    for _ in range(2):
        try:
            return _opened(folder, model, of)
        except FileNotFoundError:  # what it names went while a writer put another in its place
            continue
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            return "it can't be read"
    return "there is none yet" if not (folder / _INDEX).exists() else "a part of it is gone"


def _opened(folder: Path, model: Model | None, of: str) -> Kept | str:
    said = orjson.loads((folder / _INDEX).read_bytes())
    if said["rules"] != rules():
        return "another version made it"
    if said["model"] != of:
        return "another model made it"
    passes, marks, pending = frozenset[str](said["passes"]), tuple[str, ...](said["marks"]), frozenset[str](said.get("pending", ()))
    if model is None or not said["state"]:
        return Kept(None, passes, marks, pending, of)
    place = folder / said["state"]
    alive, segments, at = mapped(place / "alive"), list[Segment](), 0
    for number, name in enumerate(said["segments"]):
        table = Mapped(folder / name)
        part = alive[at : at + len(table)]
        segments.append(Segment(at, table, **_indexes(folder / name), alive=part, dead=mapped(place / f"dead{number}"), kept=name))
        at += len(table)
    lost = tuple((row, Contradiction(_judgement(a), _judgement(b))) for row, a, b in said["contradictions"])
    state = State(**{name: mapped(place / name) for name in (*_LABELS, *_PAIRS)}, contradictions=lost)
    known = Known(model, Segments(segments), state, map(_judgement, said["judgements"]))
    return Kept(known, passes, marks, pending, of)


def _judgement(said: Sequence[str]) -> Judgement:
    return Judgement(said[0], said[1], Ruling(said[2]))


def keep(folder: Path, known: Known | None, of: str, passes: Iterable[str], marks: Sequence[str]) -> None:
    """Puts it in the place of what was kept before, whole or not at all. Raises NoSpace, NotConfigured."""
    with writing(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        held = _written_state(folder, known) if known is not None else _NOTHING
        about = {"rules": rules(), "model": of, "passes": sorted(passes), "marks": list(marks)}
        _name(folder, {**about, **held})
        for each in folder.iterdir():
            if each.is_dir() and each.name not in {held["state"], *held["segments"]}:
                rmtree(each, ignore_errors=True)


def mark(folder: Path, marks: Sequence[str]) -> None:
    """Says which marks of the graph what is kept fits, where anything is."""
    _note(folder, lambda _: {"marks": list(marks)})


def begin(folder: Path, records: Iterable[str]) -> None:
    """Says about which records is written from here on, with those of before, until it is kept again."""
    _note(folder, lambda said: {"pending": sorted({*said.get("pending", ()), *records})})


def _note(folder: Path, change: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> None:
    with writing(folder):
        if (folder / _INDEX).exists():
            said = orjson.loads((folder / _INDEX).read_bytes())
            _name(folder, {**said, **change(said)})


def forget(folder: Path) -> None:
    """Takes away what is kept."""
    with writing(folder):
        (folder / _INDEX).unlink(missing_ok=True)
        rmtree(folder, ignore_errors=True)


@cache
def rules() -> str:
    """A fingerprint of the code that standardises and matches: what another made is no cache of what this one would."""
    held = blake2b(f"{VERSION} {LIMIT} {[(name, version(name)) for name in _LIBRARIES]}".encode(), digest_size=16)
    for path in (*sorted(Path(__file__).parent.rglob("*.py")), *(Path(str(each.__file__)) for each in _BESIDE)):
        held.update(path.read_bytes())
    return held.hexdigest()


def _said(one: Judgement) -> tuple[str, str, str]:
    return one.one, one.other, one.verdict.value


def _kept(folder: Path, segment: Segment) -> Segment:
    """In a folder of its own, where it is not yet, and read from there from now on."""
    if segment.kept is not None or isinstance(segment.table, Mapped):
        return segment
    name = f"rows-{ULID()}"
    place = folder / name
    place.mkdir(mode=0o700)
    write_table(segment.table, place)
    for each in INDEXES:
        index: Index = getattr(segment, each)
        write_array(place / f"{each}.rows", index.rows)
        write_array(place / f"{each}.hashes", index.hashes)
    _sealed(place)
    return replace(segment, table=Mapped(place), kept=name, **_indexes(place))


def _indexes(place: Path) -> dict[str, Index]:
    return {each: Index(mapped(place / f"{each}.rows"), mapped(place / f"{each}.hashes")) for each in INDEXES}


def _written_state(folder: Path, known: Known) -> dict[str, Any]:
    """What its file tells of it."""
    known.settled()
    known.segments = Segments(_kept(folder, each) for each in known.segments.each)
    name = f"state-{ULID()}"
    _write_state(folder / name, known)
    lost = [(row, _said(each.lost), _said(each.held)) for row, each in known.state.contradictions]
    names, judgements = [each.kept for each in known.segments.each], [_said(each) for each in known.standing.all]
    return {"state": name, "segments": names, "judgements": judgements, "contradictions": lost}


def _write_state(place: Path, known: Known) -> None:
    place.mkdir(mode=0o700)
    for name in (*_LABELS, "one", "other"):
        write_array(place / name, getattr(known.state, name).astype(np.int32))
    for name in ("evidence", "why"):
        write_array(place / name, getattr(known.state, name))
    write_array(place / "alive", known.segments.alive)
    for number, each in enumerate(known.segments.each):
        write_array(place / f"dead{number}", each.dead)
    _sealed(place)


def _name(folder: Path, said: Mapping[str, Any]) -> None:
    fresh = folder / f"{_INDEX}.new"
    fresh.write_bytes(orjson.dumps(said))
    _written(fresh)
    fresh.replace(folder / _INDEX)


def _sealed(place: Path) -> None:
    for path in place.iterdir():
        _written(path)


def _written(path: Path) -> None:
    """For its owner alone, and on the disk whatever happens to the machine."""
    path.chmod(0o600)
    with path.open("rb") as file:
        fsync(file.fileno())
