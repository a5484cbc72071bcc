"""The HTTP door: the application factory, its life, its routes."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import orjson
import strawberry
import structlog
from opentelemetry import trace
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from strawberry.schema.exceptions import CannotGetOperationTypeError

from access import caller as callers
from access.caller import CallerRole
from access.organisation import Organisation
from access.policy import Policy, policy_of
from access.scope import PUBLIC
from graph.schema_changes import pending
from graph.session import Session, connect
from graph.units import units
from resolvers import faults
from resolvers.context import Context
from runtime.errors import BadQuestion, NotAuthenticated, PlatformError
from runtime.negotiation import GRAPHQL, accepted, is_json
from runtime.settings import Settings
from runtime.telemetry import TRACER, trace_to
from schema.assembled import serving

LOG = structlog.get_logger("c360.gateway")
VENDOR = Path(__file__).parent / "explorer" / "vendor"
STATUS = {"UNAUTHENTICATED": 401, "FORBIDDEN": 403}
REQUEST_ID = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


class Gateway:
    """What one process serves with; made by `application`, closed by its lifespan."""

    def __init__(self, settings: Settings, secret: str, graph: Session) -> None:
        self.settings = settings
        self.secret = secret
        self.graph = graph
        self.schema: strawberry.Schema = serving()
        self.organisation = Organisation(lambda: units(graph))
        self.timezone = ZoneInfo(settings.timezone)

    # ---- /graphql

    async def graphql(self, request: Request) -> Response:
        media = accepted(request.headers.get("accept"))
        if media is None:
            return Response("Accept application/graphql-response+json or application/json.\n", 406, media_type="text/plain")
        if request.method != "POST":
            return self.refusal(media, 405, "METHOD_NOT_ALLOWED", "Questions are asked by POST.", {"allow": "POST"})
        if not is_json(request.headers.get("content-type")):
            return self.refusal(media, 415, "UNSUPPORTED_MEDIA_TYPE", "Send the question as application/json in UTF-8.")
        try:
            context = await self.context(request)
            asked = question(await self.body(request))
        except TooLarge as fault:
            return self.refusal(media, 413, "BODY_TOO_LARGE", str(fault))
        except PlatformError as fault:
            status = STATUS.get(fault.code, 503 if fault.exit == 3 else 400)
            more = {"www-authenticate": 'Bearer realm="c360"'} if status == 401 else {}
            return self.refusal(media, status, fault.code, str(fault), more)
        return await self.answer(request, asked, context, media)

    async def context(self, request: Request) -> Context:
        """Who asks, in which scope, on which day. Raises NotAuthenticated, GraphUnavailable."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not token:
            raise NotAuthenticated("Send a token, as `Authorization: Bearer …`; in development `c360 token` makes one.")
        caller = callers.read(token.strip(), self.secret)
        scope = await self.organisation.scope(caller.org)
        today = datetime.now(self.timezone).date()
        return Context(self.graph, policy_of(caller), scope, today, caller)

    async def warm(self, questions: Sequence[str]) -> None:
        """Asks what is expected to be asked, in head office's view."""
        for text in questions:
            context = Context(self.graph, Policy(CallerRole.BANKER, whole=True), [PUBLIC], datetime.now(self.timezone).date())
            await self.schema.execute(text, None, context)

    async def body(self, request: Request) -> bytes:
        most = self.settings.body_bytes
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                raise TooLarge(f"A question has at most {most} bytes.")
        return bytes(body)

    async def answer(self, request: Request, asked: "Question", context: Context, media: str) -> Response:
        began = time.perf_counter()
        with TRACER.start_as_current_span("graphql.operation", kind=trace.SpanKind.SERVER) as span:
            try:
                result = await self.schema.execute(asked.query, asked.variables, context, operation_name=asked.operation)
            except CannotGetOperationTypeError:
                status = 400 if media == GRAPHQL else 200
                return self.refusal(media, status, BadQuestion.code, "operationName names no operation of the question.")
            errors = result.errors or []
            document = sha256(asked.query.encode()).hexdigest()[:16]
            span.set_attributes({"graphql.document.hash": document, "c360.errors": len(errors)})
        executed = result.data is not None or any(error.path for error in errors)
        shown: dict[str, Any] = {} if not executed else {"data": result.data}
        if errors:
            shown["errors"] = [faults.told(error, executed=executed) for error in errors]
        if result.extensions:
            shown["extensions"] = result.extensions
        status = 503 if faults.unavailable(errors) else 400 if not executed and media == GRAPHQL else 200
        codes = sorted({error["extensions"]["code"] for error in shown.get("errors", [])})
        LOG.info(
            "operation", request=request.state.id, document=document, status=status, errors=codes,
            statements=context.statements, milliseconds=round((time.perf_counter() - began) * 1000, 2),
        )  # fmt: skip
        return Response(orjson.dumps(shown), status, {"retry-after": "2"} if status == 503 else None, f"{media}; charset=utf-8")

    def refusal(
        self, media: str, status: int, code: str, message: str, headers: dict[str, str] | None = None
    ) -> Response:
        body = orjson.dumps({"errors": [{"message": message, "extensions": {"code": code}}]})
        return Response(body, status, headers, f"{media}; charset=utf-8")

    # ---- /health

    async def live(self, _: Request) -> Response:
        return Response(b'{"live":true}', media_type="application/json")

    async def ready(self, _: Request) -> Response:
        """200 when questions can be answered; else 503 and what is missing, in words."""
        missing: list[str] = []
        try:
            server = await self.graph.server()
            behind = await pending(self.graph)
            if behind:
                missing.append(f"The database lacks {len(behind)} migrations: run `c360 migrate`.")
            about = {"neo4j": ".".join(map(str, server.version)), "edition": server.edition}
        except PlatformError as fault:
            missing.append(str(fault))
            about = {}
        told = {"ready": not missing, "missing": missing, **about}
        return Response(orjson.dumps(told), 503 if missing else 200, media_type="application/json")

    async def graphiql(self, _: Request) -> Response:
        return FileResponse(VENDOR.parent / "graphiql.html", headers={"cache-control": "no-cache"})

    def routes(self) -> list[BaseRoute]:
        routes: list[BaseRoute] = [
            Route("/graphql", self.graphql, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
            Route("/health/live", self.live),
            Route("/health/ready", self.ready),
        ]
        if self.settings.graphiql:
            routes += [Route("/graphiql", self.graphiql), Mount("/vendor", StaticFiles(directory=VENDOR))]
        return routes


class TooLarge(Exception):
    """A body over the bound."""


class Question(BaseModel):
    """A request's question: text, variables, and which of its operations (GraphQL over HTTP)."""

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


class RequestIds:
    """Gives every request an id, the client's own where it is a plain one, and tells it in the response."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Callable[[Any], Awaitable[None]]) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        sent = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
        request_id = sent if 0 < len(sent) <= 64 and REQUEST_ID.issuperset(sent) else uuid4().hex
        scope.setdefault("state", {})["id"] = request_id

        async def told(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        await self.app(scope, receive, told)


def application(settings: Settings, secret: str, warm: Sequence[str] = ()) -> Starlette:
    """The ASGI application; it connects when it starts and closes everything when it stops.

    The questions in `warm` are planned behind the start, for head office's view: a statement's first sight costs the
    database most.
    """
    if settings.neo4j_uri is None:
        raise BadQuestion("NEO4J_URI is not set.")
    graph = connect(
        settings.neo4j_uri,
        settings.neo4j_user,
        settings.neo4j_password.get_secret_value(),
        settings.neo4j_database,
        pool_size=settings.pool_size,
        in_flight=settings.in_flight,
        statement_seconds=settings.statement_seconds,
    )
    gateway = Gateway(settings, secret, graph)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        provider = trace_to(settings.otlp_endpoint, settings.trace_ratio) if settings.otlp_endpoint else None
        warming = asyncio.create_task(gateway.warm(warm))
        try:
            yield
        finally:
            warming.cancel()
            await graph.close()
            if provider:
                provider.shutdown()

    app = Starlette(routes=gateway.routes(), lifespan=lifespan)
    app.state.gateway = gateway
    app.add_middleware(RequestIds)
    return app
