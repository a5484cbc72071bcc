"""Which records are of one party: all that the silos say is matched, or what they have said since beside what is known already."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path

import numpy as np

from graph import judgements, resolution
from graph.judgements import Verdict
from graph.parties import Rule
from graph.resolution import Described, Pass, Resemblance, SaidRecord
from graph.session import Session
from ingest.match import workspace
from ingest.match.arrays import Ints, hashed, listed
from ingest.match.compared import beside, fields, is_future
from ingest.match.decided import posterior
from ingest.match.judged import Contradiction, Judgement, Ruling
from ingest.match.known import Known, Solved
from ingest.match.lifelong import Lifelong
from ingest.match.model import Model
from ingest.match.odd import Oddity, oddities
from ingest.match.place import Place, here
from ingest.match.questions import Question
from ingest.match.resolution import resolved
from ingest.match.table import Table, Told, flattened, record_of
from ingest.match.workspace import Kept
from ingest.models import in_use, model_of, model_path, outgrown
from runtime.batched import batched
from runtime.terminal import Told as Hears
from runtime.threads import in_thread

KINDS = ("PERSON", "COMPANY")
_DECIMALS = 3
_FEW, _SHARE = 2_000, 4
"""Where more records than these, and more than one of so many, may have changed, all of them are matched anew: that takes less."""

Sure = tuple[Rule, float | None]
"""By which rule a record describes its party, and the weight of the best evidence over the threshold."""


@dataclass(slots=True)
class Here:
    """What the graph says of records: the party of each, the record that a party was made for, each one's kind, how surely it
    describes its party."""

    described: dict[str, str] = field(default_factory=dict[str, str])
    first: dict[str, str] = field(default_factory=dict[str, str])
    kinds: dict[str, str] = field(default_factory=dict[str, str])
    sure: dict[str, tuple[str | None, float | None]] = field(default_factory=dict[str, tuple[str | None, float | None]])

    def note(self, one: SaidRecord | Described) -> None:
        if one.party is None or one.kind not in KINDS:
            return
        self.described[one.id], self.kinds[one.id], self.sure[one.id] = one.party, one.kind, (one.rule, one.weight)
        if one.first:
            self.first[one.party] = one.id

    def limit(self, records: Container[str]) -> None:
        """Leaves out all others, which came meanwhile."""
        self.described = {record: party for record, party in self.described.items() if record in records}
        self.first = {party: record for party, record in self.first.items() if record in records}


@dataclass(slots=True)
class Findings:
    """Of the records that are looked at (`here`): what names each one's cluster, and how surely it belongs there. Of all: what a
    steward should look at, what the models do not know, which judgements do not hold. Of those that were read, which are odd.
    `anew`: why all were looked at, else None."""

    anew: str | None
    heard: bool = True
    """Whether passes have said something since, or what a resolution had begun is completed."""
    seen: str | None = None
    """The graph's mark when it was looked at."""
    models: dict[str, str] = field(default_factory=dict[str, str])
    """The fingerprints of the models that were used, by kind."""
    here: Here = field(default_factory=Here)
    clusters: dict[str, str] = field(default_factory=dict[str, str])
    sure: dict[str, Sure] = field(default_factory=dict[str, Sure])
    unsure: list[Resemblance] = field(default_factory=list[Resemblance])
    untaught: list[str] = field(default_factory=list[str])
    contradictions: list[str] = field(default_factory=list[str])
    odd: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    known: dict[str, Known] = field(default_factory=dict[str, Known])

    def solved(self, one: Solved, threshold: float, standing: Sequence[Judgement]) -> None:
        """Takes in components that were solved, whole."""
        names = [record_of(id_) for id_ in one.table.ids]
        labels = listed(one.clusters.automatic)
        clusters = {name: names[label] for name, label in zip(names, labels, strict=True)}
        self.clusters |= clusters
        self.sure |= _sure(one, names, clusters, threshold) | _by_word(one.table, names, clusters, standing)

    def read(self, one: SaidRecord) -> None:
        if is_future(one.said):
            self.odd.setdefault(Oddity.FUTURE_DATE, []).append(one.id)

    def read_all(self, records: Sequence[Told], table: Table, model: Model) -> None:
        """Of one kind; `table` holds whatever they are matched with."""
        for oddity, ids in oddities(records, table, model).items():
            self.odd.setdefault(oddity, []).extend(ids)

    def told(self, known: Known) -> None:
        """Takes in what is to be said of all records of a kind."""
        taught = {"name", *known.model.fields}
        self.known[known.model.kind.upper()] = known
        self.untaught += [f"{known.model.kind}: {each.name}" for each in known.segments.fields if each.name not in taught]
        self.unsure += [_resemblance(*doubt) for doubt in known.doubts()]
        self.contradictions += [_in_words(each) for each in known.contradictions()]


