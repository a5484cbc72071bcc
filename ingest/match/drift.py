"""How far two models are apart: by field and level, in how rare values are, in what they ask for."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ingest.match.levels import levels
from ingest.match.model import Model
from ingest.match.table import Column, Table
from ingest.match.weights import Weigher


@dataclass(frozen=True, slots=True)
class Moved:
    """What one level of a field weighs by the one model and by the other, in bits."""

    field: str
    words: str
    before: float
    after: float

    @property
    def by(self) -> float:
        return abs(self.after - self.before)


@dataclass(frozen=True, slots=True)
class Rarity:
    """By how many bits the same value weighs otherwise where it is equal: on average of the records that say one, and at most."""

    field: str
    records: int
    mean: float
    most: float


@dataclass(frozen=True, slots=True)
class Drift:
    """From `before` to `after` (numbers of models). θ is in bits; `levels` and `values` begin with what moved most; `fields` are
    known to one of the two alone."""

    before: int
    after: int
    threshold: tuple[float, float]
    levels: tuple[Moved, ...]
    values: tuple[Rarity, ...]
    fields: tuple[str, ...]


def drift(before: Model, after: Model, table: Table) -> Drift:
    """How rare values are is compared for those that this table's records say."""
    was, now = ({(each.field, each.words): each.bits for each in levels(model)} for model in (before, after))
    moved = [Moved(*key, was[key], bits) for key, bits in now.items() if key in was]
    alone = {field for field, _ in was.keys() ^ now.keys()}
    return Drift(
        before.number, after.number, (before.threshold, after.threshold),
        tuple(sorted(moved, key=lambda each: (-each.by, each.field, each.words))),
        tuple(sorted(_values(before, after, table), key=lambda each: (-each.mean, each.field))),
        tuple(sorted(alone)),
    )  # fmt: skip


def _values(before: Model, after: Model, table: Table) -> Iterator[Rarity]:
    weighers = [Weigher(model, table, {}) for model in (before, after)]
    for column in table.columns:
        if column.values and all(column.field.name in weigher.names for weigher in weighers):
            yield _rarity(column, *weighers)


def _rarity(column: Column, one: Weigher, other: Weigher) -> Rarity:
    codes = np.arange(len(column.values), dtype=np.int64)
    apart = np.abs(other.told_by_equal(column.field.name, codes) - one.told_by_equal(column.field.name, codes))
    said = column.codes[column.codes >= 0]
    return Rarity(column.field.name, len(said), float(apart[said].mean()), float(apart.max()))
