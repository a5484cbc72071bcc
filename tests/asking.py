"""Asking the schema as a caller does, without HTTP in between."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import strawberry
from strawberry.types import ExecutionResult

from access.caller import Caller, CallerRole
from access.policy import policy_of
from access.scope import units_below
from graph.session import Session
from graph.units import units
from resolvers.context import Context
from schema.assembled import serving, standard

SERVING, STANDARD = serving(), standard()
TODAY = date(2026, 10, 31)


@dataclass(frozen=True)
class Answer:
    """A result, and what it took."""

    result: ExecutionResult
    context: Context

    @property
    def data(self) -> Any:
        assert self.result.errors is None, self.result.errors
        return self.result.data

    @property
    def errors(self) -> list[tuple[str, list[Any] | None]]:
        return [(error.message, error.path) for error in self.result.errors or []]


class Asker:
    """A caller in a role and a place, before a graph."""

    def __init__(self, graph: Any, scope: list[str], caller: Caller) -> None:
        self.graph, self.scope, self.caller = graph, scope, caller

    async def __call__(self, text: str, schema: strawberry.Schema = SERVING, today: date = TODAY, **variables: Any) -> Answer:
        context = Context(self.graph, policy_of(self.caller), self.scope, today, self.caller)
        result = await schema.execute(text, variables, context)
        # What is read is one statement; where a part of it is refused, and by graphql-core alone, one for each of its roots.
        one = context.statements <= 1 or bool(result.errors) or schema is STANDARD or "mutation" in text
        assert one, "A question took more than one statement."
        return Answer(result, context)


async def asker(graph: Session, org: str = "HQ", role: CallerRole = CallerRole.BANKER) -> Asker:
    caller = Caller("tester", role, org, datetime(2030, 1, 1, tzinfo=UTC))
    return Asker(graph, units_below(org, await units(graph)), caller)


def nodes(connection: Any) -> list[Any]:
    return [edge["node"] for edge in connection["edges"]]
