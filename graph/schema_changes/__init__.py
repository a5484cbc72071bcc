"""Constraints, indexes and changes of stored data, in order, each applied once."""

import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from graph.locks import held
from graph.session import Session
from runtime.errors import GraphBehind, GraphTooNew, MigrationFailed, OperatorFault, PlatformError, Unavailable

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
INDEXES = """
SHOW INDEXES YIELD name, type, state, populationPercent, labelsOrTypes, properties, owningConstraint
WHERE type <> 'LOOKUP'
RETURN name, owningConstraint IS NOT NULL, state, populationPercent, labelsOrTypes, properties
"""
CONSTRAINTS = "SHOW CONSTRAINTS YIELD name, labelsOrTypes, properties RETURN name, labelsOrTypes, properties"
MADE = re.compile(r"CREATE (?:\w+ )?(CONSTRAINT|INDEX) (\w+) IF NOT EXISTS FOR (.+)", re.S)
DROPPED = re.compile(r"DROP (?:CONSTRAINT|INDEX) (\w+)")
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


@dataclass(frozen=True, slots=True)
class Rule:
    """A constraint or index, by the name that a migration gives it: `on` are its labels, then its properties."""

    name: str
    kind: str
    on: tuple[str, ...]
    statement: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the constraints and indexes of a database are; `populating` with how many per cent of it there are."""

    lacking: tuple[Rule, ...]
    other: tuple[Rule, ...]
    failed: tuple[str, ...]
    populating: tuple[tuple[str, float], ...]
    strange: tuple[Rule, ...]


@cache
def rules() -> dict[str, Rule]:
    """The constraints and indexes that a database has after all migrations, by their names."""
    found = dict[str, Rule]()
    for statement in (*FIRST, *(each for migration in migrations() for each in migration.statements)):
        if made := MADE.match(statement):
            kind, name, rest = made.groups()
            found[name] = Rule(name, kind, _on(rest), statement)
        elif dropped := DROPPED.match(statement):
            found.pop(dropped[1], None)
    return found


async def standing(session: Session) -> Standing:
    """What is `lacking`, what has a name of ours and is on something `other`, what does not answer, what is not ours."""
    there, failed, populating = dict[str, Rule](), list[str](), list[tuple[str, float]]()
    for name, of_constraint, state, percent, labels, properties in await session.rows(INDEXES):
        if not of_constraint:
            there[name] = Rule(name, "INDEX", (*labels, *properties))
        if state == "FAILED":
            failed.append(name)
        elif state != "ONLINE":
            populating.append((name, percent))
    for name, labels, properties in await session.rows(CONSTRAINTS):
        there[name] = Rule(name, "CONSTRAINT", (*labels, *properties))
    return Standing(
        tuple(rule for name, rule in rules().items() if name not in there),
        tuple(rule for name, rule in there.items() if name in rules() and (rule.kind, rule.on) != _as(rules()[name])),
        tuple(sorted(failed)),
        tuple(sorted(populating)),
        tuple(rule for name, rule in sorted(there.items()) if name not in rules()),
    )


def _as(rule: Rule) -> tuple[str, tuple[str, ...]]:
    return rule.kind, rule.on


def _on(rest: str) -> tuple[str, ...]:
    """Of `(n:Party) ON (n.unit, n.id)` Party, unit, id."""
    told = rest.partition("OPTIONS")[0]
    labels = re.search(r":\s*([\w|]+)", told)
    return (*(labels[1].split("|") if labels else ()), *re.findall(r"\b[a-z]\.(\w+)", told))


async def applied(session: Session) -> dict[int, str]:
    """Number and checksum of every migration the database has had."""
    return {number: checksum for number, checksum in await session.rows(APPLIED)}  # noqa: C416 - rows are lists


async def pending(session: Session) -> tuple[Migration, ...]:
    """Those the database lacks. Raises GraphTooNew where it has others than this version knows."""
    done = await applied(session)
    known = {each.number: each for each in migrations()}
    for number, checksum in sorted(done.items()):
        if number not in known:
            raise GraphTooNew(
                f"The database has had migration {number:04}, which this version does not know: run the version that made it, "
                "or a later one."
            )
        if known[number].checksum != checksum:
            raise GraphTooNew(
                f"The database has had migration {known[number].name} in another text than this version's: run the version that "
                "made it. A migration that was applied is never altered: the next number changes what it did."
            )
    return tuple(each for each in migrations() if each.number not in done)


async def check(session: Session) -> None:
    """Raises GraphBehind where the database lacks migrations."""
    missing = await pending(session)
    if missing:
        raise GraphBehind(f"The database lacks {len(missing)} migrations, first {missing[0].name}: run `c360 migrate`.")


async def migrate(session: Session) -> tuple[Migration, ...]:
    """Applies what is pending, one process at a time, and tells what that was; every index answers afterwards.

    Killed in the middle it begins the same migration again, whose statements may all be done twice. Raises MigrationFailed
    where Neo4j refuses one: what was done before it stays.
    """
    for statement in FIRST:
        await _done(session, "The first constraint", statement)
    async with held(session, "migrations"):
        missing = await pending(session)
        if missing == migrations():
            await _begin(session)
            return missing
        for migration in missing:
            for statement in migration.statements:
                await _done(session, f"Migration {migration.name}", statement)
            await _answer(session)
            await session.write(NOTE, _noted(migration))
    return missing


async def _begin(session: Session) -> None:
    """A database that has had none is empty, or an offline import of this version has filled it: stored data is not changed.

    Broken off, it has still had none.
    """
    for migration in migrations():
        for statement in (each for each in migration.statements if each.startswith(SCHEMA)):
            await _done(session, f"Migration {migration.name}", statement)
    await _answer(session)
    await session.write(NOTE_ALL, {"migrations": [_noted(migration) for migration in migrations()]})


def _noted(migration: Migration) -> dict[str, Any]:
    return {"number": migration.number, "checksum": migration.checksum, "name": migration.name}


async def restore(session: Session) -> tuple[str, ...]:
    """Makes again the constraints and indexes of migrations that someone has dropped, and tells their names.

    Raises MigrationFailed where that can't be.
    """
    async with held(session, "migrations"):
        lacking = (await standing(session)).lacking
        for rule in lacking:
            await _done(session, "A migration's", rule.statement)
        if lacking:
            await _answer(session)
    return tuple(rule.name for rule in lacking)


async def _done(session: Session, what: str, statement: str) -> None:
    """Neo4j's own words stay in its log: they may quote a value."""
    try:
        await session.run(statement)
    except (Unavailable, OperatorFault):
        raise
    except PlatformError as fault:
        raise MigrationFailed(f"{what} stopped at `{_gist(statement)}`: {fault} {_advice(statement)}") from fault


