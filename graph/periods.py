"""When each of several words on one relationship holds, by what it says itself and by what was said before and after it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

VALIDITY = ("validFrom", "validTo")
NEVER = date.min
"""Both ends of a word that holds on no day: one that another took the place of."""
Period = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Word:
    """What was said of a relationship, without since and until when it holds (`since`, `to`): said from a day, `on`, until
    another or nothing was said (`until`)."""

    content: Mapping[str, Any]
    since: date | None
    to: date | None
    on: date
    until: date | None = None


def periods(words: Sequence[Word]) -> list[Period]:
    """When each of the words (in their order) holds, from the first day on and before the second.

    A word with other validity and the same content corrects the one before it, which then holds on no day. One with other
    content follows it: from the day that it says, or the day on which it was said.
    """
    found: list[Period] = [(NEVER, NEVER) for _ in words]
    lasting = [place for place, word in enumerate(words) if word.until is None or word.until > word.on]
    begun: date | None = None
    for number, place in enumerate(lasting):
        before = words[lasting[number - 1]] if number else None
        begun = _begins(words[place], before, begun)
        found[place] = begun, _earlier(words[place].to, words[place].until)
        if before and before.until == words[place].on:
            at = lasting[number - 1]
            found[at] = (NEVER, NEVER) if before.content == words[place].content else (found[at][0], _earlier(found[at][1], begun))
    return found


def _begins(word: Word, before: Word | None, begun: date | None) -> date | None:
    if before is None:
        return word.since
    if before.until != word.on:  # nothing was said in between
        return word.since if word.since and before.until and word.since >= before.until else word.on
    if before.content == word.content:
        return begun if word.since == before.since else word.since
    return word.since if word.since and (before.since is None or word.since > before.since) else word.on


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day), default=None)
