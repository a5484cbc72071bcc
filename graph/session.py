"""The one door to Neo4j: statements and parameters in, values out; bounded, traced, its faults renamed."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from socket import socket
from time import monotonic
from typing import Any, LiteralString, TypeVar, cast

from neo4j import (
    READ_ACCESS,
    AsyncDriver,
    AsyncGraphDatabase,
    AsyncManagedTransaction,
    AsyncSession,
    Bookmarks,
    NotificationMinimumSeverity,
    Query,
    unit_of_work,
)
from neo4j import exceptions as faults
from neo4j.api import AsyncBookmarkManager

from graph.trail import FOLLOWED
from runtime.deadline import left, limited
from runtime.errors import (
    CredentialsRefused,
    GraphTooOld,
    GraphUnavailable,
    NoSuchDatabase,
    OutcomeUnknown,
    PlatformError,
    TooSlow,
    Unavailable,
)
from runtime.metrics import Statements
from runtime.settings import Settings
from runtime.telemetry import Statement

OLDEST = (5, 26)
PATIENT_SECONDS = 30.0
"""How long a job waits for a server that does not answer."""
UNANSWERED = "Neo4j did not answer a change in time: send the same again with its key, nothing is done twice."
ENDED = "The statement was ended at its time limit: ask for less, or raise C360_STATEMENT_SECONDS."
KERNEL = "Neo4j Kernel"  # newer lines tell the version of Cypher beside it
T = TypeVar("T")
Run = Callable[[str, Mapping[str, Any]], Awaitable[list[list[Any]]]]
"""Runs one statement of an open transaction: text and parameters in, every record as a list of its values out."""


@dataclass(frozen=True, slots=True)
class Server:
    """What answers: its version, as (5, 26) or (2026, 5), and its edition."""

    version: tuple[int, int]
    edition: str


class Silent(str):
    """A statement's text. The driver writes its repr for the debug log of every statement, logged or not."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{len(self)} characters>"

    def __str__(self) -> str:
        return self


class Behind(AsyncBookmarkManager):
    """What a read waits for: its caller's changes, and nothing that was read before it. A session of the driver would else wait
    for whatever it has seen itself, of whomever."""

    async def get_bookmarks(self) -> frozenset[str]:
        trail = FOLLOWED.get()
        return trail.marks if trail else frozenset()

    async def update_bookmarks(self, previous_bookmarks: Collection[str], new_bookmarks: Collection[str]) -> None:
        """What was read is on nobody's trail."""


