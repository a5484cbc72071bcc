"""A silo that is a REST service: a real HTTP server on loopback with pages, a token, a rate limit and pages that fail."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

PAGE = 3
LARGE = "999999999999999.99"  # sent as a number, which no float holds


class Service:
    """What it holds and how it behaves; `asked` are the requests it had, `broken` pages answer 500, `busy` ones 429 once."""

    def __init__(self, records: list[Any]) -> None:
        self.records, self.asked = records, list[str]()
        self.broken, self.busy = set[int](), set[int]()
        self.token, self.instead, self.since = "", b"", True
        self.address = ""

    def answer(self, page: int, since: str) -> bytes:
        found = [each for each in self.records if not self.since or each["changed"] >= since]
        pages = max(1, -(-len(found) // PAGE))
        text = json.dumps({"items": found[(page - 1) * PAGE : page * PAGE], "pages": pages})
        return text.replace(f'"{LARGE}"', LARGE).encode()


@contextmanager
def served(records: list[Any]) -> Generator[Service]:
    service = Service(records)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None:
            pass

        def do_GET(self) -> None:
            service.asked.append(self.path)
            parts = urlsplit(self.path)
            query = parse_qs(parts.query)
            page = int(query.get("page", ["1"])[0])
            if parts.path != "/v1/people":
                self._answer(404)
            elif service.token and self.headers.get("Authorization") != f"Bearer {service.token}":
                self._answer(401)
            elif page in service.busy:
                service.busy.discard(page)
                self._answer(429, retry_after="1")
            elif page in service.broken:
                self._answer(500)
            else:
                self._answer(200, service.instead or service.answer(page, query.get("since", [""])[0]))

        def _answer(self, status: int, body: bytes = b"{}", retry_after: str = "") -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Type", "application/json")
            if retry_after:
                self.send_header("Retry-After", retry_after)
            self.end_headers()
            self.wfile.write(body)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        service.address = f"http://127.0.0.1:{server.server_port}/v1"
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield service
        finally:
            server.shutdown()
