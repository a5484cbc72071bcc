"""A request's question, as GraphQL over HTTP and the sockets' protocol send it."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from runtime.errors import BadQuestion

DOCUMENT = re.compile(r"sha256:[0-9a-f]{64}|(x-[A-Za-z0-9._~-]+:)?[A-Za-z0-9._~-]+")
"""An identifier of a persisted document, as GraphQL over HTTP writes them."""


class Question(BaseModel):
    """Text, or the id of a trusted document whose text it is; variables, and which of its operations is asked for."""

    model_config = ConfigDict(strict=True)

    query: str = ""
    document: str | None = Field(None, alias="documentId", max_length=200)
    variables: dict[str, Any] | None = None
    operation: str | None = Field(None, alias="operationName")
    extensions: dict[str, Any] | None = None


def question(body: bytes) -> Question:
    """Raises BadQuestion with the field that is wrong."""
    try:
        return whole(Question.model_validate_json(body))
    except ValidationError as fault:
        raise BadQuestion(wrong(fault)) from None


def of_payload(payload: object) -> Question:
    """A question as it stands in a message. Raises BadQuestion."""
    try:
        return whole(Question.model_validate(payload))
    except ValidationError as fault:
        raise BadQuestion(wrong(fault)) from None


def of_parameters(sent: bytes) -> Question:
    """A question as it stands in an address. Raises BadQuestion."""
    try:
        said = dict(parse_qsl(sent.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=20))
        payload = {name: value for name, value in said.items() if name in ("query", "documentId", "operationName") and value}
        payload |= {name: json.loads(said[name]) for name in ("variables", "extensions") if said.get(name)}
    except (ValueError, RecursionError):
        raise BadQuestion("The address is not what an address that asks is: variables and extensions are JSON.") from None
    return of_payload(payload)


def whole(asked: Question) -> Question:
    """Raises BadQuestion where there is neither a text nor a document's id, or both."""
    if not asked.query and asked.document is None:
        asked.document = _of_apollo(asked.extensions)
    if not asked.query and asked.document is None:
        raise BadQuestion("query: Field required, or the documentId of a trusted document.")
    if asked.document is not None and asked.query:
        raise BadQuestion("documentId: send it or the text, not both.")
    if asked.document is not None and not DOCUMENT.fullmatch(asked.document):
        raise BadQuestion("documentId: it is sha256: and 64 hexadecimal digits, or letters, digits and `-._~`.")
    return asked


def _of_apollo(extensions: Mapping[str, Any] | None) -> str | None:
    """Apollo's clients send a document's id among the extensions."""
    persisted: Any = (extensions or {}).get("persistedQuery")
    found: Any = persisted.get("sha256Hash") if isinstance(persisted, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return found if isinstance(found, str) and len(found) <= 200 else None


def wrong(fault: ValidationError) -> str:
    """What of it is wrong, in one line without its value."""
    first = fault.errors(include_input=False, include_url=False)[0]
    where = ".".join(str(step) for step in first["loc"]) or "The body"
    return f"{where}: {first['msg']}."
