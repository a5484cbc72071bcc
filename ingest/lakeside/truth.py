"""The truth beside the deliveries, which no silo has and ingest never reads.

`truth.json`: `people` and `companies`, each with `key`, `name` and `records`: lists of ids of source records, each list
one party before records are matched (they share a customer number), all lists together the one who is meant;
`parties` counts the lists. `households`, `deciders`, `owners`, `events` and `situations` in the words of the cast.
`facilities`, `guarantees`, `requests` and `devices`, each with the silos by which it is `said`.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.lakeside import said
from ingest.lakeside.cast import Individual, Organisation, Silo
from ingest.lakeside.part import Part
from ingest.lakeside.silos import wealth


class Truth:
    """Collects what every chapter holds true: a few hundred bytes a person."""

    def __init__(self) -> None:
        self._told: dict[str, Any] = {
            "parties": 0, "people": [], "companies": [], "households": {}, "deciders": [], "owners": [], "events": [],
            "situations": [], "facilities": [], "guarantees": [], "requests": [], "devices": [],
        }  # fmt: skip

    def add(self, part: Part) -> None:
        told, chapter = self._told, part.chapter
        people = [{"key": key, "name": name, "records": list(said)} for key, name, said in _people(part)]
        companies = [{"key": key, "name": name, "records": list(said)} for key, name, said in _companies(part)]
        told["parties"] += sum(len(one["records"]) for one in people + companies)
        told["people"] += people
        told["companies"] += companies
        told["households"] |= {home.key: [one.who for one in home.members] for home in chapter.homes}
        told["deciders"] += [[one.who, one.company, one.role, one.opportunity] for one in chapter.voices]
        told["owners"] += [[one.who, one.company, one.share] for one in chapter.stakes]
        told["events"] += [[one.about, one.kind, one.on.isoformat(), one.evidence] for one in chapter.happenings]
        told["situations"] += [{"key": one.key, "why": one.why, "who": one.who} for one in chapter.situations]
        told["facilities"] += said.facilities(part)
        told["guarantees"] += said.guarantees(part)
        told["requests"] += said.requests(part)
        told["devices"] += said.devices(part)

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(self._told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _people(part: Part) -> Iterator[tuple[str, str, Iterator[list[str]]]]:
    carded = {holder.who for account in part.agreements(Silo.CARDS) for holder in account.holders}
    assessed = {one.key for one in wealth.clients(part)}
    numbered, documented = said.records(part, said.BY_NUMBER), said.records(part, said.BY_DOCUMENT)
    for one in part.chapter.individuals:
        silos = ["core"] + ["cards"] * (one.key in carded) + ["wealth"] * (one.key in assessed)
        seen_twice = [sighting.contact for sighting in part.chapter.sightings if sighting.of == one.key]
        apart = [f"register:{one.registered}"] * bool(one.registered) + documented.get(one.key, [])
        yield one.key, one.name, _records(one, silos, seen_twice, numbered.get(one.key, []), apart)


def _companies(part: Part) -> Iterator[tuple[str, str, Iterator[list[str]]]]:
    numbered, documented = said.records(part, said.BY_NUMBER), said.records(part, said.BY_DOCUMENT)
    for one in part.chapter.organisations:
        apart = [f"register:{one.uscc}", *documented.get(one.key, [])]
        yield one.key, one.name, _records(one, ["core"], [], numbered.get(one.key, []), apart)


def _records(
    one: Individual | Organisation, silos: list[str], seen_twice: list[str], numbered: list[str], apart: list[str]
) -> Iterator[list[str]]:
    """`numbered` share the bank's number where there is one; those `apart` have none."""
    contact = [f"crm:{one.contact}"] if one.contact else []
    if one.cif:
        yield [f"{silo}:{one.cif}" for silo in silos] + contact + numbered
    elif contact:
        yield contact
    yield from ([f"crm:{each}"] for each in seen_twice)
    yield from ([each] for each in (numbered if one.cif is None else []) + apart)
