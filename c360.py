"""The command-line door: every command, a few lines each."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

import orjson
import typer
import uvicorn
from rich.markup import escape

from access import caller as callers
from access.caller import CallerRole
from access.policy import HEAD_OFFICE
from doctor import examination
from doctor.printed import as_dict, exit_code, print_findings
from graph import judgements, schema_changes
from graph import passes as graph_passes
from graph import quarantine as graph_quarantine
from graph.digest import digest as graph_digest
from graph.judgements import Verdict
from graph.session import Session, connected
from ingest import catalogue, command, lakeside, odcs, outlook
from ingest import redrive as redriving
from ingest.job import Terms
from ingest.printed import print_passes, print_refused, print_report, print_sources
from ingest.printed_pass import print_pass
from ingest.quarantine import as_line, kept
from ingest.report import Report
from ingest.sources import source as source_named
from runtime import home, reach
from runtime import settings as all_settings
from runtime.errors import BadQuestion, NotConfigured, PassStopped, PlatformError, PortInUse, Unavailable
from runtime.local import child
from runtime.logs import log_to_stderr
from runtime.secret import secret
from runtime.settings import Settings
from runtime.terminal import ERR, OUT, bar

T = TypeVar("T")
WORKER_SECONDS = 10.0
"""What the demo's worker gets to end by itself; what it was at, the next one does again."""


class Party(StrEnum):
    PERSON = "person"
    COMPANY = "company"


