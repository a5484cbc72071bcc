"""The weight of two people's names: role by role, straight or swapped, in whichever scripts both have."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from ingest.match.arrays import Floats, Ints, Small, expand, hashed, pair_keys, pairs_of
from ingest.match.model import FAMILY, GIVEN, NameModel, Shares
from ingest.match.standard.person_names import Reading, parsed
from ingest.match.tokens import EQUAL, SOUND, Tokens

MOST_EXTRAS = 4
MOST_FOR_EXTRAS = 6.0
_FROM_ELSEWHERE = 7.0


class Names:
    """Standardised names taken apart: distinct readings, and tokens by role; -1 where a reading has none."""

    def __init__(self, values: Sequence[str]) -> None:
        split = [parsed(value) for value in values]
        self.readings = sorted({reading for each in split for reading in each}, key=Reading.text)
        place = {reading: code for code, reading in enumerate(self.readings)}
        self.counts = np.fromiter((len(each) for each in split), np.int64, len(split))
        self.starts = np.cumsum(self.counts) - self.counts
        self.flat = np.fromiter((place[reading] for each in split for reading in each), np.int64)
        texts = sorted({token for one in self.readings for token in (one.given, one.family, *one.extras)} - {""})
        self.tokens = Tokens(texts)
        code = {token: at for at, token in enumerate(texts)} | {"": -1}
        self.given = np.fromiter((code[one.given] for one in self.readings), np.int64, len(self.readings))
        self.family = np.fromiter((code[one.family] for one in self.readings), np.int64, len(self.readings))
        self.extras = np.full((len(self.readings), MOST_EXTRAS), -1, dtype=np.int64)
        for row, one in enumerate(self.readings):
            for at, token in enumerate(dict.fromkeys(one.extras[:MOST_EXTRAS])):
                self.extras[row, at] = code[token]
        self.has_extras = self.extras[:, 0] >= 0
        self.script = self.tokens.script[self.family] if len(texts) else np.array([], dtype=np.int8)

    def pairs(self, a: Ints, b: Ints) -> tuple[Ints, Ints, Ints]:
        """Which readings of two names are compared: of a script both have those alone, else each with each."""
        k, i, j = expand(self.starts[a], self.counts[a], self.starts[b], self.counts[b])
        x, y = self.flat[i], self.flat[j]
        native = (self.script[x] == self.script[y]) & (self.script[x] > 0)
        in_native = np.zeros(len(a), dtype=np.bool_)
        in_native[k[native]] = True
        keep = native | ~in_native[k]
        return k[keep], x[keep], y[keep]


@lru_cache(maxsize=4)
def names_of(values: tuple[str, ...]) -> Names:
    """Of one column, taken apart once."""
    return Names(values)


class NameWeights:
    """Of the names of one column. Their level is 0 where the family names are equal, else 1."""

    def __init__(self, values: tuple[str, ...], model: NameModel) -> None:
        self.names, self.model = names_of(values), model
        tokens = self.names.tokens
        texts = list(tokens.texts)
        self._rarity = [shares.of(texts) for shares in model.shares]
        self._anywhere = model.anywhere.of(texts)
        self._sounds = _of_sounds(model.sounds, tokens)
        self._hashes = hashed(texts, model.anywhere.salt)
        self._by_level = np.log2(model.m / model.u)

    def of(self, a: Ints, b: Ints) -> tuple[Floats, Small]:
        k, x, y = self.names.pairs(a, b)
        keys, inverse = np.unique(pair_keys(x, y), return_inverse=True)
        weights = self.readings(*pairs_of(keys))[inverse.reshape(-1)]
        best = np.full(len(a), -np.inf)
        np.maximum.at(best, k, weights)
        differ = np.ones(len(a), dtype=np.int8)
        differ[k[self.names.family[x] == self.names.family[y]]] = 0
        return best, differ

    def told_by_equal(self, a: Ints) -> Floats:
        """The bits that the family name of each name says where it is equal."""
        family = self.names.family[self.names.flat[self.names.starts[a]]]
        return np.log2(self.model.m[FAMILY, 0, EQUAL] / self._rarity[FAMILY][family])

    def readings(self, x: Ints, y: Ints) -> Floats:
        """The better of straight and swapped, and what further names add."""
        names = self.names
        given, family, other_given, other_family = names.given[x], names.family[x], names.given[y], names.family[y]
        straight = self.role(GIVEN, given, other_given) + self.role(FAMILY, family, other_family)
        crossed = self.role(GIVEN, family, other_given, anywhere=True) + self.role(FAMILY, given, other_family, anywhere=True)
        swapped = np.where((given >= 0) & (other_given >= 0), crossed + np.log2(self.model.swapped), -99.0)
        lone, other_lone = (given < 0) & (other_given >= 0), (other_given < 0) & (given >= 0)
        swapped = np.where(lone, self.role(GIVEN, family, other_given) - 1, swapped)
        swapped = np.where(other_lone, self.role(GIVEN, given, other_family) - 1, swapped)
        straight = np.where(lone | other_lone, straight - 1, straight)
        return np.maximum(straight, swapped) + self._further(x, y)

    def role(self, role: int, a: Ints, b: Ints, *, anywhere: bool = False) -> Floats:
        """Of tokens in a role; nothing where either has none. `anywhere`: how rare they are in any role counts."""
        total = np.zeros(len(a))
        said = np.flatnonzero((a >= 0) & (b >= 0))
        if len(said):
            total[said] = self._tokens(role, a[said], b[said], self._anywhere if anywhere else self._rarity[role])
        return total

    def _tokens(self, role: int, a: Ints, b: Ints, rarity: Floats) -> Floats:
        keys, inverse = np.unique(pair_keys(a, b), return_inverse=True)
        a, b = pairs_of(keys)
        levels, crossed = token_levels(self.names.tokens, a, b)
        weights = self._by_level[role, crossed, levels]
        equal, sounding = levels == EQUAL, levels == SOUND
        weights[equal] = np.log2(self.model.m[role, 0, EQUAL] / rarity[a[equal]])
        shared = self.names.tokens.shared_sound(a[sounding], b[sounding])
        m = self.model.m[role, crossed[sounding], SOUND]
        weights[sounding] = np.log2(m / self._sounds[shared]) if len(shared) else 0.0
        known, is_known = self.model.synonyms[role].of(self._hashes[a], self._hashes[b])
        return np.where(is_known & ~equal, known, weights)[inverse.reshape(-1)]

    def _further(self, x: Ints, y: Ints) -> Floats:
        """What names beyond the first and last say: shared, of one initial, or as what the other is called by."""
        names = self.names
        added = np.zeros(len(x))
        mine, theirs = names.has_extras[x], names.has_extras[y]
        both = np.flatnonzero(mine & theirs)
        added[both] = self._shared(x[both], y[both])
        for full, called, at in ((x, y, np.flatnonzero(mine & ~theirs)), (y, x, np.flatnonzero(theirs & ~mine))):
            added[at] = self._called(full[at], called[at])
        return added

    def _shared(self, x: Ints, y: Ints) -> Floats:
        names = self.names
        bits = np.append(np.minimum(np.log2(0.4 / self._anywhere), MOST_FOR_EXTRAS), 0.0)
        added, agree = np.zeros(len(x)), np.zeros(len(x), dtype=np.bool_)
        for i in range(MOST_EXTRAS):
            for j in range(MOST_EXTRAS):
                a, b = names.extras[x, i], names.extras[y, j]
                equal = (a == b) & (a >= 0)
                added += np.where(equal, bits[a], 0.0)
                agree |= (names.tokens.initials[a] == names.tokens.initials[b]) & (a >= 0) & (b >= 0)
        return np.where(added != 0, added, np.where(agree, 1.0, -1.0))

    def _called(self, full: Ints, called: Ints) -> Floats:
        """By a further name of the one, which is no other name of it, the other may be called."""
        names = self.names
        bits = np.append(np.minimum(np.log2(0.3 / self._anywhere), _FROM_ELSEWHERE), 0.0)
        added = np.zeros(len(full))
        for i in range(MOST_EXTRAS):
            token = names.extras[full, i]
            own = (token == names.given[full]) | (token == names.family[full])
            found = (token == names.given[called]) | (token == names.family[called])
            added += np.where(found & ~own & (token >= 0), bits[token], 0.0)
        return added


def token_levels(tokens: Tokens, a: Ints, b: Ints) -> tuple[Small, Ints]:
    """Of any pairs of tokens: their level, and 1 where their scripts differ."""
    levels = np.zeros(len(a), dtype=np.int8)
    differ = np.flatnonzero(a != b)
    levels[differ] = tokens.levels(a[differ], b[differ])
    crossed = (tokens.script[a] != tokens.script[b]).astype(np.int64)
    return levels, crossed


def _of_sounds(model: Shares, tokens: Tokens) -> Floats:
    return model.of(tokens.sound_texts) if tokens.sound_texts else np.array([], dtype=np.float64)
