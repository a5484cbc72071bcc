"""A banker writes down a contact with a party: what it was about, what was said, who took part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from graph import desk, entries
from graph.changes import Mistake
from graph.model import Channel, Direction, Interaction
from graph.session import Run
from resolvers.changes.change import (
    NO_PARTY,
    Changed,
    banker,
    carried_out,
    new_entry,
    sees,
    wrong_instant,
    wrong_words,
)
from resolvers.context import Context

LONGEST_SUBJECT = 200
LONGEST_NOTES = 10_000
MOST_PARTICIPANTS = 20


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact as it is told; `participants` are ids of parties beside the one it is about."""

    party: str
    channel: Channel
    at: datetime
    direction: Direction
    subject: str
    notes: str | None
    evidence: str | None
    participants: Sequence[str]
    opportunity: str | None


async def log_interaction(context: Context, key: str, told: Contact) -> Changed:
    """The interaction's id. It goes where the record goes that its party was made for."""
    caller, scope = banker(context), sees(context)
    if mistake := _wrong(told):
        return Changed(None, (mistake,))
    sent = {
        "party": told.party, "channel": told.channel, "at": told.at, "direction": told.direction, "subject": told.subject,
        "notes": told.notes, "evidence": told.evidence, "participants": sorted(told.participants), "opportunity": told.opportunity,
    }  # fmt: skip
    entry = new_entry(context, caller, "logInteraction", key, sent, told.evidence)

    async def work(run: Run) -> str | Mistake:
        held = await desk.hold(run, told.party, scope)
        if held is None:
            return NO_PARTY
        others = await entries.seen(run, told.participants, scope) if told.participants else {}
        if len(others) < len(set(told.participants)):
            return Mistake("participants", "NOT_FOUND", "One of them is no party: name those that `party` or `customers` tells.")
        if told.opportunity is not None and not await entries.is_opportunity_of(run, held.party, told.opportunity):
            return Mistake("opportunity", "NOT_FOUND", "The party has no such opportunity: name one of its `opportunities`.")
        about = await desk.first_record(run, held.party)
        contact = Interaction(
            entry.id, about, told.channel, told.at, told.subject, told.notes, None, told.direction
        )
        await entries.write(run, entry, held.party, about, contact)
        if told.opportunity is not None:
            await entries.concern(run, entry, "Interaction", "Opportunity", told.opportunity)
        await entries.took_part(run, entry, {party: record for party, record in others.values() if party != held.party})
        return entry.id

    return await carried_out(context, caller, "logInteraction", key, sent, work)


def _wrong(told: Contact) -> Mistake | None:
    if len(told.participants) > MOST_PARTICIPANTS:
        return Mistake("participants", "TOO_MANY", f"At most {MOST_PARTICIPANTS} take part: name those who matter.")
    return (
        wrong_instant("at", told.at)
        or wrong_words("subject", told.subject, LONGEST_SUBJECT)
        or (wrong_words("notes", told.notes, LONGEST_NOTES) if told.notes else None)
        or (wrong_words("evidence", told.evidence) if told.evidence else None)
    )
