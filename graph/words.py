"""Every word on one relationship: as it is stored, and as it should be once another delivery has spoken."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from graph.history import Said, placed
from graph.ledger import Outcome, Writer
from graph.periods import VALIDITY, Period, Word, periods
from graph.rows import Row, native

ASIDE = frozenset(
    (
        *VALIDITY, "saidFrom", "saidTo", "adjusted", "hash", "source", "effectiveOn", "toldOn", "until", "recordedAt", "endedAt",
        "pass", "recordId", "toRecordId", "by",
    )
)  # fmt: skip
"""Properties that are not what a silo says of a relationship, but when and by whom."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A relationship as it is there."""

    id: str
    said: Mapping[str, Any]

    @property
    def source(self) -> str:
        return self.said["source"]

    @property
    def on(self) -> date:
        return self.said["effectiveOn"]

    @property
    def until(self) -> date | None:
        return self.said.get("until")

    @property
    def holds(self) -> bool:
        return self.said.get("validTo") is None


def stored_words(found: Iterable[tuple[str, Mapping[str, Any]]]) -> list[Stored]:
    """Relationships as the driver tells them: each its id and its properties."""
    return [Stored(id_, native(said)) for id_, said in found]


@dataclass(slots=True)
class Plan:
    """Relationships to be begun, with their ends and identity, and to be changed, by their id."""

    begun: list[Row] = field(default_factory=list[Row])
    changes: list[Row] = field(default_factory=list[Row])
    outcome: Outcome = field(default_factory=lambda: Outcome(touched=[]))

    def touch(self, row: Row) -> None:
        if self.outcome.touched is not None:
            self.outcome.touched.append(row["place"])


def tell(plan: Plan, writer: Writer, row: Row, said: Row | None, stored: Sequence[Stored]) -> bool:
    """Plans what makes the words on one relationship those that there should be once a delivery said this of it, or (None)
    left it out; tells whether it is the newest word now. `row` has its ends and identity.
    """
    known = sorted(stored, key=lambda each: (each.on, each.until != each.on))
    days = sorted({*writer.days, *(each.said["toldOn"] for each in known)})
    story = placed(_history(known), days, said["hash"] if said else None, writer.on)
    ends = [*(each.on for each in story[1:]), None]
    told = [(each, _worded(each, until, known, said)) for each, until in zip(story, ends, strict=False) if each.value is not None]
    held = periods([word for _, word in told])
    for (each, word), period in zip(told, held, strict=True):
        given = dict(word.content) | {"hash": each.value, "effectiveOn": word.on, "until": word.until}
        given |= shown(word.since, word.to, period)
        if each.mark is None:
            plan.begun.append(row | {"given": given | {"toldOn": word.on}})
        elif any(known[each.mark].said.get(name) != value for name, value in given.items()):
            plan.changes.append({"id": known[each.mark].id, "given": given})
    plan.touch(row)
    plan.outcome.ended += any(each.holds for each in known) and all(period[1] for period in held)
    return said is not None and any(one.mark is None and word.until is None for one, word in told)


def _history(known: Sequence[Stored]) -> list[Said]:
    """What was said since when, and from when on nothing was."""
    begun = {each.on for each in known}
    history = [Said(each.said["hash"], each.on, place) for place, each in enumerate(known)]
    history += [Said(None, each.until) for each in known if each.until and each.until not in begun]
    return sorted(history, key=lambda said: said.on)


def _worded(one: Said, until: date | None, known: Sequence[Stored], said: Row | None) -> Word:
    if one.mark is not None or said is None or one.value != said["hash"]:
        like = known[one.mark] if one.mark is not None else next(each for each in known if each.said["hash"] == one.value)
        content, validity = like.said, spoken(like.said)
    else:
        content, validity = said["given"], (said["given"].get("validFrom"), said["given"].get("validTo"))
    return Word({name: value for name, value in content.items() if name not in ASIDE}, *validity, one.on, until)


def shown(since: date | None, to: date | None, period: Period) -> dict[str, Any]:
    """The properties that tell when a word holds, and, where it says otherwise, what it says."""
    if period == (since, to):
        return {"validFrom": since, "validTo": to, "saidFrom": None, "saidTo": None, "adjusted": None}
    return {"validFrom": period[0], "validTo": period[1], "saidFrom": since, "saidTo": to, "adjusted": True}


def spoken(said: Mapping[str, Any]) -> Period:
    """Since and until when a stored word says that it holds."""
    names = ("saidFrom", "saidTo") if said.get("adjusted") else VALIDITY
    return said.get(names[0]), said.get(names[1])
