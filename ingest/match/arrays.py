"""Arrays of codes: pairs as one number, ranges taken with ranges, components, hashes that outlive a run."""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array  # pyright: ignore[reportUnknownVariableType]
from scipy.sparse.csgraph import connected_components  # pyright: ignore[reportUnknownVariableType]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Hashes = npt.NDArray[np.uint64]
Small = npt.NDArray[np.int8]
_LOW = (1 << 32) - 1


def pair_keys(a: Ints, b: Ints) -> Ints:
    """Each unordered pair of codes below 2^31 as one number; in their order, the smaller first."""
    return (np.minimum(a, b) << 32) | np.maximum(a, b)


def pairs_of(keys: Ints) -> tuple[Ints, Ints]:
    return keys >> 32, keys & _LOW


def listed(numbers: Ints) -> list[int]:
    return cast(list[int], numbers.tolist())


def expand(starts: Ints, counts: Ints, others: Ints, other_counts: Ints) -> tuple[Ints, Ints, Ints]:
    """Every element of the range `starts[k] … + counts[k]` with every one of the other: (k, element, other element)."""
    sizes = counts * other_counts
    k = np.repeat(np.arange(len(sizes)), sizes)
    offset = np.arange(len(k)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    width = np.maximum(other_counts[k], 1)
    return k, starts[k] + offset // width, others[k] + offset % width


def ranges(starts: Ints, counts: Ints) -> Ints:
    """The numbers of each range, one after the other."""
    return np.repeat(starts - (np.cumsum(counts) - counts), counts) + np.arange(int(counts.sum()))


def components(n: int, a: Ints, b: Ints) -> Ints:
    """A label for each of n nodes; equal for those that edges connect."""
    ones = np.ones(len(a), dtype=np.int8)
    graph = cast(Any, coo_array)((ones, (a, b)), shape=(n, n))
    return cast(Any, connected_components)(graph, directed=False)[1].astype(np.int64)


def smallest(labels: npt.NDArray[Any]) -> Ints:
    """Of each row the smallest row of its label."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    return first[inverse.reshape(-1)].astype(np.int64)


def renumbered(labels: Ints) -> Ints:
    """The same partition by labels 0 …"""
    return np.unique(labels, return_inverse=True)[1].reshape(-1)


def positions(sorted_keys: npt.NDArray[Any], keys: npt.NDArray[Any]) -> tuple[Ints, Flags]:
    """Where each key stands, and whether it does."""
    if not len(sorted_keys):
        return np.zeros(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=np.bool_)
    place = np.minimum(np.searchsorted(sorted_keys, keys), len(sorted_keys) - 1)
    return place, sorted_keys[place] == keys


def hashed(texts: Iterable[str], salt: bytes = b"") -> Hashes:
    """64 bits of each text, the same in every run and on every machine; with a salt only for who has it."""
    made = (blake2b(text.encode(), digest_size=8, key=salt).digest() for text in texts)
    return np.frombuffer(b"".join(made), dtype="<u8").astype(np.uint64)


def mixed(one: Hashes, other: Hashes) -> Hashes:
    """One hash of two, in this order (splitmix64)."""
    with np.errstate(over="ignore"):
        z = one * np.uint64(0x9E3779B97F4A7C15) + other
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))
