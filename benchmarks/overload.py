"""A gateway that is asked less, as much and twice as much as it can answer, by clients that do not wait for one another."""

import asyncio
import random
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import median
from typing import cast

import uvloop
from rich.console import Console
from rich.table import Table

from access import caller as callers
from access.caller import CallerRole
from benchmarks import customers
from benchmarks.children import GATEWAY, Child, started
from benchmarks.connection import Connection, body
from benchmarks.peers.clients import Crowd
from benchmarks.peers.run import place_of
from benchmarks.queries import VIEW
from runtime.settings import Settings

LOADS = (0.7, 1.0, 2.0)
"""Parts of the capacity that are asked for."""
ALTERNATIONS = 5
CALLERS = 20
"""Whose tokens are used, one after the other."""
OPEN = 1_000
"""Connections at most: whoever finds none free is not asked, and counted as shed."""


@dataclass(slots=True)
class Phase:
    """What became of what was asked within some seconds: milliseconds of those answered, of those shed."""

    seconds: float
    asked: int = 0
    answered: list[float] = field(default_factory=list[float])
    shed: list[float] = field(default_factory=list[float])
    wrong: int = 0

    @property
    def goodput(self) -> float:
        return len(self.answered) / self.seconds


@dataclass(slots=True)
class Overload:
    capacity: float
    phases: dict[float, list[Phase]] = field(default_factory=dict[float, list[Phase]])

    def middle(self, load: float, part: str, share: float) -> float:
        """Milliseconds within which that share of the answered, or of the shed, had their answer: in the middle of the phases."""
        return median(quantile(getattr(phase, part), share) for phase in self.phases[load])

    def goodput(self, load: float) -> float:
        return median(phase.goodput for phase in self.phases[load])

    @property
    def goodput_ratio(self) -> float:
        """At twice the capacity ÷ at the capacity, each beside the other."""
        return median(two.goodput / one.goodput for two, one in zip(self.phases[2.0], self.phases[1.0], strict=True))

    @property
    def tail_ratio(self) -> float:
        """p99 of what is answered at twice the capacity ÷ at 70 %."""
        pairs = zip(self.phases[2.0], self.phases[0.7], strict=True)
        return median(quantile(two.answered, 0.99) / quantile(some.answered, 0.99) for two, some in pairs)


def quantile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


def run(settings: Settings, secret: str, alternations: int, seconds: float, out: Console) -> Overload:
    """Prints a table."""
    place = uvloop.run(place_of(settings))
    valid = timedelta(hours=12)
    tokens = [callers.sign(secret, f"benchmark-{number}", CallerRole.BANKER, place, valid) for number in range(CALLERS)]
    with ExitStack() as held:
        child = held.enter_context(started([sys.executable, *GATEWAY], settings, secret))
        door = held.enter_context(Connection(child.port, tokens[0]))
        about, _ = customers.chosen(door)
        bodies = [body(VIEW, each) for each in about]
        for each in bodies * 3:  # what is seen first takes its time, and would be shed
            door.ask(each)
        found = uvloop.run(_measured(child, tokens, bodies, alternations, seconds))
    out.print(table(found))
    return found


async def _measured(child: Child, tokens: list[str], bodies: list[bytes], alternations: int, seconds: float) -> Overload:
    crowd = Crowd(child.port, child.pid, tokens[0], bodies)
    await crowd.window(min(3.0, seconds), clients=8)  # warm
    found = Overload(median([(await crowd.window(seconds, clients=8)).rate for _ in range(3)]))
    crowds = [Crowd(child.port, child.pid, token, bodies).asked for token in tokens]
    asked = [crowds[number % len(crowds)][number % len(bodies)] for number in range(len(crowds) * len(bodies))]
    for number in range(alternations):
        for load in (*LOADS[number % 3 :], *LOADS[: number % 3]):
            found.phases.setdefault(load, []).append(await Arrivals(child.port, asked).phase(found.capacity * load, seconds))
            await asyncio.sleep(0.5)
    return found


