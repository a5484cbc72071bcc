"""The weight of two values: log2 of how much likelier they are of one party than of two, in bits."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from ingest.match.arrays import Flags, Floats, Hashes, Ints, Small, hashed, pair_keys, pairs_of, positions
from ingest.match.company_alike import NEARLY, ONE_OF_THEM, Shared, alike
from ingest.match.comparison import MEASURES, Measure, Values
from ingest.match.decided import AUTOMATIC
from ingest.match.fields import Kind
from ingest.match.model import Dependence, FieldModel, Model
from ingest.match.names_weighed import NameWeights
from ingest.match.standard.company_names import company_words
from ingest.match.table import Column, Table

_SAY_LITTLE = ("name", "gender", "nationality", "region")
_SHORT = 0.5
WORDS = -1
"""In a company name's model, the shares of words."""
MOST_OF_NAME = 14.0
"""Bits by which a company's name may be rarer than once among all records."""
_LEAST_WORD, _TWO_WORDS, _SEEN_TWICE = 3, 6.0, 1.0


@dataclass(slots=True)
class Memo:
    """What was worked out of pairs of codes: weight and level, by the pair."""

    keys: Ints = field(default_factory=lambda: np.array([], dtype=np.int64))
    weights: Floats = field(default_factory=lambda: np.array([], dtype=np.float64))
    levels: Small = field(default_factory=lambda: np.array([], dtype=np.int8))

    def add(self, keys: Ints, weights: Floats, levels: Small) -> None:
        every = np.concatenate([self.keys, keys])
        order = np.argsort(every, kind="stable")
        self.keys = every[order]
        self.weights = np.concatenate([self.weights, weights])[order]
        self.levels = np.concatenate([self.levels, levels])[order]


class FieldWeights:
    """Of the values of one column."""

    def __init__(self, column: Column, model: FieldModel, hubs: Flags) -> None:
        self._column, self._model, self._hubs = column, model, hubs
        self._measure: Measure = MEASURES[column.field.kind]
        self._values = Values(column.values)
        self._by_level = np.log2(model.m / model.u)
        self._words = Words(column, model) if column.field.kind is Kind.COMPANY_NAME else None
        self._equal = np.log2(model.m[0] / self._chance())
        self._parts = {level: self._of_part(level, part) for level, part in self._measure.parts.items()}
        self._hashes: Hashes | None = hashed(column.values, model.shares.salt) if len(model.synonyms.pairs) else None

    def told_by_equal(self, a: Ints) -> Floats:
        """The bits that each value says where it is equal."""
        return self._equal[a]

    def _chance(self) -> Floats:
        """Of each value, that another party has it: a company's name is as rare as its words together, within bounds."""
        own = self._model.shares.of(self._column.values)
        if self._words is None or not len(own):
            return own
        told = np.fromiter(map(self._words.rarity, self._column.values), np.float64, len(own))
        return np.minimum(own, np.maximum(np.exp2(-told), 2.0**-MOST_OF_NAME / max(self._model.parts[WORDS].total, 1.0)))

    def _of_part(self, level: int, part: Callable[[str], str]) -> Floats:
        if not len(self._column.values):
            return np.array([], dtype=np.float64)
        return np.log2(self._model.m[level] / self._model.parts[level].of([part(value) for value in self._column.values]))

    def of(self, a: Ints, b: Ints) -> tuple[Floats, Small]:
        """A value that more share than may count weighs nothing where it is equal; a number that is nobody's, nowhere."""
        levels = np.zeros(len(a), dtype=np.int8)
        other = np.flatnonzero(a != b)
        levels[other] = self._measure.compare(self._values, a[other], b[other])
        weights = self._by_level[levels]
        equal = levels == 0
        weights[equal] = self._equal[a[equal]]
        for level, of_part in self._parts.items():
            at = levels == level
            weights[at] = of_part[a[at]]
        if self._words is not None:
            self._of_words(self._words, a, b, levels, weights)
        if self._hashes is not None:
            known, is_known = self._model.synonyms.of(self._hashes[a], self._hashes[b])
            weights = np.where(is_known & ~equal, known, weights)
        weights[(self._hubs[a] | self._hubs[b]) & ((weights > 0) | (not self._column.field.contact))] = 0.0
        return weights, levels


    def _of_words(self, words: "Words", a: Ints, b: Ints, levels: Small, weights: Floats) -> None:
        """Names of the same words, or nearly, weigh by how rare these are together."""
        texts = self._values.texts
        most = MOST_OF_NAME + float(np.log2(max(self._model.shares.total, 1.0)))
        for at in np.flatnonzero((levels == ONE_OF_THEM) | (levels == NEARLY)).tolist():
            if shared := alike(str(texts[a[at]]), str(texts[b[at]]))[1]:
                weights[at] = np.log2(self._model.m[levels[at]]) + min(words.told(shared), most)


