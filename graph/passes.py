"""A pass: one ingest run of one source, one at a time, resumed where it was interrupted, taken over when it is dead."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from ulid import ULID

from graph.ledger import surely
from graph.session import Session
from runtime.errors import PassLost, PassRunning, PassStopped, Unavailable
from runtime.terminal import unheard

STALE_SECONDS = 60
BEAT_SECONDS = 3

LOOK = """
OPTIONAL MATCH (p:Pass {running: $source})
RETURN p.id, p.holder, duration.inSeconds(p.beatAt, datetime()).seconds, toString(p.beatAt)
"""
# The write to `asked` takes the lock before anything is read, so that two processes can't both begin.
BEGIN = """
MERGE (p:Pass {running: $source})
ON CREATE SET p.id = $new, p.source = $source, p.startedAt = datetime(), p.state = 'RUNNING', p.beatAt = datetime(),
  p.holder = $holder, p.delivery = $delivery, p.effectiveOn = $on, p.whole = $whole
SET p.asked = $holder
WITH p WHERE p.holder = $holder OR p.beatAt < datetime() - duration({seconds: $stale})
SET p.holder = $holder, p.beatAt = datetime() REMOVE p.stopAskedAt
RETURN [p.id, p.delivery]
"""
# Done again after its answer was lost, it finds nothing; BEGIN then finds the pass that this process holds already.
RESUME = """
MATCH (p:Pass {source: $source, delivery: $delivery, state: 'INTERRUPTED'})
WITH p ORDER BY p.startedAt DESC LIMIT 1
SET p.asked = $holder
WITH p WHERE p.state = 'INTERRUPTED' AND NOT EXISTS { MATCH (:Pass {running: $source}) }
SET p.running = $source, p.state = 'RUNNING', p.holder = $holder, p.beatAt = datetime(), p.resumedAt = datetime()
REMOVE p.endedAt, p.stopAskedAt
RETURN p.id
"""
BEAT = "MATCH (p:Pass {id: $pass, holder: $holder}) SET p.beatAt = datetime(), p += $far RETURN p.stopAskedAt IS NOT NULL"
END = """
MATCH (p:Pass {id: $pass, holder: $holder})
SET p += $counts, p.state = $state, p.endedAt = datetime(), p.unresolved = CASE $state WHEN 'COMPLETE' THEN true END
REMOVE p.running, p.holder, p.beatAt, p.asked, p.stopAskedAt
RETURN true
"""
# A delivery that was refused as a whole: nothing of it is in the graph but that it came, and why it was refused.
REFUSED = """
CREATE (p:Pass {id: $pass, source: $source, state: 'REFUSED', effectiveOn: $on, endedAt: datetime(),
  startedAt: datetime() - duration({milliseconds: $ago}),
  refusal: $code, refusedWhy: $why})
SET p += $counts
RETURN true
"""
REFUSE = """
MATCH (p:Pass {id: $pass, state: 'INTERRUPTED'})
SET p += $counts, p.state = 'REFUSED', p.refusal = $code, p.refusedWhy = $why
RETURN true
"""
COMPLETED = "MATCH (p:Pass {state: 'COMPLETE'}) RETURN DISTINCT p.source"
SPOKE_OF = "MATCH (p:Pass {state: 'COMPLETE'}) RETURN p.source, toString(max(p.effectiveOn))"
LISTED = """
MATCH (p:Pass)
WITH p ORDER BY p.startedAt DESC LIMIT $most
RETURN p {.id, .source, .state, .rowsRead, .rowsAccepted, .rowsQuarantined, .rowsRefused, .new, .changed, .unchanged, .ended,
  .older, .missing, .secondsExtract, .secondsRead, .secondsFiles, .secondsImport,
  .secondsMatch, .secondsLoad, .secondsSweep, .secondsDerive, .refusal,
  .refusedWhy, .redrives, .whole, .stage, .stageDone, .stageTotal,
  effectiveOn: toString(p.effectiveOn), startedAt: toString(p.startedAt), endedAt: toString(p.endedAt),
  seconds: duration.inSeconds(p.startedAt, coalesce(p.endedAt, datetime())).seconds}
"""
FORGET = """
MATCH (b:Batch {source: $source}) WHERE b.pass <> $pass
CALL (b) { DELETE b } IN TRANSACTIONS OF 1000 ROWS
"""


# What came before a pass: the days of whole deliveries, and whether anything was written at all.
BEFORE = """
MATCH (p:Pass {source: $source}) WHERE p.id <> $pass AND p.state <> 'REFUSED'
RETURN collect(DISTINCT CASE WHEN p.state = 'COMPLETE' AND p.whole THEN toString(p.effectiveOn) END), count(*) > 0,
  coalesce(any(unfinished IN collect(p.state <> 'COMPLETE' AND p.madeGoodBy IS NULL) WHERE unfinished), false)
