"""A request's question, as GraphQL over HTTP and the sockets' protocol send it."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from runtime.errors import BadQuestion


class Question(BaseModel):
    """Text, variables, and which of its operations is asked for."""

    model_config = ConfigDict(strict=True)

    query: str = Field(min_length=1)
    variables: dict[str, Any] | None = None
    operation: str | None = Field(None, alias="operationName")
    extensions: dict[str, Any] | None = None


def question(body: bytes) -> Question:
    """Raises BadQuestion with the field that is wrong."""
    try:
        return Question.model_validate_json(body)
    except ValidationError as fault:
        wrong = fault.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(step) for step in wrong["loc"]) or "The body"
        raise BadQuestion(f"{where}: {wrong['msg']}.") from None
