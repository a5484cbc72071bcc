"""An application on a real port of this machine, as `c360 serve` runs one, and clients that speak to it byte by byte."""

import asyncio
import json
import socket
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from runtime.settings import Settings
from runtime.wire.server import Served, Server
from runtime.wire.socket import PROTOCOL


@dataclass(slots=True)
class Live:
    port: int
    server: Server
    serving: asyncio.Task[None]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def stop(self) -> None:
        """As SIGTERM does; until it has stopped."""
        self.server.should_exit = True
        await self.serving

    @asynccontextmanager
    async def socket(self, protocol: str | None = PROTOCOL, **more: Any) -> AsyncGenerator["Spoken"]:
        spoken = [protocol] if protocol else None
        async with connect(f"ws://127.0.0.1:{self.port}/graphql", subprotocols=spoken, **more) as connection:  # pyright: ignore
            yield Spoken(connection)

    @asynccontextmanager
    async def line(self) -> AsyncGenerator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        """A connection on which nothing was said yet."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            yield reader, writer
        finally:
            writer.transport.abort()


@asynccontextmanager
async def live(application: Served, settings: Settings) -> AsyncGenerator[Live]:
    begun = asyncio.Event()
    server = Server(application, settings, begun.set)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        one = Live(listener.getsockname()[1], server, asyncio.create_task(server.serve([listener])))
        await begun.wait()
        try:
            yield one
        finally:
            await one.stop()


class Spoken:
    """The client's end of a socket, by messages."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    async def say(self, type_: str, **more: Any) -> None:
        await self.connection.send(json.dumps({"type": type_, **more}))

    async def raw(self, message: str | bytes) -> None:
        await self.connection.send(message)

    async def next(self) -> dict[str, Any]:
        async with asyncio.timeout(30):
            return json.loads(await self.connection.recv())

    async def enter(self, payload: Mapping[str, Any] | None = None) -> None:
        await self.say("connection_init", **({} if payload is None else {"payload": dict(payload)}))
        assert await self.next() == {"type": "connection_ack"}

    async def ask(self, query: str, id_: str = "1", **more: Any) -> None:
        await self.say("subscribe", id=id_, payload={"query": query, **more})

    async def all(self) -> list[dict[str, Any]]:
        """What is said until the first operation that ends has ended."""
        told = [await self.next()]
        while told[-1]["type"] == "next":
            told.append(await self.next())
        return told

    async def closed(self) -> tuple[int, str]:
        """Code and reason, once the other side has closed it; what it said before is passed over."""
        async with asyncio.timeout(30):
            try:
                while True:
                    await self.connection.recv()
            except ConnectionClosed:
                return self.connection.close_code or 0, self.connection.close_reason or ""
