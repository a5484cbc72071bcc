"""People, as they are told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from benchmarks.oracle.account import ToldAccount, line_of_account, values_of_account
from benchmarks.oracle.bank import Account, Client, Holding
from benchmarks.oracle.months import newest_balance
from benchmarks.oracle.pages import Page, Place, Row, Ways, amount, page, values
from benchmarks.oracle.reading import SYSTEM
from benchmarks.oracle.sight import Sight, global_id
from benchmarks.oracle.told import (
    EFFECTIVE,
    Balance,
    FieldSource,
    Origin,
    ProductHolding,
    Residence,
    ToldAddress,
    ToldRecord,
    balances,
    holdings_by_product,
)
from benchmarks.oracle.totals import Line
from benchmarks.oracle.where import NOBODY, NOWHERE, Ends, holds


@dataclass(frozen=True, slots=True)
class ToldPerson:
    """Berka tells no names; a person without one stands where their record's id does."""

    TYPE: ClassVar = "Person"
    sight: Sight
    it: Client

    def id(self) -> str:
        return global_id(self.TYPE, self.party_id())

    def party_id(self) -> str:
        return self.sight.parties[self.it.key]

    def kind(self) -> str:
        return "PERSON"

    def gender(self) -> str:
        return self.it.gender

    def birth_date(self) -> str | None:
        return None if self.sight.caller.partner else self.it.born.isoformat()

    def distinguisher(self) -> str | None:
        """Decade of birth, where the oldest account is booked, end of the id."""
        if self.sight.caller.partner:
            return None
        return f"{self.it.born.year // 10}x · {oldest(self.it).unit.name} · …{self.party_id()[-4:]}"

    def is_customer(self) -> bool:
        return bool(self.sight.held(self.it))

    def accounts(self, **args: Any) -> Page:
        on = args.get("as_of")
        held = self.sight.held(self.it, on)
        found = [each for each in held if holds(args.get("where"), values_of_holding(self.sight, each, on))]
        by, down, told = ORDERS[args.get("order_by") or "NEWEST"]
        places = [Place("accounts", by, told(each), each.account.key) for each in found]
        rows = [
            Row(at, HoldingEdge(self.sight, each, at.cursor), line_of_account(each.account))
            for at, each in zip(places, found, strict=True)
        ]
        return page(rows, down, args, self.sight.places)

    def products(self) -> list[ProductHolding] | None:
        return holdings_by_product(self.sight, self.owned())

    def balances(self) -> list[Balance] | None:
        return balances(self.sight, self.owned())

    def guarantees(self) -> list[Any] | None:
        """Berka tells of none."""
        return None if self.sight.caller.partner else []

    guaranteed_by = guarantees

    def owned(self) -> list[Account]:
        """Not what somebody else owns and they may use."""
        return [each.account for each in self.sight.held(self.it) if each.role == "OWNER"]

    def residences(self, **_: Any) -> list[Residence]:
        """The silo does not tell since when."""
        return [Residence(ToldAddress(self.sight, self.it.district))]

    def records(self) -> list[ToldRecord]:
        return [ToldRecord(self.sight, self.it)]

    def provenance(self, fields: list[str] | None = None) -> list[FieldSource]:
        known = ("birthDate", "gender")
        return [FieldSource(name, self.it.key, SYSTEM, EFFECTIVE) for name in known if fields is None or name in fields]


def opened(holding: Holding) -> str:
    return holding.account.opened.isoformat()


def balance(holding: Holding) -> str:
    newest = newest_balance(holding.account)
    return amount(newest[1] if newest else None)


# Of each order: what its cursors are sorted by, which way each value goes, and the values.
ORDERS: dict[str, tuple[str, Ways, Callable[[Holding], str]]] = {
    "NEWEST": ("opened", (True,), opened),
    "OLDEST": ("opened", (False,), opened),
    "KIND": ("kind,opened", (False, True), lambda each: values(each.account.kind, opened(each))),
    "ROLE": ("role,opened", (False, True), lambda each: values(each.role, opened(each))),
    "BALANCE": ("currency,balance", (False, False), balance),
    "BALANCE_DESC": ("currency,balance", (False, True), balance),
}


def values_of_holding(sight: Sight, holding: Holding, on: date | None = None) -> Any:
    """Of the account, and of how it is held."""
    of_account, mine = values_of_account(sight, holding.account, on), {"role": holding.role, "heldSince": holding.since}

    def value(word: str) -> Any:
        return mine[word] if word in mine else of_account(word)

    return value


def values_of_party(sight: Sight, client: Client, on: date | None = None) -> Any:
    """Berka tells of no kin, no companies, no households, and of nothing that happened but on accounts."""
    found: dict[str, Callable[[], Any]] = {
        "name": lambda: None, "kind": lambda: "PERSON", "isCustomer": lambda: bool(sight.held(client)),
        "birthDate": lambda: client.born, "industry": lambda: None,
        "category": lambda: None, "unit": lambda: oldest(client).unit.key, "household": lambda: NOBODY,
        "accounts": lambda: Ends([values_of_holding(sight, each, on) for each in sight.held(client, on)]),
    }  # fmt: skip

    def value(word: str) -> Any:
        return found[word]() if word in found else NOWHERE

    return value


def line_of_party(client: Client) -> Line:
    """What it adds to totals."""
    told = {"kind": "PERSON", "unit": oldest(client).unit.key, "gender": client.gender, "birth_date": client.born}
    return told.get


def oldest(client: Client) -> Account:
    """The account by which a party is at home."""
    return min(client.holdings, key=lambda each: (each.account.opened, each.account.key)).account


@dataclass(frozen=True, slots=True)
class HoldingEdge:
    sight: Sight
    it: Holding
    cursor: str

    def node(self) -> ToldAccount:
        return ToldAccount(self.sight, self.it.account)

    def role(self) -> str:
        return self.it.role

    def since(self) -> str:
        return self.it.since.isoformat()

    def origin(self) -> Origin:
        return Origin()
