"""Constraints, indexes and changes of stored data, in order, each applied once."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from graph.locks import held
from graph.session import Session
from runtime.errors import GraphBehind, GraphTooNew

# A constraint of the lock's own stands before the lock can be taken; both are there already at any later time.
FIRST = (
    "CREATE CONSTRAINT lock_name IF NOT EXISTS FOR (n:Lock) REQUIRE n.name IS UNIQUE",
    "CREATE CONSTRAINT migration_number IF NOT EXISTS FOR (n:Migration) REQUIRE n.number IS UNIQUE",
)
APPLIED = "MATCH (m:Migration) RETURN m.number, m.checksum ORDER BY m.number"
NOTE = "MERGE (m:Migration {number: $number}) SET m.checksum = $checksum, m.name = $name, m.at = datetime() RETURN true"
NOTE_ALL = """
UNWIND $migrations AS each
MERGE (m:Migration {number: each.number}) SET m.checksum = each.checksum, m.name = each.name, m.at = datetime()
RETURN count(*)"""
SCHEMA = ("CREATE ", "DROP ")
OFFLINE = "SHOW INDEXES YIELD name, state WHERE state <> 'ONLINE' RETURN name ORDER BY name"
ONLINE_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered change; the checksum tells when its text was altered after it was applied."""

    number: int
    name: str
    statements: tuple[str, ...]
    checksum: str


@cache
def migrations() -> tuple[Migration, ...]:
    """All of this version of the platform, in order: the files `0001_….cypher`, statements ending in `;`."""
    found = sorted((file.name, file.read_text("utf-8")) for file in files(__name__).iterdir() if file.name.endswith(".cypher"))
    return tuple(_migration(name, text) for name, text in found)


async def applied(session: Session) -> dict[int, str]:
    """Number and checksum of every migration the database has had."""
    return {number: checksum for number, checksum in await session.rows(APPLIED)}  # noqa: C416 - rows are lists


async def pending(session: Session) -> tuple[Migration, ...]:
    """Those the database lacks. Raises GraphTooNew where it has others than this version knows."""
    done = await applied(session)
    known = {each.number: each.checksum for each in migrations()}
    strange = sorted(number for number in done if done[number] != known.get(number))
    if strange:
        raise GraphTooNew(
            f"The database has had migration {strange[0]:04} in another text than this version's: run the version that made it."
        )
    return tuple(each for each in migrations() if each.number not in done)


async def check(session: Session) -> None:
    """Raises GraphBehind where the database lacks migrations."""
    missing = await pending(session)
    if missing:
        raise GraphBehind(f"The database lacks {len(missing)} migrations, first {missing[0].name}: run `c360 migrate`.")


async def migrate(session: Session) -> tuple[Migration, ...]:
    """Applies what is pending, one process at a time, and tells what that was; every index answers afterwards."""
    for statement in FIRST:
        await session.run(statement)
    async with held(session, "migrations"):
        missing = await pending(session)
        if missing == migrations():
            await _begin(session)
            return missing
        for migration in missing:
            for statement in migration.statements:
                await session.run(statement)
            await _answer(session)
            await session.write(NOTE, _noted(migration))
    return missing


async def _begin(session: Session) -> None:
    """A database that has had none is empty, or an offline import of this version has filled it: stored data is not changed.

    Broken off, it has still had none.
    """
    for statement in (each for migration in migrations() for each in migration.statements if each.startswith(SCHEMA)):
        await session.run(statement)
    await _answer(session)
    await session.write(NOTE_ALL, {"migrations": [_noted(migration) for migration in migrations()]})


def _noted(migration: Migration) -> dict[str, Any]:
    return {"number": migration.number, "checksum": migration.checksum, "name": migration.name}


async def _answer(session: Session) -> None:
    await session.run("CALL db.awaitIndexes($seconds)", {"seconds": ONLINE_SECONDS})
    offline = [name for (name,) in await session.rows(OFFLINE)]
    if offline:
        raise GraphBehind(f"The index {offline[0]} is not online after {ONLINE_SECONDS} s: see Neo4j's log, then migrate again.")


def _migration(file: str, text: str) -> Migration:
    kept = "\n".join(line for line in text.splitlines() if not line.startswith("//"))
    statements = tuple(part.strip() for part in (kept + "\n").split(";\n") if part.strip())
    name = file.removesuffix(".cypher")
    return Migration(int(name.split("_")[0]), name, statements, sha256(text.encode()).hexdigest())
