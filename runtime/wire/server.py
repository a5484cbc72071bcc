"""The server below the application: uvicorn, and how it starts and stops."""

import socket
from collections.abc import Awaitable, Callable
from typing import Protocol

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from runtime.settings import Settings


class Served(Protocol):
    """An application that can be told that its server stops."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None: ...

    async def stop(self) -> None: ...


class Server(uvicorn.Server):
    """Says that it serves once it does. Told to stop, it refuses what is new, lets the application close its sockets and streams,
    and answers what is under way, for as long as settings say."""

    def __init__(self, application: Served, settings: Settings, begun: Callable[[], None]) -> None:
        super().__init__(config(application, settings))
        self._begun = begun
        self._stop: Callable[[], Awaitable[None]] = application.stop

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._begun()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._stop()
        await super().shutdown(sockets)


def config(application: ASGIApp, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        loop="auto",
        http="httptools",
        ws="websockets-sansio",
        ws_max_size=settings.body_bytes,
        ws_per_message_deflate=False,  # what comes over sockets is small; a deflater a socket is not
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=settings.shutdown_seconds,
        lifespan="on",
    )
