"""Reasons of a warning, and what they rest on, as they were written."""

from dataclasses import dataclass
from typing import Any

from graph.beliefs import SIGN
from resolvers.grounds import CELLS, Ground

REASONS = "[this.reasons, this.scores, this.reasonWords, this.reasonWordsZh]"
GROUNDS = f"[{CELLS}, this.groundKinds]"


@dataclass(frozen=True, slots=True)
class WarningReason:
    kind: str
    score: float
    words: str
    words_zh: str


@dataclass(frozen=True, slots=True)
class WarningGround(Ground):
    reason: str | None


def reasons(near: list[list[Any]]) -> list[WarningReason]:
    """The likelier first."""
    return [WarningReason(*each) for each in zip(*near, strict=True)]


def grounds(near: list[list[Any]]) -> list[WarningGround]:
    """The sign first, then reason by reason."""
    return [WarningGround(*more, reason=None if kind == SIGN else kind) for *more, kind in zip(*near, strict=True)]