"""
# The batches of the last pass, where it was of a whole delivery and all of it stands in the graph.
SAID = """
MATCH (p:Pass {source: $source}) WHERE p.id <> $pass AND p.state <> 'REFUSED'
WITH p ORDER BY p.startedAt DESC, p.id DESC LIMIT 1
WHERE p.state = 'COMPLETE' AND p.whole
RETURN p.effectiveOn, coalesce(p.said, [])"""
FORGET_SAID = "MATCH (p:Pass {source: $source}) WHERE p.id <> $pass AND p.said IS NOT NULL REMOVE p.said"
# What was broken off and is not gone on with: a pass that works out everything anew makes it good.
MADE_GOOD = """
MATCH (p:Pass {source: $source}) WHERE p.id <> $pass AND p.state IN ['INTERRUPTED', 'ABANDONED'] AND p.madeGoodBy IS NULL
SET p.madeGoodBy = $pass, p.state = 'ABANDONED'
RETURN count(*)
"""
# Those that no resolution has followed, once nothing is being loaded and for so many seconds nothing was: what loads resolves too.
UNRESOLVED = """
MATCH (p:Pass {unresolved: true})
WITH count(p) AS number, max(p.endedAt) AS last
WHERE last <= datetime() - duration({seconds: $quiet})
  AND NOT EXISTS { MATCH (r:Pass) WHERE r.running IS NOT NULL AND r.beatAt > datetime() - duration({seconds: $stale}) }
