"""How the database finds what each declared filter, order and root asks for: every one there is, read off the schema itself."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import strawberry
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    OperationDefinitionNode,
    get_named_type,
    is_list_type,  # pyright: ignore[reportUnknownVariableType]
    is_required_argument,
    is_required_input_field,
    parse,
)
from graphql.execution.values import get_variable_values
from neo4j import GraphDatabase
from rich.console import Console

from benchmarks.differential import Seat, context, seats
from graph.cursor import encode
from graph.mapping import Reach, Search
from graph.session import Session, connect
from graph.statement import View
from graph.statement.listing import order
from graph.statement.order import kinds
from graph.wanted import Column
from resolvers.answer import planned
from resolvers.plan import prepared
from resolvers.selection import node_of, source_of
from resolvers.variables import settle
from runtime.settings import Settings
from schema.assembled import serving

DRIVER = cast(Any, GraphDatabase).driver
LOGIC = ("any", "all", "not")
AROUND_A_COMPANY = ("Ownership", "BeneficialOwnership", "CoverageGaps", "StakeholderMap")
TODAY = date(2026, 6, 30)
PLACE: Mapping[str, Any] = {
    "String": "wang", "ID": "1", "Int": 1, "Float": 0.5, "Date": "2026-03-15", "DateTime": "2026-03-15T12:00:00Z",
}  # fmt: skip
SCANS = ("AllNodesScan", "LabelScan", "LabelsScan", "TypeScan", "AllRelationshipsScan")
WORDS = {"DateTime": "2026-03-15T12:00:00Z", "Date": "1990-03-15", "Decimal": "1000.00", "Currency": "CNY", "Boolean": True,
         "_Any": {"__typename": "Person", "id": "Person:1"}}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """A question that asks for one thing, by the name of what it asks for."""

    name: str
    text: str
    variables: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """The operators of a plan, and what it cost where it was run."""

    operators: frozenset[str]
    hits: int | None = None

    @property
    def scans(self) -> list[str]:
        return sorted(each for each in self.operators if any(scan in each for scan in SCANS))

    @property
    def indexed(self) -> bool:
        return any("Index" in each for each in self.operators) or "ProcedureCall" in self.operators


# ---- what there is


def cases(schema: GraphQLSchema) -> Iterator[Case]:
    """Every root; what all of a list comes to, every order and every filter by every operator, wherever the list hangs."""
    assert schema.query_type
    lists = list(listings(schema))
    known = {where.name for _, _, field in lists if (where := where_of(field))}
    for name, field in schema.query_type.fields.items():
        if source_of(field) is not None:
            yield root(name, field)
    for type_, name, field in lists:
        for way in orders_of(field):
            yield listed(schema, type_, name, field, f"by {way}", {"orderBy": Enum(way)})
            if type_ is schema.query_type:
                yield behind(name, field, way)
        if keys := keys_of(field):
            yield summed(schema, type_, name, keys)
        where = where_of(field)
        for told, test in tests(where, known) if where else ():
            yield listed(schema, type_, name, field, told, {"where": test})


def listings(schema: GraphQLSchema) -> Iterator[tuple[GraphQLObjectType, str, GraphQLField]]:
    """The lists that are filtered or ordered, at the start and below nodes; what several types share, once."""
    seen = set[tuple[str, int]]()
    for type_ in schema.type_map.values():
        if isinstance(type_, GraphQLObjectType) and (type_ is schema.query_type or node_of(type_)):
            for name, field in type_.fields.items():
                if (where_of(field) or orders_of(field)) and (name, id(source_of(field))) not in seen:
                    seen.add((name, id(source_of(field))))
                    yield type_, name, field


class Enum(str):
    """An enum's value."""


