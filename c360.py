"""The command-line door: every command, a few lines each."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

import orjson
import typer
from rich.markup import escape

from access import caller as callers
from access.caller import CallerRole
from access.policy import HEAD_OFFICE
from graph import judgements, ownership, schema_changes
from graph import passes as graph_passes
from graph import quarantine as graph_quarantine
from graph.digest import digest as graph_digest
from graph.judgements import Verdict
from graph.session import Session, connected
from ingest import beliefs, catalogue, command, customer_groups, lakeside, odcs, outlook
from ingest import redrive as redriving
from ingest.households import form as forming
from ingest.job import Terms
from ingest.party_kind import PartyKind
from ingest.printed import print_passes, print_refused, print_report, print_sources
from ingest.printed_pass import print_pass
from ingest.quarantine import as_line, kept
from ingest.report import Report
from ingest.sources import source as source_named
from rules import thresholds
from runtime import home, reach
from runtime import settings as all_settings
from runtime.errors import BadQuestion, NotConfigured, PassStopped, PlatformError, PortInUse, Unavailable
from runtime.local import child
from runtime.logs import log_to_stderr
from runtime.secret import secret_of
from runtime.settings import Settings
from runtime.terminal import ERR, OUT, bar
from runtime.wire.server import Server

if TYPE_CHECKING:
    from ingest.resolve import Resolved

T = TypeVar("T")
WORKER_SECONDS = 10.0
"""What the demo's worker gets to end by itself; what it was at, the next one does again."""


app = typer.Typer(
    name="c360",
    help="The open customer-360 platform for banks.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
if find_spec("benchmarks"):  # in a checkout: they are not installed
    from benchmarks.commands import bench

    app.add_typer(bench, name="bench")
match_app = typer.Typer(help="The models by which records are matched: train one, list them, put one back.", no_args_is_help=True)
app.add_typer(match_app, name="match")


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
    settings = Settings.chosen(port=port, neo4j_line=line)
    log_to_stderr(settings.log_level if "C360_LOG_LEVEL" in os.environ else "WARNING")
    with _listener(settings) as listener, reach.opened(settings, join=False) as reached:
        asyncio.run(_load_demo(reached))
        with _worker(reached):
            _serve(reached, listener, lambda: _welcome(reached, listener), warm=[query for _, query in lakeside.QUERIES])


@app.command()
def serve(port: Port = None) -> None:
    """Serve the graph at NEO4J_URI."""
    settings = Settings.chosen(port=port)
    log_to_stderr(settings.log_level)
    if settings.neo4j_uri is None:
        raise NotConfigured("NEO4J_URI is not set: set it to your Neo4j, or run `c360 demo`, which brings its own.")
    with _listener(settings) as listener:
        _serve(settings, listener, lambda: ERR.print(f"Listening at {_address(listener)}/graphql", highlight=False))


@app.command()
def work(once: Annotated[bool, typer.Option("--once", help="Do what is there now, and end.")] = False) -> None:
    """Do what is asked through the API, until Ctrl-C: match after judgements and what was only loaded, drive rows again. One for a
    bank is enough."""
    from ingest.work import Worker  # its numbers take a moment to import

    async def done(graph: Session, settings: Settings) -> None:
        await schema_changes.migrate(graph)
        worker = Worker(graph, settings.home, ZoneInfo(settings.timezone), _said, place=command.place_of(settings))
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
    resolves: Annotated[bool, typer.Option("--resolve/--no-resolve", help="Then find out whose records they are.")] = True,
    json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Bring a silo's delivery into the graph. The same delivery twice changes nothing; what a whole one leaves out has ended."""
    these, terms = command.deliveries(source, where), Terms(effective and effective.date(), whole, changes, shrunk)

    async def follows(graph: Session, settings: Settings, reports: Sequence[Report]) -> None:
        await _loaded(graph, settings, reports, resolves=resolves, json=json)

    async def done(graph: Session, settings: Settings) -> None:
        await follows(graph, settings, await command.ingest(graph, settings, these, terms, quiet=json))

    if through_files:
        command.ingest_offline(Settings.chosen(), these, terms, follows, quiet=json)
    else:
        _with_graph(done)


@app.command()
def redrive(
    rows: Annotated[
        list[str] | None, typer.Argument(metavar="[ROW]...", help="Rows in quarantine; all requested without any.")
    ] = None,
    mended: Annotated[
        list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="A field as it should have been.")
    ] = None,
    resolves: Annotated[bool, typer.Option("--resolve/--no-resolve", help="Then find out whose records they are.")] = True,
    json: Annotated[bool, typer.Option("--json", help="Print the reports as JSON.")] = False,
) -> None:
    """Drive rows in quarantine again, after their reader was mended or, with --set, they themselves."""
    fields = dict(_pair(each) for each in mended or [])

    async def driven(graph: Session, settings: Settings) -> None:
        for fault in [] if rows else await redriving.misasked(graph, settings.home):
            ERR.print(escape(fault), soft_wrap=True, highlight=False)
        with bar("redrive", quiet=json) as told, command.told_when_stopped("the rows", told) as far:
            reports = await redriving.redrive(rows or [], graph, settings.home, far, fields)
            reports += await redriving.redrive_found(graph, settings.home, far)
        await _loaded(graph, settings, reports, resolves=resolves and bool(reports), json=json)

    _with_graph(driven)


