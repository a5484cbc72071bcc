"""What bankers change: contacts, requests, consents, ways to reach somebody, outcomes."""

from typing import Annotated

import strawberry
from strawberry.types import Info

from graph.identity import named
from resolvers.changes.log_interaction import Contact, log_interaction
from resolvers.changes.record_outcome import SUBJECTS, Came, record_outcome
from resolvers.changes.service_request import Asked, answer_service_request, open_service_request
from resolvers.changes.set_consent import Declared, set_consent
from resolvers.changes.update_contact import update_contact
from resolvers.changes.withdraw_entry import withdraw_entry
from resolvers.context import Context
from schema.change import INPUT, UserError, errors, own
from schema.enums import Channel, ConsentState, Direction, OutcomeKind, ProofKind, Purpose, RequestKind, Way
from schema.field import changed, filter_
from schema.interaction import Interaction, Outcome
from schema.party import Party
from schema.scalars import DateTime
from schema.service import Consent, ServiceRequest

DONE_ONCE = "Why nothing was changed; empty where it was."


@filter_
class LogInteractionInput:
    """A contact between the bank and a party."""

    idempotency_key: str
    """Chosen by the caller: the same key with the same input is done once."""
    party: strawberry.ID
    """The id of the party it was with, global or its own."""
    channel: Channel
    """How they met."""
    at: DateTime
    """When; not in the future."""
    direction: Direction
    """Who sought whom."""
    subject: str
    """What it was about, in at most 200 characters."""
    notes: str | None
    """What was said: facts and quotes, in at most 10,000 characters."""
    evidence: str | None
    """From what it is known where the banker was not there: a recording, a mail."""
    participants: list[strawberry.ID] | None
    """Ids of other parties that took part, at most twenty."""
    opportunity: strawberry.ID | None
    """The id of the party's opportunity that it was about."""


@filter_
class OpenServiceRequestInput:
    """What a party asks for or complains of."""

    idempotency_key: str
    """Chosen by the caller: the same key with the same input is done once."""
    party: strawberry.ID
    """The id of the party that asks, global or its own."""
    kind: RequestKind
    """What kind of request it is."""
    channel: Channel
    """How it came."""
    subject: str
    """What it is about, in at most 200 characters."""
    notes: str | None
    """What was said, in at most 10,000 characters."""
    account: strawberry.ID | None
    """The id of an account of the party that it is about."""
    due_at: DateTime | None
    """Until when an answer is promised; without it by the bank's promise for the kind: a complaint in 4 hours, an enquiry in 2, a
    request by the end of the next working day."""


@filter_
class AnswerServiceRequestInput:
    """What a request was answered."""

    idempotency_key: str
    """Chosen by the caller: the same key with the same input is done once."""
    request: strawberry.ID
    """The request's id, global or its own; it waits for an answer."""
    answer: str
    """What it was answered, in at most 10,000 characters."""
    resolution: str | None
    """How that resolved it, which closes it; without it the request is answered and not closed."""


@filter_
class ConsentProof:
    """How it is proved what a party declared."""

    kind: ProofKind
    """What kind of proof it is."""
    reference: str
    """Where it is kept: the number of a form, a recording, a message."""
    at: DateTime
    """When it was declared; not in the future."""
    declared_by: str
    """Who declared it: the party, or who stands for it."""


@filter_
class SetConsentInput:
    """What a party declares of one use of its data."""

    idempotency_key: str
    """Chosen by the caller: the same key with the same input is done once."""
    party: strawberry.ID
    """The party's id, global or its own."""
    purpose: Purpose
    """For what its data may be used: a consent of its own to each."""
    state: ConsentState
    """Whether it is given or withdrawn; withdrawing asks for nothing more than giving."""
    recipient: str | None
    """To whom alone, where the consent is to the use by one."""
    proof: ConsentProof
    """How it is proved."""


@filter_
class UpdateContactInput:
    """How a party is best reached."""

    idempotency_key: str
    """Chosen by the caller: the same key with the same input is done once."""
    party: strawberry.ID
    """The party's id, global or its own."""
    kind: Way
    """By which it is reached."""
    value: str | None
    """The number or address; without it what was said by hand is taken back."""
    evidence: str | None
    """From what it is known; a value needs it."""
    why: str
    """For whoever reads it later."""


@filter_
class RecordOutcomeInput:
    """What came of something."""

    idempotency_key: str
    """Chosen by the caller: the same key with the same input is done once."""
    subject: strawberry.ID
    """The id of an opportunity, a contact, an event or a request, global or its own."""
    outcome: OutcomeKind
    """What came of it."""
    at: DateTime
    """When that was said; not in the future."""
    reason: str | None
    """Why; what was refused needs it."""
    evidence: str
    """From what it is known: a call, a letter, a signature."""


@filter_
class WithdrawEntryInput:
    """What was written down by hand and was never so."""

    idempotency_key: str
    """Chosen by the caller: the same key with the same input is done once."""
    entry: strawberry.ID
    """The id of a contact, a request, a consent or an outcome that was written by hand, global or its own, or a line's `lineId`."""
    why: str
    """For whoever reads it later."""