async def standing(session: Session) -> list[Judgement]:
    """The judgements that stand, in the order in which they were given."""
    found = await judgements.standing(session)
    return [Judgement(one, other, Ruling(verdict.value)) for one, other, verdict in found if verdict is not Verdict.UNSURE]


def told(one: SaidRecord) -> Told:
    """A record as it is compared."""
    return Told(one.id, one.bank_key, fields(one.kind, one.said) | beside(one.beside))


async def all_anew(
    session: Session, home: Path, why: str, standing: Sequence[Judgement], hears: Hears, place: Place = here
) -> Findings:
    """All records are read and matched. Raises ModelUnreadable, and what opening the place does."""
    found, records = Findings(why), {kind: list[Told]() for kind in KINDS}
    async for one in resolution.records(session):
        found.here.note(one)
        if one.id in found.here.described:
            records[one.kind].append(told(one))
            found.read(one)
        if len(found.here.described) % resolution.PAGE == 0:
            hears("read", len(found.here.described), len(found.here.described))
    for kind in KINDS:
        hears("match", KINDS.index(kind), len(KINDS))
        if records[kind]:
            await in_thread(_matched, found, kind, records.pop(kind), home, standing, place)
        else:
            found.models[kind] = fingerprint(home, kind)
    return found


def _matched(
    found: Findings, kind: str, records: Sequence[Told], home: Path, standing: Sequence[Judgement], place: Place
) -> None:
    table = flattened(kind.lower(), records)
    with place() as matcher:
        model = model_of(home, kind, table, matcher)
        found.models[kind] = fingerprint(home, kind)
        done = resolved(table, model, judgements=standing, matcher=matcher)
    known = Known(model, judgements=standing)
    known.add_solved(table, done.edges, done.clusters)
    found.solved(Solved(table, done.edges, done.clusters), model.threshold, standing)
    found.read_all(records, table, model)
    found.told(known)


def kept(home: Path) -> dict[str, Kept] | str:
    """What was known of both kinds after the last resolution; where that can't be gone on with, why, in words. Raises
    ModelUnreadable."""
    found = dict[str, Kept]()
    for kind in KINDS:
        of = fingerprint(home, kind)
        held = workspace.opened(folder(home, kind), in_use(home, kind), of)
        if isinstance(held, str):
            return held
        if fingerprint(home, kind) != of:
            return "another model has just come"
        found[kind] = held
    return found


def folder(home: Path, kind: str) -> Path:
    """Where a kind's workspace is."""
    return home / "workspace" / kind.lower()


def fingerprint(home: Path, kind: str) -> str:
    """Of a kind's model; empty where there is none."""
    path = model_path(home, kind)
    return blake2b(path.read_bytes(), digest_size=16).hexdigest() if path.exists() else ""


