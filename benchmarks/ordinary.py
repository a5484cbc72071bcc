"""The measured questions as an ordinary Strawberry schema: types, resolvers, a DataLoader for each relation."""

from typing import Any, cast

import strawberry
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.schema.config import StrawberryConfig
from strawberry.types import Info

from benchmarks import relations
from benchmarks.relations import Loaders, Row
from graph import money
from graph.identity import global_id, named
from resolvers import holdings

Parent = strawberry.Parent[Any]
Asked = Info[Loaders, None]


def amount(minor: int | None, currency: str) -> Row | None:
    return None if minor is None else {"amount": money.told(minor, currency), "currency": currency}


def fields(one: Any, *names: str) -> Row:
    return {name: getattr(one, name) for name in names}


async def held(party: Row, info: Asked) -> list[Row]:
    return await info.context.many(relations.ACCOUNTS).load(party["id"])


async def owned(party: Row, info: Asked) -> list[Row]:
    return [account for account in await held(party, info) if account["role"] in ("OWNER", "JOINT", "CO_BORROWER")]


@strawberry.type
class Money:
    amount: str
    currency: str


@strawberry.type
class OrgUnit:
    name: str


@strawberry.type
class Product:
    code: str
    name: str
    family: str


@strawberry.type
class Transaction:
    booked_on: str
    kind: str
    initiator: str
    purpose: str | None

    @strawberry.field
    def amount(self, root: Parent) -> Money | None:
        return cast(Any, amount(root["amount"], root["currency"]))

    @strawberry.field
    def balance_after(self, root: Parent) -> Money | None:
        return cast(Any, amount(root["balance_after"], root["currency"]))


@strawberry.type
class TransactionEdge:
    @strawberry.field
    def node(self, root: Parent) -> Transaction:
        return root


@strawberry.type
class TransactionConnection:
    edges: list[TransactionEdge]


@strawberry.type
class MonthlyFlow:
    month: str
    count: int
    client_count: int

    @strawberry.field
    def incoming(self, root: Parent) -> Money | None:
        return cast(Any, amount(root["in"], root["currency"]))

    @strawberry.field
    def outgoing(self, root: Parent) -> Money | None:
        return cast(Any, amount(root["out"], root["currency"]))

    @strawberry.field
    def closing(self, root: Parent) -> Money | None:
        return cast(Any, amount(root["closing"], root["currency"]))


@strawberry.type
class HolderEdge:
    role: str
    node: "Party"


@strawberry.type
class HolderConnection:
    edges: list[HolderEdge]


@strawberry.type
class Account:
    kind: str
    status: str
    number: str | None
    currency: str
    opened: str | None

    @strawberry.field
    def id(self, root: Parent) -> strawberry.ID:
        return strawberry.ID(global_id("Account:", root["id"]))

    @strawberry.field
    def account_id(self, root: Parent) -> str:
        return root["id"]

    @strawberry.field
    def balance(self, root: Parent) -> Money | None:
        return cast(Any, amount(root["balance"], root["currency"]))

    @strawberry.field
    def principal(self, root: Parent) -> Money | None:
        return cast(Any, amount(root["principal"], root["currency"]))

    @strawberry.field
    async def product(self, root: Parent, info: Asked) -> Product | None:
        return await info.context.one(relations.PRODUCT).load(root["id"])

    @strawberry.field
    async def booked_at(self, root: Parent, info: Asked) -> OrgUnit | None:
        return await info.context.one(relations.BOOKED_AT).load(root["id"])

    @strawberry.field
    async def holders(self, root: Parent, info: Asked, first: int = 20) -> HolderConnection:
        found = await info.context.many(relations.HOLDERS).load(root["id"])
        return cast(Any, {"edges": found[:first]})

    @strawberry.field
    async def transactions(self, root: Parent, info: Asked, first: int = 20) -> TransactionConnection:
        return cast(Any, {"edges": await info.context.many(relations.TRANSACTIONS, first).load(root["id"])})

    @strawberry.field
    async def monthly_flows(self, root: Parent, info: Asked, first: int = 24) -> list[MonthlyFlow]:
        return await info.context.many(relations.FLOWS, first).load(root["id"])


@strawberry.type
class HoldingEdge:
    role: str
    since: str | None

    @strawberry.field
    def node(self, root: Parent) -> Account:
        return root


