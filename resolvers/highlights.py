"""Why a text found a party: the names in which its words stand, and where."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from graph.text_search import HAN, WORDS, is_han, words
from rules.names import plain, sort_name

OTHERS = """COLLECT {{ MATCH (this)<-[:DESCRIBES]-(_r) UNWIND {names} AS _n
  WITH DISTINCT _n WHERE _n IS NOT NULL RETURN _n ORDER BY _n LIMIT 20 }}"""
NAMES = (
    ("[this.name, this.nameEn, this.shortName, this.sortName, this.kind = 'PERSON']", None),
    (OTHERS.format(names="[_r.name, _r.nameEn, _r.shortName]"), None),
    (OTHERS.format(names="_r.otherNames"), "identity"),
)
"""What a search looks in; what else a silo calls somebody (`SourceRecord.fields`) for those who may read that."""
UNIT = re.compile(rf"[{HAN}]|[^\s{HAN}]+")
"""What a reading has a syllable for: a character, or a word of another script."""
WRITTEN, PINYIN, INITIALS = "WRITTEN", "PINYIN", "INITIALS"


@dataclass(frozen=True, slots=True)
class TextRange:
    start: int
    end: int
    how: str


@dataclass(frozen=True, slots=True)
class Highlight:
    field: str
    text: str
    ranges: list[TextRange]


def highlights(near: list[list[str | None] | None], typed: str) -> list[Highlight]:
    """Its own names that have some word; of the others those that have a word which none before has. `near`: its names with how
    the chosen one is read and whether it is a person's; names that its records give it; other names they know, null where these
    are withheld."""
    (name, name_en, short_name, reading, of_person), *others = (each or [] for each in near)
    wanted = [plain(word) for word in words(typed)]
    found = set[str]()
    told: list[Highlight] = []
    own = (("NAME", name), ("NAME_EN", name_en), ("SHORT_NAME", short_name))
    for field, text in (*own, *(("OTHER_NAME", each) for some in others for each in some)):
        sought = wanted if field != "OTHER_NAME" else [word for word in wanted if word not in found]
        if text is None or not sought:
            continue
        marks = _Marks(text)
        left = [word for word in sought if not marks.written(word)]
        if any(word not in found for word in left) and marks.has_han:
            read = reading if field == "NAME" else sort_name(text, bool(of_person))
            left = [word for word in left if not marks.read(word, (read or "").split())]
        found |= {*sought} - {*left}
        if len(left) < len(sought):
            told.append(Highlight(field, text, list(marks.ranges())))
    return told


class _Marks:
    """One name, and of each of its characters how it was found."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.how: list[str | None] = [None] * len(text)
        folded = [plain(letter) for letter in text]
        self.folded = "".join(folded)
        self.places = [place for place, letters in enumerate(folded) for _ in letters]
        self.bare = [place for place, letters in enumerate(folded) if not letters]  # accents that stand by themselves
        self.has_han = any(map(is_han, text))

    def written(self, word: str) -> bool:
        """Whether it stands there: Chinese anywhere, whatever signs are between, other words at the beginning of one."""
        if is_han(word):
            letters = [place for place, letter in enumerate(self.folded) if letter.isalnum()]
            solid = "".join(self.folded[place] for place in letters)
            found = [letters[each.start() : each.start() + len(word)] for each in re.finditer(f"(?={re.escape(word)})", solid)]
        else:
            begun = (each.start() for each in WORDS.finditer(self.folded) if each[0].startswith(word))
            found = [range(start, start + len(word)) for start in begun]
        for places in found:
            self._mark((self.places[place] for place in places), WRITTEN)
        return bool(found)

    def read(self, word: str, syllables: list[str]) -> bool:
        """Whether it is how some character is read, or how all are from the first one on, or begins with their initials."""
        if is_han(word) or not syllables:
            return False
        units = [range(*each.span()) for each in UNIT.finditer(self.text)]
        if len(units) != len(syllables):  # which is whose cannot be told
            units = [range(len(self.text))] * len(syllables)
        found = [units[n] for n, syllable in enumerate(syllables) if syllable.startswith(word)]
        how = PINYIN
        if not found and "".join(syllables).startswith(word):
            found = [unit for n, unit in enumerate(units) if len("".join(syllables[:n])) < len(word)]
        if not found and "".join(syllable[0] for syllable in syllables).startswith(word):
            found, how = units[: len(word)], INITIALS
        for unit in found:
            self._mark(unit, how)
        return bool(found)

    def _mark(self, places: Iterable[int], how: str) -> None:
        for place in places:
            self.how[place] = self.how[place] or how

    def ranges(self) -> Iterator[TextRange]:
        for place in self.bare:
            self.how[place] = self.how[place - 1] if place else None
        start = 0
        for how, some in groupby(zip(self.how, self.text, strict=True), lambda each: each[0]):
            end = start + sum(2 if letter > "\uffff" else 1 for _, letter in some)
            if how:
                yield TextRange(start, end, how)
            start = end
