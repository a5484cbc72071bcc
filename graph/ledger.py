"""A batch and the note that it was written, in one transaction: sent twice, it is applied once."""

from asyncio import Lock
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from graph.history import next_day
from graph.session import Run, Session
from runtime.errors import OutcomeUnknown, PassLost

STANDS = """
MATCH (p:Pass {id: $pass})
OPTIONAL MATCH (b:Batch {id: $batch})
RETURN p.holder = $holder, b IS NOT NULL,
  [b.new, b.changed, b.unchanged, b.older, coalesce(b.missing, []), coalesce(b.ended, 0), coalesce(b.left, [])]"""
NOTE = """
CREATE (:Batch {id: $batch, pass: $pass, source: $source, at: $now, new: $new, changed: $changed,
  unchanged: $unchanged, older: $older, missing: $missing, ended: $ended, left: $left})
"""
TRIES = 3
T = TypeVar("T")
Turn = Lock
"""Of batches whose rows are got ready side by side, and written one after the other."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: the pass, this process's hold on it, its system, and the less trusted ones it may overrule.

    `on` is the day the delivery speaks of, `days` (ascending) are those of the system's whole deliveries before this pass.
    `whole`: what this one leaves out has ended. `again`: something of the system may be there already.
    """

    pass_id: str
    holder: str
    source: str
    weaker: tuple[str, ...]
    on: date
    now: datetime
    public: bool = False
    days: tuple[date, ...] = ()
    whole: bool = True
    again: bool = True

    @property
    def until(self) -> date | None:
        """The day of the next whole delivery: what only this one says has ended there."""
        return next_day(self.days, self.on)

    def last_said(self, said: date, until: date | None) -> date:
        """The latest day on which a thing was said that was told on a day, and has or has not ended on another."""
        days = [day for day in self.days if until is None or day < until]
        return max(said, days[-1]) if days else said

    def params(self) -> dict[str, Any]:
        """For statements; `now` is another instant each time, so that a statement knows what it has made itself."""
        return {
            "pass": self.pass_id,
            "holder": self.holder,
            "source": self.source,
            "weaker": list(self.weaker),
            "on": self.on,
            "until": self.until,
            "now": instant(),
            "public": self.public,
        }


class Clock:
    """The last instant that was told."""

    last = datetime.min.replace(tzinfo=UTC)


def instant() -> datetime:
    """Now, and never the same twice in one process."""
    Clock.last = max(datetime.now(UTC), Clock.last + timedelta(microseconds=1))
    return Clock.last


@dataclass(slots=True)
class Outcome:
    """What a batch did; `missing` are the places in the batch whose ends were not there, `ended` what now holds no more,
    `left` the keys of what its nodes are not linked to any more.

    `touched` are the places of what is not as it was before; None where the batch was done earlier and nobody knows.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    older: int = 0
    missing: list[int] = field(default_factory=list[int])
    ended: int = 0
    left: list[str] = field(default_factory=list[str])
    touched: list[int] | None = None

    @property
    def things(self) -> int:
        """How many things the batch says, each once."""
        return self.new + self.changed + self.unchanged + self.older + len(self.missing)

    def add(self, other: "Outcome") -> None:
        self.new += other.new
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.older += other.older
        self.ended += other.ended


def batch_name(pass_id: str, cls: type[Any], number: int, field: str = "") -> str:
    """What the ledger calls a batch of a class, or of one link of its nodes."""
    return f"{pass_id}/{cls.__name__}/{number}" + (f"/{field}" if field else "")


async def once(
    session: Session, writer: Writer, batch: str, work: Callable[[Run], Awaitable[Outcome]], turn: Turn | None = None
) -> Outcome:
    """Does the work unless the ledger says it was done, and tells what it did, now or then; with a `turn`, when it has come.

    A lost answer to the commit is asked of the ledger. Raises PassLost where another process took the pass over.
    """

    async def noted(run: Run) -> Outcome:
        stands = await run(STANDS, {"pass": writer.pass_id, "holder": writer.holder, "batch": batch})
        if not stands or not stands[0][0]:
            raise PassLost("Another process took this pass over: this one stops; the other completes it.")
        if stands[0][1]:
            return Outcome(*stands[0][2])
        done = await work(run)
        await run(NOTE, writer.params() | _counts(done) | {"batch": batch})
        return done

    async with turn or nullcontext():
        return await surely(lambda: session.together(noted))


async def surely(act: Callable[[], Awaitable[T]]) -> T:
    """Does again what may be done twice, when the answer to its commit was lost. Raises OutcomeUnknown at last."""
    for _ in range(TRIES - 1):
        try:
            return await act()
        except OutcomeUnknown:
            continue
    return await act()


def _counts(done: Outcome) -> dict[str, Any]:
    return {
        "new": done.new,
        "changed": done.changed,
        "unchanged": done.unchanged,
        "older": done.older,
        "missing": done.missing,
        "ended": done.ended,
        "left": done.left,
    }
