"""Training: the bank's own records, or those of a file, teach a model; what it would change is shown before it is in use."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from graph import resolution
from graph.session import Session
from ingest import chart, models
from ingest.columns import as_inputs, chosen
from ingest.findings import KINDS, standing, told
from ingest.match.arrays import Ints
from ingest.match.changes import changes
from ingest.match.drift import drift
from ingest.match.judged import Judgement
from ingest.match.levels import levels
from ingest.match.place import HERE, Matcher, Place, here
from ingest.match.precision import checked, curve
from ingest.match.resolution import Training, resolved
from ingest.match.table import Table, Told, flattened, table
from ingest.table_file import rows_of
from ingest.taught import Taught
from runtime.errors import BadQuestion
from runtime.terminal import Told as Hears
from runtime.terminal import unheard


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a model of one kind is taught by: records, judgements that stand, and, of a file that knows it, whose each row is."""

    table: Table
    judgements: tuple[Judgement, ...] = ()
    truth: Ints | None = None


async def lessons(session: Session, kinds: Sequence[str] = KINDS, *, hears: Hears = unheard) -> list[Lesson]:
    """All that the graph says, by kind; none of a kind of which it has no records. Raises BadQuestion where it has none at all."""
    records = {kind: list[Told]() for kind in kinds}
    read = 0
    async for one in resolution.records(session):
        if one.kind in records:
            records[one.kind].append(told(one))
        read += 1
        if read % resolution.PAGE == 0:
            hears("read", read, read)
    held = await standing(session)
    made = await asyncio.to_thread(lambda: [flattened(kind.lower(), of) for kind, of in records.items() if of])
    if not made:
        raise BadQuestion("There are no records to learn from: ingest a delivery first, or name a file with --records.")
    return [Lesson(each, tuple(one for one in held if {one.one, one.other} & set(each.ids))) for each in made]


def lesson_of_file(records: Path, kind: str, named: Sequence[str], truth: str | None) -> Lesson:
    """Rows are named by their place. `named`: `field=column`; `truth`: a column that says whose each is, which teaches nothing.
    Raises SourceUnreadable, BadQuestion."""
    rows = rows_of(records)
    if truth is not None and truth not in rows:
        raise BadQuestion(f"There is no column {truth!r} in {records.name}: the truth is one of {', '.join(rows)}.")
    inputs = as_inputs(chosen(kind.lower(), list(rows), named, truth or ""), rows)
    count = len(next(iter(rows.values()), ()))
    if not count:
        raise BadQuestion(f"{records.name} holds no records: name a file that does.")
    made = table(kind.lower(), [f"row-{at + 1:09d}" for at in range(count)], inputs)
    return Lesson(made, (), None if truth is None else _numbered(rows[truth]))


def _numbered(said: Sequence[str | None]) -> Ints:
    known = {value: at for at, value in enumerate(dict.fromkeys(value for value in said if value is not None))}
    return np.array([-1 if value is None else known[value] for value in said], dtype=np.int64)


def taught(home: Path, lesson: Lesson, *, helped: bool = False, matcher: Matcher = HERE) -> Taught:
    """Nothing is written. `helped`: the judgements hold while it learns, else they only check it. A model in
    use that can't be read is compared with nothing."""
    kind = lesson.table.kind
    before = models.in_use_if_readable(home, kind)
    training = Training(lesson.table, lesson.judgements if helped else (), models.salt(home), matcher)
    found = training.resolved(lesson.judgements)
    points = curve(training.model, lesson.table, found.edges, lesson.truth)
    check = checked(training.model, lesson.table, found.edges, lesson.judgements)
    told_, waiting = tuple(levels(training.model)), len(found.clusters.doubts.one)
    if before is None:
        return Taught(training.model, told_, check, tuple(points), waiting)
    was = resolved(lesson.table, before, judgements=lesson.judgements, matcher=matcher).clusters
    apart = changes(lesson.table, was.automatic, found.clusters.automatic)
    moved = drift(before, training.model, lesson.table)
    return Taught(training.model, told_, check, tuple(points), waiting, tuple(levels(before)), moved, apart)


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a training: the model in use now has its number, unless it was a trial; files of charts that were written."""

    taught: Taught
    trial: bool
    before: int | None
    written: tuple[str, ...]

    def as_dict(self) -> Mapping[str, object]:
        numbered = {"number": None, "at": None} if self.trial else {}
        return {**self.taught.as_dict(), **numbered, "before": self.before, "inUse": not self.trial, "written": self.written}

    def lines(self) -> list[str]:
        said = [*self.taught.lines(), *(f"Written: {path}" for path in self.written)]
        if self.trial:
            return [*said, "Nothing is changed: leave --dry-run out, and it is in use."]
        kind, number = self.taught.model.kind, self.taught.model.number
        back = f"; `c360 match use {kind} {self.before}` puts the one before back" if self.before else ""
        return [*said, f"Model {number} of a {kind} is in use{back}. Run `c360 resolve`: until then parties stay as they are."]


def train(
    home: Path, lesson: Lesson, charts: Path | None, *, helped: bool = False, dry_run: bool = False, hears: Hears = unheard,
    place: Place = here,
) -> Kept:  # fmt: skip
    """The model is in use from here on, but for a trial; with charts where a folder for them is named. Raises what opening the
    place does."""
    hears(lesson.table.kind, 0, 0)
    before = models.in_use_if_readable(home, lesson.table.kind)
    with place() as matcher:
        found = taught(home, lesson, helped=helped, matcher=matcher)
    if not dry_run:
        found = replace(found, model=models.put_in_use(home, found.model.kind, found.model))
    written = tuple(map(str, chart.write(found, charts))) if charts else ()
    return Kept(found, dry_run, before.number if before else None, written)
