"""The whole economic unit of the bank's largest groups: the gateway beside the driver alone, with the very same statement."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import uvloop
from rich.console import Console
from rich.table import Table

from access import caller as callers
from access.caller import CallerRole
from access.organisation import Organisation
from access.policy import HEAD_OFFICE, policy_of
from benchmarks import customers
from benchmarks.bare import bare
from benchmarks.children import GATEWAY, serving
from benchmarks.connection import Connection, body
from benchmarks.measure import Figures, alternated
from benchmarks.page import DRIVER, ONE_STATEMENT
from benchmarks.queries import leaves
from benchmarks.view import Through
from graph.session import connect
from graph.units import units
from resolvers.context import Context
from runtime.errors import NotConfigured
from runtime.settings import Settings
from schema.assembled import serving as serving_schema

AIM = 1.3
UNIT = """query($id: ID!) { economicUnit(of: $id, first: 1000) { centre { id name } memberCount accountCount isWhole
  balances { currency assets liabilities accounts unknown }
  rings { role parties customers balances { currency assets liabilities accounts } }
  members { roles isCustomer party { id name } }
  accounts { role account { accountId kind status balance { amount currency } } } } }"""
LARGEST = """
MATCH (g:CustomerGroup)<-[m:IN_GROUP]-(c:Company) WHERE m.endedAt IS NULL AND m.role <> 'DEPENDENT'
WITH g, c, COUNT { (c)<-[:WORKS_FOR]-() } AS staff ORDER BY staff DESC, c.id
WITH g, collect(c.id)[0] AS one, sum(staff) + count(*) AS size ORDER BY size DESC, one LIMIT $most
RETURN one"""
MOST = 20


def run(settings: Settings, secret: str, rounds: int, out: Console) -> Figures:
    """Prints both ways and their ratio. Raises NotConfigured where the graph holds no customer group."""
    with serving(GATEWAY, settings, secret) as port:
        sizes, figures = uvloop.run(_measured(settings, secret, rounds, port))
    printed = Table(title=f"The whole economic unit, {customers.told(sizes)} values, aimed at {AIM} × the driver")
    for heading in ("way", "p50 ms", "p10 ms", "p50 ÷ driver", "p10 ÷ driver", "half of the alternations"):
        printed.add_column(heading, justify="left" if heading == "way" else "right")
    for way, each in figures.items():
        ratios = f"{each.p50_ratio:.2f}", f"{each.p10_ratio:.2f}", f"{each.low:.2f}–{each.high:.2f}"
        printed.add_row(way, f"{each.p50:.2f}", f"{each.p10:.2f}", *ratios)
    out.print(printed)
    return figures[ONE_STATEMENT]


async def _measured(settings: Settings, secret: str, rounds: int, port: int) -> tuple[list[int], dict[str, Figures]]:
    password = settings.neo4j_password.get_secret_value()
    graph = connect(settings.neo4j_uri or "", settings.neo4j_user, password, settings.neo4j_database)
    try:
        about = [{"id": id_} for (id_,) in await graph.rows(LARGEST, {"most": MOST})]
        if not about:
            raise NotConfigured("The graph holds no customer group: load a bank, then `c360 groups`.")
        token = callers.sign(secret, "benchmark", CallerRole.BANKER, HEAD_OFFICE, timedelta(hours=12))
        scope = await Organisation(lambda: units(graph)).scope(HEAD_OFFICE)
        caller, today = callers.read(token, secret), datetime.now(ZoneInfo(settings.timezone)).date()
        schema, sizes, statements = serving_schema(), list[int](), list[tuple[str, Mapping[str, Any]]]()
        with Connection(port, token) as gateway:
            for variables in about:
                through = Through(graph)
                context = Context(through, policy_of(caller), scope, today, caller)  # pyright: ignore[reportArgumentType]
                result = await schema.execute(UNIT, variables, context)
                assert not result.errors and len(through.asked) == 1
                assert result.data == gateway.data(body(UNIT, variables)), "the ways to answer do not agree"
                sizes.append(leaves(result.data))
                statements += through.asked
            bodies = [body(UNIT, variables) for variables in about]
            async with bare(settings) as driver:

                async def alone(number: int) -> None:
                    await driver.read(*statements[number % len(statements)])

                async def asked(number: int) -> None:
                    gateway.ask(bodies[number % len(bodies)])

                return sizes, await alternated({DRIVER: alone, ONE_STATEMENT: asked}, rounds)
    finally:
        await graph.close()
