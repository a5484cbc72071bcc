"""Errors as callers see them: a code from the documented list, one line, and nothing of the inside."""

from typing import Any
from uuid import uuid4

import structlog
from graphql import GraphQLError, GraphQLSyntaxError

from runtime.errors import PlatformError, Refused

LOG = structlog.get_logger("c360.faults")
PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
BAD_INPUT = "BAD_USER_INPUT"
INTERNAL = "INTERNAL"


def told(error: GraphQLError, *, executed: bool) -> dict[str, Any]:
    """The error as the specification formats it, with `extensions.code`; what is not ours is masked."""
    cause = error.original_error
    shown = error.formatted
    if isinstance(cause, PlatformError) and cause.code != INTERNAL:
        code = cause.code
    elif cause is None or isinstance(cause, GraphQLError):
        code = PARSE_FAILED if isinstance(error, GraphQLSyntaxError) else BAD_INPUT if executed else VALIDATION_FAILED
    else:
        return {**shown, **masked(cause)}
    code = (error.extensions or {}).get("code", code)
    return {**shown, "extensions": {**(shown.get("extensions") or {}), "code": code}}


def masked(fault: BaseException | None) -> dict[str, Any]:
    """A message that says nothing, and a reference under which the log tells what it was and where."""
    reference = uuid4().hex[:12]
    LOG.error("masked", reference=reference, fault=type(fault).__name__, cause=_place(fault))
    message = f"Something went wrong inside; the operators find it under {reference}."
    return {"message": message, "extensions": {"code": INTERNAL, "reference": reference}}


def _place(fault: BaseException | None) -> str:
    """File and line where it was raised: a fault's own words may hold a customer's data."""
    trace = fault.__traceback__ if fault else None
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}" if trace else ""


def unsuggested(message: str) -> str:
    """A mistake without the names that the question may have meant."""
    return message.partition(" Did you mean ")[0]


def unavailable(errors: list[GraphQLError]) -> bool:
    """Whether the question was right and the graph was not there."""
    return bool(errors) and all(
        isinstance(error.original_error, PlatformError) and not isinstance(error.original_error, Refused) for error in errors
    )
