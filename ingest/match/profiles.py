"""What clusters say, and the weight of a small one against a larger: each value of the one against all of the other's."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ingest.match.arrays import Flags, Floats, Ints, Small, expand
from ingest.match.weights import Weigher

_LEAST = 1e-12
CHUNK = 200_000
_DECIMALS = 12
"""So that what says nothing says nothing, and not a little for or against."""


class Profile(NamedTuple):
    """Of one field: the distinct values of each cluster (from `starts`, `counts` of them), the share of its records that say
    each, and how many say anything."""

    starts: Ints
    counts: Ints
    values: Ints
    shares: Floats
    told: Ints


@dataclass(frozen=True, slots=True)
class Weighed:
    """A pair's weight by field in bits, and in sum with the bits for the larger one's size, without those `withheld`."""

    total: Floats
    by_field: dict[str, Floats]
    withheld: Floats


class Profiles:
    """The clusters of a partition (labels 0 …) of a weigher's rows. `times`: how many records each row stands for."""

    def __init__(self, weigher: Weigher, labels: Ints, times: Ints) -> None:
        self._weigher = weigher
        self.sizes = np.bincount(labels, weights=times).astype(np.int64)
        codes = {column.field.name: column.codes for column in weigher.table.columns}
        self._profiles = {name: _profile(labels, codes[name], times, len(self.sizes)) for name in weigher.names}

    def weighed(self, one: Ints, other: Ints) -> Weighed:
        """The smaller of each pair against the larger; of two of one size the first against the second."""
        turn = self.sizes[one] > self.sizes[other]
        small, large = np.where(turn, other, one), np.where(turn, one, other)
        total, by_field = np.zeros(len(small)), dict[str, Floats]()
        for name in self._weigher.names:
            by_field[name] = self._field(name, small, large, by_field)
            total += by_field[name]
        total += 0.5 * np.log2(self.sizes[large])
        withheld = self._weigher.withheld(total, {name: weights > 0 for name, weights in by_field.items()})
        return Weighed(np.round(total - withheld, 6), by_field, withheld)

    def totals(self, one: Ints, other: Ints) -> Floats:
        """The weights alone, a part of the pairs after the other."""
        parts = [self.weighed(one[at : at + CHUNK], other[at : at + CHUNK]).total for at in range(0, len(one), CHUNK)]
        return np.concatenate(parts) if parts else np.array([], dtype=np.float64)

    def _field(self, name: str, small: Ints, large: Ints, before: dict[str, Floats]) -> Floats:
        said = self._profiles[name]
        at = np.flatnonzero((said.counts[small] > 0) & (said.counts[large] > 0))
        weights = np.zeros(len(small))
        if not len(at):
            return weights
        s, c = small[at], large[at]
        k, i, j = expand(said.starts[s], said.counts[s], said.starts[c], said.counts[c])
        bits, levels = self._weigher.values(name, said.values[i], said.values[j])
        bits = bits - self._twice(name, said.values[i], levels, before, at, k)
        weights[at] = np.round(_against(k, i, bits, said.shares[i], said.shares[j], len(at)), _DECIMALS)
        held = np.minimum(said.told[s], said.told[c])
        against = weights[at] < 0
        weights[at] = np.where(against, weights[at] * (1 + np.log2(np.maximum(held, 1))), weights[at])
        return weights

    def _twice(self, name: str, a: Ints, levels: Small, before: dict[str, Floats], at: Ints, k: Ints) -> Floats:
        agrees: dict[str, Flags] = {given: (weights[at] > 0)[k] for given, weights in before.items()}
        return self._weigher.twice(name, a, levels, agrees)


def _against(k: Ints, i: Ints, bits: Floats, share: Floats, other_share: Floats, pairs: int) -> Floats:
    """Σ over values v of the one: share(v) · log2 Σ over values u of the other: share(u) · 2^bits(v, u); entries of one v stand
    together."""
    begins = np.ones(len(k), dtype=np.bool_)
    begins[1:] = (k[1:] != k[:-1]) | (i[1:] != i[:-1])
    first = np.flatnonzero(begins)
    summed = np.add.reduceat(other_share * np.exp2(bits), first)
    each = share[first] * np.log2(np.maximum(summed, _LEAST))
    return np.bincount(k[first], weights=each, minlength=pairs).astype(np.float64)


def _profile(labels: Ints, codes: Ints, times: Ints, clusters: int) -> Profile:
    said = np.flatnonzero(codes >= 0)
    keys, inverse = np.unique((labels[said] << 32) | codes[said], return_inverse=True)
    held = np.bincount(inverse.reshape(-1), weights=times[said], minlength=len(keys))
    cluster, values = keys >> 32, keys & 0xFFFFFFFF
    counts = np.bincount(cluster, minlength=clusters).astype(np.int64)
    told = np.bincount(cluster, weights=held, minlength=clusters)
    return Profile(np.cumsum(counts) - counts, counts, values, held / told[cluster], told.astype(np.int64))
