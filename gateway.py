"""The HTTP door: the application factory, its life, its routes."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import orjson
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Lifespan, Receive, Scope, Send

from graph.schema_changes import pending
from graph.session import connect
from resolvers import faults
from resolvers.operations import Answer, Operations
from runtime.deadline import within
from runtime.errors import BadQuestion, PlatformError
from runtime.settings import Settings
from runtime.telemetry import Telemetry
from runtime.wire.exchange import Exchange, RequestIds, TooLarge
from runtime.wire.negotiation import GRAPHQL, accepted, is_json
from runtime.wire.question import question
from schema.assembled import serving

VENDOR = Path(__file__).parent / "explorer" / "vendor"
LOOPBACK = {"127.0.0.1", "::1"}
FORWARDED = {"forwarded", "x-forwarded-for", "x-real-ip", "via"}
READY_SECONDS = 2.0
STATUS = {"UNAUTHENTICATED": 401, "FORBIDDEN": 403}


class Gateway:
    """What one process serves with; made by `application`, closed by its lifespan."""

    def __init__(self, settings: Settings, operations: Operations) -> None:
        self.settings = settings
        self.operations = operations
        self.graph = operations.graph

    # ---- /graphql

    async def graphql(self, request: Exchange) -> None:
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

    async def respond(self, request: Exchange, media: str) -> None:
        """Raises what refuses the request as a whole."""
        if request.method != "POST":
            await self.refuse(request, media, 405, "METHOD_NOT_ALLOWED", "Questions are asked by POST.", (b"allow", b"POST"))
        elif not is_json(request.header(b"content-type")):
            await self.refuse(request, media, 415, "UNSUPPORTED_MEDIA_TYPE", "Send the question as application/json in UTF-8.")
        else:
            context = await self.operations.context(request.header(b"authorization"), request.headers)
            asked = question(await request.body(self.settings.body_bytes))
            await self.tell(request, media, await self.operations.answer(request.id, asked, context))

    async def tell(self, request: Exchange, media: str, given: Answer) -> None:
        again = given.retry_after
        status = 503 if again is not None else 400 if not given.executed and media == GRAPHQL else 200
        more = [] if again is None else [(b"retry-after", b"%d" % again)]
        await request.answer(status, orjson.dumps(given.shown), media, *more)

    async def refuse(
        self, request: Exchange, media: str, status: int, code: str, message: str, *headers: tuple[bytes, bytes]
    ) -> None:
        self.operations.metrics.errors[code] += 1
        body = orjson.dumps({"errors": [{"message": message, "extensions": {"code": code}}]})
        await request.answer(status, body, media, *headers)

    # ---- /health

    async def live(self, _: Request) -> Response:
        return Response(b'{"live":true}', media_type="application/json")

    async def ready(self, _: Request) -> Response:
        """200 when questions can be answered; else 503 and what is missing, in words."""
        missing: list[str] = []
        try:
            with within(READY_SECONDS):  # past the gate: it never waits behind questions
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

    async def metrics(self, request: Request) -> Response:
        """As Prometheus reads it. Where the loopback alone may, a proxy on this machine gets nothing either."""
        near = request.client and request.client.host in LOOPBACK and not FORWARDED & set(request.headers)
        if self.settings.metrics != "anyone" and not near:
            return Response(status_code=404)
        text, never_kept = self.operations.metrics.text(), {"cache-control": "no-store"}
        return Response(text, headers=never_kept, media_type="text/plain; version=0.0.4")

    async def graphiql(self, _: Request) -> Response:
        return FileResponse(VENDOR.parent / "graphiql.html", headers={"cache-control": "no-cache"})

    def routes(self) -> list[BaseRoute]:
        routes: list[BaseRoute] = [
            Route("/health/live", self.live),
            Route("/health/ready", self.ready),
        ]
        if self.settings.metrics != "off":
            routes.append(Route("/metrics", self.metrics))
        if self.settings.graphiql:
            routes += [Route("/graphiql", self.graphiql), Mount("/vendor", StaticFiles(directory=VENDOR))]
        return routes


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
    operations = Operations(serving(), graph, settings, secret)
    gateway = Gateway(settings, operations)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        if settings.otlp_endpoint:
            operations.telemetry = Telemetry(settings.otlp_endpoint, settings.trace_ratio, operations.metrics)
        warming = asyncio.create_task(operations.warm(warm))
        try:
            yield
        finally:
            warming.cancel()
            operations.lines.flush()
            await graph.close()
            if operations.telemetry:
                await operations.telemetry.close()

    return Application(gateway, lifespan)
