"""`itertools.batched`, which comes with Python 3.12."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(every: Iterable[T], size: int) -> Iterator[list[T]]:
    """In lists of a size; the last one may be shorter."""
    left = iter(every)
    while part := list(islice(left, size)):
        yield part
