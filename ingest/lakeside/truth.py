"""The truth beside the deliveries, which no silo has and ingest never reads.

`truth.json`: `people` and `companies`, each with `key`, `name` and `records`: lists of ids of source records, each list
one party before records are matched (they share a customer number), all lists together the one who is meant;
`parties` counts the lists. `households`, `deciders`, `owners`, `events` and `situations` in the words of the cast.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.lakeside.cast import Individual, Organisation, Silo
from ingest.lakeside.part import Part
from ingest.lakeside.silos import wealth


def write(path: Path, parts: Sequence[Part]) -> None:
    """Holds every chapter's truth at once: a few hundred bytes a person."""
    people = [{"key": key, "name": name, "records": list(said)} for part in parts for key, name, said in _people(part)]
    companies = [{"key": key, "name": name, "records": list(said)} for part in parts for key, name, said in _companies(part)]
    chapters = [part.chapter for part in parts]
    truth = {
        "parties": sum(len(one["records"]) for one in people + companies),
        "people": people,
        "companies": companies,
        "households": {home.key: [one.who for one in home.members] for each in chapters for home in each.homes},
        "deciders": [[one.who, one.company, one.role, one.opportunity] for each in chapters for one in each.voices],
        "owners": [[one.who, one.company, one.share] for each in chapters for one in each.stakes],
        "events": [[one.about, one.kind, one.on.isoformat(), one.evidence] for each in chapters for one in each.happenings],
        "situations": [{"key": one.key, "why": one.why, "who": one.who} for each in chapters for one in each.situations],
    }
    path.write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _people(part: Part) -> Iterator[tuple[str, str, Iterator[list[str]]]]:
    carded = {holder.who for account in part.agreements(Silo.CARDS) for holder in account.holders}
    assessed = {one.key for one in wealth.clients(part)}
    for one in part.chapter.individuals:
        silos = ["core"] + ["cards"] * (one.key in carded) + ["wealth"] * (one.key in assessed)
        seen_twice = [sighting.contact for sighting in part.chapter.sightings if sighting.of == one.key]
        yield one.key, one.name, _records(one, silos, seen_twice, one.registered)


def _companies(part: Part) -> Iterator[tuple[str, str, Iterator[list[str]]]]:
    for one in part.chapter.organisations:
        yield one.key, one.name, _records(one, ["core"], [], one.uscc)


def _records(
    one: Individual | Organisation, silos: list[str], seen_twice: list[str], registered: str | None
) -> Iterator[list[str]]:
    contact = [f"crm:{one.contact}"] if one.contact else []
    if one.cif:
        yield [f"{silo}:{one.cif}" for silo in silos] + contact
    elif contact:
        yield contact
    yield from ([f"crm:{each}"] for each in seen_twice)
    if registered:
        yield [f"register:{registered}"]
