"""What is asked to do harm, or by mistake as if to: each refused with its status, its code and one line."""

import json
from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest

from access.caller import CallerRole
from graph.session import Session
from runtime.local.engines import Engines
from tests.journeys.test_gateway import GRAPHQL, bearer, served

DEEP = 5_000
MANY = 10_000
FIRST = '{ customers(first: 1) { edges { cursor } } }'


def flood(each: str, count: int = MANY) -> str:
    return " ".join(each.replace("#", str(n)) for n in range(count))


WHERE = "query($w: PartyWhere) { customers(first: 1, where: $w) { totalCount } }"
EXPONENTIAL = "{ ...F0 } " + " ".join(
    f"fragment F{n} on Person {{ x{n}: household {{ members {{ person {{ ...F{n + 1} }} }} }} y{n}: household {{ name }} ...F{n + 1} }}"
    for n in range(40)
) + " fragment F40 on Person { name }"  # fmt: skip
ATTACKS: dict[str, tuple[Any, str, str]] = {
    # what is sent as the question, and its variables; code; what the message says
    "a flood of aliases": ("{ " + flood("a#: __typename") + " }", "QUERY_TOO_LONG", "at most 20,000 are read"),
    "aliases within the length": ("{ " + flood("a#: __typename", 500) + " }", "QUERY_TOO_COSTLY", "at most 100"),
    "a flood of directives": ("{ __typename " + "@skip(if:false)" * MANY + " }", "QUERY_TOO_LONG", "characters"),
    "directives within the length": ("{ __typename " + "@a" * 900 + " }", "QUERY_TOO_COSTLY", "900 directives; at most 50"),
    "a flood of fragments": ("{ __typename } " + flood("fragment F# on Query { __typename }"), "QUERY_TOO_LONG", "characters"),
    "fragments within the length": ("{ a } " + flood("fragment F# on Q {a}", 200), "QUERY_TOO_LONG", "201 operations and fragments"),
    "circular fragments": (
        "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
        "GRAPHQL_VALIDATION_FAILED",
        "within itself",
    ),
    "a fragment of itself": ("{ ...A } fragment A on Query { a: __typename ...A }", "GRAPHQL_VALIDATION_FAILED", "within itself"),
    "exponential fragments": (EXPONENTIAL, "QUERY_TOO_DEEP", "deep"),
    "circular introspection, deep": (
        "{ __schema { types " + "{ fields { type " * 9 + "{ name }" + " } }" * 9 + " } }",
        "QUERY_TOO_DEEP",
        "Fields stand more than 20 deep",
    ),
    "circular introspection, wide": (
        "{ __schema { types " + "{ fields { type " * 4 + "{ name }" + " } }" * 4 + " } }",
        "GRAPHQL_VALIDATION_FAILED",
        "introspection depth",
    ),
    "one field many times": ("{ " + "__typename " * MANY + "}", "QUERY_TOO_LONG", "characters"),
    "one field as often as fits": ("{ viewer { " + "org " * 900 + "} }", "QUERY_TOO_COSTLY", "org stands 900 times in one place"),
    "many roots": ("{ " + flood("r#: viewer { org }", 40) + " }", "QUERY_TOO_COSTLY", "40 fields stand at the root"),
    "braces": ("{" * DEEP, "QUERY_TOO_DEEP", "brackets are open"),
    "fields in fields": ("{a" * DEEP + "}" * DEEP, "QUERY_TOO_DEEP", "brackets are open"),
    "lists in lists": ("{ node(id: " + "[" * DEEP + ") { id } }", "QUERY_TOO_DEEP", "brackets are open in line 1"),
    "types in types": ("query($a: " + "[" * DEEP + "ID) { node(id: $a) { id } }", "QUERY_TOO_DEEP", "brackets are open"),
    "a long list as text": ('{ nodes(ids: [' + '"x" ' * 4000 + "]) { id } }", "QUERY_TOO_LONG", "names, values and signs"),
    "a wide filter as text": ("{ customers(first: 1, where: {any: [" + "{} " * 600 + "]}) { totalCount } }", "QUERY_TOO_COSTLY", "more than 250 tests"),
    "one long text": ('{ node(id: "' + "x" * 30_000 + '") { id } }', "QUERY_TOO_LONG", "characters"),
    "a long list as variable": ((WHERE, {"w": {"name": {"in": ["x"] * MANY}}}), "QUERY_TOO_COSTLY", "lists of the variables"),
    "a wide filter as variable": ((WHERE, {"w": {"any": [{"name": {"eq": "x"}}] * 5000}}), "QUERY_TOO_COSTLY", "the variables"),
    "a deep filter as variable": ((WHERE, {"w": json.loads('{"not":' * 90 + "{}" + "}" * 90)}), "QUERY_TOO_DEEP", "variables are nested"),
    "pages in pages": (
        "{ customers(first: 100) { edges { node { accounts(first: 100) { edges { node { id } } } } } } }",
        "QUERY_TOO_COSTLY",
        "The question costs 20,301; at most 10,000",
    ),
    "a list without the size of a page": ("{ customers { edges { cursor } } }", "BAD_USER_INPUT", "needs first or last"),
    "null where there must be something": ("{ node(id: null) { id } }", "GRAPHQL_VALIDATION_FAILED", "ID!"),
    "a page of less than none": ("{ customers(first: -1) { edges { cursor } } }", "BAD_USER_INPUT", "between 0 and 100"),
    "a page of all": ("{ customers(first: 1000000000) { edges { cursor } } }", "BAD_USER_INPUT", "between 0 and 100"),
    "a page beyond any number": ("{ customers(last: 2147483647) { edges { cursor } } }", "BAD_USER_INPUT", "last must be between"),
    "a forged cursor": ('{ customers(first: 1, after: "AAAA") { edges { cursor } } }', "BAD_USER_INPUT", "cursor"),
    "a page of all as a variable": (("query($n: Int) { customers(first: $n) { edges { cursor } } }", {"n": 10**9}), "BAD_USER_INPUT", "between"),
    "a page of no number": (("query($n: Int) { customers(first: $n) { edges { cursor } } }", {"n": 10**12}), "BAD_USER_INPUT", "32-bit"),
    "null as a variable": (("query($i: ID!) { node(id: $i) { id } }", {"i": None}), "BAD_USER_INPUT", "non-null"),
}  # fmt: skip
ASKED = {
    # questions that are right, of which there is nothing
    "a page of none": "{ customers(first: 0) { edges { cursor } } }",
    "an unknown id": '{ customer(id: "nobody") { id } }',
    "an id that is none": '{ node(id: "\\u0000") { id } }',
}


