"""What a model says by field and level, in bits."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ingest.match.comparison import MEASURES
from ingest.match.fields import FIELDS
from ingest.match.model import FAMILY, GIVEN, Model, NameModel
from ingest.match.tokens import LEVELS, SOUND

_ROLES = (("given name", GIVEN), ("family name", FAMILY))
_SCRIPTS = (("", LEVELS), (", in another script", LEVELS[SOUND:]))
"""In two scripts nothing is the same but the sound."""


@dataclass(frozen=True, slots=True)
class Level:
    """`bits` is log2(m/u), of equal values the average one; `m` and `u` are shares of pairs of records of one party, and of two."""

    field: str
    words: str
    bits: float
    m: float
    u: float


def levels(model: Model) -> list[Level]:
    """In the order of the kind's fields, what agrees most first."""
    return list(_levels(model))


def _levels(model: Model) -> Iterator[Level]:
    for field in FIELDS[model.kind]:
        if field.name in model.fields:
            one = model.fields[field.name]
            for words, m, u in zip(MEASURES[field.kind].levels, one.m.tolist(), one.u.tolist(), strict=True):
                yield _level(field.name, words, m, u)
    if model.name is not None:
        yield from _of_names(model.name)


def _of_names(name: NameModel) -> Iterator[Level]:
    for role, at in _ROLES:
        for crossed, (script, there) in enumerate(_SCRIPTS):
            m, u = (held[at, crossed, -len(there) :].tolist() for held in (name.m, name.u))
            yield from (_level(f"{role}{script}", *told) for told in zip(there, m, u, strict=True))


def _level(field: str, words: str, m: float, u: float) -> Level:
    return Level(field, words, float(np.log2(m / u)), m, u)
