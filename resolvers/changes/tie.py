"""A banker says what ties one person to another, or that it does so no more."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph import lines
from graph.by_hand import Line, counting
from graph.changes import Mistake
from graph.lines import Side
from graph.session import Run
from resolvers.changes.change import Changed, banker, carried_out, new_entry, sees, wrong_words
from resolvers.changes.line import conflict, not_a, wrong_part_of_one, wrong_seen, wrong_since, wrong_span
from resolvers.context import Context

TYPES = {"REPORTS_TO": "REPORTS_TO", "INFLUENCES": "INFLUENCES", "REFERRED": "REFERRED", "KNOWS": "ACQUAINTED_WITH"}


@dataclass(frozen=True, slots=True)
class Bond:
    """What ties whom to whom, in which company, from what it is known, and the line that its banker saw."""

    kind: str
    start: str
    end: str
    company: str | None
    evidence: str
    seen: str | None

    def sent(self) -> dict[str, Any]:
        return {
            "kind": self.kind, "from": self.start, "to": self.end, "company": self.company, "evidence": self.evidence,
            "seen": self.seen,
        }  # fmt: skip


Says = Callable[[Line | None], "Mapping[str, Any] | Mistake"]


async def add_tie(
    context: Context, key: str, bond: Bond, strength: float | None, since: date | None, until: date | None
) -> Changed:
    """The entry's id."""
    wrong = (
        wrong_part_of_one("strength", strength) or wrong_since(context, since) or wrong_since(context, until, "until")
        or wrong_span(since or context.today, until)
    )  # fmt: skip
    given = {"strength": strength, "saidFrom": since or context.today, "saidTo": until}
    more = {"strength": strength, "since": since, "until": until}
    return await _said(context, "addTie", key, bond, more, wrong, lambda _: given)


async def end_tie(context: Context, key: str, bond: Bond, on: date | None) -> Changed:
    """The entry's id. A silo's word stays as it is; withdrawn, the end has never been."""
    day = on or context.today

    def says(stands: Line | None) -> Mapping[str, Any] | Mistake:
        if stands is None:
            return Mistake("kind", "NOT_SET", "They are not tied so now: there is nothing to end.")
        since = stands.said.get("saidFrom") or stands.said.get("validFrom")
        if since is not None and day < since:
            return Mistake("on", "ENDS_BEFORE_START", "It ends before it begins: say from when on it is so no more.")
        return {"saidFrom": day, "saidTo": day}

    return await _said(context, "endTie", key, bond, {"on": on}, wrong_since(context, on, "on"), says)


async def _said(
    context: Context, name: str, key: str, bond: Bond, more: Mapping[str, Any], wrong: Mistake | None, says: Says
) -> Changed:
    caller, scope = banker(context), sees(context)
    mistake = wrong or _to_itself(bond) or wrong_words("evidence", bond.evidence) or wrong_seen(bond.seen)
    if mistake:
        return Changed(None, (mistake,))
    sent = bond.sent() | dict(more)
    entry = new_entry(context, caller, name, key, sent, bond.evidence)

    async def work(run: Run) -> str | Mistake:
        named = [each for each in (bond.start, bond.end, bond.company) if each is not None]
        found = await lines.sides(run, named, scope)
        start, end = found.get(bond.start), found.get(bond.end)
        if mistake := not_a("from", start, "PERSON") or not_a("to", end, "PERSON"):
            return mistake
        assert start and end
        company = found.get(bond.company) if bond.company is not None else None
        if bond.company is not None and (mistake := not_a("company", company, "COMPANY")):
            return mistake
        if start.party == end.party:
            return _itself()
        known = await lines.between(run, start, end, TYPES[bond.kind])
        record = _record(known, company)
        subject = Line("", TYPES[bond.kind], {"company": record}).subject
        now = counting(known, context.today)
        stands = next((line for line in now if line.subject == subject), None)
        said = says(stands)
        if mistake := conflict(stands, bond.seen, known, subject):
            return mistake
        if isinstance(said, Mistake):
            return said
        await lines.say(run, entry, start, end, TYPES[bond.kind], {"company": record} | dict(said))
        return entry.id

    return await carried_out(context, caller, name, key, sent, work)


def _record(known: Sequence[Line], company: Side | None) -> str | None:
    """The record that names the company: that of a tie which is said already, so that both speak of the same."""
    if company is None:
        return None
    told = {line.said.get("company") for line in known}
    return next((record for record in company.records if record in told), company.records[0])


def _to_itself(bond: Bond) -> Mistake | None:
    return _itself() if bond.start == bond.end else None


def _itself() -> Mistake:
    return Mistake("to", "TO_ITSELF", "Both are one person: name two.")