def _pair(said: str) -> tuple[str, str]:
    name, parted, value = said.partition("=")
    if not parted:
        raise BadQuestion("Name a field and its value, as --set born=1990-01-02.")
    return name, value


async def _loaded(graph: Session, settings: Settings, reports: Sequence[Report], *, resolves: bool, json: bool) -> None:
    """Says what was loaded, and finds out whose records they are."""
    _print_reports(reports, json=json)
    if resolves:
        with command.told_when_unresolved():
            found = await command.resolve(graph, settings, quiet=json)
        (ERR if json else OUT).print(escape(found.words()), soft_wrap=True, highlight=False)


def _print_reports(reports: Sequence[Report], *, json: bool) -> None:
    if json:
        sys.stdout.write(orjson.dumps([report.as_dict() for report in reports]).decode() + "\n")
        return
    for report in reports:
        print_report(report, OUT)


@app.command()
def sources(json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False) -> None:
    """List the silos: whose each is, its tables, where they come from, how fresh it must be and is, where a graph is at hand."""
    reached, spoke_of = reach.at_hand(Settings.chosen()), dict[str, date]()
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
        print_pass(one, ZoneInfo(Settings.chosen().timezone), OUT)


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
    for id_, row in kept(Settings.chosen().home, of):
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


@app.command("export-bods")
def export_bods(
    company: Annotated[str, typer.Argument(help="Its own id, or a silo's for it, as register:91300502MA900002X5.")],
    publisher: Annotated[str, typer.Option(help="Who publishes it.")],
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As it was on this day; today without it.")] = None,
) -> None:
    """Print what is known of a company's owners as declarations (BODS 0.4): `c360 ingest bods` reads them back to the same."""
    from resolvers.ownership import read  # its numbers take a moment to import
    from rules.ownership.bods import statements

    async def told(graph: Session, settings: Settings) -> list[dict[str, Any]]:
        day = on.date() if on else _today(settings)
        return statements(read(await ownership.above(graph, company, day)).group, day, publisher)

    sys.stdout.write(orjson.dumps(_with_graph(told), option=orjson.OPT_INDENT_2).decode() + "\n")


@app.command("map")
def map_(
    company: Annotated[str, typer.Argument(help="Its own id, or a silo's for it, as register:91300502MA900002X5.")],
    out: Annotated[Path, typer.Option(help="The file to draw it to, as map.svg.")],
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As it was on this day; today without it.")] = None,
    opportunity: Annotated[str | None, typer.Option(help="For this opportunity of the company.")] = None,
    depth: Annotated[int, typer.Option(help="How many levels of owners and subsidiaries, 0 to 5.")] = 2,
    first: Annotated[int, typer.Option(help="How many people, owners and subsidiaries, at most 500 of each.")] = 60,
    zh: Annotated[bool, typer.Option("--zh/--en", help="In Chinese or English.")] = False,
) -> None:
    """Draw who decides for a company, who owns it and who of the bank is near, as a picture (SVG); the whole bank's view."""
    from drawing.asked import drawn  # with the schema: half a second that other commands need not wait

    async def told(graph: Session, settings: Settings) -> str:
        today = _today(settings)
        return await drawn(graph, today, company, on and on.date(), opportunity, depth, first, zh=zh)

    out.write_text(_with_graph(told), "utf-8")
    ERR.print(f"Drawn to {escape(str(out))}.", soft_wrap=True, highlight=False)


