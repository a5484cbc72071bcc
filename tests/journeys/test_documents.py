"""Trusted documents as clients ask by them: by POST and GET, and nothing else where only they are answered."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from access.caller import CallerRole
from access.policy import views
from graph.session import Session
from resolvers.answer import PLANS
from runtime.local.engines import Engines
from tests.journeys.test_gateway import CHANGE, GRAPHQL, NAME, bearer, code, served
from tests.journeys.test_lines import until

BY = "query Name($k: String!) { party(by: {sourceId: $k}) { name } } query Who { viewer { subject } }"
HASH = "sha256:7e1ae19b4b7cc82ea0d58baad5bbbd0c8a1d0a40ebf01dcc4f3c2ce7e0bd7ac6"
VARIABLES = '{"k":"core:1000000003"}'


@pytest.fixture
def settings(graph: Session, engines: Engines, tmp_path: Path) -> dict[str, str]:
    for name, text in (("name", BY), ("change", CHANGE), ("wrong", "{ nothing }")):
        (tmp_path / f"{name}.graphql").write_text(text)
    return {"NEO4J_URI": engines.neo4j_uri, "NEO4J_PASSWORD": engines.neo4j_password, "C360_DOCUMENTS": str(tmp_path)}


async def test_a_document_is_asked_by_post_and_by_get(settings: dict[str, str]):
    async with served(**settings) as client:
        sent = {"documentId": "name", "operationName": "Name", "variables": {"k": "core:1000000003"}}
        posted = await client.post("/graphql", json=sent)
        got = await client.get("/graphql", params={"documentId": "name", "operationName": "Name", "variables": VARIABLES})
        assert posted.json()["data"] == got.json()["data"] == {"party": {"name": "林海川"}}
        assert (got.status_code, got.headers["cache-control"]) == (200, "no-store")
        assert (await client.get("/graphql", params={"documentId": "name", "operationName": "Who"})).json()["data"]["viewer"]


@pytest.mark.parametrize("accept", ["application/json", GRAPHQL])
async def test_an_id_of_none_is_one_error(settings: dict[str, str], accept: str):
    async with served(**settings) as client:
        for response in (
            await client.post("/graphql", json={"documentId": HASH}, headers={"accept": accept}),
            await client.get("/graphql", params={"documentId": HASH}, headers={"accept": accept}),
        ):
            assert (response.status_code, code(response)) == (400, "PERSISTED_DOCUMENT_NOT_FOUND")
            assert len(response.json()["errors"]) == 1 and response.headers["content-type"].startswith(accept)


async def test_a_change_is_never_made_by_get(settings: dict[str, str]):
    variables = '{"row":"nothing-1"}'
    async with served(**settings, C360_GET="true") as client:
        for params in ({"documentId": "change", "variables": variables}, {"query": CHANGE, "variables": variables}):
            response = await client.get("/graphql", params=params)
            assert (response.status_code, response.headers["allow"]) == (405, "POST")
        made = await client.post("/graphql", json={"documentId": "change", "variables": {"row": "nothing-1"}})
        assert made.json()["data"]["redriveRow"]["userErrors"]


async def test_a_text_by_get_is_answered_where_that_was_chosen(settings: dict[str, str]):
    async with served(**settings) as client:
        assert (await client.get("/graphql", params={"query": NAME})).status_code == 405
    async with served(**settings, C360_GET="true") as client:
        assert (await client.get("/graphql", params={"query": NAME})).json()["data"]["party"]["name"] == "林海川"
        for params, status in (({}, 400), ({"query": "{ nothing }"}, 200), ({"query": NAME, "variables": "{"}, 400)):
            assert (await client.get("/graphql", params=params)).status_code == status
        strict = await client.get("/graphql", params={"query": "{ nothing }"}, headers={"accept": GRAPHQL})
        assert (strict.status_code, code(strict)) == (400, "GRAPHQL_VALIDATION_FAILED")


async def test_where_only_documents_are_answered_no_text_is(settings: dict[str, str]):
    async with served(**settings, C360_DOCUMENTS_ONLY="true", C360_GET="true") as client:
        for response in (
            await client.post("/graphql", json={"query": NAME}),
            await client.get("/graphql", params={"query": NAME}),
            await client.post("/graphql", json={"query": "{ __schema { types { name } } }"}),
        ):
            assert (response.status_code, code(response)) == (400, "DOCUMENT_REQUIRED")
        assert "data" in (await client.get("/graphql", params={"documentId": "name", "operationName": "Who"})).json()


async def test_nobody_asks_by_a_document_without_a_token(settings: dict[str, str]):
    async with served(**settings) as client:
        for response in (
            await client.get("/graphql", params={"documentId": "name"}, headers={"authorization": ""}),
            await client.post("/graphql", json={"documentId": "name"}, headers={"authorization": ""}),
        ):
            assert response.status_code == 401


async def test_documents_are_planned_for_every_view_before_anybody_asks(settings: dict[str, str]):
    def planned() -> set[object]:
        return {key[3] for key in PLANS.kept if key[1] == BY and key[2] == "Name"}

    PLANS.kept.clear()
    async with served(**settings) as client:
        await until(lambda: planned() == views())
        keys = set(PLANS.kept)
        for headers in (bearer(), bearer("HQ/SUZHOU"), bearer(role=CallerRole.PARTNER)):
            asked = {"documentId": "name", "operationName": "Name", "variables": {"k": "core:1000000003"}}
            answer = await client.post("/graphql", json=asked, headers=headers)
            assert answer.json()["data"]["party"]["name"]
        assert {key for key in PLANS.kept if key[1] == BY and key[2] == "Name"} <= keys


async def test_without_their_redis_documents_are_asked_for_later(engines: Engines, graph: Session):
    settings = {"NEO4J_URI": engines.neo4j_uri, "NEO4J_PASSWORD": engines.neo4j_password}
    async with served(**settings, C360_DOCUMENTS="redis", REDIS_URL="redis://127.0.0.1:1/0") as client:
        response = await client.post("/graphql", json={"documentId": "name"})
        assert (response.status_code, code(response)) == (503, "DOCUMENTS_UNAVAILABLE")
        assert (await client.post("/graphql", json={"query": NAME})).status_code == 200


async def test_the_log_knows_a_document_by_its_hash(settings: dict[str, str]):
    with capture_logs() as logs:
        async with served(**settings) as client:
            await client.post("/graphql", json={"documentId": "name", "operationName": "Who"})
            await client.post("/graphql", json={"query": BY, "operationName": "Who"})
    one, other = [line["document"] for line in logs if line["event"] == "operation"]
    assert one == other