class Words:
    """How rare the words of a column's company names are, in bits; `_seldom` is what one says that was seen twice at most."""

    def __init__(self, column: Column, model: FieldModel) -> None:
        every = sorted({word for value in column.values for name in value.split(";") for word in (*name.split(), *_telling(name))})
        self._bits = dict(zip(every, (-np.log2(model.parts[WORDS].of(every))).tolist(), strict=True))
        (unseen,) = (-np.log2(model.parts[WORDS].of([""]))).tolist()
        self._seldom = unseen - _SEEN_TWICE

    def rarity(self, value: str) -> float:
        """Of the name of it that says least."""
        return min(sum(self._bits[word] for word in _telling(name)) for name in value.split(";"))

    def told(self, shared: Shared) -> float:
        """Of words as rare as the commoner of their two spellings. Two that are both usual are two words, and no slip."""
        bits = 0.0
        for one, other in shared:
            less, more = sorted((self._bits[one], self._bits[other]))
            short = one.startswith(other) or other.startswith(one)
            bits += less if min(len(one), len(other)) >= _LEAST_WORD else 0.0
            bits -= _TWO_WORDS if not short and more < self._seldom else 0.0
        return bits


def _telling(name: str) -> list[str]:
    """The words by which a name is rare."""
    return company_words(name) or [name]


class Weigher:
    """A model at work on a table. `hubs`: values, by field, that more share than may count."""

    def __init__(self, model: Model, table: Table, hubs: Mapping[str, frozenset[str]]) -> None:
        self.model, self.table, self.hubs = model, table, hubs
        self._fields: dict[str, FieldWeights | NameWeights] = {}
        self._memos: dict[str, Memo] = {}
        self._given: dict[str, list[Dependence]] = {}
        for each in model.dependences:
            self._given.setdefault(each.field, []).append(each)
        for column in table.columns:
            name = column.field.name
            if column.field.kind is Kind.NAME and model.name is not None:
                self._fields[name] = NameWeights(column.values, model.name)
            elif name in model.fields:
                held = hubs.get(name, frozenset())
                flags = np.fromiter((value in held for value in column.values), dtype=np.bool_, count=len(column.values))
                self._fields[name] = FieldWeights(column, model.fields[name], flags)
            self._memos[name] = Memo()

    @property
    def names(self) -> list[str]:
        """The fields that are weighed, the coarser first."""
        return list(self._fields)

    def told_by_equal(self, name: str, a: Ints) -> Floats:
        """The bits that each value of a field says where it is equal; of names the family name."""
        return self._fields[name].told_by_equal(a)

    def values(self, name: str, a: Ints, b: Ints) -> tuple[Floats, Small]:
        """Of each pair of codes; what was worked out is remembered."""
        keys, inverse = np.unique(pair_keys(a, b), return_inverse=True)
        memo = self._memos[name]
        place, known = positions(memo.keys, keys)
        weights, levels = np.empty(len(keys)), np.empty(len(keys), dtype=np.int8)
        weights[known], levels[known] = memo.weights[place[known]], memo.levels[place[known]]
        if not known.all():
            new = keys[~known]
            weights[~known], levels[~known] = self._fields[name].of(*pairs_of(new))
            memo.add(new, weights[~known], levels[~known])
        inverse = inverse.reshape(-1)
        return weights[inverse], levels[inverse]

    def twice(self, name: str, a: Ints, levels: Small, agrees: Mapping[str, Flags]) -> Floats:
        """The bits of each comparison (of values `a` with others) that a coarser field, where it agrees, has said already."""
        bits = np.zeros(len(levels))
        for each in self._given.get(name, ()):
            if each.given in agrees:
                said = each.bits[levels]
                if each.left is not None:
                    said = np.where(levels == 0, np.maximum(said, self._fields[name].told_by_equal(a) - each.left), said)
                said = np.where(agrees[each.given], said, 0.0)
                bits = np.where(np.abs(said) > np.abs(bits), said, bits)
        return bits

    def rows(self, i: Ints, j: Ints) -> Floats:
        """The weight of each pair of rows."""
        total = np.zeros(len(i))
        agrees = dict[str, Flags]()
        for column in self.table.columns:
            name = column.field.name
            if name not in self._fields:
                continue
            a, b = column.codes[i], column.codes[j]
            said = np.flatnonzero((a >= 0) & (b >= 0))
            weights, levels = self.values(name, a[said], b[said])
            at_said = {given: flags[said] for given, flags in agrees.items()}
            weights = weights - self.twice(name, a[said], levels, at_said)
            total[said] += weights
            agrees[name] = np.zeros(len(i), dtype=np.bool_)
            agrees[name][said] = weights > 0
        return total - self.withheld(total, agrees)

    def withheld(self, total: Floats, agrees: Mapping[str, Flags]) -> Floats:
        """The bits by which a person's name that agrees alone would decide without a steward: namesakes are many."""
        if self.model.name is None or not self.model.threshold or "name" not in agrees:
            return np.zeros(len(total))
        alone = agrees["name"].copy()
        for name, flags in agrees.items():
            if name not in _SAY_LITTLE:
                alone &= ~flags
        most = self.model.threshold + AUTOMATIC - _SHORT
        return np.where(alone, np.maximum(total - most, 0.0), 0.0)
