"""HTTP in, JSON out: the gateway as a client meets it."""

import gzip
import json
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from access import caller as callers
from access.caller import CallerRole
from gateway import application
from graph.session import Session
from runtime.local.engines import Engines
from runtime.settings import Settings
from runtime.wire.compression import zstd

SECRET = "the secret of these journeys, long enough to sign"
GRAPHQL = "application/graphql-response+json"
NAME = '{ party(by: {sourceId: "core:1000000003"}) { name } }'


def bearer(
    org: str = "HQ", role: CallerRole = CallerRole.BANKER, hours: float = 1, subject: str = "journey"
) -> dict[str, str]:
    return {"authorization": f"Bearer {callers.sign(SECRET, subject, role, org, timedelta(hours=hours))}"}


@asynccontextmanager
async def served(**settings: str) -> AsyncGenerator[httpx.AsyncClient]:
    """As patient as a machine needs that runs two databases."""
    app = application(Settings.from_env({"C360_CONNECT_SECONDS": "30"} | settings), SECRET)
    async with app.router.lifespan_context(app), httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://gateway", headers=bearer()
    ) as client:  # fmt: skip
        yield client


@pytest.fixture
async def client(graph: Session, engines: Engines) -> AsyncGenerator[httpx.AsyncClient]:
    async with served(NEO4J_URI=engines.neo4j_uri, NEO4J_PASSWORD=engines.neo4j_password) as client:
        yield client


def code(response: httpx.Response) -> str:
    return response.json()["errors"][0]["extensions"]["code"]


async def test_a_question_is_answered(client: httpx.AsyncClient):
    response = await client.post("/graphql", json={"query": NAME})
    assert response.status_code == 200
    assert response.json()["data"] == {"party": {"name": "林海川"}}
    assert response.headers["content-type"] == "application/json; charset=utf-8"


async def test_variables_and_one_of_several_operations(client: httpx.AsyncClient):
    query = "query A($k: String!) { party(by: {sourceId: $k}) { name } } query B { __typename }"
    response = await client.post("/graphql", json={"query": query, "operationName": "A", "variables": {"k": "core:1000000003"}})
    assert response.json()["data"]["party"]["name"] == "林海川"
    response = await client.post("/graphql", json={"query": query, "operationName": "B"})
    assert response.json()["data"] == {"__typename": "Query"}


@pytest.mark.parametrize("accept", [None, "*/*", "application/json", GRAPHQL])
async def test_an_answer_comes_in_what_the_client_takes(client: httpx.AsyncClient, accept: str | None):
    headers = {"accept": accept} if accept else {}
    response = await client.post("/graphql", json={"query": "{ __typename }"}, headers=headers)
    assert response.headers["content-type"].startswith(GRAPHQL if accept == GRAPHQL else "application/json")


CHANGE = 'mutation($row: ID!) { redriveRow(input: {idempotencyKey: "k", row: $row}) { row { state } userErrors { field code } } }'


async def test_a_change_is_answered_with_its_mistakes_and_refused_to_who_may_not(client: httpx.AsyncClient):
    sent = {"query": CHANGE, "variables": {"row": "nothing-1"}}
    assert (await client.post("/graphql", json=sent)).json()["data"] == {
        "redriveRow": {"row": None, "userErrors": [{"field": "row", "code": "NOT_FOUND"}]}
    }
    refused = await client.post("/graphql", json=sent, headers=bearer(role=CallerRole.PARTNER))
    assert code(refused) == "FORBIDDEN"
    assert (await client.get("/graphql", params={"query": CHANGE})).status_code == 405


