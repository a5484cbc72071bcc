"""How alike two companies' names are, word by word: which words each shares with the other, whatever their order."""

import re
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from ingest.match.standard.company_names import FORM_WORDS
from ingest.match.standard.scripts import is_han, pinyin

SAME, ONE_OF_THEM, NEARLY, WITHIN, ALIKE, OTHER = range(6)
_ROMAN = re.compile(r"(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})")
_LEAST_SHORT = 3
Shared = tuple[tuple[str, str], ...]
"""Words of the one, each with that of the other which it is the same as, or nearly."""


@lru_cache(maxsize=262_144)
def alike(one: str, other: str) -> tuple[int, Shared]:
    """The best level of their names in any language, and the words that these share. Of Chinese names no words are told."""
    return min((_of_one(x, y) for x in one.split(";") for y in other.split(";")), key=lambda found: found[0])


@lru_cache(maxsize=65_536)
def is_number(word: str) -> bool:
    """Whether it tells one of several apart: a digit, a Roman numeral, a letter alone."""
    return len(word) == 1 or any(letter.isdigit() for letter in word) or _ROMAN.fullmatch(word) is not None


def _of_one(one: str, other: str) -> tuple[int, Shared]:
    if is_han(one[:1]) or is_han(other[:1]):
        return _of_han(one, other), ()
    shared, left, right = _matched(one.split(), other.split())
    if not left and not right and all(x == y for x, y in shared):
        return ONE_OF_THEM, shared
    left, right = ([word for word in words if word not in FORM_WORDS] for words in (left, right))
    if shared and not left and not right:
        return NEARLY, shared
    numbered = [any(map(is_number, words)) for words in (left, right)]
    if all(numbered):
        return OTHER, ()
    if not any(numbered) and shared and (not left or not right) and max(len(x) for x, _ in shared) >= _LEAST_SHORT:
        return WITHIN, shared
    return (ALIKE if fuzz.token_sort_ratio(one, other) >= 75 else OTHER), shared


def _matched(one: list[str], other: list[str]) -> tuple[Shared, list[str], list[str]]:
    """What is shared, and what only the one, and only the other, says."""
    right, left, shared = list(other), list[str](), list[tuple[str, str]]()
    for word in one:
        if word in right:
            right.remove(word)
            shared.append((word, word))
        else:
            left.append(word)
    if left and "".join(left) == "".join(right):
        return (*shared, *((word, word) for word in left)), [], []
    for word in list(left):
        if (near := next((each for each in right if _near(word, each)), None)) is not None:
            left.remove(word)
            right.remove(near)
            shared.append((word, near))
    return tuple(shared), left, right


@lru_cache(maxsize=262_144)
def _near(one: str, other: str) -> bool:
    """One slip apart, two in long words, or the one short for the other."""
    if is_number(one) or is_number(other):
        return False
    short, long = sorted((one, other), key=len)
    if len(short) >= _LEAST_SHORT and long.startswith(short):
        return True
    edits = OSA.distance(one, other, score_cutoff=2)
    return (edits <= 1 and len(short) >= 4) or (edits <= 2 and len(short) >= 8)


def _of_han(one: str, other: str) -> int:
    if one == other:
        return ONE_OF_THEM
    if is_han(one[:1]) != is_han(other[:1]):
        one, other = (pinyin(each) if is_han(each[:1]) else each.replace(" ", "") for each in (one, other))
        return NEARLY if fuzz.ratio(one, other) >= 90 else OTHER
    edits, shorter = OSA.distance(one, other), min(len(one), len(other))
    if (edits <= 1 and shorter >= 4) or (edits <= 2 and shorter >= 10):
        return NEARLY
    if shorter >= 3 and (one in other or other in one):
        return WITHIN
    return ALIKE if fuzz.ratio(one, other) >= 75 else OTHER
