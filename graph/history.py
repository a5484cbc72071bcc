"""What was said when: a new statement put in its place, whatever the order in which deliveries arrive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Said:
    """A value and the day since when it is said; `mark` is where it is stored, None for what is not stored yet."""

    value: str | None
    on: date
    mark: int | None = None


def placed(history: Sequence[Said], confirmed: date | None, value: str | None, on: date) -> list[Said]:
    """The history (oldest first, neighbours differ) with what was said on a day put in.

    `confirmed` is the latest day on which the newest value was said. A later word on the same day wins. What was
    said again before it changed is pulled back to the earlier day; what is known to have held again after another
    value begins anew on its latest day. Days between the first and the last on which a value was said are not kept:
    where a value returns, deliveries out of order may date its return later than deliveries in order.
    """
    before = [said for said in history if said.on <= on]
    after = list(history[len(before) :])
    new = Said(value, on)
    if before and before[-1].value == value:
        return [*before, *after]
    if after and after[0].value == value:
        return [*before, Said(value, on, after[0].mark), *after[1:]]
    if before and not after and confirmed and on < confirmed:
        return [*before, new, Said(before[-1].value, confirmed)]
    return [*before, new, *after]