@pytest.fixture
async def client(graph: Session, engines: Engines) -> AsyncGenerator[httpx.AsyncClient]:
    async with served(NEO4J_URI=engines.neo4j_uri, NEO4J_PASSWORD=engines.neo4j_password) as client:
        client.headers["accept"] = GRAPHQL
        yield client


def refused(response: httpx.Response) -> tuple[int, str]:
    """The one fault that is told, of which no line betrays the inside."""
    shown = response.json()
    (error,) = shown["errors"][:1]
    assert "data" not in shown and "\n" not in error["message"] and len(response.content) < 4_000
    assert not any(word in response.text for word in ("Traceback", "File ", ".py", "RecursionError", "Neo4j"))
    return response.status_code, error["extensions"]["code"]


@pytest.mark.parametrize("name", ATTACKS)
async def test_an_attack_is_refused_before_it_is_executed(client: httpx.AsyncClient, name: str):
    asked, code, says = ATTACKS[name]
    query, variables = asked if isinstance(asked, tuple) else (asked, None)
    for _ in range(2):  # anew, and as remembered
        response = await client.post("/graphql", json={"query": query, "variables": variables})
        assert refused(response) == (400, code)
        assert says in response.json()["errors"][0]["message"]


@pytest.mark.parametrize("name", ASKED)
async def test_what_is_not_there_is_no_fault(client: httpx.AsyncClient, name: str):
    response = await client.post("/graphql", json={"query": ASKED[name]})
    assert response.status_code == 200 and "errors" not in response.json()


async def test_a_cursor_of_another_list_is_told(client: httpx.AsyncClient):
    cursor = (await client.post("/graphql", json={"query": FIRST})).json()["data"]["customers"]["edges"][0]["cursor"]
    query = "query($c: String) { products(first: 1, after: $c) { edges { cursor } } }"
    response = await client.post("/graphql", json={"query": query, "variables": {"c": cursor}})
    assert refused(response) == (400, "BAD_USER_INPUT")
    assert "given as after at products" in response.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"content": "query=%7B__typename%7D", "headers": {"content-type": "application/x-www-form-urlencoded"}}, 415, "UNSUPPORTED_MEDIA_TYPE"),
        ({"content": b"x" * 5_000_000, "headers": {"content-type": "application/json"}}, 413, "BODY_TOO_LARGE"),
        ({"json": [{"query": "{ __typename }"}] * 100}, 400, "BAD_USER_INPUT"),
        ({"content": b'{"query": "{ __typename }", "variables": ' + b"[" * DEEP, "headers": {"content-type": "application/json"}}, 400, "BAD_USER_INPUT"),
        ({"content": b'{"query": "{ __typename }", "variables": {"a": ' + b"[" * DEEP + b"]" * DEEP + b"}}", "headers": {"content-type": "application/json"}}, 400, "BAD_USER_INPUT"),
    ],
    ids=["as a form", "five megabytes", "as a batch", "brackets in the body", "lists in the variables"],
)  # fmt: skip
async def test_a_body_that_is_no_question_is_refused(client: httpx.AsyncClient, sent: dict[str, Any], status: int, code: str):
    assert refused(await client.post("/graphql", **sent)) == (status, code)


# ---- cost and allowance


