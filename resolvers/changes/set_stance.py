"""A banker says where a person stands towards what the bank proposes to a company."""

from collections.abc import Mapping
from typing import Any

from graph.changes import Mistake
from graph.model import Stance
from resolvers.changes.change import Changed
from resolvers.changes.line import Part, Place, conflict, said_of_part, wrong_part_of_one
from resolvers.context import Context
from rules.buying_centre import contradicted_by_part


async def set_stance(context: Context, key: str, part: Part, stance: Stance, influence: float | None) -> Changed:
    """The entry's id. It counts for every part that the person plays in the same business."""
    subject = "TAKES_STANCE", part.opportunity

    def say(place: Place) -> tuple[str, Mapping[str, Any]] | Mistake:
        if mistake := conflict(place.standing(subject), part.seen, place.known, subject):
            return mistake
        if not any(line.type == "DECIDES_FOR" for line in place.now):
            return Mistake("person", "NOT_SET", "They have no part in this company's decisions: say that first, with setRole.")
        if role := contradicted_by_part(stance.value, place.now, part.opportunity):
            told = f"{stance.value} does not go with {role}, which is said of them: end that first."
            return Mistake("stance", "CONTRADICTS", told)
        return "TAKES_STANCE", {"stance": stance.value, "influence": influence, "opportunity": part.opportunity}

    more = {"stance": stance.value, "influence": influence}
    return await said_of_part(context, "setStance", key, part, more, wrong_part_of_one("influence", influence), say)
