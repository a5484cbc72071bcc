"""Where questions begin: by ids and keys, and at lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.oracle.account import ToldAccount, ToldMonth, ToldMovement, ToldOrder
from benchmarks.oracle.bank import Client
from benchmarks.oracle.months import months
from benchmarks.oracle.pages import NONE, Page, Place, Row, page, values
from benchmarks.oracle.party import ToldPerson, line_of_party, oldest, values_of_party
from benchmarks.oracle.sight import Caller, Sight, named
from benchmarks.oracle.told import ToldAddress, ToldProduct, ToldRecord, ToldUnit, values_of_product
from benchmarks.oracle.where import holds


@dataclass(frozen=True, slots=True)
class Viewer:
    it: Caller

    def subject(self) -> str:
        return self.it.subject

    def role(self) -> str:
        return "PARTNER" if self.it.partner else "BANKER"

    def org(self) -> str:
        return self.it.org

    def sees_all(self) -> bool:
        return self.it.whole

    def units(self) -> int:
        return len(self.it.units)

    def expires(self) -> str:
        return self.it.expires.isoformat().replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Edge:
    node: Any
    cursor: str


class Query:
    """All that can be asked, as one caller is answered."""

    def __init__(self, sight: Sight, clients: dict[str, Client]) -> None:
        self.sight = sight
        self.bank = sight.bank
        self.clients = clients  # by party id

    def viewer(self) -> Viewer:
        return Viewer(self.sight.caller)

    # ---- by id

    def node(self, id: str) -> Any:
        found = named(id)
        return self.found(*found) if found else None

    def nodes(self, ids: Sequence[str]) -> list[Any]:
        return [self.node(each) for each in ids]

    def found(self, type_: str, key: str) -> Any:
        match type_:
            case "Person":
                return self.person_of(self.clients.get(key))
            case "SourceRecord":
                client = self.bank.clients.get(key)
                return ToldRecord(self.sight, client) if client and self.sight.meets(client) else None
            case "Account":
                return self.account_of(key)
            case "OrgUnit":
                return ToldUnit(self.sight, self.bank.units[key]) if key in self.bank.units else None
            case "Product":
                return ToldProduct(self.sight, self.bank.products[key]) if key in self.bank.products else None
            case "Address":
                return next((each for each in self.addresses() if each.it.key == key), None)
            case _:
                return self.on_account(type_, key)

    def on_account(self, type_: str, key: str) -> Any:
        """What is seen with its account."""
        if type_ == "Transaction" and (movement := self.bank.movements.get(key)):
            return ToldMovement(self.sight, movement) if self.sight.sees(movement.account) else None
        if type_ == "StandingOrder" and (order := self.bank.orders.get(key)):
            return ToldOrder(self.sight, order) if self.sight.sees(order.account) else None
        account = self.account_of(key.partition("|")[0]) if type_ == "MonthlyFlow" else None
        found = months(account.it) if account else ()
        return next((told for told in (ToldMonth(self.sight, month) for month in found) if named(told.id()) == (type_, key)), None)

    def addresses(self) -> list[ToldAddress]:
        """Those where somebody lives whom the caller sees."""
        met = [each for each in self.bank.districts.values() if any(self.sight.meets(client) for client in each.residents)]
        return [ToldAddress(self.sight, each) for each in met]

    def account_of(self, key: str) -> ToldAccount | None:
        account = self.bank.accounts.get(key)
        return ToldAccount(self.sight, account) if account and self.sight.sees(account) else None

    def person_of(self, client: Client | None) -> ToldPerson | None:
        return ToldPerson(self.sight, client) if client and self.sight.meets(client) else None

    def own(self, type_: str, id: str) -> str | None:
        """The key that a global id of this type, or the key itself, tells."""
        found = named(id)
        return id if found is None else found[1] if found[0] == type_ else None

    def person(self, id: str) -> ToldPerson | None:
        return self.person_of(self.clients.get(self.own("Person", id) or ""))

    def customer(self, id: str) -> ToldPerson | None:
        found = self.person(id)
        return found if found and found.is_customer() else None

    def account(self, id: str) -> ToldAccount | None:
        return self.account_of(self.own("Account", id) or "")

    # ---- by key

    def party(self, by: dict[str, str]) -> ToldPerson | None:
        ((word, key),) = by.items()
        match word:
            case "id" | "partyId":
                return self.person(key)
            case "sourceId":
                return self.person_of(self.bank.clients.get(key))
            case "accountId":
                return self.owner([self.bank.accounts[key]] if key in self.bank.accounts else [])
            case "iban":
                return self.owner(list(self.bank.numbered(key)))
            case _:  # no company is known
                return None

    def owner(self, accounts: Sequence[Any]) -> ToldPerson | None:
        seen = [account for account in accounts if self.sight.sees(account)]
        held = [each for account in seen for each in self.sight.holders(account) if each.role == "OWNER"]
        return self.person_of(held[0].client) if held else None

    def parties(self, by: Sequence[dict[str, str]]) -> list[ToldPerson | None]:
        return [self.party(each) for each in by]

    # ---- lists

    def customers(self, **args: Any) -> Page:
        found = [
            client
            for client in self.bank.clients.values()
            if self.sight.held(client) and holds(args.get("where"), values_of_party(self.sight, client))
        ]
        parties = self.sight.parties
        by_unit = args.get("order_by") == "UNIT"
        told = [values(oldest(each).unit.key, each.key) if by_unit else each.key for each in found]
        by, down = ("unit,name", (False, False)) if by_unit else ("name", (args.get("order_by") == "NAME_DESC",))
        places = [Place("customers", by, value, parties[each.key]) for value, each in zip(told, found, strict=True)]
        rows = [
            Row(at, Edge(ToldPerson(self.sight, each), at.cursor), line_of_party(each))
            for at, each in zip(places, found, strict=True)
        ]
        return page(rows, down, args, self.sight.places)

    def products(self, **args: Any) -> Page:
        found = [each for each in self.bank.products.values() if holds(args.get("where"), values_of_product(each))]
        words = {"NAME": ("name",), "FAMILY": ("family", "name")}.get(args.get("order_by", ""), ("code",))
        told = [values(*(getattr(each, word) for word in words)) for each in found]
        places = [Place("products", ",".join(words), value, each.code) for value, each in zip(told, found, strict=True)]
        rows = [Row(at, Edge(ToldProduct(self.sight, each), at.cursor)) for at, each in zip(places, found, strict=True)]
        return page(rows, (False,) * len(words), args, self.sight.places)

    def search(self, **_: Any) -> Page:
        """Nobody has a name."""
        return NONE