@app.command()
def resolve(
    everything: Annotated[bool, typer.Option("--all", help="Match all records anew, not only what has changed.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print what it did as JSON.")] = False,
) -> None:
    """Find which records are of one person or company, and make each of these one party; what is unsure waits for a steward."""

    async def done(graph: Session, settings: Settings) -> "Resolved":
        await schema_changes.migrate(graph)
        return await command.resolve(graph, settings, everything=everything, quiet=json)

    found = _with_graph(done)
    _print_done(found, json=json)


@app.command()
def households(json: Annotated[bool, typer.Option("--json", help="Print what it did as JSON.")] = False) -> None:
    """Form households of the people that there are, by the stated rules; `c360 resolve` does it at its end."""
    _form("households", forming.form, json=json)


@app.command()
def groups(json: Annotated[bool, typer.Option("--json", help="Print what it did as JSON.")] = False) -> None:
    """Form customer groups (集团客户) of the companies that there are, by the stated rules; `c360 resolve` does it at its end."""
    _form("groups", customer_groups.form, json=json)


@app.command()
def judge(
    one: Annotated[str | None, typer.Argument(metavar="RECORD", help="Its silo and number, as core:1000000003.")] = None,
    other: Annotated[str | None, typer.Argument(metavar="RECORD")] = None,
    verdict: Annotated[
        Verdict | None, typer.Argument(help="UNSURE takes back what was judged before.", case_sensitive=False)
    ] = None,
    reason: Annotated[str | None, typer.Option("--why", help="For whoever reads it later.")] = None,
    by: Annotated[str | None, typer.Option(help="Who judges.")] = None,
    party: Annotated[str | None, typer.Option(help="Only this customer, by its id.")] = None,
    lines: Annotated[Path | None, typer.Option("--try", help="Lines to judge by, as C360_RULES: nothing is written.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print what it did as JSON.")] = False,
) -> None:
    """Judge all customers by the stated rules, and write what the bank is warned of and what they may be offered.

    With two records and a verdict: judge whether they are of one person or company. It outranks every score, for ever, and can
    be taken back.
    """
    if one is None:
        _judge_customers(party, lines, json=json)
        return
    if other is None or verdict is None or reason is None or by is None:
        raise typer.BadParameter("Two records are judged with a verdict, --why and --by.")
    from ingest import judge as judging  # its numbers take a moment to import

    async def done(graph: Session, settings: Settings) -> judging.Outcome:
        await schema_changes.migrate(graph)
        today, word = _today(settings), judging.Word(one, other, verdict, reason, by)
        with bar("judge", quiet=json) as told:
            return await judging.judge(graph, settings.home, word, today=today, hears=told, place=command.place_of(settings))

    found = _with_graph(done)
    if json:
        sys.stdout.write(orjson.dumps(found).decode() + "\n")
        return
    if found.before:
        said = "the same" if found.before is verdict else found.before.value
        OUT.print(f"Before, {said} was judged of them; both are kept, this one stands.", highlight=False)
    OUT.print(escape(found.settled), soft_wrap=True, highlight=False)
    OUT.print(escape(found.resolved.words()), soft_wrap=True, highlight=False)


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


