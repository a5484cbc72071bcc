"""What an operator asks of a database that is not well: is it there, may it be written, what is in it, what runs on it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graph.session import Session

ASKED = "RETURN 1"
# Of an alias the database that it stands for; of a cluster one line for each of its members.
DATABASE = """
SHOW DATABASES YIELD name, aliases, address, access, role, writer, currentStatus, requestedStatus, statusMessage
WHERE toLower(name) = toLower($database) OR toLower($database) IN [a IN aliases | toLower(a)]
RETURN coalesce(address, ''), coalesce(writer AND access = 'read-write', false), coalesce(role, ''), currentStatus,
  requestedStatus, coalesce(statusMessage, '')
"""
SETTINGS = """
SHOW SETTINGS YIELD name, value
WHERE name IN ['server.memory.heap.max_size', 'server.memory.pagecache.size', 'db.transaction.timeout',
  'dbms.memory.transaction.total.max']
RETURN name, value
"""
# All from the count store.
COUNTS = """
MATCH (n) WITH count(n) AS nodes
CALL { MATCH ()-[r]->() RETURN count(r) AS relationships }
CALL { MATCH (n:SourceRecord) RETURN count(n) AS records }
CALL { MATCH (n:Migration) RETURN count(n) AS migrations }
RETURN nodes, relationships, records, migrations
"""
NOW = "RETURN datetime.realtime().epochMillis"
RUNNING = """
MATCH (p:Pass) WHERE p.running IS NOT NULL
RETURN p {.id, .source, .state, .delivery, .stage, .stageDone, .stageTotal, effectiveOn: toString(p.effectiveOn),
  stopAskedAt: toString(p.stopAskedAt), silentSeconds: duration.inSeconds(p.beatAt, datetime()).seconds} ORDER BY p.id
"""
INTERRUPTED = """
MATCH (p:Pass {state: 'INTERRUPTED'})
RETURN p {.id, .source, .state, .delivery, .stage, .stageDone, .stageTotal, effectiveOn: toString(p.effectiveOn)}
ORDER BY p.startedAt DESC
"""
REFUSED = """
MATCH (p:Pass {state: 'REFUSED'})
WHERE NOT EXISTS { MATCH (later:Pass {source: p.source}) WHERE later.state = 'COMPLETE' AND later.startedAt > p.startedAt }
WITH p ORDER BY p.startedAt DESC
WITH p.source AS source, collect(p) AS every
RETURN {source: source, times: size(every), id: every[0].id, why: every[0].refusedWhy} ORDER BY source
"""
ROWS = """
MATCH (q:QuarantinedRow) WHERE q.state IN ['WAITING', 'REQUESTED']
RETURN q.source, q.state, count(*), collect(DISTINCT q.pass) ORDER BY q.source, q.state
"""
LOCKS = """
MATCH (l:Lock) WHERE l.holder IS NOT NULL
RETURN l.name, duration.inSeconds(datetime(), l.until).seconds, toString(l.until) ORDER BY l.name
"""
KNOWN = "UNWIND $ids AS id MATCH (p:Pass {id: id}) USING INDEX SEEK p:Pass(id) RETURN p.id"


@dataclass(frozen=True, slots=True)
class Member:
    """What one server says of the database; `role` is primary or secondary."""

    address: str
    writable: bool
    role: str
    status: str
    wanted: str
    message: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is in the database."""

    nodes: int
    relationships: int
    records: int
    migrations: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows of one source in quarantine, and the passes that refused them; `state` is WAITING or REQUESTED."""

    source: str
    state: str
    rows: int
    passes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A lock in the graph; `seconds` until its lease ends, negative where it has."""

    name: str
    seconds: int
    until: str


async def milliseconds(session: Session, tries: int = 5) -> float:
    """The quickest of a few trivial questions, from here and back."""
    return min([(await _timed(session, ASKED))[0] for _ in range(tries)]) * 1000


async def ahead(session: Session, clock: Callable[[], float] = time.time, tries: int = 5) -> float:
    """By how many seconds the database's clock is ahead of ours, good to half of the quickest question's time there and back."""
    best, found = float("inf"), 0.0
    for _ in range(tries):
        before = clock()
        took, there = await _timed(session, NOW)
        if took < best:
            best, found = took, there / 1000 - (before + took / 2)
    return found


async def database(session: Session) -> list[Member]:
    """What each server says of this session's database; empty where the user may not know."""
    return [Member(*row) for row in await session.rows(DATABASE, {"database": session.database})]


async def settings(session: Session) -> dict[str, str]:
    """Settings of the server's memory and of its transactions' time, by their names; empty where the user may not know, or
    where they are not set."""
    return {name: str(value) for name, value in await session.rows(SETTINGS) if value}


async def counts(session: Session) -> Counts:
    """From what the database counts anyway: it looks at no node."""
    return Counts(*(await session.rows(COUNTS))[0])


async def running(session: Session) -> list[dict[str, Any]]:
    """Passes that run, or whose process died while they did, with `silentSeconds`."""
    return [row[0] for row in await session.rows(RUNNING)]


async def interrupted(session: Session) -> list[dict[str, Any]]:
    """Passes that were broken off and wait to go on, the newest first."""
    return [row[0] for row in await session.rows(INTERRUPTED)]


async def refused(session: Session) -> list[dict[str, Any]]:
    """Deliveries that were refused since the last that was loaded: `source`, how many `times`, the last one's `id` and `why`."""
    return [row[0] for row in await session.rows(REFUSED)]


async def waiting(session: Session) -> list[Waiting]:
    """Rows in quarantine that wait for a mend, or were asked to be driven again."""
    return [Waiting(source, state, rows, tuple(of)) for source, state, rows, of in await session.rows(ROWS)]


async def held(session: Session) -> list[Held]:
    """Locks that someone took and did not give back."""
    return [Held(*row) for row in await session.rows(LOCKS)]


async def known(session: Session, passes: list[str]) -> set[str]:
    """Those of these passes that this database knows."""
    return {id_ for (id_,) in await session.rows(KNOWN, {"ids": passes})}


async def _timed(session: Session, text: str) -> tuple[float, Any]:
    start = time.monotonic()
    ((found,),) = await session.rows(text)
    return time.monotonic() - start, found
