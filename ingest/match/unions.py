"""Sets of rows that join one after the other, but never two that are kept apart."""

from collections.abc import Sequence

import numpy as np

from ingest.match.arrays import Ints, listed, positions, smallest


class Unions:
    """Begins with sets by label. `i` and `j` are rows whose sets never join; of `numbers` (codes a row, -1 for none) two sets that
    both hold some must share one, in each kind."""

    def __init__(self, labels: Ints, i: Ints, j: Ints, numbers: Sequence[Ints] = ()) -> None:
        self._labels = labels
        self._above = dict[int, int]()
        self._enemies = dict[int, dict[int, int]]()  # by set: the sets it never joins, each with the place of a pair that says so
        self._numbers = [_held(labels, codes) for codes in numbers]
        for at, (a, b) in enumerate(zip(listed(labels[i]), listed(labels[j]), strict=True)):
            self._enemies.setdefault(a, {}).setdefault(b, at)
            self._enemies.setdefault(b, {}).setdefault(a, at)

    def join(self, row: int, other: int) -> int | None:
        """Joins the sets of two rows unless that is not to be; tells the place in `i` and `j` of a pair that keeps them apart."""
        one, two = self._root(int(self._labels[row])), self._root(int(self._labels[other]))
        if one == two:
            return None
        if (held := self._enemies.get(one, {}).get(two)) is not None:
            return held
        if any((a := kind.get(one)) and (b := kind.get(two)) and not a & b for kind in self._numbers):
            return None
        self._unite(one, two)
        return None

    def are_one(self, row: int, other: int) -> bool:
        return self._root(int(self._labels[row])) == self._root(int(self._labels[other]))

    def labels(self) -> Ints:
        """For each row the smallest row of its set."""
        if not self._above:
            return smallest(self._labels)
        moved = np.array(sorted(self._above), dtype=np.int64)
        place, known = positions(moved, self._labels)
        roots = np.array([self._root(label) for label in listed(moved)], dtype=np.int64)
        return smallest(np.where(known, roots[place], self._labels))

    def _root(self, label: int) -> int:
        while (above := self._above.get(label)) is not None:
            if (higher := self._above.get(above)) is not None:
                self._above[label] = higher
            label = above
        return label

    def _unite(self, one: int, two: int) -> None:
        if len(self._enemies.get(one, ())) < len(self._enemies.get(two, ())):
            one, two = two, one
        self._above[two] = one
        for enemy, at in self._enemies.pop(two, {}).items():
            del self._enemies[enemy][two]
            first = min(at, self._enemies[enemy].get(one, at))
            self._enemies[enemy][one] = first
            self._enemies.setdefault(one, {})[enemy] = first
        for kind in self._numbers:
            if two in kind:
                kind.setdefault(one, set()).update(kind.pop(two))


def _held(labels: Ints, codes: Ints) -> dict[int, set[int]]:
    held = dict[int, set[int]]()
    said = np.flatnonzero(codes >= 0)
    for label, code in zip(listed(labels[said]), listed(codes[said]), strict=True):
        held.setdefault(label, set()).add(code)
    return held
