"""Records as columns of coded values: what matching computes with."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from ingest.match.arrays import Hashes, Ints, hashed, listed, smallest
from ingest.match.fields import FIELDS, Field, Kind
from ingest.match.standard import contacts, countries, dates, documents, places
from ingest.match.standard.company_names import company_name, legal_form
from ingest.match.standard.person_names import person_name

Said = Sequence[str | None]
_FURTHER = "\x1f"  # what no id has
MOST_VALUES = 50
"""Of a field what one record says is compared, the first of it."""
_GENDERS = {"m": "male", "f": "female", "男": "male", "女": "female", "w": "female"}


@dataclass(frozen=True, slots=True)
class Column:
    """`values` are distinct and sorted, so that a part of a table orders them as the whole does; `codes` point into them, one a
    row, -1 where nothing is said."""

    field: Field
    values: tuple[str, ...]
    codes: Ints

    def take(self, rows: Ints) -> "Column":
        codes = self.codes[rows]
        used, inverse = np.unique(codes, return_inverse=True)
        shift = 1 if len(used) and used[0] < 0 else 0
        return Column(
            self.field, tuple(self.values[code] for code in listed(used[shift:])), inverse.reshape(-1).astype(np.int64) - shift
        )


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in the order of their ids. Rows of one of `named` (a hash of the bank's own customer number, or of the row's id) are
    one party, whatever they say."""

    kind: str
    ids: tuple[str, ...]
    named: Hashes
    columns: tuple[Column, ...]

    @property
    def groups(self) -> Ints:
        """The smallest row of each row's group."""
        return smallest(self.named)

    @property
    def own(self) -> Ints:
        """The smallest row of each row's record."""
        first = dict[str, int]()
        return np.array([first.setdefault(record_of(id_), row) for row, id_ in enumerate(self.ids)], dtype=np.int64)

    def __len__(self) -> int:
        return len(self.ids)

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.field.name == name), None)

    def names(self, rows: Ints) -> list[str]:
        return [self.ids[row] for row in listed(rows)]

    def row_of(self, id_: str) -> int | None:
        """The row that is named so."""
        row = bisect_left(self.ids, id_)
        return row if row < len(self.ids) and self.ids[row] == id_ else None

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(column.field for column in self.columns)

    def take(self, rows: Ints) -> "Table":
        """These rows alone, which must be ascending."""
        ids = tuple(self.ids[row] for row in listed(rows))
        return Table(self.kind, ids, self.named[rows], tuple(column.take(rows) for column in self.columns))


def table(
    kind: str, ids: Sequence[str], columns: Mapping[str, Said], groups: Sequence[str | None] | None = None, region: str = "CN"
) -> Table:
    """Standardises each distinct value once. `columns` are those that fields are made from (`fields.py`), by name; ids are
    distinct; rows of one group (as the bank's own customer number) are one party. `region`: whose telephone numbers are meant
    without a country."""
    order = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)
    said = {field: _said(field, kind, columns, len(ids), region) for field in FIELDS[kind]}
    _of_numbers(kind, {field.name: values for field, values in said.items()})
    coded = tuple(_coded(field, values, order) for field, values in said.items() if any(values))
    named = hashed(f"={ids[row]}" if groups is None or not groups[row] else f"#{groups[row]}" for row in listed(order))
    return Table(kind, tuple(ids[row] for row in listed(order)), named, coded)


@dataclass(frozen=True, slots=True)
class Told:
    """What one record says: several values of a field where it has several. Records of one `group` (as the bank's own customer
    number) are one party."""

    id: str
    group: str | None
    fields: Mapping[str, Sequence[str]]


def flattened(kind: str, records: Sequence[Told], region: str = "CN") -> Table:
    """A row a record, named as it; a further value of a field is a row of its own, of the same party (`record_of`)."""
    ids, groups = list[str](), list[str]()
    columns = {name: list[str | None]() for field in FIELDS[kind] for name in field.columns}
    for record in records:
        most = max((len(values) for values in record.fields.values()), default=1) or 1
        for at in range(min(most, MOST_VALUES)):
            ids.append(record.id if at == 0 else f"{record.id}{_FURTHER}{at + 1}")
            groups.append(f"key:{record.group}" if record.group else f"record:{record.id}")
            for name, column in columns.items():
                values = record.fields.get(name, ())
                column.append(values[at] if at < len(values) else None)
    return table(kind, ids, columns, groups, region)


def record_of(row: str) -> str:
    """The record of a row of a table that was `flattened`, by its id."""
    return row.partition(_FURTHER)[0]


