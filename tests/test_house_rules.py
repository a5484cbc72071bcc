"""Rules of the house that no checker knows."""

import ast
import importlib
import pkgutil
import re
import subprocess
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import pytest
from neo4j import GraphDatabase

import graph as graph_package
from docs import printed
from graph.session import Session
from resolvers.answer import PLANS
from resolvers.plan import Plan, prepared
from runtime.local import lock
from runtime.local.engines import Engines
from tests.asking import asker

ROOT = Path(__file__).parent.parent
OURS = (
    "schema",
    "resolvers",
    "rules",
    "graph",
    "ingest",
    "access",
    "runtime",
    "doctor",
    "explorer",
    "drawing",
    "gateway",
    "c360",
    "benchmarks",
    "tests",
    "docs",
)
CODE = [path for name in OURS for path in sorted(ROOT.joinpath(name).rglob("*.py"))] + [ROOT / "gateway.py", ROOT / "c360.py"]
CYPHER = re.compile(r"\b(MATCH|MERGE|UNWIND|DETACH DELETE|CALL db\.)\s*[\s({]")
TRACKED = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()


def texts(path: Path) -> list[str]:
    """Every string of a module that is not a description."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    described = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in described
    ]


def test_cypher_is_spoken_in_graph_and_in_declarations_only():
    """Declarations: the schema, and beside the judges in resolvers what they need to know."""
    allowed = ("graph", "schema", "resolvers", "tests", "benchmarks")
    speaking = {path.relative_to(ROOT).parts[0] for path in CODE for text in texts(path) if CYPHER.search(text)}
    assert speaking <= set(allowed)


def test_every_module_says_what_it_is_for_in_one_line():
    for path in CODE:
        if path.relative_to(ROOT).parts[0] in ("tests",):
            continue
        about = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        assert about and about.splitlines()[0].endswith((".", ":", "?")), path


def test_no_installed_package_has_a_name_of_ours():
    taken = {
        name.split("/")[0].removesuffix(".py")
        for distribution in distributions()
        if distribution.metadata["Name"] != "c360"
        for name in map(str, distribution.files or [])
    }
    assert not taken & (set(OURS) - {"docs", "tests"})


def test_no_file_names_a_registry_or_a_machines_path():
    forbidden = re.compile(
        r"files\.pythonhosted|pypi\.org|repo1?\.maven|registry\.npmjs|--index-url|(^|[^A-Za-z0-9_.])/(work|root|home)/[a-z]"
    )
    for name in TRACKED:
        path = ROOT / name
        if "vendor" in path.parts or name == "tests/test_house_rules.py" or path.suffix in (".png",) or not path.is_file():
            continue
        assert not forbidden.search(path.read_text(encoding="utf-8")), name


@pytest.mark.parametrize("line", ["5.26", "2026.05"])
def test_every_jar_of_a_line_is_locked_by_its_hash(line: str):
    jars = lock.read(line).jars
    assert len(jars) > 150
    assert all(re.fullmatch("[0-9a-f]{64}", jar.sha256) for jar in jars)


def test_the_documents_say_what_the_code_says():
    assert printed.main(check=True) == 0


def test_every_link_of_the_documents_leads_somewhere():
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} → {target}"


def constants() -> list[tuple[str, str]]:
    """Every statement that stands as a constant in graph/."""
    found: list[tuple[str, str]] = []
    for module in pkgutil.walk_packages(graph_package.__path__, "graph."):
        for name, value in vars(importlib.import_module(module.name)).items():
            whole = (
                isinstance(value, str)
                and name.isupper()
                and re.search(r"\b(RETURN|SET|DELETE|CREATE|MERGE)\b", value)
                and CYPHER.search(value)
            )
            if whole and not re.search(r"(?<!\{)\{[a-z_]*\}(?!\})", value):  # a template is not a statement yet
                found.append((f"{module.name}.{name}", value))
    return found


async def test_every_statement_of_the_graph_is_understood_by_this_neo4j(graph: Session):
    statements = constants()
    assert len(statements) > 20
    for name, text in statements:
        parameters = dict.fromkeys(re.findall(r"\$(\w+)", text))
        try:
            await graph.rows("EXPLAIN " + text, parameters)  # pyright: ignore[reportArgumentType]
        except Exception as fault:
            raise AssertionError(f"{name}: {fault.__cause__ or fault}") from fault


def operators(plan: dict[str, Any]) -> set[str]:
    """The names of all operators of a plan, without the runtime's suffix."""
    below = (operators(child) for child in plan.get("children", []))
    return {plan["operatorType"].partition("@")[0]}.union(*below)


async def test_lists_begin_at_an_index_and_not_at_every_node(graph: Session, engines: Engines):
    """The lists and keys that a question may begin with, by their plans."""
    ask = await asker(graph, "HQ/SUZHOU")
    roots = [
        "{ customers(first: 5) { edges { node { name } } } }",
        '{ party(by: {sourceId: "x"}) { name } }', '{ party(by: {accountId: "x"}) { name } }', '{ party(by: {iban: "x"}) { name } }',
        '{ party(by: {lei: "x"}) { name } }', '{ party(by: {uscc: "x"}) { name } }', '{ customer(id: "x") { name } }', '{ account(id: "x") { kind } }',
        '{ node(id: "UGVyc29uOng") { id } }', '{ nodes(ids: ["UGVyc29uOng"]) { id } }', "{ products(first: 5) { edges { node { name } } } }",
        "{ passes(first: 5) { edges { node { source } } } }", "{ quarantine(first: 5) { edges { node { reason } } } }",
        "{ matchTasks(first: 5) { edges { node { cost } } } }",
    ]  # fmt: skip
    for text in roots:
        answer = await ask(text)
        assert answer.result.errors is None
        plan = next(reversed(PLANS.kept.values()))
        assert isinstance(plan, Plan)
        statement = plan.statement.text
        parameters = prepared(plan, {}, answer.context)
        with GraphDatabase.driver(engines.neo4j_uri, auth=(engines.neo4j_user, engines.neo4j_password)) as driver:
            explained = driver.execute_query("EXPLAIN " + statement, parameters).summary.plan  # pyright: ignore
        assert explained
        scans = {"AllNodesScan", "NodeByLabelScan", "UnionNodeByLabelsScan", "PartitionedNodeByLabelScan"}
        assert not scans & operators(explained), text
