"""What binds rows whatever they weigh, and so the components that are solved alone."""

import numpy as np

from ingest.match.arrays import Ints, components, hashed, smallest
from ingest.match.candidates import Keys
from ingest.match.clusters import Edges
from ingest.match.judged import Judged
from ingest.match.lifelong import is_number, told
from ingest.match.table import Table


def ties(table: Table) -> Keys:
    """What binds rows however many share it: valid lifelong numbers, documents of a known issuer, the bank's own number."""
    rows, hashes = [np.arange(len(table), dtype=np.int64)], [table.named]
    for column in table.columns:
        if is_number(column.field) and column.values:
            numbers = [told(column.field, value) for value in column.values]
            valid = np.fromiter((number is not None for number in numbers), np.bool_, len(numbers))
            said = np.flatnonzero(column.codes >= 0)
            said = said[valid[column.codes[said]]]
            rows.append(said)
            hashes.append(hashed(f"tie:{number}" for number in numbers)[column.codes[said]])
    every, held = np.concatenate(hashes), np.concatenate(rows)
    order = np.argsort(every, kind="stable")
    return Keys(held[order], every[order])


def bound(table: Table) -> tuple[Ints, Ints]:
    """The first row of each tie with all that it binds."""
    held = ties(table)
    starts = np.flatnonzero(np.concatenate([[True], held.hashes[1:] != held.hashes[:-1]]))
    return np.repeat(held.rows[starts], np.diff(np.append(starts, len(held.rows)))), held.rows


def solved_alone(table: Table, edges: Edges, ruled: Judged) -> Ints:
    """The smallest row of each row's component by edges and by what binds, judgements too, whether they hold or not."""
    heads, rows = bound(table)
    i, j = np.concatenate([edges.i, heads, ruled.said_i]), np.concatenate([edges.j, rows, ruled.said_j])
    return smallest(components(len(table), i, j))
