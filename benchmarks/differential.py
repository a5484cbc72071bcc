"""Random questions answered twice: compiled and by graphql-core alone, and compiled and by an oracle that knows no graph."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

import strawberry
from graphql import parse, validate
from rich.console import Console
from strawberry.types import ExecutionResult

from access.caller import Caller, CallerRole
from access.policy import Policy
from benchmarks.oracle import compare as oracle
from benchmarks.oracle.sight import Caller as Asking
from benchmarks.questions import MOST, Pools, Questions
from graph.session import Session, connect
from graph.units import units
from resolvers import limits
from resolvers.context import Context
from runtime.settings import Settings
from schema.assembled import serving, standard

SEED_QUESTION = """{
  customers(first: 60) { edges { cursor node {
    id partyId records { recordId id } homeUnit { id } coverage { employee { id } }
    interactions(first: 2) { edges { cursor node { id } } }
    events(first: 2) { edges { cursor node { id } } }
    ... on Company { uscc lei company: partyId }
    ... on Person { household { id } }
    accounts(first: 4) { edges { cursor node { id accountId number transactions(first: 2) { edges { cursor node { id } } } } } }
  } } }
  products(first: 5) { edges { cursor node { id } } }
}"""
AT_ONCE = 4
HEARD = 250
"""Questions after which a long run says how far it is."""
UNBOUNDED = 10**9
SHOWN = 20
"""Differences that are shown, as they are found."""
NOTHING = ["UGVyc29uOm5vcGU", "junk", "", "QWNjb3VudDo="]


@dataclass(frozen=True, slots=True)
class Seat:
    """A kind of caller, and what is theirs."""

    policy: Policy
    scope: list[str]


def context(graph: Session, seat: Seat, today: date) -> Context:
    caller = Caller("differential", seat.policy.role, "HQ", datetime(2030, 1, 1, tzinfo=UTC))
    return Context(graph, seat.policy, seat.scope, today, caller)


async def seats(graph: Session) -> list[Seat]:
    """Head office, a banker with half of the units, a partner with the other half."""
    known = [unit for unit, _ in await units(graph)]
    return [
        Seat(Policy(CallerRole.BANKER, True), ["PUBLIC"]),
        Seat(Policy(CallerRole.BANKER, False), [*known[::2], "PUBLIC"]),
        Seat(Policy(CallerRole.PARTNER, False), [*known[1::2], "PUBLIC"]),
    ]


async def pools(schema: strawberry.Schema, graph: Session, seat: Seat, today: date) -> Pools:
    """Ids, keys and cursors that exist, and some that do not; asked for through the schema itself."""
    result = await schema.execute(SEED_QUESTION, None, context(graph, seat, today))
    if result.errors or result.data is None:
        raise SystemExit(f"The graph could not be sampled: {result.errors}")
    found: dict[str, list[str]] = {}
    cursors: dict[str, list[str]] = {}
    for key, value, where in leaves(result.data):
        found.setdefault(key, []).append(value)
        if key == "cursor":
            cursors.setdefault(where, []).append(value)
    some = {key: sorted(set(values))[:60] for key, values in found.items()}
    keys = {
        "id": some["id"], "partyId": some["partyId"], "sourceId": some["recordId"], "accountId": some["accountId"],
        "iban": some.get("number", ["none"]), "uscc": some.get("uscc", ["none"]), "lei": some.get("lei", ["none"]),
    }  # fmt: skip
    ids = [*some["id"], *some["partyId"][:5], *NOTHING]
    return Pools(ids, keys, cursors, companies=[*some.get("company", []), "none"])


def leaves(value: Any, key: str = "", where: str = "") -> Iterator[tuple[str, str, str]]:
    """Every text with its key and the name of the list it is in."""
    match value:
        case dict():
            for name, one in cast(dict[str, Any], value).items():
                yield from leaves(one, name, key if name == "edges" else where)
        case list():
            for one in cast(list[Any], value):
                yield from leaves(one, key, where)
        case str():
            yield key, value, where
        case _:
            pass


def told(result: ExecutionResult) -> tuple[str, list[tuple[str, str, str]]]:
    """What of a result must be equal: data with the order of its keys, errors in any order."""
    errors = sorted((error.message, str(error.path), str(error.locations)) for error in result.errors or [])
    return repr(result.data), errors


async def compare(
    graph: Session,
    count: int,
    seed: int,
    today: date,
    differs: Callable[[str, dict[str, Any], Any, Any], None],
    most: int = MOST,
    heard: Callable[[int], None] = lambda answered: None,
) -> Counter[str]:
    """Asks `count` valid questions of so many fields at most; `differs` is called with each that two ways answer differently, and
    `heard` with how many are answered."""
    compiled, plain = serving(), standard()
    sitting = await seats(graph)
    core = compiled._schema  # pyright: ignore[reportPrivateUsage]
    questions = Questions(core, seed, await pools(compiled, graph, sitting[0], today), most=most)
    tally: Counter[str] = Counter()
    room = asyncio.Semaphore(AT_ONCE)

    async def put(text: str, variables: dict[str, Any], seat: Seat) -> None:
        try:
            mine, other = context(graph, seat, today), context(graph, seat, today)
            one, two = await compiled.execute(text, variables, mine), await plain.execute(text, variables, other)
            again = await compiled.execute(text, variables, context(graph, seat, today))  # known now
        finally:
            room.release()
        _count(tally, one, mine)
        heard(tally["answered"])
        if not told(one) == told(two) == told(again):
            tally["different"] += 1
            differs(text, variables, told(again) if told(one) == told(two) else told(one), told(two))

    async with asyncio.TaskGroup() as asked:
        while tally["asked"] < count:
            text, variables = questions.make()
            if validate(core, parse(text)):
                tally["not valid"] += 1
                continue
            tally["asked"] += 1
            await room.acquire()
            asked.create_task(put(text, variables, sitting[tally["asked"] % len(sitting)]))
    return tally


def _count(tally: Counter[str], result: ExecutionResult, mine: Context) -> None:
    tally["answered"] += 1
    tally["with errors"] += bool(result.errors)
    tally["with data"] += result.data is not None and any(value for value in result.data.values())
    tally["more than one statement"] += mine.statements > 1 and not result.errors
    tally["fell back"] += bool(mine.found)


async def beside_oracle(graph: Session, berka: Path, today: date, differs: oracle.Told) -> oracle.Comparison:
    """The compiled way beside the oracle, which reads Berka's tables in a folder; the graph must have loaded them.

    Raises ValueError where the platform does not tell Berka's parties.
    """
    compiled = serving()

    async def ask(text: str, variables: Mapping[str, Any], asking: Asking, today: date) -> oracle.Reply:
        role = CallerRole.PARTNER if asking.partner else CallerRole.BANKER
        caller = Caller(asking.subject, role, asking.org, asking.expires)
        scope = [*sorted(asking.units), "PUBLIC"]
        result = await compiled.execute(text, dict(variables), Context(graph, Policy(role, asking.whole), scope, today, caller))
        return oracle.Reply(result.data, [tuple(error.path or ()) for error in result.errors or []])

    return await oracle.begun(ask, compiled.as_str(), berka, today, differs)


async def run(settings: Settings, count: int, seed: int, out: Console, berka: Path | None = None, *, most: int = MOST) -> int:
    """Prints what was compared, with the oracle too where Berka's tables are at hand; returns how many differed."""
    assert settings.neo4j_uri
    graph = connect(
        settings.neo4j_uri, settings.neo4j_user, settings.neo4j_password.get_secret_value(), settings.neo4j_database,
        statement_seconds=600, connect_seconds=60,
    )  # fmt: skip
    found = 0

    def differs(*told: Any) -> None:
        nonlocal found
        found += 1
        if found <= SHOWN:
            out.print("DIFFERENT", *(str(each)[:1500] for each in told), sep="\n", markup=False)

    def heard(answered: int) -> None:
        if answered % HEARD == 0:
            out.print(f"{answered:,} of {count:,} answered, {found} differently", highlight=False)

    today = date(2026, 6, 30)
    try:
        tallies = [("graphql-core", await compare(graph, count, seed, today, differs, most, heard))]
        if berka:
            beside = await beside_oracle(graph, berka, today, differs)
            await beside.at_random(count, seed)
            # Whole people by the page cost more than a caller may ask for at once.
            limits.BOUNDS = replace(limits.BOUNDS, cost=UNBOUNDED)
            await beside.of_everyone()
            tallies.append(("the oracle", beside.tally))
    finally:
        await graph.close()
    for name, tally in tallies:
        out.print(f"Beside {name}: {', '.join(f'{word}: {number}' for word, number in tally.items())}", markup=False)
    return sum(tally["different"] for _, tally in tallies)
