"""Lakeside Bank's wealth management: products with their risk, clients with their assessment, positions; JSON lines."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from graph.model import (
    Account,
    AccountKind,
    AccountStatus,
    Holds,
    Person,
    Product,
    Record,
    RiskLevel,
    RiskTolerance,
    Role,
)
from ingest.contract import Seen, Source, Table
from ingest.field import Field
from ingest.formats import JsonLines
from ingest.row import Row

DAY = "%Y/%m/%d"
FAMILIES = {"公募基金": AccountKind.FUND, "理财": AccountKind.WEALTH, "保险": AccountKind.INSURANCE}
RISKS = {level.value: level for level in RiskLevel}
TOLERANCES = {
    "保守型": RiskTolerance.C1, "稳健型": RiskTolerance.C2, "平衡型": RiskTolerance.C3, "成长型": RiskTolerance.C4,
    "进取型": RiskTolerance.C5,
}  # fmt: skip
INVESTORS = {"普通投资者": "ORDINARY", "专业投资者": "PROFESSIONAL"}
STATES = {"HELD": AccountStatus.OPEN, "REDEEMED": AccountStatus.CLOSED}


def products(row: Row, seen: Seen) -> Iterator[Record]:
    family, issuer = row.code("family", FAMILIES), row.optional.text("issuer")
    yield Product(
        row.key("code"), row.text("name"), family, row.text("nameEn"), issuer, issuer is None, row.code("risk", RISKS),
        row.optional.text("minTier"),
    )  # fmt: skip
    seen.note("family", row.key("code"), family)


def clients(row: Row, _seen: Seen) -> Iterator[Record]:
    person = Person(row.key("cif"), row.text("name"), row.text("cif"), investor_type=row.optional.code("investor", INVESTORS))
    for risk in row.nested("risk"):
        person = replace(
            person,
            risk_tolerance=risk.code("level", TOLERANCES),
            risk_assessed_on=risk.date("assessedOn"),
            risk_valid_until=risk.date("validUntil"),
        )
    yield person


def positions(row: Row, seen: Seen) -> Iterator[Record]:
    currency, product, opened = row.text("currency"), row.key("product"), row.date("opened")
    closed = row.optional.date("closed")
    account = Account(
        row.key("position"), AccountKind(seen.need("family", product, "product")), row.code("state", STATES), currency,
        product, row.key("branch", system="core"), row.optional.key("settlementAccount", system="core"),
        row.text("position"), balance=row.money("value", currency), balance_on=row.date("valuedOn"),
        quantity=row.optional.text("quantity"), opened=opened, closed=closed,
    )  # fmt: skip
    yield account
    yield Holds(row.key("cif"), account.id, Role.OWNER, opened, closed)


SOURCE = Source(
    name="lakeside-wealth",
    system="wealth",
    title="湖畔银行财富管理系统 · Lakeside Bank wealth management",
    owner="财富管理部 · wealth management",
    effective=date(2026, 10, 31),
    tables=(
        Table(
            "products",
            "products.jsonl",
            JsonLines(),
            products,
            (
                Field("code", key=True),
                Field("name"),
                Field("nameEn"),
                Field("family", codes=FAMILIES),
                Field("risk", codes=RISKS),
                Field("issuer", required=False),
                Field("minTier", required=False),
            ),
        ),
        Table(
            "clients",
            "clients.jsonl",
            JsonLines(),
            clients,
            (
                Field("cif", key=True),
                Field("name", personal=True),
                Field(
                    "risk",
                    "array",
                    personal=True,
                    fields=(
                        Field("level", codes=TOLERANCES, personal=True),
                        Field("assessedOn", "date", form=DAY, personal=True),
                        Field("validUntil", "date", form=DAY, personal=True),
                    ),
                ),
                Field("investor", codes=INVESTORS, required=False),
            ),
        ),
        Table(
            "positions",
            "positions.jsonl",
            JsonLines(),
            positions,
            (
                Field("position", key=True),
                Field("cif"),
                Field("product"),
                Field("quantity", required=False),
                Field("value", "number"),
                Field("currency"),
                Field("valuedOn", "date", form=DAY),
                Field("opened", "date", form=DAY),
                Field("closed", "date", form=DAY, required=False),
                Field("state", codes=STATES),
                Field("branch"),
                Field("settlementAccount", required=False),
            ),
        ),
    ),
)
