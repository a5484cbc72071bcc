"""Records in the order in which they came, a segment after the other, each with the keys by which its rows are found."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from ingest.match import candidates
from ingest.match.arrays import Flags, Hashes, Ints, hashed, ranges
from ingest.match.candidates import LIMIT, Hubs, Keys
from ingest.match.fields import Field
from ingest.match.mapped import Mapped
from ingest.match.table import Table, joined, record_of
from ingest.match.ties import ties

NONE: Ints = np.array([], dtype=np.int64)
NO_KEYS: Hashes = np.array([], dtype=np.uint64)
_AT_ONCE, _HALF = 50_000, 0.5
INDEXES = ("keys", "ties", "contents", "records")


@dataclass(frozen=True, slots=True)
class Index:
    """Rows by the hash of what they have, twelve bytes each, sorted by hash."""

    rows: npt.NDArray[np.int32]
    hashes: Hashes

    def found(self, asked: Hashes) -> tuple[Ints, Ints]:
        """Of each hash where its rows begin, and how many there are."""
        low, high = np.searchsorted(self.hashes, asked), np.searchsorted(self.hashes, asked, side="right")
        return low.astype(np.int64), (high - low).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Segment:
    """Records that came together: their rows are numbered from `first`. `keys` are those by which rows are compared; `ties` numbers
    for life and the bank's own, which bind however many share them; `contents` all that a row says; `records` whose it is. Rows
    that left are not `alive`, and `dead` are their keys, sorted. `kept`: the name of the folder that holds all but these two."""

    first: int
    table: Table | Mapped
    keys: Index
    ties: Index
    contents: Index
    records: Index
    alive: Flags
    dead: Hashes = field(default_factory=lambda: NO_KEYS)
    kept: str | None = None

    @property
    def last(self) -> int:
        return self.first + len(self.table)

    def holders(self, index: Index, asked: Hashes) -> tuple[Ints, Ints]:
        """Living rows that have any of these hashes, by number, and which each has."""
        low, counts = index.found(asked)
        rows, which = index.rows[ranges(low, counts)].astype(np.int64), np.repeat(np.arange(len(asked)), counts)
        kept = self.alive[rows]
        return rows[kept] + self.first, which[kept]

    def counts(self, asked: Hashes) -> Ints:
        """How many living rows have each key."""
        left = np.searchsorted(self.dead, asked, side="right") - np.searchsorted(self.dead, asked)
        return self.keys.found(asked)[1] - left

    def without(self, rows: Ints) -> "Segment":
        """When these of its own rows have left."""
        alive = self.alive.copy()
        alive[rows] = False
        gone = candidates.keys(self.table.take(rows)).hashes
        return replace(self, alive=alive, dead=np.sort(np.concatenate([self.dead, gone])))


def segment_of(first: int, table: Table) -> Segment:
    said, records = candidates.contents(table), hashed(map(record_of, table.ids))
    indexes = _index(candidates.keys(table)), _index(ties(table)), _by_hash(said), _by_hash(records)
    return Segment(first, table, *indexes, np.ones(len(table), dtype=np.bool_))


def _index(keys: Keys) -> Index:
    return Index(keys.rows.astype(np.int32), keys.hashes)


def _by_hash(hashes: Hashes) -> Index:
    """Rows that have one."""
    order = np.argsort(hashes, kind="stable")
    order = order[hashes[order] != 0]
    return Index(order.astype(np.int32), hashes[order])


class Segments:
    """All of them. Rows are told by number."""

    def __init__(self, each: Iterable[Segment] = ()) -> None:
        self.each = tuple(each)

    def __len__(self) -> int:
        """All rows, those that left too."""
        return self.each[-1].last if self.each else 0

    @property
    def alive(self) -> Flags:
        return np.concatenate([segment.alive for segment in self.each]) if self.each else np.array([], dtype=np.bool_)

    @property
    def fields(self) -> list[Field]:
        """Those of which any row has said something."""
        return list({held.name: held for segment in self.each for held in segment.table.fields}.values())

    def plus(self, segment: Segment) -> "Segments":
        return Segments((*self.each, segment))

    def without(self, rows: Ints) -> "Segments":
        left = {segment.first: own for segment, own in self._by_segment(rows)}
        return Segments(segment.without(left[segment.first]) if segment.first in left else segment for segment in self.each)

    def names(self, rows: Ints) -> list[str]:
        """The ids of ascending rows."""
        return [name for segment, own in self._by_segment(rows) for name in segment.table.names(own)]

    def rows_of(self, records: Iterable[str]) -> Ints:
        """Living rows of these records, ascending."""
        asked = np.unique(hashed(records))
        return self._union(segment.holders(segment.records, asked)[0] for segment in self.each)

    def table(self, rows: Ints) -> tuple[Table, Ints]:
        """Ascending rows as a table, which is by their ids, and the number of each of its rows."""
        parts = [(segment.table.take(own), own + segment.first) for segment, own in self._by_segment(rows)]
        if not parts:
            return Table(self.each[0].table.kind, (), NO_KEYS, ()), NONE
        whole, numbers = parts[0]
        for part, own in parts[1:]:
            both, of = joined(whole, part), [*whole.ids, *part.ids]
            order = np.array(sorted(range(len(of)), key=of.__getitem__), dtype=np.int64)
            whole, numbers = both, np.concatenate([numbers, own])[order]
        return whole, numbers

    def counts(self, asked: Hashes) -> Ints:
        """How many living rows have each key."""
        total = np.zeros(len(asked), dtype=np.int64)
        for segment in self.each:
            total += segment.counts(asked)
        return total

    def holders(self, asked: Hashes) -> Ints:
        """Living rows that have any of these keys."""
        return self._union(segment.holders(segment.keys, asked)[0] for segment in self.each)

    def bound(self, asked: Hashes) -> Ints:
        """Living rows that have any of these ties."""
        return self._union(segment.holders(segment.ties, asked)[0] for segment in self.each)

    def bound_each(self, asked: Hashes) -> tuple[Ints, Ints]:
        """Places of these ties, with the living rows that have each."""
        found = [segment.holders(segment.ties, asked) for segment in self.each]
        return np.concatenate([NONE, *(which for _, which in found)]), np.concatenate([NONE, *(rows for rows, _ in found)])

    def comparable(self, numbers: Ints, keys: Keys | Index, said: Hashes) -> tuple[Ints, Ints]:
        """Rows of a table (whose rows have these numbers, keys and contents), by their place in it, with the numbers of living ones
        that they are compared with, but themselves: those that share a key which is not too common, and one of those that say the
        same."""
        asked = np.unique(keys.hashes)
        asked = asked[self.counts(asked) <= LIMIT]
        pairs = np.unique(np.concatenate([NONE, *self._sharing(keys, asked), *self._repeating(said)]))
        place, other = pairs >> 32, pairs & 0xFFFFFFFF
        apart = numbers[place] != other
        return place[apart], other[apart]

    def hubs(self, table: Table) -> Hubs:
        """Values of a table's rows that say nothing, for too many share them."""
        found = dict[str, frozenset[str]]()
        for column in table.columns:
            if column.field.crowded:
                common = self.counts(candidates.value_keys(column)) > LIMIT
                found[column.field.name] = frozenset(column.values[code] for code in np.flatnonzero(common))
        return found

    def worth_merging(self) -> int | None:
        """From which segment on: as sizes at least halve from one to the next, there are few."""
        sizes = [len(segment.table) for segment in self.each]
        first = len(sizes) - 1
        while first > 0 and sizes[first - 1] <= 2 * sum(sizes[first:]):
            first -= 1
        sparse = [at for at, segment in enumerate(self.each) if segment.alive.mean() < _HALF]
        first = min([first, *sparse])
        return first if sparse or 0 <= first < len(sizes) - 1 else None

    def merged(self, first: int) -> tuple["Segments", Ints]:
        """With one segment in place of those from a place on, of their living rows; and the number of each row then, -1 for those
        that left."""
        parts, start = self.each[first:], self.each[first].first
        rows = np.flatnonzero(self.alive[start:]) + start
        table, of = self.table(rows)
        numbers = np.arange(len(self), dtype=np.int64)
        numbers[start:] = -1
        numbers[of] = np.arange(len(of)) + start
        indexes = {name: _merged([(part, getattr(part, name)) for part in parts], numbers) for name in INDEXES}
        alive = np.ones(len(table), dtype=np.bool_)
        whole = Segment(start, table, indexes["keys"], indexes["ties"], indexes["contents"], indexes["records"], alive)
        return Segments((*self.each[:first], whole)), numbers

    # ---- how

    def _sharing(self, keys: Keys | Index, asked: Hashes) -> Iterator[Ints]:
        """Pairs of a place and a number, as one number each."""
        for at in range(0, len(asked), _AT_ONCE):
            part = asked[at : at + _AT_ONCE]
            low = np.searchsorted(keys.hashes, part).astype(np.int64)
            counts = np.searchsorted(keys.hashes, part, side="right").astype(np.int64) - low
            for segment in self.each:
                rows, which = segment.holders(segment.keys, part)
                places = keys.rows[ranges(low[which], counts[which])].astype(np.int64)
                yield np.unique((places << 32) | np.repeat(rows, counts[which]))

    def _repeating(self, said: Hashes) -> Iterator[Ints]:
        asked, first = np.unique(said, return_index=True)
        some = asked != 0
        asked, first = asked[some], first[some]
        inverse = np.searchsorted(asked, said)
        for segment in self.each:
            rows, which = segment.holders(segment.contents, asked)
            held, at = np.unique(which, return_index=True)
            one = np.full(len(asked), -1, dtype=np.int64)
            one[held] = rows[at]
            places = np.flatnonzero(said != 0)
            numbers = one[inverse[places]]
            yield (places[numbers >= 0] << 32) | numbers[numbers >= 0]

    def _by_segment(self, rows: Ints) -> Iterator[tuple[Segment, Ints]]:
        """Ascending rows, by the segment that holds them and their place in it."""
        for segment in self.each:
            low, high = np.searchsorted(rows, [segment.first, segment.last])
            if high > low:
                yield segment, rows[low:high] - segment.first

    @staticmethod
    def _union(found: Iterable[Ints]) -> Ints:
        return np.unique(np.concatenate([NONE, *found]))


def _merged(parts: Sequence[tuple[Segment, Index]], numbers: Ints) -> Index:
    start = parts[0][0].first
    rows = np.concatenate([numbers[part.first : part.last][index.rows] for part, index in parts])
    hashes = np.concatenate([index.hashes for _, index in parts])
    kept = rows >= 0
    rows, hashes = rows[kept] - start, hashes[kept]
    order = np.argsort(hashes, kind="stable")
    return Index(rows[order].astype(np.int32), hashes[order])
