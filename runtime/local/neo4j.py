"""The own Neo4j: the Community server from its jars, as a child process, ready when it has answered a query."""

import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import LiteralString

from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from runtime.errors import CredentialsRefused, EngineUnavailable, HomeInUse, PlatformError, PortInUse
from runtime.local import child, extra, home, port
from runtime.local.archive import Archive, archive
from runtime.local.child import Child
from runtime.local.home import Lifetime

USER = "neo4j"
_FIRST_PASSWORD = "neo4j"  # noqa: S105 - what every Neo4j begins with
_ENDED_WHEN_ASKED = (0, 143)


@dataclass(frozen=True, slots=True)
class Neo4j:
    """Where it listens, and its password."""

    uri: str
    password: str = field(repr=False)


@contextmanager
def starting(
    jars: Path, folder: Path, heap: str = "768m", page_cache: str = "512m", life: Lifetime = Lifetime.YEARS
) -> Generator["Start"]:
    """A Neo4j on its way up with its data in `folder`; ended with this block, and with this process however that ends.

    `jars` is a folder as `jars.fetch` leaves it. Raises HomeInUse while another process has this folder, NoSpace,
    EngineUnavailable.
    """
    extra.java()
    with child.held(folder) as hold, started(jars, folder, hold, heap, page_cache, life) as start:
        yield start


@contextmanager
def started(
    jars: Path, folder: Path, hold: int, heap: str = "768m", page_cache: str = "512m", life: Lifetime = Lifetime.YEARS
) -> Generator["Start"]:
    """The same in a folder that this process holds already, by the descriptor of its lock."""
    java = extra.java()
    kept = archive(java, jars)
    with child.renamed(folder):
        home.prepare(folder)
        listens = port.free()
        arguments = home.configure(folder, jars, listens, page_cache, [f"-Xmx{heap}", *kept.options], life)
    command = [str(java), f"@{arguments.resolve()}"]
    with child.running(command, folder, folder / "logs" / "console.log", hold) as process:
        try:
            yield Start(process, folder, listens, kept)
        finally:
            process.stop()
            if process.code in _ENDED_WHEN_ASKED:
                kept.keep()


class Start:
    """A start under way."""

    def __init__(self, process: Child, folder: Path, listens: int, kept: Archive) -> None:
        self._process, self._folder, self._port, self._kept = process, folder, listens, kept
        self._log = folder / "logs" / "neo4j.log"
        self._before = self._log.stat().st_size if self._log.exists() else 0

    def ready(self, seconds: float = 120.0) -> Neo4j:
        """Waits until it has answered a query by its own password, which is made and set at the first start.

        Raises EngineUnavailable, NoSpace, HomeInUse or PortInUse when it ends before that or takes longer, and
        CredentialsRefused when the password was changed by other means.
        """
        until = time.monotonic() + seconds
        with child.renamed(self._folder):
            server = Neo4j(f"bolt://127.0.0.1:{self._port}", home.password(self._folder))
        while not (port.answers(self._port) and self._answered(server)):
            if self._process.code is not None or not child.room(self._folder):
                raise self._reason("ended before it was ready")
            if time.monotonic() > until:
                raise self._reason(f"was not ready after {seconds:.0f} s")
            time.sleep(0.05)
        with child.renamed(self._folder):
            home.began(self._folder)
        return server

    def _answered(self, server: Neo4j) -> bool:
        """Whether it answers by its own password, which takes the place of the first one where that still holds."""
        try:
            try:
                _ask(server, server.password, "RETURN 1", "neo4j")
            except AuthError:
                _ask(server, _FIRST_PASSWORD, "ALTER CURRENT USER SET PASSWORD FROM $first TO $own", "system")
                _ask(server, server.password, "RETURN 1", "neo4j")
        except AuthError as fault:
            raise CredentialsRefused(
                f"The own Neo4j refuses the password in {self._folder / 'password'}; put the right one there."
            ) from fault
        except (DriverError, Neo4jError):
            return False
        return True

    def _reason(self, event: str) -> PlatformError:
        told = self._process.printed() + _tail(self._log, self._before)
        if "No space left on device" in told or not child.room(self._folder):
            return child.full(self._folder)
        if "store_lock" in told:
            return HomeInUse(f"Another Neo4j has the data in {self._folder}; stop it, or set C360_HOME to another folder.")
        if "Address already in use" in told:
            return PortInUse(f"Port {self._port} was taken while Neo4j started; start again.")
        self._kept.drop()
        return EngineUnavailable(f"The own Neo4j {event}: {_gist(told).rstrip('.')}. See {self._log} and {self._process.log}.")


def _ask(server: Neo4j, password: str, statement: LiteralString, database: str) -> None:
    with (
        GraphDatabase.driver(  # pyright: ignore[reportUnknownMemberType]
            server.uri, auth=(USER, password), connection_timeout=5, telemetry_disabled=True
        ) as driver,
        driver.session(database=database) as session,  # pyright: ignore[reportUnknownMemberType]
    ):
        session.run(statement, first=_FIRST_PASSWORD, own=server.password).consume()


def _tail(log: Path, start: int) -> str:
    """What was added since the log was `start` bytes long; all of it, should it have been begun anew."""
    content = log.read_bytes() if log.exists() else b""
    return content[start if start <= len(content) else 0 :].decode(errors="replace")


def _gist(told: str) -> str:
    """The line that says most: the deepest cause, else the first error, else the last line."""
    rows = [row.strip() for row in told.splitlines() if row.strip() and not row.lstrip().startswith(("at ", "...", "["))]
    causes = [row.removeprefix("Caused by: ") for row in reversed(rows) if row.startswith("Caused by: ")]
    errors = [row for row in rows if "ERROR" in row or row.startswith("Invalid ")]
    return (causes or errors or rows[::-1] or ["it said nothing"])[0][:300]
