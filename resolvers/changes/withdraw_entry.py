"""A banker takes back what was written down by hand: a contact, a request, a consent, an outcome or a line that was never so."""

from graph import entries, lines
from graph.changes import Mistake
from graph.ledger import instant
from graph.session import Run
from resolvers.changes.change import Changed, banker, carried_out, sees, wrong_words
from resolvers.context import Context


async def withdraw_entry(context: Context, key: str, entry: str, why: str) -> Changed:
    """The id of its party. It is told no more, and who wrote it and who took it back stays in its versions."""
    caller, scope, now = banker(context), sees(context), instant()
    if mistake := wrong_words("why", why):
        return Changed(None, (mistake,))

    async def work(run: Run) -> str | Mistake:
        party = await entries.party_of(run, entry, scope)
        if party is None:
            if line := await lines.withdraw(run, entry, scope, caller.subject, why, context.today, now):
                return line
            return Mistake("entry", "NOT_FOUND", "Nothing written by hand stands by this id: what a silo says stays its own.")
        await entries.withdraw(run, entry, caller.subject, why, context.today, now)
        return party

    return await carried_out(context, caller, "withdrawEntry", key, {"entry": entry, "why": why}, work)
