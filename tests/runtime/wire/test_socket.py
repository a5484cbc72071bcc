"""graphql-transport-ws rule by rule, on a real socket, before a door that counts."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from runtime.errors import GraphUnavailable, NotAuthenticated
from runtime.settings import Settings
from runtime.wire import socket
from runtime.wire.question import Question
from tests.live import Live, Spoken, live


@dataclass
class Counted:
    shown: dict[str, Any]
    executed: bool = True


class Counting:
    """Answers `3` with 1, 2, 3; `0` is wrong, `-1` never ends, and `-2` tells more than anybody reads."""

    valid = 3600.0

    def __init__(self) -> None:
        self.asked: list[tuple[str, str | None, Mapping[str, str]]] = []
        self.under_way = 0
        self.told = 0

    async def enter(self, authorization: str | None) -> datetime:
        if authorization == "down":
            raise GraphUnavailable("Neo4j does not answer.")
        if authorization != "known":
            raise NotAuthenticated("Send a token.")
        return datetime.now(UTC) + timedelta(seconds=self.valid)

    async def answers(
        self, request: str, asked: Question, authorization: str | None, trace: Mapping[str, str]
    ) -> AsyncGenerator[Counted]:
        self.asked.append((request, authorization, trace))
        most = int(asked.query)
        self.under_way += 1
        try:
            if most == 0:
                yield Counted({"errors": [{"message": "wrong"}]}, executed=False)
            for number in range(1, most + 1):
                yield Counted({"data": number})
            while most == -2:
                self.told += 1
                yield Counted({"data": "x" * 100_000})
            if most == -1:
                await asyncio.Event().wait()
        finally:
            self.under_way -= 1


class Served:
    def __init__(self, door: Counting, operations: int) -> None:
        self.door, self.operations = door, operations
        self.sockets: list[socket.Socket] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            while (message := await receive())["type"] != "lifespan.shutdown":
                await send({"type": f"{message['type']}.complete"})
            await send({"type": "lifespan.shutdown.complete"})
        else:
            self.sockets.append(socket.Socket(scope, receive, send, self.door, self.operations))
            await self.sockets[-1].serve()

    async def stop(self) -> None:
        await asyncio.gather(*(one.stop() for one in self.sockets))


@pytest.fixture
def door() -> Counting:
    return Counting()


@pytest.fixture
async def server(door: Counting) -> AsyncGenerator[Live]:
    async with live(Served(door, 3), Settings.from_env({"C360_BODY_BYTES": "2048"})) as server:
        yield server


@pytest.fixture
async def spoken(server: Live) -> AsyncGenerator[Spoken]:
    async with server.socket() as spoken:
        await spoken.enter({"Authorization": "known"})
        yield spoken


async def gone(door: Counting) -> bool:
    async with asyncio.timeout(30):
        while door.under_way:
            await asyncio.sleep(0.01)
    return True


async def test_a_stream_is_told_to_its_end(spoken: Spoken):
    await spoken.ask("3")
    assert await spoken.all() == [
        *({"id": "1", "type": "next", "payload": {"data": number}} for number in (1, 2, 3)),
        {"id": "1", "type": "complete"},
    ]


async def test_many_operations_run_at_once_and_each_is_told_by_its_id(spoken: Spoken):
    await spoken.ask("-1", "long")
    await spoken.ask("1", "a")
    assert [one["id"] for one in await spoken.all()] == ["a", "a"]
    await spoken.ask("2", "b")
    assert [one["id"] for one in await spoken.all()] == ["b", "b", "b"]


async def test_an_id_may_be_used_again_once_its_operation_is_complete(spoken: Spoken):
    for _ in range(20):
        await spoken.ask("1")
        assert (await spoken.all())[-1] == {"id": "1", "type": "complete"}


async def test_what_is_wrong_with_a_question_is_an_error_and_the_socket_stays(spoken: Spoken):
    await spoken.ask("0")
    assert await spoken.all() == [{"id": "1", "type": "error", "payload": [{"message": "wrong"}]}]
    await spoken.ask("1")
    assert (await spoken.all())[-1]["type"] == "complete"


async def test_more_operations_than_a_socket_may_have_are_refused_one_by_one(spoken: Spoken):
    for id_ in "abcd":
        await spoken.ask("-1", id_)
    (refused,) = await spoken.all()
    assert (refused["id"], refused["payload"][0]["extensions"]["code"]) == ("d", "TOO_MANY_OPERATIONS")
    await spoken.say("complete", id="a")
    await spoken.ask("1", "d")
    assert (await spoken.all())[-1] == {"id": "d", "type": "complete"}


async def test_a_client_that_completes_an_operation_ends_its_work(spoken: Spoken, door: Counting):
    await spoken.ask("-1")
    await spoken.say("complete", id="1")
    await spoken.say("complete", id="never begun")
    await spoken.say("ping")
    assert await spoken.next() == {"type": "pong"} and await gone(door)


async def test_a_client_that_leaves_ends_all_its_work(server: Live, door: Counting):
    async with server.socket() as spoken:
        await spoken.enter({"Authorization": "known"})
        await spoken.ask("-1", "a")
        await spoken.ask("-1", "b")
        await spoken.ask("1", "c")
        await spoken.all()
        assert door.under_way == 2
        spoken.connection.transport.abort()
        assert await gone(door)


async def test_a_ping_is_answered_with_what_it_carried(server: Live):
    async with server.socket() as spoken:
        await spoken.say("ping", payload={"a": 1})
        assert await spoken.next() == {"type": "pong", "payload": {"a": 1}}
        await spoken.say("pong")
        await spoken.enter({"authorization": "known"})


async def test_who_asks_may_stand_in_the_handshake(server: Live, door: Counting):
    parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    headers = {"authorization": "known", "x-request-id": "mine", "traceparent": parent}
    async with server.socket(additional_headers=headers) as spoken:
        await spoken.enter()
        await spoken.ask("1")
        await spoken.all()
        assert spoken.connection.response and spoken.connection.response.headers["x-request-id"] == "mine"
    assert door.asked == [("mine.1", "known", {"traceparent": parent})]


SENT: dict[str, tuple[list[str | bytes], int, str]] = {
    "no JSON": (["not json"], 4400, "JSON"),
    "bytes": ([b"{}"], 4400, "JSON"),
    "a list": (["[]"], 4400, "object"),
    "no type": (["{}"], 4400, "type"),
    "another protocol's type": (['{"type": "start"}'], 4400, "type"),
    "subscribe before all": (['{"type": "subscribe", "id": "1", "payload": {"query": "1"}}'], 4401, "Unauthorized"),
    "init twice": (['{"type": "connection_init", "payload": {"Authorization": "known"}}'] * 2, 4429, "Too many"),
    "a payload that is a list": (['{"type": "connection_init", "payload": []}'], 4400, "payload"),
    "no token": (['{"type": "connection_init"}'], 4403, "Send a token"),
    "a token that is a number": (['{"type": "connection_init", "payload": {"Authorization": 7}}'], 4403, "Send a token"),
    "no graph": (['{"type": "connection_init", "payload": {"Authorization": "down"}}'], 1013, "later"),
    "more than is read": (["x" * 3000], 1009, ""),
    "letters in no encoding": ([b"\xff"], 4400, "JSON"),
}


@pytest.mark.parametrize("case", SENT)
async def test_what_breaks_the_protocol_closes_the_socket_with_its_code(server: Live, case: str):
    sent, code, says = SENT[case]
    async with server.socket() as spoken:
        for message in sent:
            await spoken.raw(message)
        told = await spoken.closed()
        assert told[0] == code and says in told[1]


@pytest.mark.parametrize(
    "message",
    [
        {"payload": {"query": "1"}}, {"id": "", "payload": {"query": "1"}}, {"id": 1, "payload": {"query": "1"}}, {"id": "x" * 201, "payload": {"query": "1"}},
        {"id": "1"}, {"id": "1", "payload": []}, {"id": "1", "payload": {}}, {"id": "1", "payload": {"query": 7}}, {"id": "1", "payload": {"query": "1", "variables": []}},
    ],
)  # fmt: skip
async def test_a_question_without_what_it_needs_closes_the_socket(spoken: Spoken, message: dict[str, Any]):
    await spoken.say("subscribe", **message)
    assert (await spoken.closed())[0] == 4400


async def test_an_id_that_is_in_use_closes_the_socket(spoken: Spoken, door: Counting):
    await spoken.ask("-1")
    await spoken.ask("-1")
    assert await spoken.closed() == (4409, "Subscriber for 1 already exists") and await gone(door)


@pytest.mark.parametrize("protocol", [None, "graphql-ws", "foo"])
async def test_another_protocol_is_not_spoken(server: Live, protocol: str | None):
    async with server.socket(protocol) as spoken:
        assert (await spoken.closed())[0] == 4406


async def test_who_says_nothing_is_not_waited_for(server: Live, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(socket, "INIT_SECONDS", 0.05)
    async with server.socket() as spoken:
        assert await spoken.closed() == (4408, "Connection initialisation timeout")


async def test_a_socket_ends_with_its_token(server: Live, door: Counting):
    door.valid = 0.2
    async with server.socket() as spoken:
        await spoken.enter({"Authorization": "known"})
        await spoken.ask("-1")
        assert await spoken.closed() == (4403, "Forbidden: the token has expired") and await gone(door)


async def test_a_reader_that_takes_nothing_is_not_told_more_than_fits_and_is_left(
    server: Live, door: Counting, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(socket, "SEND_SECONDS", 0.3)
    async with server.socket(max_queue=1) as spoken:
        await spoken.enter({"Authorization": "known"})
        await spoken.ask("-2")
        async with asyncio.timeout(30):
            while not door.told:
                await asyncio.sleep(0.01)
        assert await gone(door)
        assert door.told < 500
        spoken.connection.transport.abort()


async def test_a_server_that_stops_answers_what_is_soon_answered_and_closes_its_sockets(server: Live, door: Counting, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(socket, "GRACE_SECONDS", 0.2)
    async with server.socket() as spoken, server.socket() as idle:
        await spoken.enter({"Authorization": "known"})
        await spoken.ask("-1", "long")
        await spoken.ask("1", "short")
        await spoken.all()
        stopping = asyncio.create_task(server.stop())
        for one in (spoken, idle):
            assert await one.closed() == (1001, "The gateway stops: connect again.")
        await stopping
    assert not door.under_way
