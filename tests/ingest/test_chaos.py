"""Whatever breaks while a delivery is loaded, the same delivery completes it: nothing is lost, nothing doubled.

A few of the ways; `make chaos` goes two hundred of them.
"""

import os
from pathlib import Path

import pytest

from benchmarks.chaos.engine import Engine
from benchmarks.chaos.faults import DATABASE, DIE, KILL, Fault
from benchmarks.chaos.rounds import Arena, Round
from benchmarks.chaos.scenarios import Scenario, one_night
from graph.session import Session, connect
from runtime.local import neo4j
from runtime.local.engines import Engines
from tests.graph.proxy import Place, proxied

NIGHT = Scenario("night", 20, one_night)
CUTS = [
    [Fault(Place.RUN, Place.RUN, 30), Fault(Place.RUN, Place.RUN, 5)],
    [Fault(Place.PULL, Place.PULL, 50)],
    [Fault(Place.COMMIT, Place.COMMIT, 12)],
    [Fault(Place.COMMIT_ANSWER, Place.COMMIT_ANSWER, 4)],
    [Fault(DIE, Place.ANY, 2), Fault(KILL, Place.COMMIT_ANSWER, 9), Fault(KILL, Place.ANY, 60)],
]


@pytest.mark.long
async def test_a_pass_that_is_cut_off_or_killed_is_completed_by_the_next(empty: Session, engines: Engines, tmp_path: Path) -> None:
    deliveries = NIGHT.write(tmp_path / "deliveries")
    async with proxied(engines.neo4j_uri) as proxy:
        session = connect(proxy.uri, engines.neo4j_user, engines.neo4j_password, empty.database, patient=True)
        arena = Arena(session, proxy, engines.neo4j_user, engines.neo4j_password, tmp_path)
        done = [await arena.loaded(Round(0, NIGHT.name, each[0].kind), NIGHT, deliveries, {0: each}) for each in CUTS]
        await session.close()
    assert [str(each) for each in done if each.fault] == []
    assert all(each.broken for each in done)
    assert done[-1].resumes == 3


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="the server's process is found in /proc")
async def test_a_pass_whose_database_is_killed_ends_as_unavailable_and_is_completed_once_that_is_back(tmp_path: Path) -> None:
    """It gives up at once here, and waits for half a minute else."""
    deliveries = NIGHT.write(tmp_path / "deliveries")
    cache = os.environ.get("C360_CACHE")
    engine = Engine(tmp_path, os.environ.get("C360_NEO4J_LINE", "5.26"), Path(cache) if cache else None)
    try:
        engine.start()
        async with proxied(engine.uri) as proxy:
            session = connect(proxy.uri, neo4j.USER, engine.password, "neo4j", patient=True)
            arena = Arena(session, proxy, neo4j.USER, engine.password, tmp_path, engine)
            fault = Fault(DATABASE, Place.COMMIT_ANSWER, 12, patience=False)
            done = await arena.loaded(Round(0, NIGHT.name, DATABASE), NIGHT, deliveries, {0: [fault]})
            await session.close()
    finally:
        engine.stop()
    assert done.fault == ""
    assert done.broken == ["database at commit-answer → GraphUnavailable"]
