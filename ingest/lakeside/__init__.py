"""Lakeside Bank (湖畔银行), the demo bank: its story, the population behind it, and the files its silos would deliver."""

from pathlib import Path

from ingest.lakeside.bundle import NAME, SEED, deliveries, is_loaded
from ingest.lakeside.queries import QUERIES

__all__ = ["NAME", "QUERIES", "SEED", "deliveries", "is_loaded", "write"]


def write(directory: Path, size: str = "story", seed: int = SEED) -> None:
    """Every silo's delivery and the truth: `deliver.write`."""
    from ingest.lakeside import deliver  # all that makes up a bank takes a moment to import

    deliver.write(directory, size, seed)
