"""The HTTP door: the application factory, its life, its routes."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from graphql import OperationType
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Lifespan, Receive, Scope, Send

from explorer import examples
from graph.schema_changes import pending
from graph.session import connect
from resolvers import faults
from resolvers.context import Context
from resolvers.given import Answer, refusal
from resolvers.operations import Operations
from runtime.deadline import within
from runtime.errors import BadQuestion, NotAuthenticated, PlatformError
from runtime.settings import Settings
from runtime.telemetry import Telemetry
from runtime.wire import documents, events, security, socket
from runtime.wire.compression import Compression
from runtime.wire.documents import Documents
from runtime.wire.exchange import Exchange, Manners, RequestIds, TooLarge, TooLate
from runtime.wire.negotiation import GRAPHQL, JSON, accepted, is_json, takes_events
from runtime.wire.origins import Origins
from runtime.wire.question import Question, of_parameters, question
from runtime.wire.security import Header
from schema.assembled import serving

EXPLORER = Path(__file__).parent / "explorer"
LOOPBACK = {"127.0.0.1", "::1"}
FORWARDED = {"forwarded", "x-forwarded-for", "x-real-ip", "via"}
READY_SECONDS = 2.0
STATUS = {"UNAUTHENTICATED": 401, "FORBIDDEN": 403}
CLOSE: Header = (b"connection", b"close")
NO_STORE = {"cache-control": "no-store"}
NOT_ALLOWED = "Pages of this origin may not ask: C360_ORIGINS lists who may."
WARM_AGAIN_SECONDS = 5.0


class Gateway:
    """What one process serves with; made by `application`, closed by its lifespan."""

    def __init__(self, settings: Settings, operations: Operations, known: Documents) -> None:
        self.settings = settings
        self.operations = operations
        self.graph = operations.graph
        self.documents = known
        self.origins = Origins(settings.origins)
        self.manners = Manners(self.origins, Compression(settings.compress_bytes), https=settings.https)
        self.stops = False
        self.sockets: set[socket.Socket] = set()
        self.streams: set[asyncio.Task[Any]] = set()
        self.changes: set[asyncio.Future[Answer]] = set()

    # ---- /graphql

    async def graphql(self, request: Exchange) -> None:
        accept = request.header(b"accept")
        media = accepted(accept)
        streams = accept is not None and "event-stream" in accept and takes_events(accept)
        if request.method == "OPTIONS":
            await self.preflight(request)
            return
        if media is None and not streams:
            await request.answer(406, b"Accept application/graphql-response+json or application/json.\n", "text/plain")
            return
        try:
            await self.respond(request, media, streams=streams)
        except TooLarge as fault:
            await self.refuse(request, media, 413, "BODY_TOO_LARGE", str(fault))
        except TooLate as fault:
            await self.refuse(request, media, 408, "BODY_TOO_LATE", str(fault), CLOSE)
        except ClientDisconnect:
            pass
        except PlatformError as fault:
            status = STATUS.get(fault.code, 503 if fault.exit == 3 else 400)
            more = [(b"www-authenticate", b'Bearer realm="c360"')] if status == 401 else []
            await self.refuse(request, media, status, fault.code, str(fault), *more)
        except Exception as fault:  # ours: the server would write its words, which may hold somebody's data
            await request.answer(500, orjson.dumps({"errors": [faults.masked(fault)]}), media or JSON)

    async def respond(self, request: Exchange, media: str | None, *, streams: bool) -> None:
        """Raises what refuses the request as a whole."""
        if self.stops:
            again = (b"retry-after", b"1")
            await self.refuse(request, media, 503, "STOPPING", "This process stops: ask again, another will answer.", CLOSE, again)
        elif request.method == "POST":
            await self.post(request, media, streams=streams)
        elif request.method == "GET" and (self.settings.get or b"documentId=" in request.query):
            await self.get(request, media, streams=streams)
        else:
            await self.refuse(request, media, 405, "METHOD_NOT_ALLOWED", "Questions are asked by POST.", (b"allow", b"POST"))

    async def post(self, request: Exchange, media: str | None, *, streams: bool) -> None:
        if not is_json(request.header(b"content-type")):
            await self.refuse(request, media, 415, "UNSUPPORTED_MEDIA_TYPE", "Send the question as application/json in UTF-8.")
        elif (coded := request.headers.get(b"content-encoding")) is not None and coded.strip().lower() != b"identity":
            plain = (b"accept-encoding", b"identity")
            await self.refuse(request, media, 415, "UNSUPPORTED_MEDIA_TYPE", "Send the question without compression.", plain)
        else:
            context = await self.operations.context(request.header(b"authorization"), request.headers)
            asked = question(await request.body(self.settings.body_bytes, self.settings.body_seconds))
            if asked.document is not None or self.documents.only:
                await self.documents.whole(asked)
            await self.ask(request, media, asked, context, streams=streams)

    async def get(self, request: Exchange, media: str | None, *, streams: bool) -> None:
        """Queries and subscriptions only: what changes nothing."""
        context = await self.operations.context(request.header(b"authorization"), request.headers)
        asked = of_parameters(request.query)
        if not self.settings.get and asked.document is None:
            raise BadQuestion("documentId: Field required.")
        await self.documents.whole(asked)
        if self.operations.kind(asked) is OperationType.MUTATION:
            await self.refuse(request, media, 405, "METHOD_NOT_ALLOWED", "Changes are asked by POST.", (b"allow", b"POST"))
        else:
            await self.ask(request, media, asked, context, streams=streams)

    async def ask(self, request: Exchange, media: str | None, asked: Question, context: Context, *, streams: bool) -> None:
        if streams and (media is None or self.operations.kind(asked) is OperationType.SUBSCRIPTION):
            await self.tell_as_it_comes(request, media, asked, context)
            return
        work = self.operations.answer(request.id, asked, context)
        given = await request.while_there(work, lambda: self.operations.kind(asked) is not OperationType.MUTATION)
        await self.tell(request, media or JSON, given)

    async def tell(self, request: Exchange, media: str, given: Answer) -> None:
        again = given.retry_after
        status = 429 if given.throttled else 503 if again is not None else 400 if not given.executed and media == GRAPHQL else 200
        more = [] if again is None else [(b"retry-after", b"%d" % again)]
        await request.answer(status, orjson.dumps(given.shown), media, *more)

    async def refuse(
        self, request: Exchange, media: str | None, status: int, code: str, message: str, *headers: Header
    ) -> None:
        self.operations.metrics.errors[code] += 1
        body = orjson.dumps({"errors": [{"message": message, "extensions": {"code": code}}]})
        await request.answer(status, body, media or JSON, *headers)

    async def preflight(self, request: Exchange) -> None:
        """What a browser asks before it lets a page of another origin ask."""
        allowed = self.origins.preflight(request.headers.get(b"origin", b""))
        if not allowed and b"access-control-request-method" in request.headers:
            await self.refuse(request, JSON, 403, "ORIGIN_NOT_ALLOWED", NOT_ALLOWED)
        else:
            await request.bare(204, (b"allow", b"GET, POST, OPTIONS"), *allowed)

    # ---- what lasts

    async def tell_as_it_comes(self, request: Exchange, media: str | None, asked: Question, context: Context) -> None:
        """An event for each answer, for as long as the caller's token is valid."""
        if len(self.streams) + len(self.sockets) >= self.settings.sockets:
            await self.refuse(request, media, 503, "TOO_MANY_SOCKETS", "Too many streams are open here.", (b"retry-after", b"5"))
            return
        task = asyncio.current_task()
        assert task and context.caller
        self.streams.add(task)
        seconds = (context.caller.expires - datetime.now(UTC)).total_seconds()
        expired = refusal(NotAuthenticated("The token has expired: get a new one, and listen again.")).shown
        try:
            await events.tell(request, self.answers(request.id, asked, context), seconds, expired)
        except asyncio.CancelledError:
            if not self.stops or task.uncancel():
                raise
            await request.part(b"")  # its client sees that it is not complete
        finally:
            self.streams.discard(task)

    async def answers(self, request: str, asked: Question, context: Context) -> AsyncGenerator[Answer]:
        """A change that was begun is brought to its end, whoever leaves. Faults are told, not raised."""
        try:
            if self.operations.kind(asked) is OperationType.MUTATION:
                change = asyncio.ensure_future(self.operations.answer(request, asked, context))
                self.changes.add(change)
                change.add_done_callback(self.changes.discard)
                yield await asyncio.shield(change)
                return
            async with aclosing(self.operations.stream(request, asked, context)) as stream:
                async for given in stream:
                    yield given
        except PlatformError as fault:
            yield refusal(fault)
        except Exception as fault:
            yield Answer({"errors": [faults.masked(fault)]}, executed=False)

    async def connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A WebSocket, from its handshake to its end."""
        if not self.origins.may_open(dict(scope["headers"])):
            await socket.refuse(receive, send, 403, NOT_ALLOWED)
        elif self.stops or len(self.streams) + len(self.sockets) >= self.settings.sockets:
            await socket.refuse(receive, send, 503, "No more sockets are opened here now: try again later.")
        else:
            one = socket.Socket(scope, receive, send, self.door, self.settings.socket_operations)
            self.sockets.add(one)
            try:
                await one.serve()
            finally:
                self.sockets.discard(one)

    @property
    def door(self) -> "Behind":
        return Behind(self)

    async def stop(self) -> None:
        """From now on what is new is refused; sockets and streams are closed, the rest is answered."""
        self.stops = True
        for task in list(self.streams):
            task.cancel()
        with suppress(TimeoutError):
            async with asyncio.timeout(self.settings.shutdown_seconds):
                await asyncio.gather(*(one.stop() for one in self.sockets))

    # ---- /health

    async def live(self, _: Request) -> Response:
        return Response(b'{"live":true}', headers=NO_STORE, media_type="application/json")

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
        if self.stops:
            missing.append("This process stops.")
        told = {"ready": not missing, "missing": missing, **about}
        return Response(orjson.dumps(told), 503 if missing else 200, NO_STORE, media_type="application/json")

    async def metrics(self, request: Request) -> Response:
        """As Prometheus reads it. Where the loopback alone may, a proxy on this machine gets nothing either."""
        near = request.client and request.client.host in LOOPBACK and not FORWARDED & set(request.headers)
        if self.settings.metrics != "anyone" and not near:
            return Response(status_code=404)
        text, never_kept = self.operations.metrics.text(), {"cache-control": "no-store"}
        return Response(text, headers=never_kept, media_type="text/plain; version=0.0.4")

    # ---- /graphiql

    async def graphiql(self, request: Request) -> Response:
        """The page for whoever may look at the schema; a browser that brings no token yet is asked for it at a door."""
        policy = {"cache-control": "no-store", "content-security-policy": security.PAGE, "vary": "Authorization"}
        authorization = request.headers.get("authorization")
        if authorization is None:
            return FileResponse(EXPLORER / "door.html", headers=policy)
        try:
            self.operations.may_enter(authorization)
        except PlatformError as fault:
            return Response(orjson.dumps(refusal(fault).shown), STATUS[fault.code], NO_STORE, media_type="application/json")
        return FileResponse(EXPLORER / "graphiql.html", headers=policy)

    async def door_script(self, _: Request) -> Response:
        return FileResponse(EXPLORER / "door.js", headers={"cache-control": "no-cache"})

    async def script(self, _: Request) -> Response:
        return FileResponse(EXPLORER / "graphiql.js", headers={"cache-control": "no-cache"})

    async def examples(self, _: Request) -> Response:
        return Response(orjson.dumps(examples()), headers={"cache-control": "no-cache"}, media_type="application/json")

    def routes(self) -> list[BaseRoute]:
        routes: list[BaseRoute] = [
            Route("/health/live", self.live),
            Route("/health/ready", self.ready),
        ]
        if self.settings.metrics != "off":
            routes.append(Route("/metrics", self.metrics))
        if self.settings.graphiql:
            routes += [
                Route("/graphiql", self.graphiql),
                Route("/graphiql/door.js", self.door_script),
                Route("/graphiql.js", self.script),
                Route("/graphiql/examples", self.examples),
                Mount("/vendor", StaticFiles(directory=EXPLORER / "vendor")),
            ]
        return routes


class Behind:
    """What a socket speaks to."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    async def enter(self, authorization: str | None) -> datetime:
        context = await self._gateway.operations.context(authorization)
        assert context.caller
        return context.caller.expires

    async def answers(
        self, request: str, asked: Question, authorization: str | None, trace: Mapping[str, str]
    ) -> AsyncGenerator[Answer]:
        """Each question is a new one: who asks, and what is theirs, is looked up again."""
        try:
            headers = {name.encode(): value.encode() for name, value in trace.items()}
            context = await self._gateway.operations.context(authorization, headers)
            await self._gateway.documents.whole(asked)
        except NotAuthenticated:
            raise
        except PlatformError as fault:
            yield refusal(fault)
            return
        async with aclosing(self._gateway.answers(request, asked, context)) as answers:
            async for given in answers:
                yield given


