"""Learning an affinity: three additive models, averaged and calibrated on rows that none of them had seen.

Every part is a sum over the levels of fields, so their average is, and becomes one table of contributions in log-odds:
- ridge: logistic regression, each field with as much room as its levels' rates differ by more than chance; of bands it is the step
  from each to the next that is held back;
- evidence: naive Bayes, its weights smoothed, with the same room, and tempered by the slope that calibrates it;
- lasso: logistic regression that leaves most steps out.

Fields are the table's columns, and the three that tell most read two by two: a sum alone would not know what they say together.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy import optimize
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression

from rules.affinity.design import Design, Floats, design
from rules.affinity.fields import Field, Values, crossed, fields

RIDGE, LASSO = 0.1, 0.3
"""How far a weight may go: the inverse of what it is held back with."""
PSEUDO = 5.0
"""Customers of the average rate that are added to each level."""
WEAKEST = 0.1
"""The share of the strongest field's room that every field has."""
FOLDS = 5
MOST_TELLING = 3
"""Fields that are read two by two."""
ALIKE = 0.6
"""From this Cramér's V on two fields tell the same, as an amount and a number of the same thing do."""
Answers = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Additive:
    """`base + sum of weights at the levels of a row`, in log-odds."""

    base: float
    weights: Floats

    def of(self, rows: Design) -> Floats:
        return self.base + rows.looked_up(self.weights).sum(axis=1)

    def centred(self, rows: Design) -> "Additive":
        """The same scores on these rows, each field's contributions with a mean of nought among them."""
        told = (rows.at >= 0).mean(axis=0)
        means = rows.looked_up(self.weights).mean(axis=0)
        moved = self.weights - rows.spread(np.divide(means, told, out=np.zeros_like(means), where=told > 0))
        return Additive(self.base + float(means.sum()), moved)


@dataclass(frozen=True, slots=True)
class Affinity:
    """What was learned: fields, their contributions, and of how many rows how many said yes."""

    fields: tuple[Field, ...]
    model: Additive
    yes: int
    rows: int

    def read(self, table: Mapping[str, Values]) -> Design:
        return design(self.fields, table)

    def scores(self, table: Mapping[str, Values]) -> Floats:
        """Log-odds, calibrated."""
        return self.model.of(self.read(table))

    def contributions(self, table: Mapping[str, Values]) -> Floats:
        """Rows × fields: what each field adds, in log-odds. With the base they sum to the score."""
        return self.read(table).looked_up(self.model.weights)


def learned(table: Mapping[str, Values], answers: Answers, seed: int = 0) -> Affinity:
    """Raises ValueError where fewer than two rows have either answer."""
    if min(answers.sum(), (~answers).sum()) < 2:
        raise ValueError("both answers are needed, each of two rows at least")
    unseen = np.empty(len(answers))
    for held in folds(answers, FOLDS, seed):
        part, rest = picked(table, held), picked(table, ~held)
        rows = _rows(rest, answers[~held])
        unseen[held] = _average(rows, answers[~held]).of(design(rows.fields, part))
    shift, slope = platt(unseen, answers)
    rows = _rows(table, answers)
    whole = _average(rows, answers)
    made = Additive(shift + slope * whole.base, slope * whole.weights).centred(rows)
    return Affinity(tuple(rows.fields), made, int(answers.sum()), len(answers))


def _rows(table: Mapping[str, Values], answers: Answers) -> Design:
    """What is learned from: the columns, and the most telling of them read two by two."""
    single = fields(table)
    rows = design(single, table)
    pairs = [crossed(single[one], single[two], table) for one, two in _telling(rows, answers)]
    return design([*single, *(pair for pair in pairs if pair)], table)


