"""One party out of many records: all that the silos say is matched, and what comes of it is written into the graph.

What is computed rests on the records, the judgements and the model alone, and what is written is the difference to what is there:
a resolution that was broken off is completed by the next.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
from ulid import ULID

from graph import judgements, resolution, tasks
from graph import moves as graph_moves
from graph.judgements import Verdict
from graph.ledger import surely
from graph.locks import held
from graph.moves import Move, move
from graph.parties import Assignment, Rule
from graph.resolution import Resemblance, SaidRecord
from graph.session import Run, Session
from graph.visibility import held_in, home_accounts, home_parties
from ingest.match import candidates
from ingest.match import model as model_file
from ingest.match.arrays import listed
from ingest.match.compared import beside, fields
from ingest.match.decided import posterior
from ingest.match.judged import Contradiction, Judgement, Ruling
from ingest.match.lifelong import Lifelong
from ingest.match.model import Model
from ingest.match.parties import name_parties
from ingest.match.questions import questions
from ingest.match.reconcile import reconciled
from ingest.match.resolution import Resolution, resolved, trained
from ingest.match.table import Table, Told, flattened, record_of
from ingest.sources import TRUSTED
from runtime.batched import batched
from runtime.terminal import Told as Hears
from runtime.terminal import unheard

KINDS = ("PERSON", "COMPANY")
Resembling = Mapping[tuple[str, str], tuple[float | None, str]]
_AT_ONCE, _TOLD_AT_ONCE = 200, 2_000
_DECIMALS = 3


@dataclass(slots=True)
class Resolved:
    """What a resolution found and did: records and parties of both kinds, records that moved, parties that went into others, those
    that came of others or came back, and pairs of parties that wait for a steward."""

    records: int = 0
    parties: int = 0
    moved: int = 0
    merged: int = 0
    split: int = 0
    unsure: int = 0
    untaught: list[str] = field(default_factory=list[str])
    """What records say and the model was not taught: it does not count."""
    contradictions: list[str] = field(default_factory=list[str])
    """Judgements that do not hold, in words."""

    def words(self) -> str:
        """As a person reads it."""
        did = f"{self.moved:,} records moved, {self.merged:,} parties went into others, {self.split:,} came of others"
        waits = f"{self.unsure:,} pairs wait for a steward." if self.unsure else "none waits for a steward."
        lost = "".join(f" {each}" for each in self.contradictions)
        lacks = f" The model knows nothing of {', '.join(self.untaught)}: train it again." if self.untaught else ""
        all_ = f"{self.records:,} records are {self.parties:,} parties"
        return f"{all_}: {did if self.moved else 'nothing is new'}; {waits}{lacks}{lost}"


@dataclass(frozen=True, slots=True)
class Found:
    """Of records of one kind: what names each one's cluster, how surely it belongs there, and what a steward should look at."""

    clusters: dict[str, str]
    sure: dict[str, tuple[Rule, float | None]]
    unsure: list[Resemblance]
    untaught: list[str]
    contradictions: list[str]


@dataclass(slots=True)
class _Read:
    """What the graph said."""

    described: dict[str, str] = field(default_factory=dict[str, str])
    first: dict[str, str] = field(default_factory=dict[str, str])
    kinds: dict[str, str] = field(default_factory=dict[str, str])
    sure: dict[str, tuple[str | None, float | None]] = field(default_factory=dict[str, tuple[str | None, float | None]])
    told: dict[str, list[Told]] = field(default_factory=lambda: {kind: list[Told]() for kind in KINDS})
    resembling: Resembling = field(default_factory=dict[tuple[str, str], tuple[float | None, str]])

    def note(self, one: SaidRecord) -> None:
        if one.party is None or one.kind not in KINDS:
            return
        self.described[one.id], self.kinds[one.id], self.sure[one.id] = one.party, one.kind, (one.rule, one.weight)
        self.told[one.kind].append(told(one))
        if one.first:
            self.first[one.party] = one.id


def told(one: SaidRecord) -> Told:
    """A record as it is compared."""
    return Told(one.id, one.bank_key, fields(one.kind, one.said) | beside(one.beside))


def model_path(home: Path, kind: str) -> Path:
    return home / "models" / f"{kind.lower()}.json"


def model_of(home: Path, kind: str, table: Table) -> Model:
    """The bank's own model; where there is none yet, these records teach one. Raises ModelUnreadable."""
    path = model_path(home, kind)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        model_file.write(trained(table), fresh)
        fresh.replace(path)
    return model_file.read(path)


