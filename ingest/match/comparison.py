"""How alike two values of a kind are: levels, the first equal, the last other, each with its words."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from ingest.match.arrays import Flags, Ints, Small
from ingest.match.company_alike import OTHER, alike
from ingest.match.fields import Kind
from ingest.match.standard import documents, places
from ingest.match.standard.scripts import HAN_RUN

_SHARING = 60


class Values:
    """Distinct values with what is asked of them again and again: lengths, and parts as codes (equal where the parts are)."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = np.array(texts, dtype=object)
        self.lengths = np.fromiter((len(text) for text in texts), np.int64, len(texts))
        self._parts = dict[Callable[[str], str], Ints]()

    def part(self, of: Callable[[str], str]) -> Ints:
        """0 where the part is empty."""
        if of not in self._parts:
            known = {"": 0}
            made = (of(text) for text in self.texts)
            self._parts[of] = np.fromiter((known.setdefault(part, len(known)) for part in made), np.int64, len(self.texts))
        return self._parts[of]

    def same(self, a: Ints, b: Ints, of: Callable[[str], str]) -> Flags:
        codes = self.part(of)
        return codes[a] == codes[b]

    def edits(self, a: Ints, b: Ints) -> npt.NDArray[Any]:
        """Letters to change, add, leave out or exchange with their neighbour; 3 for more than 2."""
        return process.cpdist(self.texts[a].tolist(), self.texts[b].tolist(), scorer=OSA.distance, score_cutoff=2)

    def words_shared(self, a: Ints, b: Ints) -> npt.NDArray[Any]:
        """100 where all words of the one are in the other."""
        return process.cpdist(self.texts[a].tolist(), self.texts[b].tolist(), scorer=fuzz.token_set_ratio, score_cutoff=97)

    def shorter(self, a: Ints, b: Ints) -> Ints:
        return np.minimum(self.lengths[a], self.lengths[b])


@dataclass(frozen=True, slots=True)
class Measure:
    """`m`: what is believed of two records of one party before anything is learned. `compare`: levels of pairs of different
    values. `parts`: of a level, the part of the value that is equal there; how rare it is is what the level weighs.
    `world`: how common a value (0) or such a part is, before anything is seen. `silent`: the last level says nothing."""

    levels: tuple[str, ...]
    m: tuple[float, ...]
    compare: Callable[[Values, Ints, Ints], Small]
    parts: Mapping[int, Callable[[str], str]]
    world: Mapping[int, float]
    silent: bool = False


def year(value: str) -> str:
    return value[:4]


def day_of_year(value: str) -> str:
    return value[5:]


def _turned(value: str) -> str:
    """Day and month exchanged."""
    return f"{value[:4]}-{value[8:]}-{value[5:7]}" if len(value) == 10 else value


def _turned_or_not(value: str) -> str:
    return min(value, _turned(value))


def _dates(values: Values, a: Ints, b: Ints) -> Small:
    years = np.fromiter((int(text[:4]) for text in values.texts), np.int64, len(values.texts))
    same_length = values.lengths[a] == values.lengths[b]
    days = values.part(day_of_year)
    levels = np.full(len(a), 5, dtype=np.int8)
    levels[np.abs(years[a] - years[b]) <= 2] = 4
    levels[(days[a] == days[b]) & (days[a] > 0)] = 3
    levels[years[a] == years[b]] = 2
    levels[same_length & ((values.edits(a, b) <= 1) | values.same(a, b, _turned_or_not))] = 1
    return levels


def _postcodes(values: Values, a: Ints, b: Ints) -> Small:
    levels = np.full(len(a), 4, dtype=np.int8)
    levels[values.same(a, b, places.area)] = 3
    levels[values.same(a, b, places.outward)] = 2
    levels[values.edits(a, b) <= 1] = 1
    return levels


def _words(values: Values, a: Ints, b: Ints) -> Small:
    edits, shorter = values.edits(a, b), values.shorter(a, b)
    contained = (values.words_shared(a, b) >= 99) & (shorter >= 4)
    close = ((edits <= 1) & (shorter >= 4)) | ((edits <= 2) & (shorter >= 8)) | contained
    return np.where(close, 1, 2).astype(np.int8)


def _addresses(values: Values, a: Ints, b: Ints) -> Small:
    levels = np.full(len(a), 4, dtype=np.int8)
    levels[values.same(a, b, places.locality)] = 3
    same_road = values.same(a, b, places.road)
    levels[same_road] = 2
    flat = values.part(_flat)
    either_open = same_road & ((flat[a] == 0) | (flat[b] == 0))
    slip = (values.edits(a, b) <= 1) & values.same(a, b, _digits)
    same_words = values.same(a, b, _sorted_words) & (values.shorter(a, b) >= 8)
    levels[either_open | slip | same_words] = 1
    return levels


