"""A banker writes down that a party consents to a use of its data, or withdraws that, with the proof of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from graph import desk, entries
from graph.changes import Mistake
from graph.model import Consent, ConsentState, ProofKind, Purpose
from graph.session import Run
from resolvers.changes.change import (
    NO_PARTY,
    Changed,
    banker,
    carried_out,
    new_entry,
    sees,
    wrong_instant,
    wrong_value,
    wrong_words,
)
from resolvers.context import Context

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Declared:
    """What a party declared of one purpose, when, and how that is proved; `recipient` where the consent is to one alone."""

    party: str
    purpose: Purpose
    state: ConsentState
    recipient: str | None
    at: datetime
    proof: ProofKind
    reference: str
    declared_by: str


async def set_consent(context: Context, key: str, told: Declared) -> Changed:
    """The consent's id. What was declared before stays; that counts which was declared last."""
    caller, scope = banker(context), sees(context)
    if mistake := _wrong(told):
        return Changed(None, (mistake,))
    sent = {
        "party": told.party, "purpose": told.purpose, "state": told.state, "recipient": told.recipient, "at": told.at,
        "proof": told.proof, "reference": told.reference, "declaredBy": told.declared_by,
    }  # fmt: skip
    evidence = f"{told.proof.value}: {told.reference}"
    entry = new_entry(context, caller, "setConsent", key, sent, evidence)

    async def work(run: Run) -> str | Mistake:
        held = await desk.hold(run, told.party, scope)
        if held is None:
            return NO_PARTY
        over = told.state is ConsentState.WITHDRAWN
        last = told.at.astimezone(context.timezone).date() + timedelta(days=context.consent_days) if over else None
        said = (told.purpose, told.state, told.at, told.proof, told.reference, told.declared_by, told.recipient, last)
        await entries.write(run, entry, held.party, await desk.first_record(run, held.party), Consent(entry.id, *said))
        return entry.id

    return await carried_out(context, caller, "setConsent", key, sent, work)


def _wrong(told: Declared) -> Mistake | None:
    return (
        wrong_instant("proof.at", told.at)
        or (wrong_words("recipient", told.recipient, LONGEST_NAME) if told.recipient is not None else None)
        or wrong_words("proof.reference", told.reference, LONGEST_NAME)
        or wrong_value("proof.reference", told.reference, LONGEST_NAME)
        or wrong_words("proof.declaredBy", told.declared_by, LONGEST_NAME)
    )
