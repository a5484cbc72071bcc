"""Every silo there is, and whether what it last said is still fresh."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from ingest.contract import Source
from ingest.origin import Select
from ingest.sources import sources


@dataclass(frozen=True, slots=True)
class Silo:
    """`spoke_of` is the day its last complete pass spoke of, None where none is known; then nobody says it is `overdue`."""

    source: Source
    spoke_of: date | None
    overdue: bool | None

    @property
    def comes_from(self) -> Literal["files", "database", "service"]:
        if self.source.delivered:
            return "files"
        return "database" if any(isinstance(table.origin, Select) for table in self.source.tables) else "service"

    @property
    def every(self) -> str:
        """How long after one delivery the next is due, in words."""
        fresh = self.source.fresh
        if fresh is None:
            return ""
        return f"{fresh.days} day{'s' * (fresh.days > 1)}" if fresh.days else f"{fresh.seconds // 3600} hours"

    def as_dict(self) -> dict[str, Any]:
        one = self.source
        return {
            "name": one.name,
            "system": one.system,
            "title": one.title,
            "owner": one.owner,
            "tables": [table.name for table in one.tables],
            "comesFrom": self.comes_from,
            "freshHours": one.fresh.total_seconds() / 3600 if one.fresh else None,
            "spokeOf": self.spoke_of.isoformat() if self.spoke_of else None,
            "overdue": self.overdue,
        }


def silos(spoke_of: Mapping[str, date], now: datetime) -> list[Silo]:
    """Every declared source by its name; `spoke_of` is the day each system last spoke of. One is overdue on the days after
    the day it spoke of and how long that is fresh, by its own clock."""
    return [_silo(source, spoke_of.get(source.system), now) for _, source in sorted(sources().items())]


def _silo(source: Source, day: date | None, now: datetime) -> Silo:
    today = now.astimezone(ZoneInfo(source.timezone)).date()
    return Silo(source, day, today > day + source.fresh if day and source.fresh else None)
