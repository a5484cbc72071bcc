"""Accounts, what moved on them, and who holds them, as they are told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from benchmarks.oracle.bank import Account, Holding, Movement, Order
from benchmarks.oracle.months import Month, months, newest_balance, positions
from benchmarks.oracle.pages import Page, Place, Row, amount, page
from benchmarks.oracle.sight import Sight, global_id
from benchmarks.oracle.told import CURRENCY, Money, Origin, ToldProduct, ToldUnit, money, values_of_product
from benchmarks.oracle.totals import Line
from benchmarks.oracle.where import Amount, Ends, holds

DEFAULT_MONTHS = 24


@dataclass(frozen=True, slots=True)
class ToldAccount:
    TYPE: ClassVar = "Account"
    sight: Sight
    it: Account

    def id(self) -> str:
        return global_id(self.TYPE, self.it.key)

    def account_id(self) -> str:
        return self.it.key

    def kind(self) -> str:
        return self.it.kind

    def status(self) -> str:
        return self.it.status

    def number(self) -> str | None:
        return self.sight.masked(self.it.number, 4)

    def currency(self) -> str:
        return CURRENCY

    def balance(self) -> Money | None:
        """The silo tells none of the account itself, so its newest movement says it."""
        newest = newest_balance(self.it)
        return money(self.sight, newest[1]) if newest else None

    def balance_on(self) -> str | None:
        newest = newest_balance(self.it)
        return newest[0].isoformat() if newest else None

    def principal(self) -> Money | None:
        return money(self.sight, self.it.principal)

    def instalment(self) -> Money | None:
        return money(self.sight, self.it.instalment)

    def term_months(self) -> int | None:
        return self.it.term_months

    def opened(self) -> str:
        return self.it.opened.isoformat()

    def product(self) -> ToldProduct:
        return ToldProduct(self.sight, self.it.product)

    def booked_at(self) -> ToldUnit:
        return ToldUnit(self.sight, self.it.unit)

    def settles_by(self) -> "ToldAccount | None":
        return ToldAccount(self.sight, self.it.settles_by) if self.it.settles_by and self.sight.sees(self.it.settles_by) else None

    def holders(self, **args: Any) -> Page:
        edges = [HolderEdge(self.sight, each) for each in self.sight.holders(self.it, args.get("as_of"))]
        rows = [Row(edge.place, edge) for edge in edges]
        return page(rows, (False,), args, self.sight.places)

    def transactions(self, **args: Any) -> Page:
        found = [(when, each) for when, each in positions(self.it) if holds(args.get("where"), values_of_movement(each))]
        order = args.get("order_by") or "NEWEST"
        by_amount, down = order.startswith("AMOUNT"), order in ("NEWEST", "AMOUNT_DESC")
        places = [by_amount_of(each) if by_amount else placed(when, each) for when, each in found]
        told = [ToldMovement(self.sight, each) for _, each in found]
        rows = [
            Row(at, MovementEdge(each, at.cursor), line_of_movement(each.it)) for at, each in zip(places, told, strict=True)
        ]
        return page(rows, (False, down) if by_amount else (down,), args, self.sight.places)

    def monthly_flows(self, **args: Any) -> list["ToldMonth"]:
        first, from_, to = args.get("first"), args.get("from"), args.get("to")
        found = [
            month for month in months(self.it) if (from_ is None or month.month >= from_) and (to is None or month.month <= to)
        ]
        latest = sorted(found, key=lambda month: month.month, reverse=True)
        return [ToldMonth(self.sight, month) for month in latest[: DEFAULT_MONTHS if first is None else first]]

    def standing_orders(self) -> list["ToldOrder"]:
        return [ToldOrder(self.sight, order) for order in sorted(self.it.orders, key=lambda order: order.key)]

    def origin(self) -> Origin:
        return Origin()


def values_of_account(sight: Sight, account: Account, on: date | None = None) -> Any:
    from benchmarks.oracle.party import values_of_party  # people and accounts tell of each other

    newest = newest_balance(account)
    values: dict[str, Callable[[], Any]] = {
        "kind": lambda: account.kind, "status": lambda: account.status, "currency": lambda: CURRENCY,
        "number": lambda: account.number, "opened": lambda: account.opened, "closed": lambda: None,
        "balance": lambda: Amount(newest[1] if newest else None, CURRENCY),
        "product": lambda: Ends([values_of_product(account.product)], listed=False),
        "holders": lambda: Ends([values_of_party(sight, each.client, on) for each in sight.holders(account, on)]),
        "transactions": lambda: Ends([values_of_movement(each) for each in account.movements]),
    }  # fmt: skip

    def value(word: str) -> Any:
        return values[word]()

    return value


def values_of_movement(movement: Movement) -> Any:
    values = {
        "bookedOn": movement.on, "kind": movement.kind, "initiator": movement.initiator, "purpose": movement.purpose,
        "amount": Amount(movement.amount, CURRENCY),
    }  # fmt: skip
    return values.__getitem__


def line_of_movement(movement: Movement) -> Line:
    """What it adds to totals."""
    return {
        "kind": movement.kind, "initiator": movement.initiator, "month": f"{movement.on:%Y-%m}", "year": movement.on.year,
        "amount": (movement.amount, CURRENCY), "booked_on": movement.on,
    }.__getitem__  # fmt: skip


def line_of_account(account: Account) -> Line:
    newest = newest_balance(account)
    return {
        "kind": account.kind, "status": account.status, "currency": CURRENCY, "product_code": account.product.code,
        "balance": (newest[1] if newest else None, CURRENCY), "credit_limit": (None, CURRENCY),
        "principal": (account.principal, CURRENCY), "opened": account.opened,
    }.__getitem__  # fmt: skip


def placed(when: str, movement: Movement) -> Place:
    return Place("transactions", "bookedOn", when, movement.key)


def by_amount_of(movement: Movement) -> Place:
    return Place("transactions", "currency,amount", amount(movement.amount), movement.key)


@dataclass(frozen=True, slots=True)
class HolderEdge:
    sight: Sight
    it: Holding

    def node(self) -> Any:
        from benchmarks.oracle.party import ToldPerson  # people and accounts tell of each other

        return ToldPerson(self.sight, self.it.client)

    @property
    def place(self) -> Place:
        return Place("holders", "name", self.it.client.key, self.sight.parties[self.it.client.key])

    def cursor(self) -> str:
        return self.place.cursor

    def role(self) -> str:
        return self.it.role

    def since(self) -> str:
        return self.it.since.isoformat()

    def origin(self) -> Origin:
        return Origin()


@dataclass(frozen=True, slots=True)
class MovementEdge:
    node: "ToldMovement"
    cursor: str


@dataclass(frozen=True, slots=True)
class ToldMovement:
    TYPE: ClassVar = "Transaction"
    sight: Sight
    it: Movement

    def id(self) -> str:
        return global_id(self.TYPE, self.it.key)

    def booked_on(self) -> str:
        return self.it.on.isoformat()

    def amount(self) -> Money | None:
        return money(self.sight, self.it.amount)

    def balance_after(self) -> Money | None:
        return money(self.sight, self.it.balance)

    def kind(self) -> str:
        return self.it.kind

    def initiator(self) -> str:
        return self.it.initiator

    def purpose(self) -> str | None:
        return self.it.purpose

    def counterparty_bank(self) -> str | None:
        return self.it.bank

    def account(self) -> ToldAccount:
        return ToldAccount(self.sight, self.it.account)

    def origin(self) -> Origin:
        return Origin()


@dataclass(frozen=True, slots=True)
class ToldOrder:
    TYPE: ClassVar = "StandingOrder"
    sight: Sight
    it: Order

    def id(self) -> str:
        return global_id(self.TYPE, self.it.key)

    def amount(self) -> Money | None:
        return money(self.sight, self.it.amount)

    def purpose(self) -> str | None:
        return self.it.purpose

    def counterparty_account(self) -> str | None:
        return self.sight.masked(self.it.to, 4)


@dataclass(frozen=True, slots=True)
class ToldMonth:
    TYPE: ClassVar = "MonthlyFlow"
    sight: Sight
    it: Month

    def id(self) -> str:
        return global_id(self.TYPE, f"{self.it.account.key}|{self.it.month}")

    def month(self) -> str:
        return self.it.month

    def count(self) -> int:
        return self.it.count

    def client_count(self) -> int:
        return self.it.client_count

    def incoming(self) -> Money | None:
        return money(self.sight, self.it.incoming)

    def outgoing(self) -> Money | None:
        return money(self.sight, self.it.outgoing)

    def client_incoming(self) -> Money | None:
        return money(self.sight, self.it.client_incoming)

    def client_outgoing(self) -> Money | None:
        return money(self.sight, self.it.client_outgoing)

    def closing(self) -> Money | None:
        return money(self.sight, self.it.closing)

    def average(self) -> Money | None:
        return money(self.sight, self.it.average)