Sent = Callable[[httpx.AsyncClient], Any]
BAD: dict[str, tuple[dict[str, Any], int, int, str]] = {
    # what is sent, status as application/json, status as graphql-response+json, code
    "not JSON": ({"content": "{"}, 400, 400, "BAD_USER_INPUT"),
    "a list": ({"json": [{"query": NAME}]}, 400, 400, "BAD_USER_INPUT"),
    "no query": ({"json": {"qeury": NAME}}, 400, 400, "BAD_USER_INPUT"),
    "an empty query": ({"json": {"query": ""}}, 400, 400, "BAD_USER_INPUT"),
    "a number for a query": ({"json": {"query": 7}}, 400, 400, "BAD_USER_INPUT"),
    "variables that are a list": ({"json": {"query": NAME, "variables": []}}, 400, 400, "BAD_USER_INPUT"),
    "a malformed question": ({"json": {"query": "{ party("}}, 200, 400, "GRAPHQL_PARSE_FAILED"),
    "an unknown field": ({"json": {"query": "{ nothing }"}}, 200, 400, "GRAPHQL_VALIDATION_FAILED"),
    "a wrong type": ({"json": {"query": "{ customers(first: true) { totalCount } }"}}, 200, 400, "GRAPHQL_VALIDATION_FAILED"),
    "a missing variable": (
        {"json": {"query": "query($k: String!) { party(by: {sourceId: $k}) { name } }"}},
        200,
        400,
        "BAD_USER_INPUT",
    ),
    "an operation that is not there": ({"json": {"query": NAME, "operationName": "X"}}, 200, 400, "BAD_USER_INPUT"),
    "a page out of bounds": ({"json": {"query": "{ customers(first: 1000) { totalCount } }"}}, 200, 400, "BAD_USER_INPUT"),
    "a foreign cursor": (
        {"json": {"query": '{ customers(first: 2, after: "x") { totalCount edges { cursor } } }'}},
        200,
        400,
        "BAD_USER_INPUT",
    ),
}


@pytest.mark.parametrize("accept", ["application/json", GRAPHQL])
@pytest.mark.parametrize("case", BAD)
async def test_a_bad_question_gets_its_status_code_and_one_line(client: httpx.AsyncClient, case: str, accept: str):
    sent, legacy, strict, expected = BAD[case]
    headers = {"accept": accept, "content-type": "application/json"}
    response = await client.post("/graphql", headers=headers, **sent)
    assert (response.status_code, code(response)) == (legacy if accept == "application/json" else strict, expected)
    assert "\n" not in response.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    ("headers", "says"),
    [
        ({"authorization": ""}, "Send a token"),
        ({"authorization": "Basic eDp5"}, "Send a token"),
        ({"authorization": "Bearer junk"}, "not one of ours"),
        (bearer(hours=-1), "has expired"),
    ],
    ids=["none", "another kind", "forged", "expired"],
)
async def test_who_is_not_known_is_not_answered(client: httpx.AsyncClient, headers: dict[str, str], says: str):
    response = await client.post("/graphql", json={"query": NAME}, headers=headers)
    assert (response.status_code, code(response)) == (401, "UNAUTHENTICATED")
    assert says in response.json()["errors"][0]["message"]
    assert response.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
async def test_questions_are_asked_by_post(client: httpx.AsyncClient, method: str):
    response = await client.request(method, "/graphql")
    assert (response.status_code, response.headers["allow"], code(response)) == (405, "POST", "METHOD_NOT_ALLOWED")


async def test_a_body_that_is_compressed_is_refused_and_told_what_is_taken(client: httpx.AsyncClient):
    sent = {"content": gzip.compress(json.dumps({"query": NAME}).encode())}
    headers = {"content-type": "application/json", "content-encoding": "gzip"}
    response = await client.post("/graphql", **sent, headers=headers)
    assert (response.status_code, code(response), response.headers["accept-encoding"]) == (415, "UNSUPPORTED_MEDIA_TYPE", "identity")


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
async def test_a_large_answer_is_compressed_for_who_takes_that_and_a_small_one_is_not(client: httpx.AsyncClient, coding: str):
    for query, coded in (("{ __schema { types { name description } } }", coding), (NAME, None)):
        async with client.stream("POST", "/graphql", json={"query": query}, headers={"accept-encoding": coding}) as response:
            body = b"".join([part async for part in response.aiter_raw()])
        assert response.headers.get("content-encoding") == coded and int(response.headers["content-length"]) == len(body)
        plain = {"gzip": gzip.decompress, "zstd": zstd.decompress}[coding](body) if coded else body
        assert json.loads(plain)["data"] == (await client.post("/graphql", json={"query": query})).json()["data"]


