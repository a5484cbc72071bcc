"""Passes beside each other: one of a source, any number of different ones, with the same graph as one after the other."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from graph import links, parties
from graph.ledger import Outcome, Turn, Writer
from graph.session import Run, Session, connect
from graph.visibility import home_parties
from ingest import spool
from ingest.job import Terms, run_source
from ingest.report import Report
from rules.golden import golden
from runtime.errors import PassRunning
from runtime.local.engines import Engines
from tests.hub_bank import SYSTEMS, deliver, hub_source
from tests.telling import differences, told
from tests.tiny_bank import STORY, TinyBank

CUSTOMERS = 21
Work = Callable[[Run], Awaitable[Outcome]]


async def load(session: Session, folder: Path, system: str, home: Path) -> None:
    await run_source(hub_source(system), folder / system, session, home, trusted=SYSTEMS)


async def beside(engines: Engines, database: str, folder: Path, systems: Sequence[str]) -> None:
    """Each with a session and a home of its own."""

    async def one(system: str) -> None:
        session = connect(engines.neo4j_uri, engines.neo4j_user, engines.neo4j_password, database, patient=True)
        try:
            await load(session, folder, system, folder / "homes" / system)
        finally:
            await session.close()

    await asyncio.gather(*(one(system) for system in systems))


async def test_eight_silos_of_the_same_customers_side_by_side_make_the_graph_that_they_make_one_after_the_other(
    empty: Session, engines: Engines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool, "BATCH", 10)
    for system in SYSTEMS:
        deliver(tmp_path / system, system, CUSTOMERS)
    await beside(engines, empty.database, tmp_path, SYSTEMS)
    found = await told(empty)
    assert await empty.rows("MATCH (p:Party) RETURN count(*)") == [[CUSTOMERS]]
    await empty.run("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    for system in reversed(SYSTEMS):
        await load(empty, tmp_path, system, tmp_path / "home")
    assert not differences(await told(empty), found)


async def blocked(session: Session) -> None:
    """Until a transaction waits for another's lock; TimeoutError when none does for long."""
    async with asyncio.timeout(20):
        while not await session.rows("SHOW TRANSACTIONS YIELD status WHERE status STARTS WITH 'Blocked' RETURN status"):
            await asyncio.sleep(0.02)


async def test_a_partys_values_count_what_another_silo_said_while_they_were_worked_out(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, system="other", people=["1,Ada,K1,,"])
    ((party,),) = await empty.rows("MATCH (p:Party) RETURN p.id")
    second = list[asyncio.Task[Report]]()

    async def slowly(run: Run) -> None:
        ((_, kind, fields),) = await parties.said(run, [party])
        second.append(asyncio.create_task(tiny.load(empty, people=["1,Bell,K1,,"])))
        await asyncio.wait([second[0], asyncio.create_task(blocked(empty))], return_when=asyncio.FIRST_COMPLETED)
        await parties.call(run, {party: golden(kind, fields, ("tiny", "other"))})

    await empty.together(slowly)
    await second[0]
    assert await empty.rows("MATCH (p:Party) RETURN p.name") == [["Bell"]]


async def test_a_partys_unit_counts_what_another_pass_wrote_while_it_waited(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, units=STORY["units"], people=["1,Ada,K1,,"])
    ((party,),) = await empty.rows("MATCH (p:Party) RETURN p.id")

    async def meanwhile(run: Run) -> asyncio.Task[None]:
        await run("MATCH (p:Party) SET p.kind = p.kind", {})
        waiting = asyncio.create_task(empty.together(lambda run: home_parties(run, [party], date(2026, 1, 1))))
        await blocked(empty)
        await run("MATCH (p:Party), (u:OrgUnit {id: 'tiny:N'}) CREATE (p)-[:MANAGED_BY {role: 'LEAD'}]->(u)", {})
        return waiting

    await (await empty.together(meanwhile))
    assert await empty.rows("MATCH (p:Party) RETURN p.unit") == [["tiny:N"]]


