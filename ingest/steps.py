"""The part of a pass that writes: match, load, derive; each step can be done again."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from graph import visibility
from graph.ledger import Outcome, Turn, Writer, batch_name
from graph.links import load_links, optional_links
from graph.load import load_nodes
from graph.model import NODES, RECORDS, RELATIONSHIPS, Account, Holds, ManagedBy, Transaction
from graph.offline.told import Told
from graph.records import load_records
from graph.relationships import load_relationships
from graph.session import Session
from ingest import touched
from ingest.abreast import two_at_once
from ingest.contract import Source
from ingest.derivation import Changed, Derivation
from ingest.match.parties import match_parties
from ingest.quarantine import Quarantine, Refused
from ingest.repeated import Repeated
from ingest.report import Loaded, Report
from ingest.spool import Kept, Spool
from ingest.sweep import Sweep
from ingest.touched import Touched
from runtime.telemetry import TRACER

Progress = Callable[[str, int, int], None]
"""Called with a stage (read, wait, match, load, link, relate, sweep, name, place, sum), how far it is and how far it goes."""

Done = tuple[type[Any], int, list[Kept], dict[str, Outcome]]
"""A batch of a class, its number, and what became of it, by the field of a link or as a whole."""

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
        """What follows from all that this pass has changed; from all it speaks of, where it was resumed; and from everything
        where that is more than is remembered."""
        today = datetime.now(ZoneInfo(self._source.timezone)).date()
        derivation = Derivation(self._session, self._trusted, today, self._told)
        if self._touched.overflowed or (self._everything and max(self._spool.counts.values(), default=0) > touched.MOST):
            await derivation.of_everything()
            return
        changed = Changed(left=self._left)
        changed.accounts = await self._ids((Account,), "id")
        changed.moved_on = await self._ids((Transaction,), "account") | changed.accounts
        changed.accounts = changed.accounts | await self._ids((Holds,), "account")
        changed.records = await self._ids(RECORDS, "id")
        changed.related = await self._ids((Holds, ManagedBy), "record")
        if self._unfinished:
            changed.records |= await visibility.records_of(self._session, self._writer.source)
            own = await visibility.accounts_of(self._session, self._writer.source)
            changed.accounts, changed.moved_on = changed.accounts | own, changed.moved_on | own
        await derivation.of(changed)

    def _batches(self, stage: str, classes: Sequence[type[Any]]) -> Iterator[tuple[type[Any], int, list[Kept]]]:
        """Every batch of these classes that was not said before, with its class and number; tells how far it is."""
        done, total = 0, sum(self._spool.counts.get(cls, 0) for cls in classes)
        for cls in classes:
            for number in range(self._spool.number(cls)):
                self._told(stage, done, total)
                if self.repeated.batch(cls, number):
                    done += self._spool.size(cls, number)
                    loaded = self._report.loaded.setdefault(cls.__name__, Loaded())
                    loaded.unchanged += self.repeated.size(cls, number) if stage != "link" else 0
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
        if not field:
            self.repeated.counted(cls, number, outcome.things)
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
