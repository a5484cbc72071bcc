"""One HTTP connection that is kept, as lean as a client can be: what is measured is the server."""

import socket
from select import select
from typing import Any, Self

import orjson


class Connection:
    """Asks questions with one token, one after the other."""

    def __init__(self, port: int, token: str) -> None:
        self._port = port
        self._socket = _opened(port)
        self._head = (
            f"POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {token}\r\n"
            "content-type: application/json\r\ncontent-length: "
        ).encode()

    def ask(self, body: bytes) -> bytes:
        """The body of an answer. Raises RuntimeError where the status is not 200."""
        if self._left():
            self._socket.close()
            self._socket = _opened(self._port)
        self._socket.sendall(b"%b%d\r\n\r\n%b" % (self._head, len(body), body))
        received = bytearray()
        while (end := received.find(b"\r\n\r\n")) < 0:
            self._receive(received)
        head = bytes(received[:end]).lower()
        length = int(head.partition(b"content-length: ")[2].partition(b"\r")[0])
        while len(received) < end + 4 + length:
            self._receive(received)
        told = bytes(received[end + 4 :])
        if b" 200 " not in head[:16]:
            raise RuntimeError((head.split(b"\r")[0] + b": " + told[:300]).decode(errors="replace"))
        return told

    def data(self, body: bytes) -> Any:
        """The data of an answer. Raises RuntimeError where it has errors."""
        answer = orjson.loads(self.ask(body))
        if answer.get("errors"):
            raise RuntimeError(str(answer["errors"][0]))
        return answer["data"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def _left(self) -> bool:
        """Whether the server has closed it: servers do when nothing is asked for seconds."""
        return bool(select([self._socket], [], [], 0)[0])

    def _receive(self, into: bytearray) -> None:
        part = self._socket.recv(262_144)
        if not part:
            raise RuntimeError("The server closed the connection.")
        into += part


def _opened(port: int) -> socket.socket:
    opened = socket.create_connection(("127.0.0.1", port), timeout=60)
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return opened


def body(text: str, variables: dict[str, Any]) -> bytes:
    return orjson.dumps({"query": text, "variables": variables})
