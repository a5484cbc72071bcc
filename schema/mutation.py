"""Where a change begins: one input with an idempotency key, the changed object and named mistakes."""

from typing import Annotated

import strawberry
from strawberry.types import Info

from graph.judgements import Verdict
from resolvers.changes.golden_value import set_golden_value, withdraw_golden_value
from resolvers.changes.judge_match import judge_match
from resolvers.changes.redrive_row import redrive_row
from resolvers.changes.unmerge import unmerge
from resolvers.context import Context
from runtime.errors import BadQuestion
from schema.banker import (
    LogInteractionPayload,
    PartyPayload,
    RecordOutcomePayload,
    ServiceRequestPayload,
    SetConsentPayload,
    answered,
    came,
    consented,
    log,
    opened,
    reached,
    withdrawn,
)
from schema.centre_changes import (
    BuyingCentrePayload,
    TiePayload,
    covered,
    placed,
    stood,
    tied,
    untied,
)
from schema.change import INPUT, UserError, errors, own
from schema.field import changed, filter_
from schema.lineage import QuarantinedRow
from schema.party import Party
from schema.task import MatchTask


@filter_
class MendedField:
    """A field of a row as it should have been."""

    field: str
    """Its name in the silo's table."""
    value: str
    """Its value, as the silo would write it."""


@filter_
class RedriveRowInput:
    """Which row, and what of it was mended."""

    idempotency_key: str
    """Chosen by the caller: the same key with the same input is done once."""
    row: strawberry.ID
    """The row's id, global or its own."""
    mended: list[MendedField] | None
    """The fields that were mended; without any the row is driven as it was, after its reader was."""


@strawberry.type(description="A row that was asked to be driven again.")
class RedriveRowPayload:
    changed_id: strawberry.Private[str | None]
    row: QuarantinedRow | None = changed("The row as it is now.")
    user_errors: list[UserError] = strawberry.field(description="Why nothing was changed; empty where it was.")


@filter_
class JudgeMatchInput:
    """Two records, and what is judged of them."""

    idempotency_key: str
    """Chosen by the caller: the same key with the same input is done once."""
    one: strawberry.ID
    """A record's global id, or its own, as `core:1000000003`."""
    other: strawberry.ID
    """Another's."""
    verdict: Verdict
    """SAME or NOT_SAME outranks every score, number for life and customer number; UNSURE takes back what was judged before."""
    why: str
    """For whoever reads it later."""


@filter_
class UnmergeInput:
    """A party that went into another, to be parted from it."""

    idempotency_key: str
    """Chosen by the caller: the same key with the same input is done once."""
    party: strawberry.ID
    """The id that was retired, global or its own."""
    why: str
    """For whoever reads it later."""


@filter_
class SetGoldenValueInput:
    """A value of a party, as a steward knows it."""

    idempotency_key: str
    """Chosen by the caller: the same key with the same input is done once."""
    party: strawberry.ID
    """The party's id, global or its own."""
    field: str
    """The field, as `provenance` names it: `name`, `birthDate`, `occupation` …"""
    value: str
    """A day as 1980-01-31 (of a birth also 1980 or 1980-01), names parted by `;`, a code by its name."""
    evidence: str
    """From what it is known: a document seen, a call, a letter."""
    why: str
    """For whoever reads it later."""


@filter_
class WithdrawGoldenValueInput:
    """A steward's value of a party, to be taken back."""

    idempotency_key: str
    """Chosen by the caller: the same key with the same input is done once."""
    party: strawberry.ID
    """The party's id, global or its own."""
    field: str
    """The field whose value was said."""
    why: str
    """For whoever reads it later."""


@strawberry.type(description="A party whose values were chosen anew.")
class GoldenValuePayload:
    changed_id: strawberry.Private[str | None]
    party: Party | None = changed("The party as it is now; `provenance` and `stewardValues` tell whence each value comes.")
    user_errors: list[UserError] = strawberry.field(description="Why nothing was changed; empty where it was.")


@strawberry.type(description="A judgement that was kept; the parties follow within seconds where a worker runs (`c360 work`).")
class JudgeMatchPayload:
    changed_id: strawberry.Private[str | None]
    task: MatchTask | None = changed("The pair as it is now; `verdictBefore` and `judgements` tell what was judged before.")
    user_errors: list[UserError] = strawberry.field(description="Why nothing was changed; empty where it was.")


@strawberry.type(description="A merge that is undone by a judgement; the parties follow within seconds where a worker runs.")
class UnmergePayload:
    changed_id: strawberry.Private[str | None]
    task: MatchTask | None = changed("The pair that is now judged to be two: the retired party's first record, and the survivor's.")
    user_errors: list[UserError] = strawberry.field(description="Why nothing was changed; empty where it was.")


