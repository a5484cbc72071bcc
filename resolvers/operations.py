"""Answers operations, whatever door they come through: who asks is known, the question is read, nothing is sent yet."""

import asyncio
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from datetime import datetime
from functools import partial
from hashlib import sha256
from math import inf
from typing import Any
from zoneinfo import ZoneInfo

import strawberry
import structlog
from graphql import OperationType
from strawberry.schema.exceptions import InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError

from access import bookmark, policy
from access import caller as callers
from access.caller import Caller, CallerRole
from access.organisation import Organisation
from access.scope import PUBLIC
from graph.progress import Watches, look
from graph.session import Session
from graph.trail import FOLLOWED, Trail, Trails
from graph.units import units
from resolvers import answer, faults
from resolvers.context import Context
from resolvers.given import Answer, refusal
from resolvers.known import kind_of
from resolvers.measures import LEFT, RANKS, outcome, watched
from resolvers.pricing import Price, Pricing, subject
from resolvers.warming import samples
from runtime.admission import Gate, Rank
from runtime.allowance import Allowance
from runtime.deadline import UNTIL, asked_for, within
from runtime.errors import BadQuestion, NotAuthenticated, NotPermitted, Overloaded, PlatformError
from runtime.logs import Batch
from runtime.settings import Settings
from runtime.telemetry import Telemetry, Traced
from runtime.wire.question import Question

LOG = structlog.get_logger("c360.gateway")
UNITS_SECONDS = 2.0
FAILED = ("internal", "unavailable")
NO_HEADERS: Mapping[bytes, bytes] = {}


