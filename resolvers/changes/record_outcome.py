"""A banker writes down what came of an opportunity, a contact, an event or a request: accepted, refused, or later."""

from dataclasses import dataclass
from datetime import datetime

from graph import entries
from graph.changes import Mistake
from graph.model import Outcome, OutcomeKind
from graph.session import Run
from resolvers.changes.change import Changed, banker, carried_out, new_entry, sees, wrong_instant, wrong_words
from resolvers.context import Context

SUBJECTS = ("Opportunity", "Interaction", "Event", "ServiceRequest", "Recommendation")
"""What something can come of; each hangs on its party by ABOUT."""


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a thing: `labels` are those that its id may be of."""

    labels: tuple[str, ...]
    subject: str
    outcome: OutcomeKind
    at: datetime
    reason: str | None
    evidence: str


async def record_outcome(context: Context, key: str, came: Came) -> Changed:
    """The outcome's id. What came of the thing before stays; that counts which came last."""
    caller, scope = banker(context), sees(context)
    if mistake := _wrong(came):
        return Changed(None, (mistake,))
    sent = {
        "subject": came.subject, "outcome": came.outcome, "at": came.at, "reason": came.reason, "evidence": came.evidence,
    }  # fmt: skip
    entry = new_entry(context, caller, "recordOutcome", key, sent, came.evidence)

    async def work(run: Run) -> str | Mistake:
        found = await entries.subject(run, came.labels, came.subject, scope)
        if found is None:
            words = "There is no such thing: name an opportunity, an offer, a contact, an event or a request."
            return Mistake("subject", "NOT_FOUND", words)
        label, party, about = found
        outcome = Outcome(entry.id, about, came.subject, came.outcome, came.at, came.reason, came.evidence)
        await entries.write(run, entry, party, about, outcome)
        await entries.concern(run, entry, "Outcome", label, came.subject)
        return entry.id

    return await carried_out(context, caller, "recordOutcome", key, sent, work)


def _wrong(came: Came) -> Mistake | None:
    if came.reason is None and came.outcome is OutcomeKind.REFUSED:
        return Mistake("reason", "MISSING", "Say why it was refused: the next offer rests on it.")
    return (
        wrong_instant("at", came.at)
        or (wrong_words("reason", came.reason) if came.reason is not None else None)
        or wrong_words("evidence", came.evidence)
    )
