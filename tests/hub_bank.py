"""Silos that share everything but their own accounts: units, products, addresses, contact points, banks and customers."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from graph.model import (
    Account,
    AccountKind,
    AccountStatus,
    Address,
    ContactKind,
    ContactPoint,
    Holds,
    Initiator,
    Institution,
    ManagedBy,
    OrgUnit,
    Person,
    Product,
    ReachedAt,
    Record,
    ResidesAt,
    Role,
    Transaction,
    TransactionKind,
    UnitLevel,
)
from ingest.contract import Seen, Source, Table
from ingest.field import Field
from ingest.formats import Delimited
from ingest.row import Row

SYSTEMS = tuple(f"silo{n}" for n in range(8))
COLUMNS = ("id", "bank_key", "name", "unit", "product", "place", "said", "above")


def customers(row: Row, seen: Seen) -> Iterator[Record]:
    """`said` is how this silo calls a unit that all of them know; all call it the same where it is empty."""
    unit, product, place = row.text("unit"), row.text("product"), row.text("place")
    said, person, account = row.optional.text("said") or "", row.key("id"), row.key("id", "account")
    yield OrgUnit("hub:HQ", "Head office", UnitLevel.HQ, "HQ")
    above = row.optional.text("above")
    yield OrgUnit(f"hub:{unit}", f"Unit {unit}{said}", UnitLevel.BRANCH, f"HQ/{unit}", parent=f"hub:{above}" if above else None)
    yield Product(f"hub:{product}", f"Product {product}", AccountKind.DEPOSIT)
    yield Address(f"hub:{place}", f"Place {place}")
    yield ContactPoint(f"hub:{place}", ContactKind.PHONE, place)
    yield Institution(f"hub:{unit}", f"Bank {unit}{said}")
    yield Person(person, row.text("name"), row.text("bank_key"))
    yield Account(account, AccountKind.DEPOSIT, AccountStatus.OPEN, "CNY", f"hub:{product}", f"hub:{unit}", opened=date(2020, 1, 1))
    yield Transaction(f"{account}/1", account, date(2025, 12, 1), 100, "CNY", TransactionKind.CASH_IN, Initiator.CLIENT, 1)
    yield Holds(person, account, Role.OWNER)
    yield ManagedBy(person, f"hub:{unit}")
    yield ReachedAt(person, f"hub:{place}")
    yield ResidesAt(person, f"hub:{place}")


def hub_source(system: str) -> Source:
    fields = tuple(Field(name, required=name not in ("said", "above")) for name in COLUMNS)
    table = Table("customers", "customers.csv", Delimited(), customers, fields)
    return Source(system, system, system, "Tests", (table,), effective=date(2026, 1, 1))


def deliver(folder: Path, system: str, count: int, above: str = "") -> Path:
    """Every silo knows every customer, in an order of its own, and has its own names for every other unit; `above` is the unit
    that all of them belong to."""
    number = SYSTEMS.index(system)
    folder.mkdir(parents=True)
    rows = [
        f"{n},K{n},Person {n} of {system},U{n % 7},P{n % 5},A{n % 11},{f' of {system}' if n % 7 % 2 else ''},{above}"
        for n in sorted(range(count), key=lambda n: (n * (2 * number + 1)) % count)
    ]
    (folder / "customers.csv").write_text("\n".join([",".join(COLUMNS), *rows, ""]))
    return folder
