"""Subscriptions, questions and changes over sockets and streams of events, on a real port."""

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from access.caller import CallerRole
from graph.session import Session
from runtime.local.engines import Engines
from tests.journeys.test_gateway import CHANGE, NAME, bearer, code
from tests.journeys.test_lines import gateway, until
from tests.live import Live

WATCH = "subscription($id: ID!) { passProgress(id: $id) { passId state dead rowsRead } }"
EVENTS = {"accept": "text/event-stream"}


@pytest.fixture
async def both(graph: Session, engines: Engines) -> AsyncGenerator[tuple[Live, httpx.AsyncClient]]:
    async with gateway(engines.neo4j_uri, engines.neo4j_password, C360_ORIGINS="https://app.bank.example", C360_SOCKETS="4") as one:
        yield one


@pytest.fixture
async def passed(graph: Session) -> str:
    """A pass that is complete."""
    return (await graph.rows("MATCH (p:Pass {source: 'core', state: 'COMPLETE'}) RETURN p.id LIMIT 1"))[0][0]


def told(text: str) -> list[tuple[str, Any]]:
    """Events by their kind, with their data; comments are passed over."""
    events = [dict(line.partition(": ")[::2] for line in event.splitlines()) for event in text.split("\n\n") if event.startswith("event")]
    return [(one["event"], json.loads(one["data"]) if one.get("data") else None) for one in events]


async def test_a_pass_that_has_ended_is_told_once_over_either(both: tuple[Live, httpx.AsyncClient], passed: str):
    live, client = both
    sent = {"query": WATCH, "variables": {"id": passed}}
    streamed = await client.post("/graphql", json=sent, headers=EVENTS)
    assert (streamed.status_code, streamed.headers["content-type"]) == (200, "text/event-stream")
    (kind, first), last = told(streamed.text)
    progress = first["data"]["passProgress"]
    assert (kind, last) == ("next", ("complete", None))
    assert progress["rowsRead"] > 0 and {"passId": passed, "state": "COMPLETE", "dead": False}.items() <= progress.items()
    async with live.socket() as spoken:
        await spoken.enter(bearer())
        await spoken.ask(**sent)
        assert await spoken.all() == [{"id": "1", "type": "next", "payload": first}, {"id": "1", "type": "complete"}]


async def test_questions_and_changes_are_answered_over_either_as_over_post(both: tuple[Live, httpx.AsyncClient]):
    live, client = both
    async with live.socket() as spoken:
        await spoken.enter(bearer())
        for sent in ({"query": NAME}, {"query": CHANGE, "variables": {"row": "nothing-1"}}):
            posted = (await client.post("/graphql", json=sent)).json()["data"]
            (kind, streamed), last = told((await client.post("/graphql", json=sent, headers=EVENTS)).text)
            assert (kind, streamed["data"], last) == ("next", posted, ("complete", None))
            await spoken.ask(**sent)
            assert (await spoken.all())[0]["payload"]["data"] == posted


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"query": "{ party("}, "GRAPHQL_PARSE_FAILED"),
        ({"query": "{ nothing }"}, "GRAPHQL_VALIDATION_FAILED"),
        ({"query": "subscription { passProgress }"}, "GRAPHQL_VALIDATION_FAILED"),
        ({"query": WATCH}, "BAD_USER_INPUT"),
        ({"query": WATCH, "variables": {"id": "nothing"}}, "BAD_USER_INPUT"),
        ({"query": WATCH, "variables": {"id": "UGVyc29uOng"}}, "BAD_USER_INPUT"),
        ({"documentId": "nothing"}, "PERSISTED_DOCUMENT_NOT_FOUND"),
    ],
)
async def test_what_is_wrong_with_a_question_is_told_by_either_protocols_rule(
    both: tuple[Live, httpx.AsyncClient], sent: dict[str, Any], expected: str
):
    live, client = both
    async with live.socket() as spoken:
        await spoken.enter(bearer())
        await spoken.say("subscribe", id="1", payload=sent)
        (error,) = await spoken.all()
        assert (error["type"], error["payload"][0]["extensions"]["code"]) == ("error", expected)
    streamed = await client.post("/graphql", json=sent, headers=EVENTS)
    if "documentId" in sent:  # refused as a request, before there is a stream
        assert (streamed.status_code, code(streamed)) == (400, expected)
    else:
        (kind, first), last = told(streamed.text)
        assert (kind, first["errors"][0]["extensions"]["code"], last[0]) == ("next", expected, "complete")


