"""Golden values: of what the silos say about a party, the value that counts, its record and its day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from graph.model import Company, Person
from graph.vocabulary import record_meta
from ingest.match.names import search_text, sort_name

Fields = Mapping[str, Any]

# Where another order of silos holds for one attribute than for the rest: property → systems, the best first.
TRUSTED_FOR: dict[str, tuple[str, ...]] = {}
# A value that only means something beside another comes from the same record.
BESIDE = {"birthPrecision": "birthDate"}
_NOT_SHOWN = {"id", "bankKey", "birthDateText"}


def golden(kind: str, records: Sequence[Fields], trusted: Sequence[str]) -> dict[str, Any]:
    """Every attribute of the kind as `name`, `nameFrom`, `nameAt`; None where no record has it.

    The most trusted silo's word counts, then the most recent, then the smallest record id; a record that its silo no longer
    delivers only where no other says it. `sortName` and `searchText` are made from the names.
    """
    values = dict[str, Any]()
    for name in attributes(kind):
        best = _best(BESIDE.get(name, name), records, trusted)
        told = best.get(name) is not None
        values |= {
            name: best.get(name),
            f"{name}From": best["id"] if told else None,
            f"{name}At": best["effectiveOn"] if told else None,
        }
    names = {str(one[name]) for one in records for name in ("name", "nameEn", "shortName") if one.get(name)}
    names |= {str(name) for one in records for name in one.get("otherNames") or ()}
    of_person = kind == "PERSON"
    values["sortName"] = sort_name(values["name"] or values["nameEn"], of_person) or min(str(one["id"]) for one in records)
    values["searchText"] = search_text(names, of_person)
    return values


def attributes(kind: str) -> tuple[str, ...]:
    """The properties of a party of this kind that silos speak of."""
    meta = record_meta(Person if kind == "PERSON" else Company)
    return tuple(name for name in meta.properties.values() if name not in _NOT_SHOWN)


def _best(name: str, records: Sequence[Fields], trusted: Sequence[str]) -> Fields:
    """The record whose word on this counts; nothing where none says it."""
    told = [one for one in records if one.get(name) is not None]
    return min(told, key=lambda one: _rank(name, one, trusted)) if told else {}


def _rank(name: str, record: Fields, trusted: Sequence[str]) -> tuple[bool, int, str, int, str]:
    order = TRUSTED_FOR.get(name, trusted)
    system, said = str(record["system"]), record["effectiveOn"]
    assert isinstance(said, date)
    place = order.index(system) if system in order else len(order)
    return record.get("until") is not None, place, "" if system in order else system, -said.toordinal(), str(record["id"])