class Session:
    """A pool of connections to one database. Safe to share between tasks."""

    def __init__(
        self, driver: AsyncDriver, database: str, *, in_flight: int, statement_seconds: float, patient: bool = False
    ) -> None:
        self._driver, self._patient = driver, patient
        self.database = database
        self._seconds = statement_seconds
        self._room = asyncio.Semaphore(in_flight)
        self._idle: list[AsyncSession] = []
        self._behind = Behind()
        self.statements = Statements()

    async def read(self, text: str, params: Mapping[str, Any]) -> Any:
        """The one value of the one record; None where there is no record.

        One auto-commit statement is one transaction: all it returns was true together. What nobody waits for any more is
        ended, here and in the database. Raises GraphUnavailable, TooSlow.
        """
        seconds = left(self._seconds)
        query = Query(cast(LiteralString, Silent(text)), timeout=seconds)
        try:
            async with asyncio.timeout(seconds), self._room:
                rows = await self._values(query, params)
        except TimeoutError:
            raise TooSlow(ENDED) from None
        return rows[0][0] if rows else None

    async def _values(self, query: Query, params: Mapping[str, Any]) -> list[list[Any]]:
        session = self._idle.pop() if self._idle else self._reader()
        try:
            with Statement(self.statements, "read") as statement:
                rows = await (await session.run(query, dict(params))).values()
                statement.brought(rows)
        except BaseException as fault:
            await session.__aexit__(type(fault), fault, fault.__traceback__)  # pyright: ignore[reportUnknownMemberType]
            forsake(fault)
            if isinstance(fault, faults.Neo4jError | faults.DriverError):
                raise renamed(fault) from fault
            raise
        self._idle.append(session)
        return rows

    def _reader(self) -> AsyncSession:
        """The driver's session for one read after the other, each of another caller: making one is a twelfth of what its driver
        takes for a read."""
        return self._driver.session(  # pyright: ignore[reportUnknownMemberType]
            database=self.database, default_access_mode=READ_ACCESS, bookmark_manager=self._behind
        )

    async def rows(self, text: str, params: Mapping[str, Any] | None = None) -> list[list[Any]]:
        """Every record as a list of its values: for jobs, which read much and may take their time.

        A patient session reads again what a lost connection broke off.
        """
        return await self._rows(text, params, again=self._patient)

    async def _rows(self, text: str, params: Mapping[str, Any] | None, *, again: bool) -> list[list[Any]]:
        seconds = limited()

        async def work(transaction: AsyncManagedTransaction) -> list[list[Any]]:
            result = await transaction.run(cast(LiteralString, text), dict(params or {}))
            return [record.values() async for record in result]

        async with self._open(READ_ACCESS) as session:
            with Statement(self.statements, "rows"):
                if again:
                    return await session.execute_read(timed(work, seconds))
                result = await session.run(Query(cast(LiteralString, text), timeout=seconds), dict(params or {}))
                return [record.values() async for record in result]

    async def stream(self, text: str, params: Mapping[str, Any] | None = None) -> AsyncGenerator[list[Any]]:
        """Every record as a list of its values, one after the other as they come: for what is larger than memory."""
        async with self._open(READ_ACCESS) as session:
            with Statement(self.statements, "stream"):
                result = await session.run(cast(LiteralString, text), dict(params or {}))
                async for record in result:
                    yield record.values()

    async def patiently(self, act: Callable[[], Awaitable[T]]) -> T:
        """Does again what may be begun anew, for as long as a job waits, while the database does not answer."""
        end = monotonic() + (PATIENT_SECONDS if self._patient else 0.0)
        while True:
            try:
                return await act()
            except Unavailable:
                if monotonic() >= end:
                    raise
                await asyncio.sleep(1)

    async def write(self, text: str, params: Mapping[str, Any] | None = None) -> Any:
        """The first value of the first record of a committed transaction; tried again while that is safe.

        Raises OutcomeUnknown when the commit was sent and its answer lost.
        """

        async def work(transaction: AsyncManagedTransaction) -> Any:
            result = await transaction.run(cast(LiteralString, text), dict(params or {}))
            record = await result.single(strict=False)
            return record[0] if record else None

        async with self._open() as session:
            with Statement(self.statements, "write"):
                return await session.execute_write(timed(work, limited()))

    async def together(self, work: Callable[[Run], Awaitable[T]]) -> T:
        """Several statements in one transaction, all or none; the work is done again while that is safe.

        Raises OutcomeUnknown when the commit was sent and its answer lost.
        """

        async def done(transaction: AsyncManagedTransaction) -> T:
            async def run(text: str, params: Mapping[str, Any]) -> list[list[Any]]:
                result = await transaction.run(cast(LiteralString, text), dict(params))
                return [record.values() async for record in result]

            return await work(run)

        async with self._open() as session:
            with Statement(self.statements, "together"):
                return await session.execute_write(timed(done, limited()))

    async def run(self, text: str, params: Mapping[str, Any] | None = None) -> None:
        """A statement that manages its own transactions (indexes, `CALL { } IN TRANSACTIONS`)."""
        async with self._open() as session:
            with Statement(self.statements, "run"):
                result = await session.run(cast(LiteralString, text), dict(params or {}))
                await result.consume()

    async def server(self) -> Server:
        """Who answers. Raises GraphTooOld before 5.26, CredentialsRefused, GraphUnavailable."""
        text = "CALL dbms.components() YIELD name, versions, edition RETURN name, versions[0] AS version, edition"
        version, edition = next(row[1:] for row in await self._rows(text, None, again=False) if row[0] == KERNEL)
        major, minor = (int(part) for part in str(version).split(".")[:2])
        if (major, minor) < OLDEST:
            raise GraphTooOld(f"Neo4j {version} is too old: {OLDEST[0]}.{OLDEST[1]} or later is needed.")
        return Server((major, minor), str(edition))

    async def close(self) -> None:
        while self._idle:
            await self._idle.pop().close()
        await self._driver.close()

    @asynccontextmanager
    async def _open(self, access: str = "WRITE") -> AsyncGenerator[Any]:
        """For as long as somebody waits; a job waits for ever. What was written is on its caller's trail."""
        trail = FOLLOWED.get()
        marks = trail.marks if trail else None
        try:
            async with asyncio.timeout(limited()):
                try:
                    async with self._driver.session(  # pyright: ignore[reportUnknownMemberType]
                        database=self.database, default_access_mode=access, bookmarks=bookmarks(marks)
                    ) as session:
                        yield session
                        if trail is not None and access != READ_ACCESS:
                            trail.went_on(marks or frozenset(), (await session.last_bookmarks()).raw_values)
                except asyncio.CancelledError as fault:
                    forsake(fault)
                    raise
        except TimeoutError:
            raise (TooSlow(ENDED) if access == READ_ACCESS else OutcomeUnknown(UNANSWERED)) from None
        except (faults.Neo4jError, faults.DriverError) as fault:
            raise renamed(fault) from fault


