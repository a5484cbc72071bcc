"""Answers operations, whatever door they come through: who asks is known, the question is read, nothing is sent yet."""

import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from math import inf
from typing import Any
from zoneinfo import ZoneInfo

import strawberry
import structlog
from graphql import OperationType
from strawberry.schema.exceptions import CannotGetOperationTypeError

from access import caller as callers
from access.caller import CallerRole
from access.organisation import Organisation
from access.policy import Policy, policy_of
from access.scope import PUBLIC
from graph.session import Session
from graph.units import units
from resolvers import answer, faults
from resolvers.context import Context
from resolvers.known import kind_of
from runtime import metrics
from runtime.admission import Gate, Rank
from runtime.deadline import UNTIL, asked_for, within
from runtime.errors import BadQuestion, NotAuthenticated, Overloaded, PlatformError, Refused
from runtime.logs import Batch
from runtime.metrics import Metrics
from runtime.settings import Settings
from runtime.telemetry import Telemetry, Traced
from runtime.wire.question import Question

LOG = structlog.get_logger("c360.gateway")
UNITS_SECONDS = 2.0
RANKS = [rank.name.lower() for rank in Rank]
NO_HEADERS: Mapping[bytes, bytes] = {}


@dataclass(slots=True)
class Answer:
    """A response as GraphQL tells it; `executed` when the question itself was right; `retry_after` seconds when it may be asked
    again, unchanged."""

    shown: dict[str, Any]
    executed: bool
    retry_after: int | None = None