def _telling(rows: Design, answers: Answers) -> list[tuple[int, int]]:
    """Pairs of the fields that tell most, none of which tells what another does."""
    yes, all_ = _counts(rows, answers)
    rate = answers.mean()
    evidence = logit((yes + PSEUDO * rate) / (all_ + PSEUDO)) - logit(rate)
    shares = yes / answers.sum() - (all_ - yes) / (~answers).sum()
    value = np.add.reduceat(shares * evidence, rows.begins[:-1]) if rows.width else np.empty(0)
    chosen = list[int]()
    for at in np.argsort(-value, kind="stable").tolist():
        if len(chosen) < MOST_TELLING and all(_alike(rows, at, other) < ALIKE for other in chosen):
            chosen.append(at)
    return [(one, two) for at, two in enumerate(chosen) for one in chosen[:at]]


def _alike(rows: Design, one: int, two: int) -> float:
    """Cramér's V of two fields, without what chance gives; 0 … 1."""
    both = (rows.at[:, one] >= 0) & (rows.at[:, two] >= 0)
    found = np.zeros((len(rows.fields[one].levels), len(rows.fields[two].levels)))
    np.add.at(found, (rows.at[both, one], rows.at[both, two]), 1)
    found = found[found.sum(axis=1) > 0][:, found.sum(axis=0) > 0]
    total, (high, wide) = found.sum(), found.shape
    if total < 2 or min(high, wide) < 2:
        return 0.0
    expected = found.sum(axis=1, keepdims=True) * found.sum(axis=0, keepdims=True) / total
    over = ((found - expected) ** 2 / expected).sum() / total - (high - 1) * (wide - 1) / (total - 1)
    return float(np.sqrt(min(1.0, max(0.0, over) / (min(high, wide) - 1))))


def picked(table: Mapping[str, Values], rows: NDArray[np.bool_]) -> dict[str, list[str | None]]:
    """Those rows of a table."""
    which = np.nonzero(rows)[0].tolist()
    return {name: [values[at] for at in which] for name, values in table.items()}


def folds(answers: Answers, count: int, seed: int) -> Iterator[NDArray[np.bool_]]:
    """Rows in so many parts, each answer in equal shares; each part as which rows are in it."""
    part = np.empty(len(answers), dtype=np.int64)
    chance = np.random.default_rng(seed)
    for answer in (True, False):
        which = chance.permutation(np.nonzero(answers == answer)[0])
        part[which] = np.arange(len(which)) % count
    return (part == one for one in range(count))


def platt(scores: Floats, answers: Answers) -> tuple[float, float]:
    """(shift, slope) by which scores become log-odds: Platt's, with his priors."""
    yes, no = int(answers.sum()), int((~answers).sum())
    aims = np.where(answers, (yes + 1) / (yes + 2), 1 / (no + 2))

    def lost(by: Floats) -> tuple[float, Floats]:
        at = by[0] + by[1] * scores
        over = expit(at) - aims
        return float(np.sum(np.logaddexp(0, at) - aims * at)), np.array([over.sum(), (over * scores).sum()])

    found = cast(Any, optimize).minimize(lost, np.array([0.0, 1.0]), jac=True, method="BFGS").x
    return float(found[0]), float(found[1])


def _average(rows: Design, answers: Answers) -> Additive:
    room = _room(rows, answers)
    ridge, lasso = (_logistic(rows, answers, room, freedom, lasso=freedom == LASSO) for freedom in (RIDGE, LASSO))
    parts = [ridge, _tempered(rows, answers, room), lasso]
    return Additive(float(np.mean([part.base for part in parts])), np.mean([part.weights for part in parts], axis=0))


def blended(rows: Design, answers: Answers, ridge: float, evidence: float) -> Additive:
    """Two of the three, by these shares, not calibrated: to compare answers with each other. Where all say the same, their rate."""
    if answers.all() or not answers.any():
        return Additive(rate(answers), np.zeros(rows.width))
    room = _room(rows, answers)
    one, two = _logistic(rows, answers, room, RIDGE, lasso=False), _evidence(rows, answers, room)
    return Additive(ridge * one.base + evidence * two.base, ridge * one.weights + evidence * two.weights)


