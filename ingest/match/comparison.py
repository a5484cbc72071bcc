"""How alike two values of a kind are: levels, the first equal, the last other, each with its words."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from ingest.match.arrays import Small
from ingest.match.fields import Kind
from ingest.match.standard import places
from ingest.match.standard.scripts import is_han, pinyin

Strings = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Measure:
    """`m`: what is believed of two records of one party before anything is learned. `compare`: levels of pairs of different
    values. `parts`: of a level, the part of the value that is equal there; how rare it is is what the level weighs."""

    levels: tuple[str, ...]
    m: tuple[float, ...]
    compare: Callable[[Strings, Strings], Small]
    parts: Mapping[int, Callable[[str], str]]


def _edits(one: Strings, other: Strings) -> npt.NDArray[Any]:
    return process.cpdist(list(one), list(other), scorer=OSA.distance, score_cutoff=2)


def _ratio(one: Sequence[str], other: Sequence[str], scorer: Callable[..., float] = fuzz.token_set_ratio) -> npt.NDArray[Any]:
    return process.cpdist(list(one), list(other), scorer=scorer)


def _shorter(one: Strings, other: Strings) -> npt.NDArray[Any]:
    return np.minimum(_lengths(one), _lengths(other))


def _lengths(texts: Strings) -> npt.NDArray[np.int64]:
    return np.fromiter((len(text) for text in texts), dtype=np.int64, count=len(texts))


def _of(texts: Strings, part: Callable[[str], str]) -> Strings:
    made = {text: part(text) for text in set(texts)}
    return np.array([made[text] for text in texts], dtype=object)


def year(value: str) -> str:
    return value[:4]


def day_of_year(value: str) -> str:
    return value[5:]


def _turned(value: str) -> str:
    return f"{value[:4]}-{value[8:]}-{value[5:7]}" if len(value) == 10 else value


def _dates(one: Strings, other: Strings) -> Small:
    years, others = _of(one, year), _of(other, year)
    days, other_days = _of(one, day_of_year), _of(other, day_of_year)
    apart = np.abs(years.astype(np.int64) - others.astype(np.int64))
    same_length = _lengths(one) == _lengths(other)
    levels = np.full(len(one), 5, dtype=np.int8)
    levels[apart <= 2] = 4
    levels[(days == other_days) & (days != "")] = 3
    levels[years == others] = 2
    levels[(years == others) & (_lengths(days) < 5) & (_lengths(other_days) == 5) & (days != "")] = 2
    levels[((_edits(one, other) <= 1) & same_length) | ((_of(one, _turned) == other) & same_length)] = 1
    return levels


def _postcodes(one: Strings, other: Strings) -> Small:
    out, other_out = _of(one, places.outward), _of(other, places.outward)
    levels = np.full(len(one), 4, dtype=np.int8)
    levels[_of(one, places.area) == _of(other, places.area)] = 3
    levels[out == other_out] = 2
    levels[_edits(one, other) <= 1] = 1
    return levels


def _close(one: Strings, other: Strings) -> npt.NDArray[np.bool_]:
    edits, shorter = _edits(one, other), _shorter(one, other)
    contained = (_ratio(one, other) >= 99) & (shorter >= 4)
    return ((edits <= 1) & (shorter >= 4)) | ((edits <= 2) & (shorter >= 8)) | contained


def _words(one: Strings, other: Strings) -> Small:
    return np.where(_close(one, other), 1, 2).astype(np.int8)


def _addresses(one: Strings, other: Strings) -> Small:
    levels = np.full(len(one), 4, dtype=np.int8)
    levels[_of(one, places.locality) == _of(other, places.locality)] = 3
    same_road = _of(one, places.road) == _of(other, places.road)
    flat, other_flat = _of(one, _flat), _of(other, _flat)
    levels[same_road] = 2
    either_open = same_road & ((flat == "") | (other_flat == ""))
    edits = (_edits(one, other) <= 1) & (_of(one, _digits) == _of(other, _digits))
    same_words = _ratio(_of(one, _open), _of(other, _open)) >= 97
    levels[either_open | edits | (same_words & (_shorter(one, other) >= 8))] = 1
    return levels


def _flat(value: str) -> str:
    return value.rsplit("|", 1)[1]


def _open(value: str) -> str:
    return value.replace("|", " ")


def _digits(value: str) -> str:
    return " ".join(re.findall(r"\d+", value))


def _choices(one: Strings, other: Strings) -> Small:
    return np.ones(len(one), dtype=np.int8)


def _numbers(one: Strings, other: Strings) -> Small:
    near = (_edits(one, other) <= 1) & (_shorter(one, other) >= 5)
    ends = (_of(one, _last) == _of(other, _last)) & (_shorter(one, other) >= 8)
    return np.where(near | ends, 1, 2).astype(np.int8)


def _last(value: str) -> str:
    return value[-9:]


def mailbox(value: str) -> str:
    return value.partition("@")[0]


def _emails(one: Strings, other: Strings) -> Small:
    edits = _edits(one, other)
    levels = np.full(len(one), 3, dtype=np.int8)
    levels[_of(one, mailbox) == _of(other, mailbox)] = 2
    levels[edits <= 2] = 1
    return levels


def _companies(one: Strings, other: Strings) -> Small:
    """The best of their names in any language."""
    return np.fromiter((_company(a, b) for a, b in zip(one, other, strict=True)), dtype=np.int8, count=len(one))


def _company(one: str, other: str) -> int:
    return min(_company_name(a, b) for a in one.split(";") for b in other.split(";"))


def _company_name(one: str, other: str) -> int:
    if one == other:
        return 1
    if is_han(one[:1]) != is_han(other[:1]):
        one, other = (pinyin(each) if is_han(each[:1]) else each.replace(" ", "") for each in (one, other))
        return 2 if fuzz.ratio(one, other) >= 90 else 5
    edits, shorter = OSA.distance(one, other), min(len(one), len(other))
    if (edits <= 1 and shorter >= 4) or (edits <= 2 and shorter >= 10):
        return 2
    if shorter >= 3 and (one in other or other in one or fuzz.token_set_ratio(one, other) >= 99):
        return 3
    return 4 if fuzz.ratio(one, other) >= 75 else 5


MEASURES: Mapping[Kind, Measure] = {
    Kind.DATE: Measure(
        ("the same day", "one slip apart", "the same year", "the same day of another year", "two years apart at most", "another date"),
        (0.72, 0.15, 0.06, 0.02, 0.02, 0.03), _dates, {2: year, 3: day_of_year}),
    Kind.POSTCODE: Measure(
        ("the same", "one slip apart", "the same district", "the same area", "another"),
        (0.65, 0.1, 0.12, 0.06, 0.07), _postcodes, {2: places.outward, 3: places.area}),
    Kind.WORDS: Measure(("the same", "nearly the same", "another"), (0.75, 0.05, 0.2), _words, {}),
    Kind.ADDRESS: Measure(
        ("the same", "nearly the same", "the same road", "the same place", "another"),
        (0.6, 0.1, 0.05, 0.1, 0.15), _addresses, {2: places.road, 3: places.locality}),
    Kind.CHOICE: Measure(("the same", "another"), (0.92, 0.08), _choices, {}),
    Kind.NUMBER: Measure(("the same", "one slip apart", "another"), (0.8, 0.08, 0.12), _numbers, {}),
    Kind.EMAIL: Measure(
        ("the same", "nearly the same", "the same mailbox", "another"), (0.7, 0.1, 0.08, 0.12), _emails, {2: mailbox}),
    Kind.COMPANY_NAME: Measure(
        ("the same", "the same in one language", "nearly the same", "one within the other", "alike", "another"),
        (0.6, 0.12, 0.08, 0.1, 0.05, 0.05), _companies, {}),
}  # fmt: skip