class Operations:
    """What one process answers with."""

    def __init__(self, schema: strawberry.Schema, graph: Session, settings: Settings, secret: str) -> None:
        self.schema = schema
        self.graph = graph
        self.settings = settings
        self.secret = secret
        self.organisation = Organisation(self._units)
        self.timezone = ZoneInfo(settings.timezone)
        self.trails = Trails()
        self.lines = Batch()
        redis_url = settings.redis_url.get_secret_value() if settings.redis_url else None
        self.allowance = Allowance(settings.cost_capacity, settings.cost_restore, redis_url)
        self.pricing = Pricing(schema, self.allowance, partners_look=settings.partners_look)
        self.gate = Gate(settings.in_flight)
        self.watches = Watches(graph, turn=lambda: self.gate.turn(Rank.BACKGROUND, seconds=inf))
        self.metrics = watched(self.gate, self.allowance, graph.statements, settings.pool_size, answer.PLANS)
        self.telemetry: Telemetry | None = None
        """Where spans and metrics are sent to; set by whoever serves."""

    async def _units(self) -> list[tuple[str, str]]:
        with within(UNITS_SECONDS):
            return await units(self.graph)

    async def context(self, authorization: str | None, headers: Mapping[bytes, bytes] = NO_HEADERS) -> Context:
        """Who asks, in which scope, on which day, and how long they wait. Raises NotAuthenticated, GraphUnavailable."""
        caller = self._caller(authorization)
        scope = await self.organisation.scope(caller.org)
        today = datetime.now(self.timezone).date()
        view, days = policy.policy_of(caller), (self.settings.reverify_days, self.timezone, self.settings.consent_days)
        context = Context(self.graph, view, scope, today, caller, *days, watches=self.watches)
        context.seconds, context.headers = asked_for(headers, self.settings.statement_seconds), headers
        return context

    def _caller(self, authorization: str | None) -> Caller:
        """Raises NotAuthenticated."""
        kind, _, token = (authorization or "").partition(" ")
        if kind.lower() != "bearer" or not token:
            raise NotAuthenticated("Send a token, as `Authorization: Bearer …`; in development `c360 token` makes one.")
        return callers.read(token.strip(), self.secret)

    def may_enter(self, authorization: str | None) -> None:
        """Raises NotAuthenticated, NotPermitted for whoever may not look at the schema."""
        if not policy.may_look(self._caller(authorization), partners=self.settings.partners_look):
            raise NotPermitted("GraphiQL is not open to you: what there is to ask for stands in the bank's documents.")

    async def warm(self, questions: Sequence[str], over: asyncio.Event) -> bool:
        """Plans what is expected to be asked, in every view, until it is `over`: a statement's first sight costs the database most.
        Whether it was there for that."""
        try:
            await look(self.graph, "")
        except PlatformError:
            return False
        for text in questions:
            for operation, variables in samples(self.schema, text):
                for view in policy.views():
                    if over.is_set():
                        return True
                    context = Context(self.graph, view, [PUBLIC], datetime.now(self.timezone).date())
                    try:
                        async with self.gate.turn(Rank.BACKGROUND, seconds=inf):
                            result = await self.schema.execute(text, variables, context, operation_name=operation)
                    except Overloaded:
                        return False
                    if context.fault or faults.unavailable(result.errors or []):
                        return False
        return True

    def kind(self, asked: Question) -> OperationType | None:
        """Whether it asks, changes or listens; None where that cannot be told."""
        return kind_of(self.schema, asked.query, asked.operation)

    async def answer(self, request: str, asked: Question, context: Context) -> Answer:
        """What is told for one question, and its line in the log; `request` is the id it is known by there."""
        began = time.perf_counter()
        document = sha256(asked.query.encode()).hexdigest()[:16]
        rank = self._rank(asked, context)
        traced = self.telemetry.begin(document, context.headers) if self.telemetry else None
        became: Answer | str = "internal"
        try:
            given = became = await self._in_turn(rank, asked, context)
        except asyncio.CancelledError:
            became = LEFT
            raise
        finally:
            self._measure(rank, time.perf_counter() - began, became, traced and (traced, asked, context))
        self._note(request, document, began, context, given)
        return given

    async def stream(self, request: str, asked: Question, context: Context) -> AsyncGenerator[Answer]:
        """What is told for one question: all of a subscription, paid for when it begins, or the one answer of every other."""
        if self.kind(asked) is not OperationType.SUBSCRIPTION:
            yield await self.answer(request, asked, context)
            return
        async with aclosing(self._subscribed(request, asked, context)) as told:
            async for given in told:
                yield given

    async def _subscribed(self, request: str, asked: Question, context: Context) -> AsyncGenerator[Answer]:
        """It begins as a question does, in its turn; what it looks at from then on waits behind all that somebody sits before."""
        began, document = time.perf_counter(), sha256(asked.query.encode()).hexdigest()[:16]
        rank = self._rank(asked, context)
        traced = self.telemetry.begin(document, context.headers) if self.telemetry else None
        events, results, given = 0, None, Answer({}, executed=True)
        became = LEFT
        self.metrics.streams += 1
        try:
            price = self.pricing.take(asked, context)
            if isinstance(price, Answer):
                result = price
            else:
                results = await self.schema.subscribe(asked.query, asked.variables, context, operation_name=asked.operation)
                result = await self._first(rank, results, context)
            if traced:
                traced.leave()
            while result is not None:
                given, cost = self._event(result, price, context)
                codes = _codes(given)
                became = outcome(given, codes)
                if not events:
                    self.metrics.answered(RANKS[rank], became, time.perf_counter() - began, codes)
                if traced:
                    traced.event({"graphql.document.hash": document, "c360.cost": cost, "c360.errors": codes})
                self.metrics.events[became] += 1
                events += 1
                yield given
                result = await anext(results, None) if results else None
        finally:
            self.metrics.streams -= 1
            if results:
                await results.aclose()
            if not events:
                self.metrics.answered(RANKS[rank], LEFT, time.perf_counter() - began, ())
            if traced:
                told = {"c360.events": events, "c360.statements": context.statements, "c360.errors": _codes(given)}
                traced.end(
                    {"graphql.operation.type": "subscription", "c360.rank": RANKS[rank], "c360.outcome": became, **told},
                    failed=became in FAILED,
                )
            self._note(request, document, began, context, given)

    async def _first(
        self, rank: Rank, results: AsyncGenerator[ExecutionResult], context: Context
    ) -> ExecutionResult | Answer | None:
        """What a subscription tells when it begins; None where that is nothing."""
        seconds = min(context.seconds, self.settings.statement_seconds)
        until = UNTIL.set(time.monotonic() + seconds)
        try:
            async with self.gate.turn(rank, subject(context), seconds):
                return await anext(results, None)
        except Overloaded as fault:
            return refusal(fault)
        finally:
            UNTIL.reset(until)

    def _event(self, result: ExecutionResult | Answer, price: Price | Answer, context: Context) -> tuple[Answer, int]:
        """As it is told, and what it cost, which is taken from its caller's allowance."""
        if isinstance(result, Answer):
            return result, 0
        assert isinstance(price, Price)
        given = self._told(result, context, executed=True)
        if isinstance(result, PreExecutionError):  # the question is valid, its variables or its caller are not right
            given.executed = given.shown.pop("data", None) is not None
        cost = price.demand.brought(result.data)
        self.allowance.settle(price.purse, 0, cost)
        return given, cost

    def _note(self, request: str, document: str, began: float, context: Context, given: Answer) -> None:
        line = partial(
            LOG.info, "operation", request=request, document=document, executed=given.executed, errors=_codes(given),
            statements=context.statements, milliseconds=round((time.perf_counter() - began) * 1000, 2),
        )  # fmt: skip
        self.lines.add(line)

    async def _in_turn(self, rank: Rank, asked: Question, context: Context) -> Answer:
        """Once there is room for it, and for as long as its caller waits."""
        seconds = min(context.seconds, self.settings.statement_seconds)
        until = UNTIL.set(time.monotonic() + seconds)
        try:
            async with self.gate.turn(rank, subject(context), seconds):
                return await self._following(asked, context)
        except (Overloaded, BadQuestion) as fault:
            return refusal(fault)
        finally:
            UNTIL.reset(until)

    async def _following(self, asked: Question, context: Context) -> Answer:
        """What was changed is seen by what the same caller reads next, here by itself and elsewhere by the bookmark it brings.
        Raises BadQuestion for a bookmark that is none."""
        caller = subject(context)
        trail = self.trails.of(caller)
        brought = (asked.extensions or {}).get("bookmark")
        if brought is not None:
            trail = Trail(trail.marks | bookmark.read(brought, caller, self.secret))
        behind, followed = trail.marks, FOLLOWED.set(trail)
        try:
            given = await self._given(asked, context)
        finally:
            FOLLOWED.reset(followed)
            if trail.marks != behind:
                self.trails.keep(caller, trail, behind)
        if trail.marks != behind:
            given.shown.setdefault("extensions", {})["bookmark"] = bookmark.given(trail.marks, caller, self.secret)
        return given

    # ---- what is told of it

    def _measure(
        self, rank: Rank, seconds: float, given: Answer | str, traced: tuple[Traced, Question, Context] | None
    ) -> None:
        """Counts it, and ends its span; where nothing was given, by what became of it instead."""
        shown = {} if isinstance(given, str) else given.shown
        codes = [error["extensions"]["code"] for error in shown.get("errors", ())]
        became = given if isinstance(given, str) else outcome(given, codes)
        self.metrics.answered(RANKS[rank], became, seconds, codes)
        if traced:
            span, asked, context = traced
            cost = shown.get("extensions", {}).get("cost")
            kind = self.kind(asked)
            span.end(
                {
                    "graphql.operation.type": kind.value if kind else "", "c360.rank": RANKS[rank], "c360.outcome": became,
                    "c360.errors": sorted(set(codes)), "c360.statements": context.statements, "c360.plan_hit": context.plan_hit,
                    **({"c360.cost": cost["actualQueryCost"]} if cost and cost["actualQueryCost"] is not None else {}),
                },
                failed=became in FAILED,
            )  # fmt: skip

    def _rank(self, asked: Question, context: Context) -> Rank:
        if "mutation" in asked.query and self.kind(asked) is OperationType.MUTATION:
            return Rank.CHANGE
        return Rank.PARTNER if context.caller and context.caller.role is CallerRole.PARTNER else Rank.STAFF

    async def _given(self, asked: Question, context: Context) -> Answer:
        price = self.pricing.take(asked, context)
        if isinstance(price, Answer):
            return price
        try:
            result = await self.schema.execute(asked.query, asked.variables, context, operation_name=asked.operation)
        except InvalidOperationTypeError:
            return refusal(BadQuestion("A subscription is told over a WebSocket, or as text/event-stream: ask for either."))
        given = self._told(result, context, executed=result.data is not None or any(error.path for error in result.errors or []))
        given.shown["extensions"] = {**(result.extensions or {}), "cost": self.pricing.spent(price, result.data)}
        return given

    def _told(self, result: ExecutionResult, context: Context, *, executed: bool) -> Answer:
        """A result as it is told."""
        errors = result.errors or []
        shown: dict[str, Any] = {} if not executed else {"data": result.data}
        if errors:
            shown["errors"] = self.pricing.mistakes(errors, context, executed=executed)
        if result.extensions:
            shown["extensions"] = result.extensions
        return Answer(shown, executed, 2 if faults.unavailable(errors) else None)


def _codes(given: Answer) -> list[str]:
    return sorted({error["extensions"]["code"] for error in given.shown.get("errors", [])})
