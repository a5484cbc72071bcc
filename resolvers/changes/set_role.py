"""A banker says which part a person plays in a company's decisions, or that they play it no more."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from graph.changes import Mistake
from graph.model import DecisionRole
from resolvers.changes.change import Changed
from resolvers.changes.line import Part, Place, conflict, said_of_part, wrong_part_of_one, wrong_since, wrong_span
from resolvers.context import Context
from rules.buying_centre import contradicted


async def set_role(
    context: Context, key: str, part: Part, role: DecisionRole, influence: float | None, until: date | None
) -> Changed:
    """The entry's id. With `until` the part ended on that day; without `since` beside it, what stands ends."""
    wrong = wrong_part_of_one("influence", influence) or wrong_since(context, until, "until") or wrong_span(part.since, until)
    subject = "DECIDES_FOR", role.value, part.opportunity

    def say(place: Place) -> tuple[str, Mapping[str, Any]] | Mistake:
        stands = place.standing(subject)
        if mistake := conflict(stands, part.seen, place.known, subject):
            return mistake
        given = {"role": role.value, "opportunity": part.opportunity, "influence": influence}
        if until is None:
            against = contradicted(role.value, place.now, part.opportunity)
            return _contradicts(role, against) if against else ("DECIDES_FOR", given)
        if part.since is not None:
            return "DECIDES_FOR", given | {"saidTo": until}
        if stands is None:
            return Mistake("until", "NOT_SET", "They do not play this part now: there is nothing to end.")
        since = stands.said.get("saidFrom") or stands.said.get("validFrom")
        return wrong_span(since, until) or ("DECIDES_FOR", given | {"saidFrom": until, "saidTo": until})

    more = {"role": role.value, "influence": influence, "until": until}
    return await said_of_part(context, "setRole", key, part, more, wrong, say)


def _contradicts(role: DecisionRole, against: str) -> Mistake:
    return Mistake("role", "CONTRADICTS", f"{role.value} does not go with {against}, which is said of them: end that first.")