class Application(Starlette):
    """Questions go to their handler before Starlette looks for a route and stacks its middleware around them."""

    def __init__(self, gateway: Gateway, lifespan: Lifespan[Starlette]) -> None:
        ids = Middleware(RequestIds, https=gateway.settings.https)
        super().__init__(routes=gateway.routes(), middleware=[ids], lifespan=lifespan)
        self.gateway = gateway

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind = scope["type"]
        if kind != "lifespan" and scope["path"].removeprefix(scope.get("root_path", "")) == "/graphql":
            if kind == "http":
                await self.gateway.graphql(Exchange(scope, receive, send, self.gateway.manners))
            else:
                await self.gateway.connect(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)

    async def stop(self) -> None:
        """As its server begins to stop."""
        await self.gateway.stop()


def application(settings: Settings, secret: str, warm: Sequence[str] = ()) -> Application:
    """The ASGI application; it connects when it starts and closes everything when it stops.

    The questions in `warm`, and the trusted documents, are planned behind the start for every view.
    """
    if settings.neo4j_uri is None:
        raise BadQuestion("NEO4J_URI is not set.")
    known = documents.opened(settings)
    graph = connect(
        settings.neo4j_uri,
        settings.neo4j_user,
        settings.neo4j_password.get_secret_value(),
        settings.neo4j_database,
        pool_size=settings.pool_size,
        in_flight=settings.in_flight,
        statement_seconds=settings.statement_seconds,
        connect_seconds=settings.connect_seconds,
    )
    operations = Operations(serving(), graph, settings, secret)
    gateway = Gateway(settings, operations, known)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        if settings.otlp_endpoint:
            operations.telemetry = Telemetry(settings.otlp_endpoint, settings.trace_ratio, operations.metrics)
        over = asyncio.Event()
        warming = asyncio.create_task(warmed(operations, known, warm, over))
        try:
            yield
        finally:
            over.set()
            await asyncio.wait([warming])  # a statement that is broken off leaves its socket behind
            operations.lines.flush()
            await operations.allowance.close()
            await known.close()
            await graph.close()
            if operations.telemetry:
                await operations.telemetry.close()

    return Application(gateway, lifespan)


async def warmed(operations: Operations, known: Documents, warm: Sequence[str], over: asyncio.Event) -> None:
    """Once the graph is there, and what keeps the documents; or until it is over."""
    while not over.is_set():
        with suppress(PlatformError):
            if await operations.warm([*warm, *await known.all()], over):
                return
        with suppress(TimeoutError):
            async with asyncio.timeout(WARM_AGAIN_SECONDS):
                await over.wait()
