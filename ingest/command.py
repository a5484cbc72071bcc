"""What `c360 ingest` does: one delivery, or those of all the demo bank's silos, and what follows: whose records they are."""

import asyncio
from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.markup import escape

from graph import schema_changes
from graph.session import Session, connected
from ingest import lakeside, outlook
from ingest.deliveries import run
from ingest.holding import Far, Interrupted
from ingest.job import Terms
from ingest.report import Report
from ingest.sources import source as source_named
from ingest.steps import Progress
from runtime import home, reach
from runtime.errors import NotConfigured, PlatformError
from runtime.settings import Settings
from runtime.terminal import ERR, bar

if TYPE_CHECKING:
    from ingest.match.place import Place
    from ingest.resolve import Resolved

Deliveries = Sequence[tuple[str, Path | str]]
Follows = Callable[[Session, Settings, list[Report]], Awaitable[None]]


def deliveries(source: str, where: str) -> Deliveries:
    """The silos by name and where each delivers."""
    return lakeside.deliveries(Path(where)) if source == lakeside.NAME else [(source, where)]


async def ingest(graph: Session, settings: Settings, these: Deliveries, terms: Terms, *, quiet: bool = False) -> list[Report]:
    """One after the other, in a migrated database."""
    await schema_changes.migrate(graph)
    reports = list[Report]()
    for name, place in these:
        address, token = settings.silo(name)
        with bar(name, quiet=quiet) as told, told_when_stopped(name, told) as far:
            reports += await run(name, place or address, graph, settings.home, terms, token=token, progress=far)
    return reports


async def resolve(graph: Session, settings: Settings, *, everything: bool = False, quiet: bool = False) -> "Resolved":
    """Makes one party of the records that are of one, and forms households, in a migrated database: of what has changed since the
    last time, or of everything anew."""
    from ingest.work import followed  # its numbers take a moment to import

    with bar("resolve", quiet=quiet) as told:
        try:
            today = datetime.now(ZoneInfo(settings.timezone)).date()
            place = place_of(settings)
            return await followed(graph, settings.home, today=today, hears=told, everything=everything, place=place)
        except (asyncio.CancelledError, KeyboardInterrupt):
            ERR.print("Stopped: what was delivered is loaded, `c360 resolve` completes what follows of it.", highlight=False)
            raise


@contextmanager
def told_when_unresolved() -> Generator[None]:
    """Says of what was loaded who completes it, where something hinders the resolution that follows."""
    try:
        yield
    except PlatformError:
        ERR.print(
            "What was delivered is loaded; whose records they are is not found out yet: `c360 resolve` does it, or `c360 work`, "
            "where it runs, a minute after the last load.",
            soft_wrap=True,
            highlight=False,
        )
        raise


def place_of(settings: Settings) -> "Place":
    """Where many records are matched at once."""
    from ingest.match import place  # its numbers take a moment to import

    return place.at(settings.match_on, settings.match_checkpoints, settings.home)


def ingest_offline(settings: Settings, these: Deliveries, terms: Terms, follows: Follows, *, quiet: bool) -> None:
    """The first of them through files, the others through the driver, as always; then whatever `follows`."""
    if settings.neo4j_uri is not None:
        raise NotConfigured("Only the own Neo4j of a home is loaded through files: unset NEO4J_URI, or leave --offline out.")
    from ingest import offline  # its tables by column take a moment to import
    from runtime.local import importing

    (name, place), *others = these
    home.opened(settings.home)
    with ExitStack() as held:
        with (
            bar(name, quiet=quiet) as told,
            importing.held(settings.home, settings.neo4j_line, settings.cache, told) as engine,
        ):
            loaded = held.enter_context(offline.loaded(source_named(name), Path(place), engine, settings.home, told, terms))
        reached = held.enter_context(reach.opened(settings))

        async def completed() -> None:
            async with connected(reached) as graph:
                reports = list[Report]()
                if loaded is not None:
                    await schema_changes.migrate(graph)
                    with bar(name, quiet=quiet) as told, told_when_stopped(name, told) as far:
                        reports.append(await loaded.complete(graph, far))
                rest = these if loaded is None else others
                await follows(graph, reached, reports + await ingest(graph, reached, rest, terms, quiet=quiet))

        asyncio.run(completed())


@contextmanager
def told_when_stopped(name: str, told: Progress) -> Generator[Far]:
    """Says what becomes of what Ctrl-C or SIGTERM breaks off."""
    far = Far(told)
    try:
        yield far
    except Interrupted as words:
        ERR.print(escape(str(words)), soft_wrap=True, highlight=False)
        raise
    except (asyncio.CancelledError, KeyboardInterrupt):
        loaded = "`c360 passes` tells how far it came" if far.stage in outlook.STAGES else f"nothing of {name} was loaded"
        ERR.print(f"Stopped at {far.stage or 'the beginning'}: {loaded}. Run the same again.", soft_wrap=True, highlight=False)
        raise
