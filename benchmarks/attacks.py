"""How long it takes to refuse what is asked to do harm: each attack against a gateway process of its own, anew and again."""

import time
from collections.abc import Mapping
from datetime import timedelta
from statistics import median
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table

from access import caller as callers
from access.caller import CallerRole
from access.policy import HEAD_OFFICE
from benchmarks.children import GATEWAY, serving
from benchmarks.connection import Connection
from runtime.settings import Settings

MARK = 50.0
"""Milliseconds within which each is to be refused."""
MANY = 10_000
WHERE = "query($w: PartyWhere) { customers(first: 1, where: $w) { totalCount } }"
PAGES = "{ customers(first: 100) { edges { node { accounts(first: 100) { edges { node { id } } } } } } }"


def attacks(salt: int) -> Mapping[str, dict[str, Any]]:
    """Questions by what they are; none is the same text as with another salt."""
    own = f"q{salt}"
    each = " fragment F{} on Person {{ x{}: household {{ members {{ person {{ ...F{} }} }} }} ...F{} }}"
    doubled = "".join(each.format(n, n, n + 1, n + 1) for n in range(40))
    texts = {
        "10,000 aliases": f"query {own} {{ {' '.join(f'a{n}: __typename' for n in range(MANY))} }}",
        "500 aliases": f"query {own} {{ {' '.join(f'a{n}: __typename' for n in range(500))} }}",
        "10,000 directives": f"query {own} {{ __typename {'@skip(if:false)' * MANY} }}",
        "900 directives": f"query {own} {{ __typename {'@a' * 900} }}",
        "10,000 fragments": f"query {own} {{ a }} {' '.join(f'fragment F{n} on Q {{a}}' for n in range(MANY))}",
        "circular fragments": f"query {own} {{ ...A }} fragment A on Query {{ ...B }} fragment B on Query {{ ...A }}",
        "exponential fragments": f"query {own} {{ ...F0 }}{doubled} fragment F40 on Person {{ name }}",
        "circular introspection": f"query {own} {{ __schema {{ types {'{ fields { type ' * 9}{{ name }}{' } }' * 9} }} }}",
        "one field 10,000 times": f"query {own} {{ {'__typename ' * MANY} }}",
        "one field 900 times": f"query {own} {{ viewer {{ {'org ' * 900} }} }}",
        "900 fields that there are not": f"query {own} {{ viewer {{ {' '.join(f'x{n}' for n in range(900))} }} }}",
        "5,000 brackets": f"query {own} {'{a' * 5000}",
        "a list of 4,000 as text": f"query {own} {{ nodes(ids: [{'1 ' * 4000}]) {{ id }} }}",
        "a filter of 600 as text": f"query {own} {{ customers(first: 1, where: {{any: [{'{} ' * 600}]}}) {{ totalCount }} }}",
        "a text of 19,000 characters": f'query {own} {{ node(id: "{"x" * 19_000} }}',
        "pages in pages": f"query {own} {PAGES}",
    }  # fmt: skip
    variables = {
        "a list of 10,000 as variable": {"w": {"name": {"in": [str(salt)] * MANY}}},
        "a filter of 5,000 as variable": {"w": {"any": [{"name": {"eq": str(salt)}}] * 5000}},
    }
    asked = {name: {"query": text} for name, text in texts.items()}
    return asked | {name: {"query": WHERE, "variables": each} for name, each in variables.items()}


def run(settings: Settings, secret: str, rounds: int, out: Console) -> dict[str, tuple[float, float, str]]:
    """Prints the median milliseconds of each refusal: of a new text, and of the same again."""
    token = callers.sign(secret, "attacker", CallerRole.BANKER, HEAD_OFFICE, timedelta(hours=1))
    with serving(GATEWAY, settings, secret) as port, Connection(port, token) as connection:
        found = _measured(connection, rounds)
    title = f"Refusing, median of {rounds}: the mark is {MARK:.0f} ms"
    table = Table("attack", "new, ms", "again, ms", "refused with", title=title)
    for name, (new, again, code) in found.items():
        table.add_row(name, f"{new:.1f}" + (" !" if new > MARK else ""), f"{again:.1f}", code)
    out.print(table)
    return found


def _measured(connection: Connection, rounds: int) -> dict[str, tuple[float, float, str]]:
    times: dict[str, list[tuple[float, float]]] = {}
    codes: dict[str, str] = {}
    for salt in range(rounds):
        for name, asked in attacks(salt).items():
            body = orjson.dumps(asked)
            new, told = _timed(connection, body)
            again, _ = _timed(connection, body)
            times.setdefault(name, []).append((new, again))
            codes[name] = orjson.loads(told)["errors"][0]["extensions"]["code"]
    return {
        name: (median(new for new, _ in each), median(again for _, again in each), codes[name]) for name, each in times.items()
    }


def _timed(connection: Connection, body: bytes) -> tuple[float, bytes]:
    began = time.perf_counter()
    told = connection.ask(body)
    return (time.perf_counter() - began) * 1000, told
