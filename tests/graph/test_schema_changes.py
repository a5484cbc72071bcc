"""Migrations are applied once, in order, and noticed when they are not."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from graph import schema_changes
from graph.model import NODES
from graph.session import Session
from graph.text_search import UNINDEXED, lucene
from graph.vocabulary import node_meta
from runtime.errors import GraphBehind, GraphTooNew, MigrationFailed
from runtime.local.engines import Engines


async def test_migrating_again_applies_nothing(empty: Session) -> None:
    assert await schema_changes.migrate(empty) == ()
    assert await schema_changes.pending(empty) == ()
    assert list(await schema_changes.applied(empty)) == [each.number for each in schema_changes.migrations()]


async def test_two_processes_may_migrate_side_by_side(empty: Session) -> None:
    await empty.run("MATCH (m:Migration) DELETE m")
    both = await asyncio.gather(schema_changes.migrate(empty), schema_changes.migrate(empty))
    assert sorted(len(each) for each in both) == [0, len(schema_changes.migrations())]


async def test_every_label_of_the_model_has_its_key(empty: Session) -> None:
    found = {
        (labels[0], properties[0])
        for labels, properties in await empty.rows(
            "SHOW CONSTRAINTS YIELD type, labelsOrTypes, properties WHERE type CONTAINS 'UNIQUENESS' RETURN labelsOrTypes, properties"
        )
    }
    keys = {(node_meta(cls).label, node_meta(cls).key) for cls in NODES}
    assert keys | {("Party", "id"), ("SourceRecord", "id"), ("MonthlyFlow", "id"), ("Pass", "running")} <= found


async def test_a_database_that_lacks_migrations_is_behind(empty: Session) -> None:
    await schema_changes.check(empty)
    await empty.run("MATCH (m:Migration) DELETE m")
    with pytest.raises(GraphBehind, match="c360 migrate"):
        await schema_changes.check(empty)


async def test_interests_that_are_there_are_told_apart_as_later_ones_are(empty: Session) -> None:
    await empty.run("CREATE (:Party {id: 'a'})-[:OWNS {by: 'SHAREHOLDING'}]->(:Party:Company {id: 'b'})")
    await empty.run("MATCH (m:Migration {number: 3}) DELETE m")
    await schema_changes.migrate(empty)
    assert await empty.rows("MATCH ()-[r:OWNS]->() RETURN r.by") == [["SHAREHOLDING|"]]


async def test_a_migration_that_this_version_does_not_know_is_not_passed_over(empty: Session) -> None:
    await empty.run("CREATE (:Migration {number: 9999, checksum: 'x'})")
    try:
        with pytest.raises(GraphTooNew, match="9999"):
            await schema_changes.migrate(empty)
    finally:
        await empty.run("MATCH (m:Migration {number: 9999}) DELETE m")


async def test_chinese_is_found_by_any_two_characters(empty: Session) -> None:
    await empty.run("CREATE (:Party {id: 'P1', searchText: '上海钢铁有限公司 shanghaigangtie'})")
    await empty.run("CALL db.awaitIndexes(60)")
    text = "CALL db.index.fulltext.queryNodes('party_names', $typed) YIELD node RETURN node.id"
    assert await empty.rows(text, {"typed": '"钢铁"'}) == [["P1"]]
    assert await empty.rows(text, {"typed": "shanghai*"}) == [["P1"]]
    assert await empty.rows(text, {"typed": '"北京"'}) == []


async def test_a_name_is_found_with_the_words_that_the_index_leaves_out(empty: Session) -> None:
    await empty.run("CREATE (:Party {id: 'P1', searchText: $text})", {"text": f"Bank Whatever {' '.join(sorted(UNINDEXED))}"})
    await empty.run("CALL db.awaitIndexes(60)")
    text = "CALL db.index.fulltext.queryNodes('party_names', $typed) YIELD node RETURN node.id"
    assert [word for word in UNINDEXED if await empty.rows(text, {"typed": word})] == []
    assert await empty.rows(text, {"typed": lucene("Bank of Whatever", ["searchText"])}) == [["P1"]]


MIGRATING = """
import asyncio, os, signal, sys
from graph import locks, schema_changes
from graph.session import Session, connect
locks.LEASE_SECONDS = 1
run, left = Session.run, int(sys.argv[4])

async def counted(self, text, params=None):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    await run(self, text, params)

