"""What is given in answer to a question, as GraphQL tells it."""

from dataclasses import dataclass
from typing import Any

from runtime.errors import PlatformError, Refused


@dataclass(slots=True)
class Answer:
    """A response as GraphQL tells it; `executed` when the question itself was right; `retry_after` seconds when it may be asked
    again, unchanged."""

    shown: dict[str, Any]
    executed: bool
    retry_after: int | None = None
    throttled: bool = False


def refusal(fault: PlatformError) -> Answer:
    """The answer to a question that is not executed at all."""
    again = None if isinstance(fault, Refused) else 2
    return Answer({"errors": [{"message": str(fault), "extensions": {"code": fault.code}}]}, False, again)
