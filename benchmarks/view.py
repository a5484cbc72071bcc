"""The 360 view and the list of a hundred customers: the gateway beside the driver alone and the DataLoader way."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import strawberry
import uvloop
from rich.console import Console

from access import caller as callers
from access.caller import Caller, CallerRole
from access.organisation import Organisation
from access.policy import HEAD_OFFICE, policy_of
from benchmarks import customers, page
from benchmarks.bare import Bare, bare
from benchmarks.children import DATALOADERS, GATEWAY, ROOT, serving
from benchmarks.connection import Connection, body
from benchmarks.loading import Load
from benchmarks.machine import machine, versions
from benchmarks.measure import Way, alternated
from benchmarks.ordinary import SCHEMA
from benchmarks.own_time import own_time
from benchmarks.page import DRIVER, LOADERS, ONE_STATEMENT, Findings, Measured
from benchmarks.queries import LIST, VIEW, leaves
from benchmarks.relations import Loaders
from graph.session import Session, connect
from graph.units import units
from resolvers.context import Context
from runtime.settings import Settings
from schema.assembled import serving as serving_schema

PAGE = ROOT / "docs" / "benchmarks.md"


def run(
    settings: Settings, secret: str, rounds: int, out: Console, write: Path | None = PAGE, load: Load | None = None
) -> Findings:
    """Prints what was found, and writes it to a page; `load` is what loading this graph took, where that was measured."""
    with serving(GATEWAY, settings, secret) as gateway, serving(DATALOADERS, settings, secret) as dataloaders:
        found = uvloop.run(_found(settings, secret, rounds, Ports(gateway, dataloaders), load))
    out.print(page.tables(found))
    if write:
        write.write_text(page.text(found))
    return found


@dataclass(frozen=True, slots=True)
class Ports:
    gateway: int
    dataloaders: int


@dataclass(slots=True)
class Bench:
    """What all measurements share."""

    graph: Session
    bare: Bare
    gateway: Connection
    dataloaders: Connection
    schema: strawberry.Schema
    caller: Caller
    scope: list[str]
    today: date

    def context(self, graph: Any) -> Context:
        return Context(graph, policy_of(self.caller), self.scope, self.today, self.caller)


@dataclass(slots=True)
class Question:
    """A text, whom it is asked about, how large the answers are, and the ratio that is aimed at."""

    name: str
    text: str
    about: list[dict[str, Any]]
    sizes: list[int]
    aim: float
    statements: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list[tuple[str, Mapping[str, Any]]])


class Through:
    """Reads, and remembers the very statement and parameters."""

    def __init__(self, graph: Session) -> None:
        self.graph = graph
        self.asked: list[tuple[str, Mapping[str, Any]]] = []

    async def read(self, text: str, params: dict[str, Any]) -> Any:
        self.asked.append((text, params))
        return await self.graph.read(text, params)


async def _found(settings: Settings, secret: str, rounds: int, ports: Ports, load: Load | None) -> Findings:
    about = machine()
    async with _bench(settings, secret, ports) as bench:
        view, list_ = await _questions(bench)
        server = await bench.graph.server()
        return Findings(
            on=bench.today,
            machine=about,
            versions={"neo4j server": f"{server.version[0]}.{server.version[1]} {server.edition}", **versions()},
            place=bench.caller.org,
            units=len(bench.scope) - 1,
            measured=[await _measured(bench, view, rounds), await _measured(bench, list_, max(5, rounds // 8))],
            load=load,
        )


@asynccontextmanager
async def _bench(settings: Settings, secret: str, ports: Ports) -> AsyncGenerator[Bench]:
    password = settings.neo4j_password.get_secret_value()
    graph = connect(settings.neo4j_uri or "", settings.neo4j_user, password, settings.neo4j_database)
    try:
        org = await customers.place(graph, HEAD_OFFICE)
        token = callers.sign(secret, "benchmark", CallerRole.BANKER, org, timedelta(hours=12))
        scope = await Organisation(lambda: units(graph)).scope(org)
        today = datetime.now(ZoneInfo(settings.timezone)).date()
        with Connection(ports.gateway, token) as gateway, Connection(ports.dataloaders, token) as dataloaders:
            async with bare(settings) as alone:
                caller = callers.read(token, secret)
                yield Bench(graph, alone, gateway, dataloaders, serving_schema(), caller, scope, today)
    finally:
        await graph.close()


async def _questions(bench: Bench) -> tuple[Question, Question]:
    about, sizes = customers.chosen(bench.gateway)
    view = Question("360 view of one customer", VIEW, about, sizes, 1.25)
    list_ = Question("100 customers and their accounts", LIST, [{}], [leaves(bench.gateway.data(body(LIST, {})))], 1.4)
    for question in (view, list_):
        for variables in question.about:
            question.statements.append(await _same(bench, question, variables))
    return view, list_


async def _same(bench: Bench, question: Question, variables: dict[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """The one statement of an answer, once all ways have been seen to give that same answer."""
    through, asked = Through(bench.graph), body(question.text, variables)
    result = await bench.schema.execute(question.text, variables, bench.context(through))
    assert not result.errors and len(through.asked) == 1
    assert result.data == bench.gateway.data(asked) == bench.dataloaders.data(asked), "the ways to answer do not agree"
    return through.asked[0]


async def _measured(bench: Bench, question: Question, rounds: int) -> Measured:
    bodies = [body(question.text, variables) for variables in question.about]

    async def alone(number: int) -> None:
        await bench.bare.read(*question.statements[number % len(bodies)])

    def through(connection: Connection) -> Way:
        async def ask(number: int) -> None:
            connection.ask(bodies[number % len(bodies)])

        return ask

    figures = await alternated({DRIVER: alone, ONE_STATEMENT: through(bench.gateway), LOADERS: through(bench.dataloaders)}, rounds)
    rows = await bench.bare.read(*question.statements[0])
    own = await own_time(bench.schema, question.text, question.about[0], rows, bench.context, max(50, rounds))
    loaders = Loaders(bench.graph, bench.scope, bench.today)
    await SCHEMA.execute(question.text, question.about[0], loaders)
    return Measured(question.name, customers.told(question.sizes), rounds, question.aim, figures, own, loaders.statements)
