"""A server that answers everything alike, at once: the most that the clients can ask for; a program, on C360_PORT."""

import asyncio
import os
from typing import cast

import uvloop

LENGTH = 6000
"""Of the body: about a view's."""


class Trivial(asyncio.Protocol):
    """A server that answers everything alike: the most that the clients can ask for."""

    def __init__(self, body: bytes) -> None:
        self.answer = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%b" % (len(body), body)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is none by inheritance

    def data_received(self, data: bytes) -> None:
        self.transport.write(self.answer * data.count(b"POST /"))


async def serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: Trivial(b" " * LENGTH), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(os.environ["C360_PORT"])))
