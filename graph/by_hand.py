"""Words that bankers say by hand of two parties: when each counts, and which stand in place of silos' own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar

DESK = "desk"
NEVER = date.min
"""Both ends of a word that holds on no day."""
Period = tuple[date, date | None]
LINE_ID = "coalesce({0}.entry, {0}.source + ':' + {0}.hash)"
"""How who saw a line names it (`Line.name`), as a template of its relationship."""
STANDS = "_s.source = 'desk' AND _s.withdrawn IS NULL AND on(_s.saidFrom)"
"""A banker's word that holds, or says that something holds no more: from its day on it counts, and no silo's on the same."""

# What tells one line from another between the same two parties.
TELLS_APART: Mapping[str, tuple[str, ...]] = {
    "DECIDES_FOR": ("role", "opportunity"),
    "TAKES_STANCE": ("opportunity",),
    "CONTACT_AT": (),
    "REPORTS_TO": ("company",),
    "INFLUENCES": ("company",),
    "REFERRED": ("company",),
    "ACQUAINTED_WITH": ("company",),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A word on two parties as it is stored: its place there, its type, and all that it says."""

    id: str
    type: str
    said: Mapping[str, Any]

    @property
    def by_hand(self) -> bool:
        return self.said["source"] == DESK

    @property
    def subject(self) -> tuple[Any, ...]:
        """What it speaks of."""
        return self.type, *(self.said.get(name) for name in TELLS_APART[self.type])

    @property
    def name(self) -> str:
        """How who saw it names it."""
        return self.said.get("entry") or f"{self.said['source']}:{self.said.get('hash')}"

    def holds(self, on: date) -> bool:
        since, to = self.said.get("validFrom"), self.said.get("validTo")
        return (since is None or since <= on) and (to is None or to > on)


def periods(words: Sequence[Line]) -> dict[str, Period]:
    """When each banker's word on one thing holds, by its place: from its day on the last that was said counts, alone.

    What was withdrawn holds on no day, and takes the place of nothing: what it ended stands again.
    """
    standing = sorted((word for word in words if not word.said.get("withdrawn")), key=_said)
    found: dict[str, Period] = {word.id: (NEVER, NEVER) for word in words}
    for place, word in enumerate(standing):
        since, ends = word.said["saidFrom"], [later.said["saidFrom"] for later in standing[place + 1 :]]
        to = min((day for day in (word.said.get("saidTo"), *ends) if day), default=None)
        if to is None or to > since:
            found[word.id] = since, to
    return found


def counting(lines: Iterable[Line], on: date) -> list[Line]:
    """Those that hold on a day: a silo's only where no banker's word on the same begins by then; the newest of a subject first."""
    told = list(lines)
    taken = {
        line.subject for line in told if line.by_hand and not line.said.get("withdrawn") and line.said["saidFrom"] <= on
    }  # fmt: skip
    found = [line for line in told if line.holds(on) and (line.by_hand or line.subject not in taken)]
    return sorted(found, key=lambda line: (line.by_hand, line.said["toldOn"], line.name), reverse=True)


class Heard(Protocol):
    """A word as a statement reads it on a day: whether it holds, and whether it is a banker's in place of silos'."""

    @property
    def holds(self) -> bool: ...
    @property
    def stands(self) -> bool: ...
    @property
    def told_on(self) -> str: ...


H = TypeVar("H", bound=Heard)


def that_counts(words: Sequence[H]) -> H | None:
    """Of words on one thing, in the order in which they reached us, the one that counts: the last that a banker said by then,
    nothing where that is an end; else the newest of silos'. There may be several of either where two parties became one."""
    by_hand = [word for word in words if word.stands]
    if by_hand:
        return by_hand[-1] if by_hand[-1].holds else None
    return max((word for word in reversed(words) if word.holds), key=lambda word: word.told_on, default=None)


def _said(word: Line) -> tuple[Any, str]:
    return word.said["recordedAt"], word.name
