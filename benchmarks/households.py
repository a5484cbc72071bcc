"""How well households are formed: on the demo bank, whose truth says who lives with whom and which ingest never reads."""

import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table as Printed

from benchmarks import match_bank
from benchmarks.match import matched
from graph.households import KINDS, ROLES, Declared, Holder, Kin, Shared, Someone
from graph.model import Account, Holds, LivesIn, Person, RelatedTo, Role
from ingest import lakeside
from ingest.delivery import Delivery
from ingest.households.days import Line, lines
from ingest.households.ties import Home, ties
from ingest.lakeside.deliver import TRUTH
from ingest.match.arrays import listed
from ingest.match.table import record_of
from ingest.quarantine import Quarantine
from ingest.sources import TRUSTED, source
from ingest.spool import Spool
from rules.households import HouseholdRule

TODAY = date(2026, 10, 31)
CLASSES = (Person, Account, Holds, RelatedTo, LivesIn)
Held = Mapping[type[Any], Sequence[Any]]
Pairs = set[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of pairs of people who live together: how many were formed, what share of those is so, what share of all that are was found,
    and of those who have any tie that counts. `rules`: of each rule how many people it placed, and the share who live with someone
    they were placed with."""

    parties: str
    declared: bool
    households: int
    pairs: int
    precision: float
    recall: float
    reachable: float
    rules: Mapping[str, tuple[int, float]]
    seconds: float


def run(out: Console, size: str) -> None:
    """Prints a line for each way in which records are parties, with what silos declare and without."""
    printed = Printed(title=f"Households of the demo bank of {size}, by pairs of people who live together on {TODAY}")
    for heading in (
        "records are parties",
        "declared too",
        "households",
        "pairs",
        "precision",
        "recall",
        "of tied pairs",
        "seconds",
    ):
        printed.add_column(heading, justify="left" if heading == "records are parties" else "right")
    by_rule = Printed("rule", "people", "right", title="Without what is declared: those whom each rule placed")
    for each in figures(size):
        shares = (f"{share:.4f}" for share in (each.precision, each.recall, each.reachable))
        told = "yes" if each.declared else "no"
        printed.add_row(each.parties, told, f"{each.households:,}", f"{each.pairs:,}", *shares, f"{each.seconds:.1f}")
        if not each.declared and each.parties == "as they are":
            for rule, (people, right) in each.rules.items():
                by_rule.add_row(rule, f"{people:,}", f"{right:.4f}")
    out.print(printed, by_rule)


def figures(size: str) -> Iterator[Figures]:
    """By the truth, as matching finds them, and by customer number alone."""
    with TemporaryDirectory() as folder:
        directory = Path(folder)
        lakeside.write(directory, size, lakeside.SEED)
        known = bank(directory)
        ways = {"as they are": known.truth, "as they are matched": _matched(directory), "by customer number": known.numbered}
        for name, parties in ways.items():
            for declared in (True, False):
                yield measured(known, name, parties, declared=declared)


@dataclass(frozen=True, slots=True)
class Bank:
    """What a bank's silos say that households rest on; by record the person that it truly is of, and what its customer number makes
    one; which pairs of people live together."""

    held: Held
    truth: Mapping[str, str]
    numbered: Mapping[str, str]
    so: Pairs


def bank(directory: Path) -> Bank:
    """Of a bank that was written there."""
    people, homes = _truth(directory, "people"), _truth(directory, "households")
    truth = {record: one["key"] for one in people for records in one["records"] for record in records}
    numbered = {record: records[0] for one in people for records in one["records"] for record in records}
    so = _pairs([{member["who"] for member in one["members"]} & set(truth.values()) for one in homes])
    return Bank(_read(directory), truth, numbered, so)


def measured(known: Bank, name: str, parties: Mapping[str, str], *, declared: bool) -> Figures:
    """With these parties (by record), with what silos declare or without."""
    held, truth, so, begun = known.held, known.truth, known.so, time.monotonic()
    people = _people(held, parties)
    found = ties(people, _kin(held, parties), _shared(held, parties), _declared(held, parties) if declared else ())
    formed = lines(found.ties, found.homes)
    seconds = time.monotonic() - begun
    of = dict[str, set[str]]()
    for record, party in parties.items():
        if record in truth and party in people:
            of.setdefault(people[party].record, set()).add(truth[record])
    inside = _inside(formed, found.homes)
    told = _pairs([_those(each, of) for each in inside])
    tied = _pairs([_those((tie.one, tie.other), of) for tie in found.ties if tie.since <= TODAY < tie.until]) | told
    right = len(told & so)
    rules = dict(_by_rule(formed, of, so))
    reach = right / max(1, len(so & tied))
    return Figures(name, declared, len(inside), len(told), right / max(1, len(told)), right / len(so), reach, rules, seconds)


def _inside(formed: Sequence[Line], homes: Sequence[Home]) -> list[list[str]]:
    """The people of each household of today."""
    now = dict[str, str]()
    for home in homes:
        if home.since <= TODAY < home.until:
            now[home.person] = min(home.household, now.get(home.person, home.household))
    found = dict[str, list[str]]()
    for person, home in now.items():
        found.setdefault(home, []).append(person)
    for line in formed:
        found.setdefault(line.home or str(line.number), []).extend(_today(line))
    return [each for each in found.values() if len(each) > 1]


def _today(line: Line) -> list[str]:
    return [stay.person for stay in line.stays if stay.since <= TODAY < stay.until]


def _those(people: Iterable[str], of: Mapping[str, set[str]]) -> set[str]:
    return {key for person in people for key in of.get(person, ())}


def _pairs(households: Iterable[set[str]]) -> Pairs:
    return {frozenset(pair) for each in households for pair in combinations(sorted(each), 2)}


def _by_rule(formed: Sequence[Line], of: Mapping[str, set[str]], so: Pairs) -> Iterator[tuple[str, tuple[int, float]]]:
    placed = dict[HouseholdRule, list[bool]]()
    for line in formed:
        everyone = _those(_today(line), of)
        for stay in line.stays:
            if stay.since <= TODAY < stay.until:
                own = of.get(stay.person, set())
                right = any(frozenset((one, other)) in so for one in own for other in everyone - own)
                placed.setdefault(stay.placed.rule, []).append(right)
    for rule in HouseholdRule:
        if rights := placed.get(rule):
            yield rule.value, (len(rights), sum(rights) / len(rights))


# ---- the bank


def _truth(directory: Path, name: str) -> list[Any]:
    with (directory / TRUTH / f"{name}.jsonl").open(encoding="utf-8") as told:
        return [json.loads(line) for line in told]


def _read(directory: Path) -> Held:
    """The records of the main delivery that households rest on."""
    held = dict[type[Any], list[Any]]()
    for name, place in lakeside.deliveries(directory):
        with (
            TemporaryDirectory() as folder,
            Spool(Path(folder) / "spool") as spool,
            Quarantine(Path(folder) / "quarantine.jsonl") as quarantine,
        ):
            for _ in Delivery(source(name), Path(place)).read(spool, quarantine):
                pass
            spool.sealed()
            for cls in CLASSES:
                held.setdefault(cls, []).extend(kept.record for batch in spool.batches(cls) for kept in batch)
    return held


def _matched(directory: Path) -> dict[str, str]:
    """As people's records are matched without a steward, by a model that they teach."""
    known = match_bank.labelled(directory, "person")
    labels = listed(matched(known).clusters.automatic)
    return {record_of(id_): str(label) for id_, label in zip(known.table.ids, labels, strict=True)}


def _people(held: Held, parties: Mapping[str, str]) -> dict[str, Someone]:
    """Each with the birth date of the most trusted silo that says one."""
    best, records = dict[str, tuple[int, date]](), dict[str, str]()
    for one in held[Person]:
        if (party := parties.get(one.id)) is None:
            continue
        records[party] = min(one.id, records.get(party, one.id))
        if one.birth_date:
            word = (TRUSTED.index(one.id.partition(":")[0]), one.birth_date)
            best[party] = min(word, best.get(party, word))
    return {party: Someone(party, best[party][1] if party in best else None, record) for party, record in records.items()}


def _kin(held: Held, parties: Mapping[str, str]) -> Iterator[Kin]:
    for one in held[RelatedTo]:
        if one.kind.value in KINDS and {one.record, one.other} <= parties.keys():
            ends = parties[one.record], parties[one.other]
            yield Kin(*ends, one.kind.value, one.valid_from, one.valid_to, "crm", one.record, one.other)


def _shared(held: Held, parties: Mapping[str, str]) -> Iterator[Shared]:
    """As the graph tells them; a company has a party of its own."""
    accounts = {one.id: one for one in held[Account]}
    holders = dict[str, list[Holder]]()
    for one in held[Holds]:
        if one.role.value in ROLES:
            kind = "PERSON" if one.record in parties else "COMPANY"
            who, system = parties.get(one.record, one.record), one.record.partition(":")[0]
            holder = Holder(who, kind, Role(one.role).value, one.valid_from, one.valid_to, system, one.record)
            holders.setdefault(one.account, []).append(holder)
    for account, those in holders.items():
        if len(those) > 1:
            yield Shared(account, accounts[account].opened, accounts[account].closed, tuple(those))


def _declared(held: Held, parties: Mapping[str, str]) -> Iterator[Declared]:
    for one in held[LivesIn]:
        if one.record in parties:
            yield Declared(parties[one.record], one.household, one.valid_from, one.valid_to)
