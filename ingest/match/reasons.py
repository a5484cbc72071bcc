"""Why two records, or a record and a cluster, are one party or two: the way from the prior to the total, field by field."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ingest.match.arrays import Ints, listed
from ingest.match.comparison import MEASURES, Values
from ingest.match.decided import Decision, Number, decided
from ingest.match.fields import Kind
from ingest.match.lifelong import Lifelong, numbers_of
from ingest.match.model import Model
from ingest.match.names_weighed import names_of, token_levels
from ingest.match.profiles import Profiles, Weighed
from ingest.match.standard.person_names import Reading, parsed
from ingest.match.standard.scripts import is_han
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

    @property
    def parts(self) -> list[tuple[str, float, str]]:
        """The field (of what is of none, an empty name), its bits, and words; their sum is L."""
        said = [("", self.prior, "before anything is compared")]
        said += [(step.field, step.bits, step.words) for step in self.steps]
        said += [(step.field, -step.twice, "said already by what it goes with") for step in self.steps if abs(step.twice) >= 0.05]
        return [*said, ("", self.size, "how many records the larger side has")] if self.size else said

    def lines(self) -> list[str]:
        """In words and numbers, as a steward reads it."""
        said = [f"{bits:+7.1f}  {f'{field}: ' if field else ''}{words}" for field, bits, words in self.parts]
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
    return weighed(model, part, hubs or {}, labels, np.array([0]), np.array([1]))[0]


def weighed(
    model: Model, table: Table, hubs: Mapping[str, frozenset[str]], labels: Ints, one: Ints, other: Ints
) -> list[Waterfall]:
    """Of pairs of clusters (labels 0 … of the table's rows)."""
    times = np.ones(len(table), dtype=np.int64)
    weigher, plain = (Weigher(each, table, hubs) for each in (model, replace(model, dependences=())))
    profiles = Profiles(weigher, labels, times)
    counted, raw = profiles.weighed(one, other), Profiles(plain, labels, times).weighed(one, other)
    turn = profiles.sizes[one] > profiles.sizes[other]
    small, large = np.where(turn, other, one), np.where(turn, one, other)
    numbers = numbers_of(weigher, Lifelong(table, hubs), labels, one, other)
    rows = _rows_by_label(labels)
    return [
        _waterfall(model, table, counted, raw, at, (rows[a], rows[b]), number)
        for at, (a, b, number) in enumerate(zip(listed(small), listed(large), numbers, strict=True))
    ]


def _rows_by_label(labels: Ints) -> list[Ints]:
    order = np.argsort(labels, kind="stable")
    return np.split(order, np.cumsum(np.bincount(labels))[:-1])


def _waterfall(
    model: Model, table: Table, counted: Weighed, raw: Weighed, at: int, sides: tuple[Ints, Ints], number: Number
) -> Waterfall:
    steps = list[Step]()
    for column in table.columns:
        name, said = column.field.name, [column.codes[rows][column.codes[rows] >= 0] for rows in sides]
        if name in raw.by_field and len(said[0]) and len(said[1]):
            bits = float(raw.by_field[name][at])
            steps.append(Step(name, _words(column, said[0], said[1]), bits, bits - float(counted.by_field[name][at])))
    if counted.withheld[at] > 0:
        steps.append(Step("name", "alone it decides nothing", -float(counted.withheld[at])))
    size = 0.5 * float(np.log2(max(len(rows) for rows in sides)))
    return Waterfall(-model.threshold, tuple(steps), size, decided(float(counted.total[at]) - model.threshold, number))


def _words(column: Column, one: Ints, other: Ints) -> str:
    """How what the one side says most compares with what the other does, and how many say so; codes of each."""
    sides = [Counter[int](listed(one)), Counter[int](listed(other))]
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
        return " / ".join(_name(each) for each in parsed(value))
    return value.replace("|", " ").replace(";", " / ").strip()


def _name(one: Reading) -> str:
    """欧阳明轩, Ada Bell."""
    parts = [part for part in (one.given, *one.extras, one.family) if part]
    return "".join([parts[-1], *parts[:-1]]) if one.family and all(map(is_han, parts)) else " ".join(parts)


def _of_number(number: Number) -> str:
    told = {
        Number.SAME: "; they have one lifelong number or document",
        Number.DOUBTFUL: "; they have one lifelong number or document, but name and birth date contradict",
        Number.DIFFERENT: "; their lifelong numbers differ",
        Number.UNKNOWN: "",
    }
    return told[number]
