"""The demo bank's records as its silos deliver them, each with the person or company that it truly is of."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.match_measures import numbered
from benchmarks.match_records import Labelled
from graph.model import Address, Company, ContactPoint, IdentifiedBy, IdentityDocument, Person, ReachedAt, ResidesAt
from graph.vocabulary import record_meta, stored
from ingest import lakeside
from ingest.delivery import Delivery
from ingest.lakeside.deliver import TRUTH
from ingest.match.compared import Hanging, beside, fields
from ingest.match.table import Told, flattened, record_of
from ingest.quarantine import Quarantine
from ingest.sources import source
from ingest.spool import Spool


def labelled(directory: Path, kind: str) -> Labelled:
    """The records of one kind (person, company) of the main delivery. What the silos share a customer number of is one party."""
    said, truth = told(directory, kind)
    made = flattened(kind, said)
    return Labelled(made, numbered([truth[id_] if id_ == record_of(id_) else None for id_ in made.ids]))


def told(directory: Path, kind: str) -> tuple[list[Told], dict[str, str]]:
    """What each of these records says, and whose it truly is."""
    held = dict[type[Any], list[Any]]()
    for name, place in lakeside.deliveries(directory):
        _read(name, Path(place), held)
    truth = {record: one["key"] for one in _truth(directory, kind) for records in one["records"] for record in records}
    return list({each.id: each for each in _told(kind, held) if each.id in truth}.values()), truth


def _truth(directory: Path, kind: str) -> Iterator[Mapping[str, Any]]:
    name = "people" if kind == "person" else "companies"
    with (directory / TRUTH / f"{name}.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _read(name: str, place: Path, held: dict[type[Any], list[Any]]) -> None:
    with (
        TemporaryDirectory() as folder,
        Spool(Path(folder) / "spool") as spool,
        Quarantine(Path(folder) / "quarantine.jsonl") as quarantine,
    ):
        for _ in Delivery(source(name), place).read(spool, quarantine):
            pass
        spool.sealed()
        for cls in (Person, Company, IdentifiedBy, IdentityDocument, ReachedAt, ContactPoint, ResidesAt, Address):
            held.setdefault(cls, []).extend(kept.record for batch in spool.batches(cls) for kept in batch)


def _told(kind: str, held: Mapping[type[Any], Sequence[Any]]) -> Iterator[Told]:
    hanging, cls = _hanging(held), Person if kind == "person" else Company
    said = record_meta(cls).properties
    for one in held[cls]:
        told = fields(kind.upper(), {name: stored(getattr(one, field)) for field, name in said.items()})
        yield Told(one.id, one.bank_key, told | beside(hanging.get(one.id, ())))


def _hanging(held: Mapping[type[Any], Sequence[Any]]) -> dict[str, list[Hanging]]:
    """What hangs on each record: documents, telephones, addresses."""
    found = dict[str, list[Hanging]]()
    documents, contacts, places = ({each.id: each for each in held[cls]} for cls in (IdentityDocument, ContactPoint, Address))
    for link in held[IdentifiedBy]:
        document = documents[link.document]
        found.setdefault(link.record, []).append(("IDENTIFIED_BY", document.kind, document.number, document.issuer))
    for link in held[ReachedAt]:
        contact = contacts[link.contact]
        found.setdefault(link.record, []).append(("REACHED_AT", contact.kind.value, contact.value, None))
    for link in held[ResidesAt]:
        place = places[link.address]
        found.setdefault(link.record, []).append(("RESIDES_AT", None, place.text, place.postcode))
    return found
