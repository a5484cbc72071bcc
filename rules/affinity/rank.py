"""Which product comes next: additive like an affinity, and turned a little against what everybody holds anyway."""

from rules.affinity.design import Design
from rules.affinity.learn import Additive, Answers, blended, rate

RIDGE_SHARE, EVIDENCE_SHARE = 0.65, 0.35
AGAINST_THE_POPULAR = 0.2
"""The part of a product's log-odds that does not count: who holds it would be offered it by anybody."""


def ranked(rows: Design, held: Answers) -> Additive:
    """Log-odds of one product, to be compared with those of others. Where all or nobody holds it, its share alone."""
    whole = blended(rows, held, RIDGE_SHARE, EVIDENCE_SHARE)
    return Additive(whole.base - AGAINST_THE_POPULAR * rate(held), whole.weights)