async def main():
    Session.run = counted
    session = connect(sys.argv[1], sys.argv[2], os.environ["SECRET"], sys.argv[3], patient=True)
    print(len(await schema_changes.migrate(session)))
    await session.close()

asyncio.run(main())
"""


def migrating(engines: Engines, database: str, left: int) -> "subprocess.Popen[str]":
    """A process that migrates, and is killed at its so manieth statement."""
    arguments = [engines.neo4j_uri, engines.neo4j_user, database, str(left)]
    environment = os.environ | {"SECRET": engines.neo4j_password, "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.Popen([sys.executable, "-c", MIGRATING, *arguments], env=environment, stdout=subprocess.PIPE, text=True)


async def test_of_two_processes_that_migrate_at_once_one_applies_all(empty: Session, engines: Engines) -> None:
    await empty.run("MATCH (m:Migration) DELETE m")
    both = [migrating(engines, empty.database, 0) for _ in range(2)]
    told = [await asyncio.to_thread(each.communicate, None, 120) for each in both]
    assert sorted(int(out) for out, _ in told) == [0, len(schema_changes.migrations())]
    await schema_changes.check(empty)


async def test_killed_in_the_middle_of_a_migration_it_goes_on_with_the_same(empty: Session, engines: Engines) -> None:
    await empty.run("DROP INDEX company_lei")
    await empty.run("MATCH (m:Migration) DELETE m")
    with migrating(engines, empty.database, 20) as killed:
        assert await asyncio.to_thread(killed.wait, 60) == -signal.SIGKILL
    assert await schema_changes.applied(empty) == {}
    with pytest.raises(GraphBehind):
        await schema_changes.check(empty)
    assert len(await schema_changes.migrate(empty)) == len(schema_changes.migrations())
    assert (await schema_changes.standing(empty)).lacking == ()


async def test_a_migration_whose_text_was_altered_is_told_by_its_name(empty: Session) -> None:
    await empty.run("MATCH (m:Migration {number: 2}) SET m.before = m.checksum, m.checksum = 'x'")
    try:
        with pytest.raises(GraphTooNew, match="0002_credit_and_service in another text"):
            await schema_changes.migrate(empty)
    finally:
        await empty.run("MATCH (m:Migration {number: 2}) SET m.checksum = m.before REMOVE m.before")


async def test_an_index_that_can_t_be_filled_stops_the_migration_with_what_to_do(empty: Session) -> None:
    await empty.run("DROP INDEX company_lei")
    await empty.run("CREATE (:Company {lei: $long})", {"long": "SECRET" * 8_000})
    await empty.run("MATCH (m:Migration {number: 1}) DELETE m")
    try:
        with pytest.raises(MigrationFailed, match="company_lei can't be filled.*DROP INDEX company_lei.*c360 migrate") as told:
            await schema_changes.migrate(empty)
        assert "SECRET" not in str(told.value)
        assert 1 not in await schema_changes.applied(empty)
    finally:
        await empty.run("MATCH (n:Company) DELETE n")
        await empty.run("DROP INDEX company_lei")
    assert [each.number for each in await schema_changes.migrate(empty)] == [1]


async def test_a_constraint_that_the_data_breaks_stops_the_migration_with_what_to_do(empty: Session) -> None:
    await empty.run("DROP CONSTRAINT employee_id")
    await empty.run("CREATE (:Employee {id: 'SECRET'}), (:Employee {id: 'SECRET'})")
    try:
        with pytest.raises(
            MigrationFailed, match="CREATE CONSTRAINT employee_id.*Two nodes of Employee may have the same id"
        ) as told:
            await schema_changes.restore(empty)
        assert "SECRET" not in str(told.value)
    finally:
        await empty.run("MATCH (n:Employee) DELETE n")
    assert await schema_changes.restore(empty) == ("employee_id",)


def test_every_rule_is_read_from_its_migration() -> None:
    rules = schema_changes.rules()
    assert rules["party_unit_sort_name"].on == ("Party", "unit", "sortName", "id")
    assert (rules["party_names"].kind, rules["party_names"].on) == ("INDEX", ("Party", "searchText", "otherText"))
    assert (rules["lock_name"].kind, rules["lock_name"].on) == ("CONSTRAINT", ("Lock", "name"))
    every = "\n".join(statement for each in schema_changes.migrations() for statement in each.statements)
    assert len(rules) == every.count("IF NOT EXISTS") - every.count("DROP ") + len(schema_changes.FIRST)
