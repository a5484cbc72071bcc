"""Rows that were refused: kept with table, line, field and reason, to be mended and delivered again."""

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

import orjson


class Reason(NamedTuple):
    """Why rows were refused, without any of their values."""

    table: str
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """One row that was refused, as it was delivered."""

    source: str
    table: str
    line: int
    field: str
    reason: str
    row: Mapping[str, Any]


def kept(home: Path, pass_id: str | None = None) -> Iterator[Refused]:
    """The rows that one pass, or every pass of this home, refused; by pass and in the order they were read."""
    for path in sorted((home / "quarantine").glob(f"{pass_id or '*'}.jsonl")):
        with path.open("rb") as file:
            yield from (Refused(**json.loads(line)) for line in file)


class Quarantine:
    """A file of JSON lines that only its owner may read; nothing of a row leaves it but its place and reason.

    Where a delivery is refused as a whole it stays under its first name, until the next delivery is read.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path = path
        self.reasons = Counter[Reason]()
        self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")

    def add(self, refused: Refused) -> None:
        self.reasons[Reason(refused.table, refused.field, refused.reason)] += 1
        try:
            self._file.write(orjson.dumps(refused, option=orjson.OPT_APPEND_NEWLINE))
        except TypeError:  # halves of characters, which UTF-8 has no bytes for
            self._file.write(json.dumps(asdict(refused)).encode() + b"\n")

    @property
    def count(self) -> int:
        return self.reasons.total()

    def named(self, path: Path) -> None:
        """Gives the file its final name, or takes it away where it holds nothing."""
        self._file.flush()
        if self.count:
            self.path.replace(path)
            self.path = path
        else:
            self.path.unlink(missing_ok=True)

    def __enter__(self) -> "Quarantine":
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()
