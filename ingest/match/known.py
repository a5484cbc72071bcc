"""Records that are matched already, and what changes of them: what comes of it is what all of them at once would become.

A model is frozen, so the weight of two records rests on these two alone, but for keys and values that so many share that
they count no more. Records that come, change or leave change the edges of those that they are or were compared with, and of those
whose shared key or value has just become too common, or is so no more; the components that hold any of these are solved
again, whole, and nothing else can change.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ingest.match import candidates
from ingest.match.arrays import Hashes, Ints, listed
from ingest.match.candidates import CHUNK, LIMIT, Keys
from ingest.match.clusters import Clusters, Edges, clusters, weighed
from ingest.match.decided import Decision, Verdict, decided
from ingest.match.formation import Formation, again
from ingest.match.judged import Contradiction, Judgement, Ruling, Standing, judged
from ingest.match.lifelong import Lifelong, numbers_of
from ingest.match.model import Model
from ingest.match.profiles import Profiles
from ingest.match.questions import Question, questions
from ingest.match.segments import NO_KEYS, NONE, Index, Segments, segment_of
from ingest.match.table import Table, record_of
from ingest.match.ties import solved_alone
from ingest.match.weights import Weigher

Doubt = tuple[str, str, float, str]
WHY = ("THRESHOLD", "RIVALS", "NUMBERS", "SAME_NUMBER")


@dataclass(frozen=True, slots=True)
class Match:
    """What a new record is to a known automatic cluster, named by its smallest id."""

    record: str
    cluster: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class State:
    """Of each row, by number, its component, its cluster at the model's threshold and its automatic one, each named by the row of
    its smallest id; pairs of automatic clusters that are in doubt, with L and the place of the reason in `WHY`; and judgements that
    do not hold, each with a row of its component."""

    component: Ints
    cluster: Ints
    automatic: Ints
    one: Ints
    other: Ints
    evidence: npt.NDArray[np.float64]
    why: npt.NDArray[np.int8]
    contradictions: tuple[tuple[int, Contradiction], ...] = ()

    def longer(self, rows: int) -> "State":
        """With more rows, each by itself."""
        new = np.arange(len(self.component), rows, dtype=np.int64)
        component, cluster, automatic = (np.concatenate([held, new]) for held in (self.component, self.cluster, self.automatic))
        return replace(self, component=component, cluster=cluster, automatic=automatic)

    def renumbered(self, numbers: Ints) -> "State":
        """Where each row has another number, -1 for those that are no more."""
        kept = np.flatnonzero(numbers >= 0)
        place = np.empty(len(kept), dtype=np.int64)
        place[numbers[kept]] = kept
        labels = {name: numbers[getattr(self, name)[place]] for name in ("component", "cluster", "automatic")}
        pairs = {name: numbers[getattr(self, name)] for name in ("one", "other")}
        lost = tuple((int(numbers[row]), each) for row, each in self.contradictions)
        return replace(self, **labels, **pairs, contradictions=lost)

    def forgotten(self, components: Ints) -> "State":
        """Without what is in doubt in these components."""
        kept = ~np.isin(self.component[self.one], components)
        asked = set(listed(components))
        held = tuple(each for each in self.contradictions if int(self.component[each[0]]) not in asked)
        pairs = {name: getattr(self, name)[kept] for name in ("one", "other", "evidence", "why")}
        return replace(self, **pairs, contradictions=held)


EMPTY = State(NONE, NONE, NONE, NONE, NONE, np.array([], dtype=np.float64), np.array([], dtype=np.int8))


@dataclass(frozen=True, slots=True)
class Solved:
    """Components that were solved, whole: a table of their rows, its edges and its clusters."""

    table: Table
    edges: Edges
    clusters: Clusters


class Known:
    """All records of one kind, their clusters and doubts, by one frozen model."""

    def __init__(
        self, model: Model, segments: Segments | None = None, state: State = EMPTY, judgements: Iterable[Judgement] = ()
    ) -> None:
        """`judgements`: those that stand, and by which the state came about."""
        self.model, self.segments, self.state = model, segments or Segments(), state
        self.standing = Standing(judgements)

    def __len__(self) -> int:
        return int(self.segments.alive.sum())

    def add(self, new: Table) -> list[str]:
        """Takes records in, each whole, for what was known of it; tells the ids of all whose components were solved again."""
        return _ids(self.update(new))

    def judge(self, judgements: Iterable[Judgement]) -> list[str]:
        """Takes all judgements that stand now, in the order in which they were given, for those that stood before; tells the ids of
        all whose components were solved again. A judgement of a record that is not there yet waits for it."""
        return _ids(self.update(judgements=judgements))

    def leave(self, records: Iterable[str]) -> list[str]:
        """Lets go of records; tells the ids of all whose components were solved again."""
        return _ids(self.update(left=records))

    def update(
        self, new: Table | None = None, left: Iterable[str] = (), judgements: Iterable[Judgement] | None = None
    ) -> Solved | None:
        """All of it at once: records that are new or say something else, those that left, the judgements that stand now (as before
        without any). What had to be solved again, None where nothing had to."""
        gone = self.segments.rows_of(left)
        if new is not None:
            new, replaced = self._differing(new)
            gone = np.union1d(gone, replaced)
        later = self.standing if judgements is None else Standing(judgements)
        rejudged = self.segments.rows_of(self.standing.changed(later))
        self.standing = later
        touched = np.union1d(rejudged, self._taken(gone, new)) if len(gone) or new is not None else rejudged
        components = np.unique(self.state.component[touched])
        alive = self.segments.alive
        rows = np.flatnonzero(np.isin(self.state.component, components) & alive)
        self.state = self.state.forgotten(components)
        return self._solve(rows) if len(rows) else None

    def add_solved(self, table: Table, edges: Edges, found: Clusters) -> None:
        """Takes in what was matched as a whole by the same model and the judgements that stand, as the first."""
        self.segments = Segments([segment_of(0, table)])
        rows = np.arange(len(table), dtype=np.int64)
        self.state = EMPTY.longer(len(table))
        self._keep(Solved(table, edges, found), rows)

    def contradictions(self) -> list[Contradiction]:
        """Judgements that do not hold."""
        return sorted((each for _, each in self.state.contradictions), key=lambda each: each.lost.pair)

    def clusters(self) -> dict[str, str]:
        """Each row's cluster at the model's threshold, named by its smallest id."""
        return self._named(self.state.cluster)

    def automatic_clusters(self) -> dict[str, str]:
        return self._named(self.state.automatic)

    @property
    def parties(self) -> int:
        """How many automatic clusters there are."""
        return len(np.unique(self.state.automatic[self.segments.alive]))

    def doubts(self) -> list[Doubt]:
        """Pairs of automatic clusters, by their smallest ids, with L and why."""
        state = self.state
        heads, places = np.unique(np.concatenate([state.one, state.other]), return_inverse=True)
        names = self.segments.names(heads)
        one, other = np.split(places.reshape(-1), 2)
        told = zip(listed(one), listed(other), state.evidence.tolist(), listed(state.why.astype(np.int64)), strict=True)
        found = [(names[a], names[b], bits, WHY[why]) for a, b, bits, why in told]
        return sorted((min(a, b), max(a, b), bits, why) for a, b, bits, why in found)

    def questions(self, asked: Container[tuple[str, str]]) -> dict[tuple[str, str], Question]:
        """What a steward is told of those doubts whose clusters are named by two of these records, the smaller id first."""
        state = self.state
        heads, places = np.unique(np.concatenate([state.one, state.other]), return_inverse=True)
        names = [record_of(name) for name in self.segments.names(heads)]
        one, other = np.split(places.reshape(-1), 2)
        ends = ((names[a], names[b]) for a, b in zip(listed(one), listed(other), strict=True))
        pairs = [(min(pair), max(pair)) for pair in ends]
        fresh = [at for at, pair in enumerate(pairs) if pair in asked]
        one, other = (state.automatic[each[fresh]].astype(np.int64) for each in (state.one, state.other))
        rows = np.flatnonzero(np.isin(state.automatic, np.concatenate([one, other])) & self.segments.alive)
        table, of = self.segments.table(rows)
        told = questions(self.model, table, self.segments.hubs(table), state.automatic[of].astype(np.int64), one, other)
        return dict(zip((pairs[at] for at in fresh), told, strict=True))

    def match(self, new: Table) -> list[Match]:
        """What new records would be decided to be, each by itself, the best clusters first; nothing is taken in. Judgements of them
        are not looked at, nor what was known of them."""
        rest = self.segments.without(self.segments.rows_of(map(record_of, new.ids)))
        segment = segment_of(len(rest), new)
        every, numbers = rest.plus(segment), np.arange(len(new), dtype=np.int64) + segment.first
        one, other = self._joined(every, numbers, segment.keys, candidates.contents(new))
        tied, bound = rest.bound_each(segment.ties.hashes)
        one, other = np.concatenate([one, numbers[segment.ties.rows][tied]]), np.concatenate([other, bound])
        known, own = other < segment.first, new.own + segment.first
        pairs = np.unique((own[one[known] - segment.first] << 32) | self.state.automatic[other[known]].astype(np.int64))
        if not len(pairs):
            return []
        rows = np.flatnonzero(np.isin(self.state.automatic, pairs & 0xFFFFFFFF) & rest.alive)
        table, of = every.table(np.concatenate([rows, numbers]))
        labels = np.concatenate([self.state.automatic, own])[of]
        heads, places = np.unique(labels, return_inverse=True)
        one, other = np.searchsorted(heads, pairs >> 32), np.searchsorted(heads, pairs & 0xFFFFFFFF)
        decisions = self._decisions(every, table, places.reshape(-1).astype(np.int64), one, other)
        named = every.names(heads)
        found = [Match(named[a], named[b], each) for a, b, each in zip(listed(one), listed(other), decisions, strict=True)]
        kept = [match for match in found if match.decision.verdict is not Verdict.SEPARATE]
        return sorted(kept, key=lambda match: (match.record, -match.decision.evidence, match.cluster))

    def formed(self, ids: Sequence[str]) -> Formation:
        """How the clusters came about that hold these records: their components are solved once more."""
        table, _ = self.segments.table(self._around(ids))
        weigher = Weigher(self.model, table, self.segments.hubs(table))
        return again(weigher, self._edges(weigher), ids, self.standing)

    def solved(self, ids: Iterable[str]) -> Solved | None:
        """The components that hold these records, once more."""
        rows = self._around(ids)
        return self._found(self.segments.table(rows)[0]) if len(rows) else None

    def together(self, ids: Iterable[str]) -> list[str]:
        """All rows of the automatic clusters that hold these records."""
        asked = self.state.automatic[self.segments.rows_of(ids)]
        return self.segments.names(np.flatnonzero(np.isin(self.state.automatic, asked) & self.segments.alive))

    def settled(self) -> None:
        """Makes few segments of many, and forgets rows that left, where that is worth while. Nothing that is asked changes."""
        first = self.segments.worth_merging()
        if first is None:
            return
        self.segments, numbers = self.segments.merged(first)
        self.state = self.state.renumbered(numbers)

    # ---- how

    def _around(self, ids: Iterable[str]) -> Ints:
        """The rows of the components that hold these records."""
        asked = self.state.component[self.segments.rows_of(ids)]
        return np.flatnonzero(np.isin(self.state.component, asked) & self.segments.alive)

    def _named(self, labels: Ints) -> dict[str, str]:
        rows = np.flatnonzero(self.segments.alive)
        names = self.segments.names(rows)
        of = np.searchsorted(rows, labels[rows])
        return {name: names[at] for name, at in zip(names, listed(of), strict=True)}

    def _differing(self, new: Table) -> tuple[Table | None, Ints]:
        """What is new or says something else, and the rows in whose place it comes."""
        rows = self.segments.rows_of(map(record_of, new.ids))
        if not len(rows):
            return new, NONE
        held, numbers = self.segments.table(rows)
        said, told = _by_record(held), _by_record(new)
        same = {record for record, rows_of in told.items() if said.get(record) == rows_of}
        keep, gone = (np.array([record_of(id_) not in same for id_ in table.ids], dtype=np.bool_) for table in (new, held))
        return new.take(np.flatnonzero(keep)) if keep.any() else None, np.sort(numbers[gone])

    def _taken(self, gone: Ints, new: Table | None) -> Ints:
        """Lets rows go and takes new ones in; tells all rows of components that this changes."""
        before, first = self.segments, len(self.segments)
        left = self.segments.table(gone)[0] if len(gone) else None
        after = before.without(gone)
        segment = segment_of(first, new) if new is not None else None
        after = after.plus(segment) if segment else after
        self.segments, self.state = after, self.state.longer(len(after))
        across, crowded = _across(before, after, [table for table in (left, new) if table is not None])
        touched = [gone, after.holders(across)]
        if segment and new is not None:
            numbers = np.arange(first, len(after), dtype=np.int64)
            touched += [numbers, after.bound(segment.ties.hashes), self._judged_one_with(new.ids)]
            touched.append(self._joined(after, numbers, segment.keys, candidates.contents(new))[1])
        seeking = after.holders(crowded)
        if len(seeking):  # what they weigh with others, which need not hold it, has changed
            table, numbers = after.table(seeking)
            touched.append(self._joined(after, numbers, candidates.keys(table), candidates.contents(table))[1])
        return np.unique(np.concatenate(touched))

    def _judged_one_with(self, ids: Sequence[str]) -> Ints:
        """Rows of records that are judged to be one with one of these."""
        same = (each for each in self.standing.of(ids) if each.verdict is Ruling.SAME)
        return self.segments.rows_of({record for each in same for record in each.pair})

    def _joined(self, segments: Segments, numbers: Ints, keys: Keys | Index, said: Hashes) -> tuple[Ints, Ints]:
        """Edges (by number) of a table's rows, which have these numbers, keys and contents, with any."""
        place, other = segments.comparable(numbers, keys, said)
        one = numbers[place]
        table, of = segments.table(np.union1d(one, other))
        order = np.argsort(of)
        a, b = (order[np.searchsorted(of[order], each)] for each in (one, other))
        low, high = np.minimum(a, b), np.maximum(a, b)
        weigher = Weigher(self.model, table, segments.hubs(table))
        parts = [weigher.rows(low[at : at + CHUNK], high[at : at + CHUNK]) for at in range(0, len(low), CHUNK)]
        enough = np.concatenate([np.array([]), *parts]) >= self.model.least
        return one[enough], other[enough]

    def _edges(self, weigher: Weigher) -> Edges:
        """Of whole components, by what is too common among all."""
        keys = candidates.keys(weigher.table)
        keep = self.segments.counts(keys.hashes) <= LIMIT
        return weighed(weigher, candidates.pairs(Keys(keys.rows[keep], keys.hashes[keep])))

    def _decisions(self, segments: Segments, table: Table, labels: Ints, one: Ints, other: Ints) -> list[Decision]:
        weigher = Weigher(self.model, table, segments.hubs(table))
        evidence = Profiles(weigher, labels, np.ones(len(table), dtype=np.int64)).totals(one, other) - self.model.threshold
        numbers = numbers_of(weigher, Lifelong(table, weigher.hubs), labels, one, other)
        return [decided(float(bits), number) for bits, number in zip(evidence, numbers, strict=True)]

    def _found(self, table: Table) -> Solved:
        weigher = Weigher(self.model, table, self.segments.hubs(table))
        edges = self._edges(weigher)
        times = np.ones(len(table), dtype=np.int64)
        found = clusters(weigher, edges, times, self.model.threshold, self.model.seed, standing=self.standing)
        return Solved(table, edges, found)

    def _solve(self, rows: Ints) -> Solved:
        table, order = self.segments.table(rows)
        done = self._found(table)
        self._keep(done, order)
        return done

    def _keep(self, done: Solved, order: Ints) -> None:
        """`order`: the number of each row of the table."""
        state, found, doubts = self.state, done.clusters, done.clusters.doubts
        components = solved_alone(done.table, done.edges, judged(done.table, self.standing))
        rows = [done.table.row_of(each.lost.one) for each in found.contradictions]
        lost = tuple((int(order[row]), each) for row, each in zip(rows, found.contradictions, strict=True) if row is not None)
        self.state = State(
            _placed(state.component, order, components),
            _placed(state.cluster, order, found.labels),
            _placed(state.automatic, order, found.automatic),
            one=np.concatenate([state.one, order[doubts.one]]),
            other=np.concatenate([state.other, order[doubts.other]]),
            evidence=np.concatenate([state.evidence, doubts.evidence]),
            why=np.concatenate([state.why, np.array([WHY.index(why) for why in doubts.why], dtype=np.int8)]),
            contradictions=state.contradictions + lost,
        )


