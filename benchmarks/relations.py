"""The statements of the DataLoader way: one for each relation, which brings that relation for many nodes at once."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from strawberry.dataloader import DataLoader

from graph.session import Session

Row = dict[str, Any]
Load = Callable[[list[str]], Coroutine[Any, Any, list[Any]]]

FIRST = "CASE e.role WHEN 'OWNER' THEN '0' WHEN 'JOINT' THEN '1' WHEN 'CO_BORROWER' THEN '2' ELSE '3' END + e.role + e.recordId"


def seen(name: str) -> str:
    return f"any(u IN {name}.units WHERE u IN $scope)"


def holds(name: str) -> str:
    return f"({name}.validTo IS NULL OR {name}.validTo > $today) AND ({name}.validFrom IS NULL OR {name}.validFrom <= $today)"


PARTY = """n{.id, .kind, .name, .gender, .occupation, birth_date: toString(n.birthDate),
  label: CASE WHEN n:Person THEN 'Person' ELSE 'Company' END}"""
ACCOUNT = """n{.id, .kind, .status, .number, .currency, .principal, opened: toString(n.opened),
  balance: coalesce(n.balance, n.lastBalance), role: e.role, since: toString(e.validFrom)}"""
HOLDS_ONE = f"EXISTS {{ (n)-[e:HOLDS]->(a:Account) WHERE {seen('a')} AND {holds('e')} }}"

CUSTOMER = f"MATCH (n:Party {{id: $key}}) WHERE {seen('n')} AND {HOLDS_ONE} RETURN {PARTY}"
CUSTOMERS = f"""MATCH (n:Party) WHERE n.sortName IS NOT NULL AND n.unit IN $scope AND {HOLDS_ONE}
  WITH n ORDER BY n.sortName, n.id LIMIT $first RETURN {PARTY}"""

IS_CUSTOMER = f"UNWIND $keys AS key MATCH (n:Party {{id: key}}) RETURN key, {HOLDS_ONE}"
HOUSEHOLD = f"""UNWIND $keys AS key MATCH (:Party {{id: key}})-[e:LIVES_IN|BELONGS_TO]->(n:Household) WHERE {holds("e")}
  RETURN key, n{{.id, .name}}"""
MEMBERS = f"""UNWIND $keys AS key
  MATCH (:Household {{id: key}})<-[e:LIVES_IN|BELONGS_TO]-(n:Party:Person) WHERE {holds("e")} AND {seen("n")}
  WITH key, n, e ORDER BY e.recordId WITH key, n, head(collect(e)) AS e ORDER BY n.sortName IS NULL, n.sortName, n.id
  RETURN key, collect({{role: e.role, person: {PARTY}}})"""
RESIDENCES = f"""UNWIND $keys AS key MATCH (:Party {{id: key}})-[e:RESIDES_AT]->(n:Address) WHERE {holds("e")}
  WITH key, n, e ORDER BY e.recordId WITH key, n, head(collect(e)) AS e ORDER BY n.id
  RETURN key, collect({{usage: e.usage, address: n{{.text, .city}}}})"""
RECORDS = """UNWIND $keys AS key MATCH (:Party {id: key})<-[e:DESCRIBES]-(n:SourceRecord)
  WITH key, n, e ORDER BY n.id RETURN key, collect({record_id: n.id, system: n.system, matched_by: e.rule})"""
ACCOUNTS = f"""UNWIND $keys AS key MATCH (:Party {{id: key}})-[e:HOLDS]->(n:Account) WHERE {holds("e")} AND {seen("n")}
  WITH key, n, e ORDER BY {FIRST} WITH key, n, head(collect(e)) AS e ORDER BY n.opened IS NULL, n.opened DESC, n.id
  RETURN key, collect({ACCOUNT})"""
HOLDERS = f"""UNWIND $keys AS key MATCH (:Account {{id: key}})<-[e:HOLDS]-(n:Party) WHERE {holds("e")} AND {seen("n")}
  WITH key, n, e ORDER BY {FIRST} WITH key, n, head(collect(e)) AS e ORDER BY n.sortName IS NULL, n.sortName, n.id
  RETURN key, collect({{role: e.role, node: {PARTY}}})"""
PRODUCT = f"""UNWIND $keys AS key MATCH (:Account {{id: key}})-[e:OF]->(n:Product) WHERE {holds("e")}
  RETURN key, n{{.code, .name, .family}}"""
BOOKED_AT = f"UNWIND $keys AS key MATCH (:Account {{id: key}})-[e:BOOKED_AT]->(n:OrgUnit) WHERE {holds('e')} RETURN key, n{{.name}}"
TRANSACTIONS = """UNWIND $keys AS key MATCH (:Account {id: key})<-[:ON]-(n:Transaction)
  WITH key, n ORDER BY n.position IS NULL, n.position DESC, n.id
  RETURN key, collect(n{.amount, .currency, .kind, .initiator, .purpose,
    balance_after: n.balanceAfter, booked_on: toString(n.bookedOn)})[..$first]"""
FLOWS = """UNWIND $keys AS key MATCH (:Account {id: key})<-[:ON]-(n:MonthlyFlow)
  WITH key, n ORDER BY n.month IS NULL, n.month DESC, n.id
  RETURN key, collect(n{.month, .in, .out, .closing, .currency, .count, client_count: n.clientCount})[..$first]"""


@dataclass(slots=True)
class Loaders:
    """The loaders of one request: one for each relation that it asks for."""

    graph: Session
    scope: list[str]
    today: date
    statements: int = 0
    made: dict[tuple[str, int], DataLoader[str, Any]] = field(default_factory=dict[tuple[str, int], DataLoader[str, Any]])

    async def start(self, text: str, **params: Any) -> list[Row]:
        """The nodes a question begins at."""
        return [row for (row,) in await self._rows(text, params)]

    def one(self, text: str) -> DataLoader[str, Any]:
        """For each key what its record holds; None where there is none."""
        return self._loader(text, 0, lambda: None)

    def many(self, text: str, first: int = 0) -> DataLoader[str, Any]:
        """For each key the list its record holds."""
        return self._loader(text, first, list[Any])

    def _loader(self, text: str, first: int, nothing: Callable[[], Any]) -> DataLoader[str, Any]:
        known = (text, first)
        if known not in self.made:
            self.made[known] = DataLoader(load_fn=self._load(text, first, nothing))
        return self.made[known]

    def _load(self, text: str, first: int, nothing: Callable[[], Any]) -> Load:
        async def load(keys: list[str]) -> list[Any]:
            found: dict[str, Any] = dict(await self._rows(text, {"keys": keys, "first": first}))
            return [found[key] if key in found else nothing() for key in keys]

        return load

    async def _rows(self, text: str, params: Row) -> list[list[Any]]:
        self.statements += 1
        return await self.graph.rows(text, {"scope": self.scope, "today": self.today, **params})
