"""Shares within companies that own each other: (I − A)⁻¹, as long as somebody outside owns a part of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, eye_array  # pyright: ignore[reportUnknownVariableType]
from scipy.sparse.linalg import splu  # pyright: ignore[reportUnknownVariableType]

Floats = npt.NDArray[np.float64]
DENSE = 256
"""So many companies are solved as a full matrix, more of them as a sparse one."""
ENDLESS = 1e8
"""Whoever would own so many times the whole owns it round a circle out of which nothing leads."""
MOST_ROUNDS = 400
SETTLED = 1e-13
MOST_RETURNS = 32
"""Of a sparse matrix the diagonal is worked out for so many: each is a solution of its own."""


@dataclass(frozen=True, slots=True)
class Solution:
    """`shares`: what each has at the end of all ways; `returns`: how often it comes by itself on them, at least once, NaN where
    that was not worked out."""

    shares: Floats
    returns: Floats


def solve(rows: Sequence[int], columns: Sequence[int], values: Sequence[float], given: Floats) -> Solution | None:
    """x of x = given + A x, where A[i, j] is what i holds of j; None where the spectral radius of A is not below one.

    Then, and only then, (I − A) y = 1 has no solution of finite positive numbers, since A has no negative ones.
    """
    size = len(given)
    try:
        return _dense(size, rows, columns, values, given) if size <= DENSE else _sparse(size, rows, columns, values, given)
    except (np.linalg.LinAlgError, RuntimeError):  # exactly singular
        return None


def _dense(size: int, rows: Sequence[int], columns: Sequence[int], values: Sequence[float], given: Floats) -> Solution | None:
    matrix = np.eye(size)
    np.subtract.at(matrix, (np.asarray(rows), np.asarray(columns)), np.asarray(values))
    inverse = cast(Floats, np.linalg.inv(matrix))
    if not ends(inverse.sum(axis=1)):
        return None
    return Solution(inverse @ given, np.array(np.diagonal(inverse)))


def _sparse(size: int, rows: Sequence[int], columns: Sequence[int], values: Sequence[float], given: Floats) -> Solution | None:
    held: Any = coo_array((np.asarray(values), (np.asarray(rows), np.asarray(columns))), shape=(size, size)).tocsr()
    solver = _Sparse(held)
    found = solver.solve(np.column_stack([given, np.ones(size)]))
    if not ends(found[:, 1]):
        return None
    shares: Floats = found[:, 0]
    returns = np.full(size, np.nan)
    largest = np.argsort(-shares)[:MOST_RETURNS]
    one_each = np.zeros((size, len(largest)))
    one_each[largest, np.arange(len(largest))] = 1.0
    returns[largest] = solver.solve(one_each)[largest, np.arange(len(largest))]
    return Solution(shares, returns)


class _Sparse:
    """x of x = given + A x by going round until nothing comes any more; by factors where that takes too long."""

    def __init__(self, held: Any) -> None:
        self.held = held
        self.factor: Any = None

    def solve(self, given: Floats) -> Floats:
        found = None if self.factor else self._rounds(given)
        if found is None:
            whole: Any = eye_array(len(given), format="csc")
            self.factor = self.factor or cast(Any, splu)((whole - self.held).tocsc())
            found = cast(Floats, self.factor.solve(given))
        return found

    def _rounds(self, given: Floats) -> Floats | None:
        """None where what comes each round does not get less soon enough."""
        total, new, before = given.copy(), given, np.inf
        for _ in range(MOST_ROUNDS):
            new = cast(Floats, self.held @ new)
            total += new
            most = float(new.max())
            if most <= before and most < SETTLED * max(1.0 - most / before, 0.0):
                return total
            before = most
        return None


def ends(whole: Floats) -> bool:
    """Whether what goes round comes to an end."""
    return bool(np.all(np.isfinite(whole)) and whole.min() >= 1 - 1e-6 and whole.max() <= ENDLESS)
