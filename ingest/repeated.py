"""What a whole delivery says that the one before it said already, a batch at a time: nothing of that is asked of the graph."""

from collections.abc import Collection
from typing import Any

from graph.model import NODES
from graph.vocabulary import node_meta
from ingest.spool import Spool


class Repeated:
    """Batches by their content. `said` is what the last pass of the source kept of its own, where it was of a whole delivery and
    nothing of the source came after it; else nothing."""

    def __init__(self, spool: Spool, said: Collection[str]) -> None:
        self._spool, self._said = spool, {name: int(count or 0) for name, _, count in (each.partition("=") for each in said)}
        self._counts, self._lacking = dict[str, int](), set[str]()

    def batch(self, cls: type[Any], number: int) -> bool:
        """Whether all of it was said and stands in the graph."""
        return bool(self._said) and not _called_anew(cls) and _name(cls, self._spool.digest(cls, number)) in self._said

    def size(self, cls: type[Any], number: int) -> int:
        """How many things a batch says that was said before, each once."""
        return self._said[_name(cls, self._spool.digest(cls, number))] or self._spool.size(cls, number)

    def counted(self, cls: type[Any], number: int, things: int) -> None:
        """So many things this batch says, each once."""
        self._counts[_name(cls, self._spool.digest(cls, number))] = things

    def every(self, cls: type[Any]) -> bool:
        """Whether the class is as it was: nothing changed, and nothing was left out."""
        numbers = range(self._spool.number(cls))
        before = sum(name.startswith(f"{cls.__name__}/") for name in self._said)
        return bool(self._said) and before == len(numbers) and all(self.batch(cls, number) for number in numbers)

    def lacks(self, cls: type[Any], number: int) -> None:
        """Of this batch something could not be loaded: the next delivery tries again."""
        self._lacking.add(_name(cls, self._spool.digest(cls, number)))

    def names(self) -> list[str]:
        """What is kept of this delivery: its batches that stand in the graph as they were said, with how many things each says."""
        every = (_name(cls, self._spool.digest(cls, n)) for cls in self._spool.counts for n in range(self._spool.number(cls)))
        counts = self._said | self._counts
        return [f"{name}={counts.get(name, 0)}" for name in sorted({*every} - self._lacking)]


def _called_anew(cls: type[Any]) -> bool:
    """What never ends and may be called another name: that it is said again is written."""
    return cls in NODES and node_meta(cls).scope == "public" and not node_meta(cls).ends


def _name(cls: type[Any], digest: str) -> str:
    return f"{cls.__name__}/{digest}"
