"""An own Neo4j that can be killed like a machine that loses its power, and started again on the same folder."""

import os
import signal
import time
from contextlib import ExitStack
from pathlib import Path

from runtime.errors import EngineUnavailable
from runtime.local import jars, neo4j
from runtime.local.home import Lifetime

SECONDS = 30.0


class Engine:
    """A server below a folder; each start has a port of its own."""

    def __init__(self, folder: Path, line: str, cache: Path | None) -> None:
        self._jars = jars.fetch(line, cache, lambda done, total, file: None)
        self._folder = folder / f"neo4j-{line}"
        self._held = ExitStack()
        self.uri, self.password = "", ""

    def start(self) -> None:
        """Ends when it answers."""
        server = self._held.enter_context(neo4j.starting(self._jars, self._folder, "512m", "128m", Lifetime.MINUTES)).ready()
        self.uri, self.password = server.uri, server.password

    def kill(self) -> None:
        """Gone when this ends."""
        process = self._process()
        os.kill(process, signal.SIGKILL)
        until = time.monotonic() + SECONDS
        while _parent(process) is not None and time.monotonic() < until:
            time.sleep(0.01)

    def end(self) -> None:
        """Asked to stop, as an operator does; `stop` waits for it."""
        os.kill(self._process(), signal.SIGTERM)

    def stop(self) -> None:
        self._held.close()

    def _process(self) -> int:
        """Java, which its keeper keeps for this process: told from others by its folder."""
        parents = {process: parent for process in _processes() if (parent := _parent(process)) is not None}
        for process, parent in parents.items():
            if parents.get(parent) == os.getpid() and str(self._folder.resolve()) in _words(process):
                return process
        raise EngineUnavailable(f"The server of {self._folder} does not run, or this system does not tell its processes in /proc.")


def _processes() -> list[int]:
    return [int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit()]


def _parent(process: int) -> int | None:
    """None for one that is gone, or is dead and not yet buried."""
    try:
        state, parent = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return None
    return None if state == "Z" else int(parent)


def _words(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return ""
