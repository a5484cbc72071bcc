"""What something believed rests on, as it was written."""

from dataclasses import dataclass
from typing import Any

CELLS = "this.groundWords, this.groundWordsZh, this.contributions, this.groundLabels, this.groundIds, this.groundSystems"
"""What a ground is made of, in its order."""
GROUNDS = f"[{CELLS}]"


@dataclass(frozen=True, slots=True)
class Ground:
    words: str
    words_zh: str
    contribution: float
    label: str
    subject_id: str
    system: str


def grounds(near: list[list[Any]]) -> list[Ground]:
    """Of a recommendation, their contributions sum to its score."""
    return [Ground(*each) for each in zip(*near, strict=True)]
