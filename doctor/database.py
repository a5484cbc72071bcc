"""The database: whether it answers, takes writes, is quick, and what is in it."""

from collections.abc import Sequence

from doctor.disk import store_size
from doctor.finding import Finding, not_checked, ok, sized, split, warning, wrong
from graph import health
from graph.health import Member
from graph.session import Session
from runtime import probe
from runtime.errors import GraphUnavailable, OperatorFault, PlatformError, Unavailable
from runtime.settings import Settings

SLOW_MILLISECONDS = 200.0
UNITS = {"B": 1, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30, "TIB": 2**40}


async def reached(graph: Session, reached: Settings, own: bool) -> Finding:
    """Whether it answers, by which version and edition; where it does not, which part of the way is broken."""
    uri = reached.neo4j_uri or ""
    try:
        server = await graph.server()
    except Unavailable as fault:
        return _silent(uri, fault, own)
    except PlatformError as fault:
        found, do = split(str(fault))
        return wrong("database", f"{found.rstrip('.')} (at {uri}).", do, type(fault))
    version = ".".join(str(part) for part in server.version)
    return ok("database", f"Neo4j {version} {server.edition} answers at {uri}{', run by this home' if own else ''}.")


def _silent(uri: str, fault: PlatformError, own: bool) -> Finding:
    why = probe.unreachable(*probe.place(uri))
    if own:
        return wrong(
            "database",
            f"The engine that this home says it runs does not answer at {uri}.",
            "If it is just starting or stopping, wait a minute; else delete engines.json in the home and start again.",
            GraphUnavailable,
        )
    if why:
        return wrong("database", f"It can't be reached: {why}.", "Check that it runs, and NEO4J_URI.", GraphUnavailable)
    return wrong(
        "database",
        f"Something listens at {uri} and does not answer as Neo4j: {split(str(fault))[0]}",
        "It may be starting; else check the port (Bolt is 7687) and whether it wants encryption (+s) in NEO4J_URI.",
        GraphUnavailable,
    )


async def state(graph: Session) -> list[Finding]:
    """Whether the database is online on every server, and one of them takes writes."""
    members = await health.database(graph)
    return of(graph.database, members) if members else [not_checked("database state", "The user may not see it.")]


def of(database: str, members: Sequence[Member]) -> list[Finding]:
    """How the servers that have a database say that it is."""
    found = [
        wrong(
            "database state",
            f"{database} is {each.status} at {each.address}, wanted is {each.wanted}{each.message and f' ({each.message})'}.",
            f"`START DATABASE {database}`, and see Neo4j's log.",
            GraphUnavailable,
        )
        for each in members
        if each.status != "online"
    ]
    if not any(each.writable for each in members):
        found.append(_read_only(database))
    where = f" on {len(members)} servers" if len(members) > 1 else ""
    return found or [ok("database state", f"{database} is online{where} and takes writes.")]


def _read_only(database: str) -> Finding:
    return wrong(
        "database state",
        f"{database} takes no writes: nothing can be loaded.",
        f"`ALTER DATABASE {database} SET ACCESS READ WRITE`; in a cluster see that it has a leader, and use neo4j:// in NEO4J_URI.",
    )


async def speed(graph: Session) -> list[Finding]:
    """How long the smallest question takes, from here and back."""
    took = await health.milliseconds(graph)
    said = f"The smallest question takes {took:.1f} ms."
    if took < SLOW_MILLISECONDS:
        return [ok("database speed", said)]
    return [warning("database speed", said, "Is the server busy, short of memory or far away? Passes take as much longer.")]


async def memory(graph: Session, settings: Settings, own: bool) -> list[Finding]:
    """The server's memory beside what the graph takes on the disk, where that is this one."""
    try:
        known = await health.settings(graph)
    except OperatorFault:
        raise
    except PlatformError:
        known = {}
    if not known:
        return [not_checked("database memory", "The user may not see the server's settings.")]
    said = ", ".join(f"{name.removeprefix('server.memory.')} {value}" for name, value in sorted(known.items()))
    cache, store = _bytes(known.get("server.memory.pagecache.size", "")), store_size(settings.home) if own else 0
    if cache and store > 2 * cache:
        return [
            warning(
                "database memory",
                f"The graph takes {sized(store)} on the disk, the page cache {sized(cache)}: reads wait for the disk.",
                "Beyond a demo give it a Neo4j of its own (NEO4J_URI) with server.memory.pagecache.size near the graph's size.",
            )
        ]
    return [ok("database memory", f"{said}.")]


async def contents(graph: Session) -> list[Finding]:
    """How much is in it; whether it is empty, or somebody else's."""
    counts = await health.counts(graph)
    said = f"{counts.nodes:,} nodes, {counts.relationships:,} relationships, {counts.records:,} source records."
    if counts.records:
        return [ok("contents", said)]
    if counts.nodes and not counts.migrations:
        return [
            warning(
                "contents",
                f"{said} None is this platform's, and it was never migrated.",
                "Is it the right database? Check NEO4J_DATABASE before `c360 migrate`.",
            )
        ]
    return [warning("contents", "No delivery has been loaded: the graph is empty.", "`c360 sources` lists what can be ingested.")]


def _bytes(said: str) -> int:
    """Of `512.00MiB`; 0 where it says something else."""
    number = said.rstrip("BKMGTIbkmgti")
    try:
        return int(float(number) * UNITS[said[len(number) :].upper()])
    except (ValueError, KeyError):
        return 0
