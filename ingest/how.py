"""How a party came about: the tree of decisions that made it of its records."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from graph import judgements, resolution
from graph.composition import Composition, composition, waiting
from graph.judgements import Given, Verdict
from graph.resolution import Resemblance, SaidRecord
from graph.session import Session
from ingest.findings import told
from ingest.match.decided import AUTOMATIC
from ingest.match.formation import Formation, Merge, Rule, formed
from ingest.match.judged import Judgement, Ruling
from ingest.match.table import flattened
from ingest.models import in_use
from ingest.why import hubs_of
from runtime.errors import BadQuestion


@dataclass(frozen=True, slots=True)
class Branch:
    """A record, why it joined what stands above it with all that had `joined` it before (`rule`, None at the root), and these, in
    their order. `evidence` and `asked` are L in bits: what was weighed, and what was asked for, where anything was."""

    record: str
    name: str | None
    joined: tuple["Branch", ...] = ()
    rule: Rule | None = None
    why: str = ""
    evidence: float | None = None
    asked: float | None = None

    @property
    def records(self) -> int:
        return 1 + sum(each.records for each in self.joined)

    def line(self) -> str:
        more = f" and {self.records - 1} more" if self.joined and self.rule else ""
        bits = "" if self.evidence is None else f" {self.evidence:+.1f}"
        named = f"{self.record} {self.name or ''}".rstrip()
        return f"{named}{more}:{bits} {self.why}" if self.rule else named


@dataclass(frozen=True, slots=True)
class How:
    """A party, asked for by any id that names it. `trees` is one, unless its records say something else now than when they were
    resolved; `judged` are the judgements of its records that stand, `waits` the pairs that a steward has not judged yet."""

    party: str
    name: str | None
    asked: str
    records: int
    trees: tuple[Branch, ...]
    whole: bool
    judged: tuple[Given, ...]
    waits: tuple[Resemblance, ...]

    def lines(self) -> list[str]:
        """As a person reads it."""
        merges = self.records - len(self.trees)
        named = f"{self.party} {self.name or ''}".rstrip()
        by = f", asked for as {self.asked}" if self.asked != self.party else ""
        decided = "1 decision" if merges == 1 else f"{merges} decisions"
        count = "1 record" if self.records == 1 else f"{self.records} records, by {decided}; bits over the threshold"
        said = [f"{named}{by}: {count}", *(line for tree in self.trees for line in drawn(tree))]
        said += [f"{each.words()[0].upper()}{each.words()[1:]}." for each in self.judged]
        said += [
            f"Waits for a steward: {each.one}, {each.other}: {each.weight:+.1f}, a chance of {each.probability:.2f}, {each.why}."
            for each in self.waits
        ]
        return said if self.whole else [*said, "By what these records say now the party would be another: run `c360 resolve`."]


def drawn(tree: Branch, before: str = "") -> Iterator[str]:
    """A tree as lines."""
    if not tree.rule:
        yield tree.line()
    for at, each in enumerate(tree.joined):
        last = at == len(tree.joined) - 1
        yield f"{before}{'└─' if last else '├─'} {each.line()}"
        yield from drawn(each, f"{before}{'   ' if last else '│  '}")


async def how(session: Session, home: Path, of: str) -> How:
    """By the judgements that stand and the bank's model. `of`: a party's id, that of one which went into it, or a record's. Raises
    BadQuestion where nothing is named so and where no model is yet, ModelUnreadable."""
    party = await composition(session, of)
    if party is None:
        raise BadQuestion(f"No party and no record {of} is there: name a party, or a record as core:1000000003.")
    model = in_use(home, party.kind)
    if model is None:
        raise BadQuestion("There is no model of this bank's records yet: run `c360 resolve` first.")
    standing = await judgements.standing(session)
    asked = sorted(linked(party.records, ((one, other) for one, other, _ in standing)))
    found = [each for each in await resolution.records_of(session, asked) if each.kind == party.kind]
    hubs = await hubs_of(session, party.kind, [each.id for each in found])
    table = flattened(party.kind.lower(), [told(each) for each in found])
    rulings = [Judgement(one, other, Ruling(verdict.value)) for one, other, verdict in standing if verdict is not Verdict.UNSURE]
    made = formed(model, table, party.records, hubs, judgements=rulings, least=AUTOMATIC)
    given = judgements.that_stand(await judgements.given(session, party.records))
    waits = await waiting(session, party.records)
    return _how(party, of, made, {each.id: each for each in found}, given, waits)


def linked(records: Iterable[str], pairs: Iterable[tuple[str, str]]) -> set[str]:
    """These records and all that pairs lead to from them."""
    beside = dict[str, set[str]]()
    for one, other in pairs:
        beside.setdefault(one, set()).add(other)
        beside.setdefault(other, set()).add(one)
    found, fresh = set(records), list(records)
    while fresh:
        new = beside.get(fresh.pop(), set[str]()) - found
        found |= new
        fresh += new
    return found


def _how(
    party: Composition,
    asked: str,
    made: Formation,
    said: Mapping[str, SaidRecord],
    given: Sequence[Given],
    waits: Sequence[Resemblance],
) -> How:
    names = {id_: str(name) for id_, one in said.items() if (name := one.said.get("name") or one.said.get("nameEn"))}
    trees = tuple(_trees(made, names, given))
    whole = made.clusters == (party.records,)
    return How(party.party, party.name, asked, len(party.records), trees, whole, tuple(given), tuple(waits))


def _trees(made: Formation, names: Mapping[str, str], given: Sequence[Given]) -> Iterator[Branch]:
    standing = {(each.one, each.other): each for each in given}
    sides = dict[tuple[str, ...], Branch]()
    sides |= {(record,): Branch(record, names.get(record)) for cluster in made.clusters for record in cluster}
    for merge in made.merges:
        larger, joining = sides.pop(merge.one), sides.pop(merge.other)
        joining = replace(joining, rule=merge.rule, why=_why(merge, standing), evidence=merge.evidence, asked=merge.asked)
        sides[tuple(sorted((*merge.one, *merge.other)))] = replace(larger, joined=(*larger.joined, joining))
    return (tree for _, tree in sorted(sides.items()))


def _why(merge: Merge, standing: Mapping[tuple[str, str], Given]) -> str:
    one, other = sorted(merge.by)
    held = standing.get((one, other)) if merge.rule is Rule.JUDGED else None
    return held.words() if held else merge.reason
