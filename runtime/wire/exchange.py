"""A request and its one response, without what Starlette's own would cost each question: a tenth of its time."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar
from uuid import uuid4

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from runtime.wire.compression import Compression
from runtime.wire.negotiation import coding
from runtime.wire.origins import Origins
from runtime.wire.security import EVERYWHERE, HTTPS, OF_ANSWERS, Header

T = TypeVar("T")
REQUEST_ID = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
LATE_SECONDS = 0.05
"""An answer that takes longer is watched for its client leaving; most are there before that costs anything."""


class TooLarge(Exception):
    """A body over the bound."""


class TooLate(Exception):
    """A body that was not there in time."""


class Manners:
    """What every answer to a question carries, and how it is sent."""

    def __init__(self, origins: Origins, compression: Compression, *, https: bool) -> None:
        self.origins, self.compression = origins, compression
        self.headers: tuple[Header, ...] = (*OF_ANSWERS, *((HTTPS,) if https else ()))


class Exchange:
    __slots__ = ("_manners", "_receive", "_send", "headers", "id", "method", "query")

    def __init__(self, scope: Scope, receive: Receive, send: Send, manners: Manners) -> None:
        self._receive, self._send, self._manners = receive, send, manners
        self.method: str = scope["method"]
        self.query: bytes = scope["query_string"]
        self.headers: dict[bytes, bytes] = dict(scope["headers"])
        self.id = request_id(self.headers)

    def header(self, name: bytes) -> str | None:
        value = self.headers.get(name)
        return None if value is None else value.decode("latin-1")

    @property
    def trace(self) -> dict[str, str]:
        """The trace that the client's own work is part of, by the names of W3C Trace Context; empty without one."""
        return trace(self.headers)

    async def body(self, most: int, seconds: float) -> bytes:
        """Raises TooLarge, TooLate, and ClientDisconnect when the client left before it had said all."""
        if int(self.headers.get(b"content-length", b"0")) > most:
            raise TooLarge(f"A question has at most {most} bytes.")
        try:
            async with asyncio.timeout(seconds):
                return await self._body(most)
        except TimeoutError:
            raise TooLate(f"The question was not there within {seconds:g} seconds.") from None

    async def _body(self, most: int) -> bytes:
        message = await self._next()
        if not message.get("more_body"):
            return self._bounded(message.get("body", b""), most)
        body = bytearray(message.get("body", b""))
        while message.get("more_body"):
            message = await self._next()
            body += message.get("body", b"")
            self._bounded(body, most)
        return bytes(body)

    def _bounded(self, body: bytes | bytearray, most: int) -> bytes:
        if len(body) > most:
            raise TooLarge(f"A question has at most {most} bytes.")
        return body  # pyright: ignore[reportReturnType]

    async def _next(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        return message

    async def while_there(
        self, work: Awaitable[T], droppable: Callable[[], bool] = lambda: True, after: float = LATE_SECONDS
    ) -> T:
        """What `work` brings. Where the client leaves meanwhile it is cancelled, if it is droppable then, and this raises
        ClientDisconnect; before `after` seconds nobody looks. The body must have been read."""
        watch = _Watch(self._receive, droppable)
        timer = asyncio.get_running_loop().call_later(after, watch.begin)
        try:
            return await work
        except asyncio.CancelledError:
            if watch.left and watch.task.uncancel() == 0:
                raise ClientDisconnect from None
            raise
        finally:
            timer.cancel()
            watch.end()

    async def answer(self, status: int, body: bytes, media: str, *headers: Header) -> None:
        manners = self._manners
        sent = [
            (b"content-type", f"{media}; charset=utf-8".encode()),
            (b"x-request-id", self.id.encode()),
            *manners.headers,
            *headers,
        ]
        if (origin := self.headers.get(b"origin")) is not None:
            sent += manners.origins.headers(origin)
        accepted = self.headers.get(b"accept-encoding")
        if accepted is not None and manners.compression.is_worth(body) and (chosen := coding(accepted)):
            body = await manners.compression.of(body, chosen)
            sent.append((b"content-encoding", chosen.encode()))
        sent.append((b"content-length", b"%d" % len(body)))
        await self._send({"type": "http.response.start", "status": status, "headers": sent})
        await self._send({"type": "http.response.body", "body": body})

    async def begin(self, media: str, *headers: Header) -> None:
        """Begins an answer that comes in parts; `part` sends them, an empty one is the last."""
        sent = [(b"content-type", media.encode()), (b"x-request-id", self.id.encode()), *self._manners.headers, *headers]
        if (origin := self.headers.get(b"origin")) is not None:
            sent += self._manners.origins.headers(origin)
        await self._send({"type": "http.response.start", "status": 200, "headers": sent})

    async def part(self, body: bytes) -> None:
        await self._send({"type": "http.response.body", "body": body, "more_body": bool(body)})

    async def bare(self, status: int, *headers: Header) -> None:
        """An answer without a body."""
        sent = [(b"x-request-id", self.id.encode()), *self._manners.headers, *headers]
        await self._send({"type": "http.response.start", "status": status, "headers": sent})
        await self._send({"type": "http.response.body", "body": b""})


class _Watch:
    """Looks whether a client is still there, and cancels the task that works for it when it is not."""

    __slots__ = ("_droppable", "_looking", "_receive", "left", "task")

    def __init__(self, receive: Receive, droppable: Callable[[], bool]) -> None:
        task = asyncio.current_task()
        assert task
        self._receive, self._droppable = receive, droppable
        self.task, self.left = task, False
        self._looking: asyncio.Task[None] | None = None

    def begin(self) -> None:
        self._looking = asyncio.get_running_loop().create_task(self._look())

    async def _look(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        if self._droppable():
            self.left = True
            self.task.cancel()

    def end(self) -> None:
        if self._looking:
            self._looking.cancel()


def request_id(headers: Mapping[bytes, bytes]) -> str:
    """The client's own where it is a plain one."""
    sent = headers.get(b"x-request-id", b"").decode("latin-1")
    return sent if 0 < len(sent) <= 64 and REQUEST_ID.issuperset(sent) else uuid4().hex


def trace(headers: Mapping[bytes, bytes]) -> dict[str, str]:
    parent = headers.get(b"traceparent")
    if parent is None:
        return {}
    state = headers.get(b"tracestate")
    told = {"traceparent": parent.decode("latin-1")}
    return told if state is None else told | {"tracestate": state.decode("latin-1")}


class RequestIds:
    """Tells each request's id in its response, and what every response carries."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self.app = app
        self.headers = (*EVERYWHERE, *((HTTPS,) if https else ()))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        told = request_id(dict(scope["headers"])).encode()

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name for name, _ in message["headers"]}
                more = [header for header in self.headers if header[0] not in there]
                message["headers"] = [*message["headers"], *more, (b"x-request-id", told)]
            await send(message)

        await self.app(scope, receive, send_with_id)