@pytest.mark.parametrize(("other", "expected"), [("silo0", "Unit U1 says silo0"), ("silo5", "Unit U1of silo2")])
async def test_what_another_silo_wrote_while_this_one_waited_is_decided_of_as_it_is_there(
    empty: Session, tmp_path: Path, other: str, expected: str
) -> None:
    """silo2 comes to a unit of silo5's while a more, or a less, trusted one writes: what stands is the most trusted one's."""
    for system in ("silo5", "silo2"):
        deliver(tmp_path / system, system, 2, "U0")
    await load(empty, tmp_path, "silo5", tmp_path / "home")

    async def meanwhile(run: Run) -> asyncio.Task[None]:
        told = {"source": other, "hash": 1, "name": f"Unit U1 says {other}"}
        await run("MATCH (n:OrgUnit {id: 'hub:U1'}) SET n += $told", {"told": told})
        waiting = asyncio.create_task(load(empty, tmp_path, "silo2", tmp_path / "home"))
        await blocked(empty)
        return waiting

    await (await empty.together(meanwhile))
    assert await empty.rows("MATCH (n:OrgUnit {id: 'hub:U1'}) RETURN n.name") == [[expected]]


async def test_two_silos_that_tell_a_units_parent_at_once_make_one_link(
    empty: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(tmp_path / "silo2", "silo2", 2, "HQ")
    once, told = links.once, "CREATE (n)-[:PART_OF {source: 'silo0', effectiveOn: date('2026-01-01')}]->(u)"

    async def beside_another(session: Session, writer: Writer, batch: str, work: Work, turn: Turn | None = None) -> Outcome:
        async def meanwhile(run: Run) -> asyncio.Task[Outcome]:
            await run(f"MATCH (n:OrgUnit {{id: 'hub:U1'}}), (u:OrgUnit {{id: 'hub:HQ'}}) {told}", {})
            waiting = asyncio.create_task(once(session, writer, batch, work, turn))
            await blocked(empty)
            return waiting

        return await (await empty.together(meanwhile) if batch.endswith("/parent") else once(session, writer, batch, work, turn))

    monkeypatch.setattr(links, "once", beside_another)
    await load(empty, tmp_path, "silo2", tmp_path / "home")
    assert await empty.rows("MATCH (:OrgUnit {id: 'hub:U1'})-[r:PART_OF]->() RETURN r.source") == [["silo0"]]


async def test_of_two_passes_of_one_source_in_one_home_the_second_is_refused_by_name(empty: Session, tiny: TinyBank) -> None:
    async def second() -> str:
        with pytest.raises(PassRunning) as refused:
            await tiny.load(empty, **STORY)
        return str(refused.value)

    said = list[asyncio.Task[str]]()

    def once(stage: str, done: int, total: int) -> None:
        if stage == "load" and not said:
            said.append(asyncio.create_task(second()))

    await tiny.load(empty, progress=once, **STORY)
    assert await said[0] == "Another process reads tiny in this home: wait until it has ended."
    assert await empty.rows("MATCH (p:Pass) RETURN p.state") == [["COMPLETE"]]


async def test_two_silos_that_say_otherwise_of_a_unit_make_one_graph_in_either_order(empty: Session, tmp_path: Path) -> None:
    """What the more trusted one says stands, whoever came first, and the days on which they said it do not matter."""
    found = list[Counter[str]]()
    for place in (0, 1):
        deliver(tmp_path / str(place) / "silo0", "silo0", 2, "HQ")
        deliver(tmp_path / str(place) / "silo1", "silo1", 2, "HQ")
    for place, order in enumerate((("silo0", "silo1"), ("silo1", "silo0"))):
        await empty.run("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
        for system in order:
            on = date(2026, 1, 1 + int(system[-1]))
            home = tmp_path / str(place) / "home"
            await run_source(hub_source(system), tmp_path / str(place) / system, empty, home, Terms(on), trusted=SYSTEMS)
        found.append(await told(empty))
    assert not differences(*found)
