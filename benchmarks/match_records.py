"""Records with a known truth, read from a file: CSV or Parquet, all of it as text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np

from benchmarks.match_measures import numbered
from ingest.columns import as_inputs, chosen
from ingest.match.arrays import Ints
from ingest.match.table import Table, table
from ingest.table_file import rows_of
from runtime.errors import BadQuestion, SourceUnreadable


@dataclass(frozen=True, slots=True)
class Labelled:
    """A table and, for each of its rows, the number of the party that it truly is (-1 where nobody knows)."""

    table: Table
    truth: Ints


def read(path: Path, truth: str, said: Sequence[str], kind: str) -> Labelled:
    """Raises SourceUnreadable for a file that is not there, is empty or no table; BadQuestion for a column there is not."""
    rows = rows_of(path)
    if truth not in rows:
        raise BadQuestion(f"There is no column {truth!r} in {path.name}: the truth is one of {', '.join(rows)}.")
    known = rows[truth]
    if not known:
        raise SourceUnreadable(f"{path.name} holds no records: name a file that does.")
    return labelled(kind, as_inputs(chosen(kind, list(rows), said, truth), rows), known)


def labelled(kind: str, inputs: Mapping[str, Sequence[str | None]], truth: Sequence[str | None], region: str = "CN") -> Labelled:
    """Rows are named by what they say, so that neither their order nor a number that knows the truth decides anything."""
    ids = _named(list(zip(*inputs.values(), strict=True)))
    made = table(kind, ids, inputs, region=region)
    of = dict(zip(ids, numbered(truth).tolist(), strict=True))
    return Labelled(made, np.array([of[id_] for id_ in made.ids], dtype=np.int64))


def _named(rows: Sequence[tuple[str | None, ...]]) -> list[str]:
    seen, names = dict[str, int](), list[str]()
    for row in rows:
        name = blake2b(repr(row).encode(), digest_size=12).hexdigest()
        seen[name] = seen.get(name, 0) + 1
        names.append(f"{name}-{seen[name]:06d}")
    return names
