"""A change by a caller: done once for its idempotency key, whatever is repeated, lost or sent side by side."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from graph.ledger import surely
from graph.session import Run, Session

# The unique id takes the lock: who sends the same key meanwhile waits, and finds what was done.
BEGIN = """
MERGE (c:Change {id: $id})
ON CREATE SET c.caller = $caller, c.key = $key, c.name = $name, c.input = $input, c.at = $now
RETURN c.input, c.result
"""
DONE = "MATCH (c:Change {id: $id}) SET c.result = $result RETURN true"
FORGET = "MATCH (c:Change {id: $id}) DELETE c RETURN true"
KEPT = timedelta(days=30)
OLD = "MATCH (c:Change) WHERE c.at < $old WITH c LIMIT 100 DELETE c RETURN count(*)"


@dataclass(frozen=True, slots=True)
class Asked:
    """A change somebody asks for: `name` says which, `input` is the hash of all that was sent."""

    caller: str
    key: str
    name: str
    input: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Mistake:
    """Why a change was not made: the input's field, a code, words for people."""

    field: str
    code: str
    message: str


Work = Callable[[Run], Awaitable["str | Mistake"]]
MISMATCH = Mistake(
    "idempotencyKey", "IDEMPOTENCY_MISMATCH", "This key was used for another input: send a new key, or the same input."
)


async def once(session: Session, asked: Asked, work: Work) -> str | Mistake:
    """The id of what was changed, now or when the same was asked within 30 days; in one transaction with the note of it.

    What was not changed leaves no note, so that the same key may be sent again.
    """

    async def noted(run: Run) -> str | Mistake:
        params = {
            "id": f"{asked.caller}|{asked.key}", "caller": asked.caller, "key": asked.key, "name": asked.name,
            "input": asked.input, "now": asked.now, "old": asked.now - KEPT,
        }  # fmt: skip
        await run(OLD, params)
        ((known, result),) = await run(BEGIN, params)
        if known != asked.input:
            return MISMATCH
        if result is not None:
            return result
        done = await work(run)
        if isinstance(done, Mistake):
            await run(FORGET, params)
        else:
            await run(DONE, params | {"result": done})
        return done

    return await surely(lambda: session.together(noted))