def root(name: str, field: GraphQLField) -> Case:
    """A start by what it cannot do without."""
    needed = {word: one for word, one in field.args.items() if is_required_argument(one)}
    declared = ", ".join(f"${word}: {cast(Any, one).type}" for word, one in needed.items())
    given = ", ".join(f"{word}: ${word}" for word in needed)
    named = get_type(field)
    plain = "{ __typename }" if isinstance(named, GraphQLUnionType) else "{ id }"
    below = "{ totalCount edges { node { id } } }" if named.name.endswith("Connection") else plain
    below = "{ company { id } }" if named.name in AROUND_A_COMPANY else below
    below = "{ centre { id } members { party { id } } }" if named.name == "EconomicUnit" else below
    variables = {word: value_for(cast(Any, one.type), word) for word, one in needed.items()}
    return Case(name, f"query({declared}) {{ {name}({given}) {below} }}" if needed else f"{{ {name} {below} }}", variables)


def listed(schema: GraphQLSchema, type_: GraphQLObjectType, name: str, field: Any, told: str, given: dict[str, Any]) -> Case:
    """A page of a list; below a node, that node is named."""
    ((word, value),) = given.items()
    at_root = type_ is schema.query_type
    lines = f"{name}(first: 20, {word}: $w) {{ edges {{ cursor node {{ id }} }} }}"
    page = lines if "first" in field.args else f"{name}({word}: $w) {{ __typename }}"
    text = page if at_root else entered(schema, type_, page)
    declared = f"$w: {field.args[word].type}" + ("" if at_root else ", $id: ID!")
    variables = {"w": value} if at_root else {"w": value, "id": f"{type_.name}:1"}
    where = name if at_root else f"{type_.name}.{name}"
    return Case(f"{where} {told}", f"query({declared}) {{ {text} }}", variables)


def summed(schema: GraphQLSchema, type_: GraphQLObjectType, name: str, keys: list[str]) -> Case:
    """What all lines of a list come to, by all keys that it has."""
    list_, at_root = f"{name} {{ totals(by: $by) {{ groups {{ count }} }} }}", type_ is schema.query_type
    connection: Any = type_.fields[name]
    declared = f"$by: {get_type(connection).fields['totals'].args['by'].type}"
    if at_root:
        return Case(f"{name} totals", f"query({declared}) {{ {list_} }}", {"by": keys})
    text = f"query({declared}, $id: ID!) {{ {entered(schema, type_, list_)} }}"
    return Case(f"{type_.name}.{name} totals", text, {"by": keys, "id": f"{type_.name}:1"})


def entered(schema: GraphQLSchema, type_: GraphQLObjectType, asked: str) -> str:
    """By the root of its type; what has none by that of any type, which takes far longer to plan."""
    query: Any = schema.query_type
    own = type_.name.lower()
    return f"{own}(id: $id) {{ {asked} }}" if own in query.fields else f"node(id: $id) {{ ... on {type_.name} {{ {asked} }} }}"


def behind(name: str, field: Any, way: str) -> Case:
    """A page of a list that begins in its midst; the cursor is made once the list is planned."""
    page = f"{name}(first: 20, orderBy: $w, after: $a) {{ edges {{ cursor node {{ id }} }} }}"
    text = f"query($w: {field.args['orderBy'].type}, $a: String) {{ {page} }}"
    return Case(f"{name} by {way} behind a cursor", text, {"w": Enum(way), "a": ""})


