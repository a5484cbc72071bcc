"""Where a change begins: one input with an idempotency key, the changed object and named mistakes."""

from enum import Enum
from typing import Annotated

import strawberry
from strawberry.types import Info

from graph.changes import Mistake
from graph.identity import named
from resolvers.changes.redrive_row import redrive_row
from resolvers.context import Context
from runtime.errors import BadQuestion
from schema.field import changed, filter_
from schema.lineage import QuarantinedRow


@strawberry.enum(description="Why a change was not made.")
class UserErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    NOT_WAITING = "NOT_WAITING"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"
    MASKED_VALUE = "MASKED_VALUE"
    IDEMPOTENCY_MISMATCH = "IDEMPOTENCY_MISMATCH"


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


INPUT = strawberry.argument(description="What is to be changed, and the caller's key for it.")


async def _redrive_row(info: Info[Context, None], input: Annotated[RedriveRowInput, INPUT]) -> RedriveRowPayload:
    type_, key = named(str(input.row))
    row = key if type_ in (None, "QuarantinedRow") else ""
    mended = {each.field: each.value for each in input.mended or []}
    if len(mended) < len(input.mended or []):
        raise BadQuestion("A field is mended twice: say each once.")
    done = await redrive_row(info.context, input.idempotency_key, row, mended)
    return RedriveRowPayload(changed_id=done.changed, user_errors=[UserError.of(each) for each in done.mistakes])


@strawberry.type(description="All that can be changed.")
class Mutation:
    redrive_row: RedriveRowPayload = strawberry.mutation(
        resolver=_redrive_row,
        description="Asks for a row in quarantine to be driven again; the next `c360 redrive` where it is kept does so.",
    )
