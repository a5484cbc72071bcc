"""Which records are one party when they arrive: those that share the bank's own customer number; each other is one by itself.

What a resolution of all records has found stays as it is until the next one.
"""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from graph.parties import RESOLVED, Assignment, Keyed, Rule, Standing


@dataclass(frozen=True, slots=True)
class Decision:
    """Where a batch of records belongs: those without a party or there by another rule, and those that leave one for another."""

    assigned: tuple[Assignment, ...]
    moved: tuple[tuple[str, Assignment], ...]  # the party that is left


def decide(standings: Sequence[Standing], mint: Callable[[], str]) -> Decision:
    """Keys are compared as given, within one kind. A party keeps its id: it stays with those of its records that are not
    decided on here, else with the group of its smallest record; of several of one key the oldest stays.

    So a record whose key was changed or withdrawn leaves a party that others describe; alone, it takes its party along.
    """
    chosen = dict[tuple[str, str], str]()
    assigned, moved = list[Assignment](), list[tuple[str, Assignment]]()
    here = {standing.record for standing in standings}
    for standing in standings:
        if any(rule in RESOLVED for *_, rule in standing.parties.get(standing.party or "", ())):
            continue
        group = _group((standing.record, standing.kind, standing.bank_key, standing.rule))
        if group not in chosen:
            chosen[group] = _party(standing, group, here) or mint()
        party = chosen[group]
        rule = Rule.DECLARED_KEY if standing.bank_key else Rule.OWN_RECORD
        assignment = Assignment(standing.record, standing.kind, party, rule)
        if (standing.party, standing.rule) == (party, rule):
            continue  # and how surely, a resolution has said
        if standing.party is None or standing.party == party:
            assigned.append(assignment)
        else:
            moved.append((standing.party, assignment))
    return Decision(tuple(assigned), tuple(moved))


def _party(standing: Standing, group: tuple[str, str], here: AbstractSet[str]) -> str | None:
    """The oldest of the parties that are its group's; before them one of whose records nothing is decided here."""
    mine = [(party, records) for party, records in standing.parties.items() if group in _owners(records, here)]
    settled = [party for party, records in mine if any(record not in here for record, *_ in records)]
    return min(settled or [party for party, _ in mine], default=None)


def _owners(records: Sequence[Keyed], here: AbstractSet[str]) -> set[tuple[str, str]]:
    """The groups that a party stays with: one, or all that a resolution has brought together."""
    if any(rule in RESOLVED for *_, rule in records):
        return {_group(each) for each in records}
    return {_group(min([each for each in records if each[0] not in here] or records, key=lambda each: each[0]))}


def _group(record: Keyed) -> tuple[str, str]:
    id_, kind, bank_key, _ = record
    return (kind, f"key:{bank_key}") if bank_key else (kind, f"record:{id_}")
