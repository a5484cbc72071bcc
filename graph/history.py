"""What was said when: a new statement put in its place, whatever the order in which deliveries arrive."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

Value = str | int | None


@dataclass(frozen=True, slots=True)
class Said:
    """A value and the day since when it is said, None for nothing; `mark` is where it is stored, None for what is not yet."""

    value: Value
    on: date
    mark: int | None = None


def placed(history: Sequence[Said], days: Sequence[date], value: Value, on: date) -> list[Said]:
    """The history (by day; of one day in the order of arrival) with what was said on a day put in.

    `days` (ascending) are those on which what held then was said again, or left out again: whole deliveries. So what a late
    word interrupts begins anew on the next of them, and every order of deliveries makes one history. A later word on the
    same day counts; the earlier stays as one that held for no time.
    """
    first, last = bisect_left(history, on, key=_day), bisect_right(history, on, key=_day)
    before, same, after = list(history[:first]), list(history[first:last]), list(history[last:])
    held = next((said.value for said in reversed(before + same)), None)
    if held == value:
        return list(history)
    again = next_day(days, on)
    if again and not (after and after[0].on <= again):
        after.insert(0, Said(held, again))
    told = next((said for said in same if said.value == value), Said(value, on))
    if told.mark is None and after and after[0].value == value:
        told = Said(value, on, after.pop(0).mark)
    return [*before, *(said for said in same if said is not told), told, *after]


def next_day(days: Sequence[date], on: date) -> date | None:
    """The first of these days after one."""
    place = bisect_right(days, on)
    return days[place] if place < len(days) else None


def _day(said: Said) -> date:
    return said.on
