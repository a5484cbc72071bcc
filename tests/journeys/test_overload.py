"""More is asked than can be answered, and a database that hangs: what is beyond the bound is told at once, and it recovers."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import httpx
import pytest

from access.caller import CallerRole
from graph.session import Session
from runtime import admission
from runtime.local.engines import Engines
from tests.graph.proxy import RUN, Proxy, proxied
from tests.journeys.test_gateway import NAME, bearer, code, served

ASKED = 40


@asynccontextmanager
async def hanging(engines: Engines, **settings: str) -> AsyncGenerator[tuple[httpx.AsyncClient, Proxy]]:
    """A gateway that has answered once, and the line to its database."""
    async with proxied(engines.neo4j_uri) as proxy, served(
        NEO4J_URI=proxy.uri, NEO4J_PASSWORD=engines.neo4j_password, C360_IN_FLIGHT="2", **settings
    ) as client:  # fmt: skip
        assert (await ask(client)).status_code == 200
        try:
            yield client, proxy
        finally:
            proxy.let_go()


async def ask(client: httpx.AsyncClient, **more: dict[str, str]) -> httpx.Response:
    return await client.post("/graphql", json={"query": NAME}, **more)


async def test_what_is_beyond_the_bound_is_told_to_come_again_and_never_reaches_the_database(graph: Session, engines: Engines) -> None:
    async with hanging(engines) as (client, proxy):
        before = proxy.counts[RUN]
        proxy.hold()
        asked = [asyncio.create_task(ask(client)) for _ in range(ASKED)]
        shed, _ = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
        assert (await client.get("/health/live")).status_code == 200
        proxy.let_go()
        answers = [await each for each in asked]
        refused = [each for each in answers if each.status_code != 200]
        assert shed <= {task for task, answer in zip(asked, answers, strict=True) if answer in refused}
        assert {(each.status_code, code(each)) for each in refused} == {(503, "OVERLOADED")}
        assert all(1 <= int(each.headers["retry-after"]) <= 5 for each in refused)
        assert all("data" not in each.json() for each in refused)
        assert len(refused) >= ASKED - 2 - 8  # two work, four times as many wait
        assert len(answers) - len(refused) == proxy.counts[RUN] - before >= 2
        assert (await ask(client)).json()["data"]["party"]["name"] == "林海川"


async def test_a_database_that_hangs_is_given_up_in_time_and_asked_again_when_it_is_back(graph: Session, engines: Engines) -> None:
    async with hanging(engines, C360_STATEMENT_SECONDS="1") as (client, proxy):
        proxy.hold()
        for _ in range(2):  # nothing is left behind of the first that would hinder the second
            answers = await asyncio.gather(*(ask(client) for _ in range(ASKED)))
            assert {each.status_code for each in answers} == {503}
            assert {code(each) for each in answers} <= {"TOO_SLOW", "OVERLOADED", "GRAPH_UNAVAILABLE"}
            assert all("retry-after" in each.headers for each in answers)
        ready = await client.get("/health/ready")
        assert (ready.status_code, ready.json()["ready"]) == (503, False)
        proxy.let_go()
        assert (await ask(client)).json()["data"]["party"]["name"] == "林海川"
        assert (await client.get("/health/ready")).status_code == 200


@pytest.mark.parametrize("said", ["0.2", "0.05"])
async def test_a_caller_says_how_long_it_waits(graph: Session, engines: Engines, said: str) -> None:
    async with hanging(engines) as (client, proxy):
        proxy.hold()
        late = await ask(client, headers={"x-request-timeout": said})
        assert (late.status_code, code(late)) == (503, "TOO_SLOW")


@pytest.mark.parametrize("said", ["", "soon", "-1", "0", "nan", "1e9"])
async def test_a_wait_that_is_none_is_as_if_it_were_not_said(graph: Session, engines: Engines, said: str) -> None:
    async with hanging(engines) as (client, _):
        assert (await ask(client, headers={"x-request-timeout": said})).status_code == 200


async def test_a_banker_takes_the_place_of_a_partner(graph: Session, engines: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "PATIENCE_SECONDS", 60.0)
    async with hanging(engines) as (client, proxy):
        proxy.hold()
        partners = [asyncio.create_task(ask(client, headers=bearer(role=CallerRole.PARTNER))) for _ in range(ASKED)]
        await asyncio.wait(partners, return_when=asyncio.FIRST_COMPLETED)
        banker = asyncio.create_task(ask(client))
        await asyncio.wait([banker], timeout=0.1)  # it comes behind all of them
        proxy.let_go()
        assert (await banker).status_code == 200
        statuses = [(await each).status_code for each in partners]
        assert statuses.count(503) >= ASKED - 2 - 8
