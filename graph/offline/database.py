"""A database before a first load: whether it is empty, and whether it holds one that was broken off."""

from graph.session import Session

HOLDS = "MATCH (n) WHERE NOT n:Migration AND NOT n:Lock RETURN 1 LIMIT 1"
UNFINISHED = "MATCH (p:Pass {source: $source}) WHERE p.state IN ['INTERRUPTED', 'RUNNING'] RETURN 1 LIMIT 1"


async def is_empty(session: Session) -> bool:
    """Whether there is nothing in it but its own bookkeeping."""
    return not await session.rows(HOLDS)


async def unfinished(session: Session, source: str) -> bool:
    """Whether a pass of this system waits for the same delivery."""
    return bool(await session.rows(UNFINISHED, {"source": source}))