app = typer.Typer(
    name="c360",
    help="The open customer-360 platform for banks.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
bench = typer.Typer(help="Measure, in a checkout: benchmarks are not installed.", no_args_is_help=True)
app.add_typer(bench, name="bench")


def main() -> None:
    """Runs a command; a fault is one line on standard error and an exit code of its kind."""
    signal.signal(signal.SIGTERM, _as_by_hand)
    try:
        app()
    except PassStopped as stopped:
        ERR.print(escape(str(stopped)), soft_wrap=True, highlight=False)
        sys.exit(stopped.exit)
    except PlatformError as fault:
        ERR.print(f"[red]Error:[/red] {escape(str(fault))}", soft_wrap=True, highlight=False)
        sys.exit(fault.exit)
    except KeyboardInterrupt:
        ERR.print("Stopped.")
        sys.exit(130)


def _as_by_hand(number: int, frame: FrameType | None) -> None:
    """Whoever stops it gets the same clean end as by Ctrl-C, from whatever handles that at the time; a shell lets what it starts
    in the background ignore that."""
    handler = signal.getsignal(signal.SIGINT)
    (handler if callable(handler) else signal.default_int_handler)(signal.SIGINT, frame)


# ---- running it

Port = Annotated[int | None, typer.Option(help="Port of the gateway; 0 takes a free one.")]


@app.command()
def demo(
    port: Port = None,
    line: Annotated[str | None, typer.Option(help="Line of the own Neo4j: 5.26 or 2026.05.")] = None,
) -> None:
    """Start everything: an own Neo4j and Valkey, the demo bank, the gateway. Ctrl-C stops it, the data stays."""
    settings = _settings(port=port, neo4j_line=line)
    log_to_stderr(settings.log_level if "C360_LOG_LEVEL" in os.environ else "WARNING")
    with _listener(settings) as listener, reach.opened(settings, join=False) as reached:
        asyncio.run(_load_demo(reached))
        with _worker(reached):
            _serve(reached, listener, lambda: _welcome(reached, listener), warm=[query for _, query in lakeside.QUERIES])


@app.command()
def serve(port: Port = None) -> None:
    """Serve the graph at NEO4J_URI."""
    settings = _settings(port=port)
    log_to_stderr(settings.log_level)
    if settings.neo4j_uri is None:
        raise NotConfigured("NEO4J_URI is not set: set it to your Neo4j, or run `c360 demo`, which brings its own.")
    with _listener(settings) as listener:
        _serve(settings, listener, lambda: ERR.print(f"Listening at {_address(listener)}/graphql", highlight=False))


@app.command()
def work(once: Annotated[bool, typer.Option("--once", help="Do what is there now, and end.")] = False) -> None:
    """Do what is asked through the API, until Ctrl-C: match again after judgements, drive rows again. One for a bank is enough."""
    from ingest.work import Worker  # its numbers take a moment to import

    async def done(graph: Session, settings: Settings) -> None:
        await schema_changes.migrate(graph)
        worker = Worker(graph, settings.home, ZoneInfo(settings.timezone), _said)
        if not once:
            _said("Waiting for what is asked through the API; Ctrl-C ends it.")
            await worker.run()
        elif not await worker.once():
            _said("Nothing is asked for.")

    try:
        _with_graph(done)
    except KeyboardInterrupt:
        ERR.print("Stopped.")


# ---- data


@app.command()
def ingest(
    source: Annotated[str, typer.Argument(help="The silo, as `berka`; `lakeside` for all of the demo bank's.")],
    where: Annotated[
        str, typer.Argument(help="Its delivery's folder, a SQLite file, or the address of a database or service.")
    ] = "",
    effective: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day the delivery speaks of.")] = None,
    whole: Annotated[bool, typer.Option("--whole", help="Read a database or service from its beginning again.")] = False,
    through_files: Annotated[
        bool, typer.Option("--offline", help="Fill an empty own Neo4j through files; of several silos, with the first.")
    ] = False,
    changes: Annotated[bool, typer.Option("--changes", help="The folder holds only what changed: nothing ends.")] = False,
    shrunk: Annotated[bool, typer.Option("--shrunk", help="Load it though it leaves out more than it mentions.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Bring a silo's delivery into the graph. The same delivery twice changes nothing; what a whole one leaves out has ended."""
    these, terms = command.deliveries(source, where), Terms(effective and effective.date(), whole, changes, shrunk)
    if through_files:
        _print_reports(command.ingest_offline(_settings(), these, terms, quiet=json), json=json)
        return
    _print_reports(_with_graph(lambda graph, settings: command.ingest(graph, settings, these, terms, quiet=json)), json=json)


@app.command()
def redrive(
    rows: Annotated[
        list[str] | None, typer.Argument(metavar="[ROW]...", help="Rows in quarantine; all requested without any.")
    ] = None,
    mended: Annotated[
        list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="A field as it should have been.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the reports as JSON.")] = False,
) -> None:
    """Drive rows in quarantine again, after their reader was mended or, with --set, they themselves."""
    fields = dict(_pair(each) for each in mended or [])

    async def driven(graph: Session, settings: Settings) -> list[Report]:
        for fault in [] if rows else await redriving.misasked(graph, settings.home):
            ERR.print(escape(fault), soft_wrap=True, highlight=False)
        with bar("redrive", quiet=json) as told, command.told_when_stopped("the rows", told) as far:
            reports = await redriving.redrive(rows or [], graph, settings.home, far, fields)
            return reports + await redriving.redrive_found(graph, settings.home, far)

    _print_reports(_with_graph(driven), json=json)


def _pair(said: str) -> tuple[str, str]:
    name, parted, value = said.partition("=")
    if not parted:
        raise BadQuestion("Name a field and its value, as --set born=1990-01-02.")
    return name, value


def _print_reports(reports: Sequence[Report], *, json: bool) -> None:
    if json:
        sys.stdout.write(orjson.dumps([report.as_dict() for report in reports]).decode() + "\n")
        return
    for report in reports:
        print_report(report, OUT)


@app.command()
def sources(json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False) -> None:
    """List the silos: whose each is, its tables, where they come from, how fresh it must be and is, where a graph is at hand."""
    reached, spoke_of = reach.at_hand(_settings()), dict[str, date]()
    if reached:
        try:
            spoke_of = asyncio.run(_asked(reached, graph_passes.spoke_of))
        except Unavailable as fault:
            ERR.print(f"How fresh they are is not known: {escape(str(fault))}", soft_wrap=True, highlight=False)
    silos = catalogue.silos(spoke_of, datetime.now(UTC))
    if json:
        sys.stdout.write(orjson.dumps([silo.as_dict() for silo in silos]).decode() + "\n")
    else:
        print_sources(silos, OUT)


@app.command()
def contract(
    source: Annotated[str, typer.Argument(help="The silo, as `berka`.")],
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON, not YAML.")] = False,
) -> None:
    """Print a silo's data contract, as a document of the Open Data Contract Standard."""
    document = odcs.contract(source_named(source))
    sys.stdout.write(orjson.dumps(document).decode() + "\n" if json else odcs.as_yaml(document))


@app.command()
def passes(
    most: Annotated[int, typer.Option(min=1, help="How many.")] = 50,
    json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False,
) -> None:
    """List what was ingested, newest first: rows read, accepted and quarantined, records new and changed."""
    found = _with_graph(lambda graph, _: graph_passes.listed(graph, most))
    if json:
        sys.stdout.write(orjson.dumps(found).decode() + "\n")
    else:
        print_passes(found, OUT)


@app.command("pass")
def pass_(
    of: Annotated[str, typer.Argument(metavar="PASS", help="Its id, or so much of its beginning that it is one.")],
    stop: Annotated[bool, typer.Option("--stop", help="Ask it to stop, and wait until it has.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Tell how one pass stands: what it ran, how far it is, what it did by table and record, and what it waits for."""

    async def asked(graph: Session, _: Settings) -> dict[str, Any]:
        one = await outlook.found(graph, of)
        if stop:
            said = await outlook.stop(graph, one["id"], lambda words: ERR.print(words, soft_wrap=True, highlight=False))
            ERR.print(escape(said), soft_wrap=True, highlight=False)
            one = await outlook.found(graph, one["id"])
        return one | {"outlook": outlook.outlook(one)}

    one = _with_graph(asked)
    if json:
        sys.stdout.write(orjson.dumps(one).decode() + "\n")
    elif not stop:
        print_pass(one, ZoneInfo(_settings().timezone), OUT)


@app.command()
def quarantine(
    of: Annotated[str | None, typer.Argument(metavar="[PASS]", help="Of one pass; of all without it.")] = None,
    most: Annotated[int, typer.Option(min=1, help="How many.")] = 1000,
    every: Annotated[bool, typer.Option("--all", help="Also those that wait no more.")] = False,
    rows: Annotated[bool, typer.Option("--rows", help="Print the rows themselves, as JSON lines: customers' data.")] = False,
) -> None:
    """List the rows that were refused and wait for a mend: source, table, line, field and reason."""

    async def asked(graph: Session, _: Settings) -> tuple[list[dict[str, Any]], int]:
        found = await graph_quarantine.listed(graph, of, most, all=every)
        return found, await graph_quarantine.counted(graph, of, all=every) - len(found)

    found, more = _with_graph(asked)
    if more > 0:
        ERR.print(f"{more:,} more are not listed here: see them with --most {most + more}.", highlight=False)
    if not rows:
        print_refused(found, OUT)
        return
    ids = {each["id"] for each in found}
    for id_, row in kept(_settings().home, of):
        if id_ in ids:
            sys.stdout.write(as_line({"id": id_} | row.as_dict()).decode())


@app.command()
def digest(
    everything: Annotated[bool, typer.Option("--all", help="With when we learned it, passes and ledgers.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Print one hash over the meaning of the whole graph."""
    found = _with_graph(lambda graph, _: graph_digest(graph, all=everything))
    sys.stdout.write((orjson.dumps({"digest": found}).decode() if json else found) + "\n")


@app.command()
def resolve(
    everything: Annotated[bool, typer.Option("--all", help="Match all records anew, not only what has changed.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print what it did as JSON.")] = False,
) -> None:
    """Find which records are of one person or company, and make each of these one party; what is unsure waits for a steward."""
    from ingest import work as working  # its numbers take a moment to import

    async def done(graph: Session, settings: Settings) -> working.Resolved:
        await schema_changes.migrate(graph)
        with bar("resolve", quiet=json) as told:
            today = datetime.now(ZoneInfo(settings.timezone)).date()
            return await working.followed(graph, settings.home, today=today, hears=told, everything=everything)

    found = _with_graph(done)
    sys.stdout.write(orjson.dumps(found).decode() + "\n") if json else OUT.print(found.words(), soft_wrap=True, highlight=False)


@app.command()
def judge(
    one: Annotated[str, typer.Argument(metavar="RECORD", help="Its silo and number, as core:1000000003.")],
    other: Annotated[str, typer.Argument(metavar="RECORD")],
    verdict: Annotated[Verdict, typer.Argument(help="UNSURE takes back what was judged before.", case_sensitive=False)],
    reason: Annotated[str, typer.Option("--why", help="For whoever reads it later.")],
    by: Annotated[str, typer.Option(help="Who judges.")],
    json: Annotated[bool, typer.Option("--json", help="Print what it did as JSON.")] = False,
) -> None:
    """Judge whether two records are of one person or company. It outranks every score, for ever, and can be taken back."""
    from ingest import judge as judging  # its numbers take a moment to import

    async def done(graph: Session, settings: Settings) -> tuple[Verdict | None, judging.Resolved]:
        await schema_changes.migrate(graph)
        today, word = datetime.now(ZoneInfo(settings.timezone)).date(), judging.Word(one, other, verdict, reason, by)
        with bar("judge", quiet=json) as told:
            return await judging.judge(graph, settings.home, word, today=today, hears=told)

    before, found = _with_graph(done)
    if json:
        sys.stdout.write(orjson.dumps({"before": before, "resolved": found}).decode() + "\n")
        return
    if before and before is not verdict:
        OUT.print(f"Before, {before.value} was judged of them; both are kept, this one stands.", highlight=False)
    OUT.print(found.words(), soft_wrap=True, highlight=False)


@app.command()
def why(
    one: Annotated[str, typer.Argument(metavar="RECORD", help="Its silo and number, as core:1000000003.")],
    other: Annotated[str, typer.Argument(metavar="RECORD")],
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Tell why two records are one party, or two: what each comparison says, in bits, and what was decided."""
    from ingest import why as reasons  # its numbers take a moment to import

    found = _with_graph(lambda graph, settings: reasons.why(graph, settings.home, one, other))
    if json:
        sys.stdout.write(orjson.dumps(found).decode() + "\n")
    else:
        for line in found.lines():
            OUT.print(escape(line), soft_wrap=True, highlight=False)


@app.command("new-source")
def new_source(
    sample: Annotated[str, typer.Argument(help="A delivered file, a folder of them, a SQLite file, the address of a database.")],
    name: Annotated[str | None, typer.Option(help="What the source is to be called; after the sample without it.")] = None,
    table: Annotated[list[str] | None, typer.Option(help="A table of the database, as name or schema.name; all without.")] = None,
    to: Annotated[Path | None, typer.Option(help="The file to write; printed without it.")] = None,
) -> None:
    """Draft the source of a silo from a sample: a file of Python that reads every row of it at once, to be finished by hand."""
    from ingest import draft  # its numbers and names take a moment to import

    found = draft.draft(sample, name, table or ())
    if to:
        draft.save(found, to)
    else:
        sys.stdout.write(found.text)
    place = to or f"ingest/sources/{found.name.replace('-', '_')}.py"
    said = f"Drafted {found.name}: it reads every row ({found.rows:,}). Finish it in {place}, see `c360 contract {found.name}`."
    ERR.print(said, soft_wrap=True, highlight=False)


@app.command()
def migrate() -> None:
    """Bring the database's constraints and indexes up to date; makes again those that someone dropped."""

    async def done(graph: Session, _: Settings) -> tuple[int, tuple[str, ...]]:
        return len(await schema_changes.migrate(graph)), await schema_changes.restore(graph)

    applied, again = _with_graph(done)
    if again:
        OUT.print(f"Made again what was dropped: {', '.join(again)}.", soft_wrap=True, highlight=False)
    OUT.print(f"Applied {applied} migrations." if applied else "Every migration is applied: the database is up to date.")


@app.command("new-bank")
def new_bank(
    directory: Annotated[Path, typer.Argument(help="Where to write the deliveries.")],
    size: Annotated[str, typer.Option(help="story, 10k, 100k, 1m or a number of customers.")] = "story",
    seed: Annotated[int, typer.Option(help="The same size and seed give the same bytes.")] = lakeside.SEED,
) -> None:
    """Write what the silos of the demo bank, Lakeside Bank, would deliver, and the truth beside it."""
    lakeside.write(directory, size, seed)
    OUT.print(f"Written: load it with `c360 ingest lakeside {directory}`.", soft_wrap=True, highlight=False)


# ---- looking at it


@app.command()
def token(
    subject: Annotated[str, typer.Option(help="Who asks.")] = "developer",
    role: Annotated[CallerRole, typer.Option(help="In which role.")] = CallerRole.BANKER,
    org: Annotated[str, typer.Option(help="The place in the organisation, as HQ/SUZHOU; HQ is the whole bank.")] = HEAD_OFFICE,
    hours: Annotated[float, typer.Option(min=0.001, max=24 * 365, help="Valid for so many hours.")] = 12,
) -> None:
    """Print a signed development token."""
    sys.stdout.write(callers.sign(_secret(_settings()), subject, role, org, timedelta(hours=hours)) + "\n")


@app.command()
def doctor(json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False) -> None:
    """Say what is wrong with settings, home, disk, engines, database, schema, clock and passes, and what to do; changes nothing.

    Exit codes: 0 nothing is wrong, 2 someone must change something, 3 all that is wrong may be well later.
    """
    found = asyncio.run(examination.examine(os.environ))
    if json:
        sys.stdout.write(orjson.dumps(as_dict(found)).decode() + "\n")
    else:
        print_findings(found, OUT)
    raise typer.Exit(exit_code(found))


@app.command()
def schema() -> None:
    """Print the GraphQL schema."""
    from schema.assembled import serving

    sys.stdout.write(serving().as_str() + "\n")


@app.command()
def settings() -> None:
    """Print every setting, its default and what it does."""
    sys.stdout.write(all_settings.table() + "\n")


@app.command("engine-lock")
def engine_lock(version: Annotated[str, typer.Argument(help="A Neo4j version, as 5.26.30.")]) -> None:
    """Print the lock of a Neo4j version's jars; takes minutes."""
    from runtime.local.jars import make_lock  # with the `local` extra

    sys.stdout.write(make_lock(version))


@bench.command("view")
def bench_view(
    rounds: Annotated[int, typer.Option(min=5, help="How often each way is taken.")] = 400,
    berka: Annotated[Path | None, typer.Option(help="Berka's tables: load them first, and measure that too.")] = None,
) -> None:
    """The 360 view and a list of a hundred customers, beside the driver alone and the DataLoader way."""
    from benchmarks import loading, view  # in a checkout

    if berka:
        with loading.loaded(_settings(), berka) as (reached, load):
            view.run(reached, _secret(reached), rounds, OUT, load=load)
        return
    with reach.opened(_settings()) as reached:
        view.run(reached, _secret(reached), rounds, OUT)


@bench.command("load")
def bench_load(
    size: Annotated[str, typer.Option(help="10k, 100k, 1m or a number of customers.")] = "10k",
    rounds: Annotated[int, typer.Option(min=0, help="How often beside the loop, after one to warm up; 0 leaves it out.")] = 4,
    files: Annotated[int, typer.Option(min=0, help="How often through files beside the driver; 0 leaves it out.")] = 1,
) -> None:
    """A silo's first load beside a loop written by hand, and through files beside the driver, in turn on databases of its own."""
    from benchmarks import load  # in a checkout

    load.run(_settings(), size, rounds, files, OUT)


@bench.command("size")
def bench_size(
    size: Annotated[str, typer.Option(help="10k, 100k, 1m or a number of customers.")] = "1m",
    bank: Annotated[Path | None, typer.Option(help="One that `c360 new-bank` wrote before.")] = None,
) -> None:
    """A large bank, once: its core silo through files, its CRM through the driver; time and memory by stage."""
    from benchmarks import size as of_size  # in a checkout

    of_size.run(_settings(), size, bank, OUT)


@bench.command("match")
def bench_match(
    records: Annotated[Path | None, typer.Option(help="A CSV or Parquet file; the known data sets without it.")] = None,
    truth: Annotated[str | None, typer.Option(help="Its column that says which records are one; never matched by.")] = None,
    named: Annotated[list[str] | None, typer.Option("--map", metavar="FIELD=COLUMN", help="A column not plainly named.")] = None,
    kind: Annotated[Party, typer.Option(help="What the records are of.")] = Party.PERSON,
    model: Annotated[Path | None, typer.Option(help="A model to match by; one is learned from the records without it.")] = None,
    keep: Annotated[Path | None, typer.Option("--write-model", help="Where to keep the model that was learned.")] = None,
    data: Annotated[Path | None, typer.Option(help="The folder of the known data sets.")] = None,
    peer: Annotated[Path | None, typer.Option("--peer-python", help="A Python that has Splink, the peer, to run beside.")] = None,
    bank: Annotated[str | None, typer.Option(help="The demo bank of this size alone: its customers.")] = None,
    increments: Annotated[bool, typer.Option("--increments", help="What new records cost beside those of the demo bank.")] = False,
    json: Annotated[Path | None, typer.Option(help="Where to write the figures as JSON.")] = None,
) -> None:
    """How well and how fast records are matched, without labels: on known data sets, or on a file that knows the truth."""
    from benchmarks import match, match_increments  # in a checkout

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


@bench.command("differential")
def bench_differential(
    queries: Annotated[int, typer.Option(min=1, help="How many questions.")] = 2000,
    seed: Annotated[int, typer.Option(help="Which ones.")] = 1,
    berka: Annotated[Path | None, typer.Option(help="Berka's tables, as loaded: compare with an oracle that reads them.")] = None,
) -> None:
    """Random questions, answered by the compiled way, by graphql-core and by an oracle; any difference is an error."""
    from benchmarks import differential  # in a checkout

    with reach.opened(_settings()) as reached:
        if asyncio.run(differential.run(reached, queries, seed, OUT, berka)):
            raise typer.Exit(1)


@bench.command("chaos")
def bench_chaos(
    rounds: Annotated[int, typer.Option(min=1, help="How many.")] = 200,
    seed: Annotated[int, typer.Option(help="Of the first; the next has the next.")] = 1,
) -> None:
    """Passes killed, cut off and robbed of their database, on one of their own; a graph that came out other is an error."""
    from benchmarks.chaos import run as chaos  # in a checkout

    settings = _settings()
    if asyncio.run(chaos.run(rounds, seed, settings.neo4j_line, settings.cache, OUT)):
        raise typer.Exit(1)


# ---- how they do it


def _settings(**chosen: object) -> Settings:
    """The environment's settings, with what the command line says instead."""
    said = {str(Settings.model_fields[name].alias): str(value) for name, value in chosen.items() if value is not None}
    return Settings.from_env({**os.environ, **said})


def _secret(settings: Settings) -> str:
    configured = settings.token_secret
    return secret(home.opened(settings.home), configured.get_secret_value() if configured else None)


def _with_graph(work: Callable[[Session, Settings], Awaitable[T]]) -> T:
    with reach.opened(_settings()) as reached:
        return asyncio.run(_asked(reached, lambda graph: work(graph, reached)))


async def _asked(settings: Settings, work: Callable[[Session], Awaitable[T]]) -> T:
    async with connected(settings) as graph:
        return await work(graph)


def _said(words: str) -> None:
    ERR.print(escape(words), soft_wrap=True, highlight=False)


@contextmanager
def _worker(settings: Settings) -> Generator[None]:
    """`c360 work` beside the gateway, ended with it; what it says is in the home."""
    env = {
        **os.environ,
        "C360_HOME": str(settings.home.absolute()),
        "NEO4J_URI": settings.neo4j_uri or "",
        "NEO4J_USER": settings.neo4j_user,
        "NEO4J_PASSWORD": settings.neo4j_password.get_secret_value(),
        "NEO4J_DATABASE": settings.neo4j_database,
    }
    with child.beside([sys.executable, "-m", "c360", "work"], settings.home / "worker.log", WORKER_SECONDS, env):
        yield


async def _load_demo(settings: Settings) -> None:
    """The demo bank, unless it is there already; its records are matched, so that there is something to judge."""
    async with connected(settings) as graph:
        await schema_changes.migrate(graph)
        if not await lakeside.is_loaded(graph):
            folder = settings.home / lakeside.NAME
            lakeside.write(folder)
            await command.ingest(graph, settings, command.deliveries(lakeside.NAME, str(folder)), Terms())
        if not await judgements.was_followed(graph):
            from ingest.work import followed  # its numbers take a moment to import

            with bar("resolve") as told:
                await followed(graph, settings.home, today=datetime.now(ZoneInfo(settings.timezone)).date(), hears=told)


@contextmanager
def _listener(settings: Settings) -> Generator[socket.socket]:
    """The gateway's port, taken before anything else is started."""
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
            listener.listen(512)
        except OSError as fault:
            raise PortInUse(
                f"Port {settings.port} at {settings.host} cannot be taken ({fault.strerror}): stop what uses it, "
                "or choose another with --port or C360_PORT."
            ) from fault
        yield listener


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _serve(settings: Settings, listener: socket.socket, begun: Callable[[], None], warm: Sequence[str] = ()) -> None:
    """Serves until SIGINT or SIGTERM, then answers what is under way and ends."""
    from gateway import application  # with the schema: half a second that other commands need not wait

    config = uvicorn.Config(
        application(settings, _secret(settings), warm),
        loop="auto",
        http="httptools",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=10,
        lifespan="on",
    )
    try:
        Announced(config, begun).run(sockets=[listener])
    except KeyboardInterrupt:
        ERR.print("Stopped.")


class Announced(uvicorn.Server):
    """Says that it serves once it does."""

    def __init__(self, config: uvicorn.Config, begun: Callable[[], None]) -> None:
        super().__init__(config)
        self._begun = begun

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._begun()


def _welcome(settings: Settings, listener: socket.socket) -> None:
    bearer = callers.sign(_secret(settings), "demo", CallerRole.BANKER, HEAD_OFFICE, timedelta(days=30))
    address = _address(listener)
    OUT.print("\n[bold]Lakeside Bank 湖畔银行 is open.[/bold]")
    OUT.print(f"  GraphQL   {address}/graphql", highlight=False)
    OUT.print(f"  GraphiQL  {address}/graphiql#token={bearer}", soft_wrap=True, highlight=False)
    OUT.print(f"  Token     {bearer}", soft_wrap=True, highlight=False)
    OUT.print("\nThree questions worth asking (paste them into GraphiQL):")
    for about, query in lakeside.QUERIES:
        OUT.print(f"\n  [bold]{about}[/bold]")
        OUT.print(escape(f"  {query}"), soft_wrap=True, highlight=False)
    OUT.print("\nCtrl-C stops it; the data stays.")


if __name__ == "__main__":
    main()