@strawberry.type(description="A contact that was written down.")
class LogInteractionPayload:
    changed_id: strawberry.Private[str | None]
    interaction: Interaction | None = changed("The contact as it is now.")
    user_errors: list[UserError] = strawberry.field(description=DONE_ONCE)


@strawberry.type(description="A request that was opened or answered.")
class ServiceRequestPayload:
    changed_id: strawberry.Private[str | None]
    request: ServiceRequest | None = changed("The request as it is now.")
    user_errors: list[UserError] = strawberry.field(description=DONE_ONCE)


@strawberry.type(description="A consent that was given or withdrawn.")
class SetConsentPayload:
    changed_id: strawberry.Private[str | None]
    consent: Consent | None = changed("What was declared; `Party.consents` tells all that ever was.")
    user_errors: list[UserError] = strawberry.field(description=DONE_ONCE)


@strawberry.type(description="An outcome that was written down.")
class RecordOutcomePayload:
    changed_id: strawberry.Private[str | None]
    outcome: Outcome | None = changed("What came of it.")
    user_errors: list[UserError] = strawberry.field(description=DONE_ONCE)


@strawberry.type(description="A party of which something was said, or taken back, by hand.")
class PartyPayload:
    changed_id: strawberry.Private[str | None]
    party: Party | None = changed("The party as it is now.")
    user_errors: list[UserError] = strawberry.field(description=DONE_ONCE)


async def log(info: Info[Context, None], input: Annotated[LogInteractionInput, INPUT]) -> LogInteractionPayload:
    told = Contact(
        _party(input.party), input.channel, input.at, input.direction, input.subject.strip(), _text(input.notes),
        _text(input.evidence), [_party(each) for each in input.participants or []],
        own(input.opportunity, "Opportunity") if input.opportunity else None,
    )  # fmt: skip
    done = await log_interaction(info.context, input.idempotency_key, told)
    return LogInteractionPayload(changed_id=done.changed, user_errors=errors(done))


async def opened(info: Info[Context, None], input: Annotated[OpenServiceRequestInput, INPUT]) -> ServiceRequestPayload:
    asked = Asked(
        _party(input.party), input.kind, input.channel, input.subject.strip(), _text(input.notes),
        own(input.account, "Account") if input.account else None, input.due_at or None,
    )  # fmt: skip
    done = await open_service_request(info.context, input.idempotency_key, asked)
    return ServiceRequestPayload(changed_id=done.changed, user_errors=errors(done))


async def answered(info: Info[Context, None], input: Annotated[AnswerServiceRequestInput, INPUT]) -> ServiceRequestPayload:
    request, answer, resolution = own(input.request, "ServiceRequest"), input.answer.strip(), _text(input.resolution)
    done = await answer_service_request(info.context, input.idempotency_key, request, answer, resolution)
    return ServiceRequestPayload(changed_id=done.changed, user_errors=errors(done))


async def consented(info: Info[Context, None], input: Annotated[SetConsentInput, INPUT]) -> SetConsentPayload:
    proof = input.proof
    told = Declared(
        _party(input.party), input.purpose, input.state, _text(input.recipient), proof.at, proof.kind, proof.reference.strip(),
        proof.declared_by.strip(),
    )  # fmt: skip
    done = await set_consent(info.context, input.idempotency_key, told)
    return SetConsentPayload(changed_id=done.changed, user_errors=errors(done))


async def reached(info: Info[Context, None], input: Annotated[UpdateContactInput, INPUT]) -> PartyPayload:
    value, evidence = _text(input.value), _text(input.evidence)
    done = await update_contact(
        info.context, input.idempotency_key, _party(input.party), input.kind, value, evidence, input.why.strip()
    )
    return PartyPayload(changed_id=done.changed, user_errors=errors(done))


async def came(info: Info[Context, None], input: Annotated[RecordOutcomeInput, INPUT]) -> RecordOutcomePayload:
    type_, subject = named(str(input.subject))
    labels = tuple(label for label in SUBJECTS if type_ in (None, label))
    told = Came(labels, subject, input.outcome, input.at, _text(input.reason), input.evidence.strip())
    done = await record_outcome(info.context, input.idempotency_key, told)
    return RecordOutcomePayload(changed_id=done.changed, user_errors=errors(done))


async def withdrawn(info: Info[Context, None], input: Annotated[WithdrawEntryInput, INPUT]) -> PartyPayload:
    entry = own(input.entry, "Interaction", "ServiceRequest", "Consent", "Outcome")
    done = await withdraw_entry(info.context, input.idempotency_key, entry, input.why.strip())
    return PartyPayload(changed_id=done.changed, user_errors=errors(done))


def _party(told: strawberry.ID) -> str:
    return own(told, "Person", "Company")


def _text(told: str | None) -> str | None:
    """Without blanks around it; None where nothing is said."""
    return (told or "").strip() or None
