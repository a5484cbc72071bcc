"""The 360 view by the gateway, by a bare application and by the peer: answers a second, time at one client, processor an answer."""

import sys
from collections.abc import Generator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import uvloop
from rich.console import Console
from rich.table import Table

from access import caller as callers
from access.caller import CallerRole
from access.policy import HEAD_OFFICE
from benchmarks import customers
from benchmarks.children import GATEWAY, Child, started
from benchmarks.connection import Connection, body
from benchmarks.measure import Figures, Way, alternated
from benchmarks.peers import node, same
from benchmarks.peers.clients import CLIENTS, Crowd, Window
from benchmarks.queries import VIEW
from graph.session import connect
from runtime.errors import NotConfigured, Unavailable
from runtime.settings import Settings

OURS, BARE, PEER = "the gateway", "a bare application", "@neo4j/graphql + graphql-yoga"
PLAIN, TRIVIAL = ["-m", "benchmarks.peers.plain"], ["-m", "benchmarks.peers.trivial"]
ALTERNATIONS = 5
BUSY = 0.8
"""Clients that reach this part of the most that they can ask for may be what is measured."""


@dataclass(slots=True)
class Peers:
    """What was found; `ceiling` is how many answers a second the clients could take."""

    customers: int
    sizes: str
    ceiling: float
    windows: dict[str, list[Window]] = field(default_factory=dict[str, list[Window]])
    alone: dict[str, Figures] = field(default_factory=dict[str, Figures])
    why_not: str = ""

    def rate(self, way: str) -> float:
        return median(window.rate for window in self.windows[way])

    def cpu(self, way: str) -> float | None:
        """Milliseconds of the processor an answer, in the middle."""
        each = [window.cpu_each for window in self.windows[way]]
        known = [cpu for cpu in each if cpu is not None]
        return median(known) if len(known) == len(each) else None

    @property
    def faster_together(self) -> float | None:
        return self.rate(OURS) / self.rate(PEER) if PEER in self.windows else None

    @property
    def faster_alone(self) -> float | None:
        return self.alone[PEER].p50 / self.alone[OURS].p50 if PEER in self.alone else None

    @property
    def cpu_ratio(self) -> float | None:
        ours, bare = self.cpu(OURS), self.cpu(BARE)
        return ours / bare if ours and bare else None


def run(settings: Settings, secret: str, alternations: int, seconds: float, rounds: int, out: Console) -> Peers:
    """Prints a table. Without Node the peer is left out, and why is told."""
    place = uvloop.run(place_of(settings))
    token = callers.sign(secret, "benchmark", CallerRole.BANKER, place, timedelta(hours=12))
    with ExitStack() as held:
        children = dict(_servers(held, settings, secret, place))
        about, sizes = _same(settings, token, children)
        bodies = {name: [_body(settings, name, each) for each in about] for name in children}
        with started([sys.executable, *TRIVIAL], settings, secret) as trivial:
            ceiling = uvloop.run(Crowd(trivial.port, trivial.pid, token, bodies[OURS]).window(seconds)).rate
        found = Peers(len(about), customers.told(sizes), ceiling, why_not="" if PEER in children else node.missing())
        uvloop.run(_measured(found, children, token, bodies, alternations, seconds, rounds))
    out.print(table(found))
    return found


def _servers(held: ExitStack, settings: Settings, secret: str, place: str) -> Generator[tuple[str, Child]]:
    yield OURS, held.enter_context(started([sys.executable, *GATEWAY], settings, secret))
    yield BARE, held.enter_context(started([sys.executable, *PLAIN], settings, secret, BENCH_ORG=place))
    if not node.missing():
        yield PEER, held.enter_context(node.serving(settings, secret))


async def place_of(settings: Settings) -> str:
    """Whose token sees every customer that is asked about."""
    password = settings.neo4j_password.get_secret_value()
    graph = connect(settings.neo4j_uri or "", settings.neo4j_user, password, settings.neo4j_database)
    try:
        return await customers.place(graph, HEAD_OFFICE)
    finally:
        await graph.close()


def _same(settings: Settings, token: str, children: dict[str, Child]) -> tuple[list[str], list[int]]:
    """The customers of whom all give the same answer, and its sizes. Raises NotConfigured where there is none."""
    with ExitStack() as held:
        asked = {name: held.enter_context(Connection(child.port, token)) for name, child in children.items()}
        chosen, sizes = customers.chosen(asked[OURS])
        agreed: list[tuple[str, int]] = []
        for variables, size in zip(chosen, sizes, strict=True):
            party = asked[OURS].data(body("query($id: ID!) { customer(id: $id) { partyId } }", variables))["customer"]["partyId"]
            told = {name: each.data(_body(settings, name, party)) for name, each in asked.items()}
            if PEER in told:
                told[PEER] = same.ours(told[PEER])
            assert told[BARE] == told[OURS], "the bare application does not answer what the gateway does"
            if all(data == told[OURS] for data in told.values()):
                agreed.append((party, size))
    if not agreed:
        raise NotConfigured("The peer answers nothing as the gateway does: see benchmarks/peers/README.md.")
    return [party for party, _ in agreed], [size for _, size in agreed]


def _body(settings: Settings, name: str, party: str) -> bytes:
    if name != PEER:
        return body(VIEW, {"id": party})
    today = datetime.now(ZoneInfo(settings.timezone)).date()
    return body(same.VIEW, {"id": party, "today": today.isoformat()})


async def _measured(
    found: Peers,
    children: dict[str, Child],
    token: str,
    bodies: dict[str, list[bytes]],
    alternations: int,
    seconds: float,
    rounds: int,
) -> None:
    crowds = {name: Crowd(child.port, child.pid, token, bodies[name]) for name, child in children.items()}
    for crowd in crowds.values():
        await crowd.window(min(2.0, seconds))  # warm
    names = list(crowds)
    for number in range(alternations):
        for name in [*names[number % len(names) :], *names[: number % len(names)]]:
            found.windows.setdefault(name, []).append(await crowds[name].window(seconds))
    if found.rate(OURS) > BUSY * found.ceiling:
        raise Unavailable(f"The clients can take {found.ceiling:.0f} answers a second: they are what would be measured.")
    with ExitStack() as held:
        connections = {name: held.enter_context(Connection(child.port, token)) for name, child in children.items()}
        found.alone = await alternated({name: _one(each, bodies[name]) for name, each in connections.items()}, rounds)


def _one(connection: Connection, bodies: list[bytes]) -> Way:
    async def ask(number: int) -> None:
        connection.ask(bodies[number % len(bodies)])

    return ask


def table(found: Peers) -> Table:
    shown = Table(
        "way", f"answers/s, {CLIENTS} clients", "one client: p50 ms", "p10 ms", "processor ms an answer",
        title=f"360 view of one customer: {found.sizes} values, {found.customers} customers",
        caption=f"The clients could take {found.ceiling:,.0f} answers/s. {found.why_not}",
    )  # fmt: skip
    for row in rows(found):
        shown.add_row(*row)
    return shown


def rows(found: Peers) -> list[tuple[str, ...]]:
    return [
        (name, f"{found.rate(name):,.0f}", f"{each.p50:.2f}", f"{each.p10:.2f}", f"{cpu:.2f}" if (cpu := found.cpu(name)) else "–")
        for name, each in found.alone.items()
    ]
