"""The jars of the line under test, fetched once into the cache that everyone shares."""

import os
from pathlib import Path

import pytest

from runtime.local import jars


@pytest.fixture(scope="session")
def line() -> str:
    return os.environ.get("C360_NEO4J_LINE", "5.26")


@pytest.fixture(scope="session")
def cache() -> Path:
    return jars.cache_folder(Path(os.environ["C360_CACHE"]) if os.environ.get("C360_CACHE") else None)


@pytest.fixture(scope="session")
def jar_folder(line: str, cache: Path) -> Path:
    return jars.fetch(line, cache, lambda *_: None)
