"""The worker: does what was asked through the API, and goes on until it is stopped."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from graph import judgements, quarantine
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
    """Waits for judgements that no resolution has followed, and for rows in quarantine that somebody asked to be driven again.
    `says` is told what it did, and once what it can't."""

    def __init__(
        self, session: Session, home: Path, timezone: ZoneInfo, says: Callable[[str], None], trusted: Sequence[str] = TRUSTED,
        place: Place = here,
    ) -> None:  # fmt: skip
        self._session, self._home, self._timezone, self._says, self._trusted = session, home, timezone, says, trusted
        self._place = place

    async def once(self) -> bool:
        """Does what is there, and tells whether there was anything. Raises what a resolution and a redrive do."""
        number, waits = await judgements.unfollowed(self._session)
        asked = await quarantine.requested(self._session)
        try:
            if waits:
                await self._follow(number)
        finally:  # what hinders the one does not hinder the other
            if asked:
                await self._drive()
        return waits or bool(asked)

    async def _follow(self, number: int) -> None:
        today = datetime.now(self._timezone).date()
        done = await followed(self._session, self._home, today=today, trusted=self._trusted, place=self._place)
        self._says(f"{number:,} judgements are followed. {done.words()}")

    async def _drive(self) -> None:
        for report in await self._redriven():
            rows = report.rows
            self._says(f"{report.source}: of {rows.read:,} rows that were driven again {rows.accepted:,} were accepted.")

    async def _redriven(self) -> list[Report]:
        for fault in await redriving.misasked(self._session, self._home):
            self._says(fault)
        reports = await redriving.redrive([], self._session, self._home, unheard)
        return reports + await redriving.redrive_found(self._session, self._home, unheard)

    async def run(self) -> None:
        """Until it is cancelled; what fails is tried again, less and less often, and told when the words are new."""
        seconds, told = LOOK_SECONDS, ""
        while True:
            try:
                await self.once()
                seconds, told = LOOK_SECONDS, ""
            except PlatformError as fault:
                seconds = min(2 * seconds, LONGEST_SECONDS)
                if str(fault) != told:
                    self._says(told := str(fault))
            await asyncio.sleep(seconds)