async def since(
    session: Session, before: Mapping[str, Kept], passes: Sequence[Pass], standing: Sequence[Judgement], hears: Hears
) -> Findings | str:
    """What has changed since is read and matched beside the rest; where that won't do, why, in words."""
    known = {kind: each.known for kind, each in before.items() if each.known is not None}
    open_ = [one for one in passes if one.heard and any(one.heard not in each.passes for each in before.values())]
    told_of = await resolution.told_in(session, open_)
    if len(told_of) > max(_FEW, sum(map(len, known.values())) // _SHARE):
        return "much has changed"
    changed = list[SaidRecord]()
    for part in batched(sorted(told_of), resolution.PAGE):
        changed += await resolution.records_of(session, part)
        hears("read", len(changed), len(told_of))
    if any(one.kind in KINDS and one.kind not in known and one.party for one in changed):
        return "the first of a kind have come"
    pending = frozenset[str]().union(*(each.pending for each in before.values()))
    found = Findings(None, bool(open_ or pending), models={kind: each.of for kind, each in before.items()})
    touched = told_of | pending
    for one in changed:
        found.read(one)
    for kind, each in known.items():
        hears("match", KINDS.index(kind), len(KINDS))
        said = [told(one) for one in changed if one.kind == kind and one.party]
        new = await in_thread(flattened, each.model.kind, said) if said else None
        if _outgrown(each, new, told_of):
            return "the model that nobody has chosen has much more to learn from now"
        left = told_of.difference(one.id for one in said)
        solved = await in_thread(each.update, new, left, standing)
        if solved is not None:
            found.solved(solved, each.model.threshold, standing)
            found.read_all(said, solved.table, each.model)
            touched.update(map(record_of, solved.table.ids))
        found.told(each)
    await _surround(session, found, touched)
    for each in known.values():
        await in_thread(_complete, found, each, standing)
    found.here.limit(found.clusters)
    return found


def _outgrown(known: Known, new: Table | None, asked: Iterable[str]) -> bool:
    """Whether the model is, once these records say what is new, or nothing any more."""
    rows = len(known) - len(known.segments.rows_of(asked)) + (len(new) if new else 0)
    fields = {each.name for each in (*known.segments.fields, *(new.fields if new else ()))}
    return outgrown(known.model, rows, fields)


async def _surround(session: Session, found: Findings, touched: Iterable[str]) -> None:
    """Reads of these records, of all of their parties, and of all of their clusters, where they are."""
    wanted, asked = set(touched), set[str]()
    while more := wanted - asked:
        asked |= more
        around = list[Described]()
        for part in batched(sorted(more), resolution.PAGE):
            around += await resolution.around(session, part)
        for one in around:
            found.here.note(one)
        there = {one.id for one in around} | more
        for known in found.known.values():
            wanted.update(map(record_of, known.together(there)))
        wanted |= there


def _complete(found: Findings, known: Known, standing: Sequence[Judgement]) -> None:
    """Says the same of those that nothing has changed for."""
    kind = known.model.kind.upper()
    left = [record for record in found.here.described if found.here.kinds[record] == kind and record not in found.clusters]
    solved = known.solved(left) if left else None
    if solved is not None:
        found.solved(solved, known.model.threshold, standing)


# ---- how surely


def _sure(one: Solved, names: Sequence[str], clusters: Mapping[str, str], threshold: float) -> dict[str, Sure]:
    table, edges, automatic = one.table, one.edges, one.clusters.automatic
    inside = automatic[edges.i] == automatic[edges.j]
    best = np.full(len(table), -np.inf)
    for end in (edges.i[inside], edges.j[inside]):
        np.maximum.at(best, end, edges.weights[inside] - threshold)
    weights = dict[str, float]()
    for name, weight in zip(names, best.tolist(), strict=True):
        weights[name] = max(weight, weights.get(name, weight))
    groups = _groups(table, names)
    keyed = _keyed(groups, clusters)
    held = Lifelong(table)
    shown = dict.fromkeys(_sharing(held.documents, names, clusters), Rule.DOCUMENT)
    shown |= dict.fromkeys(_sharing(held.numbers, names, clusters), Rule.LIFELONG_NUMBER)
    together = _shared((name, cluster, "") for name, cluster in clusters.items())
    return {name: _rule(name, group, keyed, shown, together, weights[name]) for name, group in groups.items()}


def _sharing(numbers: Iterable[Ints], names: Sequence[str], clusters: Mapping[str, str]) -> set[str]:
    """The records that have a number (codes a row, of several kinds) of another of their cluster."""
    told = (zip(names, listed(codes), strict=True) for codes in numbers)
    return set[str]().union(*(_shared((name, clusters[name], code if code >= 0 else None) for name, code in each) for each in told))


def _groups(table: Table, names: Sequence[str]) -> dict[str, int | None]:
    """What stands for the bank's own number of each record, None where it has none."""
    alone = hashed(f"#record:{name}" for name in names)
    told_of = zip(names, listed(table.named.view(np.int64)), (table.named != alone).tolist(), strict=True)
    return {name: group if has else None for name, group, has in told_of}


def _keyed(groups: Mapping[str, int | None], clusters: Mapping[str, str]) -> set[str]:
    """The records that belong to their party by the bank's own number: where a cluster has several such numbers, those of one of
    them, for what brought it together is something else."""
    shared = sorted(_shared((name, clusters[name], group) for name, group in groups.items()))
    first = {clusters[name]: groups[name] for name in reversed(shared)}
    return {name for name in shared if groups[name] == first[clusters[name]]}


def _by_word(table: Table, names: Sequence[str], clusters: Mapping[str, str], standing: Sequence[Judgement]) -> dict[str, Sure]:
    """Records that are together by a steward's word, or by it apart from others of one customer number."""
    group = _groups(table, names) if standing else {}
    found = dict[str, Sure]()
    for each in standing:
        if each.one in clusters and each.other in clusters:
            together, key = clusters[each.one] == clusters[each.other], group[each.one]
            of_key = key is not None and key == group[each.other]
            if together if each.verdict is Ruling.SAME else of_key:
                found |= dict.fromkeys((each.one, each.other), (Rule.JUDGED, None))
    return found


def _shared(said: Iterable[tuple[str, str, object]]) -> set[str]:
    """The records that say what another of their cluster says."""
    by = dict[tuple[str, object], set[str]]()
    for record, cluster, value in said:
        if value is not None:
            by.setdefault((cluster, value), set()).add(record)
    return set[str]().union(*(each for each in by.values() if len(each) > 1))


def _rule(record: str, group: int | None, keyed: set[str], shown: Mapping[str, Rule], together: set[str], weight: float) -> Sure:
    weighed = round(weight, _DECIMALS) if np.isfinite(weight) and record in together else None
    if record not in together:
        return (Rule.OWN_RECORD if group is None else Rule.DECLARED_KEY), None
    if record in keyed:
        return Rule.DECLARED_KEY, weighed
    return shown.get(record, Rule.EVIDENCE), weighed


def _resemblance(one: str, other: str, evidence: float, why: str) -> Resemblance:
    a, b = sorted((record_of(one), record_of(other)))
    return Resemblance(a, b, round(evidence, _DECIMALS), round(posterior(evidence), 6), why)


def explained(known: Mapping[str, Known], found: Sequence[Resemblance]) -> list[Resemblance]:
    """With the way to the weight of each, and what the other records of both clusters say."""
    asked, told = {(each.one, each.other) for each in found}, dict[tuple[str, str], Question]()
    for each in known.values():
        told |= each.questions(asked)
    return [_explained(each, told[each.one, each.other]) for each in found]


def _explained(one: Resemblance, told: Question) -> Resemblance:
    steps = tuple((name, round(bits, _DECIMALS), words) for name, bits, words in told.waterfall.parts)
    return replace(one, steps=steps, beside=told.beside)


def _in_words(one: Contradiction) -> str:
    lost, held = one.lost, one.held
    return (
        f"That {lost.one} and {lost.other} are one does not hold: it was judged that {held.one} and {held.other} are not."
        " Judge one of them again."
    )
