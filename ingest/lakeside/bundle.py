"""Lakeside Bank's silos as one delivery: which source reads which folder, in loading order."""

from pathlib import Path

from graph import passes
from graph.session import Session
from ingest.sources import source

SEED = 360
NAME = "lakeside"
SILOS = (
    ("lakeside-core", "core"),
    ("lakeside-cards", "cards"),
    ("lakeside-wealth", "wealth"),
    ("lakeside-crm", "crm"),
    ("lakeside-register", "register"),
    ("lakeside-loans", "loans"),
    ("lakeside-app", "app"),
    ("lakeside-calls", "calls"),
    ("lakeside-bureau", "bureau"),
    ("lakeside-tax", "tax"),
)


def deliveries(directory: Path) -> list[tuple[str, Path]]:
    """Each source with its folder under `directory`, as `ingest.deliveries.run_all` takes them."""
    return [(source, directory / folder) for source, folder in SILOS]


async def is_loaded(graph: Session) -> bool:
    """Whether every silo was loaded once."""
    return {source(name).system for name, _ in SILOS} <= await passes.completed(graph)
