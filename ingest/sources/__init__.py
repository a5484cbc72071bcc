"""The silos: one a file, each with a `SOURCE`, or with `SOURCES` where one silo delivers in several forms."""

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module

from ingest.contract import Source
from rules.golden import TRUSTED as TRUSTED
from runtime.errors import BadQuestion


@cache
def sources() -> dict[str, Source]:
    """Every source by its name."""
    return {source.name: source for source in _found()}


def source(name: str) -> Source:
    """Raises BadQuestion with the names there are."""
    if name not in sources():
        raise BadQuestion(f"There is no source {name!r}: choose one of {', '.join(sorted(sources()))}.")
    return sources()[name]


def _found() -> Iterator[Source]:
    for module in pkgutil.iter_modules(__path__):
        found = import_module(f"{__name__}.{module.name}")
        yield from found.SOURCES if hasattr(found, "SOURCES") else (found.SOURCE,)
