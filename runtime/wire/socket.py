"""GraphQL over WebSocket, by the graphql-transport-ws protocol: who asks is said once, then many questions at a time."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol, cast

import orjson
from starlette.types import Receive, Scope, Send

from runtime.errors import BadQuestion, NotAuthenticated, PlatformError, Unavailable
from runtime.wire.exchange import request_id, trace
from runtime.wire.question import Question, of_payload
from runtime.wire.told import Told

PROTOCOL = "graphql-transport-ws"
INIT_SECONDS = 10.0
SEND_SECONDS = 30.0
"""For so long a reader may not take what it is sent."""
GRACE_SECONDS = 2.0
STOPPED, GONE = "stopped", "gone"
LONGEST_ID = 200
LONGEST_REASON = 123  # bytes, by the protocol below


class Door(Protocol):
    """Behind the socket: who asks, and what is answered."""

    async def enter(self, authorization: str | None) -> datetime:
        """Until when who asks is known. Raises NotAuthenticated, Unavailable."""
        ...

    def answers(
        self, request: str, asked: Question, authorization: str | None, trace: Mapping[str, str]
    ) -> AsyncGenerator[Told]:
        """One answer of a query or a change, all of a subscription; raises nothing but NotAuthenticated."""
        ...


class Closed(Exception):
    """The socket is to be closed, with a code of the protocol's."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


@dataclass(slots=True)
class Entered:
    """Who asks, as the first message or the handshake said."""

    authorization: str | None
    until: float


