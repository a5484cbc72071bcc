"""A delivery read as a pass reads it, without a graph."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from graph.model import NODES, RECORDS, RELATIONSHIPS
from ingest.contract import Source
from ingest.delivery import Delivery
from ingest.quarantine import Quarantine, Reason
from ingest.reading import Counts
from ingest.spool import Spool

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows of every table, why rows were refused, and what the others said."""

    counts: dict[str, Counts]
    refused: dict[Reason, int]
    said: dict[type[Any], list[Any]]

    def all(self, cls: type[T]) -> list[T]:
        return self.said.get(cls, [])

    def one(self, cls: type[T], id_: str) -> T:
        (found,) = [one for one in self.all(cls) if getattr(one, "id", None) == id_]
        return found

    @property
    def rows(self) -> dict[str, tuple[int, int, int]]:
        """Read, accepted, quarantined."""
        return {table: (one.read, one.accepted, one.quarantined) for table, one in self.counts.items()}


def reading(source: Source, folder: Path, home: Path) -> Reading:
    with Spool(home / "spool") as spool, Quarantine(home / "quarantine") as broken:
        delivery = Delivery(source, folder)
        list(delivery.read(spool, broken))
        spool.sealed()
        said = {cls: [kept.record for batch in spool.batches(cls) for kept in batch] for cls in (*RECORDS, *NODES, *RELATIONSHIPS)}
    return Reading(delivery.counts, dict(broken.reasons), said)
