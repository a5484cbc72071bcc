"""Lakeside Bank (湖畔银行), the demo bank: its story, the population behind it, and the files its silos would deliver."""

from ingest.lakeside.bundle import NAME, deliveries, is_loaded
from ingest.lakeside.deliver import SEED, write
from ingest.lakeside.queries import QUERIES

__all__ = ["NAME", "QUERIES", "SEED", "deliveries", "is_loaded", "write"]
