"""Random questions put to the platform and to the oracle: the same data, and errors at the same root fields."""

import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from graphql import parse, validate

from benchmarks.oracle import census
from benchmarks.oracle.aligned import Aligned, Difference
from benchmarks.oracle.answers import Answer, Oracle, schema_of
from benchmarks.oracle.asking import BerkaQuestions, pools
from benchmarks.oracle.bank import Bank
from benchmarks.oracle.reading import read
from benchmarks.oracle.sight import Caller

MAP = """query Map($after: String) { customers(first: 100, after: $after, where: {name: {eq: null}}) {
  pageInfo { hasNextPage endCursor } edges { node { partyId records { recordId } } } } }"""
OTHERS = """{ products(where: {not: {code: {startsWith: "berka:"}}}) { totalCount } }"""
CURSORS = """query Cursors($keys: [PartyKey!]!) {
  customers(first: 5, where: {name: {eq: null}}) { edges { cursor } }
  end: customers(last: 5, where: {name: {eq: null}}) { edges { cursor } }
  products(where: {code: {startsWith: "berka:"}}) { edges { cursor } }
  named: products(orderBy: NAME, where: {code: {startsWith: "berka:"}}) { edges { cursor } }
  parties(by: $keys) { accounts { edges { cursor node {
    holders { edges { cursor } } transactions(first: 3) { edges { cursor } } } } } } }"""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the platform says: the data, and the path of each error."""

    data: dict[str, Any] | None
    errors: Sequence[tuple[str | int, ...]]


Ask = Callable[[str, Mapping[str, Any], Caller, date], Awaitable[Reply]]
Told = Callable[[str, Mapping[str, Any], Caller, Sequence[Difference]], None]


class Comparison:
    """The platform beside the oracle; `differs` is called with each question that they answer in two ways."""

    def __init__(self, ask: Ask, oracle: Oracle, today: date, differs: Told) -> None:
        self.ask, self.oracle, self.today, self.differs = ask, oracle, today, differs
        self.aligned, self.tally = Aligned(oracle.places), Counter[str]()

    async def put(self, text: str, variables: Mapping[str, Any], caller: Caller) -> Reply:
        platform = await self.ask(text, variables, caller, self.today)
        answer = self.oracle.answer(text, variables, caller, self.today)
        either = "" in answer.faulty and len(answer.faulty) > 1
        found = [*faults(platform, answer), *(() if either else self.aligned.differences(platform.data, answer.data))]
        self.tally["asked"] += 1
        self.tally[f"by {caller.subject}"] += 1
        self.tally["refused in part or whole"] += bool(answer.faulty)
        self.tally["with data"] += any(value for value in (answer.data or {}).values())
        self.tally["values"] = self.aligned.compared
        if found:
            self.tally["different"] += 1
            self.differs(text, variables, caller, found)
        return platform

    async def at_random(self, count: int, seed: int) -> None:
        """Valid questions, made by a seed; each caller in turn."""
        bank, sitting = self.oracle.bank, callers(self.oracle.bank)
        others = await self.ask(OTHERS, {}, sitting[0], self.today)
        alone = others.data is not None and others.data["products"]["totalCount"] == 0
        keys = pools(bank, self.oracle.parties, {}, random.Random(seed), sitting[0]).keys["accountId"]
        await self.put(CURSORS, {"keys": [{"accountId": key} for key in keys]}, sitting[0])
        asked = turn = 0
        while asked < count:
            turn, caller = turn + 1, sitting[asked % len(sitting)]
            known = pools(bank, self.oracle.parties, self.oracle.places, random.Random(f"{seed}/{turn}"), caller)
            text, variables = BerkaQuestions(self.oracle.schema, seed * 1_000_003 + turn, known, alone=alone).make()
            if not validate(self.oracle.schema, parse(text)):
                await self.put(text, variables, caller)
                asked += 1

    async def of_everyone(self) -> None:
        """All that Berka has, to each caller, page by page."""
        for caller in callers(self.oracle.bank):
            await self.put(census.PLACES, {}, caller)
            page: dict[str, Any] = {"hasNextPage": True, "endCursor": None}
            while page["hasNextPage"]:
                told = await self.put(census.PEOPLE, {"after": page["endCursor"]}, caller)
                page = told.data["customers"]["pageInfo"] if told.data else {"hasNextPage": False}


async def begun(ask: Ask, sdl: str, folder: Path, today: date, differs: Told) -> Comparison:
    """`folder` has Berka's tables, and the platform must have loaded them. Raises ValueError where it does not tell its parties."""
    bank = read(folder)
    return Comparison(ask, Oracle(schema_of(sdl), bank, await party_ids(ask, bank, today)), today, differs)


def faults(platform: Reply, answer: Answer) -> Iterator[Difference]:
    """Errors stand at the refused root fields and nowhere else; where all data is null, one of them is enough."""
    told = {str(path[0]) if path else "" for path in platform.errors}
    if "" in answer.faulty and len(answer.faulty) > 1 and told:  # not right and not permitted: whichever is found first
        return
    deep = [path for path in platform.errors if len(path) > 1]
    fitting = told == answer.faulty if platform.data is not None else bool(told) and told <= answer.faulty
    if deep or not fitting:
        yield Difference("errors", sorted(map(str, platform.errors)), sorted(answer.faulty))


def callers(bank: Bank) -> list[Caller]:
    """Head office, a banker with half of the units, a partner with the other half."""
    units, expires = sorted(bank.units), datetime(2030, 1, 1, tzinfo=UTC)
    return [
        Caller("head office", False, True, frozenset(units), "HQ", expires),
        Caller("a banker", False, False, frozenset(units[::2]), "HQ/EVEN", expires),
        Caller("a partner", True, False, frozenset(units[1::2]), "HQ/ODD", expires),
    ]


async def party_ids(ask: Ask, bank: Bank, today: date) -> dict[str, str]:
    """Which party each record became; they are made at the load. Raises ValueError unless each record has its own."""
    found: dict[str, str] = {}
    page: dict[str, Any] = {"pageInfo": {"hasNextPage": True, "endCursor": None}}
    while page["pageInfo"]["hasNextPage"]:
        reply = await ask(MAP, {"after": page["pageInfo"]["endCursor"]}, callers(bank)[0], today)
        if reply.data is None or reply.errors:
            raise ValueError(f"The platform does not tell its parties: errors at {list(reply.errors)}.")
        page = reply.data["customers"]
        for edge in page["edges"]:
            found |= {record["recordId"]: edge["node"]["partyId"] for record in edge["node"]["records"]}
    if found.keys() != bank.clients.keys() or len(set(found.values())) != len(found):
        raise ValueError(f"{len(bank.clients)} clients are {len(found)} records of {len(set(found.values()))} parties.")
    return found
