"""The passes: what runs, what died, what waits, what was refused, and what is overdue."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from doctor.finding import Finding, at_most, ok, warning
from graph import health, passes
from graph.session import Session
from ingest import catalogue, outlook


async def running(graph: Session) -> list[Finding]:
    """Those that run, and those whose process died."""
    found = [_running(each) for each in await health.running(graph)]
    return at_most(found, "See `c360 passes`.") or [ok("running passes", "None runs.")]


async def interrupted(graph: Session) -> list[Finding]:
    """Those that were broken off and wait to go on."""
    found = [
        warning("interrupted passes", f"{each['id']} of {each['source']} was broken off.", _to_go_on(each))
        for each in await health.interrupted(graph)
    ]
    return at_most(found, "See `c360 passes`.") or [ok("interrupted passes", "None waits to go on.")]


async def refused(graph: Session) -> list[Finding]:
    """Deliveries that were refused as a whole since the last one of their silo that was loaded."""
    found = [
        warning(
            "refused deliveries",
            f"{each['times']:,} of {each['source']} since the last that was loaded; of the last: {each['why']}",
            f"Show `c360 quarantine {each['id']}` to whoever delivers {each['source']}, and ingest what they deliver instead.",
        )
        for each in await health.refused(graph)
    ]
    return at_most(found, "See `c360 passes`.") or [ok("refused deliveries", "None since the last that was loaded.")]


async def overdue(graph: Session) -> list[Finding]:
    """Sources whose last complete delivery speaks of a day that is too long ago."""
    silos = catalogue.silos(await passes.spoke_of(graph), datetime.now(UTC))
    found = list(dict.fromkeys(_overdue(silo) for silo in silos if silo.overdue))
    fresh = len({silo.source.system for silo in silos if silo.spoke_of})
    return at_most(found, "See `c360 sources`.") or [ok("overdue sources", f"None of the {fresh} that were loaded is.")]


async def quarantine(graph: Session, home: Path) -> list[Finding]:
    """Rows that wait for a mend, or were asked to be driven again; and whether this home has kept what they say."""
    found = [each for waiting in await health.waiting(graph) for each in _waiting(waiting, home)]
    return at_most(found, "See `c360 quarantine`.") or [ok("rows in quarantine", "None waits.")]


async def locks(graph: Session) -> list[Finding]:
    """Locks in the graph, and until when."""
    return [_held(each) for each in await health.held(graph)] or [ok("locks", "None is held in the graph.")]


def _running(one: Mapping[str, Any]) -> Finding:
    name = f"{one['id']} of {one['source']}"
    if outlook.is_dead(one):
        return warning(
            "running passes",
            f"{name} shows no sign of life for {one['silentSeconds']:,} s: its process is dead.",
            f"{_to_go_on(one)} That takes it over.",
        )
    silent = one["silentSeconds"]
    place = outlook.far(one) or "it has just begun"
    if silent > 3 * passes.BEAT_SECONDS:
        do = f"Is its process alive, and reaches it the database? After {passes.STALE_SECONDS} s another takes it over."
        return warning("running passes", f"{name} shows no sign of life for {silent} s ({place}).", do)
    return ok("running passes", f"{name} runs: {place}; last sign of life {silent} s ago.")


def _to_go_on(one: Mapping[str, Any]) -> str:
    said = outlook.to_go_on(one)
    return said[0].upper() + said[1:]


def _overdue(silo: catalogue.Silo) -> Finding:
    return warning(
        "overdue sources",
        f"{silo.source.system} spoke of {silo.spoke_of} last, and is due every {silo.every}.",
        f"Ask {silo.source.owner} for its delivery, and ingest it.",
    )


def _waiting(waiting: health.Waiting, home: Path) -> Iterator[Finding]:
    if waiting.state == "REQUESTED":
        yield warning("rows in quarantine", f"{waiting.rows:,} of {waiting.source}: to be driven again.", "Run `c360 redrive`.")
    else:
        do = "`c360 quarantine` lists them; mend their reader or them, then `c360 redrive`."
        yield warning("rows in quarantine", f"{waiting.rows:,} of {waiting.source} wait.", do)
    elsewhere = [each for each in waiting.passes if not (home / "quarantine" / f"{each}.jsonl").exists()]
    if elsewhere:
        yield warning(
            "rows in quarantine",
            f"Of {len(elsewhere):,} passes of {waiting.source}, as {elsewhere[0]}, this home has not kept the rows.",
            "They were read in another home: drive them again there (C360_HOME).",
        )


def _held(lock: health.Held) -> Finding:
    if lock.seconds < 0:
        return ok("locks", f"Who held the lock {lock.name} is dead: whoever wants it next takes it.")
    return ok("locks", f"The lock {lock.name} is held, for {lock.seconds} s more unless it is renewed.")
