"""Migrations are applied once, in order, and noticed when they are not."""

import asyncio

import pytest

from graph import schema_changes
from graph.model import NODES
from graph.session import Session
from graph.vocabulary import node_meta
from runtime.errors import GraphBehind, GraphTooNew


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
    text = "CALL db.index.fulltext.queryNodes('party_search', $typed) YIELD node RETURN node.id"
    assert await empty.rows(text, {"typed": '"钢铁"'}) == [["P1"]]
    assert await empty.rows(text, {"typed": "shanghai*"}) == [["P1"]]
    assert await empty.rows(text, {"typed": '"北京"'}) == []
