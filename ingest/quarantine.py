"""Rows that were refused: kept with table, line, field and reason, to be mended and delivered again."""

import json
import os
import pickle
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass, fields
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, NamedTuple

import orjson

from graph.quarantine import settled_passes
from graph.session import Session
from ingest.unread import Unread
from runtime.home import writing


class Reason(NamedTuple):
    """Why rows were refused, without any of their values."""

    table: str
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """One row that was refused, as it was delivered; of a record whose end is not there, the record. `fault` is why it could
    not be taken apart."""

    source: str
    table: str
    line: int
    field: str
    reason: str
    row: Mapping[str, Any]
    fault: str | None = None

    def as_dict(self) -> dict[str, Any]:
        whole = {each.name: getattr(self, each.name) for each in fields(self)}
        return whole if self.fault else {name: value for name, value in whole.items() if name != "fault"}


def kept(home: Path, pass_id: str | None = None) -> Iterator[tuple[str, Refused]]:
    """The rows that one pass, or every pass of this home, refused, each with its id; by pass and as they were read."""
    for path in sorted((home / "quarantine").glob(f"{pass_id or '*'}.jsonl")):
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                yield f"{path.stem}-{number}", Refused(**json.loads(line))


def printed(row: Refused) -> str:
    """The same for the same row of the same table, wherever it stands and whatever it was refused for."""
    content = json.dumps([row.source, row.table, row.row], sort_keys=True, default=str)
    return blake2b(content.encode(errors="surrogatepass"), digest_size=16).hexdigest()


def noted(home: Path, pass_id: str, most: int | None = None) -> list[dict[str, Any]]:
    """What the graph is told of a pass's refused rows, or of the first so many: all but what they said."""
    return [
        {"id": id_, "table": row.table, "line": row.line, "field": row.field or None, "reason": row.reason, "print": printed(row)}
        for id_, row in islice(kept(home, pass_id), most)
    ]


async def forget_settled(session: Session, home: Path) -> None:
    """Deletes what is kept of passes of which no row waits any more."""
    files = {path.stem: path for path in (home / "quarantine").glob("*.jsonl")}
    for pass_id in await settled_passes(session, list(files)):
        files[pass_id].unlink(missing_ok=True)
        _seen(files[pass_id]).unlink(missing_ok=True)


def seen_of(home: Path, pass_id: str) -> dict[tuple[str, str], str]:
    """What the tables of a pass told one another."""
    with _seen(home / "quarantine" / f"{pass_id}.jsonl").open("rb") as file:
        return pickle.load(file)  # noqa: S301 - written by this home's own process, readable by its owner only


def _seen(path: Path) -> Path:
    return path.with_suffix(".seen")


def as_line(content: Mapping[str, Any]) -> bytes:
    """A line of JSON, of whatever was delivered."""
    try:
        return orjson.dumps(content, option=orjson.OPT_APPEND_NEWLINE)
    except TypeError:  # halves of characters, which UTF-8 has no bytes for, or rows deep within rows
        return json.dumps(content, default=str).encode() + b"\n"


def _opened(path: Path) -> BinaryIO:
    """A new file that only its owner may read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


class Quarantine:
    """A file of JSON lines that only its owner may read; nothing of a row leaves it but its place and reason.

    Where a delivery is refused as a whole it is named by the pass that says so. Raises NoSpace where the disk is full.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.reasons = Counter[Reason]()
        self.unread = Unread()
        with writing(path.parent):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = _opened(path)

    def add(self, refused: Refused) -> None:
        self.reasons[Reason(refused.table, refused.field, refused.reason)] += 1
        self.unread.note(refused.row, refused.fault)
        with writing(self.path.parent):
            self._file.write(as_line(refused.as_dict()))

    @property
    def count(self) -> int:
        return self.reasons.total()

    def named(self, path: Path, seen: Mapping[tuple[str, str], str]) -> None:
        """Gives the file its final name, or takes it away where it holds nothing; what the tables told one another stays
        beside it, for a row that is driven again may need it."""
        with writing(self.path.parent):
            self._file.flush()
            if not self.count:
                self.path.unlink(missing_ok=True)
                return
            with _opened(_seen(path)) as file:
                pickle.dump(dict(seen), file)
            self.path.replace(path)
            self.path = path

    def __enter__(self) -> "Quarantine":
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        with nullcontext() if fault is None else suppress(OSError):  # a full disk was told already
            self._file.close()
