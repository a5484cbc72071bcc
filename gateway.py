"""The HTTP door: the application factory, its life, its routes."""

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import orjson
import strawberry
import structlog
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Lifespan, Message, Receive, Scope, Send
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
from runtime.logs import Batch
from runtime.negotiation import GRAPHQL, accepted, is_json
from runtime.settings import Settings
from runtime.telemetry import operation_span, trace_to
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
        self.lines = Batch()

    # ---- /graphql

    async def graphql(self, request: "Exchange") -> None:
        media = accepted(request.header(b"accept"))
        if media is None:
            await request.answer(406, b"Accept application/graphql-response+json or application/json.\n", "text/plain")
            return
        try:
            await self.respond(request, media)
        except TooLarge as fault:
            await self.refuse(request, media, 413, "BODY_TOO_LARGE", str(fault))
        except ClientDisconnect:
            pass
        except PlatformError as fault:
            status = STATUS.get(fault.code, 503 if fault.exit == 3 else 400)
            more = [(b"www-authenticate", b'Bearer realm="c360"')] if status == 401 else []
            await self.refuse(request, media, status, fault.code, str(fault), *more)
        except Exception as fault:  # ours: the server would write its words, which may hold somebody's data
            await request.answer(500, orjson.dumps({"errors": [faults.masked(fault)]}), media)

    async def respond(self, request: "Exchange", media: str) -> None:
        """Raises what refuses the request as a whole."""
        if request.method != "POST":
            await self.refuse(request, media, 405, "METHOD_NOT_ALLOWED", "Questions are asked by POST.", (b"allow", b"POST"))
        elif not is_json(request.header(b"content-type")):
            await self.refuse(request, media, 415, "UNSUPPORTED_MEDIA_TYPE", "Send the question as application/json in UTF-8.")
        else:
            context = await self.context(request)
            asked = question(await request.body(self.settings.body_bytes))
            await self.answer(request, asked, context, media)

    async def context(self, request: "Exchange") -> Context:
        """Who asks, in which scope, on which day. Raises NotAuthenticated, GraphUnavailable."""
        kind, _, token = (request.header(b"authorization") or "").partition(" ")
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

    async def answer(self, request: "Exchange", asked: "Question", context: Context, media: str) -> None:
        began = time.perf_counter()
        document = sha256(asked.query.encode()).hexdigest()[:16]
        with operation_span(document) as span:
            try:
                result = await self.schema.execute(asked.query, asked.variables, context, operation_name=asked.operation)
            except CannotGetOperationTypeError:
                status = 400 if media == GRAPHQL else 200
                wanted = "operationName names no operation of the question."
                await self.refuse(request, media, status, BadQuestion.code, wanted)
                return
            errors = result.errors or []
            if span and errors:
                span.set_attribute("c360.errors", len(errors))
        executed = result.data is not None or any(error.path for error in errors)
        shown: dict[str, Any] = {} if not executed else {"data": result.data}
        if errors:
            shown["errors"] = [faults.told(error, executed=executed) for error in errors]
        if result.extensions:
            shown["extensions"] = result.extensions
        status = 503 if faults.unavailable(errors) else 400 if not executed and media == GRAPHQL else 200
        more = [(b"retry-after", b"2")] if status == 503 else []
        await request.answer(status, orjson.dumps(shown), media, *more)
        codes = sorted({error["extensions"]["code"] for error in shown.get("errors", [])})
        line = partial(
            LOG.info, "operation", request=request.id, document=document, status=status, errors=codes,
            statements=context.statements, milliseconds=round((time.perf_counter() - began) * 1000, 2),
        )  # fmt: skip
        self.lines.add(line)

    async def refuse(
        self, request: "Exchange", media: str, status: int, code: str, message: str, *headers: tuple[bytes, bytes]
    ) -> None:
        body = orjson.dumps({"errors": [{"message": message, "extensions": {"code": code}}]})
        await request.answer(status, body, media, *headers)

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


class Exchange:
    """A request and its one response, without what Starlette's own would cost each question: a tenth of its time."""

    __slots__ = ("_receive", "_send", "headers", "id", "method")

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self.method: str = scope["method"]
        self.headers: dict[bytes, bytes] = dict(scope["headers"])
        self.id = request_id(self.headers)

    def header(self, name: bytes) -> str | None:
        value = self.headers.get(name)
        return None if value is None else value.decode("latin-1")

    async def body(self, most: int) -> bytes:
        """Raises TooLarge, and ClientDisconnect when the client left before it had said all."""
        body, more = b"", True
        while more:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            body += message.get("body", b"")
            if len(body) > most:
                raise TooLarge(f"A question has at most {most} bytes.")
            more = message.get("more_body", False)
        return body

    async def answer(self, status: int, body: bytes, media: str, *headers: tuple[bytes, bytes]) -> None:
        sent = [
            (b"content-type", f"{media}; charset=utf-8".encode()),
            (b"content-length", b"%d" % len(body)),
            (b"x-request-id", self.id.encode()),
            *headers,
        ]
        await self._send({"type": "http.response.start", "status": status, "headers": sent})
        await self._send({"type": "http.response.body", "body": body})


def request_id(headers: dict[bytes, bytes]) -> str:
    """The client's own where it is a plain one."""
    sent = headers.get(b"x-request-id", b"").decode("latin-1")
    return sent if 0 < len(sent) <= 64 and REQUEST_ID.issuperset(sent) else uuid4().hex


class RequestIds:
    """Tells each request's id in its response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        told = request_id(dict(scope["headers"])).encode()

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"x-request-id", told)]
            await send(message)

        await self.app(scope, receive, send_with_id)


class Application(Starlette):
    """Questions go to their handler before Starlette looks for a route and stacks its middleware around them."""

    def __init__(self, gateway: Gateway, lifespan: Lifespan[Starlette]) -> None:
        super().__init__(routes=gateway.routes(), middleware=[Middleware(RequestIds)], lifespan=lifespan)
        self.gateway = gateway

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].removeprefix(scope.get("root_path", "")) == "/graphql":
            await self.gateway.graphql(Exchange(scope, receive, send))
        else:
            await super().__call__(scope, receive, send)


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
            gateway.lines.flush()
            await graph.close()
            if provider:
                provider.shutdown()

    return Application(gateway, lifespan)
