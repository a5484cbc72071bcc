"""A banker says how near the bank is to a person in what concerns a company, and how near it wants to be."""

from collections.abc import Mapping
from typing import Any

from graph.changes import Mistake
from graph.model import ContactLevel
from resolvers.changes.change import Changed
from resolvers.changes.line import Part, Place, conflict, said_of_part
from resolvers.context import Context

SUBJECT = ("CONTACT_AT",)


async def set_coverage(context: Context, key: str, part: Part, current: ContactLevel, desired: ContactLevel | None) -> Changed:
    """The entry's id. Without `desired` nothing is said of how near the bank wants to be."""

    def say(place: Place) -> tuple[str, Mapping[str, Any]] | Mistake:
        if mistake := conflict(place.standing(SUBJECT), part.seen, place.known, SUBJECT):
            return mistake
        return "CONTACT_AT", {"level": current.value, "desired": desired.value if desired else None}

    more = {"current": current.value, "desired": desired.value if desired else None}
    return await said_of_part(context, "setCoverage", key, part, more, None, say)