@pytest.mark.parametrize("path", ["/graphql", "/health/live", "/health/ready", "/graphiql", "/graphiql.js", "/graphiql/examples", "/nowhere"])
async def test_every_response_tells_browsers_what_they_must_not_do(client: httpx.AsyncClient, path: str):
    headers = (await client.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "strict-transport-security" not in headers and "server" not in headers
    if path in ("/graphql", "/health/live", "/health/ready"):
        assert headers["cache-control"] == "no-store"


async def test_browsers_are_told_to_stay_with_https_where_clients_come_by_it():
    async with served(NEO4J_URI="bolt://127.0.0.1:1", C360_HTTPS="true") as client:
        for path in ("/graphql", "/health/live"):
            assert (await client.get(path)).headers["strict-transport-security"].startswith("max-age=")


async def test_a_page_of_a_listed_origin_may_ask_and_read_and_no_other(graph: Session, engines: Engines):
    app, asks = "https://app.bank.example", {"access-control-request-method": "POST", "access-control-request-headers": "authorization"}
    settings = {"NEO4J_URI": engines.neo4j_uri, "NEO4J_PASSWORD": engines.neo4j_password, "C360_ORIGINS": app}
    async with served(**settings) as client:
        allowed = await client.options("/graphql", headers={"origin": app, **asks})
        assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (204, app)
        assert "authorization" in allowed.headers["access-control-allow-headers"]
        refused = await client.options("/graphql", headers={"origin": "https://evil.example", **asks})
        assert (refused.status_code, code(refused)) == (403, "ORIGIN_NOT_ALLOWED")
        told = await client.post("/graphql", json={"query": NAME}, headers={"origin": app})
        assert told.headers["access-control-allow-origin"] == app and "Origin" in told.headers["vary"]
        untold = await client.post("/graphql", json={"query": NAME}, headers={"origin": "https://evil.example"})
        assert not [name for name in untold.headers if name.startswith("access-control")]
        assert (await client.options("/graphql")).headers["allow"] == "GET, POST, OPTIONS"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=gb18030"])
async def test_a_body_that_is_not_json_in_utf8_is_refused(client: httpx.AsyncClient, kind: str):
    response = await client.post("/graphql", content=json.dumps({"query": NAME}), headers={"content-type": kind})
    assert (response.status_code, code(response)) == (415, "UNSUPPORTED_MEDIA_TYPE")


async def test_a_client_that_takes_neither_media_type_is_told(client: httpx.AsyncClient):
    response = await client.post("/graphql", json={"query": NAME}, headers={"accept": "text/html"})
    assert response.status_code == 406


async def test_a_body_over_the_bound_is_refused(client: httpx.AsyncClient):
    response = await client.post("/graphql", json={"query": NAME + " " * 1_100_000})
    assert (response.status_code, code(response)) == (413, "BODY_TOO_LARGE")


async def test_a_request_keeps_its_id_and_gets_one_where_it_has_none_or_a_bad_one(client: httpx.AsyncClient):
    told = await client.post("/graphql", json={"query": NAME}, headers={"x-request-id": "abc-1"})
    assert told.headers["x-request-id"] == "abc-1"
    for headers in ({}, {"x-request-id": "x" * 65}, {"x-request-id": "a b"}):
        made = (await client.post("/graphql", json={"query": NAME}, headers=headers)).headers["x-request-id"]
        assert len(made) == 32


async def test_the_log_has_no_question_no_value_and_no_name(graph: Session, engines: Engines):
    with capture_logs() as logs:
        async with served(NEO4J_URI=engines.neo4j_uri, NEO4J_PASSWORD=engines.neo4j_password) as client:
            for query in (
                NAME,
                '{ party(by: {sourceId: "core:1000000003"}) { nothing } }',
                '{ search(text: "林海川") { totalCount } }',
            ):
                await client.post("/graphql", json={"query": query})
    lines = [line for line in logs if line["event"] == "operation"]
    assert [line["statements"] for line in lines] == [1, 0, 1]
    text = json.dumps(logs, ensure_ascii=False)
    assert "林海川" not in text and "1000000003" not in text and "party" not in text


async def test_a_fault_of_ours_is_told_as_a_reference_and_logged_by_its_place(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
):
    def broken(*_: object) -> None:
        raise KeyError("林海川")

    monkeypatch.setattr("resolvers.answer.respond", broken)
    for _ in range(2):  # as a new question, and as a known one
        with capture_logs() as logs:
            response = await client.post("/graphql", json={"query": NAME})
        (error,) = response.json()["errors"]
        (line,) = [line for line in logs if line["event"] == "masked"]
        assert code(response) == "INTERNAL" and error["extensions"]["reference"] == line["reference"]
        assert line["fault"] == "KeyError" and line["cause"].startswith("test_gateway.py:")
        assert "林海川" not in response.text + json.dumps(logs, ensure_ascii=False)


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({}, "non-null"),
        ({"k": None}, "non-null"),
        ({"k": 7}, "String"),
        ({"k": ["core:1000000003"]}, "String"),
        ({"k": "x", "more": 1}, None),
    ],
)
async def test_a_known_question_looks_at_its_variables_as_a_new_one_does(client: httpx.AsyncClient, sent: Any, problem: str | None):
    query = "query ($k: String!) { party(by: {sourceId: $k}) { name } }"
    known = {"query": query, "variables": {"k": "core:1000000003"}}
    first, second = [(await client.post("/graphql", json=known)).json() for _ in range(2)]
    assert first["data"] == second["data"] and "errors" not in first
    wrong = await client.post("/graphql", json={"query": query, "variables": sent})
    new = await client.post(
        "/graphql", json={"query": query.replace(") {", f") {{ n{len(str(sent))}: __typename", 1), "variables": sent}
    )
    assert [error["message"] for error in wrong.json().get("errors", [])] == [
        error["message"] for error in new.json().get("errors", [])
    ]
    assert bool(problem) == ("errors" in wrong.json()) and (problem or "") in wrong.text