async def test_an_answer_tells_what_it_cost_and_what_is_left(client: httpx.AsyncClient):
    query = "query($n: Int!) { customers(first: $n) { edges { node { homeUnit { name } } } } }"
    answer = (await client.post("/graphql", json={"query": query, "variables": {"n": 3}})).json()
    lines = answer["data"]["customers"]["edges"]
    told = answer["extensions"]["cost"]
    assert told["requestedQueryCost"] == 1 + 3 * 3
    assert told["actualQueryCost"] == 1 + sum(2 + bool(line["node"]["homeUnit"]) for line in lines)
    status = told["throttleStatus"]
    assert status == {"maximumAvailable": 100_000, "currentlyAvailable": status["currentlyAvailable"], "restoreRate": 5_000}
    assert 99_000 < status["currentlyAvailable"] <= 100_000
    empty = (await client.post("/graphql", json={"query": '{ customer(id: "nobody") { homeUnit { name } } }'})).json()
    assert empty["extensions"]["cost"]["actualQueryCost"] == 1 and empty["extensions"]["cost"]["requestedQueryCost"] == 2


async def test_who_asks_for_too_much_is_told_when_to_ask_again_and_others_are_not(graph: Session, engines: Engines):
    settings = {"NEO4J_URI": engines.neo4j_uri, "NEO4J_PASSWORD": engines.neo4j_password}
    async with served(**settings, C360_COST_CAPACITY="100", C360_COST_RESTORE="0.5", REDIS_URL=engines.redis_url) as client:
        for _ in range(12):
            response = await client.post("/graphql", json={"query": "{ customers(first: 5) { edges { cursor node { id } } } }"})
            if response.status_code != 200:
                break
        assert refused(response) == (429, "THROTTLED")
        told = response.json()["extensions"]["cost"]
        assert told["requestedQueryCost"] == 11 and told["actualQueryCost"] is None
        assert told["throttleStatus"]["currentlyAvailable"] < 11
        assert 1 <= int(response.headers["retry-after"]) <= 22
        costly = await client.post("/graphql", json={"query": "{ customers(first: 60) { edges { cursor node { id } } } }"})
        assert refused(costly)[1] == "QUERY_TOO_COSTLY"
        other = await client.post("/graphql", json={"query": "{ viewer { org } }"}, headers=bearer(subject="another"))
        assert other.status_code == 200


# ---- who is shown the schema

LOOK = "{ __schema { queryType { name } } }"
TYPO = "{ viewer { subjekt } }"


async def test_introspection_and_suggestions_are_for_the_banks_own_people(graph: Session, engines: Engines):
    settings = {"NEO4J_URI": engines.neo4j_uri, "NEO4J_PASSWORD": engines.neo4j_password}
    partner = bearer(role=CallerRole.PARTNER)
    async with served(**settings) as client:
        assert (await client.post("/graphql", json={"query": LOOK})).json()["data"]["__schema"]["queryType"] == {"name": "Query"}
        assert "Did you mean 'subject'" in (await client.post("/graphql", json={"query": TYPO})).text
        for query in (LOOK, '{ t: __type(name: "Party") { name } }', "{ ...F } fragment F on Query { ... { __schema { description } } }"):
            response = await client.post("/graphql", json={"query": query}, headers={**partner, "accept": GRAPHQL})
            assert refused(response) == (400, "FORBIDDEN")
        told = await client.post("/graphql", json={"query": TYPO}, headers=partner)
        assert told.json()["errors"][0]["message"] == "Cannot query field 'subjekt' on type 'Viewer'."
        where = {"query": WHERE, "variables": {"w": {"nmae": {"eq": "x"}}}}
        assert "Did you mean" not in (await client.post("/graphql", json=where, headers=partner)).text
        assert (await client.post("/graphql", json={"query": "{ __typename }"}, headers=partner)).status_code == 200
    async with served(**settings, C360_PARTNERS_LOOK="true") as client:
        assert "data" in (await client.post("/graphql", json={"query": LOOK}, headers=partner)).json()
        assert "Did you mean" in (await client.post("/graphql", json={"query": TYPO}, headers=partner)).text


async def test_graphiql_is_shown_to_whoever_may_look_at_the_schema_and_others_find_a_door(graph: Session, engines: Engines):
    settings = {"NEO4J_URI": engines.neo4j_uri, "NEO4J_PASSWORD": engines.neo4j_password}
    partner = bearer(role=CallerRole.PARTNER)
    async with served(**settings) as client:
        own = client.headers.pop("authorization")
        door = await client.get("/graphiql")
        assert door.status_code == 200 and 'id="door"' in door.text and "graphiql.min.js" not in door.text
        assert all(f'{kind}="/' in line for line in door.text.splitlines() for kind in ("src",) if f"{kind}=" in line)
        assert (await client.get("/graphiql/door.js")).status_code == 200
        assert "graphiql.min.js" in (await client.get("/graphiql", headers={"authorization": own})).text
        for headers, status, code in (({"authorization": "Bearer junk"}, 401, "UNAUTHENTICATED"), (partner, 403, "FORBIDDEN")):
            told = await client.get("/graphiql", headers=headers)
            assert (told.status_code, told.json()["errors"][0]["extensions"]["code"]) == (status, code)
    async with served(**settings, C360_PARTNERS_LOOK="true") as client:
        assert "graphiql.min.js" in (await client.get("/graphiql", headers=partner)).text