async def test_who_may_not_see_passes_is_told_of_none(both: tuple[Live, httpx.AsyncClient], passed: str):
    live, client = both
    partner = bearer(role=CallerRole.PARTNER)
    streamed = await client.post("/graphql", json={"query": WATCH, "variables": {"id": passed}}, headers=EVENTS | partner)
    assert told(streamed.text)[0][1]["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    async with live.socket() as spoken:
        await spoken.enter(partner)
        await spoken.ask(WATCH, variables={"id": passed})
        assert (await spoken.next())["payload"][0]["extensions"]["code"] == "FORBIDDEN"


@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json"])
async def test_a_subscription_needs_a_stream(both: tuple[Live, httpx.AsyncClient], passed: str, accept: str):
    sent = {"query": WATCH, "variables": {"id": passed}}
    response = await both[1].post("/graphql", json=sent, headers={"accept": accept})
    assert (response.status_code, code(response)) == (200 if accept == "application/json" else 400, "BAD_USER_INPUT")
    either = await both[1].post("/graphql", json=sent, headers={"accept": f"{accept}, text/event-stream"})
    assert either.headers["content-type"] == "text/event-stream"
    question = await both[1].post("/graphql", json={"query": NAME}, headers={"accept": f"{accept}, text/event-stream"})
    assert question.headers["content-type"].startswith(accept)


async def test_who_is_not_known_opens_no_stream_and_no_socket(both: tuple[Live, httpx.AsyncClient]):
    live, client = both
    streamed = await client.post("/graphql", json={"query": NAME}, headers=EVENTS | {"authorization": "Bearer junk"})
    assert (streamed.status_code, code(streamed)) == (401, "UNAUTHENTICATED")
    for payload in (None, {"Authorization": "Bearer junk"}, bearer(hours=-1)):
        async with live.socket() as spoken:
            await spoken.say("connection_init", **({"payload": payload} if payload else {}))
            assert (await spoken.closed())[0] == 4403


@pytest.mark.parametrize(
    ("origin", "status"), [("https://evil.example", 403), ("null", 403), ("https://app.bank.example", None), (None, None)]
)
async def test_only_pages_from_here_or_of_the_list_open_a_socket(
    both: tuple[Live, httpx.AsyncClient], origin: str | None, status: int | None
):
    live, _ = both
    if status:
        with pytest.raises(InvalidStatus) as refused:
            async with live.socket(origin=origin):
                pass
        assert refused.value.response.status_code == status
        return
    for named in (origin, f"http://127.0.0.1:{live.port}"):
        async with live.socket(origin=named) as spoken:
            await spoken.enter(bearer())


async def test_so_many_sockets_and_streams_are_open_at_once_and_no_more(both: tuple[Live, httpx.AsyncClient]):
    live, client = both
    async with live.socket(), live.socket(), live.socket(), live.socket():
        with pytest.raises(InvalidStatus) as refused:
            async with live.socket():
                pass
        assert refused.value.response.status_code == 503
        streamed = await client.post("/graphql", json={"query": NAME}, headers=EVENTS)
        assert (streamed.status_code, code(streamed)) == (503, "TOO_MANY_SOCKETS")
    await until(lambda: opens(live))


async def opens(live: Live) -> bool:
    try:
        async with live.socket() as spoken:
            await spoken.enter(bearer())
            return True
    except InvalidStatus:
        return False


async def test_no_common_stream_is_reserved(both: tuple[Live, httpx.AsyncClient]):
    assert (await both[1].put("/graphql", headers=EVENTS)).status_code == 405


async def test_many_questions_at_a_time_are_answered_on_one_socket(both: tuple[Live, httpx.AsyncClient]):
    async with both[0].socket() as spoken:
        await spoken.enter(bearer())
        for number in range(20):
            await spoken.ask(NAME, str(number))
        ended: set[str] = set()
        async with asyncio.timeout(60):
            while len(ended) < 20:
                message = await spoken.next()
                assert message["type"] in ("next", "complete")
                ended |= {message["id"]} if message["type"] == "complete" else set()
