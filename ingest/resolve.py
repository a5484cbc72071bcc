"""One party out of many records: what the silos say is matched, and what comes of it is written into the graph.

What is computed rests on the records, the judgements and the model alone, and what is written is the difference to what is there:
a resolution that was broken off is completed by the next. What was computed is kept beside the graph, so that the next one looks
only at what has changed since; the outcome is the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ulid import ULID

from graph import passes as graph_passes
from graph import resolution
from graph.resolution import Pass
from graph.session import Session
from ingest import customer_groups, findings
from ingest.difference import Difference, Written
from ingest.findings import KINDS, Findings, folder
from ingest.households.form import Done as Households
from ingest.households.form import form
from ingest.match import workspace
from ingest.match.judged import Judgement
from ingest.match.place import Place, here
from ingest.sources import TRUSTED
from runtime.terminal import Told as Hears
from runtime.terminal import unheard
from runtime.threads import in_thread


@dataclass(slots=True)
class Resolved:
    """What a resolution found and did: records and parties of both kinds, records that moved, parties that went into others, those
    that came of others or came back, and pairs of parties that wait for a steward. `looked_at` are records that were matched, or
    are beside such; `anew`: why all were, else None."""

    records: int = 0
    parties: int = 0
    moved: int = 0
    merged: int = 0
    split: int = 0
    unsure: int = 0
    looked_at: int = 0
    anew: str | None = None
    untaught: list[str] = field(default_factory=list[str])
    """What records say and the model was not taught: it does not count."""
    contradictions: list[str] = field(default_factory=list[str])
    """Judgements that do not hold, in words."""
    odd: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """Records by their oddity (`match/odd.py`)."""
    households: Households | None = None
    """What became of households, which are formed of the parties that there are then."""
    groups: customer_groups.Done | None = None
    """… and of customer groups."""

    def words(self) -> str:
        """As a person reads it."""
        did = f"{self.moved:,} records moved, {self.merged:,} parties went into others, {self.split:,} came of others"
        waits = f"{self.unsure:,} pairs wait for a steward." if self.unsure else "none waits for a steward."
        lost = "".join(f" {each}" for each in self.contradictions)
        lacks = f" The model knows nothing of {', '.join(self.untaught)}: train it again." if self.untaught else ""
        held = (f"{len(ids):,} {oddity} ({ids[0]}{' …' if len(ids) > 1 else ''})" for oddity, ids in sorted(self.odd.items()))
        odd = f" Odd: {', '.join(held)}." if self.odd else ""
        all_ = f"{self.records:,} records are {self.parties:,} parties"
        homes = f" {self.households.words()}" if self.households else ""
        groups = f" {self.groups.words()}" if self.groups else ""
        how = f" All were matched anew: {self.anew}." if self.anew else f" {self.looked_at:,} of them were looked at."
        return f"{all_}: {did if self.moved else 'nothing is new'}; {waits}{how}{lacks}{lost}{odd}{homes}{groups}"


async def resolve(
    session: Session,
    home: Path,
    *,
    today: date,
    trusted: Sequence[str] = TRUSTED,
    hears: Hears = unheard,
    everything: bool = False,
    place: Place = here,
) -> Resolved:
    """Matches what has changed since the last time, or `everything` anew at its place, and writes what comes of it.

    Raises ModelUnreadable, and what the place does, before anything is written; HomeInUse while another process resolves from this
    home for long.
    """
    async with workspace.alone(home / "workspace"):
        passes = await resolution.passes(session)
        found = await _found(session, home, passes, hears, place, everything=everything)
        await _begin(session, home, found)
        written = await Difference(session, found, trusted, today, hears).write()
        anew = bool(found.heard or written.moved)
        households = await form(session, today=today, hears=hears) if anew else None
        groups = await customer_groups.form(session, today=today, hears=hears) if anew else None
        await _keep(session, home, found, passes)
        await graph_passes.resolved(session, [each.id for each in passes if each.unresolved])
    done = await _told(session, found, written)
    done.households, done.groups = households, groups
    return done


async def _found(
    session: Session, home: Path, passes: Sequence[Pass], hears: Hears, place: Place, *, everything: bool
) -> Findings:
    standing = await findings.standing(session)
    why = "so it was asked" if everything else await _since(session, home, passes, standing, hears)
    return why if isinstance(why, Findings) else await findings.all_anew(session, home, why, standing, hears, place)


async def _since(
    session: Session, home: Path, passes: Sequence[Pass], standing: Sequence[Judgement], hears: Hears
) -> Findings | str:
    before = await in_thread(findings.kept, home)
    if isinstance(before, str):
        return f"of what was known before, {before}"
    now = await resolution.mark(session)
    if any(now not in each.marks for each in before.values()):
        return "what was known before does not fit this graph"
    return await findings.since(session, before, passes, standing, hears)


async def _begin(session: Session, home: Path, found: Findings) -> None:
    """From here on is written: whatever breaks it off, the next resolution looks at the same records again, also where what was the
    reason is so no more."""
    found.seen = await resolution.mark(session)
    if found.anew:
        mark = str(ULID())
        await resolution.mark_it(session, mark, found.seen)
        found.seen = mark
        return
    for kind in KINDS:
        workspace.begin(folder(home, kind), (record for record, of in found.here.kinds.items() if of == kind))


async def _keep(session: Session, home: Path, found: Findings, passes: Sequence[Pass]) -> None:
    """Whenever this is broken off, what is kept fits the graph, or says that it does not. Nothing is kept where another home has
    resolved the same graph meanwhile."""
    mark = str(ULID())
    if not found.anew:
        for kind in KINDS:
            workspace.mark(folder(home, kind), [*([found.seen] if found.seen else []), mark])
    if not await resolution.mark_it(session, mark, found.seen):
        for kind in KINDS:
            workspace.forget(folder(home, kind))
        return
    heard = [each.heard for each in passes if each.heard]
    for kind in KINDS:
        known = found.known.get(kind)
        await in_thread(workspace.keep, folder(home, kind), known, found.models.get(kind, ""), heard, [mark])


async def _told(session: Session, found: Findings, written: Written) -> Resolved:
    records, parties = await resolution.counted(session)
    return Resolved(
        records, parties, written.moved, written.merged, written.split, len(found.unsure), len(found.here.described), found.anew,
        found.untaught, found.contradictions, found.odd,
    )  # fmt: skip