@strawberry.type
class HoldingConnection:
    edges: list[HoldingEdge]
    total_count: int


@strawberry.type
class Address:
    text: str | None
    city: str | None


@strawberry.type
class Residence:
    usage: str | None
    address: Address


@strawberry.type
class SourceRecord:
    record_id: str
    system: str
    matched_by: str | None


@strawberry.type
class Balance:
    currency: str
    assets: str
    liabilities: str
    accounts: int


@strawberry.type
class ProductHolding:
    product: Product
    currency: str
    accounts: int
    balance: str


@strawberry.interface
class Party:
    kind: str

    @strawberry.field
    def id(self, root: Parent) -> strawberry.ID:
        return strawberry.ID(global_id(f"{root['label']}:", root["id"]))

    @strawberry.field
    def party_id(self, root: Parent) -> str:
        return root["id"]

    @strawberry.field
    def display_name(self, root: Parent) -> str | None:
        return root["name"]

    @strawberry.field
    async def is_customer(self, root: Parent, info: Asked) -> bool:
        return await info.context.one(relations.IS_CUSTOMER).load(root["id"])

    @strawberry.field
    async def residences(self, root: Parent, info: Asked) -> list[Residence]:
        return await info.context.many(relations.RESIDENCES).load(root["id"])

    @strawberry.field
    async def records(self, root: Parent, info: Asked) -> list[SourceRecord]:
        return await info.context.many(relations.RECORDS).load(root["id"])

    @strawberry.field
    async def balances(self, root: Parent, info: Asked) -> list[Balance] | None:
        found = holdings.balances([[account["currency"], account["balance"]] for account in await owned(root, info)])
        return cast(Any, [fields(one, "currency", "assets", "liabilities", "accounts") for one in found])

    @strawberry.field
    async def products(self, root: Parent, info: Asked) -> list[ProductHolding] | None:
        accounts = await owned(root, info)
        of = await info.context.one(relations.PRODUCT).load_many([account["id"] for account in accounts])
        both = [(account, product) for account, product in zip(accounts, of, strict=True) if product]
        rows = [[product["code"], account["currency"], account["balance"], product] for account, product in both]
        found = holdings.products(rows)
        return cast(Any, [fields(one, "product", "currency", "accounts", "balance") for one in found])

    @strawberry.field
    async def accounts(self, root: Parent, info: Asked, first: int = 20) -> HoldingConnection:
        found = await held(root, info)
        return cast(Any, {"edges": found[:first], "total_count": len(found)})

    @classmethod
    def resolve_type(cls, row: Row, *_: Any) -> str:
        return row["label"]


@strawberry.type
class Member:
    role: str
    person: "Person"


@strawberry.type
class Household:
    name: str | None

    @strawberry.field
    async def members(self, root: Parent, info: Asked) -> list[Member]:
        return await info.context.many(relations.MEMBERS).load(root["id"])


@strawberry.type
class Person(Party):
    gender: str | None
    birth_date: str | None
    occupation: str | None

    @strawberry.field
    async def household(self, root: Parent, info: Asked) -> Household | None:
        return await info.context.one(relations.HOUSEHOLD).load(root["id"])

    @classmethod
    def is_type_of(cls, row: Row, _: Any) -> bool:
        return row["label"] == "Person"


@strawberry.type
class Company(Party):
    @classmethod
    def is_type_of(cls, row: Row, _: Any) -> bool:
        return row["label"] == "Company"


@strawberry.type
class PartyEdge:
    @strawberry.field
    def node(self, root: Parent) -> Party:
        return root


@strawberry.type
class PartyConnection:
    edges: list[PartyEdge]


@strawberry.type
class Query:
    @strawberry.field
    async def customer(self, info: Asked, id: strawberry.ID) -> Party | None:
        found = await info.context.start(relations.CUSTOMER, key=named(str(id))[1])
        return cast(Any, found[0]) if found else None

    @strawberry.field
    async def customers(self, info: Asked, first: int = 20) -> PartyConnection:
        return cast(Any, {"edges": await info.context.start(relations.CUSTOMERS, first=first)})


def read(row: Row, name: str) -> Any:
    return row[name]


SCHEMA = strawberry.Schema(
    Query, types=[Person, Company], extensions=[ParserCache, ValidationCache], config=StrawberryConfig(default_resolver=read)
)
