"""Spans reach a collector by setting: one an operation, one a statement, and nobody's data in them."""

import threading
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest

from graph.session import Session
from runtime.local.engines import Engines
from tests.journeys.test_gateway import served

NAME = '{ party(by: {sourceId: "core:1000000003"}) { name } }'


class Collector(HTTPServer):
    """An OTLP collector that keeps what it is sent."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        super().__init__(("127.0.0.1", 0), Received)


class Received(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
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


async def test_an_operation_and_its_statement_are_spans_without_values(graph: Session, engines: Engines, collector: Collector):
    settings = {
        "NEO4J_URI": engines.neo4j_uri, "NEO4J_PASSWORD": engines.neo4j_password, "C360_TRACE_RATIO": "1",
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector.server_port}",
    }  # fmt: skip
    async with served(**settings) as client:
        response: httpx.Response = await client.post("/graphql", json={"query": NAME})
        assert response.json()["data"]["party"]["name"] == "林海川"
    sent = b"".join(collector.bodies)
    assert sent.count(b"graphql.operation") == 1
    assert sent.count(b"graph.statement") >= 1
    assert b"1000000003" not in sent and "林海川".encode() not in sent and b"sourceId" not in sent
