"""Records that are matched already, and new ones beside them: what comes of them is what all of them at once would have become.

A model is frozen, so the weight of two records rests on these two alone, but for keys and contact values that so many share that
they count no more. New records change the edges of those that they are compared with, and of those whose shared key or contact
value has just become too common; the components that hold any of these are solved again, whole, and nothing else can change.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ingest.match import candidates
from ingest.match.arrays import Flags, Hashes, Ints, positions, ranges
from ingest.match.candidates import LIMIT, Keys
from ingest.match.clusters import Clusters, Edges, clusters, weighed
from ingest.match.decided import Decision, Verdict, decided
from ingest.match.formation import Formation, again
from ingest.match.judged import Contradiction, Judgement, Ruling, Standing, judged, row_of
from ingest.match.lifelong import Lifelong, numbers_of
from ingest.match.model import Model
from ingest.match.profiles import Profiles
from ingest.match.table import Table, joined
from ingest.match.ties import bound, solved_alone, ties
from ingest.match.weights import Weigher

Doubt = tuple[str, str, float, str]
_NONE = np.array([], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Index:
    """Keys by hash, twelve bytes each."""

    rows: npt.NDArray[np.int32]
    hashes: Hashes


@dataclass(frozen=True, slots=True)
class Segment:
    """Records that came together: their rows are numbered from `first`; `keys` are sorted by hash, `ties` are lifelong numbers and
    the bank's own, which bind however many share them, `contents` all that a record says."""

    first: int
    table: Table
    keys: Index
    ties: Keys
    contents: Keys

    def holders(self, keys: Keys | Index, asked: Hashes) -> tuple[Ints, Ints]:
        """Rows that have any of these hashes, by number, and which each has."""
        low, high = np.searchsorted(keys.hashes, asked), np.searchsorted(keys.hashes, asked, side="right")
        counts = (high - low).astype(np.int64)
        return keys.rows[ranges(low.astype(np.int64), counts)].astype(np.int64) + self.first, np.repeat(
            np.arange(len(asked)), counts
        )

    def first_of(self, contents: Keys) -> Ints:
        """One row, by number, of those that say all that one of these says."""
        place, known = positions(self.contents.hashes, contents.hashes[contents.hashes != 0])
        return self.contents.rows[place[known]] + self.first

    def counts(self, asked: Hashes) -> Ints:
        low, high = np.searchsorted(self.keys.hashes, asked), np.searchsorted(self.keys.hashes, asked, side="right")
        return (high - low).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Match:
    """What a new record is to a known automatic cluster, named by its smallest id."""

    record: str
    cluster: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class _Beside:
    """Edges from new records to known ones: `numbers` of the rows of both (-1 for known ones), the row of the new end, the number
    of the known one."""

    numbers: Ints
    new: Ints
    known: Ints


def segment_of(first: int, table: Table) -> Segment:
    said = candidates.contents(table)
    order = np.argsort(said, kind="stable")
    keys = candidates.keys(table)
    return Segment(first, table, Index(keys.rows.astype(np.int32), keys.hashes), ties(table), Keys(order, said[order]))


