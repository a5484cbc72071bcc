"""What another model would make of the same records: who would join, who would part."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ingest.match.arrays import Ints, listed, smallest
from ingest.match.table import Table

EXAMPLES = 10


@dataclass(frozen=True, slots=True)
class Changes:
    """Parties before and after; how many would join others, how many would part from others, and the first of both, each by a
    record of the one side and one of the other."""

    before: int
    after: int
    joining: int
    parting: int
    joins: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, str], ...]


def changes(table: Table, before: Ints, after: Ints) -> Changes:
    """Of two partitions of the table's rows that keep the rows of a record together."""
    heads = np.unique(table.own)
    one, other = smallest(before[heads]), smallest(after[heads])
    names = [table.ids[row] for row in listed(heads)]
    joins, parts = list(_apart(one, other, names)), list(_apart(other, one, names))
    return Changes(
        len(np.unique(one)), len(np.unique(other)), len(joins), len(parts), tuple(joins[:EXAMPLES]), tuple(parts[:EXAMPLES])
    )


def _apart(one: Ints, other: Ints, names: list[str]) -> Iterator[tuple[str, str]]:
    """Of each label of `other` its first row with the first row of every further label of `one` in it."""
    _, firsts = np.unique((other << 32) | one, return_index=True)
    leading = dict[int, int]()
    for row in sorted(listed(firsts.astype(np.int64))):
        lead = leading.setdefault(int(other[row]), row)
        if lead != row:
            yield names[lead], names[row]
