"""Rows by the level that each is at, and as ones and noughts to learn from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from rules.affinity.fields import Field, Ints, Values

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Design:
    """The level of each row (rows × fields), and where each field's levels begin among all of them."""

    fields: Sequence[Field]
    at: Ints
    begins: Ints

    @property
    def width(self) -> int:
        return int(self.begins[-1])

    def steps(self) -> Any:
        """Rows × steps, sparse: 1 where a row is at a level, and for each band that it is above."""
        rows, which = np.nonzero(self.at >= 0)
        columns = self.at[rows, which] + self.begins[which]
        places = (rows.astype(np.int32), columns.astype(np.int32))  # all that scikit-learn takes
        return cast(Any, sparse).csr_array((np.ones(len(rows)), places), shape=(len(self.at), self.width)) @ self._steps()

    def levels(self, steps: Floats) -> Floats:
        """What weights of steps come to at each level."""
        return np.asarray(self._steps() @ steps)

    def _steps(self) -> Any:
        """Levels × steps: a word is its own, a band all those below it."""
        blocks = list[Floats]()
        for field in self.fields:
            block = np.eye(len(field.levels))
            block[: field.bands, : field.bands] = np.tri(field.bands, k=-1)
            blocks.append(block)
        return cast(Any, sparse).block_diag(blocks, format="csr")

    def counts(self, chosen: NDArray[np.bool_] | None = None) -> Floats:
        """Rows at each level, or those of them that are chosen."""
        at = self.at if chosen is None else self.at[chosen]
        rows, which = np.nonzero(at >= 0)
        return np.bincount(at[rows, which] + self.begins[which], minlength=self.width).astype(np.float64)

    def looked_up(self, weights: Floats) -> Floats:
        """Rows × fields: the weight of the level that a row is at; 0 where it is at none."""
        return np.append(weights, 0.0)[np.where(self.at >= 0, self.at + self.begins[:-1], self.width)]

    def rows(self, chosen: NDArray[np.bool_] | Ints) -> "Design":
        return Design(self.fields, self.at[chosen], self.begins)

    def spread(self, of_fields: Sequence[float] | Floats) -> Floats:
        """A number of each field, for each of its levels."""
        return np.repeat(np.asarray(of_fields, dtype=np.float64), np.diff(self.begins))


def design(fields: Sequence[Field], table: Mapping[str, Values]) -> Design:
    read = [field.read(table) for field in fields]
    rows = len(next(iter(table.values()))) if table else 0
    at = np.stack(read, axis=1) if read else np.empty((rows, 0), dtype=np.int64)
    return Design(fields, at, np.cumsum([0, *(len(field.levels) for field in fields)], dtype=np.int64))
