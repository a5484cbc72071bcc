"""Migrations that lag or differ, and constraints and indexes that are not as they should be, are told; migrate mends them."""

from collections.abc import AsyncGenerator

import pytest

from doctor import schema
from doctor.finding import Finding, State
from graph import schema_changes
from graph.schema_changes import Standing
from graph.session import Session


@pytest.fixture
async def mended(empty: Session) -> AsyncGenerator[Session]:
    """A database whose schema a test may spoil."""
    yield empty
    for kind, name in (("INDEX", "film_title"), ("CONSTRAINT", "film_id"), ("INDEX", "company_lei")):
        await empty.run(f"DROP {kind} {name} IF EXISTS")
    await empty.run("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    await empty.run("MATCH (m:Migration) WHERE m.number > 9000 OR m.checksum = 'x' DELETE m")
    await schema_changes.migrate(empty)
    await schema_changes.restore(empty)
    assert [each.state for each in await schema.rules(empty)] == [State.OK]


def of(findings: list[Finding]) -> Finding:
    (found,) = findings
    assert found.do or found.state is State.OK
    return found


async def test_a_schema_that_is_as_it_should_be_is_well(empty: Session):
    assert of(await schema.migrations(empty)).state is of(await schema.rules(empty)).state is State.OK


async def test_migrations_that_are_not_applied_are_wrong(mended: Session):
    await mended.run("MATCH (m:Migration {number: 2}) DELETE m")
    found = of(await schema.migrations(mended))
    assert (found.state, found.exit, found.do) == (State.WRONG, 3, "Run `c360 migrate`.")
    assert "0002_credit_and_service" in found.found


async def test_migrations_of_a_later_version_and_altered_ones_are_wrong(mended: Session):
    await mended.run("CREATE (:Migration {number: 9999, checksum: 'x'})")
    later = of(await schema.migrations(mended))
    await mended.run("MATCH (m:Migration {number: 9999}) DELETE m")
    await mended.run("MATCH (m:Migration {number: 3}) SET m.checksum = 'x'")
    altered = of(await schema.migrations(mended))
    assert (later.state, later.exit, "does not know" in later.found) == (State.WRONG, 2, True)
    assert (altered.state, altered.exit, "0003_ownership_statements in another text" in altered.found) == (State.WRONG, 2, True)


async def test_an_index_that_was_dropped_is_wrong_and_migrate_makes_it_again(mended: Session):
    await mended.run("DROP INDEX company_lei")
    await mended.run("DROP CONSTRAINT batch_id")
    found = of(await schema.rules(mended))
    assert (found.state, "company_lei, batch_id" in found.found, "c360 migrate" in found.do) == (State.WRONG, True, True)
    assert set(await schema_changes.restore(mended)) == {"company_lei", "batch_id"}
    assert of(await schema.rules(mended)).state is State.OK


async def test_an_index_of_our_name_on_something_else_is_wrong(mended: Session):
    await mended.run("DROP INDEX company_lei")
    await mended.run("CREATE INDEX company_lei FOR (n:Company) ON (n.name)")
    await mended.run("CALL db.awaitIndexes(60)")
    found = of(await schema.rules(mended))
    assert (found.state, "company_lei is on Company.name" in found.found) == (State.WRONG, True)
    assert "DROP INDEX company_lei" in found.do


async def test_an_index_that_failed_is_wrong(mended: Session):
    await mended.run("DROP INDEX company_lei")
    await mended.run("CREATE (:Company {lei: $long})", {"long": "x" * 40_000})
    await mended.run("CREATE INDEX company_lei FOR (n:Company) ON (n.lei)")
    with pytest.raises(Exception, match="refused"):
        await mended.run("CALL db.awaitIndexes(60)")
    found = of(await schema.rules(mended))
    assert (found.state, "company_lei has failed" in found.found, "DROP INDEX company_lei" in found.do) == (State.WRONG, True, True)


async def test_what_others_made_is_a_warning(mended: Session):
    await mended.run("CREATE INDEX film_title FOR (n:Film) ON (n.title)")
    await mended.run("CALL db.awaitIndexes(60)")
    await mended.run("CREATE CONSTRAINT film_id FOR (n:Film) REQUIRE n.id IS UNIQUE")
    constraints, indexes = await schema.rules(mended)
    assert (constraints.state, "film_id" in constraints.found) == (State.WARNING, True)
    assert (indexes.state, "film_title" in indexes.found) == (State.WARNING, True)


def test_an_index_that_is_being_filled_is_a_warning():
    """Filling is over too soon to be seen by a test: as a server would say it."""
    found = of(schema.of(Standing((), (), (), (("party_names", 41.6),), ()), migrated=True))
    assert (found.state, found.found) == (State.WARNING, "The index party_names is being filled, 42 %.")


async def test_of_a_database_that_was_never_migrated_no_index_is_missed(empty: Session):
    assert of(schema.of(Standing((schema_changes.rules()["party_id"],), (), (), (), ()), migrated=False)).state is State.OK