async def resolve(
    session: Session, home: Path, *, today: date, trusted: Sequence[str] = TRUSTED, hears: Hears = unheard
) -> Resolved:
    """Matches all records and writes what comes of it. Raises ModelUnreadable before anything is written."""
    read = _Read()
    async for one in resolution.records(session):
        read.note(one)
        if len(read.described) % resolution.PAGE == 0:
            hears("read", len(read.described), len(read.described))
    standing = _judgements(await judgements.standing(session))
    read.resembling = await resolution.resembling(session)
    found = Found({}, {}, [], [], [])
    for kind in KINDS:
        hears("match", KINDS.index(kind), len(KINDS))
        part = await asyncio.to_thread(solved, kind, read.told[kind], home, standing, read.resembling)
        found.clusters.update(part.clusters)
        found.sure.update(part.sure)
        found.unsure.extend(part.unsure)
        found.untaught.extend(part.untaught)
        found.contradictions.extend(part.contradictions)
    return await _Writing(session, read, found, trusted, today, hears).write()


def _judgements(standing: Sequence[tuple[str, str, Verdict]]) -> list[Judgement]:
    return [Judgement(one, other, Ruling(verdict.value)) for one, other, verdict in standing if verdict is not Verdict.UNSURE]


def solved(
    kind: str, records: Sequence[Told], home: Path, standing: Sequence[Judgement] = (), before: Resembling | None = None
) -> Found:
    """Of all records of one kind, by the judgements that stand. What resembles as it did `before` is not explained again."""
    if not records:
        return Found({}, {}, [], [], [])
    table = flattened(kind.lower(), records)
    model = model_of(home, kind, table)
    hubs = candidates.hubs(table)
    done = resolved(table, model, hubs, standing)
    known = {"name", *model.fields}
    untaught = [f"{kind.lower()}: {each.field.name}" for each in table.columns if each.field.name not in known]
    names = [record_of(id_) for id_ in table.ids]
    labels = listed(done.clusters.automatic)
    clusters = {name: names[label] for name, label in zip(names, labels, strict=True)}
    unsure = _explained(table, hubs, done, list(_unsure(names, done)), before or {})
    return Found(
        clusters, _sure(table, names, done, records, clusters) | _by_word(records, clusters, standing),
        unsure, untaught, [_in_words(each) for each in done.clusters.contradictions],
    )  # fmt: skip


def _sure(
    table: Table, names: Sequence[str], done: Resolution, records: Sequence[Told], clusters: Mapping[str, str]
) -> dict[str, tuple[Rule, float | None]]:
    """The rule by which each record belongs to its cluster, and the weight of its best evidence over the threshold."""
    inside = done.clusters.automatic[done.edges.i] == done.clusters.automatic[done.edges.j]
    best = np.full(len(table), -np.inf)
    for end in (done.edges.i[inside], done.edges.j[inside]):
        np.maximum.at(best, end, done.edges.weights[inside] - done.model.threshold)
    weights = dict[str, float]()
    for name, weight in zip(names, best.tolist(), strict=True):
        weights[name] = max(weight, weights.get(name, weight))
    keyed = _shared((one.id, clusters[one.id], one.group) for one in records)
    numbers = Lifelong(table).numbers
    lifelong = set[str]().union(
        *(
            _shared((name, clusters[name], code if code >= 0 else None) for name, code in zip(names, listed(codes), strict=True))
            for codes in numbers
        )
    )
    together = _shared((one.id, clusters[one.id], "") for one in records)
    return {one.id: _rule(one, keyed, lifelong, together, weights[one.id]) for one in records}


def _by_word(
    records: Sequence[Told], clusters: Mapping[str, str], standing: Sequence[Judgement]
) -> dict[str, tuple[Rule, float | None]]:
    """Records that are together by a steward's word, or by it apart from others of one customer number."""
    group = {one.id: one.group for one in records}
    found = dict[str, tuple[Rule, float | None]]()
    for each in standing:
        if each.one in clusters and each.other in clusters:
            together, key = clusters[each.one] == clusters[each.other], group[each.one]
            of_key = key is not None and key == group[each.other]
            if together if each.verdict is Ruling.SAME else of_key:
                found |= dict.fromkeys((each.one, each.other), (Rule.JUDGED, None))
    return found


def _in_words(one: Contradiction) -> str:
    lost, held = one.lost, one.held
    return (
        f"That {lost.one} and {lost.other} are one does not hold: it was judged that {held.one} and {held.other} are not."
        " Judge one of them again."
    )


def _shared(said: Iterable[tuple[str, str, object]]) -> set[str]:
    """The records that say what another of their cluster says."""
    by = dict[tuple[str, object], set[str]]()
    for record, cluster, value in said:
        if value is not None:
            by.setdefault((cluster, value), set()).add(record)
    return set[str]().union(*(each for each in by.values() if len(each) > 1))


def _rule(one: Told, keyed: set[str], lifelong: set[str], together: set[str], weight: float) -> tuple[Rule, float | None]:
    weighed = round(weight, _DECIMALS) if np.isfinite(weight) and one.id in together else None
    if one.id not in together:
        return (Rule.DECLARED_KEY if one.group else Rule.OWN_RECORD), None
    if one.id in keyed:
        return Rule.DECLARED_KEY, weighed
    return (Rule.LIFELONG_NUMBER if one.id in lifelong else Rule.EVIDENCE), weighed


