"""Flows become movements: day by day, with the balance after each, the same for the same seed."""

import calendar
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from random import Random
from typing import NamedTuple

from graph.model import AccountKind, Initiator, TransactionKind
from graph.money import exponent
from ingest.lakeside.cast import Agreement, Flow, Offering

OPENED, DELIVERED = date(2025, 9, 1), date(2026, 10, 31)
EARLIER, LATER = date(2026, 9, 30), date(2026, 11, 7)
LENT = (AccountKind.MORTGAGE, AccountKind.LOAN)


class Movement(NamedTuple):
    """One line of an account: amounts are signed minor units; `sequence` orders those of one day."""

    account: str
    at: datetime
    amount: int
    currency: str
    kind: TransactionKind
    initiator: Initiator
    purpose: str | None = None
    other: str | None = None
    other_bank: str | None = None
    other_account: str | None = None
    sequence: int = 0
    balance: int = 0


@dataclass(frozen=True, slots=True)
class Ledger:
    """What moved, in order of time, and where every account stands at the end."""

    movements: tuple[Movement, ...]
    closing: Mapping[str, int]

    def at(self, on: date) -> "Ledger":
        """As it stood at the end of that day."""
        end = datetime.combine(on, time.max)
        count = bisect_right(self.movements, end, key=lambda each: each.at)
        if count == len(self.movements):
            return self
        before = {each.account: each.balance - each.amount for each in reversed(self.movements[count:])}
        return Ledger(self.movements[:count], {**self.closing, **before})


def ledger(agreements: tuple[Agreement, ...], offerings: Mapping[str, Offering], names: Mapping[str, str], seed: int) -> Ledger:
    """Runs every flow and the interest of every account; `names` says what a holder is called."""
    accounts = {agreement.number: agreement for agreement in agreements}
    owners = {agreement.number: names[agreement.holders[0].who] for agreement in agreements}
    planned = [
        movement
        for agreement in agreements
        for movement in (
            *_flows(agreement, accounts, owners, Random(f"{seed}/{agreement.number}")),
            *_interest_days(agreement, offerings[agreement.offering].family),
        )
    ]
    return _run(sorted(planned, key=lambda each: (each.at, each.account)), accounts)


def _run(planned: Iterable[Movement], accounts: Mapping[str, Agreement]) -> Ledger:
    balances = {number: minor(agreement.opening, agreement.currency) for number, agreement in accounts.items()}
    counts: dict[tuple[str, date], int] = {}
    done: list[Movement] = []
    for movement in planned:
        agreement = accounts[movement.account]
        amount = movement.amount or _interest(agreement, balances[movement.account])
        if amount == 0:
            continue
        day = (movement.account, movement.at.date())
        counts[day] = counts.get(day, 0) + 1
        balances[movement.account] += amount
        done.append(movement._replace(amount=amount, sequence=counts[day], balance=balances[movement.account]))
    return Ledger(tuple(done), balances)


def _flows(
    agreement: Agreement, accounts: Mapping[str, Agreement], owners: Mapping[str, str], chance: Random
) -> Iterator[Movement]:
    for flow in agreement.flows:
        for on in _days(flow, chance):
            at = datetime(on.year, on.month, on.day, chance.randint(8, 20), chance.randint(0, 59), chance.randint(0, 59))
            low, high = minor(flow.low, agreement.currency), minor(flow.high, agreement.currency)
            amount = chance.randint(low, high)
            paid = Movement(
                agreement.number, at, amount, agreement.currency, flow.kind, flow.initiator, flow.purpose,
                owners[flow.into] if flow.into else flow.other, flow.other_bank, flow.into or flow.other_account,
            )  # fmt: skip
            yield paid
            if flow.into:
                yield _mirror(paid, accounts[flow.into], owners[agreement.number])


def _mirror(paid: Movement, into: Agreement, payer: str) -> Movement:
    """The other side of a transfer between two accounts of the bank."""
    kind = TransactionKind.TRANSFER_IN if paid.kind is TransactionKind.TRANSFER_OUT else paid.kind
    return Movement(
        into.number, paid.at, -paid.amount, into.currency, kind, Initiator.SYSTEM, paid.purpose, payer,
        other_account=paid.account,
    )  # fmt: skip


def _days(flow: Flow, chance: Random) -> Iterator[date]:
    for first in _months(flow.first, flow.last, flow.every):
        last_day = calendar.monthrange(first.year, first.month)[1]
        for _ in range(flow.times):
            on = first.replace(day=min(flow.day or chance.randint(1, 28), last_day))
            if flow.first <= on <= flow.last:
                yield on


def _months(first: date, last: date, every: int) -> Iterator[date]:
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month, every):
        yield date(number // 12, number % 12 + 1, 1)


def _interest_days(agreement: Agreement, family: AccountKind) -> Iterator[Movement]:
    """What is held earns on the 21st of each quarter's last month; what is owed costs on the 20th of every month."""
    if not agreement.rate or (family is AccountKind.DEPOSIT and agreement.term_months):
        return
    lent = family in LENT
    for first in _months(agreement.told_from or OPENED, DELIVERED, 1):
        on = first.replace(day=20 if lent else 21)
        if on > agreement.opened and (lent or first.month % 3 == 0):
            yield Movement(
                agreement.number, datetime(on.year, on.month, on.day, 0, 5), 0, agreement.currency,
                TransactionKind.INTEREST, Initiator.BANK, "贷款利息" if lent else "结息",
            )  # fmt: skip


def _interest(agreement: Agreement, balance: int) -> int:
    months = 1 if balance < 0 else 3
    return round(balance * Decimal(str(agreement.rate)) * months / 12)


def minor(whole: int, currency: str) -> int:
    """Whole units as minor units."""
    return whole * 10 ** exponent(currency)