class Socket:
    """One connection, from its handshake to its end; serves in the task that it is made in."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, door: Door, operations: int) -> None:
        self._scope, self._receive, self._send, self._door, self._most = scope, receive, send, door, operations
        headers = dict(cast(list[tuple[bytes, bytes]], scope["headers"]))
        self._header = headers[b"authorization"].decode("latin-1") if b"authorization" in headers else None
        self._id, self._trace = request_id(headers), trace(headers)
        self._entered: Entered | None = None
        self._begun = False
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._number = 0
        self._ends = asyncio.get_running_loop().time() + INIT_SECONDS
        self._task = asyncio.current_task()
        self._why: str | None = None
        self._over = asyncio.Event()

    async def stop(self) -> None:
        """Has it closed, once what is under way has been answered or has had its time."""
        self._break(STOPPED)
        await self._over.wait()

    def _break(self, why: str) -> None:
        """Wakes the task that serves."""
        if self._why is None and self._task:
            self._why = why
            self._task.cancel()

    async def serve(self) -> None:
        """Until either side closes it."""
        with suppress(_Gone, OSError, TimeoutError):  # nobody is there, or takes nothing
            try:
                await self._until_closed()
            finally:
                self._why = self._why or GONE
                tasks = list(self._under_way.values())
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                self._over.set()

    async def _until_closed(self) -> None:
        try:
            await self._open()
            while True:
                await self._take(await self._next())
        except Closed as closed:
            await self._close(closed.code, closed.reason)
        except asyncio.CancelledError:
            if self._why is None or self._task is None or self._task.uncancel():
                raise
            if self._why == STOPPED:
                if self._under_way:
                    await asyncio.wait(self._under_way.values(), timeout=GRACE_SECONDS)
                await self._close(1001, "The gateway stops: connect again.")

    async def _open(self) -> None:
        message = await self._receive()
        if message["type"] != "websocket.connect":
            raise _Gone
        spoken = PROTOCOL in self._scope["subprotocols"]
        more = [(b"x-request-id", self._id.encode())]
        await self._send({"type": "websocket.accept", "subprotocol": PROTOCOL if spoken else None, "headers": more})
        if not spoken:
            raise Closed(4406, f"Subprotocol not acceptable: {PROTOCOL} is spoken here")

    async def _next(self) -> Mapping[str, Any]:
        """The next message. Raises Closed when it is no JSON object, or did not come in time."""
        try:
            async with asyncio.timeout_at(self._ends):
                message = await self._receive()
        except TimeoutError:
            if self._entered is not None:
                raise Closed(4403, "Forbidden: the token has expired") from None
            raise Closed(4408, "Connection initialisation timeout") from None
        if message["type"] == "websocket.disconnect":
            raise _Gone
        try:
            said: Any = orjson.loads(message["text"])
        except (KeyError, TypeError, orjson.JSONDecodeError):
            raise Closed(4400, "Invalid message: it is not JSON") from None
        if not isinstance(said, dict):
            raise Closed(4400, "Invalid message: it is not an object")
        return cast(dict[str, Any], said)

    async def _take(self, said: Mapping[str, Any]) -> None:
        match said.get("type"):
            case "connection_init":
                await self._init(said.get("payload"))
            case "ping":
                await self._say({"type": "pong", **({"payload": said["payload"]} if "payload" in said else {})})
            case "pong":
                pass
            case "subscribe":
                await self._subscribe(said)
            case "complete":
                if task := self._under_way.pop(_id(said), None):
                    task.cancel()
            case _:
                raise Closed(4400, "Invalid message: its type is not one of the protocol's")

    async def _init(self, payload: object) -> None:
        if self._begun:
            raise Closed(4429, "Too many initialisation requests")
        self._begun = True
        if payload is not None and not isinstance(payload, dict):
            raise Closed(4400, "Invalid message: the payload is not an object")
        authorization = _authorization(cast(dict[str, object], payload or {})) or self._header
        try:
            until = await self._door.enter(authorization)
        except NotAuthenticated as fault:
            raise Closed(4403, f"Forbidden: {fault}") from None
        except Unavailable:
            raise Closed(1013, "Try again later") from None
        except PlatformError as fault:
            raise Closed(4403, f"Forbidden: {fault}") from None
        seconds = (until - datetime.now(UTC)).total_seconds()
        self._ends = asyncio.get_running_loop().time() + seconds
        self._entered = Entered(authorization, self._ends)
        await self._say({"type": "connection_ack"})

    async def _subscribe(self, said: Mapping[str, Any]) -> None:
        if self._entered is None:
            raise Closed(4401, "Unauthorized")
        id_ = _id(said)
        if id_ in self._under_way:
            raise Closed(4409, f"Subscriber for {id_} already exists")
        payload = said.get("payload")
        if not isinstance(payload, dict):
            raise Closed(4400, "Invalid message: the payload is not an object")
        try:
            asked = of_payload(cast(dict[str, Any], payload))
        except BadQuestion as fault:
            raise Closed(4400, f"Invalid message: {fault}") from None
        if len(self._under_way) >= self._most:
            await self._refuse(id_, f"One socket has at most {self._most} operations under way.", "TOO_MANY_OPERATIONS")
            return
        self._number += 1
        task = asyncio.get_running_loop().create_task(self._answer(id_, f"{self._id}.{self._number}", asked))
        self._under_way[id_] = task
        task.add_done_callback(lambda done: self._done(id_, done))

    async def _answer(self, id_: str, request: str, asked: Question) -> None:
        assert self._entered
        authorization = self._entered.authorization
        async with aclosing(self._door.answers(request, asked, authorization, self._trace)) as answers:
            try:
                async for told in answers:
                    if not told.executed:
                        await self._say({"id": id_, "type": "error", "payload": told.shown["errors"]})
                        return
                    await self._say({"id": id_, "type": "next", "payload": told.shown})
            except NotAuthenticated as fault:
                await self._refuse(id_, str(fault), fault.code)
                return
        self._under_way.pop(id_, None)  # the client may use the id again as soon as it reads this
        await self._say({"id": id_, "type": "complete"})

    def _done(self, id_: str, task: asyncio.Task[None]) -> None:
        if self._under_way.get(id_) is task:
            del self._under_way[id_]
        if not task.cancelled() and task.exception():  # it could not be sent
            self._break(GONE)

    async def _refuse(self, id_: str, message: str, code: str) -> None:
        await self._say({"id": id_, "type": "error", "payload": [{"message": message, "extensions": {"code": code}}]})

    async def _say(self, message: Mapping[str, Any]) -> None:
        """Waits while its reader takes nothing; for how long is bounded."""
        async with asyncio.timeout(SEND_SECONDS):
            await self._send({"type": "websocket.send", "text": orjson.dumps(message).decode()})

    async def _close(self, code: int, reason: str) -> None:
        short = reason.encode()[:LONGEST_REASON].decode(errors="ignore")
        async with asyncio.timeout(SEND_SECONDS):
            await self._send({"type": "websocket.close", "code": code, "reason": short})


class _Gone(Exception):
    """The client has left."""


def _id(said: Mapping[str, Any]) -> str:
    id_ = said.get("id")
    if not isinstance(id_, str) or not 0 < len(id_) <= LONGEST_ID:
        raise Closed(4400, "Invalid message: it needs an id")
    return id_


def _authorization(payload: Mapping[str, object]) -> str | None:
    """Likewise where a client writes the name in small letters."""
    found = next((value for name, value in payload.items() if name.lower() == "authorization"), None)
    return found if isinstance(found, str) else None


async def refuse(receive: Receive, send: Send, status: int, message: str) -> None:
    """Answers a handshake as HTTP does, before there is a socket."""
    await receive()
    body = message.encode() + b"\n"
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"%d" % len(body))]
    await send({"type": "websocket.http.response.start", "status": status, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": body})
