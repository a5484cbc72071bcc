"""A banker writes down what a party asks for or complains of, and what it was answered."""

from dataclasses import dataclass
from datetime import UTC, datetime

from graph import desk, entries
from graph.changes import Mistake
from graph.model import Channel, RequestKind, RequestStatus, ServiceRequest
from graph.session import Run
from resolvers.changes.change import NO_PARTY, Changed, banker, carried_out, new_entry, sees, wrong_words
from resolvers.changes.log_interaction import LONGEST_NOTES, LONGEST_SUBJECT
from resolvers.context import Context
from rules.service_clock import due


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it is told; without `due_at` the bank's promise for its kind holds."""

    party: str
    kind: RequestKind
    channel: Channel
    subject: str
    notes: str | None
    account: str | None
    due_at: datetime | None


async def open_service_request(context: Context, key: str, asked: Asked) -> Changed:
    """The request's id. It goes where the record goes that its party was made for."""
    caller, scope = banker(context), sees(context)
    if mistake := _wrong(asked):
        return Changed(None, (mistake,))
    sent = {
        "party": asked.party, "kind": asked.kind, "channel": asked.channel, "subject": asked.subject, "notes": asked.notes,
        "account": asked.account, "dueAt": asked.due_at,
    }  # fmt: skip
    entry = new_entry(context, caller, "openServiceRequest", key, sent)

    async def work(run: Run) -> str | Mistake:
        held = await desk.hold(run, asked.party, scope)
        if held is None:
            return NO_PARTY
        if asked.account is not None and not await entries.is_account_of(run, held.party, asked.account, scope, context.today):
            return Mistake("account", "NOT_FOUND", "The party holds no such account: name one of its `accounts`.")
        about = await desk.first_record(run, held.party)
        due_at = asked.due_at or due(asked.kind, entry.now, context.timezone)
        request = ServiceRequest(
            entry.id, about, asked.kind, RequestStatus.OPEN, asked.subject, entry.now, due_at, summary=asked.notes,
            channel=asked.channel,
        )  # fmt: skip
        await entries.write(run, entry, held.party, about, request)
        if asked.account is not None:
            await entries.concern(run, entry, "ServiceRequest", "Account", asked.account)
        return entry.id

    return await carried_out(context, caller, "openServiceRequest", key, sent, work)


async def answer_service_request(context: Context, key: str, request: str, answer: str, resolution: str | None) -> Changed:
    """The request's id: it is answered, and with a resolution closed. A request is answered once, by its silo or by hand."""
    caller, scope = banker(context), sees(context)
    if mistake := wrong_words("answer", answer, LONGEST_NOTES) or _wrong_if_said("resolution", resolution, LONGEST_SUBJECT):
        return Changed(None, (mistake,))
    sent = {"request": request, "answer": answer, "resolution": resolution}
    entry = new_entry(context, caller, "answerServiceRequest", key, sent)

    async def work(run: Run) -> str | Mistake:
        found = await entries.request(run, request, scope)
        if found is None:
            return Mistake("request", "NOT_FOUND", "There is no such request: name one of a party's `serviceRequests`.")
        if found.replied or found.status != RequestStatus.OPEN:
            return Mistake("request", "ALREADY_ANSWERED", "The request was answered before: open another for what is left.")
        said = {"reply": answer, "at": entry.now, "resolution": resolution}
        await entries.reply(run, entry, request, found.record, said)
        return request

    return await carried_out(context, caller, "answerServiceRequest", key, sent, work)


def _wrong(asked: Asked) -> Mistake | None:
    if asked.due_at is not None and asked.due_at <= datetime.now(UTC):
        return Mistake("dueAt", "IN_PAST", "An answer can't be due before it is asked for: say a later instant, or none.")
    return wrong_words("subject", asked.subject, LONGEST_SUBJECT) or _wrong_if_said("notes", asked.notes, LONGEST_NOTES)


def _wrong_if_said(field: str, words: str | None, most: int) -> Mistake | None:
    return wrong_words(field, words, most) if words is not None else None
