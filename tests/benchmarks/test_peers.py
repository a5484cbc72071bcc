"""What stands beside the gateway in a measurement says what it is taken for."""

import asyncio
import io
from typing import Any

import pytest
from rich.console import Console

from benchmarks import shaping
from benchmarks.bare import bare
from benchmarks.peers import same
from benchmarks.peers.clients import Crowd
from benchmarks.peers.trivial import Trivial
from benchmarks.reach import Line
from benchmarks.stub import Canned
from graph.identity import global_id
from runtime.settings import Settings

ROWS = [["陈美玲", 1, 2.5, None, [True, ["x" * 70_000]]]]


async def test_the_stub_answers_the_official_driver_with_what_was_recorded():
    answers: dict[str, list[list[Any]]] = {"units": [["core:XIHU", "HQ/XIHU"]], "view": [[ROWS]]}
    server = await asyncio.get_running_loop().create_server(lambda: Canned(answers), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    settings = Settings.from_env({"NEO4J_URI": f"bolt://127.0.0.1:{port}", "NEO4J_PASSWORD": "any"})
    async with server, bare(settings) as driver:
        for _ in range(3):
            assert await driver.read("RETURN 1", {"p0": "c1"}) == ROWS
        assert await driver.read("MATCH (u:OrgUnit) RETURN u.id, u.path", {}) == "core:XIHU"


async def test_clients_ask_again_as_soon_as_they_are_answered():
    server = await asyncio.get_running_loop().create_server(lambda: Trivial(b"{}"), "127.0.0.1", 0)
    async with server:
        window = await Crowd(server.sockets[0].getsockname()[1], 0, "token", [b"{}"]).window(0.2, clients=3)
    assert window.answers > 3
    assert window.cpu_each is None


async def test_a_server_that_refuses_is_not_measured():
    class Refusing(Trivial):
        def __init__(self) -> None:
            self.answer = b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n"

    server = await asyncio.get_running_loop().create_server(Refusing, "127.0.0.1", 0)
    async with server:
        with pytest.raises(RuntimeError, match="503"):
            await Crowd(server.sockets[0].getsockname()[1], 0, "token", [b"{}"]).window(0.2, clients=1)


def test_both_ways_to_shape_make_the_same_of_the_same_rows():
    found = shaping.run(5, Console(file=io.StringIO()))
    assert list(found) == [shaping.COMPILED, shaping.STRAWBERRY]


def test_the_peers_answer_is_told_under_the_gateways_names():
    party = {
        "partyId": "P1", "id": "P1", "kind": "COMPANY", "displayName": "港湾钢铁", "isCustomer": True, "residences": [],
        "balances": [{"currency": "JPY", "assets": "150", "liabilities": "0", "accounts": 1}], "products": [],
        "recordsConnection": {"edges": [{"properties": {"rule": "DECLARED_KEY"}, "node": {"id": "core:1", "system": "core"}}]},
        "accountsConnection": {"totalCount": 0, "edges": []},
    }  # fmt: skip
    told = same.ours({"parties": [party]})
    assert told and told["customer"]["id"] == global_id("Company:", "P1")
    assert told["customer"]["balances"] == [{"currency": "JPY", "assets": "150", "liabilities": "0", "accounts": 1}]
    assert told["customer"]["records"] == [{"recordId": "core:1", "system": "core", "matchedBy": "DECLARED_KEY"}]
    assert same.ours({"parties": []}) is None


@pytest.mark.parametrize(
    ("line", "held"),
    [
        (Line("ratio", 1.4, None, 1.4), True),
        (Line("ratio", 1.4, None, 1.41), False),
        (Line("faster", None, 4, 5.0), True),
        (Line("faster", None, 4, 3.9), False),
        (Line("faster", None, 4, None, why="node missing"), None),
    ],
)
def test_a_measure_is_reached_or_not_or_was_not_measured(line: Line, held: bool | None):
    assert line.held is held
    assert line.cells()[-1] == {True: "reached", False: "**not reached**", None: "node missing"}[held]
