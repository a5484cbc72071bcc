"""Where a change begins: one input with an idempotency key, the changed object and named mistakes."""

from enum import Enum
from typing import Annotated

import strawberry
from strawberry.types import Info

from graph.changes import Mistake
from graph.identity import named
from graph.judgements import Verdict
from resolvers.changes.change import Changed
from resolvers.changes.golden_value import set_golden_value, withdraw_golden_value
from resolvers.changes.judge_match import judge_match
from resolvers.changes.redrive_row import redrive_row
from resolvers.changes.unmerge import unmerge
from resolvers.context import Context
from runtime.errors import BadQuestion
from schema.field import changed, filter_
from schema.lineage import QuarantinedRow
from schema.party import Party
from schema.task import MatchTask


@strawberry.enum(description="Why a change was not made.")
class UserErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    NOT_WAITING = "NOT_WAITING"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"
    MASKED_VALUE = "MASKED_VALUE"
    IDEMPOTENCY_MISMATCH = "IDEMPOTENCY_MISMATCH"
    SAME_RECORD = "SAME_RECORD"
    NOT_ONE_KIND = "NOT_ONE_KIND"
    NOT_MERGED = "NOT_MERGED"
    WHY_MISSING = "WHY_MISSING"
    TOO_LONG = "TOO_LONG"
    UNKNOWN_FIELD = "UNKNOWN_FIELD"
    BAD_VALUE = "BAD_VALUE"
    EVIDENCE_MISSING = "EVIDENCE_MISSING"
    NOT_SET = "NOT_SET"


@strawberry.type(description="A mistake in the input: nothing was changed.")
class UserError:
    field: str = strawberry.field(description="The input's field.")
    code: UserErrorCode = strawberry.field(description="What is wrong, for programs.")
    message: str = strawberry.field(description="What is wrong and what to do, for people.")

    @classmethod
    def of(cls, mistake: Mistake) -> "UserError":
        return cls(field=mistake.field, code=UserErrorCode(mistake.code), message=mistake.message)


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


INPUT = strawberry.argument(description="What is to be changed, and the caller's key for it.")


async def _redrive_row(info: Info[Context, None], input: Annotated[RedriveRowInput, INPUT]) -> RedriveRowPayload:
    row = _own(input.row, "QuarantinedRow")
    mended = {each.field: each.value for each in input.mended or []}
    if len(mended) < len(input.mended or []):
        raise BadQuestion("A field is mended twice: say each once.")
    done = await redrive_row(info.context, input.idempotency_key, row, mended)
    return RedriveRowPayload(changed_id=done.changed, user_errors=_errors(done))


async def _judge_match(info: Info[Context, None], input: Annotated[JudgeMatchInput, INPUT]) -> JudgeMatchPayload:
    one, other = (_own(each, "SourceRecord") for each in (input.one, input.other))
    done = await judge_match(info.context, input.idempotency_key, one, other, input.verdict, input.why)
    return JudgeMatchPayload(changed_id=done.changed, user_errors=_errors(done))


async def _unmerge(info: Info[Context, None], input: Annotated[UnmergeInput, INPUT]) -> UnmergePayload:
    done = await unmerge(info.context, input.idempotency_key, _own(input.party, "Person", "Company"), input.why)
    return UnmergePayload(changed_id=done.changed, user_errors=_errors(done))


async def _set_golden_value(info: Info[Context, None], input: Annotated[SetGoldenValueInput, INPUT]) -> GoldenValuePayload:
    party, said = _own(input.party, "Person", "Company"), (input.field, input.value, input.evidence, input.why)
    done = await set_golden_value(info.context, input.idempotency_key, party, *said)
    return GoldenValuePayload(changed_id=done.changed, user_errors=_errors(done))


async def _withdraw_golden_value(
    info: Info[Context, None], input: Annotated[WithdrawGoldenValueInput, INPUT]
) -> GoldenValuePayload:
    party = _own(input.party, "Person", "Company")
    done = await withdraw_golden_value(info.context, input.idempotency_key, party, input.field, input.why)
    return GoldenValuePayload(changed_id=done.changed, user_errors=_errors(done))


def _own(id_: strawberry.ID, *types: str) -> str:
    """A thing's own id; an empty one where a global id is of another type."""
    type_, key = named(str(id_))
    return key if type_ in (None, *types) else ""


def _errors(done: Changed) -> list[UserError]:
    return [UserError.of(each) for each in done.mistakes]


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
    redrive_row: RedriveRowPayload = strawberry.mutation(
        resolver=_redrive_row,
        description="Asks for a row in quarantine to be driven again; where it is kept, the worker or `c360 redrive` does.",
    )
