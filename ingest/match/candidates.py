"""Which records are compared: those that share one of many narrow keys. What no key reaches is lost, so there are many."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from ingest.match.arrays import Hashes, Ints, hashed, mixed, ranges
from ingest.match.comparison import year
from ingest.match.fields import Kind
from ingest.match.standard import documents, places
from ingest.match.standard.company_names import company_words
from ingest.match.standard.person_names import Reading, parsed
from ingest.match.standard.scripts import is_han, sounds
from ingest.match.table import Column, Table

LIMIT = 80
"""A key that more records share is too common to say anything."""
Hubs = Mapping[str, frozenset[str]]
"""Values of telephones, addresses, numbers and the like that say nothing, for too many share them."""
CHUNK = 4_000_000
_MOST_WORDS, _BEGINNING = 6, 4
_ALONE = (Kind.NUMBER, Kind.RENEWED, Kind.EMAIL, Kind.ADDRESS, Kind.POSTCODE, Kind.DATE)
_BESIDE = (*_ALONE, Kind.WORDS)
_PARTS: Mapping[Kind, tuple[Callable[[str], str], ...]] = {
    Kind.DATE: (year,),
    Kind.POSTCODE: (places.outward,),
    Kind.ADDRESS: (places.road,),
}


@dataclass(frozen=True, slots=True)
class Keys:
    """Each key with a row that has it; a row has a key once."""

    rows: Ints
    hashes: Hashes


@dataclass(frozen=True, slots=True)
class _Facet:
    """A part of what records say, hashed: one a row, or several."""

    name: str
    rows: Ints
    hashes: Hashes


def keys(table: Table) -> Keys:
    """All keys of all rows."""
    made = list(_keys(table))
    if not made:
        return Keys(np.array([], dtype=np.int64), np.array([], dtype=np.uint64))
    rows, hashes = np.concatenate([each.rows for each in made]), np.concatenate([each.hashes for each in made])
    order = np.lexsort((rows, hashes))
    rows, hashes = rows[order], hashes[order]
    first = np.ones(len(rows), dtype=np.bool_)
    first[1:] = (rows[1:] != rows[:-1]) | (hashes[1:] != hashes[:-1])
    return Keys(rows[first], hashes[first])


def _keys(table: Table) -> Iterator[_Facet]:
    n = len(table)
    whole = [_facet(column) for column in table.columns if column.field.kind in _BESIDE]
    parts = [_facet(column, part) for column in table.columns for part in _PARTS.get(column.field.kind, ())]
    kinds = {column.field.name: column.field.kind for column in table.columns}
    yield from (facet for facet in whole if kinds[facet.name] in _ALONE)
    yield from (_facet(column, documents.number_of) for column in table.columns if column.field.kind is Kind.RENEWED)
    for one, other in combinations(whole, 2):
        if not kinds[one.name] == kinds[other.name] == Kind.WORDS:
            yield _with(one, other, n)
    for column in table.columns:
        if column.field.kind in (Kind.NAME, Kind.COMPANY_NAME):
            tokens, alone = (_person_tokens if column.field.kind is Kind.NAME else _company_tokens)(column)
            yield tokens
            yield from alone
            yield from (_with(tokens, other, n) for other in (*whole, *parts))


def _facet(column: Column, part: Callable[[str], str] | None = None) -> _Facet:
    name = column.field.name
    texts = [f"{name}:{value}" if part is None else f"{name}~{part(value)}" for value in column.values]
    rows = np.flatnonzero(column.codes >= 0)
    return _Facet(name, rows, hashed(texts)[column.codes[rows]])


def _with(one: _Facet, other: _Facet, n: int) -> _Facet:
    """Both together; `other` is one a row."""
    at = np.full(n, -1, dtype=np.int64)
    at[other.rows] = np.arange(len(other.rows))
    place = at[one.rows]
    has = place >= 0
    return _Facet("", one.rows[has], mixed(one.hashes[has], other.hashes[place[has]]))


def _several(column: Column, of: Callable[[str], Sequence[str]], mark: str) -> _Facet:
    """What each value gives several of."""
    found = [of(value) for value in column.values]
    counts = np.fromiter((len(each) for each in found), np.int64, len(found))
    starts = np.cumsum(counts) - counts
    flat = hashed(f"{mark}{text}" for each in found for text in each)
    rows = np.flatnonzero(column.codes >= 0)
    codes = column.codes[rows]
    at = ranges(starts[codes], counts[codes])
    return _Facet(mark, np.repeat(rows, counts[codes]), flat[at])


def _person_tokens(column: Column) -> tuple[_Facet, list[_Facet]]:
    """Each name by its letters or its reading; and, alone, the whole name and the beginnings of its first and last."""
    return _several(column, _tokens, "t:"), [_several(column, _wholes, "n:")]


def _tokens(value: str) -> list[str]:
    found = set[str]()
    for reading in parsed(value):
        for token in (reading.given, reading.family, *reading.extras):
            found |= {sound[2:] for sound in _read(token)}
            if len(token) > 1 and not is_han(token):
                found.add(token)
    return sorted(found)


def _read(token: str) -> Sequence[str]:
    return [sound for sound in sounds(token) if sound.startswith("p:")] if token else ()


def _wholes(value: str) -> list[str]:
    return sorted({whole for reading in parsed(value) for whole in _whole(reading)})


def _whole(reading: Reading) -> Iterator[str]:
    given, family = reading.given, reading.family
    yield reading.text()
    if not given:
        return
    if is_han(family):
        yield from (f"{one[2:]} {other[2:]}" for one in _read(family) for other in _read(given))
        return
    yield " ".join(sorted((given, family)))
    yield f"{given[:3]}/{family[:4]}"
    yield f"{given[:2]}/{family}"
    for one in _read(family):
        yield f"{one[2:]} {given}"


def _company_tokens(column: Column) -> tuple[_Facet, list[_Facet]]:
    return _several(column, company_words, "t:"), [_several(column, _company_wholes, "n:"), _several(column, _of_two_words, "w:")]


def _of_two_words(value: str) -> list[str]:
    """The beginnings of every two words: what is left where one slipped, was shortened or stands elsewhere."""
    words = company_words(value)[:_MOST_WORDS]
    return sorted({f"{one[:_BEGINNING]}/{other[:_BEGINNING]}" for one, other in combinations(words, 2)})


def _company_wholes(value: str) -> list[str]:
    names = value.split(";")
    return sorted({*names, *(name.replace(" ", "")[:8] for name in names)})


# ---- blocks


@dataclass(frozen=True, slots=True)
class Blocks:
    """Rows that share a key, block by block: `rows` of a block ascend. `place` is where each entry stands in its block."""

    rows: Ints
    ends: Ints  # of the block of each entry

    def of(self, first: int, last: int, order: Ints) -> tuple[Ints, Ints]:
        """Pairs of these entries (as ordered by row) with the later ones of their blocks."""
        entries = order[first:last]
        counts = self.ends[entries] - entries - 1
        return np.repeat(self.rows[entries], counts), self.rows[ranges(entries + 1, counts)]


def blocks(of: Keys) -> Blocks:
    """Of more than one row and of LIMIT at most."""
    if not len(of.hashes):
        return Blocks(of.rows, of.rows)
    starts = np.flatnonzero(np.concatenate([[True], of.hashes[1:] != of.hashes[:-1]]))
    sizes = np.diff(np.append(starts, len(of.hashes)))
    size = np.repeat(sizes, sizes)
    keep = (size > 1) & (size <= LIMIT)
    ends = np.cumsum(sizes[(sizes > 1) & (sizes <= LIMIT)])
    kept = sizes[(sizes > 1) & (sizes <= LIMIT)]
    return Blocks(of.rows[keep], np.repeat(ends, kept))


def pairs(of: Keys) -> Iterator[tuple[Ints, Ints]]:
    """Every pair of rows that share a block, once, the smaller row first; some millions at a time."""
    found = blocks(of)
    order = np.argsort(found.rows, kind="stable")
    reach = np.cumsum(found.ends[order] - order - 1)
    rows = found.rows[order]
    first = 0
    while first < len(order):
        done = int(reach[first - 1]) if first else 0
        last = max(int(np.searchsorted(reach, done + CHUNK, side="right")), first + 1)
        last = int(np.searchsorted(rows, int(rows[last - 1]), side="right"))  # a row is not torn apart, so that its pairs come once
        i, j = found.of(first, last, order)
        first = last
        unique = np.unique((i << 32) | j)
        yield unique >> 32, unique & 0xFFFFFFFF


def contents(table: Table) -> Hashes:
    """A hash of all that each row says; 0 for rows that say nothing."""
    total = np.zeros(len(table), dtype=np.uint64)
    for column in table.columns:
        values = np.append(hashed(f"{column.field.name}={value}" for value in column.values), np.uint64(0))
        said = column.codes >= 0
        total[said] = mixed(total[said], values[column.codes[said]])
    return total


def repeated(table: Table) -> tuple[Ints, Ints]:
    """Each row that says what a smaller one says, with the smallest that does: so many may that all their keys are too common."""
    said = contents(table)
    _, first, inverse = np.unique(said, return_index=True, return_inverse=True)
    heads = first[inverse.reshape(-1)].astype(np.int64)
    rows = np.flatnonzero((heads != np.arange(len(table))) & (said != 0))
    return heads[rows], rows


def value_keys(column: Column) -> Hashes:
    """The key of each value of such a field alone: as many rows as have it have the value."""
    return hashed(f"{column.field.name}:{value}" for value in column.values)


def hubs(table: Table) -> dict[str, frozenset[str]]:
    """Values that more than LIMIT rows share, of fields where these say nothing."""
    found = dict[str, frozenset[str]]()
    for column in table.columns:
        if column.field.crowded and len(column.values):
            counts = np.bincount(column.codes[column.codes >= 0], minlength=len(column.values))
            found[column.field.name] = frozenset(column.values[code] for code in np.flatnonzero(counts > LIMIT))
    return found
