"""Which records are one party: those that share the bank's own customer number; each other is one by itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graph.parties import Assignment, Standing


@dataclass(frozen=True, slots=True)
class Decision:
    """Where a batch of records belongs: those without a party, and those that leave one for another."""

    assigned: tuple[Assignment, ...]
    moved: tuple[tuple[str, Assignment], ...]  # the party that is left


def decide(standings: Sequence[Standing], mint: Callable[[], str]) -> Decision:
    """Keys are compared as given, within one kind. A party keeps its id; of several of one key the oldest stays.

    A record whose key was changed or withdrawn leaves a party that others describe; alone, it takes its party along.
    """
    chosen = dict[tuple[str, str], str]()
    assigned, moved = list[Assignment](), list[tuple[str, Assignment]]()
    for standing in standings:
        group = _group(standing.record, standing.kind, standing.bank_key)
        party = chosen.setdefault(group, _party(standing, group) or mint())
        rule = "DECLARED_KEY" if standing.bank_key else "OWN_RECORD"
        assignment = Assignment(standing.record, standing.kind, party, rule)
        if standing.party is None or standing.party == party:
            assigned.append(assignment)
        else:
            moved.append((standing.party, assignment))
    return Decision(tuple(assigned), tuple(moved))


def _party(standing: Standing, group: tuple[str, str]) -> str | None:
    """The oldest of the parties that its group has; its own counts only while nobody else's records describe it."""
    strangers = any(_group(*other) != group for other in standing.others)
    own = {standing.party} if standing.party and not strangers else set[str]()
    of_key = set(standing.of_key) - ({standing.party} if strangers else set())
    return min(own | of_key, default=None)


def _group(record: str, kind: str, bank_key: str | None) -> tuple[str, str]:
    return (kind, f"key:{bank_key}") if bank_key else (kind, f"record:{record}")
