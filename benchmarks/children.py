"""The servers that are measured, each a process of its own on a free port of the loopback."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from runtime.errors import Unavailable
from runtime.local.port import free
from runtime.settings import Settings

ROOT = Path(__file__).parents[1]
GATEWAY = ["-c", "from c360 import main; main()", "serve"]
DATALOADERS = ["-m", "benchmarks.dataloaders"]
OURS = ("C360_", "NEO4J_", "REDIS_", "OTEL_")
SECONDS = 60.0
ENOUGH = {"cost_capacity": "1000000000", "cost_restore": "1000000000", "statement_seconds": "60"}
"""Limits count, and are never reached: one caller asks for all, and what is seen first may take its time."""
LIMITS = {str(field.alias): ENOUGH[name] for name, field in Settings.model_fields.items() if name in ENOUGH}


@dataclass(frozen=True, slots=True)
class Child:
    """A server that is running: where, and as which process."""

    port: int
    pid: int


@contextmanager
def serving(program: list[str], settings: Settings, secret: str) -> Generator[int]:
    """The port of a server that has one worker and the platform's own settings, ended with this block."""
    with started([sys.executable, *program], settings, secret) as child:
        yield child.port


@contextmanager
def started(command: list[str], settings: Settings, secret: str, **more: str) -> Generator[Child]:
    """Likewise of any program, with `more` in its environment. Raises Unavailable with the last line it printed."""
    port = free()
    environment = {**environ(settings), "C360_TOKEN_SECRET": secret, "C360_PORT": str(port), **LIMITS, **more}
    with TemporaryFile() as printed:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=printed, stderr=printed)
        try:
            _wait(process, port, printed)
            yield Child(port, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def environ(settings: Settings) -> dict[str, str]:
    """Ours without settings of its own, with the graph that is asked."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return {
        **kept,
        "C360_HOME": str(settings.home.absolute()),
        "C360_TIMEZONE": settings.timezone,
        "REDIS_URL": settings.redis_url.get_secret_value() if settings.redis_url else "",
        "NEO4J_URI": settings.neo4j_uri or "",
        "NEO4J_USER": settings.neo4j_user,
        "NEO4J_PASSWORD": settings.neo4j_password.get_secret_value(),
        "NEO4J_DATABASE": settings.neo4j_database,
    }


def _wait(process: "subprocess.Popen[bytes]", port: int, printed: IO[bytes]) -> None:
    until = time.monotonic() + SECONDS
    while process.poll() is None and time.monotonic() < until:
        with socket.socket() as probe:
            probe.settimeout(1.0)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    printed.seek(0)
    said = printed.read().decode(errors="replace").strip().rpartition("\n")[2]
    raise Unavailable(f"A server to be measured did not start (exit code {process.poll()}): {said}")
