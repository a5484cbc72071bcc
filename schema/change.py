"""What every change has in common: its key, and why nothing was changed."""

from enum import Enum

import strawberry

from graph.changes import Mistake
from graph.identity import named
from resolvers.changes.change import Changed

INPUT = strawberry.argument(description="What is to be changed, and the caller's key for it.")


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
    MISSING = "MISSING"
    IN_PAST = "IN_PAST"
    IN_FUTURE = "IN_FUTURE"
    TOO_MANY = "TOO_MANY"
    ALREADY_ANSWERED = "ALREADY_ANSWERED"
    CONFLICT = "CONFLICT"
    CONTRADICTS = "CONTRADICTS"
    TO_ITSELF = "TO_ITSELF"
    OUT_OF_RANGE = "OUT_OF_RANGE"
    ENDS_BEFORE_START = "ENDS_BEFORE_START"


@strawberry.type(description="A mistake in the input: nothing was changed.")
class UserError:
    field: str = strawberry.field(description="The input's field.")
    code: UserErrorCode = strawberry.field(description="What is wrong, for programs.")
    message: str = strawberry.field(description="What is wrong and what to do, for people.")

    @classmethod
    def of(cls, mistake: Mistake) -> "UserError":
        return cls(field=mistake.field, code=UserErrorCode(mistake.code), message=mistake.message)


def own(id_: strawberry.ID, *types: str) -> str:
    """A thing's own id; an empty one where a global id is of another type."""
    type_, key = named(str(id_))
    return key if type_ in (None, *types) else ""


def errors(done: Changed) -> list[UserError]:
    return [UserError.of(each) for each in done.mistakes]
