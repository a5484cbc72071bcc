"""Effective ownership of a large group with circles: how long shares, ways, control and beneficial owners take."""

import random
import time
from collections.abc import Callable, Iterator
from typing import Any

from rich.console import Console
from rich.table import Table as Printed

from rules.ownership.beneficial import Rule, beneficial
from rules.ownership.control import Powers, controllers
from rules.ownership.paths import paths
from rules.ownership.records import Family, Group, Interest, Party
from rules.ownership.shares import effective
from rules.ownership.tables import table

SEED = 20261031


def run(out: Console, edges: int, rounds: int) -> None:
    """Prints the least and the middle time of each part, for two groups: many small circles, and one that holds everything."""
    for words, companies_a_circle in (("circles of eight companies", 8), ("one circle of all companies", 0)):
        group = grown(edges, companies_a_circle)
        printed = Printed(title=f"{len(group.interests):,} interests, {len(group.parties):,} parties, {words}, ms")
        for heading in ("part", "least", "middle"):
            printed.add_column(heading, justify="left" if heading == "part" else "right")
        for name, part in parts(group):
            least, middle = timed(part, rounds)
            printed.add_row(name, f"{least:,.0f}", f"{middle:,.0f}")
        out.print(printed)


def parts(group: Group) -> Iterator[tuple[str, Callable[[], Any]]]:
    held = table(group, Family.SHARES)
    yield "effective shares of every holder", lambda: effective(table(group, Family.SHARES), group.target)
    yield "the three largest ways of every holder", lambda: paths(held, group.target)
    yield "who controls it", lambda: controllers(Powers(group), group.target)
    yield "beneficial owners, CN", lambda: beneficial(group, Rule.CN)
    yield "beneficial owners, EU", lambda: beneficial(group, Rule.EU)


def grown(edges: int, circle: int) -> Group:
    """Three owners a company: the next on its circle, another company, a person; every company leads to the one asked about."""
    chance = random.Random(SEED)
    companies = edges // 3
    names = ["t", *(f"c{n}" for n in range(1, companies))]
    said = list[Interest]()
    for n, company in enumerate(names):
        first = n - n % circle if circle else 0
        size = min(circle, companies - first) if circle else companies
        beside, other = names[first + (n - first + 1) % size], names[chance.randrange(n // 2, companies)]
        for owner in {beside, other, f"P{chance.randrange(companies)}"}:
            share = chance.uniform(0.05, 0.33)
            said.append(Interest(owner, company, least=share, most=share))
    parties = {end for each in said for end in (each.owner, each.company)}
    return Group("t", {one: Party(one, one, one[0] == "P") for one in parties}, tuple(said))


def timed(part: Callable[[], Any], rounds: int) -> tuple[float, float]:
    """Milliseconds."""
    taken = list[float]()
    for _ in range(rounds):
        began = time.perf_counter()
        part()
        taken.append((time.perf_counter() - began) * 1000)
    taken.sort()
    return taken[0], taken[len(taken) // 2]
