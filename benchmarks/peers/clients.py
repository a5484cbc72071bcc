"""Several clients at once, each on a connection it keeps, each asking again as soon as it is answered."""

import asyncio
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self, cast

CLIENTS = 16
LENGTH = b"content-length: "


@dataclass(frozen=True, slots=True)
class Window:
    """What a server did in some seconds: answers, and its own seconds of the processor, where those can be read."""

    answers: int
    seconds: float
    cpu: float | None

    @property
    def rate(self) -> float:
        return self.answers / self.seconds

    @property
    def cpu_each(self) -> float | None:
        """Milliseconds of the processor for an answer."""
        return self.cpu / self.answers * 1000 if self.cpu is not None and self.answers else None


class Client(asyncio.Protocol):
    """Asks one body after the other; raises nothing, and remembers what went wrong."""

    def __init__(self, crowd: "Crowd", place: int) -> None:
        self.crowd = crowd
        self.next = place
        self.waits_for = -1
        self.received = bytearray()
        self.left = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is none by inheritance
        self.ask()

    def ask(self) -> None:
        self.transport.write(self.crowd.asked[self.next % len(self.crowd.asked)])
        self.next += CLIENTS

    def data_received(self, data: bytes) -> None:
        self.received += data
        if self.waits_for < 0:
            end = self.received.find(b"\r\n\r\n")
            if end < 0:
                return
            head = bytes(self.received[:end]).lower()
            self.waits_for = end + 4 + int(head.partition(LENGTH)[2].partition(b"\r")[0] or 0)
        if len(self.received) >= self.waits_for:
            if b" 200 " not in self.received[:16]:
                self.crowd.fault = f"{self.received[9:12].decode()}, {self.received[-200:].decode(errors='replace')}"
            self.crowd.answers += 1
            self.received.clear()
            self.waits_for = -1
            if not self.crowd.over:
                self.ask()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.left:
            self.crowd.fault = self.crowd.fault or "the server closed a connection"

    def leave(self) -> None:
        self.left = True
        self.transport.close()


class Crowd:
    """The clients of one server."""

    def __init__(self, port: int, pid: int, token: str, bodies: list[bytes]) -> None:
        self.port, self.pid = port, pid
        head = (
            f"POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {token}\r\n"
            "content-type: application/json\r\naccept: application/json\r\ncontent-length: "
        ).encode()
        self.asked = [b"%b%d\r\n\r\n%b" % (head, len(body), body) for body in bodies]
        self.answers = 0
        self.over = False
        self.fault = ""

    async def window(self, seconds: float, clients: int = CLIENTS) -> Window:
        """Raises RuntimeError where any answer was not 200."""
        async with _Asking(self, clients):
            await asyncio.sleep(min(0.5, seconds / 4))  # until all of them are under way
            before, cpu, began = self.answers, spent(self.pid), time.perf_counter()
            await asyncio.sleep(seconds)
            answers, after, ended = self.answers, spent(self.pid), time.perf_counter()
        if self.fault or answers == before:
            raise RuntimeError(f"A server that was measured answered: {self.fault or 'nothing'}")
        return Window(answers - before, ended - began, None if cpu is None or after is None else after - cpu)


class _Asking:
    def __init__(self, crowd: Crowd, clients: int) -> None:
        self.crowd, self.clients = crowd, clients
        self.open: list[Client] = []

    async def __aenter__(self) -> Self:
        self.crowd.over = False
        loop = asyncio.get_running_loop()
        for place in range(self.clients):
            _, client = await loop.create_connection(lambda place=place: Client(self.crowd, place), "127.0.0.1", self.crowd.port)
            self.open.append(client)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.crowd.over = True
        await asyncio.sleep(0.2)  # the last ones are answered
        for client in self.open:
            client.leave()


def spent(pid: int) -> float | None:
    """Seconds of the processor that a process has taken; None where there is no /proc."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return None
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
