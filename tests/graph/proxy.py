"""A line to Neo4j that loses the answer to a commit: the server has it, the client never hears."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlparse

COMMIT = b"\x00\x02\xb0\x12\x00\x00"  # the Bolt message COMMIT in its one chunk


class Proxy:
    """Passes everything on but the answers to the next `losses` commits, after which it hangs up."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self.losses = 0
        self.uri = ""

    async def serve(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        answers, server = await asyncio.open_connection(self._host, self._port)
        listening = asyncio.create_task(self._pass_on(answers, back))
        try:
            while said := await client.read(1 << 16):
                losing = COMMIT in said and self.losses > 0
                if losing:
                    self.losses -= 1
                    listening.cancel()
                    await asyncio.wait([listening])
                server.write(said)
                await server.drain()
                if losing:
                    await answers.read(1 << 16)
                    break
        finally:
            listening.cancel()
            back.close()
            server.close()

    async def _pass_on(self, answers: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        while said := await answers.read(1 << 16):
            back.write(said)
            await back.drain()


@asynccontextmanager
async def losing(uri: str) -> AsyncIterator[Proxy]:
    """A proxy before the server at a bolt:// address."""
    address = urlparse(uri)
    proxy = Proxy(address.hostname or "127.0.0.1", address.port or 7687)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.uri = f"bolt://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield proxy
    finally:
        server.close()
