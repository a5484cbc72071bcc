"""Where figures were measured: figures of one machine say little about another."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("strawberry-graphql", "graphql-core", "neo4j", "neo4j-rust-ext", "uvicorn", "uvloop", "orjson")


def machine() -> dict[str, str]:
    """The processor, how many cores of it, and the memory; what is unknown is left out."""
    pages = {name: os.sysconf(name) for name in ("SC_PHYS_PAGES", "SC_PAGE_SIZE") if name in os.sysconf_names}
    memory = pages.get("SC_PHYS_PAGES", 0) * pages.get("SC_PAGE_SIZE", 0)
    found = {
        "processor": _processor(),
        "cores": str(os.cpu_count() or ""),
        "memory": f"{memory / 2**30:.0f} GiB" if memory else "",
        "system": f"{platform.system()} {platform.machine()}",
        "load when it began": f"{os.getloadavg()[0]:.1f}",
    }
    return {name: value for name, value in found.items() if value}


def versions() -> dict[str, str]:
    """What is measured, besides the server."""
    return {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}}


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    lines = known.read_text().splitlines() if known.exists() else []
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.processor())
