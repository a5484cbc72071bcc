"""Months of an account: what came in and went out, by the client's own will or not, and the balance between."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Any

from graph.chain import Movement, in_order, positions
from graph.session import Run, Session

MOVEMENTS = """
UNWIND $accounts AS id
MATCH (a:Account {id: id}) USING INDEX SEEK a:Account(id)
MATCH (a)<-[:ON]-(t:Transaction)
WITH a, t ORDER BY a.id, t.bookedOn, t.at, t.sequence, t.id
RETURN a.id, a.currency, collect([
  t.id, t.bookedOn.year, t.bookedOn.month, t.bookedOn.day, t.currency, t.amount, t.initiator, t.balanceAfter,
  t.at IS NOT NULL OR t.sequence > 0])"""
PLACES = """
UNWIND $rows AS row
MATCH (t:Transaction {id: row[0]}) USING INDEX SEEK t:Transaction(id)
WHERE t.position IS NULL OR t.position <> row[1]
SET t.position = row[1]
RETURN count(*)"""
KEEP = """
UNWIND $rows AS row
MATCH (a:Account {id: row.account}) USING INDEX SEEK a:Account(id)
MERGE (f:MonthlyFlow {id: row.id})
SET f += row.flow
MERGE (f)-[:ON]->(a)
RETURN count(*)"""
# Months that a corrected movement has left, and a balance that no movement tells any more.
MONTHS = """
UNWIND $accounts AS id
MATCH (f:MonthlyFlow) USING INDEX SEEK f:MonthlyFlow(id) WHERE f.id STARTS WITH id + '|'
MATCH (f)-[:ON]->(a) WHERE a.id = id
RETURN f.id"""
DROP = "UNWIND $months AS id MATCH (f:MonthlyFlow {id: id}) USING INDEX SEEK f:MonthlyFlow(id) DETACH DELETE f"
UNTOLD = """
UNWIND $accounts AS id
MATCH (a:Account {id: id}) USING INDEX SEEK a:Account(id) WHERE a.lastBalanceOn IS NOT NULL
REMOVE a.lastBalance, a.lastBalanceOn"""
COUNTS = "UNWIND $accounts AS id MATCH (a:Account {id: id}) USING INDEX SEEK a:Account(id) RETURN a.id, COUNT { (a)<-[:ON]-() }"
# What a silo says of the account itself stands in `balance`; this is what its newest movement says.
LAST = """
UNWIND $rows AS row
MATCH (a:Account {id: row.account}) USING INDEX SEEK a:Account(id)
SET a.lastBalance = row.balance, a.lastBalanceOn = row.on
RETURN count(*)"""
AT_ONCE = 20_000
"""Movements, and the months of them, that are worked out in one transaction, but for an account that alone has more."""


@dataclass(frozen=True, slots=True)
class Flow:
    """One month in one currency. `average` weighs each day's closing balance by one day."""

    month: date
    currency: str
    in_: int
    out: int
    count: int
    client_in: int
    client_out: int
    client_count: int
    closing: int | None
    average: int | None


def months(movements: Iterable[Movement]) -> Iterator[Flow]:
    """The months that had movements, from movements in their order; each currency by itself."""
    by_currency = sorted(movements, key=lambda each: each.currency)
    for (currency, month), group in groupby(by_currency, key=lambda each: (each.currency, each.on.replace(day=1))):
        yield _flow(month, currency, list(group))


def _flow(month: date, currency: str, movements: Sequence[Movement]) -> Flow:
    known = all(each.balance_after is not None for each in movements)
    mine = [each.amount for each in movements if each.by_client]
    every = [each.amount for each in movements]
    return Flow(
        month,
        currency,
        sum(amount for amount in every if amount > 0),
        -sum(amount for amount in every if amount < 0),
        len(every),
        sum(amount for amount in mine if amount > 0),
        -sum(amount for amount in mine if amount < 0),
        len(mine),
        movements[-1].balance_after if known else None,
        _average(month, movements) if known else None,
    )


def _average(month: date, movements: Sequence[Movement]) -> int:
    """From the balance before the first movement; a day counts with the balance at its end. Rounded half to even."""
    days = (_next(month) - month).days
    balance = (movements[0].balance_after or 0) - movements[0].amount
    total, day = 0, 1
    for each in movements:
        total += balance * (each.on.day - day)
        balance, day = each.balance_after or 0, each.on.day
    return round(Fraction(total + balance * (days - day + 1), days))


def _next(month: date) -> date:
    return month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)


async def portions(session: Session, accounts: Sequence[str]) -> list[list[str]]:
    """Those of these accounts that have movements or months, as many together as are worked out at once."""
    found, size = [list[str]()], 0
    for account, count in await session.rows(COUNTS, {"accounts": list(accounts)}):
        if size + count > AT_ONCE and found[-1]:
            found, size = [*found, []], 0
        found[-1] += [account] if count else []
        size += count
    return [part for part in found if part]


async def keep(run: Run, accounts: Sequence[str]) -> int:
    """Writes the months of these accounts and the order of their transactions, and tells how many months."""
    rows, last, places = list[dict[str, Any]](), list[dict[str, Any]](), list[list[str]]()
    for account, currency, found in await run(MOVEMENTS, {"accounts": list(accounts)}):
        movements = in_order(
            [
                Movement(id_, date(year, month, day), of, amount, initiator == "CLIENT", balance, bool(ordered))
                for id_, year, month, day, of, amount, initiator, balance, ordered in found
            ]
        )
        places += [[id_, position] for id_, position in positions(movements)]
        rows += [_row(account, currency, flow) for flow in months(movements)]
        last += [{"account": account, **newest} for newest in _last(movements, currency)]
    months_there = {id_ for (id_,) in await run(MONTHS, {"accounts": list(accounts)})}
    if left := sorted(months_there.difference(row["id"] for row in rows)):
        await run(DROP, {"months": left})
    await run(KEEP, {"rows": rows})
    await run(LAST, {"rows": last})
    if untold := sorted({*accounts}.difference(row["account"] for row in last)):
        await run(UNTOLD, {"accounts": untold})
    await run(PLACES, {"rows": places})
    return len(rows)


def _last(movements: Sequence[Movement], currency: str) -> Iterator[dict[str, Any]]:
    """The newest balance in the account's own currency, where movements tell balances."""
    told = [each for each in movements if each.balance_after is not None and each.currency == currency]
    if told:
        yield {"balance": told[-1].balance_after, "on": told[-1].on}


def _row(account: str, currency: str, flow: Flow) -> dict[str, Any]:
    month = f"{flow.month:%Y-%m}"
    suffix = "" if flow.currency == currency else f"|{flow.currency}"
    return {
        "id": f"{account}|{month}{suffix}",
        "account": account,
        "flow": {
            "month": month,
            "from": flow.month,
            "currency": flow.currency,
            "in": flow.in_,
            "out": flow.out,
            "count": flow.count,
            "clientIn": flow.client_in,
            "clientOut": flow.client_out,
            "clientCount": flow.client_count,
            "closing": flow.closing,
            "average": flow.average,
        },
    }
