"""A page deep in the list of customers, of a small and of a large bank: a keyset must not care how many come before.

Each bank's core silo goes through files into a Neo4j of its own, which stays in build/banks for the next time.
"""

from collections.abc import AsyncGenerator, Generator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import uvloop
from rich.console import Console
from rich.table import Table

from access.caller import Caller, CallerRole
from access.policy import HEAD_OFFICE, policy_of
from access.scope import units_below
from benchmarks import customers, home_engine
from benchmarks.children import ROOT
from benchmarks.measure import Figures, Way, alternated
from graph.session import Session, connect
from graph.units import units
from ingest import lakeside, offline
from ingest.sources import source
from resolvers.context import Context
from runtime.local import importing, jars, neo4j
from runtime.settings import Settings
from runtime.terminal import unheard
from schema.assembled import serving
from schema.party import PartyOrder

BANKS = ROOT / "build" / "banks"
CORE = "lakeside-core"
PAGE = 20
DEEP = "query Deep($order: PartyOrder) { customers(last: 100, orderBy: $order) { pageInfo { startCursor } } }"
TEXT = f"""query Page($order: PartyOrder, $after: String) {{ customers(first: {PAGE}, after: $after, orderBy: $order) {{
  edges {{ cursor node {{ id partyId name kind }} }} pageInfo {{ hasNextPage endCursor }} }} }}"""


@dataclass(frozen=True, slots=True)
class Pages:
    """By declared order: the figures of the small bank and of the large one."""

    small: str
    large: str
    orders: dict[str, dict[str, Figures]]

    @property
    def ratio(self) -> float:
        """Large ÷ small, of the order in which it is the greatest."""
        return max(each[self.large].p50_ratio for each in self.orders.values())


def run(settings: Settings, small: str, large: str, rounds: int, out: Console) -> Pages:
    """Prints a table. Loads what is not there yet: minutes for a hundred thousand customers."""
    for size in (small, large):
        _load(settings, size, out)
    with ExitStack() as held:
        servers = {size: held.enter_context(_running(settings, size)) for size in (small, large)}
        found = Pages(small, large, uvloop.run(_measured(servers, rounds)))
    out.print(table(found))
    return found


def table(found: Pages) -> Table:
    shown = Table(*head(found), title="A page deep in the list of customers")
    for row in rows(found):
        shown.add_row(*row)
    return shown


def head(found: Pages) -> tuple[str, ...]:
    return ("order", f"{found.small} customers: p50 ms", f"{found.large} customers: p50 ms", "large ÷ small")


def rows(found: Pages) -> list[tuple[str, ...]]:
    both = [(order, each[found.small], each[found.large]) for order, each in found.orders.items()]
    return [(order, f"{small.p50:.2f}", f"{large.p50:.2f}", f"{large.p50_ratio:.2f}") for order, small, large in both]


# ---- the banks


def _load(settings: Settings, size: str, out: Console) -> None:
    home = BANKS / f"{size}-{settings.neo4j_line}"
    if (home / "loaded").exists():
        return
    out.print(f"Loading a bank of {size} customers …", highlight=False)
    with TemporaryDirectory() as folder, ExitStack() as held:
        lakeside.write(Path(folder), size)
        with importing.held(home, settings.neo4j_line, settings.cache, unheard) as engine:
            first = held.enter_context(offline.loaded(source(CORE), Path(folder) / "core", engine, home, unheard))
        assert first, f"{home} holds half a bank: delete it"

        async def complete(graph: Session) -> None:
            await first.complete(graph, unheard)

        home_engine.running(settings, home, complete)
    (home / "loaded").touch()


@contextmanager
def _running(settings: Settings, size: str) -> Generator[tuple[str, str]]:
    """Where the bank's Neo4j is, and its password."""
    folder = jars.fetch(settings.neo4j_line, settings.cache, lambda done, total, files: None)
    home = BANKS / f"{size}-{settings.neo4j_line}"
    with neo4j.starting(folder, home / f"neo4j-{settings.neo4j_line}", heap="1g", page_cache="1g") as start:
        server = start.ready()
        yield server.uri, server.password


# ---- the pages


async def _measured(servers: dict[str, tuple[str, str]], rounds: int) -> dict[str, dict[str, Figures]]:
    async with AsyncExitStack() as held:
        askers = {size: await held.enter_async_context(_asker(*server)) for size, server in servers.items()}
        found: dict[str, dict[str, Figures]] = {}
        for order in PartyOrder:
            ways = {size: await asker.page(order.name) for size, asker in askers.items()}
            found[order.name] = await alternated(ways, rounds)
        return found


@dataclass(frozen=True, slots=True)
class Asker:
    """A banker of one place of a bank, who asks without HTTP in between."""

    graph: Session
    scope: list[str]
    caller: Caller

    async def ask(self, text: str, **variables: Any) -> Any:
        context = Context(self.graph, policy_of(self.caller), self.scope, date(2026, 10, 31), self.caller)
        result = await SCHEMA.execute(text, variables, context)
        assert not result.errors, result.errors
        assert result.data
        return result.data["customers"]

    async def page(self, order: str) -> Way:
        """A page that begins eighty before the end, each time."""
        after = (await self.ask(DEEP, order=order))["pageInfo"]["startCursor"]
        assert len((await self.ask(TEXT, order=order, after=after))["edges"]) == PAGE

        async def ask(_: int) -> None:
            await self.ask(TEXT, order=order, after=after)

        return ask


SCHEMA = serving()


@asynccontextmanager
async def _asker(uri: str, password: str) -> AsyncGenerator[Asker]:
    graph = connect(uri, neo4j.USER, password, "neo4j", statement_seconds=60)
    try:
        org = await customers.place(graph, HEAD_OFFICE)
        caller = Caller("benchmark", CallerRole.BANKER, org, datetime(2100, 1, 1, tzinfo=UTC))
        yield Asker(graph, units_below(org, await units(graph)), caller)
    finally:
        await graph.close()
