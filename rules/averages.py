"""What a customer keeps with the bank as monthly averages (月日均), over all its accounts of a currency."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from rules.neighbourhood import ASSETS, Month, Neighbourhood, months_after


def told_of(near: Neighbourhood) -> dict[str, dict[str, list[Month]]]:
    """Months of what it has itself, by currency and account."""
    own = {each.id for each in near.holdings if each.is_own and each.kind in ASSETS}
    found = defaultdict[str, dict[str, list[Month]]](dict)
    for each in near.months:
        if each.account in own and each.on:
            found[each.currency].setdefault(each.account, []).append(each)
    return found


def full_months(day: date, most: int) -> list[date]:
    """The first days of the last full months before a day, the earliest first."""
    return [months_after(day.replace(day=1), back) for back in range(-most, 0)]


def level(by_account: Mapping[str, Sequence[Month]], first: date) -> int | None:
    """The average of a month over all accounts; one without movements keeps what the last before it closed with. None where an
    account that later has months is not told of yet."""
    total = 0
    for months in by_account.values():
        upto = [each for each in months if each.on and each.on <= first]
        if not upto:
            return None
        last = max(upto, key=lambda each: str(each.on))
        told = last.average if last.on == first else last.closing
        if told is None:
            return None
        total += told
    return total


def assets(near: Neighbourhood, currency: str, firsts: Sequence[date]) -> list[tuple[date, int]]:
    """The monthly average of all assets, by the first day of a month, as far as it is known; what no months are told of, as a fund,
    counts with what it is worth today."""
    by_account = told_of(near).get(currency, {})
    resting = sum(
        each.balance or 0
        for each in near.own
        if each.kind in ASSETS and each.currency == currency and each.id not in by_account
    )  # fmt: skip
    levels = [(first, level(by_account, first)) for first in firsts]
    return [(first, told + resting) for first, told in levels if told is not None] if by_account else []


def moves(near: Neighbourhood, day: date, months: int = 3) -> float:
    """How often in a month the client moved money of its own will, over the last full ones."""
    firsts = set(full_months(day, months))
    own = {each.id for each in near.holdings if each.is_own}
    return sum(each.client_count for each in near.months if each.on in firsts and each.account in own) / months
