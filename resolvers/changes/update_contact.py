"""A banker says how a party is best reached, or takes that back: what the silos say stays beside it."""

from graph import desk
from graph.changes import Mistake
from graph.desk import Word
from graph.ledger import instant
from graph.session import Run
from resolvers.changes.change import NO_PARTY, Changed, banker, carried_out, sees, wrong_value, wrong_words
from resolvers.context import Context
from rules import contacts
from rules.contacts import Way
from rules.values import BadValue

LONGEST_VALUE = 300


async def update_contact(
    context: Context, key: str, party: str, way: Way, value: str | None, evidence: str | None, why: str
) -> Changed:
    """The party's id. A value of None takes back what was said by hand; from what a value is known must be said."""
    caller, scope, now = banker(context), sees(context), instant()
    field = way.value.lower()
    if mistake := wrong_words("why", why) or (wrong_words("evidence", evidence or "") if value is not None else None):
        return Changed(None, (mistake,))
    given = _read(way, value)
    if isinstance(given, Mistake):
        return Changed(None, (given,))

    async def work(run: Run) -> str | Mistake:
        held = await desk.hold(run, party, scope)
        if held is None:
            return NO_PARTY
        if given is not None:
            word = Word(field, {}, contacts.words(given), caller.subject, why, evidence or "")
            await desk.reach(run, held, await desk.say(run, held, word, context.today, now), given, context.today, now)
            return held.party
        record = await desk.standing(run, held, field)
        if record is None:
            return Mistake("kind", "NOT_SET", "Nobody said this by hand: there is nothing to take back.")
        await desk.withdraw(run, record, (), by=caller.subject, why=why, on=context.today, now=now)
        await desk.leave(run, held, record, context.today, now)
        return held.party

    sent = {"party": party, "kind": way, "value": value, "evidence": evidence, "why": why}
    return await carried_out(context, caller, "updateContact", key, sent, work)


def _read(way: Way, value: str | None) -> contacts.Reached | Mistake | None:
    if value is None:
        return None
    if mistake := wrong_value("value", value, LONGEST_VALUE):
        return mistake
    try:
        return contacts.read(way, value)
    except BadValue as fault:
        return Mistake("value", "BAD_VALUE", f"The value must be {fault}.")