def rate(answers: Answers) -> float:
    """How many say yes, in log-odds, smoothed by one row of either."""
    return float(logit((answers.sum() + 1) / (len(answers) + 2)))


def _logistic(rows: Design, answers: Answers, room: Floats, freedom: float, *, lasso: bool) -> Additive:
    if not rows.width:
        return Additive(float(logit(answers.mean())), np.empty(0))
    scale = rows.spread(room)
    kind = {"l1_ratio": 1.0, "solver": "liblinear", "random_state": 0} if lasso else {"solver": "lbfgs"}
    fit = cast(Any, LogisticRegression)(C=freedom, max_iter=500, **kind)
    fit.fit(rows.steps().multiply(scale[None, :]).tocsr(), answers)
    return Additive(float(fit.intercept_[0]), rows.levels(np.asarray(fit.coef_[0]) * scale))


def _tempered(rows: Design, answers: Answers, room: Floats) -> Additive:
    """Naive Bayes as far as it holds for rows that it has not seen: fields that say the same are counted twice by it."""
    unseen = np.empty(len(answers))
    for held in folds(answers, FOLDS, 0):
        unseen[held] = _evidence(rows.rows(~held), answers[~held], room).of(rows.rows(held))
    slope = min(1.0, max(0.0, platt(unseen, answers)[1]))
    whole = _evidence(rows, answers, room)
    return Additive(whole.base, slope * whole.weights)


def _evidence(rows: Design, answers: Answers, room: Floats) -> Additive:
    """Naive Bayes as smoothed weights of evidence."""
    yes, all_ = _counts(rows, answers)
    prior = rate(answers)
    return Additive(prior, rows.spread(room) * (logit((yes + PSEUDO * expit(prior)) / (all_ + PSEUDO)) - prior))


def _counts(rows: Design, answers: Answers) -> tuple[Floats, Floats]:
    """Rows at each level that say yes, and all of them."""
    return rows.counts(answers), rows.counts()


def _room(rows: Design, answers: Answers) -> Floats:
    """By field, how far its levels' log-odds differ by more than chance (DerSimonian and Laird's estimate), the greatest as 1."""
    yes, all_ = _counts(rows, answers)
    odds = logit((yes + 0.5) / (all_ + 1.0))
    weight = 1 / (1 / (yes + 0.5) + 1 / (all_ - yes + 0.5))
    found = np.empty(len(rows.fields))
    for at, (begin, end) in enumerate(zip(rows.begins[:-1], rows.begins[1:], strict=True)):
        w, x = weight[begin:end], odds[begin:end]
        total = w.sum()
        over = (w * (x - (w * x).sum() / total) ** 2).sum() - (len(x) - 1)
        spare = total - (w**2).sum() / total
        found[at] = np.sqrt(max(0.0, over) / spare) if spare > 0 else 0.0
    most = found.max(initial=0.0)
    return np.maximum(WEAKEST, found / most) if most > 0 else np.full(len(found), 1.0)


def area(scores: Floats, answers: Answers) -> float:
    """Under the receiver's curve: the chance that one who said yes scores above one who said no."""
    order = np.argsort(scores, kind="stable")
    _, first, count = np.unique(scores[order], return_index=True, return_counts=True)
    ranks = np.empty(len(scores))
    ranks[order] = np.repeat(first + (count + 1) / 2, count)
    yes = int(answers.sum())
    no = len(answers) - yes
    return float((ranks[answers].sum() - yes * (yes + 1) / 2) / (yes * no)) if yes and no else float("nan")


def hits(scores: Floats, answers: Answers, top: int) -> float:
    """How many of the `top` say yes; of those that share the last score, their share."""
    if top >= len(scores):
        return float(answers.sum())
    last = np.partition(scores, len(scores) - top)[len(scores) - top]
    above, at = scores > last, scores == last
    return float(answers[above].sum() + answers[at].sum() * (top - above.sum()) / at.sum())