def _gist(statement: str) -> str:
    made = MADE.match(statement)
    return f"CREATE {made[1]} {made[2]}" if made else f"{' '.join(statement.split())[:60]} …"


def _advice(statement: str) -> str:
    made = MADE.match(statement)
    if made and made[1] == "CONSTRAINT":
        return (
            f"Two nodes of {_on(made[3])[0]} may have the same {_on(made[3])[1]}, or an index stands in its way: Neo4j's log says "
            "which. Mend that, then run `c360 migrate` again: it goes on with the same migration."
        )
    return "Neo4j's log says why. Mend that, then run `c360 migrate` again: it goes on with the same migration."


async def _answer(session: Session) -> None:
    try:
        await session.run("CALL db.awaitIndexes($seconds)", {"seconds": ONLINE_SECONDS})
    except (Unavailable, OperatorFault):
        raise
    except PlatformError:  # one has failed, or time is up: which tells `standing`
        pass
    found = await standing(session)
    if found.failed:
        raise MigrationFailed(
            f"The index {found.failed[0]} can't be filled: Neo4j's log says why (a value that is too long, a full disk). Mend "
            f"that, `DROP INDEX {found.failed[0]}`, then run `c360 migrate` again."
        )
    if found.populating:
        name, percent = found.populating[0]
        raise GraphBehind(
            f"The index {name} is not filled after {ONLINE_SECONDS} s ({percent:.0f} %): it goes on by itself; run `c360 migrate` "
            "again when `c360 doctor` says that it is."
        )


def _migration(file: str, text: str) -> Migration:
    kept = "\n".join(line for line in text.splitlines() if not line.startswith("//"))
    statements = tuple(part.strip() for part in (kept + "\n").split(";\n") if part.strip())
    name = file.removesuffix(".cypher")
    return Migration(int(name.split("_")[0]), name, statements, sha256(text.encode()).hexdigest())
