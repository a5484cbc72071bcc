"""What a pass waits for now, in the words of who must decide what to do; and how one is found and stopped."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from graph import passes, standing
from graph.quarantine import WAITS
from graph.session import Session
from ingest.continuation import CHANGES, REDRIVEN, goes_on_for
from runtime.errors import BadQuestion, PassRunning

STAGES = {
    "match": "matching records to parties",
    "load": "writing nodes",
    "link": "writing links",
    "relate": "writing relationships",
    "sweep": "ending what the delivery leaves out",
    "name": "choosing golden values",
    "place": "placing parties and accounts in the organisation",
    "sum": "summing movements by month",
}
PATIENCE_SECONDS = 180  # for a pass that lives and does not stop
LOOK_SECONDS = 0.5


async def found(session: Session, beginning: str) -> dict[str, Any]:
    """The one pass whose id begins so, as `graph.standing.one`. Raises BadQuestion where there is none, or more than one."""
    ids = await standing.like(session, beginning) if beginning.strip() else []
    if not ids:
        raise BadQuestion(f"There is no pass {beginning}: `c360 passes` lists those there are.")
    if len(ids) > 1:
        more = " and more" if len(ids) == standing.MOST else ""
        raise BadQuestion(f"{beginning} begins the ids of {', '.join(ids)}{more}: say more of it.")
    one = await standing.one(session, ids[0])
    assert one, "a pass is never deleted"
    return one


def is_dead(one: Mapping[str, Any]) -> bool:
    """Whether a running pass has shown no sign of life for so long that another process takes it over."""
    return one["state"] == "RUNNING" and (one["silentSeconds"] is None or one["silentSeconds"] >= passes.STALE_SECONDS)


def far(one: Mapping[str, Any]) -> str:
    """`writing nodes, 12,000 of 99,000`; empty where it is not known."""
    stage: str | None = one["stage"]
    if not stage:
        return ""
    said: str = STAGES.get(stage, stage)
    return f"{said}, {one['stageDone']:,} of {one['stageTotal']:,}" if one["stageTotal"] else said


def to_go_on(one: Mapping[str, Any]) -> str:
    """What makes a pass that was broken off go on."""
    return goes_on_for(one["source"], one["effectiveOn"], _reading(one))


def outlook(one: Mapping[str, Any]) -> str:
    """What it does or waits for, and what whoever runs it may do."""
    again = to_go_on(one)
    match one["state"]:
        case "RUNNING":
            return _running(one, again)
        case "INTERRUPTED":
            place = f" while {far(one)}" if far(one) else ""
            return f"It was broken off{place}; what it wrote stays. To go on, {again}"
        case "ABANDONED":
            return (
                "Its process died, and another delivery came before it could go on: it is never completed, and what it wrote "
                "stays. If its delivery still counts, ingest it again."
            )
        case "REFUSED":
            return f"Its delivery was refused as a whole, nothing of it is loaded: {one['refusedWhy']}"
        case _:
            return _complete(one)


async def stop(session: Session, pass_id: str, told: Callable[[str], None]) -> str:
    """Asks a running pass to stop and waits until it has; in words what became of it. Of a dead one it is interrupted at once.

    Raises PassRunning where it lives and does not stop.
    """
    before = await standing.ask_to_stop(session, pass_id)
    one = await _one(session, pass_id)
    if before == "ENDED":
        return f"There is nothing to stop: the pass {pass_id} is {one['state']}."
    if before == "ASKED":
        told(f"The pass {pass_id} is asked to stop; waiting for its process, which looks every {passes.BEAT_SECONDS} s.")
    since, until = one["resumedAt"], asyncio.get_running_loop().time() + PATIENCE_SECONDS
    while one["state"] == "RUNNING" and one["resumedAt"] == since:
        if asyncio.get_running_loop().time() > until:
            raise PassRunning(f"The pass {pass_id} lives and has not stopped in {PATIENCE_SECONDS} s: end its process.")
        await asyncio.sleep(LOOK_SECONDS)
        if is_dead(one):
            before = await standing.ask_to_stop(session, pass_id)
        one = await _one(session, pass_id)
    return _stopped(one, dead=before == "DEAD")


def _stopped(one: Mapping[str, Any], *, dead: bool) -> str:
    match one["state"]:
        case "INTERRUPTED" if dead:
            return f"The process of the pass {one['id']} is dead: it is interrupted now. {outlook(one)}"
        case "INTERRUPTED":
            return f"The pass {one['id']} has stopped. {outlook(one)}"
        case "RUNNING":
            return f"The pass {one['id']} has stopped, and another process has begun to go on with it already."
        case _:
            return f"The pass {one['id']} came to its end before it could stop: it is {one['state']}."


def _running(one: Mapping[str, Any], again: str) -> str:
    if is_dead(one):
        return (
            f"Its process has shown no sign of life for {one['silentSeconds'] or 0:,} s: it is dead. To go on, {again} "
            f"Or `c360 pass {one['id']} --stop` ends it, and it can go on later."
        )
    silent = one["silentSeconds"]
    life = "" if silent <= 3 * passes.BEAT_SECONDS else f" No sign of life for {silent} s: after {passes.STALE_SECONDS} it is dead."
    asked = " It is asked to stop, and does so with its next sign of life." if one["stopAskedAt"] else ""
    return f"It is running: {far(one) or 'it has just begun'}.{life}{asked}"


def _complete(one: Mapping[str, Any]) -> str:
    waiting = sum(each["rows"] for each in one["quarantine"] if each["state"] in WAITS)
    if not waiting:
        return "It is complete, and waits for nothing."
    return (
        f"It is complete; {waiting:,} rows wait in quarantine: see `c360 quarantine {one['id']}`, and when they or their reader "
        "are mended, `c360 redrive ROW`."
    )


def _reading(one: Mapping[str, Any]) -> str:
    """What it read, as `Reading.name` says it: the end of its delivery's name."""
    delivery = one["delivery"] or ""
    return next((name for name in (REDRIVEN, CHANGES) if delivery.endswith(name)), "")


async def _one(session: Session, pass_id: str) -> dict[str, Any]:
    one = await standing.one(session, pass_id)
    assert one, "a pass is never deleted"
    return one
