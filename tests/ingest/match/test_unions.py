"""Sets that join one after the other, but never two that are kept apart."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ingest.match.unions import Unions

ROWS = 9
rows = st.integers(0, ROWS - 1)
pairs = st.lists(st.tuples(rows, rows).filter(lambda pair: pair[0] != pair[1]), max_size=12)


def ends(of: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    held = np.array(of, dtype=np.int64).reshape(-1, 2)
    return held[:, 0], held[:, 1]


@given(pairs, pairs)
def test_what_is_kept_apart_never_joins_and_all_else_does(joins: list[tuple[int, int]], apart: list[tuple[int, int]]) -> None:
    unions = Unions(np.arange(ROWS), *ends(apart))
    for one, other in joins:
        blocked = unions.join(one, other)
        assert (blocked is None) == unions.are_one(one, other)
        if blocked is not None:
            labels = unions.labels()
            assert {labels[row] for row in apart[blocked]} == {labels[one], labels[other]}
    labels = unions.labels()
    assert all(labels[one] != labels[other] for one, other in apart)
    assert all(labels[row] == np.flatnonzero(labels == labels[row])[0] for row in range(ROWS))


def test_two_sets_with_different_numbers_do_not_join() -> None:
    none = np.array([], dtype=np.int64)
    unions = Unions(np.arange(4), none, none, [np.array([5, -1, 6, 5])])
    for one, other in ((0, 1), (1, 2), (1, 3)):
        unions.join(one, other)
    assert unions.labels().tolist() == [0, 0, 2, 0]
