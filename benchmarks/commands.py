"""`c360 bench`: every benchmark, a few lines each."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import orjson
import typer

from ingest.party_kind import PartyKind
from runtime import reach
from runtime.errors import BadQuestion
from runtime.secret import secret_of
from runtime.settings import Settings
from runtime.terminal import OUT

bench = typer.Typer(help="Measure: benchmarks are part of a checkout, and not installed.", no_args_is_help=True)


@bench.command("all")
def measure_all(
    rounds: Annotated[int, typer.Option(min=5, help="How often each way is taken.")] = 400,
    berka: Annotated[Path | None, typer.Option(help="Berka's tables: load them first, and measure that too.")] = None,
    small: Annotated[str, typer.Option(help="The small bank whose pages are measured.")] = "20000",
    large: Annotated[str, typer.Option(help="The large one.")] = "100k",
    banks: Annotated[bool, typer.Option("--pages/--no-pages", help="Load those two, which takes minutes.")] = True,
    write: Annotated[Path | None, typer.Option(help="The page to write; docs/benchmarks.md without it.")] = None,
) -> None:
    """Everything that the serving of questions is held to, in one table; writes docs/benchmarks.md."""
    from benchmarks import loading, view
    from benchmarks import reach as of_all

    two, to = (small, large) if banks else None, write or view.PAGE
    if berka:
        with loading.loaded(Settings.chosen(), berka) as (reached, load):
            of_all.run(reached, secret_of(reached), rounds, two, OUT, to, load)
        return
    with reach.opened(Settings.chosen()) as reached:
        of_all.run(reached, secret_of(reached), rounds, two, OUT, to, None)


@bench.command("pages")
def measure_pages(
    small: Annotated[str, typer.Option(help="10k, 100k or a number of customers.")] = "20000",
    large: Annotated[str, typer.Option(help="Likewise.")] = "100k",
    rounds: Annotated[int, typer.Option(min=5, help="How often each page is read.")] = 100,
) -> None:
    """A page deep in the list of customers, of a small and of a large bank, in every declared order."""
    from benchmarks import pages

    pages.run(Settings.chosen(), small, large, rounds, OUT)


@bench.command("view")
def measure_view(
    rounds: Annotated[int, typer.Option(min=5, help="How often each way is taken.")] = 400,
    berka: Annotated[Path | None, typer.Option(help="Berka's tables: load them first, and measure that too.")] = None,
) -> None:
    """The 360 view and a list of a hundred customers, beside the driver alone and the DataLoader way."""
    from benchmarks import loading, view

    if berka:
        with loading.loaded(Settings.chosen(), berka) as (reached, load):
            view.run(reached, secret_of(reached), rounds, OUT, load=load)
        return
    with reach.opened(Settings.chosen()) as reached:
        view.run(reached, secret_of(reached), rounds, OUT)


@bench.command("unit")
def measure_unit(rounds: Annotated[int, typer.Option(min=5, help="How often each way is taken.")] = 200) -> None:
    """The whole economic unit of the largest customer groups, beside the driver alone."""
    from benchmarks import economic_unit

    with reach.opened(Settings.chosen()) as reached:
        economic_unit.run(reached, secret_of(reached), rounds, OUT)


@bench.command("attacks")
def measure_attacks(rounds: Annotated[int, typer.Option(min=1, help="How often each is tried.")] = 5) -> None:
    """How fast a gateway refuses floods, circles and whatever else is asked to do harm."""
    from benchmarks import attacks

    with reach.opened(Settings.chosen()) as reached:
        attacks.run(reached, secret_of(reached), rounds, OUT)


@bench.command("overload")
def measure_overload(
    alternations: Annotated[int, typer.Option(min=1, help="How often each load is asked for.")] = 5,
    seconds: Annotated[float, typer.Option(min=1, help="For how long each time.")] = 6.0,
) -> None:
    """A gateway that is asked less, as much and twice as much as it can answer: what is answered, how late, what is shed."""
    from benchmarks import overload

    with reach.opened(Settings.chosen()) as reached:
        overload.run(reached, secret_of(reached), alternations, seconds, OUT)


@bench.command("traced")
def measure_traced(
    rounds: Annotated[int, typer.Option(min=5, help="How often each way is asked by one client.")] = 300,
    seconds: Annotated[float, typer.Option(min=0.5, help="For how long each time by several.")] = 3.0,
) -> None:
    """The 360 view with telemetry and without: no collector, the default share of traces, every trace."""
    from benchmarks import traced

    with reach.opened(Settings.chosen()) as reached:
        traced.run(reached, secret_of(reached), rounds, seconds, OUT)


@bench.command("peers")
def measure_peers(
    alternations: Annotated[int, typer.Option(min=5, help="How often each is asked by all clients.")] = 5,
    seconds: Annotated[float, typer.Option(min=0.5, help="For how long each time.")] = 4.0,
    rounds: Annotated[int, typer.Option(min=5, help="How often each is asked by one client.")] = 200,
) -> None:
    """The 360 view beside @neo4j/graphql (Node) and a bare application: answers a second, time, processor an answer."""
    from benchmarks.peers import run

    with reach.opened(Settings.chosen()) as reached:
        run.run(reached, secret_of(reached), alternations, seconds, rounds, OUT)


@bench.command("load")
def measure_load(
    size: Annotated[str, typer.Option(help="10k, 100k, 1m or a number of customers.")] = "10k",
    rounds: Annotated[int, typer.Option(min=0, help="How often beside the loop, after one to warm up; 0 leaves it out.")] = 4,
    files: Annotated[int, typer.Option(min=0, help="How often through files beside the driver; 0 leaves it out.")] = 1,
) -> None:
    """A silo's first load beside a loop written by hand, and through files beside the driver, in turn on databases of its own."""
    from benchmarks import load

    load.run(Settings.chosen(), size, rounds, files, OUT)


