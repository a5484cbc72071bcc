"""Shaping alone: a thousand customers by ten fields out of the same rows in memory, compiled, and by Strawberry's own execution."""

import re
from datetime import UTC, date, datetime
from typing import Any, cast

import strawberry
import uvloop
from rich.console import Console
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.schema.config import StrawberryConfig

from access.caller import Caller, CallerRole
from access.policy import policy_of
from benchmarks.measure import Figures, alternated
from benchmarks.own_time import Recorded
from graph.wanted import Block
from resolvers import answer
from resolvers.context import Context
from resolvers.plan import Plan
from schema.assembled import serving

CUSTOMERS = 1000
COMPILED, STRAWBERRY = "compiled", "Strawberry's default execution"
TEXT = """{ customers(first: 100) { edges { node {
  partyId kind name isCustomer ... on Person { gender occupation birthDate nationality nameEn kycLevel } } } } }"""
PERSON = {
    "kind": "PERSON", "name": "林海川", "isCustomer": True, "gender": "MALE", "occupation": "ENGINEER",
    "birthDate": "1979-11-29", "nationality": "CN", "nameEn": "Lin Haichuan", "kycLevel": "L2",
}  # fmt: skip
Row = dict[str, Any]


def run(rounds: int, out: Console) -> dict[str, Figures]:
    """Prints a line; the first is what the other is divided by."""
    found = uvloop.run(_measured(rounds))
    told = ", ".join(f"{name} {each.p50:.2f} ms" for name, each in found.items())
    ratio = found[STRAWBERRY].p50_ratio
    out.print(f"{CUSTOMERS:,} customers by ten fields: {told}; 1/{ratio:.0f}.", highlight=False)
    return found


async def _measured(rounds: int) -> dict[str, Figures]:
    people = [{**PERSON, "partyId": f"P{number:026}"} for number in range(CUSTOMERS)]
    plan, sent = await _plan()
    assert plan.shape
    shape, rows = plan.shape, _rows(plan, people)
    dicts = [{_python(name): value for name, value in person.items()} for person in people]

    async def compiled(_: int = 0) -> Any:
        return shape(rows, sent)

    async def executed(_: int = 0) -> Any:
        return (await SCHEMA.execute(TEXT, context_value=dicts)).data

    assert await compiled() == await executed(), "the two do not make the same of the rows"
    return await alternated({COMPILED: compiled, STRAWBERRY: executed}, rounds)


async def _plan() -> tuple[Plan, Row]:
    """As the gateway plans it, for pages of this length."""
    caller = Caller("benchmark", CallerRole.BANKER, "HQ", datetime(2100, 1, 1, tzinfo=UTC))
    graph = Recorded([[[[], None, False]]])
    context = Context(cast(Any, graph), policy_of(caller), [], date(2026, 1, 1), caller)
    result = await serving().execute(TEXT, None, context)
    assert not result.errors
    plan = cast(Plan, answer.PLANS.kept[next(reversed(answer.PLANS.kept))])
    return plan, {**graph.params, plan.wanted.columns[0].count: CUSTOMERS}


def _rows(plan: Plan, people: list[Row]) -> list[Any]:
    """As the statement would bring them."""
    (customers,) = plan.wanted.columns
    blocks = customers.edges[0].blocks
    place, block = next((place, block) for place, block in enumerate(blocks) if block.name == "Person")
    return [[[[[[[place, _cells(blocks, block, person)]]] for person in people], None, False]]]


def _cells(blocks: list[Block], block: Block, person: Row) -> list[Any]:
    """One row for all types: what this one has no place for is null."""
    cells: list[Any] = [None] * (1 + max(cell for each in blocks for cell in each.cells or ()))
    for column, cell in zip(block.carried, block.cells or (), strict=True):
        cells[cell] = person[column.key]
    return cells


def _python(name: str) -> str:
    return re.sub("[A-Z]", lambda found: f"_{found[0].lower()}", name)


# ---- the same as an ordinary schema over dicts


@strawberry.interface
class Party:
    party_id: str
    kind: str
    name: str | None
    is_customer: bool


@strawberry.type
class Person(Party):
    gender: str | None
    occupation: str | None
    birth_date: str | None
    nationality: str | None
    name_en: str | None
    kyc_level: str | None

    @classmethod
    def is_type_of(cls, row: Row, _: Any) -> bool:
        return row["kind"] == "PERSON"


@strawberry.type
class PartyEdge:
    @strawberry.field
    def node(self, root: strawberry.Parent[Any]) -> Party:
        return root


@strawberry.type
class PartyConnection:
    edges: list[PartyEdge]


@strawberry.type
class Query:
    @strawberry.field
    def customers(self, info: strawberry.Info[list[Row], None], first: int = 20) -> PartyConnection:
        return cast(Any, {"edges": info.context})


def read(row: Row, name: str) -> Any:
    return row[name]


SCHEMA = strawberry.Schema(
    Query, types=[Person], extensions=[ParserCache, ValidationCache], config=StrawberryConfig(default_resolver=read)
)
