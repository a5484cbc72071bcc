"""Parquet: columns with types, in a file of their own kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from ingest.field import Field
from ingest.formats.line import Line


@dataclass(frozen=True, slots=True)
class Parquet:
    """Columns with types, in any order, a part at a time; `number` is that of the row.

    Dates and instants are ISO 8601, instants with the offset that the file stores; decimals have all their digits, other
    numbers no exponent; truth is `true` or `false`; what is null is empty. Lists and structures are nested rows, as in JSON.
    """

    nests: ClassVar[bool] = True
    encoding: str = "utf-8"

    def lines(self, path: Path, fields: Sequence[Field]) -> Iterator[Line]:
        from ingest.formats.columns import rows  # takes half a second to import, and most files are text

        return rows(path, fields)