def _unsure(names: Sequence[str], done: Resolution) -> Iterator[Resemblance]:
    doubts = done.clusters.doubts
    for one, other, evidence, why in zip(
        listed(doubts.one), listed(doubts.other), doubts.evidence.tolist(), doubts.why, strict=True
    ):
        a, b = sorted((names[one], names[other]))
        yield Resemblance(a, b, round(evidence, _DECIMALS), round(posterior(evidence), 6), why)


def _explained(
    table: Table, hubs: candidates.Hubs, done: Resolution, found: Sequence[Resemblance], before: Resembling
) -> list[Resemblance]:
    """With the way to the weight of each that is new."""
    fresh = [at for at, each in enumerate(found) if before.get((each.one, each.other)) != (each.weight, each.why)]
    doubts, told = done.clusters.doubts, list(found)
    asked = questions(done.model, table, hubs, done.clusters.automatic, doubts.one[fresh], doubts.other[fresh])
    for at, each in zip(fresh, asked, strict=True):
        steps = tuple((field, round(bits, _DECIMALS), words) for field, bits, words in each.waterfall.parts)
        told[at] = replace(found[at], steps=steps, beside=each.beside)
    return told


def _decided_by(rule: Rule, weight: float | None) -> str:
    """Who decides the same again when all is done anew."""
    if rule is Rule.JUDGED:
        return "steward"
    return "ingest" if rule is Rule.OWN_RECORD or (rule is Rule.DECLARED_KEY and weight is None) else "resolution"


class _Writing:
    """The difference between what was found and what is there, a few parties at a time; each of them is whole afterwards."""

    def __init__(self, session: Session, read: _Read, found: Found, trusted: Sequence[str], today: date, hears: Hears) -> None:
        self._session, self._read, self._found = session, read, found
        self._trusted, self._today, self._hears = trusted, today, hears
        self._now = datetime.now(UTC)
        self._done = Resolved(len(read.described), unsure=len(found.unsure), untaught=found.untaught)
        self._done.contradictions = found.contradictions

    async def write(self) -> Resolved:
        async with held(self._session, "parties"):
            retired = await graph_moves.retired(self._session)
            moves = reconciled(self._read.described, self._found.clusters, self._read.first, retired, lambda: f"P{ULID()}")
            await self._move(moves)
        await self._tell_how_surely(moves)
        await self._resemble()
        before = set(self._read.described.values())
        after = {moves.get(record, party) for record, party in self._read.described.items()}
        self._done.parties, self._done.merged, self._done.split = len(after), len(before - after), len(after - before)
        return self._done

    async def _move(self, moves: Mapping[str, str]) -> None:
        """Those of one party together, as far as there is room."""
        order = sorted(moves, key=lambda record: (moves[record], record))
        for part in batched(order, _AT_ONCE):
            self._done.moved += await surely(lambda part=part: self._session.together(lambda run: self._moved(run, part, moves)))
            self._hears("merge", self._done.moved, len(moves))

    async def _moved(self, run: Run, records: Sequence[str], moves: Mapping[str, str]) -> int:
        """Of those only that are still where they were when they were read."""
        now = await resolution.described(run, records)
        these = [
            Move(self._read.described[record], self._assignment(record, moves[record]))
            for record in records
            if now.get(record) == self._read.described[record]
        ]
        await move(run, these, self._now)
        touched = sorted({each.left for each in these} | {each.to.party for each in these})
        await name_parties(run, touched, self._trusted)
        await home_parties(run, touched, self._today)
        await home_accounts(run, await held_in(run, touched), self._today)
        return len(these)

    async def _tell_how_surely(self, moves: Mapping[str, str]) -> None:
        changed = [
            self._assignment(record, party)
            for record, party in self._read.described.items()
            if record not in moves and self._found.sure[record] != self._read.sure[record]
        ]
        for part in batched(changed, _TOLD_AT_ONCE):
            await surely(lambda part=part: self._session.together(lambda run: resolution.tell_how_surely(run, part)))

    def _assignment(self, record: str, party: str) -> Assignment:
        rule, weight = self._found.sure[record]
        chance = 1.0 if weight is None or rule is not Rule.EVIDENCE else round(posterior(weight), 6)
        return Assignment(record, self._read.kinds[record], party, rule, weight, chance, _decided_by(rule, weight))

    async def _resemble(self) -> None:
        before = self._read.resembling
        wanted = {(each.one, each.other): each for each in self._found.unsure}
        gone = sorted(before.keys() - wanted.keys())
        fresh = [each for pair, each in sorted(wanted.items()) if before.get(pair) != (each.weight, each.why)]
        for part in batched(gone, _TOLD_AT_ONCE):
            await surely(lambda part=part: self._session.together(lambda run: resolution.resemble_no_more(run, part, self._now)))
        for part in batched(fresh, _TOLD_AT_ONCE):
            await surely(lambda part=part: self._session.together(lambda run: resolution.resemble(run, part, self._now)))
        await tasks.valued(self._session, self._today)
