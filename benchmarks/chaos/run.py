"""Rounds of chaos on a database of their own, a line each, and what came of them all."""

from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from rich.console import Console

from benchmarks.chaos.engine import Engine
from benchmarks.chaos.faults import KINDS
from benchmarks.chaos.rounds import Arena, Round
from benchmarks.chaos.scenarios import written
from graph.session import connect
from runtime.local import neo4j
from tests.graph.proxy import proxied


async def run(rounds: int, seed: int, line: str, cache: Path | None, out: Console) -> int:
    """Rounds with the seeds from `seed` on, each to be had again by its own; tells how many failed.

    Nothing but a temporary folder is touched.
    """
    began, done = monotonic(), list[Round]()
    with TemporaryDirectory(prefix="chaos-") as name:
        async with _arena(Engine(Path(name), line, cache), Path(name)) as arena:
            scenarios = list(written(Path(name) / "deliveries"))
            for each in range(seed, seed + rounds):
                scenario, deliveries = scenarios[each // len(KINDS) % len(scenarios)]
                done.append(await arena.round(each, scenario, deliveries, KINDS[each % len(KINDS)]))
                out.print(str(done[-1]), soft_wrap=True, highlight=False, markup=False)
    _sum(done, monotonic() - began, out)
    return sum(1 for each in done if each.fault)


@asynccontextmanager
async def _arena(engine: Engine, folder: Path) -> AsyncGenerator[Arena]:
    try:
        engine.start()
        async with proxied(engine.uri) as proxy:
            session = connect(proxy.uri, neo4j.USER, engine.password, "neo4j", patient=True)
            try:
                yield Arena(session, proxy, neo4j.USER, engine.password, folder, engine)
            finally:
                await session.close()
    finally:
        engine.stop()


def _sum(done: list[Round], seconds: float, out: Console) -> None:
    kinds, failed = Counter(each.kind for each in done), [each for each in done if each.fault]
    lost, doubled = sum((each.lost for each in done), Counter[str]()), sum((each.doubled for each in done), Counter[str]())
    out.print(f"\n{len(done)} rounds in {seconds:.0f} s: " + ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())))
    out.print(f"{sum(len(each.broken) for each in done)} times something broke, {sum(each.resumes for each in done)} resumptions.")
    out.print(f"lost {lost.total()}, doubled {doubled.total()}, failed {len(failed)}.")
    for each in failed:
        out.print(f"Again by: c360 bench chaos --rounds 1 --seed {each.seed}", highlight=False)
