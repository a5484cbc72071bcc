"""The gateway on a real port: clients that are slow or leave, a database that goes and comes back, and a stop amid work."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx
import pytest

from gateway import application
from graph.session import Session
from runtime.local.engines import Engines
from runtime.settings import Settings
from tests.graph.proxy import PULL, Proxy, proxied
from tests.journeys.test_gateway import NAME, SECRET, bearer, code
from tests.live import Live, live

OPEN = "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery CONTAINS 'COLLECT' AND NOT currentQuery STARTS WITH 'SHOW' RETURN count(*)"
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket.socket:ResourceWarning")  # of statements that were given up


async def until(true: Callable[[], bool | Awaitable[bool]]) -> None:
    async with asyncio.timeout(60):
        while not (found if isinstance(found := true(), bool) else await found):
            await asyncio.sleep(0.02)


@asynccontextmanager
async def gateway(uri: str, password: str, **more: str) -> AsyncGenerator[tuple[Live, httpx.AsyncClient]]:
    settings = Settings.from_env({"NEO4J_URI": uri, "NEO4J_PASSWORD": password, **more})
    async with (
        live(application(settings, SECRET), settings) as server,
        httpx.AsyncClient(base_url=server.url, headers=bearer(), timeout=60) as client,
    ):
        yield server, client


@pytest.fixture
async def proxy(graph: Session, engines: Engines) -> AsyncGenerator[Proxy]:
    async with proxied(engines.neo4j_uri) as proxy:
        yield proxy


def post(body: bytes, *headers: str) -> bytes:
    lines = ["POST /graphql HTTP/1.1", "host: gateway", f"authorization: {bearer()['authorization']}", "content-type: application/json"]
    return "\r\n".join([*lines, f"content-length: {len(body)}", *headers, "", ""]).encode() + body


ASKED = post(json.dumps({"query": NAME}).encode())


async def answered(reader: asyncio.StreamReader) -> tuple[int, dict[str, str], bytes]:
    async with asyncio.timeout(60):
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
        return int(head[0].split()[1]), headers, await reader.readexactly(int(headers["content-length"]))


async def test_a_client_that_leaves_has_its_statement_ended(graph: Session, engines: Engines, proxy: Proxy):
    async def open_ones() -> int:
        return (await graph.rows(OPEN))[0][0]

    async with gateway(proxy.uri, engines.neo4j_password) as (server, client):
        assert (await client.post("/graphql", json={"query": NAME})).status_code == 200
        proxy.holds = PULL  # its answer is not asked for yet: the transaction stays open
        async with server.line() as (_, writer):
            writer.write(ASKED)
            await until(lambda: is_so(open_ones, 1))
        await until(lambda: is_so(open_ones, 0))
        proxy.release()
        assert (await client.post("/graphql", json={"query": NAME})).json()["data"] == {"party": {"name": "林海川"}}


async def is_so(number: Callable[[], Awaitable[int]], expected: int) -> bool:
    return await number() == expected


async def test_a_client_that_is_too_slow_is_told_and_left(engines: Engines, graph: Session):
    async with gateway(engines.neo4j_uri, engines.neo4j_password, C360_BODY_SECONDS="0.3") as (server, _):
        async with server.line() as (reader, writer):
            writer.write(ASKED[:-5])
            status, headers, body = await answered(reader)
            assert (status, headers["connection"]) == (408, "close")
            assert json.loads(body)["errors"][0]["extensions"]["code"] == "BODY_TOO_LATE"
            assert await reader.read() == b""
        async with server.line() as (reader, writer):
            writer.write(ASKED[:-5])
            await asyncio.sleep(0.05)
            writer.write(ASKED[-5:])
            assert (await answered(reader))[0] == 200


async def test_a_body_that_says_it_is_too_large_is_not_waited_for(engines: Engines, graph: Session):
    async with gateway(engines.neo4j_uri, engines.neo4j_password) as (server, client):
        async with server.line() as (reader, writer):
            writer.write(post(b"").replace(b"content-length: 0", b"content-length: 5000000"))
            assert (await answered(reader))[0] == 413
        assert code(await client.post("/graphql", content=b" " * 5_000_000, headers={"content-type": "application/json"})) == "BODY_TOO_LARGE"


async def test_without_its_database_it_says_so_at_once_and_answers_again_by_itself(engines: Engines, proxy: Proxy):
    async with gateway(proxy.uri, engines.neo4j_password) as (_, client):
        assert (await client.post("/graphql", json={"query": NAME})).status_code == 200
        proxy.refuses = True
        proxy.hang_up()
        for _ in range(3):
            response = await client.post("/graphql", json={"query": NAME})
            assert (response.status_code, code(response)) == (503, "GRAPH_UNAVAILABLE") and int(response.headers["retry-after"])
        assert (await client.get("/health/ready")).status_code == 503
        proxy.refuses = False
        await until(lambda: recovered(client))


async def recovered(client: httpx.AsyncClient) -> bool:
    return (await client.post("/graphql", json={"query": NAME})).status_code == 200


async def test_told_to_stop_it_answers_what_is_under_way_and_refuses_what_is_new(engines: Engines, proxy: Proxy):
    async with gateway(proxy.uri, engines.neo4j_password) as (server, client):
        await client.post("/graphql", json={"query": NAME})
        async with server.line() as (reader, writer), server.line() as (other, waits), server.socket() as spoken:
            await spoken.enter(bearer())
            proxy.holds = PULL
            writer.write(ASKED)
            waits.write(ASKED[:-5])  # it has begun to ask
            await until(lambda: proxy.held > 0)
            stopping = asyncio.create_task(server.stop())
            assert (await spoken.closed())[0] == 1001
            proxy.release()
            waits.write(ASKED[-5:])
            for one in (reader, other):
                status, headers, body = await answered(one)
                assert (status, headers["connection"], json.loads(body)["data"]["party"]["name"]) == (200, "close", "林海川")
            await stopping
        with pytest.raises(httpx.ConnectError):
            await client.get("/health/live")


async def test_it_stops_in_time_whatever_is_under_way(engines: Engines, proxy: Proxy):
    async with gateway(proxy.uri, engines.neo4j_password, C360_SHUTDOWN_SECONDS="1") as (server, client):
        await client.post("/graphql", json={"query": NAME})
        async with server.line() as (_, writer):
            proxy.holds = PULL
            writer.write(ASKED)
            await until(lambda: proxy.held > 0)
            async with asyncio.timeout(60):
                await server.stop()


async def test_a_question_that_comes_while_it_stops_is_refused(engines: Engines, graph: Session):
    settings = Settings.from_env({"NEO4J_URI": engines.neo4j_uri, "NEO4J_PASSWORD": engines.neo4j_password})
    app = application(settings, SECRET)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway", headers=bearer()) as client,
    ):
        assert (await client.get("/health/ready")).status_code == 200
        await app.stop()
        response = await client.post("/graphql", json={"query": NAME})
        assert (response.status_code, code(response), response.headers["connection"]) == (503, "STOPPING", "close")
        ready = await client.get("/health/ready")
        assert (ready.status_code, ready.json()["missing"]) == (503, ["This process stops."])