def _placed(held: Ints, order: Ints, labels: Ints) -> Ints:
    """What is held, and of these rows what labels say, which are places among them."""
    made = held.astype(np.int64)
    made[order] = order[labels]
    return made


def _ids(done: Solved | None) -> list[str]:
    return list(done.table.ids) if done else []


def _by_record(table: Table) -> dict[str, list[tuple[str, int, int]]]:
    """All that each record says, by hash."""
    found = dict[str, list[tuple[str, int, int]]]()
    for id_, named, said in zip(table.ids, table.named.tolist(), candidates.contents(table).tolist(), strict=True):
        found.setdefault(record_of(id_), []).append((id_, named, said))
    return found


def _across(before: Segments, after: Segments, changed: Sequence[Table]) -> tuple[Hashes, Hashes]:
    """Keys of rows that came or left which are too common now and were not, or the other way; and of these the values that say
    nothing then."""
    keys = np.unique(np.concatenate([NO_KEYS, *(candidates.keys(table).hashes for table in changed)]))
    across = keys[(before.counts(keys) > LIMIT) != (after.counts(keys) > LIMIT)]
    values = [candidates.value_keys(column) for table in changed for column in table.columns if column.field.crowded]
    return across, np.intersect1d(across, np.concatenate([NO_KEYS, *values]))