def bookmarks(marks: frozenset[str] | None) -> Bookmarks | None:
    return Bookmarks.from_raw_values(marks) if marks else None


def timed(work: Callable[[AsyncManagedTransaction], Awaitable[T]], seconds: float | None) -> Callable[..., Awaitable[T]]:
    """A transaction's work, which the database ends after so many seconds."""
    return work if seconds is None else unit_of_work(timeout=seconds)(work)


def forsake(fault: BaseException) -> None:
    """Closes what a statement that was given up leaves behind: the driver forgets a socket that is still connecting, and its
    fault alone leads there."""
    trace = fault.__traceback__
    while trace and isinstance(fault, asyncio.CancelledError):
        if trace.tb_frame.f_globals.get("__package__", "").startswith("neo4j."):
            for held in trace.tb_frame.f_locals.values():
                if isinstance(held, socket):
                    held.close()
        trace = trace.tb_next


def renamed(fault: Exception) -> PlatformError:
    """The driver's fault in the words of `runtime.errors`; without the statement, which may hold data."""
    match fault:
        case faults.AuthError():
            return CredentialsRefused("Neo4j refuses the user or password: check NEO4J_USER and NEO4J_PASSWORD.")
        case faults.IncompleteCommit():
            return OutcomeUnknown("Neo4j's answer to a commit was lost: run the same again, the ledger knows what was done.")
        case faults.ClientError() if "DatabaseNotFound" in (fault.code or ""):
            return NoSuchDatabase("Neo4j has no database of this name: check NEO4J_DATABASE; `SHOW DATABASES` lists them.")
        case faults.ClientError() if "TransactionTimedOut" in (fault.code or ""):
            return TooSlow(ENDED)
        case (
            faults.ServiceUnavailable()
            | faults.SessionExpired()
            | faults.TransientError()
            | faults.ConnectionAcquisitionTimeoutError()
        ):
            return GraphUnavailable("Neo4j does not answer: check that it runs and that NEO4J_URI is right.")
        case faults.DatabaseUnavailable():
            return GraphUnavailable("The database is not available: check NEO4J_DATABASE and the server's log.")
        case faults.Neo4jError():
            return PlatformError(f"Neo4j refused a statement ({fault.code}).")
        case _:
            return GraphUnavailable(f"The connection to Neo4j failed ({type(fault).__name__}).")


@asynccontextmanager
async def connected(settings: Settings) -> AsyncGenerator[Session]:
    """A patient session on the graph that settings lead to. Raises what `Session.server` does."""
    graph = connect(
        settings.neo4j_uri or "",
        settings.neo4j_user,
        settings.neo4j_password.get_secret_value(),
        settings.neo4j_database,
        pool_size=settings.pool_size,
        in_flight=settings.in_flight,
        statement_seconds=settings.statement_seconds,
        patient=True,
    )
    try:
        await graph.server()
        yield graph
    finally:
        await graph.close()


def connect(
    uri: str,
    user: str,
    password: str,
    database: str,
    *,
    pool_size: int = 32,
    in_flight: int = 8,
    statement_seconds: float = 10.0,
    connect_seconds: float = 2.0,
    patient: bool = False,
) -> Session:
    """A session on a server that need not answer yet; nothing is sent before the first statement.

    `patient` is for jobs: they wait half a minute for a busy server or one that is started again, where a gateway refuses
    after `connect_seconds`. Whether a server is there at all (`Session.server`) both ask once.
    """
    driver = AsyncGraphDatabase.driver(  # pyright: ignore[reportUnknownMemberType]
        uri,
        auth=(user, password),
        telemetry_disabled=True,
        notifications_min_severity=NotificationMinimumSeverity.OFF,
        max_connection_pool_size=pool_size,
        connection_timeout=PATIENT_SECONDS if patient else connect_seconds,
        connection_acquisition_timeout=PATIENT_SECONDS if patient else connect_seconds,
        max_transaction_retry_time=PATIENT_SECONDS if patient else 2.0,
        liveness_check_timeout=30.0,
        user_agent="c360",
    )
    return Session(driver, database, in_flight=in_flight, statement_seconds=statement_seconds, patient=patient)
