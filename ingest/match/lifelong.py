"""Numbers that are one party's: for life, of which a different one keeps apart; of documents that are renewed, which only join."""

from collections.abc import Mapping, Sequence

import numpy as np

from ingest.match.arrays import Flags, Floats, Ints, components, expand, smallest
from ingest.match.candidates import Hubs, hubs
from ingest.match.decided import Number
from ingest.match.fields import Field, Kind
from ingest.match.standard import documents
from ingest.match.table import Column, Table
from ingest.match.weights import Weigher

_MOST_COMPARED = 200
_FIRST = ("resident number", "organisation code")
"""What outranks other numbers: these join only what has no two of it."""
_NONE = np.array([], dtype=np.int64)
Joining = tuple[Ints, Ints, Ints, Ints]
"""Rows with one number as edges that join them, and as edges between those whose name and birth date both contradict."""


def is_number(field: Field) -> bool:
    """Whether a field's values may be one party's."""
    return bool(field.lifelong) or field.kind is Kind.RENEWED


def told(field: Field, value: str) -> str | None:
    """The number that is one party's, with what it is a number of; None where it may be anyone's."""
    if field.kind is Kind.RENEWED:
        return f"{field.name}:{value}" if documents.is_issued(value) else None
    number = documents.for_life(field.name, value)
    return None if number is None else f"{field.lifelong}:{number}"


class Lifelong:
    """What is told by a table's rows: a code a row for each kind of number, -1 for none. `crowded`: values that too many share (of
    this table without it), which say nothing of people; a company has as many records as it has."""

    def __init__(self, table: Table, crowded: Hubs | None = None) -> None:
        """`first` and `further` numbers are for life; `documents` are renewed."""
        common = {} if table.kind == "company" else hubs(table) if crowded is None else crowded
        held = dict[str, list[Column]]()
        for column in table.columns:
            if column.field.lifelong:
                held.setdefault(column.field.lifelong, []).append(column)
        by_kind = {kind: _codes(columns, common) for kind, columns in held.items()}
        self.first = [codes for kind, codes in by_kind.items() if kind in _FIRST]
        self.further = [codes for kind, codes in by_kind.items() if kind not in _FIRST]
        self.documents = [_codes([column], common) for column in table.columns if column.field.kind is Kind.RENEWED]

    @property
    def numbers(self) -> list[Ints]:
        """Those for life."""
        return [*self.first, *self.further]

    def differ(self, i: Ints, j: Ints) -> Flags:
        """Of rows."""
        apart = np.zeros(len(i), dtype=np.bool_)
        for codes in self.numbers:
            apart |= (codes[i] >= 0) & (codes[j] >= 0) & (codes[i] != codes[j])
        return apart

    def of(self, labels: Ints) -> "Held":
        return Held(self.numbers, labels)


def joining(numbers: Sequence[Ints], weigher: Weigher) -> Joining:
    """By the codes of several kinds of numbers."""
    found = [_same(codes, weigher) for codes in numbers] or [(_NONE,) * 4]
    i, j, k, m = (np.concatenate([each[at] for each in found]).astype(np.int64) for at in range(4))
    return i, j, k, m


def _codes(columns: Sequence[Column], common: Mapping[str, frozenset[str]]) -> Ints:
    """Of columns that tell one kind of number, by the first that does."""
    numbers = [[None if value in common.get(of.field.name, ()) else told(of.field, value) for value in of.values] for of in columns]
    place = {number: code for code, number in enumerate(sorted({each for held in numbers for each in held if each is not None}))}
    codes = np.full(len(columns[0].codes), -1, dtype=np.int64)
    for column, held in zip(columns, numbers, strict=True):
        own = np.array([*(-1 if number is None else place[number] for number in held), -1], dtype=np.int64)[column.codes]
        codes = np.where(codes >= 0, codes, own)
    return codes


