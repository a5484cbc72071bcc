"""A table in files that are mapped into memory: only the rows that are asked for are read."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import orjson

from ingest.match.arrays import Hashes, Ints, listed
from ingest.match.fields import FIELDS, Field
from ingest.match.table import Column, Table

_ABOUT = "table.json"


class Texts:
    """Texts one after the other, as UTF-8, with where each ends."""

    def __init__(self, folder: Path, name: str) -> None:
        self._ends = mapped(folder / f"{name}.ends")
        self._letters = memoryview(cast(Any, mapped(folder / f"{name}.letters")))

    def __len__(self) -> int:
        return len(self._ends)

    def of(self, places: Ints) -> Iterator[str]:
        ends, starts = self._ends[places], np.where(places > 0, self._ends[places - 1], 0)
        for start, end in zip(listed(starts), listed(ends), strict=True):
            yield str(self._letters[start:end], "utf-8", "surrogatepass")


class Mapped:
    """As `Table`, of which it gives any part."""

    def __init__(self, folder: Path) -> None:
        said = orjson.loads((folder / _ABOUT).read_bytes())
        self.kind: str = said["kind"]
        self._ids = Texts(folder, "ids")
        self.named: Hashes = mapped(folder / "named")
        known = {field.name: field for field in FIELDS[self.kind]}
        self.fields: tuple[Field, ...] = tuple(known[name] for name in said["fields"])
        self._values = [Texts(folder, f"{field.name}.values") for field in self.fields]
        self._codes = [mapped(folder / f"{field.name}.codes") for field in self.fields]

    def __len__(self) -> int:
        return len(self._ids)

    def names(self, rows: Ints) -> list[str]:
        return list(self._ids.of(rows))

    def take(self, rows: Ints) -> Table:
        """These rows alone, which must be ascending."""
        columns = zip(self.fields, self._values, self._codes, strict=True)
        parts = tuple(_taken(field, values, codes[rows]) for field, values, codes in columns)
        return Table(self.kind, tuple(self.names(rows)), self.named[rows], parts)


def _taken(field: Field, values: Texts, codes: npt.NDArray[Any]) -> Column:
    used, inverse = np.unique(codes, return_inverse=True)
    shift = 1 if len(used) and used[0] < 0 else 0
    return Column(field, tuple(values.of(used[shift:].astype(np.int64))), inverse.reshape(-1).astype(np.int64) - shift)


def mapped(path: Path) -> npt.NDArray[Any]:
    """An array of a file, to be read only."""
    return np.asarray(np.load(path.with_name(f"{path.name}.npy"), mmap_mode="r", allow_pickle=False))


def write_array(path: Path, numbers: npt.NDArray[Any]) -> None:
    np.save(path.with_name(f"{path.name}.npy"), numbers, allow_pickle=False)


def write_table(table: Table, folder: Path) -> None:
    """For `Mapped`."""
    _write_texts(folder, "ids", table.ids)
    write_array(folder / "named", table.named)
    for column in table.columns:
        _write_texts(folder, f"{column.field.name}.values", column.values)
        write_array(folder / f"{column.field.name}.codes", column.codes.astype(np.int32))
    about = {"kind": table.kind, "fields": [column.field.name for column in table.columns]}
    (folder / _ABOUT).write_bytes(orjson.dumps(about))


def _write_texts(folder: Path, name: str, texts: Iterable[str]) -> None:
    letters = [text.encode("utf-8", "surrogatepass") for text in texts]
    ends = np.cumsum(np.fromiter((len(each) for each in letters), np.int64, len(letters)))
    write_array(folder / f"{name}.ends", ends)
    write_array(folder / f"{name}.letters", cast(Any, np.frombuffer(b"".join(letters), dtype=np.uint8)))