class Asker(asyncio.Protocol):
    """One connection: asks once, tells how long it took, and is free again."""

    def __init__(self, arrivals: "Arrivals") -> None:
        self.arrivals = arrivals
        self.received = bytearray()
        self.began = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def ask(self, question: bytes) -> None:
        self.began = time.perf_counter()
        self.transport.write(question)

    def data_received(self, data: bytes) -> None:
        self.received += data
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return
        head = bytes(self.received[:end]).lower()
        if len(self.received) >= end + 4 + int(head.partition(b"content-length: ")[2].partition(b"\r")[0] or 0):
            self.received.clear()
            self.arrivals.told(self, head[9:12], time.perf_counter() - self.began)

    def connection_lost(self, exc: Exception | None) -> None:
        self.arrivals.lost(self)


class Arrivals:
    """Questions that come at random, so many a second (Poisson), whatever became of those before."""

    def __init__(self, port: int, asked: list[bytes]) -> None:
        self.port, self.asked = port, asked
        self.free: list[Asker] = []
        self.all: set[Asker] = set()
        self.now = Phase(1.0)

    async def phase(self, rate: float, seconds: float) -> Phase:
        self.now = Phase(seconds)
        for due, question in self._due(rate, seconds):
            if (wait := due - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            await self._ask(question)
        end = time.perf_counter() + 5.0
        while len(self.free) < len(self.all) and time.perf_counter() < end:
            await asyncio.sleep(0.01)
        self.now.wrong += len(self.all) - len(self.free)
        for each in list(self.all):
            each.transport.close()
        return self.now

    def _due(self, rate: float, seconds: float) -> Iterator[tuple[float, bytes]]:
        by_chance, due, number = random.Random(1), time.perf_counter(), 0
        end = due + seconds
        while (due := due + by_chance.expovariate(rate)) < end:
            yield due, self.asked[number % len(self.asked)]
            number += 1

    async def _ask(self, question: bytes) -> None:
        self.now.asked += 1
        if not self.free:
            if len(self.all) >= OPEN:
                self.now.shed.append(0.0)
                return
            _, asker = await asyncio.get_running_loop().create_connection(lambda: Asker(self), "127.0.0.1", self.port)
            self.all.add(asker)
        else:
            asker = self.free.pop()
        asker.ask(question)

    def told(self, asker: Asker, status: bytes, seconds: float) -> None:
        self.free.append(asker)
        match status:
            case b"200":
                self.now.answered.append(seconds * 1000)
            case b"503":
                self.now.shed.append(seconds * 1000)
            case _:
                self.now.wrong += 1

    def lost(self, asker: Asker) -> None:
        self.all.discard(asker)
        if asker in self.free:
            self.free.remove(asker)


def table(found: Overload) -> Table:
    shown = Table(
        "asked", "answers/s", "p50 ms", "p99 ms", "shed", "told so: p50 ms", "p99 ms", "went wrong",
        title=f"A gateway that can answer {found.capacity:,.0f} a second (the 360 view, 8 clients that wait)",
        caption=f"goodput at twice the capacity ÷ at the capacity {found.goodput_ratio:.2f}; "
        f"p99 there ÷ at 70 % {found.tail_ratio:.2f}",
    )  # fmt: skip
    for load in sorted(found.phases):
        phases = found.phases[load]
        shed, asked = sum(len(phase.shed) for phase in phases), sum(phase.asked for phase in phases)
        times = [f"{found.middle(load, part, share):.1f}" for part in ("answered", "shed") for share in (0.5, 0.99)]
        wrong = str(sum(phase.wrong for phase in phases))
        shown.add_row(f"{load:.0%}", f"{found.goodput(load):,.0f}", *times[:2], f"{shed / asked:.0%}", *times[2:], wrong)
    return shown
