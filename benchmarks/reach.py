"""Every measure that the serving of questions is held to, beside what it is to reach: one run, one table, the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import overload, page, pages, shaping, stubbed, view
from benchmarks.loading import Load
from benchmarks.overload import Overload
from benchmarks.page import ONE_STATEMENT, Findings
from benchmarks.pages import Pages
from benchmarks.peers import run as peers
from benchmarks.peers.clients import CLIENTS
from benchmarks.peers.run import PEER, Peers
from benchmarks.shaping import STRAWBERRY
from benchmarks.stubbed import Stubbed
from runtime.settings import Settings

HEAD = ("measure", "reach", "found", "")
ROUNDS = {"stub": 400, "shaping": 100, "pages": 100}
"""How often each is done, for the number of rounds that is the default."""
DEFAULT = 400


@dataclass(frozen=True, slots=True)
class Line:
    """A measure; `found` is None where it was not measured, and `why` says why."""

    measure: str
    most: float | None
    least: float | None
    found: float | None
    unit: str = ""
    why: str = ""

    @property
    def held(self) -> bool | None:
        if self.found is None:
            return None
        return (self.most is None or self.found <= self.most) and (self.least is None or self.found >= self.least)

    def cells(self) -> tuple[str, ...]:
        reach = f"≤ {self.most:g}{self.unit}" if self.most is not None else f"≥ {self.least:g}{self.unit}"
        told = f"{self.found:.2f}{self.unit}" if self.found is not None else "–"
        return (self.measure, reach, told, self.why if self.held is None else "reached" if self.held else "**not reached**")


@dataclass(frozen=True, slots=True)
class Reach:
    """All that one run found."""

    view: Findings
    peers: Peers
    stubbed: Stubbed
    shaping: float
    """Times faster than Strawberry's default execution."""
    pages: Pages | None
    overload: Overload

    def lines(self) -> Iterator[Line]:
        ours, beside = self.view.measured[0].figures[ONE_STATEMENT], self.peers
        yield Line("360 view ÷ the same Cypher by the official driver, p50 at one client", 1.4, None, ours.p50_ratio)
        yield Line("the gateway's own time, with the database stubbed", 0.75, None, self.stubbed.whole.p50, " ms")
        yield Line(f"answers/s ÷ {PEER}, {CLIENTS} clients", None, 4, beside.faster_together, why=beside.why_not)
        yield Line(f"p50 of {PEER} ÷ ours, one client", None, 3.5, beside.faster_alone, why=beside.why_not)
        yield Line("processor an answer ÷ a bare application's", 1.4, None, beside.cpu_ratio, why="only known where there is /proc")
        large = self.pages and f"{self.pages.large} customers ÷ at {self.pages.small}"
        ratio = self.pages and self.pages.ratio
        yield Line(f"a keyset page deep in the list, at {large or '100k customers ÷ at 20000'}", 1.5, None, ratio, why="left out")
        yield Line("goodput at twice the capacity ÷ at the capacity", None, 0.95, self.overload.goodput_ratio)
        yield Line("p99 of what is answered at twice the capacity ÷ at 70 %", 3, None, self.overload.tail_ratio)
        yield Line("1,000 customers × 10 fields: times faster shaped than by Strawberry's execution", None, 40, self.shaping)


def run(
    settings: Settings, secret: str, rounds: int, banks: tuple[str, str] | None, out: Console, write: Path | None, load: Load | None
) -> Reach:
    """Prints what was found, the table of all last, and writes it to a page. Without `banks` the pages are left out."""
    scale = rounds / DEFAULT
    each = {name: max(5, round(number * scale)) for name, number in ROUNDS.items()}
    seconds = 4.0 if rounds >= DEFAULT else max(0.5, 4.0 * scale)
    found = Reach(
        view.run(settings, secret, rounds, out, write=None, load=load),
        peers.run(settings, secret, peers.ALTERNATIONS, seconds, max(5, rounds // 2), out),
        stubbed.run(settings, secret, each["stub"], out),
        shaping.run(each["shaping"], out)[STRAWBERRY].p50_ratio,
        pages.run(settings, *banks, each["pages"], out) if banks else None,
        overload.run(settings, secret, overload.ALTERNATIONS, max(1.0, seconds), out),
    )
    out.print(table(found))
    if write:
        write.write_text(page.text(found.view, text(found)))
    return found


def table(found: Reach) -> Table:
    shown = Table(*HEAD, title="What is to be reached")
    for line in found.lines():
        shown.add_row(*(cell.replace("*", "") for cell in line.cells()))
    return shown


def text(found: Reach) -> str:
    """Its part of the page."""
    beside, stub = found.peers, found.stubbed
    ways = ("way", f"answers/s, {CLIENTS} clients", "one client: p50 ms", "p10 ms", "processor ms an answer")
    parts = [
        "## What is to be reached\n",
        page.markdown(HEAD, [line.cells() for line in found.lines()]),
        f"## Beside the peer: the 360 view of {beside.customers} customers, {beside.sizes} values\n",
        f"The same answers, compared value by value, by {PEER} on Node ([how](../benchmarks/peers/README.md)), and by a\n"
        f"bare application without tokens, limits, masking or log. {CLIENTS} clients ask again as soon as they are answered;\n"
        f"they could take {beside.ceiling:,.0f} answers/s. {beside.why_not}\n",
        page.markdown(ways, peers.rows(beside)),
        f"With a database that answers at once, the whole takes {stub.whole.p50:.2f} ms (p10 {stub.whole.p10:.2f}); the driver\n"
        f"and that database by themselves take {stub.driver.p50:.2f} ms.\n",
    ]
    if found.pages:
        parts += ["A page deep in the list of customers:\n", page.markdown(pages.head(found.pages), pages.rows(found.pages))]
    return "\n".join(parts)
