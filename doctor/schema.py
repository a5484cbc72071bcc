"""The schema: migrations, and the constraints and indexes that they make."""

from collections.abc import Iterator, Sequence

from doctor.finding import Finding, at_most, ok, split, warning, wrong
from graph import schema_changes
from graph.schema_changes import Rule, Standing
from graph.session import Session
from runtime.errors import GraphBehind, OperatorFault, PlatformError


async def migrations(graph: Session) -> list[Finding]:
    """Whether all are applied, in this version's text."""
    try:
        pending = await schema_changes.pending(graph)
    except OperatorFault as fault:
        return [_wrong(fault)]
    every = len(schema_changes.migrations())
    if pending:
        names = ", ".join(each.name for each in pending)
        return [wrong("migrations", f"{len(pending)} of {every} are not applied: {names}.", "Run `c360 migrate`.", GraphBehind)]
    return [ok("migrations", f"All {every} are applied.")]


async def rules(graph: Session) -> list[Finding]:
    """Whether the constraints and indexes of the migrations are there and answer, and which are others'."""
    return of(await schema_changes.standing(graph), migrated=bool(await schema_changes.applied(graph)))


def of(standing: Standing, *, migrated: bool) -> list[Finding]:
    """How the constraints and indexes are; where nothing was ever applied none is missed."""
    found = [*(_lacking(standing) if migrated else ()), *_other(standing), *_silent(standing), *_strange(standing)]
    said = f"All {len(schema_changes.rules())} constraints and indexes answer." if migrated else "There are none yet."
    return at_most(found, "") or [ok("indexes", said)]


def _wrong(fault: PlatformError) -> Finding:
    found, do = split(str(fault))
    return wrong("migrations", found, do, type(fault))


def _lacking(standing: Standing) -> Iterator[Finding]:
    if standing.lacking:
        yield wrong(
            "indexes",
            f"{_names(standing.lacking)} of the migrations are not there: somebody dropped them, or a migration is under way.",
            "Run `c360 migrate`: it makes them again. Without them loading is slow, or makes the same thing twice.",
        )


def _other(standing: Standing) -> Iterator[Finding]:
    for rule in standing.other:
        yield wrong(
            "indexes",
            f"The {rule.kind.lower()} {rule.name} is on {'.'.join(rule.on)}, not what its migration says.",
            f"`DROP {rule.kind} {rule.name}`, then run `c360 migrate`.",
        )


def _silent(standing: Standing) -> Iterator[Finding]:
    for name in standing.failed:
        yield wrong(
            "indexes",
            f"The index {name} has failed: it answers nothing.",
            f"Neo4j's log says why; mend that, `DROP INDEX {name}`, then run `c360 migrate`.",
        )
    for name, percent in standing.populating:
        yield warning("indexes", f"The index {name} is being filled, {percent:.0f} %.", "Wait: questions are slow until then.")


def _strange(standing: Standing) -> Iterator[Finding]:
    constraints = [rule for rule in standing.strange if rule.kind == "CONSTRAINT"]
    indexes = [rule for rule in standing.strange if rule.kind == "INDEX"]
    if constraints:
        yield warning(
            "indexes", f"The constraints {_names(constraints)} are not ours.", "They may stop a load: does anybody need them?"
        )
    if indexes:
        yield warning("indexes", f"The indexes {_names(indexes)} are not ours.", "They slow loading: does anybody need them?")


def _names(rules: Sequence[Rule]) -> str:
    return ", ".join(rule.name for rule in rules[:5]) + (f" and {len(rules) - 5} more" if len(rules) > 5 else "")
