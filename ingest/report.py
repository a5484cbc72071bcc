"""What a pass did, for people and as data; without a value of any row."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from time import monotonic
from typing import Any

from ingest.quarantine import Reason
from ingest.reading import Counts


@dataclass(slots=True)
class Loaded:
    """What became of the records of one class. `missing` had an end that is not there, and were not loaded."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    older: int = 0
    missing: int = 0
    ended: int = 0


@dataclass(slots=True)
class Report:
    """One pass over one source. `redrives` is how many rows of earlier passes it drove again."""

    source: str
    effective_on: date
    pass_id: str = ""
    resumed: bool = False
    redrives: int = 0
    tables: dict[str, Counts] = field(default_factory=dict[str, Counts])
    refused: list[tuple[Reason, int]] = field(default_factory=list[tuple[Reason, int]])
    quarantine: str | None = None  # name of the file that holds the refused rows
    loaded: dict[str, Loaded] = field(default_factory=dict[str, Loaded])
    parties: int = 0
    moved: int = 0
    seconds: dict[str, float] = field(default_factory=dict[str, float])

    @property
    def rows(self) -> Counts:
        """Rows of all tables."""
        every = self.tables.values()
        return Counts(sum(t.read for t in every), sum(t.accepted for t in every), sum(t.quarantined for t in every))

    @property
    def total(self) -> Loaded:
        """What became of the records of all classes."""
        names = ("new", "changed", "unchanged", "older", "missing", "ended")
        return Loaded(*(sum(getattr(each, name) for each in self.loaded.values()) for name in names))

    def as_properties(self) -> dict[str, list[Any]]:
        """Rows by table and records by class as lists side by side, for a node holds no maps: `tables`, `tablesRead` …,
        `classes`, `classesNew` …"""
        return _columns("tables", self.tables, Counts) | _columns("classes", self.loaded, Loaded)

    @contextmanager
    def timed(self, stage: str) -> Generator[None]:
        """Adds the time of a block to a stage's."""
        start = monotonic()
        try:
            yield
        finally:
            self.seconds[stage] = round(self.seconds.get(stage, 0.0) + monotonic() - start, 3)

    def as_dict(self) -> dict[str, Any]:
        """For `--json`: plain values, names in camelCase as everywhere outside."""
        return {
            "source": self.source,
            "effectiveOn": self.effective_on.isoformat(),
            "pass": self.pass_id,
            "resumed": self.resumed,
            "redrives": self.redrives,
            "rows": asdict(self.rows),
            "tables": {name: asdict(counts) for name, counts in self.tables.items()},
            "refused": [reason._asdict() | {"rows": times} for reason, times in self.refused],
            "quarantine": self.quarantine,
            "total": asdict(self.total),
            "loaded": {name: asdict(each) for name, each in self.loaded.items()},
            "parties": self.parties,
            "moved": self.moved,
            "seconds": self.seconds,
        }


def _columns(name: str, lines: Mapping[str, Any], cls: type[Any]) -> dict[str, list[Any]]:
    columns = {f"{name}{each.name.capitalize()}": [getattr(line, each.name) for line in lines.values()] for each in fields(cls)}
    return {name: list(lines), **columns}
