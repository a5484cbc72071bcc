"""How long a silo's first delivery takes, into a fresh graph of its own, and how much memory."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.children import ROOT, environ
from runtime.errors import SourceFault
from runtime.local.engines import running
from runtime.settings import Settings

INGEST = ["-c", "from c360 import main; main()", "ingest", "berka", "--json"]


@dataclass(frozen=True, slots=True)
class Load:
    """One pass: rows read, records new to the graph, seconds from start to exit, the process's peak memory in MB."""

    rows: int
    records: int
    seconds: float
    peak: float | None
    stages: dict[str, float]


@contextmanager
def loaded(settings: Settings, berka: Path) -> Generator[tuple[Settings, Load]]:
    """Settings that reach a new graph with Berka in it, gone after the block, and what loading it took.

    Raises SourceFault where it was not loaded, EngineUnavailable.
    """
    with (
        TemporaryDirectory() as home,
        running(Path(home), settings.neo4j_line, settings.cache, lambda step, done, total: None) as own,
    ):
        reached = settings.model_copy(update={"home": Path(home), **_reach(own.neo4j_uri, own.neo4j_user, own.neo4j_password)})
        yield reached, _ingested(reached, berka)


def _reach(uri: str, user: str, password: str) -> dict[str, Any]:
    given = Settings.from_env({"NEO4J_URI": uri, "NEO4J_USER": user, "NEO4J_PASSWORD": password})
    return {name: getattr(given, name) for name in ("neo4j_uri", "neo4j_user", "neo4j_password", "neo4j_database")}


def _ingested(settings: Settings, berka: Path) -> Load:
    began = time.monotonic()
    command = [sys.executable, *INGEST, str(berka.absolute())]
    with subprocess.Popen(command, cwd=ROOT, env=environ(settings), stdout=subprocess.PIPE) as process:
        peaks: list[float] = []
        threading.Thread(target=_watch, args=(process, peaks), daemon=True).start()
        printed, _ = process.communicate()
    seconds = time.monotonic() - began
    if process.returncode:
        raise SourceFault(f"Berka was not loaded (exit code {process.returncode}): run `c360 ingest berka` by hand to see why.")
    (report,) = json.loads(printed)
    return Load(report["rows"]["read"], report["total"]["new"], seconds, max(peaks, default=None), report["seconds"])


def _watch(process: "subprocess.Popen[bytes]", peaks: list[float]) -> None:
    """What the kernel calls the high-water mark of its own memory; where there is no such file nothing is known."""
    status = Path(f"/proc/{process.pid}/status")
    while process.poll() is None and status.exists():
        try:
            lines = status.read_text().splitlines()
        except OSError:
            return
        peaks += [int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM")]
        time.sleep(0.05)