async def test_health_says_ready_with_what_answers(client: httpx.AsyncClient):
    assert (await client.get("/health/live")).json() == {"live": True}
    ready = await client.get("/health/ready")
    assert ready.status_code == 200 and ready.json()["ready"] and ready.json()["edition"]


async def test_without_a_graph_it_lives_and_says_what_is_missing_and_answers_503():
    async with served(NEO4J_URI="bolt://127.0.0.1:1") as client:
        assert (await client.get("/health/live")).status_code == 200
        ready = await client.get("/health/ready")
        assert ready.status_code == 503
        assert "Neo4j does not answer" in ready.json()["missing"][0]
        response = await client.post("/graphql", json={"query": NAME})
        assert (response.status_code, code(response)) == (503, "GRAPH_UNAVAILABLE")


async def test_a_refused_password_is_told_by_health(engines: Engines):
    async with served(NEO4J_URI=engines.neo4j_uri, NEO4J_PASSWORD="wrong") as client:
        ready = await client.get("/health/ready")
        assert ready.status_code == 503
        assert "NEO4J_PASSWORD" in ready.json()["missing"][0]


async def test_graphiql_comes_whole_from_here(client: httpx.AsyncClient):
    page = (await client.get("/graphiql")).text
    assert "script>" not in page.replace('"></script>', "")  # none is written into the page: its policy would not run it
    assert "//" not in (await client.get("/graphiql.js")).text.replace("// ", "")
    for line in page.splitlines():
        for attribute in ('src="', 'rel="stylesheet" href="'):
            if attribute in line:
                path = line.split(attribute)[1].split('"')[0]
                assert path.startswith(("/vendor/", "/graphiql.js"))
                assert (await client.get(path)).status_code == 200
    async with served(NEO4J_URI="bolt://127.0.0.1:1", C360_GRAPHIQL="false") as without:
        assert (await without.get("/graphiql")).status_code == 404
