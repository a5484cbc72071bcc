"""The small objects of an answer: money, origins, units, products, addresses, and what is summed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from benchmarks.oracle.bank import Account, Client, District, Product, Unit
from benchmarks.oracle.months import NOTHING, newest_balance
from benchmarks.oracle.reading import SYSTEM
from benchmarks.oracle.sight import Sight, global_id

CURRENCY = "CZK"


@dataclass(frozen=True, slots=True)
class Money:
    amount: str
    currency: str = CURRENCY


@dataclass(frozen=True, slots=True)
class Origin:
    system: str = SYSTEM


def money(sight: Sight, amount: Decimal | None) -> Money | None:
    return None if amount is None or sight.caller.partner else Money(f"{amount:.2f}")


@dataclass(frozen=True, slots=True)
class ToldUnit:
    TYPE: ClassVar = "OrgUnit"
    sight: Sight
    it: Unit

    def id(self) -> str:
        return global_id(self.TYPE, self.it.key)

    def name(self) -> str:
        return self.it.name

    def name_en(self) -> str:
        return self.it.name_en

    def level(self) -> str:
        return self.it.level

    def path(self) -> str:
        return self.it.path

    def parent(self) -> "ToldUnit | None":
        return ToldUnit(self.sight, self.it.parent) if self.it.parent else None

    def units(self) -> list["ToldUnit"]:
        return [ToldUnit(self.sight, unit) for unit in sorted(self.it.units, key=lambda unit: (unit.name, unit.key))]


@dataclass(frozen=True, slots=True)
class ToldProduct:
    TYPE: ClassVar = "Product"
    sight: Sight
    it: Product

    def id(self) -> str:
        return global_id(self.TYPE, self.it.code)

    def code(self) -> str:
        return self.it.code

    def name(self) -> str:
        return self.it.name

    def name_en(self) -> str:
        return self.it.name_en

    def family(self) -> str:
        return self.it.family

    def is_own(self) -> bool:
        return True

    def holder_count(self) -> int:
        seen = [account for account in self.it.accounts if self.sight.sees(account)]
        return len({holding.client.key for account in seen for holding in self.sight.holders(account)})


@dataclass(frozen=True, slots=True)
class ToldAddress:
    TYPE: ClassVar = "Address"
    sight: Sight
    it: District

    def id(self) -> str:
        return global_id(self.TYPE, self.it.key)

    def text(self) -> str:
        return f"{self.it.city}…" if self.sight.caller.partner else f"{self.it.city}, {self.it.region}"

    def country(self) -> str:
        return "CZ"

    def region(self) -> str:
        return self.it.region

    def city(self) -> str:
        return self.it.city


@dataclass(frozen=True, slots=True)
class Residence:
    address: ToldAddress
    usage: str = "MAIN"
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True)
class FieldSource:
    field: str
    record_id: str
    system: str
    on: str


@dataclass(frozen=True, slots=True)
class ToldRecord:
    """A client as the silo knows them; its own customer number is declared to be the bank's."""

    TYPE: ClassVar = "SourceRecord"
    sight: Sight
    it: Client

    def id(self) -> str:
        return global_id(self.TYPE, self.it.key)

    def record_id(self) -> str:
        return self.it.key

    def system(self) -> str:
        return SYSTEM

    def bank_key(self) -> str | None:
        return self.sight.masked(self.it.key, 2)

    def effective_on(self) -> str:
        return EFFECTIVE

    def versions(self) -> int:
        return 1

    def matched_by(self) -> str:
        return "DECLARED_KEY"


EFFECTIVE = "1998-12-31"


@dataclass(frozen=True, slots=True)
class Balance:
    assets: str
    liabilities: str
    accounts: int
    unknown: int
    currency: str = CURRENCY


@dataclass(frozen=True, slots=True)
class ProductHolding:
    product: ToldProduct
    accounts: int
    unknown: int
    balance: str
    currency: str = CURRENCY


def balances(sight: Sight, accounts: Sequence[Account]) -> list[Balance] | None:
    """All in one currency; an account whose balance nothing tells is counted and not summed."""
    if sight.caller.partner:
        return None
    known = [newest[1] for account in accounts if (newest := newest_balance(account))]
    assets, owed = (sum((abs(each) for each in known if (each > 0) is sign), NOTHING) for sign in (True, False))
    return [Balance(f"{assets:.2f}", f"{owed:.2f}", len(accounts), len(accounts) - len(known))] if accounts else []


def holdings_by_product(sight: Sight, accounts: Sequence[Account]) -> list[ProductHolding] | None:
    if sight.caller.partner:
        return None
    by_code: dict[str, list[Account]] = {}
    for account in accounts:
        by_code.setdefault(account.product.code, []).append(account)
    return [holding(sight, found) for _, found in sorted(by_code.items())]


def holding(sight: Sight, accounts: Sequence[Account]) -> ProductHolding:
    known = [newest[1] for account in accounts if (newest := newest_balance(account))]
    product = ToldProduct(sight, accounts[0].product)
    return ProductHolding(product, len(accounts), len(accounts) - len(known), f"{sum(known, NOTHING):.2f}")


def values_of_product(product: Product) -> Any:
    values = {"code": product.code, "name": product.name, "family": product.family, "isOwn": True}
    return values.__getitem__
