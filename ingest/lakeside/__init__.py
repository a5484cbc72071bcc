"""Lakeside Bank (湖畔银行), the demo bank: its story, and the files its silos would deliver."""

from ingest.lakeside.bundle import NAME, deliveries, is_loaded
from ingest.lakeside.deliver import write
from ingest.lakeside.queries import QUERIES

__all__ = ["NAME", "QUERIES", "deliveries", "is_loaded", "write"]
