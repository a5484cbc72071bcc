"""Statements that take rows seek each row's node, also where the planner would take a walk through all of them to be cheaper: in a
graph whose nodes are there and whose relationships are not."""

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from neo4j import GraphDatabase

import graph
from graph import beliefs, endings, links, load, relationships
from graph.model import Account, Holds, RelatedTo, Transaction
from graph.session import Session
from runtime.local.engines import Engines

WALKS = ("AllNodesScan", "LabelScan", "IndexScan", "TypeScan")
MADE = """
UNWIND range(1, 2000) AS i
CREATE (:Account {id: 'A' + i}), (:Party {id: 'P' + i}), (:Transaction {id: 'T' + i}), (:MonthlyFlow {id: 'M' + i}),
  (:SourceRecord {id: 'R' + i, bankKey: 'K' + i}), (:RecordVersion {key: 'R' + i, record: 'R' + i}), (:OrgUnit {id: 'U' + i}),
  (:Product {id: 'D' + i})"""


def statements() -> Iterator[tuple[str, str]]:
    """Those of every module of the graph that take rows, with their names."""
    for module in iter_modules(graph.__path__):
        for name, text in vars(import_module(f"graph.{module.name}")).items():
            if isinstance(text, str) and "UNWIND $" in text and "MATCH" in text and not re.search(r"{label}|{type}|{start}|{kind}", text):
                yield f"{module.name}.{name}", text
    for kind in beliefs.KINDS:
        yield from ((f"beliefs.{name} {kind}", getattr(beliefs, name).format(kind=kind)) for name in ("SAY", "FOR", "END"))
        yield f"beliefs.BECAUSE {kind}", beliefs.BECAUSE.format(kind=kind, label="Account")
    for cls in (Account, Transaction):
        yield from (
            (f"{name} {cls.__name__}", load.node_text(getattr(load, name), cls)) for name in ("SAME", "MADE", "HELD", "CHANGED", "FILLED")
        )
    for field in links.optional_links(Account):
        yield from ((f"{name} {field}", links.link_text(getattr(links, name), Account, field)) for name in ("READ", "BEGIN"))
    for cls in (Holds, RelatedTo):
        yield from (
            (f"{name} {cls.__name__}", relationships.text_of(getattr(relationships, name), cls))
            for name in ("SAME", "MADE", "HELD", "BEGIN")
        )
        yield f"FOUND {cls.__name__}", relationships.text_of(endings.FOUND, cls)


def walks(plan: dict[str, Any]) -> list[str]:
    found = [plan["operatorType"]] if any(walk in plan["operatorType"] for walk in WALKS) else []
    return found + [each for child in plan.get("children", ()) for each in walks(child)]


async def test_no_statement_that_takes_rows_walks_through_all_nodes(empty: Session, engines: Engines):
    await empty.run(MADE)
    told = dict(statements())
    assert len(told) > 50 and {"parties.OF_KEY", "flows.PLACES", "visibility.HELD"} <= told.keys()
    with (
        GraphDatabase.driver(engines.neo4j_uri, auth=(engines.neo4j_user, engines.neo4j_password), notifications_min_severity="OFF") as driver,
        driver.session(database=empty.database) as session,
    ):
        found = {name: walks(explained(session, text)) for name, text in told.items()}
    assert {name: each for name, each in found.items() if each} == {}


def explained(session: Any, text: str) -> dict[str, Any]:
    """By a plan of its own, and not one that was made before."""
    names = re.findall(r"\$(\w+)", text)
    return session.run(f"EXPLAIN CYPHER replan=force {text}", dict.fromkeys(names)).consume().plan
