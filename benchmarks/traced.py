"""What telemetry costs: a gateway that sends a collector the default share of its traces, one that sends all, one that has none."""

import sys
import threading
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from statistics import median

import uvloop
from rich.console import Console
from rich.table import Table

from access import caller as callers
from access.caller import CallerRole
from benchmarks import customers
from benchmarks.children import GATEWAY, Child, started
from benchmarks.connection import Connection, body
from benchmarks.measure import Figures, alternated
from benchmarks.peers.clients import Crowd
from benchmarks.peers.run import place_of
from benchmarks.queries import VIEW
from runtime.settings import Settings

NONE, DEFAULT, ALL = "no collector", "a collector, the default share of traces", "a collector, every trace"
CLIENTS = 8
ALTERNATIONS = 7


class Collector(BaseHTTPRequestHandler):
    """Takes what it is sent, and forgets it."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def collector() -> Generator[str]:
    """The address of one that runs beside."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Collector) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def run(settings: Settings, secret: str, rounds: int, seconds: float, out: Console) -> dict[str, tuple[Figures, float, float]]:
    """Prints, and returns, of each way its times, and its rate and its processor's time an answer ÷ those without a collector."""
    place = uvloop.run(place_of(settings))
    token = callers.sign(secret, "benchmark", CallerRole.BANKER, place, timedelta(hours=12))
    with ExitStack() as held:
        address = held.enter_context(collector())
        sent = {NONE: {}, DEFAULT: {"OTEL_EXPORTER_OTLP_ENDPOINT": address},
                ALL: {"OTEL_EXPORTER_OTLP_ENDPOINT": address, "C360_TRACE_RATIO": "1"}}  # fmt: skip
        command = [sys.executable, *GATEWAY]
        ways = {name: held.enter_context(started(command, settings, secret, **more)) for name, more in sent.items()}
        doors = {name: held.enter_context(Connection(child.port, token)) for name, child in ways.items()}
        about, _ = customers.chosen(doors[NONE])
        bodies = [body(VIEW, each) for each in about]
        alone, together = uvloop.run(_measured(ways, doors, token, bodies, rounds, seconds))
    found = {name: (alone[name], *together[name]) for name in ways}
    table = Table("telemetry", "p50 ms", "÷ none", "answers/s ÷ none", "processor an answer ÷ none",
                  title=f"The 360 view: one client, and {CLIENTS}")  # fmt: skip
    for name, (figures, rate, cpu) in found.items():
        table.add_row(name, f"{figures.p50:.2f}", f"{figures.p50_ratio:.3f}", f"{rate:.3f}", f"{cpu:.3f}")
    out.print(table)
    return found


async def _measured(
    ways: dict[str, Child], doors: dict[str, Connection], token: str, bodies: list[bytes], rounds: int, seconds: float
) -> tuple[dict[str, Figures], dict[str, tuple[float, float]]]:
    async def asked(door: Connection, number: int) -> None:
        door.ask(bodies[number % len(bodies)])

    alone = await alternated({name: partial(asked, door) for name, door in doors.items()}, rounds)
    crowds = {name: Crowd(child.port, child.pid, token, bodies) for name, child in ways.items()}
    rates: dict[str, list[float]] = {name: [] for name in ways}
    processor: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(ALTERNATIONS + 1):
        names = [*crowds][number % len(crowds) :] + [*crowds][: number % len(crowds)]
        windows = {name: await crowds[name].window(seconds, clients=CLIENTS) for name in names}
        for name, window in windows.items() if number else ():  # the first warms
            rates[name].append(window.rate / windows[NONE].rate)
            processor[name].append((window.cpu_each or 1.0) / (windows[NONE].cpu_each or 1.0))
    return alone, {name: (median(rates[name]), median(processor[name])) for name in ways}