def _flat(value: str) -> str:
    return value.rsplit("|", 1)[1]


def _sorted_words(value: str) -> str:
    return " ".join(sorted(value.replace("|", " ").split()))


def _digits(value: str) -> str:
    return " ".join(re.findall(r"\d+", value))


def _choices(values: Values, a: Ints, b: Ints) -> Small:
    return np.ones(len(a), dtype=np.int8)


def _numbers(values: Values, a: Ints, b: Ints) -> Small:
    long = values.shorter(a, b)
    near = (values.edits(a, b) <= 1) & (long >= 5)
    ends = values.same(a, b, _last) & (long >= 9)
    return np.where(near | ends, 1, 2).astype(np.int8)


def _last(value: str) -> str:
    return value[-9:]


def _renewed(values: Values, a: Ints, b: Ints) -> Small:
    """One number of two issuers is of two documents; where an issuer is not said, it may be one."""
    issuers = values.part(_issuer)
    open_ = (issuers[a] == 0) | (issuers[b] == 0)
    return np.where(open_ & values.same(a, b, documents.number_of), 1, 2).astype(np.int8)


def _issuer(value: str) -> str:
    return value.partition(":")[0]


def mailbox(value: str) -> str:
    return value.partition("@")[0]


def _emails(values: Values, a: Ints, b: Ints) -> Small:
    levels = np.full(len(a), 3, dtype=np.int8)
    levels[values.same(a, b, mailbox)] = 2
    levels[values.edits(a, b) <= 2] = 1
    return levels


def _companies(values: Values, a: Ints, b: Ints) -> Small:
    """Only of names that share something word by word is asked."""
    one, other = values.texts[a], values.texts[b]
    several = values.part(_in_one_way)
    levels = np.full(len(a), OTHER, dtype=np.int8)
    shared = process.cpdist(one.tolist(), other.tolist(), scorer=fuzz.token_set_ratio, score_cutoff=_SHARING) > 0
    asked = np.flatnonzero(shared | (several[a] > 0) | (several[b] > 0))
    levels[asked] = np.fromiter((alike(one[at], other[at])[0] for at in asked), dtype=np.int8, count=len(asked))
    return levels


def _in_one_way(value: str) -> str:
    """Something where a name is said in several languages, or in Chinese, which has no words."""
    return "" if ";" not in value and HAN_RUN.search(value) is None else "more"


MEASURES: Mapping[Kind, Measure] = {
    Kind.DATE: Measure(
        ("the same day", "one slip apart", "the same year", "the same day of another year", "two years apart at most",
        "another date"),
        (0.72, 0.15, 0.06, 0.02, 0.02, 0.03), _dates, {2: year, 3: day_of_year}, {0: 4e-5, 2: 0.015, 3: 0.003}),
    Kind.POSTCODE: Measure(
        ("the same", "one slip apart", "the same district", "the same area", "another"),
        (0.65, 0.1, 0.12, 0.06, 0.07), _postcodes, {2: places.outward, 3: places.area}, {0: 1e-4, 2: 1e-3, 3: 0.02}),
    Kind.WORDS: Measure(("the same", "nearly the same", "another"), (0.75, 0.05, 0.2), _words, {}, {0: 5e-3}),
    Kind.ADDRESS: Measure(
        ("the same", "nearly the same", "the same road", "the same place", "another"),
        (0.6, 0.1, 0.05, 0.1, 0.15), _addresses, {2: places.road, 3: places.locality}, {0: 1e-5, 2: 1e-4, 3: 5e-3}),
    Kind.CHOICE: Measure(("the same", "another"), (0.92, 0.08), _choices, {}, {0: 0.3}),
    Kind.NUMBER: Measure(("the same", "one slip apart", "another"), (0.8, 0.08, 0.12), _numbers, {}, {0: 1e-6}),
    Kind.RENEWED: Measure(
        ("the same", "the same number, of an issuer not said", "another"), (0.4, 0.3, 0.3), _renewed, {1: documents.number_of},
        {0: 1e-6, 1: 1e-6}, silent=True),
    Kind.EMAIL: Measure(
        ("the same", "nearly the same", "the same mailbox", "another"), (0.7, 0.1, 0.08, 0.12), _emails, {2: mailbox},
        {0: 1e-6, 2: 1e-5}),
    Kind.COMPANY_NAME: Measure(
        ("the same", "the same words", "nearly the same", "one within the other", "alike", "another"),
        (0.6, 0.12, 0.08, 0.1, 0.05, 0.05), _companies, {}, {0: 1e-6}),
}  # fmt: skip