class Known:
    """All records of one kind, their clusters and doubts, by one frozen model."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.segments = list[Segment]()
        self.component = _NONE
        self.cluster = _NONE
        self.automatic = _NONE
        self._doubts = dict[int, list[tuple[int, int, float, str]]]()  # by component
        self._contradictions = dict[int, list[Contradiction]]()  # by component
        self._standing = Standing()

    def __len__(self) -> int:
        return len(self.component)

    def add(self, new: Table) -> list[str]:
        """Takes records in whose ids are not known yet; tells the ids of all whose components were solved again."""
        if not len(new):
            return []
        before = len(self)
        segment = segment_of(before, new)
        dirty, neighbours = self._touched(segment)
        self.segments.append(segment)
        self.component = np.concatenate([self.component, np.arange(before, before + len(new))])
        self.cluster, self.automatic = (np.concatenate([held, self.component[before:]]) for held in (self.cluster, self.automatic))
        near = self._near(segment, neighbours)
        asked = np.unique(self.component[np.concatenate([dirty, near, self._judged_one_with(new.ids)])])
        rows = np.concatenate([np.flatnonzero(np.isin(self.component[:before], asked)), np.arange(before, len(self))])
        self._solve(rows)
        return self.ids(rows)

    def judge(self, judgements: Iterable[Judgement]) -> list[str]:
        """Takes all judgements that stand now, in the order in which they were given, for those that stood before; tells the ids of
        all whose components were solved again. A judgement of a record that is not there yet waits for it."""
        later = Standing(judgements)
        changed = self._standing.changed(later)
        self._standing = later
        rows = np.flatnonzero(np.isin(self.component, self.component[self._rows(changed)]))
        if len(rows):
            self._solve(rows)
        return self.ids(rows)

    def contradictions(self) -> list[Contradiction]:
        """Judgements that do not hold."""
        return sorted((each for held in self._contradictions.values() for each in held), key=lambda each: each.lost.pair)

    def add_solved(self, table: Table, edges: Edges, found: Clusters) -> None:
        """Takes in what was matched as a whole by the same model and the judgements that stand, as the first."""
        self.segments.append(segment_of(0, table))
        rows = np.arange(len(table), dtype=np.int64)
        self.component, self.cluster, self.automatic = rows.copy(), rows.copy(), rows.copy()
        self._keep(table, rows, solved_alone(table, edges, judged(table, self._standing)), found)

    def ids(self, rows: Ints) -> list[str]:
        named = list[str]()
        for segment, own in self._by_segment(rows):
            named += [segment.table.ids[row] for row in own]
        return named

    def clusters(self) -> dict[str, str]:
        """Each record's cluster at the model's threshold, named by its smallest id."""
        return self._named(self.cluster)

    def automatic_clusters(self) -> dict[str, str]:
        return self._named(self.automatic)

    def doubts(self) -> list[Doubt]:
        """Pairs of automatic clusters, by their smallest ids, with L and why."""
        found = [one for held in self._doubts.values() for one in held]
        ids = np.array(self.ids(np.arange(len(self))), dtype=object)
        return sorted((*sorted((str(ids[a]), str(ids[b]))), evidence, why) for a, b, evidence, why in found)  # pyright: ignore[reportReturnType]

    def match(self, new: Table) -> list[Match]:
        """What new records would be decided to be, each by itself, the best clusters first; nothing is taken in. Judgements of them
        are not looked at."""
        segment = segment_of(len(self), new)
        bound, neighbours = self._touched(segment)
        beside = self._beside(segment, np.union1d(bound, neighbours))
        if beside is None:
            return []
        pairs = np.unique((beside.numbers[beside.new] << 32) | self.automatic[beside.known])
        rows = np.flatnonzero(np.isin(self.automatic, pairs & 0xFFFFFFFF))
        table = joined(self._table(rows), new)
        place = {id_: row for row, id_ in enumerate(table.ids)}
        fresh, own = (np.array([place[id_] for id_ in ids]) for ids in (new.ids, self.ids(rows)))
        labels = np.empty(len(table), dtype=np.int64)
        labels[own], labels[fresh] = self.automatic[rows], len(self) + np.arange(len(new))
        heads, numbers = np.unique(labels, return_inverse=True)
        one, other = (np.searchsorted(heads, each) for each in (len(self) + (pairs >> 32), pairs & 0xFFFFFFFF))
        named = self.ids(heads[heads < len(self)])
        decisions = self._decisions(table, numbers.reshape(-1).astype(np.int64), one, other)
        found = [
            Match(new.ids[int(pair >> 32)], named[int(b)], each) for pair, b, each in zip(pairs, other, decisions, strict=True)
        ]
        kept = [match for match in found if match.decision.verdict is not Verdict.SEPARATE]
        return sorted(kept, key=lambda match: (match.record, -match.decision.evidence, match.cluster))

    def _decisions(self, table: Table, labels: Ints, one: Ints, other: Ints) -> list[Decision]:
        weigher = Weigher(self.model, table, self._hubs(table, self.segments))
        evidence = Profiles(weigher, labels, np.ones(len(table), dtype=np.int64)).totals(one, other) - self.model.threshold
        numbers = numbers_of(weigher, Lifelong(table), labels, one, other)
        return [decided(float(bits), number) for bits, number in zip(evidence, numbers, strict=True)]

    def formed(self, ids: Sequence[str]) -> Formation:
        """How the clusters came about that hold these records: their components are solved once more."""
        rows = np.flatnonzero(np.isin(self.component, self.component[self._rows(ids)]))
        table = self._table(rows)
        weigher = Weigher(self.model, table, self._hubs(table, self.segments))
        return again(weigher, self._edges(table), ids, self._standing)

    # ---- how

    def _named(self, labels: Ints) -> dict[str, str]:
        ids = self.ids(np.arange(len(self)))
        return {id_: ids[label] for id_, label in zip(ids, labels.tolist(), strict=True)}

    def _rows(self, ids: Iterable[str]) -> Ints:
        """By number, of those that are there."""
        asked = list(ids)
        found = [row + each.first for each in self.segments for id_ in asked if (row := row_of(each.table, id_)) is not None]
        return np.array(found, dtype=np.int64)

    def _judged_one_with(self, ids: Sequence[str]) -> Ints:
        """Rows of records that are judged to be one with one of these."""
        same = (each for each in self._standing.of(ids) if each.verdict is Ruling.SAME)
        return self._rows({record for each in same for record in each.pair})

    def _touched(self, new: Segment) -> tuple[Ints, Ints]:
        """Rows (by number) whose own edges change for a key or contact value that becomes too common, with those that are bound to
        new ones; and rows that share a key that counts with new ones."""
        asked, fresh = np.unique(new.keys.hashes, return_counts=True)
        counts = np.array([segment.counts(asked) for segment in self.segments]).reshape(-1, len(asked)).sum(axis=0)
        bound = np.unique(new.ties.hashes)
        crossing, counting = asked[(counts <= LIMIT) & (counts + fresh > LIMIT)], asked[counts + fresh <= LIMIT]
        dirty, near = [_NONE], [_NONE]
        for segment in self.segments:
            dirty += [segment.holders(segment.keys, crossing)[0], segment.holders(segment.ties, bound)[0]]
            near += [segment.holders(segment.keys, counting)[0], segment.first_of(new.contents)]
        return np.unique(np.concatenate(dirty)), np.unique(np.concatenate(near))

    def _beside(self, new: Segment, neighbours: Ints) -> _Beside | None:
        """Edges between new records and neighbours, and between those with one lifelong number."""
        if not len(neighbours):
            return None
        table = joined(self._table(neighbours), new.table)
        place = {id_: row for row, id_ in enumerate(table.ids)}
        numbers = np.full(len(table), -1, dtype=np.int64)
        numbers[[place[id_] for id_ in new.table.ids]] = np.arange(len(new.table))
        known = np.full(len(table), -1, dtype=np.int64)
        known[[place[id_] for id_ in self.ids(neighbours)]] = neighbours
        edges, tied = self._edges(table, numbers >= 0), bound(table)
        i, j = np.concatenate([edges.i, edges.j, *tied]), np.concatenate([edges.j, edges.i, *tied[::-1]])
        across = (numbers[i] >= 0) & (known[j] >= 0)
        return _Beside(numbers, i[across], known[j[across]])

    def _near(self, new: Segment, neighbours: Ints) -> Ints:
        """Of the neighbours those that an edge joins with a new record."""
        beside = self._beside(new, neighbours)
        return _NONE if beside is None else np.unique(beside.known)

    def _edges(self, table: Table, asked: Flags | None = None, beside: Sequence[Segment] = ()) -> Edges:
        """Of a part of the known rows, by what is too common among all of them (and those `beside`). `asked`: only edges with one
        of these rows and one of the others, or two of these."""
        segments = (*self.segments, *beside)
        keys = candidates.keys(table)
        counts = _counts(segments, keys.hashes)
        keep = counts <= LIMIT
        weigher = Weigher(self.model, table, self._hubs(table, segments))
        return weighed(weigher, _asked(candidates.pairs(Keys(keys.rows[keep], keys.hashes[keep])), asked))

    def _hubs(self, table: Table, segments: Sequence[Segment]) -> dict[str, frozenset[str]]:
        found = dict[str, frozenset[str]]()
        for column in table.columns:
            if column.field.contact:
                common = _counts(segments, candidates.contact_keys(column)) > LIMIT
                found[column.field.name] = frozenset(column.values[code] for code in np.flatnonzero(common))
        return found

    def _solve(self, rows: Ints) -> None:
        for component in np.unique(self.component[rows]).tolist():
            self._doubts.pop(component, None)
            self._contradictions.pop(component, None)
        table = self._table(rows)
        place = {id_: row for row, id_ in enumerate(table.ids)}
        order = np.empty(len(rows), dtype=np.int64)
        order[[place[id_] for id_ in self.ids(rows)]] = rows  # the table is by id, the numbers by arrival
        edges = self._edges(table)
        weigher = Weigher(self.model, table, self._hubs(table, self.segments))
        times = np.ones(len(rows), dtype=np.int64)
        found = clusters(weigher, edges, times, self.model.threshold, self.model.seed, standing=self._standing)
        self._keep(table, order, solved_alone(table, edges, judged(table, self._standing)), found)

    def _keep(self, table: Table, order: Ints, held: Ints, found: Clusters) -> None:
        self.component[order] = order[held]
        self.cluster[order] = order[found.labels]
        self.automatic[order] = order[found.automatic]
        doubts = found.doubts
        for one, other, evidence, why in zip(doubts.one, doubts.other, doubts.evidence, doubts.why, strict=True):
            a, b = int(order[one]), int(order[other])
            self._doubts.setdefault(int(self.component[a]), []).append((a, b, float(evidence), why))
        for each in found.contradictions:
            row = row_of(table, each.lost.one)
            assert row is not None
            self._contradictions.setdefault(int(self.component[order[row]]), []).append(each)

    def _table(self, rows: Ints) -> Table:
        parts = [segment.table.take(own) for segment, own in self._by_segment(rows)]
        whole = parts[0]
        for part in parts[1:]:
            whole = joined(whole, part)
        return whole

    def _by_segment(self, rows: Ints) -> Iterator[tuple[Segment, Ints]]:
        """Ascending rows, by the segment that holds them and their place in it."""
        for segment in self.segments:
            low, high = np.searchsorted(rows, [segment.first, segment.first + len(segment.table)])
            if high > low:
                yield segment, rows[low:high] - segment.first


def _asked(pairs: Iterator[tuple[Ints, Ints]], asked: Flags | None) -> Iterator[tuple[Ints, Ints]]:
    for i, j in pairs:
        keep = np.ones(len(i), dtype=np.bool_) if asked is None else asked[i] | asked[j]
        yield i[keep], j[keep]


def _counts(segments: Sequence[Segment], hashes: Hashes) -> Ints:
    total = np.zeros(len(hashes), dtype=np.int64)
    for segment in segments:
        total += segment.counts(hashes)
    return total
