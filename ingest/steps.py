"""The part of a pass that writes: match, load, derive; each step can be done again."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import groupby
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from graph import flows, passes, visibility
from graph.ledger import Outcome, Turn, Writer, batch_name, surely
from graph.links import load_links, optional_links
from graph.load import load_nodes
from graph.model import NODES, RECORDS, RELATIONSHIPS, Account, Holds, ManagedBy, Transaction
from graph.offline.words import Told
from graph.records import load_records
from graph.relationships import load_relationships
from graph.session import Run, Session
from ingest.contract import Source
from ingest.match.parties import match_parties, name_parties
from ingest.quarantine import Quarantine, Refused
from ingest.repeated import Repeated
from ingest.report import Loaded, Report
from ingest.spool import Kept, Spool
from ingest.sweep import Sweep
from ingest.touched import Touched
from runtime.batched import batched
from runtime.telemetry import TRACER

T = TypeVar("T")
Progress = Callable[[str, int, int], None]
"""Called with a stage (read, wait, match, load, link, relate, sweep, name, place, sum), how far it is and how far it goes."""

Done = tuple[type[Any], int, list[Kept], dict[str, Outcome]]
"""A batch of a class, its number, and what became of it, by the field of a link or as a whole."""

AT_ONCE = 2
DERIVED_AT_ONCE, ASKED_AT_ONCE = 1_000, 5_000
LINKED = tuple(cls for cls in NODES if optional_links(cls))
MISSING_END = "MISSING_END"


class Steps:
    """Carries what was read into the graph, and tells the report what became of it."""

    def __init__(
        self,
        session: Session,
        source: Source,
        spool: Spool,
        broken: Quarantine,
        writer: Writer,
        report: Report,
        told: Progress,
        trusted: Sequence[str],
        *,
        unfinished: bool = False,
        said: Collection[str] = (),
    ) -> None:
        """`unfinished`: an earlier pass of the source was broken off, and what follows from it is to be worked out too. `said`:
        the batches of the delivery before this one, where none of them need be asked for again."""
        self._session, self._source, self._spool, self._broken = session, source, spool, broken
        self._writer, self._report, self._told, self._trusted = writer, report, told, trusted
        self._touched = Touched()
        self._left = set[str]()  # parties that a record has moved from: what they hold may be seen elsewhere
        self.repeated = Repeated(spool, said)
        self._sweep = Sweep(session, writer, spool, broken, report, self._touched, self.repeated)
        self._unfinished = unfinished
        self._everything = report.resumed or unfinished  # is to be derived from, for nobody knows what was touched

    async def complete(self, *, shrunk: bool = False) -> None:
        """Raises UnexpectedCount before anything is written where the delivery leaves out too much, unless it has `shrunk`."""
        await self._staged("sweep", lambda: self._sweep.weigh(shrunk=shrunk))
        for stage, step in (("match", self._match), ("load", self._load), ("sweep", self._end), ("derive", self._derive)):
            await self._staged(stage, step)

    async def _end(self) -> None:
        self._told("sweep", 0, 1)
        await self._sweep.end()
        self._told("sweep", 1, 1)

    async def conclude(self, told: Sequence[Told], parties: int) -> None:
        """The same, once all is loaded already; `told` is what a load of each batch would have told."""
        for each in told:
            batch = self._spool.batch(each.cls, each.number) if each.outcome.missing else ()
            self._note(each.cls, each.number, batch, each.outcome, each.field)
        self._report.parties += parties
        self._everything = True
        await self._staged("derive", self._derive)

    async def _staged(self, stage: str, step: Callable[[], Awaitable[None]]) -> None:
        attributes = {"c360.source": self._source.system, "c360.stage": stage}
        with self._report.timed(stage), TRACER.start_as_current_span("ingest.stage", attributes=attributes):
            await step()

    async def _match(self) -> None:
        """Source records first, then the parties that they describe."""
        for cls, number, batch in self._batches("match", RECORDS):
            records = [kept.record for kept in batch]
            done = await load_records(self._session, self._writer, self._name(cls, number), records)
            self._note(cls, number, batch, done)
            ids = [record.id for record in _touched(records, done)]
            if ids:
                parties, left = await match_parties(self._session, ids, self._trusted, self._writer.now)
                self._report.parties += parties
                self._report.moved += len(left)
                self._left.update(left)

    async def _load(self) -> None:
        """Nodes, then the links that a node may lack, then relationships."""
        for cls, batches in groupby(self._batches("load", NODES), key=lambda each: each[0]):
            await two_at_once((self._nodes(cls, number, batch) for _, number, batch in batches), self._noted)
        turn = Turn()
        await two_at_once((self._links(*each, turn) for each in self._batches("link", LINKED)), self._noted)
        await two_at_once((self._related(*each, turn) for each in self._batches("relate", RELATIONSHIPS)), self._noted)

    async def _nodes(self, cls: type[Any], number: int, batch: list[Kept]) -> Done:
        records = [kept.record for kept in batch]
        return cls, number, batch, {"": await load_nodes(self._session, self._writer, self._name(cls, number), records)}

    async def _links(self, cls: type[Any], number: int, batch: list[Kept], turn: Turn) -> Done:
        records, found = [kept.record for kept in batch], dict[str, Outcome]()
        for field in optional_links(cls):
            name = batch_name(self._writer.pass_id, cls, number, field)
            done = await load_links(self._session, self._writer, name, field, records, turn)
            found[field] = Outcome(missing=done.missing, ended=done.ended, touched=done.touched)
        return cls, number, batch, found

    async def _related(self, cls: type[Any], number: int, batch: list[Kept], turn: Turn) -> Done:
        records = [kept.record for kept in batch]
        return (
            cls,
            number,
            batch,
            {"": await load_relationships(self._session, self._writer, self._name(cls, number), records, turn)},
        )

    def _noted(self, done: Done) -> None:
        cls, number, batch, outcomes = done
        for field, outcome in outcomes.items():
            self._note(cls, number, batch, outcome, field)

    async def _derive(self) -> None:
        """Golden values, visibility and months of all that this pass has changed; of all it speaks of, where it was resumed."""
        session, today = self._session, datetime.now(ZoneInfo(self._source.timezone)).date()
        accounts = await self._ids((Account,), "id") | await self._ids((Holds,), "account")
        moved_on = await self._ids((Transaction,), "account") | await self._ids((Account,), "id")
        records = await self._ids(RECORDS, "id")
        if self._unfinished:
            records |= await visibility.records_of(session, self._writer.source)
            accounts |= (own := await visibility.accounts_of(session, self._writer.source))
            moved_on |= own
        described = await self._asked(records, visibility.parties_of)
        held = await self._ids((Holds, ManagedBy), "record") - records
        lapsed = await visibility.lapsed(session, await passes.derived_on(session), today)
        accounts |= lapsed[1]
        parties = described | self._left | lapsed[0] | await self._asked(held, visibility.parties_of)
        parties |= await self._asked(accounts, visibility.holders_of)
        accounts |= await self._asked(parties, visibility.held_by)
        await self._each(_parts(described), lambda run, part: name_parties(run, part, self._trusted), "name", len(described))
        await self._each(_parts(parties), lambda run, part: visibility.home_parties(run, part, today), "place", len(parties))
        await self._each(_parts(accounts), lambda run, part: visibility.home_accounts(run, part, today), "place", len(accounts))
        moved = list[list[str]]()
        await two_at_once((flows.portions(session, part) for part in batched(sorted(moved_on), ASKED_AT_ONCE)), moved.extend)
        await self._each(moved, flows.keep, "sum", sum(len(portion) for portion in moved))

    async def _asked(self, ids: set[str], ask: Callable[[Session, Sequence[str]], Awaitable[set[str]]]) -> set[str]:
        """What the graph says of all of them."""

        async def one(part: Sequence[str]) -> set[str]:
            return await ask(self._session, part)

        found = set[str]()
        await two_at_once((one(part) for part in batched(sorted(ids), ASKED_AT_ONCE)), found.update)
        return found

    async def _each(
        self, parts: Iterable[Sequence[str]], act: Callable[[Run, Sequence[str]], Awaitable[Any]], stage: str, total: int
    ) -> None:
        """What is worked out anew may be worked out twice: a lost answer needs no ledger."""
        done = 0

        async def one(part: Sequence[str]) -> None:
            nonlocal done
            await surely(lambda: self._session.together(lambda run: act(run, part)))
            done += len(part)
            self._told(stage, done, total)

        await two_at_once(one(part) for part in parts)

    def _batches(self, stage: str, classes: Sequence[type[Any]]) -> Iterator[tuple[type[Any], int, list[Kept]]]:
        """Every batch of these classes that was not said before, with its class and number; tells how far it is."""
        done, total = 0, sum(self._spool.counts.get(cls, 0) for cls in classes)
        for cls in classes:
            for number in range(self._spool.number(cls)):
                self._told(stage, done, total)
                if self.repeated.batch(cls, number):
                    done += (size := self._spool.size(cls, number))
                    self._report.loaded.setdefault(cls.__name__, Loaded()).unchanged += size if stage != "link" else 0
                    continue
                yield cls, number, (batch := self._spool.batch(cls, number))
                done += len(batch)
        self._told(stage, total, total)

    def _note(self, cls: type[Any], number: int, batch: Sequence[Kept], outcome: Outcome, field: str = "") -> None:
        """Counts what a batch did; a record whose end is not there goes to the quarantine with its row."""
        loaded = self._report.loaded.setdefault(cls.__name__, Loaded())
        loaded.new += outcome.new
        loaded.changed += outcome.changed
        loaded.unchanged += outcome.unchanged
        loaded.older += outcome.older
        loaded.ended += outcome.ended
        loaded.missing += len(outcome.missing)
        if outcome.missing:
            self.repeated.lacks(cls, number)
        self._touched.note(_touched([kept.record for kept in batch], outcome))
        self._touched.left(cls, outcome.left)
        for place in outcome.missing:
            kept = batch[place]
            table = self._source.tables[kept.table].name
            name = f"{cls.__name__}.{field}" if field else cls.__name__
            self._broken.add(Refused(self._source.system, table, kept.line, name, MISSING_END, asdict(kept.record)))

    def _name(self, cls: type[Any], number: int) -> str:
        return batch_name(self._writer.pass_id, cls, number)

    async def _ids(self, classes: Sequence[type[Any]], field: str) -> set[str]:
        """What the derived values are to be worked out for."""
        found = self._touched.of(classes, field)
        for cls in classes if self._everything else ():
            for batch in self._spool.batches(cls):
                found.update(getattr(kept.record, field) for kept in batch)
                await asyncio.sleep(0)
        return found


def _touched(records: Sequence[Any], done: Outcome) -> Sequence[Any]:
    return records if done.touched is None else [records[place] for place in done.touched]


async def two_at_once(acts: Iterable[Coroutine[Any, Any, T]], then: Callable[[T], None] | None = None) -> None:
    """Two steps that do not need each other side by side, for the database has more than one core; when the first of them has
    ended another begins. `then` is told what each made, in their order; a fault ends it, after those that have begun."""
    running = deque[asyncio.Task[T]]()
    try:
        for act in acts:
            running.append(asyncio.create_task(act))
            if len(running) == AT_ONCE:
                (then or _untold)(await running.popleft())
        while running:
            (then or _untold)(await running.popleft())
    except asyncio.CancelledError:
        for each in running:
            each.cancel()
        raise
    finally:
        await asyncio.gather(*running, return_exceptions=True)


def _untold(done: object) -> None:
    """Nobody wants to know what it made."""


def _parts(ids: set[str]) -> Iterator[list[str]]:
    return batched(sorted(ids), DERIVED_AT_ONCE)