RETURN number
"""
RESOLVED = """
UNWIND $passes AS pass
MATCH (p:Pass {id: pass}) USING INDEX SEEK p:Pass(id)
REMOVE p.unresolved
RETURN count(*)
"""
DERIVED_ON = "MATCH (p:Pass) WHERE p.derivedOn IS NOT NULL RETURN toString(max(p.derivedOn))"


@dataclass(frozen=True, slots=True)
class Begun:
    """A pass that this process holds; `resumed` says that an interrupted one goes on."""

    id: str
    holder: str
    resumed: bool


async def listed(session: Session, most: int = 50) -> list[dict[str, Any]]:
    """The newest passes first, each with the property names of its node; null where it did not come so far."""
    return [row[0] for row in await session.rows(LISTED, {"most": most})]


async def begin(
    session: Session, source: str, delivery: str, on: date, told: Callable[[str, int, int], None] = unheard, *, whole: bool = True
) -> Begun:
    """Takes the source's only running pass: a new one, or the interrupted one of the same delivery.

    Waits for a holder that shows no sign of life to become stale, and tells `wait` with the seconds. Raises
    PassRunning while one works.
    """
    holder = str(ULID())
    params = {"source": source, "delivery": delivery, "on": on, "holder": holder, "stale": STALE_SECONDS, "whole": whole}
    while True:
        await _wait_for_the_dead(session, source, told)
        if resumed := await surely(partial(session.write, RESUME, params)):
            return Begun(resumed, holder, True)
        new = str(ULID())
        taken = await surely(partial(session.write, BEGIN, params | {"new": new}))
        if not taken:
            continue
        found, of_delivery = taken
        if found == new or of_delivery == delivery:
            return Begun(found, holder, found != new)
        await end(session, Begun(found, holder, True), "ABANDONED", {})


@dataclass(frozen=True, slots=True)
class Before:
    """What came before a pass of its source: the days (ascending) of complete whole deliveries, whether any pass did,
    whether one was broken off of which nobody worked out what follows from it, and by their names the batches of the last
    pass, where it was of the latest whole delivery."""

    days: tuple[date, ...]
    any: bool
    unfinished: bool
    said: tuple[str, ...] = ()


NOTHING = Before((), any=False, unfinished=False)


async def before(session: Session, source: str, begun: Begun) -> Before:
    params = {"source": source, "pass": begun.id}
    ((found, any_, unfinished),) = await session.rows(BEFORE, params)
    days = tuple(sorted(date.fromisoformat(day) for day in found))
    last = await session.rows(SAID, params)
    latest = bool(last) and days[-1:] == (last[0][0].to_native(),)
    return Before(days, any_, unfinished, tuple(last[0][1]) if latest else ())


async def made_good(session: Session, source: str, begun: Begun) -> None:
    """Says of earlier passes that were broken off that this one has worked out what follows from them too."""
    await surely(lambda: session.write(MADE_GOOD, {"source": source, "pass": begun.id}))


async def derived_on(session: Session) -> date:
    """The latest day on which a pass worked out what follows from what is said; the first there is where none did."""
    ((day,),) = await session.rows(DERIVED_ON)
    return date.fromisoformat(day) if day else date.min


def _nowhere() -> dict[str, Any]:
    """Nobody says how far it is."""
    return {}


async def beat(
    session: Session, begun: Begun, far: Callable[[], Mapping[str, Any]] = _nowhere, over: asyncio.Event | None = None
) -> None:
    """Shows every few seconds that this process lives, and how far it is, as properties of the pass; until it is `over`.

    Raises PassStopped when someone asked the pass to stop, PassLost when it is this process's no more.
    """
    over = over or asyncio.Event()
    while not await _is_soon(over):
        stop: bool | None = False
        with suppress(Unavailable):
            stop = await session.write(BEAT, {"pass": begun.id, "holder": begun.holder, "far": dict(far())})
        if stop is None:
            raise _lost(begun)
        if stop:
            raise PassStopped(f"The pass {begun.id} was asked to stop.")


async def _is_soon(over: asyncio.Event) -> bool:
    with suppress(TimeoutError):
        async with asyncio.timeout(BEAT_SECONDS):
            return await over.wait()
    return False


def _lost(begun: Begun) -> PassLost:
    return PassLost(
        f"The pass {begun.id} is no longer this process's: another took it over, or somebody ended it as dead. This one stops; "
        f"`c360 pass {begun.id}` tells what becomes of it."
    )


async def end(session: Session, begun: Begun, state: str, counts: dict[str, Any]) -> None:
    """COMPLETE, INTERRUPTED (the same delivery goes on with it) or ABANDONED (another delivery came)."""
    params = {"pass": begun.id, "holder": begun.holder, "state": state, "counts": counts}
    await surely(lambda: session.write(END, params))


async def refuse(session: Session, pass_id: str, code: str, why: str, counts: dict[str, Any]) -> None:
    """Says of a pass that has written nothing that its delivery was refused as a whole."""
    await surely(lambda: session.write(REFUSE, {"pass": pass_id, "code": code, "why": why, "counts": counts}))


async def refused(session: Session, source: str, on: date, since: datetime, code: str, why: str, counts: dict[str, Any]) -> str:
    """Notes a delivery that was refused as a whole, by the code and words of its refusal; tells the pass's id.

    When it came is told by the database's clock, as of every pass: `since` only tells how long ago by this machine's.
    """
    pass_id = str(ULID())
    ago = int((datetime.now(UTC) - since).total_seconds() * 1_000)
    params = {"pass": pass_id, "source": source, "on": on, "ago": ago, "code": code, "why": why, "counts": counts}
    await session.write(REFUSED, params)
    return pass_id


async def forget_ledger(session: Session, source: str, begun: Begun) -> None:
    """Drops what the ledger, and what of their batches was kept, hold of this source's earlier passes."""
    await surely(lambda: session.write(FORGET_SAID, {"source": source, "pass": begun.id}))
    await session.patiently(lambda: session.run(FORGET, {"source": source, "pass": begun.id}))


async def unresolved(session: Session, quiet: float) -> int:
    """How many complete passes no resolution has followed; none while one runs, or where one ended in the last `quiet` seconds."""
    found = await session.rows(UNRESOLVED, {"quiet": int(quiet), "stale": STALE_SECONDS})
    return found[0][0] if found else 0


async def resolved(session: Session, ids: Sequence[str]) -> None:
    """Says of complete passes that a resolution has followed them."""
    if ids:
        await surely(lambda: session.write(RESOLVED, {"passes": list(ids)}))


async def _wait_for_the_dead(session: Session, source: str, told: Callable[[str, int, int], None]) -> None:
    first: str | None = None
    while True:
        ((found, _, age, beat_at),) = await session.rows(LOOK, {"source": source})
        if found is None or age >= STALE_SECONDS:
            return
        if first is not None and beat_at != first:
            raise PassRunning(f"Another pass of {source} is running ({found}): wait until it has ended.")
        first = beat_at
        told("wait", age, STALE_SECONDS)
        await asyncio.sleep(1)


async def completed(session: Session) -> frozenset[str]:
    """The sources of which a pass has been completed."""
    return frozenset(name for (name,) in await session.rows(COMPLETED))


async def spoke_of(session: Session) -> dict[str, date]:
    """The latest day that a completed pass of each source spoke of, by the source's system."""
    return {system: date.fromisoformat(day) for system, day in await session.rows(SPOKE_OF) if day}
