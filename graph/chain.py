"""The order of one day's movements where the silo tells none: by the balances, each setting out from the one before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

STEPS = 2_000
"""Of looking for an order: a day takes one a movement, unless amounts go back and forth."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One transaction: signed minor units, who wanted it, and the balance after it where the silo says so.

    `ordered`: the silo says at what time it was, or which of its day.
    """

    id: str
    on: date
    currency: str
    amount: int
    by_client: bool
    balance_after: int | None
    ordered: bool = False

    @property
    def before(self) -> int | None:
        return None if self.balance_after is None else self.balance_after - self.amount


def in_order(movements: Sequence[Movement]) -> list[Movement]:
    """Movements of one account, given by day and, within a day, as the silo says or by id; each currency by itself."""
    found: list[Movement] = []
    for _, mine in groupby(sorted(movements, key=lambda each: each.currency), key=lambda each: each.currency):
        balance: int | None = 0
        for _, day in groupby(mine, key=lambda each: each.on):
            found += chained(balance, list(day))
            balance = found[-1].balance_after
    return found


def chained(balance: int | None, day: list[Movement]) -> list[Movement]:
    """From the balance of the day before, else from any; as given where nothing fits or the silo says the order."""
    if len(day) == 1 or any(each.ordered or each.balance_after is None for each in day):
        return day
    starts = [balance, *(each.before for each in day)]
    return next((order for start in dict.fromkeys(starts) if (order := _from(start, day))), day)


def _from(balance: int | None, day: list[Movement]) -> list[Movement] | None:
    """Depth first, so that of several orders it is the one with the earliest first."""
    path: list[Movement] = []
    ways = [_following(balance, day, path)]
    for _ in range(STEPS):
        if (step := next(ways[-1], None)) is not None:
            path.append(step)
            if len(path) == len(day):
                return path
            ways.append(_following(step.balance_after, day, path))
        elif path:
            path.pop()
            ways.pop()
        else:
            break
    return None


def _following(balance: int | None, day: list[Movement], path: list[Movement]) -> Iterator[Movement]:
    taken = {each.id for each in path}
    return (each for each in day if each.id not in taken and each.before == balance)


def positions(movements: Sequence[Movement]) -> Iterator[tuple[str, str]]:
    """Id and place of each, as a text that sorts: the day, and which of it where there are several."""
    for on, found in groupby(sorted(movements, key=lambda each: each.on), key=lambda each: each.on):
        day = list(found)
        for n, each in enumerate(day, 1):
            yield each.id, f"{on}.{n:05}" if len(day) > 1 else f"{on}"