def joined(one: Table, other: Table) -> Table:
    """The rows of both, whose ids differ."""
    ids = (*one.ids, *other.ids)
    order = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)
    named = np.concatenate([one.named, other.named])[order]
    names = [field.name for field in FIELDS[one.kind]]
    columns = [_both(one.column(name), other.column(name), len(one), len(other), order) for name in names]
    return Table(one.kind, tuple(ids[row] for row in listed(order)), named, tuple(each for each in columns if each))


def _both(one: Column | None, other: Column | None, rows: int, other_rows: int, order: Ints) -> Column | None:
    known = one or other
    if known is None:
        return None
    values = sorted({*(one.values if one else ()), *(other.values if other else ())})
    place = {value: code for code, value in enumerate(values)}
    parts = [_recoded(one, place, rows), _recoded(other, place, other_rows)]
    return Column(known.field, tuple(values), np.concatenate(parts)[order])


def _recoded(column: Column | None, place: Mapping[str, int], rows: int) -> Ints:
    if column is None:
        return np.full(rows, -1, dtype=np.int64)
    return np.array([*(place[value] for value in column.values), -1], dtype=np.int64)[column.codes]


def _coded(field: Field, values: Said, order: Ints) -> Column:
    distinct, codes = _codes(values)
    return Column(field, distinct, codes[order])


def _codes(values: Said) -> tuple[tuple[str, ...], Ints]:
    distinct = sorted({value for value in values if value is not None})
    place: dict[str | None, int] = {value: code for code, value in enumerate(distinct)}
    place[None] = -1
    return tuple(distinct), np.fromiter((place[value] for value in values), dtype=np.int64, count=len(values))


def _said(field: Field, kind: str, columns: Mapping[str, Said], rows: int, region: str) -> list[str | None]:
    known = [name for name in field.columns if name in columns]
    if not known:
        return [None] * rows
    form = _former(field, kind, region)
    made = dict[tuple[str | None, ...], str | None]()
    out = list[str | None]()
    for told in zip(*(columns.get(name, (None,) * rows) for name in field.columns), strict=True):
        if told not in made:
            made[told] = form(*told)
        out.append(made[told])
    return out


def _former(field: Field, kind: str, region: str) -> Callable[..., str | None]:
    special: dict[tuple[str, str], Callable[..., str | None]] = {
        ("person", "gender"): gender,
        ("person", "national_id"): documents.resident,
        ("person", "nationality"): countries.country,
        ("company", "country"): countries.country,
        ("company", "legal_form"): _legal_form,
        (kind, "phone"): partial(contacts.phone, region=region),
    }
    return special.get((kind, field.name)) or _FORMERS[field.kind]


def _legal_form(told: str | None, name: str | None) -> str | None:
    return legal_form(name, told)


def gender(text: str | None) -> str | None:
    plain = places.words(text)
    return None if plain is None else _GENDERS.get(plain, plain)


_FORMERS: Mapping[Kind, Callable[..., str | None]] = {
    Kind.NAME: person_name,
    Kind.COMPANY_NAME: company_name,
    Kind.DATE: dates.day,
    Kind.POSTCODE: places.postcode,
    Kind.WORDS: places.words,
    Kind.CHOICE: places.words,
    Kind.ADDRESS: places.address,
    Kind.NUMBER: documents.number,
    Kind.RENEWED: documents.renewed,
    Kind.EMAIL: contacts.email,
}


def _of_numbers(kind: str, said: Mapping[str, list[str | None]]) -> None:
    """Numbers stand in the field that they are of, whatever they were called."""
    for row in range(len(said["name"])):
        (_of_a_person if kind == "person" else _of_a_company)(said, row)


def _of_a_person(said: Mapping[str, list[str | None]], row: int) -> None:
    """A foreigner's card is renewed. A valid number says when its holder was born and as what, where nothing else does."""
    number = said["national_id"][row]
    if number is not None and documents.is_card(number):
        said["national_id"][row] = None
        said["passport"][row] = said["passport"][row] or documents.renewed(number, documents.CARD)
    elif number is None and (card := said["passport"][row]) is not None:
        number = documents.number_of(card)
    if number is not None:
        said["birth_date"][row] = said["birth_date"][row] or documents.born(number)
        said["gender"][row] = said["gender"][row] or documents.gender(number)


def _of_a_company(said: Mapping[str, list[str | None]], row: int) -> None:
    """A credit code may be a register's number, and says the organisation code."""
    registered = said["document"][row]
    if said["uscc"][row] is None and registered is not None and documents.is_credit(registered):
        said["uscc"][row], said["document"][row] = registered, None
    code = said["uscc"][row]
    organisation = None if code is None else documents.organisation_code(code)
    if organisation is not None and code == organisation:
        said["uscc"][row], said["organisation_code"][row] = None, said["organisation_code"][row] or code
    elif organisation is not None:
        said["organisation_code"][row] = None
