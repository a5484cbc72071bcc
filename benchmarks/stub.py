"""A database that always answers the same: Bolt 5.4, canned rows, as fast as Python can. What remains is the gateway's own time.

`python -m benchmarks.stub CANNED` serves on C360_PORT; CANNED is a file that `canned` wrote.
"""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any, cast

import orjson
import uvloop
from neo4j._codec.packstream._common import PackableBuffer  # the driver's own: what it packs it understands
from neo4j._codec.packstream.v1 import Packer

VERSION = b"\x00\x00\x04\x05"
HELLO, GOODBYE, RESET, RUN, DISCARD, PULL = 0x01, 0x02, 0x0F, 0x10, 0x2F, 0x3F
SUCCESS, RECORD = b"\x70", b"\x71"
UNITS = b"u.path"
"""What the statement that reads the organisation says, and no other does."""


class Canned(asyncio.Protocol):
    """One connection. Messages come in chunks; each is answered by bytes that were made beforehand."""

    def __init__(self, answers: dict[str, list[list[Any]]]) -> None:
        self.rows = {name: b"".join(message(RECORD, row) for row in rows) + message(SUCCESS, {}) for name, rows in answers.items()}
        self.hello = message(SUCCESS, {"server": "Neo4j/5.26.0", "connection_id": "stub"})
        self.fields = {name: message(SUCCESS, {"fields": [*map(str, range(len(rows[0])))]}) for name, rows in answers.items()}
        self.done = message(SUCCESS, {})
        self.received = bytearray()
        self.greeted = False
        self.asks = "units"

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is none by inheritance

    def data_received(self, data: bytes) -> None:
        self.received += data
        if not self.greeted:
            if len(self.received) < 20:
                return
            del self.received[:20]
            self.greeted = True
            self.transport.write(VERSION)
        told = bytearray()
        while (asked := self._next()) is not None:
            told += self._answer(asked)
        self.transport.write(bytes(told))

    def _next(self) -> bytes | None:
        """The next whole message; empty ones keep a connection open."""
        at, parts = 0, bytearray()
        while len(self.received) >= at + 2:
            size = int.from_bytes(self.received[at : at + 2])
            if not size:
                del self.received[: at + 2]
                if parts:
                    return bytes(parts)
                at = 0
                continue
            parts += self.received[at + 2 : at + 2 + size]
            at += 2 + size
        return None

    def _answer(self, asked: bytes) -> bytes:
        match asked[1]:
            case tag if tag == HELLO:
                return self.hello
            case tag if tag == RUN:
                self.asks = "units" if UNITS in asked else "view"
                return self.fields[self.asks]
            case tag if tag == PULL:
                return self.rows[self.asks]
            case tag if tag == GOODBYE:
                self.transport.close()
                return b""
            case _:
                return self.done


def message(tag: bytes, field: Any) -> bytes:
    """One message of one field, in chunks."""
    buffer = PackableBuffer()
    cast(Any, Packer(buffer)).pack(field)
    body = b"\xb1" + tag + bytes(buffer.data)
    chunks = (body[at : at + 65_535] for at in range(0, len(body), 65_535))
    return b"".join(len(chunk).to_bytes(2) + chunk for chunk in chunks) + b"\x00\x00"


def canned(file: Path, units: list[list[Any]], answer: Any) -> None:
    file.write_bytes(orjson.dumps({"units": units, "view": [[answer]]}))


async def serve(file: Path, port: int) -> None:
    answers = orjson.loads(file.read_bytes())
    server = await asyncio.get_running_loop().create_server(lambda: Canned(answers), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(Path(sys.argv[1]), int(os.environ["C360_PORT"])))
