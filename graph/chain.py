"""The order of one day's movements where the silo tells none: by the balances, each setting out from the one before."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

STEPS = 2_000
"""Of looking for an order, beyond one for each movement: amounts may go back and forth."""


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
    start = _start(balance, day)
    return day if start is None else _from(start, day) or day


def _start(balance: int | None, day: list[Movement]) -> int | None:
    """Where an order of all can begin: the one balance that is set out from once more than it is come to; where there is
    none, they go in a circle and may begin at any."""
    surplus = Counter(each.before for each in day)
    surplus.subtract(each.balance_after for each in day)
    odd = [at for at, count in surplus.items() if count > 0]
    if not odd:
        return balance if balance in surplus else day[0].before
    return odd[0] if len(odd) == 1 and surplus[odd[0]] == 1 else None


def _from(balance: int | None, day: list[Movement]) -> list[Movement] | None:
    """Depth first, so that of several orders it is the one with the earliest first."""
    path, taken, following = list[Movement](), set[str](), dict[int | None, list[Movement]]()
    for each in day:
        following.setdefault(each.before, []).append(each)

    def after(at: int | None) -> Iterator[Movement]:
        return (each for each in following.get(at, ()) if each.id not in taken)

    ways = [after(balance)]
    for _ in range(STEPS + 2 * len(day)):
        if (step := next(ways[-1], None)) is not None:
            path.append(step)
            taken.add(step.id)
            if len(path) == len(day):
                return path
            ways.append(after(step.balance_after))
        elif path:
            taken.remove(path.pop().id)
            ways.pop()
        else:
            break
    return None


def positions(movements: Sequence[Movement]) -> Iterator[tuple[str, str]]:
    """Id and place of each, as a text that sorts: the day, and which of it where there are several."""
    for on, found in groupby(sorted(movements, key=lambda each: each.on), key=lambda each: each.on):
        day = list(found)
        for n, each in enumerate(day, 1):
            yield each.id, f"{on}.{n:05}" if len(day) > 1 else f"{on}"
