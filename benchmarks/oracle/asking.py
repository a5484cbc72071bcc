"""What is asked of both: seeded random questions about Berka, whatever other banks are in the graph."""

import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema

from benchmarks.oracle.account import ToldAccount, ToldMonth, ToldMovement, ToldOrder
from benchmarks.oracle.answers import snake
from benchmarks.oracle.bank import Account, Bank
from benchmarks.oracle.pages import Place
from benchmarks.oracle.party import ToldPerson
from benchmarks.oracle.query import Query
from benchmarks.oracle.sight import Caller, global_id, named
from benchmarks.oracle.told import ToldAddress, ToldProduct, ToldRecord, ToldUnit
from benchmarks.questions import Pools, Questions, literal

WORDS = (
    "1", "57", "576", "berka:", "berka:CARD_GOLD", "Card", "卡", "活期账户", "CZK", "KČ", "INTEREST", "HOUSEHOLD_PAYMENT",
    "PAYMENT", "wang", '"*) OR', "",
)  # fmt: skip
NOWHERE = ["UGVyc29uOm5vcGU", "junk", "", "QWNjb3VudDo="]
# When something reached the platform, and what became of it by matching and by stewards, is not in the silo's files.
# Of companies, and so of their owners, families and whole units, it has none.
UNKNOWABLE = {
    ("Query", "ownership"), ("Query", "beneficialOwners"), ("Query", "coverageGaps"), ("Query", "economicUnit"),
    ("Query", "stakeholderMap"), ("Query", "warmPaths"),
    *(("Query", root) for root in ("passes", "pass", "matchTasks", "affectedBy", "reverifications")),
    ("Origin", "recordedAt"), ("SourceRecord", "matchedAt"), ("SourceRecord", "fields"), ("SourceRecord", "party"),
    *((type_, field) for type_ in ("Party", "Person", "Company") for field in ("history", "stewardValues")),
}  # fmt: skip
# What confines a list to Berka: its parties have no names.
CONFINED: Mapping[str, Mapping[str, Any]] = {
    "customers": {"name": {"eq": None}},
    "products": {"code": {"startsWith": "berka:"}},
}
# The types that Berka has something of.
KINDS: dict[str, type] = {
    "Query": Query, "Party": ToldPerson, "Person": ToldPerson, "Account": ToldAccount,
    "Transaction": ToldMovement, "MonthlyFlow": ToldMonth, "StandingOrder": ToldOrder,
    "OrgUnit": ToldUnit, "Product": ToldProduct, "Address": ToldAddress, "SourceRecord": ToldRecord,
}  # fmt: skip
# Where there is more to find than a fair draw would come to.
DEEPER: dict[str, tuple[str, ...]] = {
    "Query": ("account", "account", "person", "customers"),
    "Account": ("holders", "transactions", "transactions", "monthlyFlows"), "Party": ("accounts",), "Person": ("accounts",),
    **{f"{name}Connection": ("edges", "edges", "totals") for name in ("Party", "Holding", "Transaction")},
    "HolderConnection": ("edges",),
    **{f"{name}Totals": ("groups",) for name in ("Party", "Account", "Transaction")},
    **{f"{name}Edge": ("node",) for name in ("Party", "Holding", "Holder", "Transaction")},
}  # fmt: skip


