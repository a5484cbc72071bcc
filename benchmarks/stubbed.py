"""The gateway's own time: the whole of a request over HTTP, with a database that answers at once (`benchmarks/stub.py`)."""

import sys
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import uvloop
from rich.console import Console

from access import caller as callers
from access.caller import CallerRole
from access.organisation import Organisation
from access.policy import HEAD_OFFICE, policy_of
from benchmarks import customers, stub
from benchmarks.bare import bare
from benchmarks.children import GATEWAY, serving, started
from benchmarks.connection import Connection, body
from benchmarks.measure import Figures, alternated
from benchmarks.queries import VIEW
from graph.session import Session, connect
from graph.units import units
from resolvers.context import Context
from runtime.settings import Settings
from schema.assembled import serving as serving_schema

GATEWAY_OVER_STUB, DRIVER_OVER_STUB = "the gateway, over HTTP", "the driver alone, and the stub"
STUB = ["-m", "benchmarks.stub"]


@dataclass(frozen=True, slots=True)
class Stubbed:
    """Milliseconds; what the driver and the stub take is part of the whole."""

    whole: Figures
    driver: Figures


@dataclass(slots=True)
class Recorded:
    """One view as it was really read: who asked about whom, by which statement, what came, and what the gateway made of it."""

    token: str
    asked: bytes
    text: str
    params: dict[str, Any]
    rows: Any
    units: list[list[Any]]
    data: Any


class Through:
    """Reads, and remembers."""

    def __init__(self, graph: Session) -> None:
        self.graph = graph
        self.text, self.params, self.rows = "", dict[str, Any](), None

    async def read(self, text: str, params: dict[str, Any]) -> Any:
        self.text, self.params, self.rows = text, params, await self.graph.read(text, params)
        return self.rows


def run(settings: Settings, secret: str, rounds: int, out: Console) -> Stubbed:
    """Prints a line."""
    with serving(GATEWAY, settings, secret) as port:
        recorded = uvloop.run(_recorded(settings, secret, port))
    with TemporaryDirectory() as folder, ExitStack() as held:
        stub.canned(Path(folder) / "canned.json", recorded.units, recorded.rows)
        child = held.enter_context(started([sys.executable, *STUB, str(Path(folder) / "canned.json")], settings, secret))
        over = settings.model_copy(update={"neo4j_uri": f"bolt://127.0.0.1:{child.port}"})
        port = held.enter_context(serving(GATEWAY, over, secret))
        found = uvloop.run(_measured(over, port, recorded, rounds))
    out.print(
        f"With the database stubbed: {found.whole.p50:.2f} ms (p10 {found.whole.p10:.2f}) the whole; the driver and the stub alone "
        f"take {found.driver.p50:.2f} ms of it.",
        highlight=False,
    )
    return found


async def _recorded(settings: Settings, secret: str, port: int) -> Recorded:
    password = settings.neo4j_password.get_secret_value()
    graph = connect(settings.neo4j_uri or "", settings.neo4j_user, password, settings.neo4j_database)
    try:
        org = await customers.place(graph, HEAD_OFFICE)
        token = callers.sign(secret, "benchmark", CallerRole.BANKER, org, timedelta(hours=12))
        with Connection(port, token) as gateway:
            about, _ = customers.chosen(gateway)
            data = gateway.data(body(VIEW, about[0]))
        through, caller = Through(graph), callers.read(token, secret)
        scope = await Organisation(lambda: units(graph)).scope(org)
        today = datetime.now(ZoneInfo(settings.timezone)).date()
        context = Context(through, policy_of(caller), scope, today, caller)  # pyright: ignore[reportArgumentType]
        await serving_schema().execute(VIEW, about[0], context)
        known = [list(unit) for unit in await units(graph)]
        return Recorded(token, body(VIEW, about[0]), through.text, through.params, through.rows, known, data)
    finally:
        await graph.close()


async def _measured(settings: Settings, port: int, recorded: Recorded, rounds: int) -> Stubbed:
    async with bare(settings) as driver:
        with Connection(port, recorded.token) as gateway:
            assert gateway.data(recorded.asked) == recorded.data, "the stub does not answer what the database did"
            assert await driver.read(recorded.text, recorded.params) == recorded.rows

            async def whole(_: int) -> None:
                gateway.ask(recorded.asked)

            async def alone(_: int) -> None:
                await driver.read(recorded.text, recorded.params)

            found = await alternated({DRIVER_OVER_STUB: alone, GATEWAY_OVER_STUB: whole}, rounds)
    return Stubbed(found[GATEWAY_OVER_STUB], found[DRIVER_OVER_STUB])
