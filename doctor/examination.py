"""Every check, one after the other, whatever the one before it found; what can't be checked says so."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from doctor import clock, database, disk, engines, home, passes, schema
from doctor import settings as set_
from doctor.finding import Finding, State, not_checked, warning
from graph.session import Session, connect
from runtime import reach
from runtime.errors import OperatorFault, PlatformError
from runtime.settings import Settings

L = TypeVar("L")
SECONDS = 20.0
"""What one check may take."""
UNREACHED = "The database is not reached."


@dataclass(frozen=True, slots=True)
class Place:
    """Where is looked: the environment, its settings as far as they are right, and those that lead to a database, if any does."""

    env: Mapping[str, str]
    settings: Settings
    reached: Settings | None

    @property
    def own(self) -> bool:
        """Whether the database is one that a process runs in this home."""
        return self.reached is not None and self.settings.neo4j_uri is None

    @property
    def redis(self) -> str | None:
        url = (self.reached or self.settings).redis_url
        return url.get_secret_value() if url else None


Look = Callable[[Place], Sequence[Finding]]
Ask = Callable[[Place, Session], Awaitable[Sequence[Finding]]]


@dataclass(frozen=True, slots=True)
class Check(Generic[L]):
    """One look at one thing; `about` is what it looks at, for the manual."""

    name: str
    about: str
    look: L


FIRST: tuple[Check[Look], ...] = (
    Check("settings", "which are set, which are wrong, names that are no setting", lambda at: set_.look(at.env)),
    Check("time zone", "whose days the bank's are", lambda at: set_.zone(at.settings, at.env)),
    Check("home", "whether it is there, whose it is, who can read and write it", lambda at: home.look(at.settings.home)),
    Check("holders", "processes that run engines in it or read deliveries", lambda at: home.holders(at.settings.home)),
    Check("leftovers", "what processes that died had read or refused", lambda at: home.leftovers(at.settings.home)),
    Check(
        "landing", "what was read from databases and services, and waits or is half done", lambda at: home.landed(at.settings.home)
    ),
    Check("disk", "what is free for the home, the jars, temporary files", lambda at: disk.look(at.settings)),
    Check("engines", "whether Java and Valkey are installed", lambda at: engines.programs(at.settings)),
    Check(
        "jars", "of each Neo4j line, whether its jars are in the cache, all and unaltered", lambda at: engines.archives(at.settings)
    ),
    Check("redis", "whether Redis or Valkey answers", lambda at: engines.redis(at.redis)),
)
"""What needs no database."""

REACHED = "database"
THEN: tuple[Check[Ask], ...] = (
    Check("database state", "whether it is online and takes writes", lambda _, graph: database.state(graph)),
    Check("database speed", "how long the smallest question takes", lambda _, graph: database.speed(graph)),
    Check(
        "database memory", "its page cache beside the graph's size", lambda at, graph: database.memory(graph, at.settings, at.own)
    ),
    Check("contents", "how much is in it; whether it is empty, or somebody else's", lambda _, graph: database.contents(graph)),
    Check("clock", "how far its clock is from this machine's", lambda _, graph: clock.look(graph)),
    Check("migrations", "whether all are applied, in this version's text", lambda _, graph: schema.migrations(graph)),
    Check("indexes", "constraints and indexes: missing, altered, silent, others'", lambda _, graph: schema.rules(graph)),
    Check("running passes", "what runs, how far it is, whether it lives", lambda _, graph: passes.running(graph)),
    Check("interrupted passes", "what was broken off, and how it goes on", lambda _, graph: passes.interrupted(graph)),
    Check("refused deliveries", "what was refused since the last that was loaded", lambda _, graph: passes.refused(graph)),
    Check("overdue sources", "silos that should have delivered", lambda _, graph: passes.overdue(graph)),
    Check("rows in quarantine", "rows that wait, or are asked for", lambda at, graph: passes.quarantine(graph, at.settings.home)),
    Check("quarantine files", "rows that are kept for nobody", lambda at, graph: home.quarantine(at.settings.home, graph)),
    Check("locks", "locks in the graph, and until when", lambda _, graph: passes.locks(graph)),
)
"""What is asked of a database that answers."""

ABOUT = (
    *((check.name, check.about) for check in FIRST),
    (REACHED, "whether it answers, its version and edition; else which part of the way is broken"),
    *((check.name, check.about) for check in THEN),
)
"""Every check by its name, with what it looks at, in their order."""


async def examine(env: Mapping[str, str]) -> list[Finding]:
    """All findings in the order of the checks. Starts nothing and changes nothing; runs to its end whatever is broken."""
    settings, _ = Settings.as_far_as_right(env)
    place = Place(env, settings, _at_hand(settings))
    found = list[Finding]()
    for check in FIRST:
        found += await _made(check.name, lambda check=check: asyncio.to_thread(check.look, place))
    if place.reached is None:
        why = "NEO4J_URI is not set and no engine runs in this home: nothing is asked of a database."
        found.append(not_checked(REACHED, why, "To check it too, set NEO4J_URI, or run `c360 demo` meanwhile."))
        return found + [not_checked(check.name, UNREACHED) for check in THEN]
    return found + await _asked(place, place.reached)


async def _asked(place: Place, reached: Settings) -> list[Finding]:
    graph = connect(reached.neo4j_uri or "", reached.neo4j_user, reached.neo4j_password.get_secret_value(), reached.neo4j_database)
    try:
        found = await _made(REACHED, lambda: _reached(place, graph, reached))
        for check in THEN:
            if found[0].state is State.OK:
                found += await _made(check.name, lambda check=check: check.look(place, graph))
            else:
                found.append(not_checked(check.name, UNREACHED))
        return found
    finally:
        await graph.close()


async def _reached(place: Place, graph: Session, reached: Settings) -> list[Finding]:
    return [await database.reached(graph, reached, place.own)]


def _at_hand(settings: Settings) -> Settings | None:
    try:
        return reach.at_hand(settings)
    except OSError:  # of a home that may not be read, which its own check tells
        return None


async def _made(name: str, look: Callable[[], Awaitable[Sequence[Finding]]]) -> list[Finding]:
    """What a check found; whatever breaks it is its finding, and the next one is made."""
    try:
        async with asyncio.timeout(SECONDS):
            return list(await look())
    except TimeoutError:
        return [warning(name, f"It has not answered in {SECONDS:.0f} s.", "Look again later; is the server busy?")]
    except OperatorFault as fault:
        return [not_checked(name, str(fault))]
    except PlatformError as fault:
        return [not_checked(name, str(fault), "Look again; if it stays, Neo4j's log says more.")]
    except OSError as fault:
        return [not_checked(name, f"{fault.filename or 'A file'} can't be read ({fault.strerror}).", "Run it as the home's owner.")]
    except Exception as fault:  # the doctor's own edge: a mistake of one check must not hide what the others find
        return [warning(name, f"The check itself failed ({type(fault).__name__}).", "Report it, with `c360 doctor --json`.")]
