"""Why two records, or a record and a cluster, are one party or two: the way from the prior to the total, field by field."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ingest.match.arrays import Ints
from ingest.match.comparison import MEASURES, Values
from ingest.match.decided import Decision, Number, decided
from ingest.match.fields import Kind
from ingest.match.lifelong import Lifelong, numbers_of
from ingest.match.model import Model
from ingest.match.names_weighed import names_of, token_levels
from ingest.match.profiles import Profiles
from ingest.match.standard.person_names import parsed
from ingest.match.table import Column, Table
from ingest.match.tokens import LEVELS
from ingest.match.weights import Weigher


@dataclass(frozen=True, slots=True)
class Step:
    """One field's part: `bits` for (or, negative, against) one party, and of what it agrees on the bits that a coarser field has
    said already."""

    field: str
    words: str
    bits: float
    twice: float = 0.0


@dataclass(frozen=True, slots=True)
class Waterfall:
    """prior + Σ bits − Σ twice + size = L of the decision (bits). `prior` is −θ: how rarely two records are one party; `size` is
    for how much the larger side is."""

    prior: float
    steps: tuple[Step, ...]
    size: float
    decision: Decision

    @property
    def twice(self) -> float:
        return sum(step.twice for step in self.steps)

    def lines(self) -> list[str]:
        """In words and numbers, as a steward reads it."""
        said = [f"{self.prior:+7.1f}  before anything is compared"]
        said += [f"{step.bits:+7.1f}  {step.field}: {step.words}" for step in self.steps]
        said += [
            f"{-step.twice:+7.1f}  {step.field}: said already by what it goes with"
            for step in self.steps
            if abs(step.twice) >= 0.05
        ]
        if self.size:
            said.append(f"{self.size:+7.1f}  how many records the larger side has")
        decision = self.decision
        total = f"{decision.evidence:+7.1f}  in all: one party with a chance of {decision.posterior:.4f}, {decision.verdict.value}"
        return [*said, total + _of_number(decision.number)]


def why(
    model: Model, table: Table, one: Sequence[str], other: Sequence[str], hubs: Mapping[str, frozenset[str]] | None = None
) -> Waterfall:
    """Of two records, or of the records of two clusters, by their ids; the smaller side is weighed against the larger."""
    place = {id_: row for row, id_ in enumerate(table.ids)}
    rows = np.array(sorted(place[id_] for id_ in (*one, *other)), dtype=np.int64)
    part = table.take(rows)
    mine = set(one)
    labels = np.fromiter((0 if id_ in mine else 1 for id_ in part.ids), np.int64, len(part))
    if len(one) > len(other):
        labels = 1 - labels
    weigher = Weigher(model, part, hubs or {})
    plain = Weigher(replace(model, dependences=()), part, hubs or {})
    times = np.ones(len(part), dtype=np.int64)
    first, second = np.array([0]), np.array([1])
    counted, raw = (Profiles(each, labels, times).weighed(first, second) for each in (weigher, plain))
    steps = [
        Step(name, _words(column, labels), float(raw.by_field[name][0]), float(raw.by_field[name][0] - counted.by_field[name][0]))
        for column in part.columns
        if (name := column.field.name) in raw.by_field and _both_say(column, labels)
    ]
    if counted.withheld[0] > 0:
        steps.append(Step("name", "alone it decides nothing", -float(counted.withheld[0])))
    size = 0.5 * float(np.log2(max(np.bincount(labels))))
    evidence = float(counted.total[0]) - model.threshold
    return Waterfall(
        -model.threshold, tuple(steps), size, decided(evidence, numbers_of(weigher, Lifelong(part), labels, first, second)[0])
    )


def _both_say(column: Column, labels: Ints) -> bool:
    said = column.codes >= 0
    return bool((said & (labels == 0)).any() and (said & (labels == 1)).any())


def _words(column: Column, labels: Ints) -> str:
    """How what the one side says most compares with what the other does, and how many say so."""
    sides = [Counter[int](column.codes[(labels == side) & (column.codes >= 0)].tolist()) for side in (0, 1)]
    mine, theirs = (_commonest(side) for side in sides)
    if mine in sides[1]:
        theirs = mine
    level = "the same" if mine == theirs else level_words(column, mine, theirs)
    told = shown(column, mine)
    if sides[0].total() == sides[1].total() == 1:
        return f"{told} — {level}" if mine == theirs else f"{told} and {shown(column, theirs)} — {level}"
    return f"{told} — {level}; {_share(sides[1], theirs)} say {shown(column, theirs)}"


def _commonest(side: Counter[int]) -> int:
    return min(side, key=lambda code: (-side[code], code))


def _share(side: Counter[int], code: int) -> str:
    return f"{side[code]} of {side.total()} records"


def level_words(column: Column, one: int, other: int) -> str:
    """What two different values are to each other."""
    a, b = np.array([one]), np.array([other])
    if column.field.kind is Kind.NAME:
        return _of_names(column, a, b)
    measure = MEASURES[column.field.kind]
    part = Column(column.field, (column.values[one], column.values[other]), np.array([0, 1]))
    return measure.levels[int(measure.compare(Values(part.values), np.array([0]), np.array([1]))[0])]


def _of_names(column: Column, a: Ints, b: Ints) -> str:
    names = names_of(column.values)
    _, x, y = names.pairs(a, b)
    words = list[str]()
    for role, tokens in (("given name", names.given), ("family name", names.family)):
        one, other = tokens[x[:1]], tokens[y[:1]]
        if one[0] >= 0 and other[0] >= 0:
            words.append(f"{role} {LEVELS[int(token_levels(names.tokens, one, other)[0][0])]}")
    swapped = names.given[x[0]] == names.family[y[0]] and names.family[x[0]] == names.given[y[0]] and names.given[x[0]] >= 0
    return "in the other order" if swapped else ", ".join(words) or "another"


def shown(column: Column, code: int) -> str:
    """A standardised value as people read it."""
    value = column.values[code]
    if column.field.kind is Kind.NAME:
        return " / ".join(" ".join(filter(None, (each.given, *each.extras, each.family))) for each in parsed(value))
    return value.replace("|", " ").replace(";", " / ").strip()


def _of_number(number: Number) -> str:
    told = {
        Number.SAME: "; they have one lifelong number",
        Number.DOUBTFUL: "; they have one lifelong number, but name and birth date contradict",
        Number.DIFFERENT: "; their lifelong numbers differ",
        Number.UNKNOWN: "",
    }
    return told[number]
