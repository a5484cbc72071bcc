"""Answers operations, whatever door they come through: who asks is known, the question is read, nothing is sent yet."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import strawberry
import structlog
from graphql import GraphQLError

from access import caller as callers
from access import policy
from access.caller import CallerRole
from access.organisation import Organisation
from access.policy import Policy, policy_of
from access.scope import PUBLIC
from graph.session import Session
from graph.units import units
from resolvers import faults
from resolvers.context import Context
from resolvers.cost import Demand
from resolvers.known import known
from runtime.allowance import Allowance
from runtime.errors import BadQuestion, NotAuthenticated, NotPermitted, PlatformError, Refused, Throttled
from runtime.logs import Batch
from runtime.settings import Settings
from runtime.telemetry import operation_span
from runtime.wire.question import Question

LOG = structlog.get_logger("c360.gateway")


@dataclass(slots=True)
class Answer:
    """A response as GraphQL tells it; `executed` when the question itself was right; `retry_after` seconds when it may be asked
    again, unchanged."""

    shown: dict[str, Any]
    executed: bool
    retry_after: int | None = None
    throttled: bool = False


class Operations:
    """What one process answers with."""

    def __init__(self, schema: strawberry.Schema, graph: Session, settings: Settings, secret: str) -> None:
        self.schema = schema
        self.graph = graph
        self.settings = settings
        self.secret = secret
        self.organisation = Organisation(lambda: units(graph))
        self.timezone = ZoneInfo(settings.timezone)
        self.lines = Batch()
        redis_url = settings.redis_url.get_secret_value() if settings.redis_url else None
        self.allowance = Allowance(settings.cost_capacity, settings.cost_restore, redis_url)

    async def context(self, authorization: str | None) -> Context:
        """Who asks, in which scope, on which day. Raises NotAuthenticated, GraphUnavailable."""
        kind, _, token = (authorization or "").partition(" ")
        if kind.lower() != "bearer" or not token:
            raise NotAuthenticated("Send a token, as `Authorization: Bearer …`; in development `c360 token` makes one.")
        caller = callers.read(token.strip(), self.secret)
        scope = await self.organisation.scope(caller.org)
        today = datetime.now(self.timezone).date()
        return Context(self.graph, policy_of(caller), scope, today, caller, self.settings.reverify_days)

    async def warm(self, questions: Sequence[str]) -> None:
        """Asks what is expected to be asked, in head office's view."""
        for text in questions:
            context = Context(self.graph, Policy(CallerRole.BANKER, whole=True), [PUBLIC], datetime.now(self.timezone).date())
            await self.schema.execute(text, None, context)

    async def answer(self, request: str, asked: Question, context: Context) -> Answer:
        """What is told for one question, and its line in the log; `request` is the id it is known by there."""
        began = time.perf_counter()
        document = sha256(asked.query.encode()).hexdigest()[:16]
        with operation_span(document) as span:
            given = await self._given(asked, context)
            if span and "errors" in given.shown:
                span.set_attribute("c360.errors", len(given.shown["errors"]))
        codes = sorted({error["extensions"]["code"] for error in given.shown.get("errors", [])})
        line = partial(
            LOG.info, "operation", request=request, document=document, executed=given.executed, errors=codes,
            statements=context.statements, milliseconds=round((time.perf_counter() - began) * 1000, 2),
        )  # fmt: skip
        self.lines.add(line)
        return given

    async def _given(self, asked: Question, context: Context) -> Answer:
        document = known(self.schema, asked.query)
        if document.errors:
            return Answer({"errors": self._told(document.errors, context, executed=False)}, False)
        demand = document.demand(asked.operation)
        if demand is None:
            return refusal(BadQuestion("operationName names no operation of the question."))
        try:
            cost = self._cost(demand, asked, context)
            purse = self.allowance.spend(_subject(context), cost)
        except Throttled as fault:
            return self._throttled(fault, context)
        except Refused as fault:
            return refusal(fault)
        result = await self.schema.execute(asked.query, asked.variables, context, operation_name=asked.operation)
        brought = demand.brought(result.data)
        self.allowance.settle(purse, cost, brought)
        errors = result.errors or []
        executed = result.data is not None or any(error.path for error in errors)
        shown: dict[str, Any] = {} if not executed else {"data": result.data}
        if errors:
            shown["errors"] = self._told(errors, context, executed=executed)
        spent = {"requestedQueryCost": cost, "actualQueryCost": brought, "throttleStatus": self.allowance.status(purse)}
        shown["extensions"] = {**(result.extensions or {}), "cost": spent}
        return Answer(shown, executed, 2 if faults.unavailable(errors) else None)

    # ---- limits

    def may_look(self, context: Context) -> bool:
        """Whether the schema is shown to a caller: by introspection, by suggestions, in GraphiQL."""
        return policy.may_look(context.caller, partners=self.settings.partners_look)

    def _cost(self, demand: Demand, asked: Question, context: Context) -> int:
        """What the question costs before it is executed. Raises Refused."""
        if demand.looks and not self.may_look(context):
            raise NotPermitted("You may not look at the schema: what there is to ask for stands in the bank's documents.")
        return demand.of(asked.variables or {})

    def _throttled(self, fault: Throttled, context: Context) -> Answer:
        told = refusal(fault)
        told.retry_after, told.throttled = fault.wait, True
        status = self.allowance.standing(_subject(context))
        told.shown["extensions"] = {"cost": {"requestedQueryCost": fault.cost, "actualQueryCost": None, "throttleStatus": status}}
        return told

    def _told(self, errors: list[GraphQLError], context: Context, *, executed: bool) -> list[dict[str, Any]]:
        """Suggestions name what a schema has; those who may not look at it get none."""
        told = [faults.told(error, executed=executed) for error in errors]
        return told if self.may_look(context) else [{**each, "message": faults.unsuggested(each["message"])} for each in told]


def _subject(context: Context) -> str:
    return context.caller.subject if context.caller else ""


def refusal(fault: PlatformError) -> Answer:
    """The answer to a question that is not executed at all."""
    again = None if isinstance(fault, Refused) else 2
    return Answer({"errors": [{"message": str(fault), "extensions": {"code": fault.code}}]}, False, again)