async def _redrive_row(info: Info[Context, None], input: Annotated[RedriveRowInput, INPUT]) -> RedriveRowPayload:
    row = own(input.row, "QuarantinedRow")
    mended = {each.field: each.value for each in input.mended or []}
    if len(mended) < len(input.mended or []):
        raise BadQuestion("A field is mended twice: say each once.")
    done = await redrive_row(info.context, input.idempotency_key, row, mended)
    return RedriveRowPayload(changed_id=done.changed, user_errors=errors(done))


async def _judge_match(info: Info[Context, None], input: Annotated[JudgeMatchInput, INPUT]) -> JudgeMatchPayload:
    one, other = (own(each, "SourceRecord") for each in (input.one, input.other))
    done = await judge_match(info.context, input.idempotency_key, one, other, input.verdict, input.why)
    return JudgeMatchPayload(changed_id=done.changed, user_errors=errors(done))


async def _unmerge(info: Info[Context, None], input: Annotated[UnmergeInput, INPUT]) -> UnmergePayload:
    done = await unmerge(info.context, input.idempotency_key, own(input.party, "Person", "Company"), input.why)
    return UnmergePayload(changed_id=done.changed, user_errors=errors(done))


async def _set_golden_value(info: Info[Context, None], input: Annotated[SetGoldenValueInput, INPUT]) -> GoldenValuePayload:
    party, said = own(input.party, "Person", "Company"), (input.field, input.value, input.evidence, input.why)
    done = await set_golden_value(info.context, input.idempotency_key, party, *said)
    return GoldenValuePayload(changed_id=done.changed, user_errors=errors(done))


async def _withdraw_golden_value(
    info: Info[Context, None], input: Annotated[WithdrawGoldenValueInput, INPUT]
) -> GoldenValuePayload:
    party = own(input.party, "Person", "Company")
    done = await withdraw_golden_value(info.context, input.idempotency_key, party, input.field, input.why)
    return GoldenValuePayload(changed_id=done.changed, user_errors=errors(done))


@strawberry.type(description="All that can be changed.")
class Mutation:
    judge_match: JudgeMatchPayload = strawberry.mutation(
        resolver=_judge_match, description="Judges whether two records are of one party; every judgement is kept, the last stands."
    )
    unmerge: UnmergePayload = strawberry.mutation(
        resolver=_unmerge, description="Parts a party from the one it went into: it comes back by its id, with all that was its."
    )
    set_golden_value: GoldenValuePayload = strawberry.mutation(
        resolver=_set_golden_value,
        description="Says a value of a party by hand: it outranks every silo's at once, until it is withdrawn.",
    )
    withdraw_golden_value: GoldenValuePayload = strawberry.mutation(
        resolver=_withdraw_golden_value, description="Takes a steward's value back: what the silos say counts again."
    )
    log_interaction: LogInteractionPayload = strawberry.mutation(
        resolver=log, description="Writes down a contact with a party, as the bank's own staff tells it."
    )
    open_service_request: ServiceRequestPayload = strawberry.mutation(
        resolver=opened, description="Writes down what a party asks for or complains of, with until when it is answered."
    )
    answer_service_request: ServiceRequestPayload = strawberry.mutation(
        resolver=answered, description="Answers a request, its silo's or the desk's, once; with a resolution it is closed."
    )
    set_consent: SetConsentPayload = strawberry.mutation(
        resolver=consented, description="Writes down that a party consents to a use of its data, or withdraws that, with the proof."
    )
    update_contact: PartyPayload = strawberry.mutation(
        resolver=reached, description="Says how a party is best reached, or takes back what was said; what silos say stays."
    )
    record_outcome: RecordOutcomePayload = strawberry.mutation(
        resolver=came, description="Writes down what came of an opportunity, a contact, an event or a request; the last counts."
    )
    set_role: BuyingCentrePayload = strawberry.mutation(
        resolver=placed, description="Says which part a person plays in a company's decisions, or until when they played it."
    )
    set_stance: BuyingCentrePayload = strawberry.mutation(
        resolver=stood, description="Says where a person stands towards what the bank proposes to a company, in all their parts."
    )
    set_coverage: BuyingCentrePayload = strawberry.mutation(
        resolver=covered, description="Says how near the bank is to a person in what concerns a company, and wants to be."
    )
    add_tie: TiePayload = strawberry.mutation(
        resolver=tied, description="Says what ties one person to another, as somebody told it; a tie is never worked out."
    )
    end_tie: TiePayload = strawberry.mutation(
        resolver=untied, description="Says that a tie is no more; what silos say stays, and withdrawn it stands again."
    )
    withdraw_entry: PartyPayload = strawberry.mutation(
        resolver=withdrawn, description="Takes back what was written by hand and was never so; its versions are kept."
    )
    redrive_row: RedriveRowPayload = strawberry.mutation(
        resolver=_redrive_row,
        description="Asks for a row in quarantine to be driven again; where it is kept, the worker or `c360 redrive` does.",
    )
