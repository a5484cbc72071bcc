"""The worker: does what was asked through the API and what others have left, and goes on until it is stopped."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from traceback import extract_tb
from zoneinfo import ZoneInfo

from graph import judgements, passes, quarantine
from graph.session import Session
from ingest import redrive as redriving
from ingest.match.place import Place, here
from ingest.report import Report
from ingest.resolve import Resolved, resolve
from ingest.sources import TRUSTED
from runtime.errors import PlatformError
from runtime.terminal import Told, unheard

LOOK_SECONDS, LONGEST_SECONDS = 0.5, 60.0
"""How long it waits between two looks; and at most, after what failed again and again."""
QUIET_SECONDS = 60.0
"""How long nothing was loaded before it follows what was: whoever loads resolves at the end."""


async def followed(
    session: Session,
    home: Path,
    *,
    today: date,
    trusted: Sequence[str] = TRUSTED,
    hears: Told = unheard,
    everything: bool = False,
    place: Place = here,
) -> Resolved:
    """A resolution, and the note that it has followed all judgements that were there when it began. Raises what `resolve` does."""
    number, _ = await judgements.unfollowed(session)
    done = await resolve(session, home, today=today, trusted=trusted, hears=hears, everything=everything, place=place)
    await judgements.follow(session, number, done.contradictions, datetime.now(UTC))
    return done


class Worker:
    """Waits for judgements and passes that no resolution has followed, and for rows in quarantine that somebody asked to be driven
    again. `says` is told what it did, and once what it can't."""

    def __init__(
        self, session: Session, home: Path, timezone: ZoneInfo, says: Callable[[str], None], trusted: Sequence[str] = TRUSTED,
        place: Place = here,
    ) -> None:  # fmt: skip
        self._session, self._home, self._timezone, self._says, self._trusted = session, home, timezone, says, trusted
        self._place = place

    async def once(self, quiet: float = 0.0) -> bool:
        """Does what is there, and tells whether there was anything; what others have loaded waits until nothing was for `quiet`
        seconds. Raises what a resolution and a redrive do."""
        asked, driven = bool(await quarantine.requested(self._session)), False
        try:
            driven = asked and await self._drive()
        finally:  # what hinders the one does not hinder the other
            follows = await self._follow(0.0 if driven else quiet)
        return asked or follows

    async def _follow(self, quiet: float) -> bool:
        number, judged = await judgements.unfollowed(self._session)
        loaded = await passes.unresolved(self._session, quiet)
        if not (judged or loaded):
            return False
        today = datetime.now(self._timezone).date()
        done = await followed(self._session, self._home, today=today, trusted=self._trusted, place=self._place)
        what = [*([f"{number:,} judgements"] if judged else []), *([f"{loaded:,} passes"] if loaded else [])]
        self._says(f"{' and '.join(what)} are followed. {done.words()}")
        return True

    async def _drive(self) -> bool:
        """Whether any was."""
        reports = await self._redriven()
        for report in reports:
            rows = report.rows
            self._says(f"{report.source}: of {rows.read:,} rows that were driven again {rows.accepted:,} were accepted.")
        return bool(reports)

    async def _redriven(self) -> list[Report]:
        for fault in await redriving.misasked(self._session, self._home):
            self._says(fault)
        reports = await redriving.redrive([], self._session, self._home, unheard)
        return reports + await redriving.redrive_found(self._session, self._home, unheard)

    async def run(self) -> None:
        """Until it is cancelled; what fails is tried again, less and less often, and told when the words are new, as is its end."""
        seconds, told = LOOK_SECONDS, ""
        while True:
            hindered = await self._hindered()
            seconds = min(2 * seconds, LONGEST_SECONDS) if hindered else LOOK_SECONDS
            if hindered != told:
                self._says(hindered or "It goes on.")
            told = hindered
            await asyncio.sleep(seconds)

    async def _hindered(self) -> str:
        """Does what is there; by what it was hindered, in words, empty where by nothing."""
        try:
            await self.once(QUIET_SECONDS)
        except PlatformError as fault:
            return str(fault)
        except Exception as fault:  # the worker's own edge: whoever asks later must find it at work; words of a fault may hold data
            where = extract_tb(fault.__traceback__)[-1]
            place = f"{Path(where.filename).name}:{where.lineno}"
            return f"A fault of the worker itself, to be reported: {type(fault).__name__} at {place}."
        return ""
