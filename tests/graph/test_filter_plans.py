"""Every declared filter, order and root is found by an index: those there are, and those that will be."""

from typing import Any

from neo4j import GraphDatabase

from benchmarks.differential import Seat, seats
from benchmarks.plans import Case, Found, cases, explained, statement
from graph.session import Session
from runtime.local.engines import Engines
from tests.asking import SERVING

CORE: Any = SERVING._schema
CASES = list(cases(CORE))


def test_what_the_schema_declares_is_all_there():
    names = {case.name for case in CASES}
    assert len(names) == len(CASES)
    assert {
        "party", "nodes", "search", "customers", "customers by NAME_DESC", "customers name.contains", "customers birthDate.gte",
        "customers accounts.some", "customers accounts.none", "customers accounts.all", "customers opportunities.some.stage.in",
        "customers household.rule.startsWith", "Person.accounts balance.lte", "Person.accounts by OLDEST", "products by NAME",
        "Account.transactions amount.eq", "Pass.quarantine state.in", "customers any", "matchTasks not", "passes source.in",
        "customers totals", "passes totals", "Person.accounts totals", "Account.transactions totals", "Pass.quarantine totals",
        "Person.accounts by BALANCE_DESC", "Person.accounts role.in", "Person.relations by KIND", "Person.relations kind.eq", "Person.relations party",
        "customers isCustomer.eq", "quarantine by PLACE", "quarantine by PLACE behind a cursor",
        "customers by UNIT behind a cursor",
    } <= names  # fmt: skip


def test_a_plan_with_a_scan_is_told_from_one_with_an_index():
    assert Found(frozenset({"NodeByLabelScan", "NodeIndexSeek"})).scans == ["NodeByLabelScan"]
    assert not Found(frozenset({"AllNodesScan"})).indexed
    assert Found(frozenset({"NodeUniqueIndexSeek"})).indexed and not Found(frozenset({"NodeUniqueIndexSeek"})).scans


async def test_every_filter_order_and_root_is_found_by_an_index(graph: Session, engines: Engines):
    whole, branch, _ = await seats(graph)
    asked = [(case, seat) for n, case in enumerate(once(CASES)) for seat in seated(case, n, branch, whole)]
    with (
        GraphDatabase.driver(engines.neo4j_uri, auth=(engines.neo4j_user, engines.neo4j_password), notifications_min_severity="OFF") as driver,
        driver.session(database=graph.database) as session,
    ):
        found = {
            (case.name, seat.policy.whole): explained(session, *statement(SERVING, case, graph, seat)) for case, seat in asked
        }
    assert {name: each for name, each in found.items() if each.scans or not each.indexed} == {}


def once(all_: list[Case]) -> list[Case]:
    """Every root and its orders, each field that customers are found by, and of all else one filter, one order and the totals of each
    list: `c360 bench plans` asks everything."""
    return list({kind(case.name): case for case in all_}.values())


def kind(name: str) -> str:
    list_, _, told = name.partition(" ")
    if not told or (told.startswith("by ") and "." not in list_):
        return name
    word = told.partition(" ")[0] if told.startswith(("by ", "totals")) else "filter"
    return f"{name.partition('.')[0]}" if list_ == "customers" and word == "filter" else f"{list_} {word}"


def seated(case: Case, n: int, branch: Seat, whole: Seat) -> list[Seat]:
    """Roots and orders of customers are asked by both, what hangs from a node by a branch alone, all else in turn."""
    if "(id: $id)" in case.text and " " in case.name:
        return [branch]
    return [branch, whole] if " " not in case.name or case.name.startswith("customers by ") else [(branch, whole)[n % 2]]