@bench.command("size")
def measure_size(
    size: Annotated[str, typer.Option(help="10k, 100k, 1m or a number of customers.")] = "1m",
    bank: Annotated[Path | None, typer.Option(help="One that `c360 new-bank` wrote before.")] = None,
) -> None:
    """A large bank, once: its core silo through files, its CRM through the driver; time and memory by stage."""
    from benchmarks import size as of_size

    of_size.run(Settings.chosen(), size, bank, OUT)


@bench.command("match")
def measure_match(
    records: Annotated[Path | None, typer.Option(help="A CSV or Parquet file; the known data sets without it.")] = None,
    truth: Annotated[str | None, typer.Option(help="Its column that says which records are one; never matched by.")] = None,
    named: Annotated[list[str] | None, typer.Option("--map", metavar="FIELD=COLUMN", help="A column not plainly named.")] = None,
    kind: Annotated[PartyKind, typer.Option(help="What the records are of.")] = PartyKind.PERSON,
    model: Annotated[Path | None, typer.Option(help="A model to match by; one is learned from the records without it.")] = None,
    keep: Annotated[Path | None, typer.Option("--write-model", help="Where to keep the model that was learned.")] = None,
    data: Annotated[Path | None, typer.Option(help="The folder of the known data sets.")] = None,
    peer: Annotated[Path | None, typer.Option("--peer-python", help="A Python that has Splink, the peer, to run beside.")] = None,
    bank: Annotated[str | None, typer.Option(help="The demo bank of this size alone: its customers.")] = None,
    increments: Annotated[bool, typer.Option("--increments", help="What new records cost beside those of the demo bank.")] = False,
    json: Annotated[Path | None, typer.Option(help="Where to write the figures as JSON.")] = None,
) -> None:
    """How well and how fast records are matched, without labels: on known data sets, or on a file that knows the truth."""
    from benchmarks import match, match_increments

    if increments:
        match_increments.run(OUT, bank or match_increments.SIZE)
        return
    if records is None:
        match.run(OUT, data or match.DATA, peer=peer, bank=bank)
        return
    if truth is None:
        raise BadQuestion("Name the column that says which records are one, as --truth cluster.")
    figures = match.of_file(records, truth, named or (), kind.value, model, keep)
    if json:
        match.write(figures, json)
    else:
        sys.stdout.write(orjson.dumps(figures.as_dict(), option=orjson.OPT_INDENT_2).decode() + "\n")


