"""What rests on a decision, in words: whoever would undo it sees first what goes with it."""

from dataclasses import dataclass

from graph import affected
from resolvers.changes.change import steward
from resolvers.context import Context

MOST = 500
WHY = {
    "ACCOUNT": "{party} holds it by what {record} says: it goes where that record goes.",
    "HOUSEHOLD": "{party} is a member by what {record} says: its totals count that party's accounts.",
    "RETIRED_ID": "This id leads to {party}; it comes back with {record}.",
    "MATCH_TASK": "A question about {record}, asked of {party} as it is now.",
    "JUDGEMENT": "A judgement about {record}, given of {party} as it was then; it stands whatever becomes of this one.",
    "EDIT": "Said by hand of {party}: it goes where {record} goes, about which it was said.",
}


@dataclass(frozen=True, slots=True)
class Affected:
    what: str
    id: str
    party_id: str
    record_id: str | None
    why: str


async def affected_by(context: Context, decision: str) -> list[Affected] | None:
    """Of a task's id, or of an id that was retired; None where nothing was decided by that name. Raises NotPermitted."""
    steward(context)
    found = await affected.affected(context.graph, decision, context.today, MOST)
    if found is None:
        return None
    return [Affected(each.what, each.id, each.party, each.record, _why(each)) for each in found]


def _why(each: affected.Affected) -> str:
    return WHY[each.what].format(party=each.party, record=each.record or "another")
