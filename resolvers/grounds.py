"""What something believed rests on, as it was written."""

from dataclasses import dataclass

CELLS = "this.groundWords, this.groundWordsZh, this.contributions, this.groundLabels, this.groundIds, this.groundSystems"
"""What a ground is made of, in its order."""


@dataclass(frozen=True, slots=True)
class Ground:
    words: str
    words_zh: str
    contribution: float
    label: str
    subject_id: str
    system: str