class Held:
    """Lifelong numbers by cluster: the smallest and largest code of each field."""

    def __init__(self, numbers: list[Ints], labels: Ints) -> None:
        clusters = int(labels.max()) + 1 if len(labels) else 0
        self.bounds = list[tuple[Ints, Ints]]()
        for codes in numbers:
            low, high = np.full(clusters, np.iinfo(np.int64).max), np.full(clusters, -1, dtype=np.int64)
            said = codes >= 0
            np.minimum.at(low, labels[said], codes[said])
            np.maximum.at(high, labels[said], codes[said])
            self.bounds.append((low, high))

    def differ(self, one: Ints, other: Ints) -> Flags:
        """Of clusters: both have a number, and not the same."""
        apart = np.zeros(len(one), dtype=np.bool_)
        for low, high in self.bounds:
            both = (high[one] >= 0) & (high[other] >= 0)
            apart |= both & (low[one] != low[other]) & (high[one] != high[other])
        return apart

    def one_each(self, source: Ints, target: Ints, weight: Floats) -> Flags:
        """Which of several that join one target at once may: with the best, those of its number."""
        may = np.ones(len(source), dtype=np.bool_)
        for _, high in self.bounds:
            number = np.where(high[target] >= 0, -1, high[source])
            asked = np.flatnonzero(number >= 0)
            order = asked[np.lexsort((number[asked], -weight[asked], target[asked]))]
            first = np.ones(len(order), dtype=np.bool_)
            first[1:] = target[order][1:] != target[order][:-1]
            best = dict(zip(target[order][first].tolist(), number[order][first].tolist(), strict=True))
            for at in order:
                may[at] &= best[int(target[at])] == number[at]
        return may


def _same(codes: Ints, weigher: Weigher) -> Joining:
    """Rows that say the same of name and birth date are one; of the different ones of a number every two are compared, of very many
    the first."""
    rows = np.flatnonzero(codes >= 0)
    if not len(rows):
        return _NONE, _NONE, _NONE, _NONE
    told = [column.codes[rows] for column in weigher.table.columns if column.field.name in ("name", "birth_date")]
    _, first, kind = np.unique(np.array([codes[rows], *told]), axis=1, return_index=True, return_inverse=True)
    head = rows[first]  # by number, for the number is what they are ordered by
    starts = np.flatnonzero(np.concatenate([[True], codes[head][1:] != codes[head][:-1]]))
    counts = np.minimum(np.diff(np.append(starts, len(head))), _MOST_COMPARED)
    _, i, j = expand(starts, counts, starts, counts)
    i, j = i[i < j], j[i < j]
    doubtful = contradict(weigher, head[i], head[j])
    joined = smallest(components(len(head), i[~doubtful], j[~doubtful]))
    apart = np.flatnonzero(joined == np.arange(len(head)))
    lead = apart[np.searchsorted(codes[head[apart]], codes[head[apart]])]
    doubts = lead != apart
    own = head[kind.reshape(-1)]
    joins = (np.concatenate([own, head[i[~doubtful]]]), np.concatenate([rows, head[j[~doubtful]]]))
    return joins[0], joins[1], head[lead[doubts]], head[apart[doubts]]


def contradict(weigher: Weigher, i: Ints, j: Ints) -> Flags:
    """Whether name and birth date both speak against two rows; what one does not say contradicts nothing."""
    against = np.ones(len(i), dtype=np.bool_)
    told = np.zeros(len(i), dtype=np.int64)
    for column in weigher.table.columns:
        name = column.field.name
        if name in ("name", "birth_date") and name in weigher.names:
            a, b = column.codes[i], column.codes[j]
            said = (a >= 0) & (b >= 0)
            weights = np.zeros(len(i))
            weights[said] = weigher.values(name, a[said], b[said])[0]
            against &= weights < 0
            told += said
    return against & (told == 2)


def numbers_of(weigher: Weigher, lifelong: Lifelong, labels: Ints, one: Ints, other: Ints) -> list[Number]:
    """What numbers and documents say of each pair of clusters (labels 0 …)."""
    apart = lifelong.of(labels).differ(one, other)
    found = [Number.DIFFERENT if each else Number.UNKNOWN for each in apart]
    for codes in (*lifelong.further, *lifelong.documents, *lifelong.first):
        outranks = any(codes is each for each in lifelong.first)
        said = np.flatnonzero(codes >= 0)
        held = dict[int, dict[int, int]]()
        for row in said.tolist():
            held.setdefault(int(labels[row]), {}).setdefault(int(codes[row]), row)
        for at, (a, b) in enumerate(zip(one.tolist(), other.tolist(), strict=True)):
            shared = held.get(a, {}).keys() & held.get(b, {}).keys()
            if shared and (outranks or not apart[at]):
                i, j = np.array([held[a][min(shared)]]), np.array([held[b][min(shared)]])
                found[at] = Number.DOUBTFUL if contradict(weigher, i, j).any() else Number.SAME
    return found
