"""What Berka's files say, as plain objects that know each other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(slots=True, eq=False)
class Unit:
    """Head office or a branch."""

    key: str
    name: str
    name_en: str
    level: str
    path: str
    parent: "Unit | None" = None
    units: list["Unit"] = field(default_factory=list["Unit"])


@dataclass(slots=True, eq=False)
class Product:
    """What is sold, and the accounts of it."""

    code: str
    name: str
    name_en: str
    family: str
    accounts: list["Account"] = field(default_factory=list["Account"])


@dataclass(slots=True, eq=False)
class District:
    """All that is known of where clients live."""

    key: str
    city: str
    region: str
    residents: list["Client"] = field(default_factory=list["Client"])


@dataclass(slots=True, eq=False)
class Client:
    """A person; `key` is the silo's own id for them."""

    key: str
    gender: str
    born: date
    district: District
    holdings: list["Holding"] = field(default_factory=list["Holding"])


@dataclass(slots=True, eq=False)
class Account:
    """A deposit account, a loan or a card."""

    key: str
    kind: str
    status: str
    product: Product
    unit: Unit
    opened: date
    number: str | None = None
    settles_by: "Account | None" = None
    principal: Decimal | None = None
    instalment: Decimal | None = None
    term_months: int | None = None
    holdings: list["Holding"] = field(default_factory=list["Holding"])
    movements: list["Movement"] = field(default_factory=list["Movement"])
    orders: list["Order"] = field(default_factory=list["Order"])


@dataclass(slots=True, eq=False)
class Holding:
    """A client's part in an account, and since when."""

    client: Client
    account: Account
    role: str
    since: date


@dataclass(slots=True, eq=False)
class Movement:
    """A line of an account's ledger; what left is negative."""

    key: str
    account: Account
    on: date
    amount: Decimal
    balance: Decimal
    kind: str
    initiator: str
    purpose: str | None
    bank: str | None


@dataclass(slots=True, eq=False)
class Order:
    """A payment made again and again."""

    key: str
    account: Account
    amount: Decimal
    purpose: str | None
    to: str


@dataclass(slots=True)
class Bank:
    """All of it, by key."""

    units: Mapping[str, Unit]
    products: Mapping[str, Product]
    districts: Mapping[str, District]
    clients: Mapping[str, Client]
    accounts: Mapping[str, Account]
    movements: Mapping[str, Movement]
    orders: Mapping[str, Order]

    def numbered(self, number: str) -> Iterable[Account]:
        return (account for account in self.accounts.values() if account.number == number)
