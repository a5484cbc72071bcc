"""Reasons of a warning, and what they rest on, as they were written."""

from dataclasses import dataclass
from typing import Any

from graph.beliefs import SIGN

REASONS = "[this.reasons, this.scores, this.reasonWords, this.reasonWordsZh]"
GROUNDS = """[this.groundKinds, this.groundWords, this.groundWordsZh, this.contributions, this.groundLabels, this.groundIds,
  this.groundSystems]"""


@dataclass(frozen=True, slots=True)
class WarningReason:
    kind: str
    score: float
    words: str
    words_zh: str


@dataclass(frozen=True, slots=True)
class WarningGround:
    reason: str | None
    words: str
    words_zh: str
    contribution: float
    label: str
    subject_id: str
    system: str


def reasons(near: list[list[Any]]) -> list[WarningReason]:
    """The likelier first."""
    return [WarningReason(*each) for each in zip(*near, strict=True)]


def grounds(near: list[list[Any]]) -> list[WarningGround]:
    """The sign first, then reason by reason."""
    return [WarningGround(None if kind == SIGN else kind, *more) for kind, *more in zip(*near, strict=True)]
