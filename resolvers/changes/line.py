"""What every change to a buying centre shares: whom it is of, from when it is, what stands now, and what the banker saw."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph import entries, lines
from graph.by_hand import Line, counting
from graph.changes import Mistake
from graph.lines import Side
from graph.session import Run
from resolvers.changes.change import EARLIEST, Changed, banker, carried_out, new_entry, sees, too_long, wrong_words
from resolvers.context import Context

LONGEST_ID = 300
CENTRE = ("DECIDES_FOR", "TAKES_STANCE", "CONTACT_AT")


@dataclass(frozen=True, slots=True)
class Part:
    """Whom a line in a company is of, for which business, from when, from what it is known, and the line that its banker saw."""

    person: str
    company: str
    opportunity: str | None
    since: date | None
    evidence: str
    seen: str | None

    def sent(self) -> dict[str, Any]:
        return {
            "person": self.person, "company": self.company, "opportunity": self.opportunity, "since": self.since,
            "evidence": self.evidence, "seen": self.seen,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """The two that a line is of, as they are now, and what counts of them on the day."""

    person: Side
    company: Side
    known: Sequence[Line]
    now: Sequence[Line]

    def standing(self, subject: tuple[Any, ...]) -> Line | None:
        return next((line for line in self.now if line.subject == subject), None)


Said = Callable[[Place], "tuple[str, Mapping[str, Any]] | Mistake"]


async def said_of_part(
    context: Context, name: str, key: str, part: Part, more: Mapping[str, Any], wrong: Mistake | None, say: Said
) -> Changed:
    """The entry's id. `say` makes of what stands the type of the line and what it says, or tells why there is none."""
    caller, scope = banker(context), sees(context)
    if mistake := wrong or wrong_since(context, part.since) or wrong_words("evidence", part.evidence) or wrong_seen(part.seen):
        return Changed(None, (mistake,))
    sent = part.sent() | dict(more)
    entry = new_entry(context, caller, name, key, sent, part.evidence)

    async def work(run: Run) -> str | Mistake:
        found = await lines.sides(run, [part.person, part.company], scope)
        person, company = found.get(part.person), found.get(part.company)
        if mistake := not_a("person", person, "PERSON") or not_a("company", company, "COMPANY"):
            return mistake
        assert person and company
        if part.opportunity is not None and not await entries.is_opportunity_of(run, company.party, part.opportunity):
            return Mistake("opportunity", "NOT_FOUND", "The company has no such opportunity: name one of its `opportunities`.")
        known = await lines.between(run, person, company, *CENTRE)
        place = Place(person, company, known, counting(known, context.today))
        said = say(place)
        if isinstance(said, Mistake):
            return said
        type_, given = said
        await lines.say(run, entry, person, company, type_, {"saidFrom": part.since or context.today} | dict(given))
        return entry.id

    return await carried_out(context, caller, name, key, sent, work)


def conflict(stands: Line | None, seen: str | None, known: Sequence[Line], subject: tuple[Any, ...]) -> Mistake | None:
    """Why what the banker saw is no more what stands; what stands now is named."""
    if (stands.name if stands else None) == seen:
        return None
    if stands is None:
        last = max((line for line in known if line.subject == subject), key=lambda line: line.said["recordedAt"], default=None)
        how = f", since {_by(last)} said so in {last.name}" if last else ""
        return Mistake("seen", "CONFLICT", f"Nothing of the kind stands now{how}: look again, and leave seen out.")
    told = f"{words(stands)} stands now, as {_by(stands)} said on {stands.said['toldOn']}, in the line {stands.name}"
    return Mistake("seen", "CONFLICT", f"{told}: look at it, and send its lineId as seen if yours is to take its place.")


def _by(line: Line) -> str:
    return line.said.get("vouchedBy") or line.said["source"]


def words(line: Line) -> str:
    """What a line says, in the words of the model."""
    names = ("role", "stance", "level", "desired", "influence", "strength")
    told = [str(line.said[name]) for name in names if line.said.get(name) is not None]
    return " ".join(told) or line.type


def not_a(field: str, side: Side | None, kind: str) -> Mistake | None:
    """A party of another kind is none that there could be here."""
    if side and side.kind == kind:
        return None
    return Mistake(field, "NOT_FOUND", f"There is no such {kind.lower()}: name one that `party` or `search` tells.")


def wrong_since(context: Context, since: date | None, field: str = "since") -> Mistake | None:
    if since is not None and since > context.today:
        return Mistake(field, "IN_FUTURE", f"What is said as {field} is yet to come: say it when it is so.")
    if since is not None and since < EARLIEST.date():
        return Mistake(field, "OUT_OF_RANGE", f"What is said as {field} is before 1900: say from when it is so.")
    return None


def wrong_span(since: date | None, until: date | None) -> Mistake | None:
    if since is None or until is None or until >= since:
        return None
    return Mistake("until", "ENDS_BEFORE_START", "It ends before it begins: say until when it is so, or leave until out.")


def wrong_part_of_one(field: str, value: float | None) -> Mistake | None:
    if value is None or 0 <= value <= 1:
        return None
    return Mistake(field, "OUT_OF_RANGE", f"What is said as {field} is a part of one: from 0 to 1.")


def wrong_seen(seen: str | None) -> Mistake | None:
    return too_long("seen", seen, LONGEST_ID) if seen else None
