"""What a weight decides: one party at once, a question for a steward, two parties."""

from dataclasses import dataclass
from enum import StrEnum

AUTOMATIC, SEPARATE = 4.0, -3.0
"""Bits of evidence L: from the first on nobody is asked, below the second nobody needs to be."""


class Verdict(StrEnum):
    SAME = "SAME"
    UNSURE = "UNSURE"
    SEPARATE = "SEPARATE"


class Number(StrEnum):
    """What lifelong numbers and documents say of two sides: one for both, one that name and birth date contradict, two, nothing."""

    SAME = "SAME"
    DOUBTFUL = "DOUBTFUL"
    DIFFERENT = "DIFFERENT"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Decision:
    """`evidence` is L, the weight over the model's threshold; `posterior` the chance of one party that L alone gives."""

    evidence: float
    posterior: float
    verdict: Verdict
    number: Number


def posterior(evidence: float) -> float:
    return 1 / (1 + 2.0 ** -max(min(evidence, 500.0), -500.0))


def decided(evidence: float, number: Number = Number.UNKNOWN) -> Decision:
    """A lifelong number outranks: the same joins whatever else is said, a different or doubtful one leaves it to a steward."""
    return Decision(evidence, posterior(evidence), _verdict(evidence, number), number)


def _verdict(evidence: float, number: Number) -> Verdict:
    if number is Number.SAME:
        return Verdict.SAME
    if number is Number.DOUBTFUL:
        return Verdict.UNSURE
    if evidence < SEPARATE:
        return Verdict.SEPARATE
    return Verdict.SAME if evidence >= AUTOMATIC and number is not Number.DIFFERENT else Verdict.UNSURE
