"""What breaks, and when: chosen by chance over all the messages that an undisturbed pass sends."""

from collections import Counter
from dataclasses import dataclass
from random import Random

from tests.graph.proxy import GOODBYE, OF, Place

KILL, LEAVE, DIE, DATABASE, STOP = "kill", "leave", "die", "database", "stop"
KINDS: tuple[str, ...] = (
    Place.RUN, KILL, Place.PULL, DATABASE, Place.COMMIT, DIE, Place.COMMIT_ANSWER, LEAVE, STOP, Place.RUN_ANSWER,
)  # fmt: skip
"""Kinds by their share: the line is cut; the pass killed at a message or at a sign of progress, or killed and left until the
others are loaded; the database killed, or asked to stop in the midst of a transaction."""
ANYWHERE = (Place.ANY, Place.ANY_ANSWER, Place.COMMIT, Place.COMMIT_ANSWER)
AGAIN = 0.35
PLACES = tuple(Place)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something of a kind at the `nth` message of a place, or at a sign of progress; a pass without `patience` does not wait
    for its database to come back."""

    kind: str
    place: Place
    nth: int
    patience: bool = True

    def __str__(self) -> str:
        return self.kind if self.kind == self.place else f"{self.kind} at {self.place}"


def faults(random: Random, kind: str, messages: Counter[int], signs: int) -> list[Fault]:
    """One, and one more for each resumption that luck gives it."""
    found = [_fault(random, kind, messages, signs)]
    while random.random() < AGAIN:
        found.append(_fault(random, kind, messages, signs))
    return found


def _fault(random: Random, kind: str, messages: Counter[int], signs: int) -> Fault:
    place = Place(kind) if kind in PLACES else random.choice(ANYWHERE)
    of = sum(messages.values()) - messages[GOODBYE] if place not in OF else messages[OF[place]]
    nth = random.randint(1, signs if kind == DIE else of)
    return Fault(kind, place, nth, patience=kind not in (DATABASE, STOP) or random.random() < 0.5)
