"""Golden values: of what the silos say about a party, the value that counts, its record and its day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from graph.model import Company, Person
from graph.vocabulary import record_meta
from rules.names import search_text, sort_name

Fields = Mapping[str, Any]

# Whose word counts first where silos disagree about a party. `desk` is what stewards say; systems that are not
# named here follow, by name. Loans stand before cards and wealth, for a credit officer has seen the documents of whoever
# borrows or stands guarantee. The bureau and the tax office name people as their papers do and come after the register,
# which is public law. Callers and users of the app are named as they introduce themselves.
TRUSTED = ("desk", "core", "loans", "cards", "wealth", "crm", "register", "bureau", "tax", "calls", "app")
# Where another order of silos holds for one attribute than for the rest: property → systems, the best first.
TRUSTED_FOR: dict[str, tuple[str, ...]] = {}
# A value that only means something beside another comes from the same record.
BESIDE = {"birthPrecision": "birthDate"}
_NOT_SHOWN = {"id", "bankKey", "birthDateText"}


def golden(kind: str, records: Sequence[Fields], trusted: Sequence[str]) -> dict[str, Any]:
    """Every attribute of the kind as `name`, `nameFrom`, `nameAt`; None where no record has it.

    What was said by hand (a record that is `about` another) counts before all silos, the latest first. Of these the most trusted
    one's word counts, then the most recent, then the smallest record id; a record that its silo no longer delivers only where no
    other says it. `sortName` and `searchText` are made from the names, `otherText` from other names, which not everyone may read.
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
    others = {str(name) for one in records for name in one.get("otherNames") or ()}
    of_person = kind == "PERSON"
    silos = (str(one["id"]) for one in records if one.get("about") is None)
    values["sortName"] = sort_name(values["name"] or values["nameEn"], of_person) or min(silos)
    values |= {"searchText": search_text(names, of_person), "otherText": search_text(others - names, of_person)}
    return values


def attributes(kind: str) -> tuple[str, ...]:
    """The properties of a party of this kind that silos speak of."""
    meta = record_meta(Person if kind == "PERSON" else Company)
    return tuple(name for name in meta.properties.values() if name not in _NOT_SHOWN)


def _best(name: str, records: Sequence[Fields], trusted: Sequence[str]) -> Fields:
    """The record whose word on this counts; nothing where none says it."""
    told = [one for one in records if one.get(name) is not None]
    return min(told, key=lambda one: _rank(name, one, trusted)) if told else {}


def _rank(name: str, record: Fields, trusted: Sequence[str]) -> tuple[bool, bool, int, str, int, float, str]:
    order = TRUSTED_FOR.get(name, trusted)
    system, said = str(record["system"]), record["effectiveOn"]
    assert isinstance(said, date)
    place = order.index(system) if system in order else len(order)
    by_hand = record.get("about") is not None
    since = record["recordedAt"].timestamp() if by_hand else 0.0
    gone, unnamed = record.get("until") is not None, "" if system in order else system
    return not by_hand, gone, place, unnamed, -said.toordinal(), -since, str(record["id"])