class Sown:
    """The schema as a generator sees it that should meet what there is: of all nodes it thinks of the one just named."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self.schema, self.query_type, self.named = schema, schema.query_type, ""

    def get_possible_types(self, type_: Any) -> Sequence[GraphQLObjectType]:
        possible = self.schema.get_possible_types(type_)
        near = [one for one in possible if one.name == self.named]
        return [*near, *(one for one in possible if one.name == "Person" and one not in near)] or possible


class BerkaQuestions(Questions):
    """Unless Berka is alone in the graph, lists are confined to it and names are not searched for.

    Most questions dwell on what Berka has something of, and name nodes of the type that is asked for; the others
    are about anything.
    """

    confined: Mapping[str, Any] | None = None
    steps: int = 0

    def __init__(self, schema: GraphQLSchema, seed: int, pools: Pools, *, alone: bool) -> None:
        self.alone = alone
        self.sown = Sown(schema) if seed % 4 else None
        super().__init__(cast(GraphQLSchema, self.sown or schema), seed, pools, self.worth_asking)

    def worth_asking(self, type_: str, field: str) -> bool:
        if (type_, field) in UNKNOWABLE or (not self.alone and (type_, field) == ("Query", "search")):
            return False
        told = KINDS.get(type_)
        return self.sown is None or told is None or hasattr(told, snake(field))

    def selection(self, type_: Any, depth: int) -> str:
        """Mostly one step deeper, under a name of its own."""
        text = super().selection(type_, depth)
        if self.sown is None or type_.name not in DEEPER or self.chance(0.3):
            return text
        name = self.random.choice(DEEPER[type_.name])
        self.steps += 1
        more = self.field(name, type_.fields[name], depth)
        return f"{text[:-1]}{f'z{self.steps}: ' if more.startswith(name) else ''}{more} }}" if more else text

    def arguments(self, field: GraphQLField) -> str:
        root: Any = self.schema.query_type
        name = next((name for name in CONFINED if root.fields[name] is field), "")
        self.confined = None if self.alone else CONFINED.get(name)
        texts = super().arguments(field)
        if self.confined is None or "where: " in texts:
            return texts
        test = f"where: {literal(self.value('where', None))}"
        return f"{texts[:-1]}, {test})" if texts else f"({test})"

    def value(self, name: str, type_: Any) -> Any:
        if name != "where" or self.confined is None:
            return super().value(name, type_)
        more = super().value(name, type_) if type_ is not None else None
        return {"all": [dict(self.confined), *([more] if more else [])]}

    def scalar(self, name: str, type_: str) -> Any:
        if type_ != "ID" or self.sown is None:
            return super().scalar(name, type_)
        fitting = {"customer": "Person", "person": "Person", "account": "Account"}.get(self.list)
        ids = [told for told in self.pools.ids if fitting and (named(told) or ("",))[0] == fitting] if self.chance(0.8) else []
        told = self.random.choice(ids or self.pools.ids)
        self.sown.named = (named(told) or ("",))[0]
        return told


def pools(bank: Bank, parties: Mapping[str, str], places: Mapping[str, Place], chance: random.Random, caller: Caller) -> Pools:
    """Ids and keys out of the files, most of what the caller sees; the cursors are those given out so far."""
    seen = [each for each in bank.accounts.values() if caller.whole or each.unit.key in caller.units]
    kinds = [[each for each in seen if each.kind == kind] for kind in ("LOAN", "CARD")]
    moved = [each for each in seen if each.movements]
    found = [*some(chance, moved, 24), *(account for kind in kinds for account in some(chance, kind, 4))]
    accounts = [*found, *(each.settles_by for each in found if each.settles_by), *some(chance, list(bank.accounts.values()), 6)]
    clients = [holding.client.key for account in accounts for holding in account.holdings]
    told = [parties[client] for client in clients]
    ids = [*(id_ for account in accounts for id_ in of_account(account)), *(global_id("Person", party) for party in told)]
    ids += [global_id("SourceRecord", client) for client in clients]
    ids += [global_id("Address", bank.clients[client].district.key) for client in clients[:6]]
    ids += [global_id("OrgUnit", unit) for unit in some(chance, sorted(bank.units), 4)] + [global_id("OrgUnit", "berka:HQ")]
    ids += [global_id("Product", code) for code in bank.products]
    keys = [account.key for account in accounts]
    return Pools(
        [*ids, *told[:20], *keys[:20], *NOWHERE],
        {
            "id": [*ids, *told], "partyId": told, "sourceId": clients, "accountId": keys,
            "iban": [account.number for account in accounts if account.number] or ["none"], "uscc": ["none"], "lei": ["none"],
        },
        by_list(places.items()),
        WORDS,
    )  # fmt: skip


def some(chance: random.Random, found: Sequence[Any], most: int) -> list[Any]:
    return chance.sample(list(found), min(most, len(found)))


def of_account(account: Account) -> list[str]:
    """An account, and a few of what hangs from it."""
    found = [global_id("Account", account.key)]
    found += [global_id("Transaction", each.key) for each in account.movements[:2]]
    found += [global_id("MonthlyFlow", f"{account.key}|{each.on:%Y-%m}") for each in account.movements[-1:]]
    return found + [global_id("StandingOrder", each.key) for each in account.orders[:1]]


def by_list(places: Iterable[tuple[str, Place]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for cursor, place in places:
        found.setdefault(place.list, []).append(cursor)
    return found
