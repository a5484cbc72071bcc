"""Two records that somebody names, to be compared or judged."""

from graph import resolution
from graph.resolution import SaidRecord
from graph.session import Session
from runtime.errors import BadQuestion


async def pair(session: Session, one: str, other: str) -> tuple[SaidRecord, SaidRecord]:
    """Raises BadQuestion where they are one, are not there, or are not of one kind."""
    if one == other:
        raise BadQuestion("Name two different records.")
    found = {each.id: each for each in await resolution.records_of(session, [one, other])}
    for record in (one, other):
        if record not in found:
            raise BadQuestion(f"No record {record} is there: name one as its silo and number, as core:1000000003.")
    mine, theirs = found[one], found[other]
    if mine.kind != theirs.kind:
        raise BadQuestion(f"{one} is a {mine.kind.lower()} and {other} a {theirs.kind.lower()}: these are never one party.")
    return mine, theirs