@app.command()
def how(
    party: Annotated[str, typer.Argument(help="Its id, also one that it had, or a record of it, as core:1000000003.")],
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Tell how a party came about: the tree of decisions that made it of its records, what is judged of these, and what waits."""
    from ingest import how as formation  # its numbers take a moment to import

    found = _with_graph(lambda graph, settings: formation.how(graph, settings.home, party))
    if json:
        sys.stdout.write(orjson.dumps(found).decode() + "\n")
    else:
        for line in found.lines():
            OUT.print(escape(line), soft_wrap=True, highlight=False)


@match_app.command("train")
def match_train(
    kind: Annotated[PartyKind | None, typer.Option(help="Of what; both without it, as far as there are records.")] = None,
    records: Annotated[
        Path | None, typer.Option(help="A CSV or Parquet file that teaches; the graph's records without it.")
    ] = None,
    named: Annotated[list[str] | None, typer.Option("--map", metavar="FIELD=COLUMN", help="A column not plainly named.")] = None,
    truth: Annotated[
        str | None, typer.Option(help="A column of it that says which records are one: measured, not learned.")
    ] = None,
    helped: Annotated[bool, typer.Option("--judgements", help="Stewards' judgements help to learn; else they only check.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what it would change, and keep the model that is there.")
    ] = False,
    chart: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Where to write its charts, as HTML and PNG.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print what it found as JSON.")] = False,
) -> None:
    """Teach a model by the bank's own records, without labels, and show what it changes; `c360 resolve` then matches by it."""
    from ingest import train as training  # its numbers take a moment to import

    settings = Settings.chosen()
    if records is not None:
        home.opened(settings.home)
        lessons = [training.lesson_of_file(records, (kind or PartyKind.PERSON).value, named or (), truth)]
    elif named or truth:
        raise BadQuestion("--map and --truth are about a file: name it with --records.")
    else:
        kinds = [kind.value.upper()] if kind else training.KINDS
        with bar("train", quiet=json) as told:
            lessons = _with_graph(lambda graph, _: training.lessons(graph, kinds, hears=told))
    place = command.place_of(settings)
    with bar("train", quiet=json) as told:
        found = [
            training.train(settings.home, each, chart, helped=helped, dry_run=dry_run, hears=told, place=place) for each in lessons
        ]
    if json:
        sys.stdout.write(orjson.dumps([each.as_dict() for each in found]).decode() + "\n")
        return
    for line in (line for each in found for line in each.lines()):
        OUT.print(escape(line), soft_wrap=True, highlight=False)


@match_app.command("models")
def match_models(json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False) -> None:
    """List the models of this home: which are in use, and which can be put back."""
    from ingest import models, train  # its numbers take a moment to import

    found = [each for kind in train.KINDS for each in models.listed(Settings.chosen().home, kind)]
    if json:
        sys.stdout.write(orjson.dumps(found).decode() + "\n")
        return
    for line in [each.line() for each in found] or ["There is no model yet: `c360 resolve` or `c360 match train` makes one."]:
        OUT.print(escape(line), soft_wrap=True, highlight=False)


@match_app.command("use")
def match_use(
    kind: Annotated[PartyKind, typer.Argument(help="Of what.")],
    number: Annotated[int, typer.Argument(min=1, help="As `c360 match models` lists it.")],
) -> None:
    """Put an earlier model back. Parties stay as they are until `c360 resolve`."""
    from ingest import models  # its numbers take a moment to import

    models.put_back(Settings.chosen().home, kind.value, number)
    OUT.print(f"Model {number} of a {kind.value} is in use: run `c360 resolve`.", highlight=False)


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
    sys.stdout.write(callers.sign(secret_of(Settings.chosen()), subject, role, org, timedelta(hours=hours)) + "\n")


@app.command()
def doctor(json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False) -> None:
    """Say what is wrong with settings, home, disk, engines, database, schema, clock and passes, and what to do; changes nothing.

    Exit codes: 0 nothing is wrong, 2 someone must change something, 3 all that is wrong may be well later.
    """
    from doctor import examination, printed  # all that is looked at takes a moment to import

    found = asyncio.run(examination.examine(os.environ))
    if json:
        sys.stdout.write(orjson.dumps(printed.as_dict(found)).decode() + "\n")
    else:
        printed.print_findings(found, OUT)
    raise typer.Exit(printed.exit_code(found))


@app.command()
def schema(
    changes: Annotated[bool, typer.Option("--changes", help="What changed since the released one, in words.")] = False,
) -> None:
    """Print the GraphQL schema; or what changed of it, an error where something can break a client and is not announced."""
    from schema import released
    from schema.assembled import serving

    printed = serving().as_str() + "\n"
    if not changes:
        sys.stdout.write(printed)
        return
    found = released.since_release(printed)
    sys.stdout.writelines(f"{line}\n" for line in found.lines())
    if unannounced := found.unannounced(released.announced()):
        raise BadQuestion(f"Not announced in schema/CHANGES.md: {' '.join(unannounced)}")


@app.command()
def settings() -> None:
    """Print every setting, its default and what it does."""
    sys.stdout.write(all_settings.table() + "\n")


@app.command("engine-lock")
def engine_lock(version: Annotated[str, typer.Argument(help="A Neo4j version, as 5.26.30.")]) -> None:
    """Print the lock of a Neo4j version's jars; takes minutes."""
    from runtime.local.jars import make_lock  # with the `local` extra

    sys.stdout.write(make_lock(version))


# ---- how they do it


def _with_graph(work: Callable[[Session, Settings], Awaitable[T]]) -> T:
    with reach.opened(Settings.chosen()) as reached:
        return asyncio.run(_asked(reached, lambda graph: work(graph, reached)))


async def _asked(settings: Settings, work: Callable[[Session], Awaitable[T]]) -> T:
    async with connected(settings) as graph:
        return await work(graph)


def _today(settings: Settings) -> date:
    """The bank's."""
    return datetime.now(ZoneInfo(settings.timezone)).date()


def _said(words: str) -> None:
    ERR.print(escape(words), soft_wrap=True, highlight=False)


@contextmanager
def _worker(settings: Settings) -> Generator[None]:
    """`c360 work` beside the gateway, ended with it, and begun again should it die; what it says is in the home."""
    log = settings.home / "worker.log"
    env = {
        **os.environ,
        "C360_HOME": str(settings.home.absolute()),
        "NEO4J_URI": settings.neo4j_uri or "",
        "NEO4J_USER": settings.neo4j_user,
        "NEO4J_PASSWORD": settings.neo4j_password.get_secret_value(),
        "NEO4J_DATABASE": settings.neo4j_database,
    }

    def died(code: int) -> None:
        _said(f"The worker has ended (exit code {code}) and is begun again in a moment; its last words are in {log}.1.")

    with child.kept([sys.executable, "-m", "c360", "work"], log, WORKER_SECONDS, env, died):
        yield


def _form(what: str, form: Callable[..., Awaitable[forming.Done | customer_groups.Done]], *, json: bool) -> None:
    async def done(graph: Session, settings: Settings) -> forming.Done | customer_groups.Done:
        await schema_changes.migrate(graph)
        with bar(what, quiet=json) as told:
            return await form(graph, today=_today(settings), hears=told)

    _print_done(_with_graph(done), json=json)


def _judge_customers(party: str | None, trial: Path | None, *, json: bool) -> None:
    async def done(graph: Session, settings: Settings) -> beliefs.Done:
        lines = thresholds.read(trial or settings.rules)
        await schema_changes.migrate(graph)
        today, parties = _today(settings), [party] if party else None
        with bar("judge", quiet=json) as told:
            return await beliefs.judge(graph, today=today, parties=parties, thresholds=lines, writes=not trial, hears=told)

    found = _with_graph(done)
    if party and not found.customers + found.others:
        raise BadQuestion(f"There is no party {party}: name one by its own id, as `c360 how RECORD` tells it.")
    if trial and not json:
        OUT.print("Nothing is written; by these lines this would be so:")
    _print_done(found, json=json)


def _print_done(found: "Resolved | forming.Done | customer_groups.Done | beliefs.Done", *, json: bool) -> None:
    if json:
        sys.stdout.write(orjson.dumps(found).decode() + "\n")
    else:
        OUT.print(escape(found.words()), soft_wrap=True, highlight=False)


async def _load_demo(settings: Settings) -> None:
    """The demo bank, unless it is there already; its records are matched, so that there is something to judge."""
    async with connected(settings) as graph:
        await schema_changes.migrate(graph)
        if not await lakeside.is_loaded(graph):
            folder = settings.home / lakeside.NAME
            lakeside.write(folder)
            await command.ingest(graph, settings, command.deliveries(lakeside.NAME, str(folder)), Terms())
        if not await judgements.was_followed(graph):
            await command.resolve(graph, settings)


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

    try:
        Server(application(settings, secret_of(settings), warm), settings, begun).run(sockets=[listener])
    except KeyboardInterrupt:
        ERR.print("Stopped.")


def _welcome(settings: Settings, listener: socket.socket) -> None:
    secret, valid = secret_of(settings), timedelta(days=30)
    bearer = callers.sign(secret, "demo", CallerRole.BANKER, HEAD_OFFICE, valid)
    partner = callers.sign(secret, "partner", CallerRole.PARTNER, HEAD_OFFICE, valid)
    address = _address(listener)
    OUT.print("\n[bold]Lakeside Bank 湖畔银行 is open.[/bold]")
    OUT.print(f"  GraphQL   {address}/graphql", highlight=False)
    OUT.print(f"  GraphiQL  {address}/graphiql#token={bearer}&partner={partner}", soft_wrap=True, highlight=False)
    OUT.print(f"  Token     {bearer}", soft_wrap=True, highlight=False)
    OUT.print(f"  Partner's {partner}", soft_wrap=True, highlight=False)
    OUT.print("\nThree questions worth asking (paste them into GraphiQL):")
    for about, query in lakeside.QUERIES:
        OUT.print(f"\n  [bold]{about}[/bold]")
        OUT.print(escape(f"  {query}"), soft_wrap=True, highlight=False)
    OUT.print("\nCtrl-C stops it; the data stays.")


if __name__ == "__main__":
    main()
