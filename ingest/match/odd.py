"""Records that are odd in a way that has a name, so that whoever reads what a resolution did can look at them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

import numpy as np

from ingest.match import candidates, lifelong
from ingest.match.arrays import listed
from ingest.match.fields import FIELDS, Kind
from ingest.match.model import Model
from ingest.match.table import MOST_VALUES, Table, Told, record_of
from ingest.match.weights import Weigher

_NAMES = (Kind.NAME, Kind.COMPANY_NAME)


class Oddity(StrEnum):
    """No name: compared by what else it says. Only numbers: joined by these alone. Many values: of a field the first are compared.
    Another's key: it shares the bank's own number with one whose name and birth date both differ, and is one party with it until a
    steward judges. Shared number: so many people have this number for life or document that it says nothing. Future date: a birth
    or founding after the day that the record speaks of, which says nothing."""

    NO_NAME = "NO_NAME"
    ONLY_NUMBERS = "ONLY_NUMBERS"
    MANY_VALUES = "MANY_VALUES"
    ANOTHERS_KEY = "ANOTHERS_KEY"
    SHARED_NUMBER = "SHARED_NUMBER"
    FUTURE_DATE = "FUTURE_DATE"


def oddities(records: Sequence[Told], table: Table, model: Model) -> dict[Oddity, list[str]]:
    """The records of each oddity, by their ids; dates are looked at where records are read."""
    found = dict[Oddity, list[str]]()
    names = {name for field in FIELDS[table.kind] if field.kind in _NAMES for name in field.columns}
    numbers = {field.name for field in FIELDS[table.kind] if field.crowded and not field.contact}
    for one in records:
        for oddity in _of_one(one.fields, names, numbers):
            found.setdefault(oddity, []).append(one.id)
    if doubtful := sorted(_anothers(table, model)):
        found[Oddity.ANOTHERS_KEY] = doubtful
    if crowd := sorted(set(_sharing(table))):
        found[Oddity.SHARED_NUMBER] = crowd
    return {oddity: found[oddity] for oddity in Oddity if oddity in found}


def _of_one(said: Mapping[str, Sequence[str]], names: set[str], numbers: set[str]) -> Iterator[Oddity]:
    told = {name for name, values in said.items() if values}
    if not told & names:
        yield Oddity.ONLY_NUMBERS if told and told <= numbers else Oddity.NO_NAME
    if any(len(values) > MOST_VALUES for values in said.values()):
        yield Oddity.MANY_VALUES


def _sharing(table: Table) -> Iterator[str]:
    """Records of people with a number that could be one party's, and is not."""
    common = candidates.hubs(table) if table.kind == "person" else {}
    for column in table.columns:
        for value in common.get(column.field.name, ()) if lifelong.is_number(column.field) else ():
            if lifelong.told(column.field, value):
                rows = np.flatnonzero(column.codes == column.values.index(value))
                yield from (record_of(table.ids[row]) for row in listed(rows))


def _anothers(table: Table, model: Model) -> set[str]:
    """Records whose name and birth date both speak against the first record of their number."""
    heads, own = table.groups[table.own], table.own
    rows = np.unique(own[heads != own])
    if not len(rows):
        return set()
    asked = np.unique(np.concatenate([heads[rows], rows]))
    part = table.take(asked)
    told = replace(part, columns=tuple(column for column in part.columns if column.field.name in ("name", "birth_date")))
    one, other = (np.searchsorted(asked, each) for each in (heads[rows], rows))
    against = lifelong.contradict(Weigher(model, told, {}), one, other)
    return {record_of(table.ids[row]) for row in listed(rows[against])}