@bench.command("crosssell")
def measure_crosssell(
    train: Annotated[Path, typer.Option(help="A CSV or Parquet file to learn from.")],
    target: Annotated[str, typer.Option(help="Its column that says who said yes.")],
    score: Annotated[Path | None, typer.Option(help="A file to score; without it folds, beside a peer.")] = None,
    positive: Annotated[str | None, typer.Option(help="What yes is called; the rarer word without it.")] = None,
    top: Annotated[int, typer.Option(min=1, help="How many of the best-scored are looked at.")] = 800,
    json: Annotated[Path | None, typer.Option(help="Where to write the figures as JSON.")] = None,
) -> None:
    """How well a learned affinity finds who says yes, among rows that it has not seen."""
    from benchmarks import crosssell

    if score is None:
        known, _ = crosssell.read(train, target, positive)
        assert known.answers is not None
        crosssell.show(crosssell.beside(known.table, known.answers), known.rows, int(known.answers.sum()), OUT)
        return
    _, found = crosssell.scored(train, score, target, positive, top)
    if json:
        crosssell.write(found, json)
    else:
        sys.stdout.write(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode() + "\n")


@bench.command("next-product")
def measure_next_product(
    train: Annotated[Path, typer.Option(help="A CSV or Parquet file of customers.")],
    products: Annotated[list[str], typer.Option(help="Columns that are products, nought where not held; or patterns, as A*.")],
    held: Annotated[list[str] | None, typer.Option(metavar="COLUMN=WORD", help="A product that a word says is held.")] = None,
) -> None:
    """One product of each customer hidden: how well it is found again, beside popularity, association and gradient boosting."""
    from benchmarks import next_product

    said = {name: word for name, _, word in (one.partition("=") for one in held or ())}
    next_product.run(next_product.read(train, products, said), OUT)


@bench.command("households")
def measure_households(size: Annotated[str, typer.Option(help="10k, 100k or a number of customers.")] = "10k") -> None:
    """How well households are formed, by the truth of a demo bank; without a graph."""
    from benchmarks import households

    households.run(OUT, size)


@bench.command("differential")
def measure_differential(
    queries: Annotated[int, typer.Option(min=1, help="How many questions.")] = 2000,
    seed: Annotated[int, typer.Option(help="Which ones.")] = 1,
    berka: Annotated[Path | None, typer.Option(help="Berka's tables, as loaded: compare with an oracle that reads them.")] = None,
    fields: Annotated[int, typer.Option(min=1, help="Fields of a question at most.")] = 30,
) -> None:
    """Random questions, answered by the compiled way, by graphql-core and by an oracle; any difference is an error."""
    from benchmarks import differential

    with reach.opened(Settings.chosen()) as reached:
        if asyncio.run(differential.run(reached, queries, seed, OUT, berka, most=fields)):
            raise typer.Exit(1)


@bench.command("plans")
def measure_plans() -> None:
    """Every declared filter, order and root, with what it costs in db hits in the database at hand; a scan is an error."""
    from benchmarks import plans

    with reach.opened(Settings.chosen()) as reached:
        if plans.run(reached, OUT):
            raise typer.Exit(1)


@bench.command("chaos")
def measure_chaos(
    rounds: Annotated[int, typer.Option(min=1, help="How many.")] = 200,
    seed: Annotated[int, typer.Option(help="Of the first; the next has the next.")] = 1,
) -> None:
    """Passes killed, cut off and robbed of their database, on one of their own; a graph that came out other is an error."""
    from benchmarks.chaos import run as chaos

    settings = Settings.chosen()
    if asyncio.run(chaos.run(rounds, seed, settings.neo4j_line, settings.cache, OUT)):
        raise typer.Exit(1)


@bench.command("ownership")
def measure_ownership(
    edges: Annotated[int, typer.Option(min=30, help="How many interests the group has.")] = 10_000,
    rounds: Annotated[int, typer.Option(min=1, help="How often each part is done.")] = 5,
) -> None:
    """Who owns and controls a company of a large group with circles; no database."""
    from benchmarks import ownership

    ownership.run(OUT, edges, rounds)
