"""Why something is recommended or is not, and the path to it, as they were written."""

from dataclasses import dataclass
from typing import Any

REFUSALS = "[this.refusals, this.refusalWords, this.refusalWordsZh, this.refusalUntil, this.refusalUntilZh]"
PATH = "[this.pathLabels, this.pathIds, this.pathWords, this.pathWordsZh]"


@dataclass(frozen=True, slots=True)
class OfferRefusal:
    kind: str
    words: str
    words_zh: str
    until: str
    until_zh: str


@dataclass(frozen=True, slots=True)
class PathStep:
    label: str
    subject_id: str
    words: str
    words_zh: str


def refusals(near: list[list[Any]]) -> list[OfferRefusal]:
    """Those of the customer first, then those of the product."""
    return [OfferRefusal(*each) for each in zip(*near, strict=True)]


def path(near: list[list[Any]]) -> list[PathStep]:
    """From the customer to the product."""
    return [PathStep(*each) for each in zip(*near, strict=True)]
