"""Tokens of names and how alike two are."""

from collections.abc import Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from ingest.match.arrays import Ints, Small
from ingest.match.standard.scripts import is_arabic, is_han, sounds

LEVELS = ("the same", "one slip apart", "an initial", "alike", "sounds the same", "another")
EQUAL, SLIP, INITIAL, ALIKE, SOUND, OTHER = range(6)
_MOST_SOUNDS = 5


class Tokens:
    """Distinct tokens, sorted, with their scripts and sounds."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self.texts = np.array(tokens, dtype=object)
        self.script = np.fromiter((1 if is_han(t[:1]) else 2 if is_arabic(t[:1]) else 0 for t in tokens), np.int8, len(tokens))
        self.lengths = np.fromiter((len(token) for token in tokens), np.int64, len(tokens))
        self._beginnings = [_codes([token[:letters] for token in tokens]) for letters in (1, 2)]
        self.initials = np.append(self._beginnings[0], -1)
        said = [sounds(token) for token in tokens]
        self.sound_texts = tuple(sorted({sound for each in said for sound in each}))
        place = {sound: code for code, sound in enumerate(self.sound_texts)}
        self.sounds = np.full((len(tokens), _MOST_SOUNDS), -1, dtype=np.int64)
        for row, each in enumerate(said):
            for at, sound in enumerate(each[:_MOST_SOUNDS]):
                self.sounds[row, at] = place[sound]
        self._pinyin = np.fromiter((text.startswith("p:") for text in (*self.sound_texts, "")), np.bool_)
        self.regional = np.fromiter((_is_regional(each) for each in said), np.bool_, len(tokens))

    def shared_sound(self, a: Ints, b: Ints) -> Ints:
        """A sound that both have, -1 for none; two Latin tokens share only what one of them spells by its region."""
        found = np.full(len(a), -1, dtype=np.int64)
        latin = (self.script[a] == 0) & (self.script[b] == 0)
        asked = np.flatnonzero(~latin | self.regional[a] | self.regional[b])
        x, y = self.sounds[a[asked]], self.sounds[b[asked]]
        allowed = np.zeros(len(asked), dtype=np.int64) - 1
        for i in range(_MOST_SOUNDS):
            for j in range(_MOST_SOUNDS):
                same = (x[:, i] == y[:, j]) & (x[:, i] >= 0) & (allowed < 0)
                same &= ~latin[asked] | self._pinyin[x[:, i]]
                allowed[same] = x[same, i]
        found[asked] = allowed
        return found

    def levels(self, a: Ints, b: Ints) -> Small:
        """Of pairs of different tokens."""
        levels = np.full(len(a), OTHER, dtype=np.int8)
        if not len(a):
            return levels
        same_script = self.script[a] == self.script[b]
        one, other = self.texts[a].tolist(), self.texts[b].tolist()
        edits = process.cpdist(one, other, scorer=OSA.distance, score_cutoff=2)
        alike = process.cpdist(one, other, scorer=JaroWinkler.similarity, score_cutoff=0.8)
        shorter = np.minimum(self.lengths[a], self.lengths[b])
        begins, begins_twice = (held[a] == held[b] for held in self._beginnings)
        han = self.script[a] == 1
        levels[same_script & ~han & begins_twice & (alike >= 0.8)] = ALIKE
        levels[same_script & ~han & (shorter == 1) & begins] = INITIAL
        levels[self.shared_sound(a, b) >= 0] = SOUND
        slip = ((edits <= 1) & (shorter >= 4)) | ((edits <= 2) & (shorter >= 7)) | (han & (edits <= 1) & (shorter >= 2))
        levels[same_script & slip & (levels != SOUND)] = SLIP
        return levels


def _is_regional(sounds_of: Sequence[str]) -> bool:
    return sum(sound.startswith("p:") for sound in sounds_of) > 1 or (
        any(sound.startswith("w:") for sound in sounds_of) and any(sound.startswith("p:") for sound in sounds_of)
    )


def _codes(texts: Sequence[str]) -> Ints:
    known = dict[str, int]()
    return np.fromiter((known.setdefault(text, len(known)) for text in texts), np.int64, len(texts))
