"""A steward says a value of a party, or takes it back: it outranks every silo's until then."""

from datetime import date

from graph import desk
from graph.changes import Mistake
from graph.desk import Held, Word
from graph.ledger import instant
from graph.parties import call, said
from graph.session import Run
from resolvers.changes.change import NO_PARTY, Changed, carried_out, steward, wrong_value, wrong_words
from resolvers.context import Context
from rules import values
from rules.golden import TRUSTED, attributes, golden

LONGEST_VALUE = 500


async def set_golden_value(context: Context, key: str, party: str, field: str, value: str, evidence: str, why: str) -> Changed:
    """The party's id. The value counts at once, and goes where the record goes that the party was made for."""
    caller, now = steward(context), instant()
    text, known_from, reason = value.strip(), evidence.strip(), why.strip()
    if mistake := wrong_words("why", reason) or wrong_words("evidence", known_from) or wrong_value("value", text, LONGEST_VALUE):
        return Changed(None, (mistake,))

    async def work(run: Run) -> str | Mistake:
        held = await desk.hold(run, party)
        if held is None:
            return NO_PARTY
        given = _given(held.kind, field, text, context.today)
        if isinstance(given, Mistake):
            return given
        word = Word(field, given, text, caller.subject, reason, known_from)
        await desk.say(run, held, word, context.today, now)
        return await _named(run, held)

    sent = {"party": party, "field": field, "value": text, "evidence": known_from, "why": reason}
    return await carried_out(context, caller, "setGoldenValue", key, sent, work)


async def withdraw_golden_value(context: Context, key: str, party: str, field: str, why: str) -> Changed:
    """The party's id. What the silos say counts again, or what another steward says who was outranked by this one."""
    caller, reason, now = steward(context), why.strip(), instant()
    if mistake := wrong_words("why", reason):
        return Changed(None, (mistake,))

    async def work(run: Run) -> str | Mistake:
        held = await desk.hold(run, party)
        if held is None:
            return NO_PARTY
        if mistake := _wrong_field(held.kind, field):
            return mistake
        record = await desk.standing(run, held, field)
        if record is None:
            return Mistake("field", "NOT_SET", f"No steward's value of {field} stands: there is nothing to take back.")
        empty = values.properties(field)
        await desk.withdraw(run, record, empty, by=caller.subject, why=reason, on=context.today, now=now)
        return await _named(run, held)

    return await carried_out(context, caller, "withdrawGoldenValue", key, {"party": party, "field": field, "why": reason}, work)


async def _named(run: Run, held: Held) -> str:
    """Its golden values are chosen anew."""
    await call(run, {party: golden(kind, fields, TRUSTED) for party, kind, fields in await said(run, [held.party])})
    return held.party


def _given(kind: str, field: str, text: str, today: date) -> dict[str, object] | Mistake:
    if mistake := _wrong_field(kind, field):
        return mistake
    try:
        return values.read(kind, field, text, today)
    except values.BadValue as fault:
        return Mistake("value", "BAD_VALUE", f"The value of {field} must be {fault}.")


def _wrong_field(kind: str, field: str) -> Mistake | None:
    if field in values.settable(kind):
        return None
    if field in attributes(kind):
        return Mistake("field", "FORBIDDEN_FIELD", f"{field} is not said by hand: it comes of an assessment, or with a day.")
    these = ", ".join(sorted(values.settable(kind)))
    return Mistake("field", "UNKNOWN_FIELD", f"A {kind.lower()} has no such field: choose one of {these}.")