def tests(where: GraphQLInputObjectType, known: set[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each test a filter has, with its name; across a relationship those of the far end that no list of its own has."""
    fields: dict[str, Any] = dict(where.fields)
    for name, one in fields.items():
        inner = get_type(one)
        if name in LOGIC:
            yield name, {name: [{}] if is_list_type(one.type) else {}}
        elif not isinstance(inner, GraphQLInputObjectType):
            needed = {word: value_for(each.type, word) for word, each in fields.items() if is_required_input_field(each)}
            if name not in needed:
                yield name, {name: value_for(one.type, name), **needed}
        elif inner.name in known:
            yield name, {name: {}}
        else:
            yield from ((f"{name}.{told}", {name: test}) for told, test in tests(inner, known | {where.name}))


def get_type(made: Any) -> Any:
    """The type of a field or an argument, inside all lists."""
    return cast(Any, get_named_type)(made.type)


def value_for(type_: Any, word: str) -> Any:
    named = cast(Any, get_named_type)(type_)
    if isinstance(named, GraphQLEnumType):
        value: Any = next(iter(named.values))
    elif isinstance(named, GraphQLInputObjectType):
        value = {"id": "1"}
    else:
        value = WORDS.get(named.name, 1 if named.name in ("Int", "Float") else "wang")
    return [value] if is_list_type(type_.of_type if str(type_).endswith("!") else type_) else value


def where_of(field: GraphQLField) -> GraphQLInputObjectType | None:
    return get_type(field.args["where"]) if listable(field) and "where" in field.args else None


def orders_of(field: GraphQLField) -> list[str]:
    if not listable(field) or "orderBy" not in field.args:
        return []
    return list(get_type(field.args["orderBy"]).values)


def keys_of(field: GraphQLField) -> list[str]:
    totals = getattr(get_type(field), "fields", {}).get("totals")
    return list(get_type(totals.args["by"]).values) if totals else []


def listable(field: GraphQLField) -> bool:
    return isinstance(source_of(field), Reach | Search)


# ---- how each is found


def statement(schema: strawberry.Schema, case: Case, graph: Session, seat: Seat) -> tuple[str, dict[str, Any]]:
    """What is sent for a case."""
    core, document = schema._schema, parse(case.text)  # pyright: ignore[reportPrivateUsage]
    operation = cast(OperationDefinitionNode, document.definitions[0])
    values = get_variable_values(core, operation.variable_definitions or (), dict(case.variables))
    assert not isinstance(values, list), values
    marked, params = settle(values)
    asking = context(graph, seat, TODAY)
    made = planned(core, operation, document, marked, asking)
    assert made
    if "a" in case.variables:
        params[marked.coerced["a"].name] = cursor(made.wanted.columns[0], asking.view)
    return made.statement.text, prepared(made, params, asking)


def cursor(column: Column, view: View) -> str:
    """A place in a list, of whatever values."""
    assert isinstance(column.source, Reach)
    return encode(column.place, [PLACE[kind] for kind in kinds(order(column.source, column, "n", "e", view))])


def explained(session: Any, text: str, sent: dict[str, Any]) -> Found:
    return Found(frozenset(operators(session.run(f"EXPLAIN {text}", sent).consume().plan)))


def profiled(session: Any, text: str, sent: dict[str, Any]) -> Found:
    plan = session.run(f"PROFILE {text}", sent).consume().profile
    return Found(frozenset(operators(plan)), hits(plan))


def operators(plan: dict[str, Any]) -> Iterator[str]:
    yield plan["operatorType"].partition("@")[0]
    for child in plan.get("children", ()):
        yield from operators(child)


def hits(plan: dict[str, Any]) -> int:
    return plan.get("dbHits", 0) + sum(map(hits, plan.get("children", ())))


# ---- the command


async def statements(graph: Session) -> list[tuple[str, str, str, dict[str, Any]]]:
    """Each case as head office and as a branch asks it: its name, who asks, and what is sent."""
    schema = serving()
    try:
        whole, branch, _ = await seats(graph)
        every = list(cases(schema._schema))  # pyright: ignore[reportPrivateUsage]
        seated = (("HQ", whole), ("branch", branch))
        return [(case.name, who, *statement(schema, case, graph, seat)) for case in every for who, seat in seated]
    finally:
        await graph.close()


def run(settings: Settings, out: Console) -> int:
    """Prints what each costs head office and a branch in the database at hand; returns how many no index finds."""
    assert settings.neo4j_uri
    user, password = settings.neo4j_user, settings.neo4j_password.get_secret_value()
    asked = asyncio.run(statements(connect(settings.neo4j_uri, user, password, settings.neo4j_database)))
    bad = 0
    with (
        DRIVER(settings.neo4j_uri, auth=(user, password), notifications_min_severity="OFF") as driver,
        driver.session(database=settings.neo4j_database) as session,
    ):
        for name, who, text, params in asked:
            found = profiled(session, text, params)
            wrong = bool(found.scans) or not found.indexed
            bad += wrong
            told = f"{', '.join(found.scans) or 'no index'}" if wrong else ""
            out.print(f"{name:60} {who:7} {found.hits or 0:>12,} db hits {told}", markup=False, soft_wrap=True)
    out.print(f"{bad} found by a scan, or by no index")
    return bad
