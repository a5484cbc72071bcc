"""One row of a file, and what every form of file promises."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar, NamedTuple, Protocol

from ingest.field import Field
from ingest.row import Raw
from runtime.errors import ContractBroken

BAD_ENCODING, TOO_DEEP, TOO_LONG = "BAD_ENCODING", "TOO_DEEP", "TOO_LONG"
CHUNK = 1 << 16
"""Bytes that are read at once."""
DEEPEST = 50
"""Rows within rows; a silo's have three or four."""


class Line(NamedTuple):
    """One row as it stands in the file; `fault` is why it can't be taken apart, in capitals."""

    number: int
    fields: Raw
    fault: str | None = None


class Format(Protocol):
    """A file as its rows, one at a time. Raises ContractBroken where the file is not what the contract says.

    `number` is the line in the file (in XML: which row it is), from one.
    """

    nests: ClassVar[bool]
    """Whether a row can have rows within it."""

    @property
    def encoding(self) -> str: ...

    def lines(self, path: Path, fields: Sequence[Field]) -> Iterator[Line]: ...


def check_columns(path: Path, names: Sequence[str], expected: Sequence[str]) -> None:
    """Raises ContractBroken with the names of columns that are missing, that nobody agreed on, or that stand twice."""
    if sorted(names) == sorted(expected):
        return
    missing = [name for name in expected if name not in names]
    strange = [name for name in names if name not in expected]
    twice = [name for name in expected if names.count(name) > 1]
    raise ContractBroken(
        f"{path.name}: the columns are not those of the contract: missing {', '.join(missing) or 'none'}; "
        f"not expected {', '.join(strange) or 'none'}; twice {', '.join(twice) or 'none'}."
    )
