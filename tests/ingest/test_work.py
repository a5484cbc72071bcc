"""The worker does what was asked through the API, says so, and goes on when something fails."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph import judgements, quarantine
from graph.judgements import Verdict
from graph.ledger import instant
from graph.session import Session, connect
from ingest import sources
from ingest.models import model_path
from ingest.quarantine import kept
from runtime.local.engines import Engines
from tests.graph.proxy import proxied
from tests.silo_people import load, parties, resolved, taught, worker
from tests.tiny_bank import STORY, TinyBank, tiny_source

BROKEN = STORY | {"movements": [*STORY["movements"][:1], "T2,A1,never,-40,60,", *STORY["movements"][2:]]}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return taught(tmp_path / "home")


async def judge(session: Session, one: str, other: str, verdict: Verdict) -> None:
    now = instant()
    await session.together(lambda run: judgements.judge(run, one, other, verdict, why="seen", by="Li", now=now))


async def test_what_was_loaded_and_nobody_has_followed_is_followed_once_nothing_is_loaded_any_more(
    empty: Session, tiny: TinyBank, home: Path
) -> None:
    await load(empty, tiny, "core", "cards")
    said = list[str]()
    working = worker(empty, home, said)
    assert not await working.once(60.0)
    await empty.run("CREATE (:Pass {id: 'P', running: 'counter', state: 'RUNNING', beatAt: datetime()})")
    assert not await working.once()
    await empty.run("MATCH (p:Pass {id: 'P'}) DELETE p")
    assert (await working.once(), await working.once()) == (True, False)
    assert len(said) == 1 and said[0].startswith("2 passes are followed.")
    assert ("cards:7", "core:1") in await parties(empty)
    await load(empty, tiny, "counter")
    await resolved(empty, home)
    assert not await working.once()


async def test_a_row_that_somebody_asked_for_is_driven_again_and_then_followed(
    empty: Session, tiny: TinyBank, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sources.sources(), "tiny", tiny_source())
    await tiny.load(empty, **BROKEN)
    ((row, _),) = kept(tiny.home)
    await empty.together(lambda run: quarantine.request(run, row, {"day": "2025-11-16"}, "Li"))
    said = list[str]()
    assert (await worker(empty, home, said).once(), await worker(empty, home, said).once()) == (True, False)
    assert said[0] == "tiny: of 1 rows that were driven again 1 were accepted."
    assert len(said) == 2 and said[1].startswith("2 passes are followed.")
    assert await empty.rows("MATCH (q:QuarantinedRow) RETURN q.state") == [["ACCEPTED"]]


async def test_what_fails_is_told_once_and_done_when_it_can_be(
    empty: Session, tiny: TinyBank, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.work.LOOK_SECONDS", 0.02)
    await load(empty, tiny, "core", "cards")
    await judge(empty, "core:3", "cards:9", Verdict.SAME)
    path, said = model_path(home, "person"), list[str]()
    right = path.read_bytes()
    path.write_text("{}")
    running = asyncio.create_task(worker(empty, home, said).run())
    while not said:
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.3)
    assert len(said) == 1 and "model" in said[0]
    path.write_bytes(right)
    while len(said) < 2:
        await asyncio.sleep(0.02)
    running.cancel()
    assert said[1].startswith("1 judgements are followed.")
    assert ("cards:9", "core:3") in await parties(empty)


async def test_a_worker_whose_database_is_away_for_a_while_says_so_and_goes_on(
    empty: Session, engines: Engines, tiny: TinyBank, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.work.LOOK_SECONDS", 0.02)
    monkeypatch.setattr("ingest.work.QUIET_SECONDS", 0.0)
    said = list[str]()
    async with proxied(engines.neo4j_uri) as proxy:
        session, there = connect(proxy.uri, engines.neo4j_user, engines.neo4j_password, empty.database), proxy.server
        running = asyncio.create_task(worker(session, home, said).run())
        proxy.server = ("127.0.0.1", 1)
        proxy.hang_up()
        while not said:
            await asyncio.sleep(0.02)
        await load(empty, tiny, "core", "cards")
        proxy.server = there
        while len(said) < 3:
            await asyncio.sleep(0.02)
        running.cancel()
        await asyncio.wait([running])
        await session.close()
    assert said[0].startswith("Neo4j does not answer")
    assert said[1].startswith("2 passes are followed.") and said[2] == "It goes on."


async def test_a_fault_that_nobody_expects_is_told_without_its_words_and_does_not_end_the_worker(
    empty: Session, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.work.LOOK_SECONDS", 0.02)
    said = list[str]()
    with monkeypatch.context() as patch:
        patch.setattr("graph.quarantine.REQUESTED", "RETURN 1")  # not as many values as are looked for
        running = asyncio.create_task(worker(empty, home, said).run())
        while not said:
            await asyncio.sleep(0.02)
    while len(said) < 2:
        await asyncio.sleep(0.02)
    running.cancel()
    assert said[0].startswith("A fault of the worker itself, to be reported: ValueError at quarantine.py:")
    assert said[1] == "It goes on."


async def test_judgements_that_contradict_are_kept_beside_what_was_followed(empty: Session, tiny: TinyBank, home: Path) -> None:
    await load(empty, tiny, "core", "cards")
    for one, other, verdict in [
        ("core:3", "cards:9", Verdict.SAME), ("cards:9", "core:2", Verdict.SAME), ("core:3", "core:2", Verdict.NOT_SAME),
    ]:  # fmt: skip
        await judge(empty, one, other, verdict)
    assert await judgements.unfollowed(empty) == (3, True)
    said = list[str]()
    await worker(empty, home, said).once()
    assert await judgements.unfollowed(empty) == (3, False)
    ((kept_,),) = await empty.rows("MATCH (m:Mark {name: 'judgements'}) RETURN m.contradictions")
    assert len(kept_) == 1 and kept_[0] in said[0] and "does not hold" in kept_[0]


async def test_a_judgement_that_comes_while_others_are_followed_is_followed_next(empty: Session) -> None:
    await empty.run("CREATE (:SourceRecord {id: 'a:1', kind: 'PERSON'}), (:SourceRecord {id: 'a:2', kind: 'PERSON'})")
    await judge(empty, "a:1", "a:2", Verdict.SAME)
    number, _ = await judgements.unfollowed(empty)
    await judge(empty, "a:1", "a:2", Verdict.NOT_SAME)
    await judgements.follow(empty, number, (), datetime.now(UTC))
    assert await judgements.unfollowed(empty) == (2, True)
