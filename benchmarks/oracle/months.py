"""Months of an account, by arithmetic of its own: what came in and went out, and the balance of every single day."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby, pairwise, permutations

from benchmarks.oracle.bank import Account, Movement

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Month:
    """One month that had movements."""

    account: Account
    month: str
    incoming: Decimal
    outgoing: Decimal
    count: int
    client_incoming: Decimal
    client_outgoing: Decimal
    client_count: int
    closing: Decimal
    average: Decimal


def months(account: Account) -> Iterator[Month]:
    """In their order."""
    ends = list(ends_of_days(account))
    for month, found in groupby(in_order(account), key=lambda each: f"{each.on:%Y-%m}"):
        each = list(found)
        mine = [movement for movement in each if movement.initiator == "CLIENT"]
        closing = next(balance for on, balance in reversed(ends) if f"{on:%Y-%m}" == month)
        yield Month(
            account, month, arrived(each), left(each), len(each), arrived(mine), left(mine), len(mine),
            closing, average(month, ends, each[0].balance - each[0].amount),
        )  # fmt: skip


def newest_balance(account: Account) -> tuple[date, Decimal] | None:
    """The day of the last movement, and the balance behind it; none where nothing has moved."""
    return next(reversed(list(ends_of_days(account))), None)


def arrived(movements: Sequence[Movement]) -> Decimal:
    return sum((each.amount for each in movements if each.amount > 0), NOTHING)


def left(movements: Sequence[Movement]) -> Decimal:
    return sum((abs(each.amount) for each in movements if each.amount < 0), NOTHING)


def in_order(account: Account) -> list[Movement]:
    """The file does not tell the order within a day; the balances do: each sets out from the one before it."""
    found: list[Movement] = []
    for _, day in groupby(sorted(account.movements, key=lambda each: (each.on, each.key)), key=lambda each: each.on):
        found += chained(found[-1].balance if found else NOTHING, list(day))
    return found


def positions(account: Account) -> Iterator[tuple[str, Movement]]:
    """Each with its day, and which of it where there are several; so that places of two accounts can be compared."""
    for on, found in groupby(in_order(account), key=lambda each: each.on):
        day = list(found)
        yield from ((f"{on}.{n:05}" if len(day) > 1 else f"{on}", each) for n, each in enumerate(day, 1))


def chained(balance: Decimal, day: Sequence[Movement]) -> Sequence[Movement]:
    """Of all orders the first that fits to the balance of the day before, else the first that fits in itself, else by key."""

    def fits(order: Sequence[Movement]) -> bool:
        return all(a.balance + b.amount == b.balance for a, b in pairwise(order))

    orders = [order for order in permutations(day) if fits(order)]
    return next((order for order in orders if balance + order[0].amount == order[0].balance), orders[0] if orders else day)


def ends_of_days(account: Account) -> Iterator[tuple[date, Decimal]]:
    """Each day that had movements, with the balance after the last of them."""
    for on, found in groupby(in_order(account), key=lambda each: each.on):
        yield on, list(found)[-1].balance


def average(month: str, ends: Sequence[tuple[date, Decimal]], before: Decimal) -> Decimal:
    """Of the balances at the end of each of its days, to the cent, halves to the even one.

    Up to its first movement the balance is what that one sets out from: where the file lacks movements of the month
    before, that is what it says of this one.
    """
    year, number = int(month[:4]), int(month[5:])
    days = [date(year, number, n + 1) for n in range(monthrange(year, number)[1])]
    mine = [(on, balance) for on, balance in ends if f"{on:%Y-%m}" == month]
    balances = [next((balance for on, balance in reversed(mine) if on <= day), before) for day in days]
    return Decimal(round(Fraction(sum(balances, NOTHING) * 100) / len(days))) / 100