class Operations:
    """What one process answers with."""

    def __init__(self, schema: strawberry.Schema, graph: Session, settings: Settings, secret: str) -> None:
        self.schema = schema
        self.graph = graph
        self.settings = settings
        self.secret = secret
        self.organisation = Organisation(self._units)
        self.timezone = ZoneInfo(settings.timezone)
        self.lines = Batch()
        self.gate = Gate(settings.in_flight)
        self.metrics = self._measured()
        self.telemetry: Telemetry | None = None
        """Where spans and metrics are sent to; set by whoever serves."""

    async def _units(self) -> list[tuple[str, str]]:
        with within(UNITS_SECONDS):
            return await units(self.graph)

    async def context(self, authorization: str | None, headers: Mapping[bytes, bytes] = NO_HEADERS) -> Context:
        """Who asks, in which scope, on which day, and how long they wait. Raises NotAuthenticated, GraphUnavailable."""
        kind, _, token = (authorization or "").partition(" ")
        if kind.lower() != "bearer" or not token:
            raise NotAuthenticated("Send a token, as `Authorization: Bearer …`; in development `c360 token` makes one.")
        caller = callers.read(token.strip(), self.secret)
        scope = await self.organisation.scope(caller.org)
        today = datetime.now(self.timezone).date()
        context = Context(self.graph, policy_of(caller), scope, today, caller, self.settings.reverify_days)
        context.seconds, context.headers = asked_for(headers, self.settings.statement_seconds), headers
        return context

    async def warm(self, questions: Sequence[str]) -> None:
        """Asks what is expected to be asked, in head office's view."""
        for text in questions:
            context = Context(self.graph, Policy(CallerRole.BANKER, whole=True), [PUBLIC], datetime.now(self.timezone).date())
            with suppress(Overloaded):  # its place was needed: the first to ask it has it planned
                async with self.gate.turn(Rank.BACKGROUND, seconds=inf):
                    await self.schema.execute(text, None, context)

    def kind(self, asked: Question) -> OperationType | None:
        """Whether it asks, changes or listens; None where that cannot be told."""
        return kind_of(self.schema, asked.query, asked.operation)

    async def answer(self, request: str, asked: Question, context: Context) -> Answer:
        """What is told for one question, and its line in the log; `request` is the id it is known by there."""
        began = time.perf_counter()
        document = sha256(asked.query.encode()).hexdigest()[:16]
        rank = self._rank(asked, context)
        traced = self.telemetry.begin(document, context.headers) if self.telemetry else None
        given = Answer({}, executed=False)
        try:
            given = await self._in_turn(rank, asked, context)
        finally:
            told = given if given.shown else None
            self._measure(rank, time.perf_counter() - began, told, traced and (traced, asked, context))
        codes = sorted({error["extensions"]["code"] for error in given.shown.get("errors", [])})
        line = partial(
            LOG.info, "operation", request=request, document=document, executed=given.executed, errors=codes,
            statements=context.statements, milliseconds=round((time.perf_counter() - began) * 1000, 2),
        )  # fmt: skip
        self.lines.add(line)
        return given

    async def _in_turn(self, rank: Rank, asked: Question, context: Context) -> Answer:
        """Once there is room for it, and for as long as its caller waits."""
        seconds = min(context.seconds, self.settings.statement_seconds)
        until = UNTIL.set(time.monotonic() + seconds)
        try:
            async with self.gate.turn(rank, context.caller.subject if context.caller else "", seconds):
                return await self._given(asked, context)
        except Overloaded as fault:
            return refusal(fault)
        finally:
            UNTIL.reset(until)

    # ---- what is told of it

    def _measure(
        self, rank: Rank, seconds: float, given: Answer | None, traced: tuple[Traced, Question, Context] | None
    ) -> None:
        """Counts it, and ends its span; nothing was given to who left, or where something is wrong inside."""
        codes = [error["extensions"]["code"] for error in given.shown["errors"]] if given and "errors" in given.shown else []
        outcome = _outcome(given, codes)
        self.metrics.answered(RANKS[rank], outcome, seconds, codes)
        if traced:
            span, asked, context = traced
            cost = given.shown.get("extensions", {}).get("cost") if given else None
            kind = self.kind(asked)
            span.end(
                {
                    "graphql.operation.type": kind.value if kind else "", "c360.rank": RANKS[rank], "c360.outcome": outcome,
                    "c360.errors": sorted(set(codes)), "c360.statements": context.statements, "c360.plan_hit": context.plan_hit,
                    **({"c360.cost": cost["actualQueryCost"]} if cost and cost["actualQueryCost"] is not None else {}),
                },
                failed=outcome in ("internal", "unavailable"),
            )  # fmt: skip

    def _measured(self) -> Metrics:
        made, gate, plans = Metrics(), self.gate, answer.PLANS

        def by_rank(counts: Iterable[int]) -> list[tuple[tuple[str, ...], int]]:
            return [((rank,), count) for rank, count in zip(RANKS, counts, strict=True)]

        made.watch(metrics.IN_FLIGHT, lambda: [((), gate.busy)])
        made.watch(metrics.BOUND, metrics.number(gate.bound))
        made.watch(metrics.WAITING, lambda: by_rank(map(len, gate.waiting)))
        made.watch(metrics.WAITED, lambda: by_rank(gate.waited))
        made.watch(metrics.SHED, lambda: by_rank(gate.shed))
        made.watch(metrics.STATEMENTS, self.graph.statements.counted)
        made.watch(metrics.STATEMENT_SECONDS, self.graph.statements.durations)
        made.watch(metrics.UNDER_WAY, lambda: [((), self.graph.statements.under_way)])
        made.watch(metrics.POOL, metrics.number(self.settings.pool_size))
        made.watch(metrics.PLANS, lambda: [(("kept",), plans.hits), (("made",), plans.made)])
        made.watch(metrics.PLANS_KEPT, lambda: [((), len(plans.kept))])
        return made

    def _rank(self, asked: Question, context: Context) -> Rank:
        if "mutation" in asked.query and self.kind(asked) is OperationType.MUTATION:
            return Rank.CHANGE
        return Rank.PARTNER if context.caller and context.caller.role is CallerRole.PARTNER else Rank.STAFF

    async def _given(self, asked: Question, context: Context) -> Answer:
        try:
            result = await self.schema.execute(asked.query, asked.variables, context, operation_name=asked.operation)
        except CannotGetOperationTypeError:
            return refusal(BadQuestion("operationName names no operation of the question."))
        errors = result.errors or []
        executed = result.data is not None or any(error.path for error in errors)
        shown: dict[str, Any] = {} if not executed else {"data": result.data}
        if errors:
            shown["errors"] = [faults.told(error, executed=executed) for error in errors]
        if result.extensions:
            shown["extensions"] = result.extensions
        return Answer(shown, executed, 2 if faults.unavailable(errors) else None)


def _outcome(given: Answer | None, codes: list[str]) -> str:
    if given is None or faults.INTERNAL in codes:
        return "internal"
    if not codes:
        return "ok"
    return "shed" if Overloaded.code in codes else "refused" if given.retry_after is None else "unavailable"


def refusal(fault: PlatformError) -> Answer:
    """The answer to a question that is not executed at all."""
    again = None if isinstance(fault, Refused) else 2
    return Answer({"errors": [{"message": str(fault), "extensions": {"code": fault.code}}]}, False, again)
