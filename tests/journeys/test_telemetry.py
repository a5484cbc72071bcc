"""Spans reach a collector by setting: one an operation, one a statement, and nobody's data in them."""

import asyncio
import threading
from collections.abc import Generator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest

from graph.session import Session
from runtime.local import valkey
from runtime.local.engines import Engines
from tests.journeys.test_gateway import bearer, served

NAME = '{ party(by: {sourceId: "core:1000000003"}) { name } }'


class Collector(HTTPServer):
    """An OTLP collector that keeps what it is sent."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.paths: list[str] = []
        super().__init__(("127.0.0.1", 0), Received)


class Received(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        self.server.paths.append(self.path)
        self.server.bodies.append(self.rfile.read(int(self.headers["content-length"])))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def collector() -> Generator[Collector]:
    collector = Collector()
    thread = threading.Thread(target=collector.serve_forever)
    thread.start()
    yield collector
    collector.shutdown()
    thread.join()
    collector.server_close()


def sent(collector: Collector, path: str) -> bytes:
    """What arrived, numbers and words as protobuf has them."""
    return b"".join(body for at, body in zip(collector.paths, collector.bodies, strict=True) if at == path)


def telling(engines: Engines, collector: Collector, ratio: str) -> dict[str, str]:
    return {
        "NEO4J_URI": engines.neo4j_uri, "NEO4J_PASSWORD": engines.neo4j_password, "C360_TRACE_RATIO": ratio,
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector.server_port}",
    }  # fmt: skip


TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


async def test_an_operation_and_its_statement_are_spans_without_values(graph: Session, engines: Engines, collector: Collector):
    async with served(**telling(engines, collector, "1")) as client:
        response: httpx.Response = await client.post("/graphql", json={"query": NAME})
        assert response.json()["data"]["party"]["name"] == "林海川"
    spans = sent(collector, "/v1/traces")
    assert spans.count(b"graphql.operation") == 2  # its name, and its type's
    assert spans.count(b"graph.statement") == 1
    for said in (b"graphql.document.hash", b"c360.plan_hit", b"c360.rows", b"c360.rank", b"staff", b"query"):
        assert said in spans
    everything = b"".join(collector.bodies)
    assert b"1000000003" not in everything and "林海川".encode() not in everything and b"sourceId" not in everything
    assert b"journey" not in everything  # nor who asked


@pytest.mark.parametrize(
    ("ratio", "traceparent", "traced"),
    [
        ("0", None, False),
        ("0", f"00-{TRACE}-{PARENT}-01", True),
        ("1", f"00-{TRACE}-{PARENT}-00", False),
        ("1", "00-nonsense-01", True),
        ("0", f"00-{'0' * 32}-{PARENT}-01", False),
    ],
)
async def test_what_is_part_of_a_callers_trace_is_traced_where_that_is(
    graph: Session, engines: Engines, collector: Collector, ratio: str, traceparent: str | None, traced: bool
):
    async with served(**telling(engines, collector, ratio)) as client:
        await client.post("/graphql", json={"query": NAME}, headers={"traceparent": traceparent} if traceparent else {})
    spans = sent(collector, "/v1/traces")
    assert bool(spans) == traced
    assert (bytes.fromhex(TRACE) in spans) == (traced and ratio == "0")


async def test_an_errors_code_is_told_and_nothing_of_its_words(graph: Session, engines: Engines, collector: Collector):
    async with served(**telling(engines, collector, "1")) as client:
        await client.post("/graphql", json={"query": "{ customers(first: 1000) { totalCount } }"})
        await client.post("/graphql", json={"query": "{ nothing }"})
    spans = sent(collector, "/v1/traces")
    assert b"BAD_USER_INPUT" in spans and b"GRAPHQL_VALIDATION_FAILED" in spans and b"refused" in spans
    assert b"nothing" not in spans and b"1000" not in spans


async def test_metrics_are_read_by_prometheus_and_sent_to_the_collector(graph: Session, engines: Engines, collector: Collector):
    async with served(**telling(engines, collector, "0"), C360_METRICS="anyone") as client:
        for _ in range(3):
            await client.post("/graphql", json={"query": NAME})
        await client.post("/graphql", json={"query": "{ nothing }"})
        await client.post("/graphql", content="{", headers={"content-type": "application/json"})
        response = await client.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = response.text.splitlines()
    for line in (
        'c360_requests_total{rank="staff",outcome="ok"} 3',
        'c360_requests_total{rank="staff",outcome="refused"} 1',
        'c360_request_seconds_count{rank="staff"} 4',
        'c360_request_seconds_bucket{rank="staff",le="+Inf"} 4',
        'c360_errors_total{code="GRAPHQL_VALIDATION_FAILED"} 1',
        'c360_errors_total{code="BAD_USER_INPUT"} 1',
        "c360_in_flight 0",
        "c360_pool_in_use 0",
        "c360_pool_size 32",
        'c360_shed_total{rank="partner"} 0',
    ):
        assert line in lines, line
    (reads,) = [line.rpartition(" ")[2] for line in lines if line.startswith('c360_statements_total{kind="read"}')]
    assert int(reads) >= 3  # and what is made ready at the start
    pushed = sent(collector, "/v1/metrics")
    for name in (b"c360_requests_total", b"c360_request_seconds", b"c360_waiting", b"c360_plans_total"):
        assert name in pushed
    assert "林海川" not in response.text and "1000000003" not in response.text and "journey" not in response.text


async def allowances(client: httpx.AsyncClient) -> list[str]:
    """How many leases were granted, how many unanswered, how many questions were throttled, and whether Redis is gone."""
    lines = (await client.get("/metrics")).text.splitlines()
    told = dict(line.rpartition(" ")[::2] for line in lines if not line.startswith("#"))
    leases = [told.get(f'c360_leases_total{{answer="{answer}"}}', "") for answer in ("granted", "none")]
    return [*leases, told["c360_throttled_total"], told["c360_allowance_alone"]]


async def test_leases_and_refusals_of_allowances_are_counted(graph: Session, engines: Engines, tmp_path: Path):
    bucket = {"C360_COST_CAPACITY": "100", "C360_COST_RESTORE": "0.001", "C360_METRICS": "anyone"}
    neo4j = {"NEO4J_URI": engines.neo4j_uri, "NEO4J_PASSWORD": engines.neo4j_password}
    with ExitStack() as stack:
        redis = stack.enter_context(valkey.running(tmp_path))
        async with served(**neo4j, **bucket, REDIS_URL=redis) as client:
            assert await allowances(client) == ["0", "0", "0", "0"]
            assert (await client.post("/graphql", json={"query": NAME})).status_code == 200
            async with asyncio.timeout(10):
                while (await allowances(client))[0] == "0":
                    await asyncio.sleep(0.02)
            asked = [(await client.post("/graphql", json={"query": NAME})).status_code for _ in range(100)]
            granted, *others = await allowances(client)
            assert asked[-1] == 429 and others == ["0", str(asked.count(429)), "0"] and int(granted) >= 1
            stack.close()
            assert (await client.post("/graphql", json={"query": NAME}, headers=bearer(subject="other"))).status_code == 200
            async with asyncio.timeout(10):
                while (told := await allowances(client))[1] == "0":
                    await asyncio.sleep(0.02)
            assert told[-1] == "1"


@pytest.mark.parametrize(
    ("who", "headers", "status"),
    [
        ("loopback", {}, 200),
        ("loopback", {"x-forwarded-for": "10.1.1.1"}, 404),
        ("loopback", {"forwarded": "for=10.1.1.1"}, 404),
        ("anyone", {"x-forwarded-for": "10.1.1.1"}, 200),
        ("off", {}, 404),
    ],
)
async def test_who_reads_the_metrics_is_a_setting(who: str, headers: dict[str, str], status: int):
    async with served(NEO4J_URI="bolt://127.0.0.1:1", C360_METRICS=who) as client:
        assert (await client.get("/metrics", headers=headers)).status_code == status
