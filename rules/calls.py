"""What bundles of offers are made of: an event, an account or a company that calls for something, and how strongly."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from graph.model import EventKind
from rules.neighbourhood import Event, Fact, Holding, Neighbourhood
from rules.registry import Ground, Judgement
from rules.thresholds import Thresholds

CROSS_SELL, UP_SELL = "CROSS_SELL", "UP_SELL"
Told = tuple[Fact, str, str]
"""What something rests on, and what that says, in Chinese and in English."""
STANDING = 0.4
"""How strongly something calls that is so all the time; what has just happened calls with 1, and by half as much in the end."""


def happened(near: Neighbourhood, kinds: Iterable[EventKind], day: date, lines: Thresholds) -> Iterator[Event]:
    """What happened of these kinds and still counts, the newest first."""
    known, begin = frozenset(kinds), day - timedelta(days=lines.event_days)
    found = [each for each in near.events if each.kind in known and each.on and begin <= each.on <= day]
    yield from sorted(found, key=lambda each: (each.on, each.id), reverse=True)


def opened(each: Holding, day: date, days: int) -> bool:
    """Whether an account was opened in so many days."""
    return each.opened is not None and day - timedelta(days=days) <= each.opened <= day


def calls(
    needs: Iterable[str], told: Sequence[Told], strength: float, *, level: str = CROSS_SELL, until: date | None = None
) -> Iterator[Judgement]:
    """The same for several needs; what it rests on shares its strength, and says why together."""
    grounds = tuple(Ground(fact, zh, en, strength / len(told)) for fact, zh, en in told)
    zh, en = "".join(each.zh for each in grounds), " ".join(each.en for each in grounds)
    for need in needs:
        yield Judgement(level, strength, zh, en, grounds, need, until=until)


def lately(needs: Iterable[str], told: Sequence[Told], on: date, day: date, lasts: int) -> Iterator[Judgement]:
    """What was so on a day, and counts for so many more, calls for: the less the longer ago."""
    strength = round(1 - (day - on).days / (2 * lasts), 4)
    yield from calls(needs, told, strength, until=on + timedelta(days=lasts))


def by_event(
    near: Neighbourhood, kinds: Iterable[EventKind], needs: Iterable[str], day: date, lines: Thresholds, zh: str, en: str
) -> Iterator[Judgement]:
    """What events of these kinds in somebody's life call for: as strongly and as long as the newest does."""
    events = list(happened(near, kinds, day, lines)) if near.is_person else []
    if events and (newest := events[0].on):
        told = [(each, f"{each.on}{zh}", f"{en} on {each.on}.") for each in events]
        yield from lately(needs, told, newest, day, lines.event_days)
