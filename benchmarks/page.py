"""What was measured, as tables for people and as the page in the documentation."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rich.console import Group
from rich.table import Table

from benchmarks.loading import Load
from benchmarks.measure import Figures

DRIVER, ONE_STATEMENT, LOADERS = "the driver alone", "the gateway, over HTTP", "a DataLoader for each relation, over HTTP"
HEAD = ("way", "statements", "p50 ms", "p10 ms", "p50 ÷ driver", "p10 ÷ driver", "half of the alternations")

OPENING = """# Benchmarks

*Written by `make bench` (`c360 bench all`); do not edit. Ratios hold better than times: other work on the machine
falls on every way alike, because they are measured in turn.*

What is compared, on the same graph, for the same banker ({place}, {units} units, so that every statement tests whose
customers they are):

- **the driver alone**: Neo4j's official asynchronous driver sends the very statement and parameters that the gateway
  would send, as one auto-commit read, and takes the one value of the one record. On uvloop, with the Rust extension.
- **the gateway, over HTTP**: a process of its own with one worker; token, scope, policy, log line and JSON included.
- **a DataLoader for each relation, over HTTP**: an ordinary Strawberry schema with the same fields, resolvers that load
  each relation for all parents at once, Strawberry's own ASGI view and caches, the same token and scope
  (`benchmarks/ordinary.py`). Its answers are checked to be the same JSON before anything is measured.
"""

HOW = """## Run it

```sh
make bench                                  # on the graph at NEO4J_URI, a running demo's, or one that it starts
.venv/bin/c360 bench all --berka FOLDER     # load Berka into a graph of its own first, and measure that too
.venv/bin/c360 bench view --rounds 1000     # one part, longer; likewise peers, pages
```
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """Of one question: how many values an answer has, and the figures of each way; microseconds without a database."""

    question: str
    leaves: str
    rounds: int
    aim: float
    figures: dict[str, Figures]
    own: dict[str, float]
    loader_statements: int


@dataclass(frozen=True, slots=True)
class Findings:
    on: date
    machine: dict[str, str]
    versions: dict[str, str]
    place: str
    units: int
    measured: list[Measured]
    load: Load | None


def tables(found: Findings) -> Group:
    """For a terminal."""
    return Group(*(_table(measured) for measured in found.measured), *([_loaded(found.load)] if found.load else []))


def text(found: Findings, more: str = "") -> str:
    """The page, with `more` behind its opening."""
    return "\n".join(_parts(found, more))


def _parts(found: Findings, more: str) -> Iterator[str]:
    yield OPENING.format(place=f"`{found.place}`", units=found.units)
    if more:
        yield more
    for measured in found.measured:
        yield f"## {measured.question}: {measured.leaves} values\n"
        yield f"Aim: at most {measured.aim} times the driver alone. {measured.rounds} times each way.\n"
        yield markdown(HEAD, _rows(measured))
        yield "Without a database, the same rows again and again:\n"
        yield markdown(("part", "µs"), [(name, f"{each:.0f}") for name, each in measured.own.items()])
    yield "## Loading Berka\n"
    yield _loaded(found.load) + "\n" if found.load else "Not measured in this run; see `--berka` below.\n"
    yield f"## Where and when\n\nOn {found.on.isoformat()}.\n"
    yield markdown(("machine", ""), list(found.machine.items()))
    yield markdown(("version", ""), list(found.versions.items()))
    yield HOW


def _rows(measured: Measured) -> list[tuple[str, ...]]:
    statements = {DRIVER: 1, ONE_STATEMENT: 1, LOADERS: measured.loader_statements}
    return [
        (
            name, str(statements[name]), f"{each.p50:.2f}", f"{each.p10:.2f}", f"{each.p50_ratio:.2f}", f"{each.p10_ratio:.2f}",
            f"{each.low:.2f}–{each.high:.2f}",
        )
        for name, each in measured.figures.items()
    ]  # fmt: skip


def _table(measured: Measured) -> Table:
    own = ", ".join(f"{name} {each:.0f} µs" for name, each in measured.own.items())
    title = f"{measured.question}: {measured.leaves} values; aim {measured.aim}"
    table = Table(*HEAD, title=title, caption=f"Without a database: {own}")
    for row in _rows(measured):
        table.add_row(*row)
    return table


def _loaded(load: Load) -> str:
    peak = f"{load.peak:.0f} MB at most in its process" if load.peak else "memory unknown on this system"
    stages = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in load.stages.items())
    return (
        f"{load.rows:,} rows to {load.records:,} new records in {load.seconds:.1f} s "
        f"({load.records / load.seconds:,.0f} a second), {peak}. Seconds by stage: {stages}."
    )


def markdown(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
