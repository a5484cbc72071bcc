"""People's names as tokens with roles: given, family and further names, without titles and ordinals, in each script."""

import re
from dataclasses import dataclass
from functools import lru_cache

from graph.text_search import folded
from ingest.match.standard.regional import SYLLABLES
from ingest.match.standard.scripts import ARABIC_RUN, HAN_RUN, LETTERS, REGIONAL, is_arabic, is_han, is_pinyin
from rules.names import FAMILY_NAMES

_WORD = re.compile(r"[^\W_]+")
_ORDINAL = re.compile(r"\d+(st|nd|rd|th)")
_TITLES = frozenset(
    "mr mrs ms miss mx dr prof professor herr frau mme mlle monsieur madame sr sra jr esq phd md bt bart kc qc mp".split()
)
_HAN_TITLES = re.compile("(先生|女士|小姐|太太|夫人|博士|教授|老师|同志)$")
_PARTICLES = frozenset("al el bin ibn bint abu".split())
_LONGEST = 400
SINGLE_FAMILY = frozenset(
    "wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo "
    "zheng liang xie song tang deng han feng cao "
    "peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lv lu ding ren yao shen zhong cui tan fan wang shi liao jia "
    "xia fu fang zou xiong bai meng qin qiu hou yin xue yan duan lei long shi tao he gu mao hao gong shao wan qian dai kong xiang "
    "ouyang zhuge shangguan sima".split()
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A name in one script. `given` is empty where only one name is known, which then stands in `family`."""

    given: str
    family: str
    extras: tuple[str, ...] = ()

    def text(self) -> str:
        return f"{self.given}|{self.family}|{' '.join(self.extras)}"


@lru_cache(maxsize=262_144)
def parsed(text: str) -> tuple[Reading, ...]:
    """A standardised name back as its readings."""
    split = (each.split("|") for each in text.split(";"))
    return tuple(Reading(given, family, tuple(extras.split())) for given, family, extras in split)


def person_name(full: str | None, given: str | None, family: str | None, latin: str | None) -> str | None:
    """The readings of a name as one text, sorted; None where nothing is known.

    `given` and `family` outrank `full`; `latin` is the same name in Latin letters, and adds a reading where it says more.
    """
    found = list(_by_role(given, family) if (given or family) and not full else _readings(full))
    found += [each for each in _readings(latin) if each not in found]
    return ";".join(sorted(each.text() for each in found)) or None


def _by_role(given: str | None, family: str | None) -> tuple[Reading, ...]:
    first, last = _words(given or ""), _words(family or "")
    if any(is_han(word) for word in (*first, *last)):
        return (Reading("".join(first), "".join(last)),) if first and last else _readings("".join(last + first))
    if not last or not first:
        return _latin(first or last, None)
    return (Reading(first[0], last[-1], tuple(first[1:] + last[:-1])),)


def _readings(text: str | None) -> tuple[Reading, ...]:
    """One of each script in which something is said."""
    text = (text or "")[:_LONGEST]
    han = _HAN_TITLES.sub("", "".join(HAN_RUN.findall(text)))
    rest = HAN_RUN.sub(" ", text)
    arabic = ARABIC_RUN.findall(rest)
    return (*_han(han), *_arabic(arabic), *_latin(*_latin_words(ARABIC_RUN.sub(" ", rest))))


def _han(name: str) -> tuple[Reading, ...]:
    """The family name is one character, or a compound one of those that have their own reading."""
    if not name:
        return ()
    if len(name) == 1 or len(name) > 12:
        return (Reading("", name),)
    length = 2 if len(name) > 2 and name[:2] in FAMILY_NAMES else 1
    return (Reading(name[length:], name[:length]),)


def _arabic(words: list[str]) -> tuple[Reading, ...]:
    names = [word for word in words if word not in {"بن", "ابن", "ال", "بنت"}] or words
    if not names:
        return ()
    return (Reading(names[0], names[-1], tuple(names[1:-1])),) if len(names) > 1 else (Reading("", names[0]),)


def _latin_words(text: str) -> tuple[list[str], list[str] | None]:
    """The name's words, and those before its comma where it is written as `Bell, Ada`."""
    before, comma, after = text.partition(",")
    first, then = _words(before), _words(after)
    turned = comma and first and then and len(first) <= 2 and not any(_ORDINAL.fullmatch(word) for word in then)
    return (then + first, first) if turned and not _TITLES.issuperset(then) else (_words(text), None)


def _latin(words: list[str], family: list[str] | None = None) -> tuple[Reading, ...]:
    if not words:
        return ()
    core, extras = _core(words)
    if len(core) == 1:
        return (Reading("", core[0], extras),)
    if chinese := _chinese(core) if family is None else _by_comma(core, family):
        return (chinese,)
    return (Reading(core[0], core[-1], (*core[1:-1], *extras)),)


def _core(words: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """The names, and what follows an ordinal: `2nd baron lamington` is no family name."""
    cut = next((place for place, word in enumerate(words) if place and _ORDINAL.fullmatch(word)), len(words))
    extras = tuple(words[cut + 1 :])
    core = [word for word in words[:cut] if word not in _TITLES and not (word.isdigit() and len(word) > 2)]
    named = [word for word in core if word not in _PARTICLES]
    return (named or core or words[:1]), extras


def _by_comma(words: list[str], family: list[str]) -> Reading | None:
    """`LAM, Wai Ming`, where every word could be Chinese."""
    if not all(map(_is_chinese, words)) or words[-1:] != family or len(words) != 3:
        return None
    return Reading("".join(words[:-1]), words[-1]) if words[-1] in SINGLE_FAMILY or words[-1] in REGIONAL else None


def _is_chinese(word: str) -> bool:
    return is_pinyin(word) or word in REGIONAL or word in SYLLABLES


def _chinese(words: list[str]) -> Reading | None:
    """`lin guo dong` and `guodong lin` as pinyin with the family name apart; None where it is none or could be either."""
    if len(words) > 3 or not all(map(_is_chinese, words)):
        return None
    first, last = words[0] in SINGLE_FAMILY or words[0] in REGIONAL, words[-1] in SINGLE_FAMILY or words[-1] in REGIONAL
    if first and (not last or len(words) == 3):
        return Reading("".join(words[1:]), words[0])
    if last and not first:
        return Reading("".join(words[:-1]), words[-1])
    return None


def _words(text: str) -> list[str]:
    if is_han(text) or is_arabic(text):
        return [text]
    return _WORD.findall(folded(text[:_LONGEST]).translate(LETTERS))
