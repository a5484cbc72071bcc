"""A learned affinity: its reasons sum to its score, its chances are true ones, and it finds what is there."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit

from rules.affinity.learn import Answers, area, folds, hits, learned, platt

Table = dict[str, list[str | None]]


def customers(count: int = 3000, seed: int = 5) -> tuple[Table, Answers]:
    """Who holds a card twice as often takes it, who has a mortgage and a child thrice as often; the rest is noise."""
    chance = np.random.default_rng(seed)
    card, loan, child, noise = (chance.integers(0, top, count) for top in (2, 2, 3, 40))
    odds = -2.5 + 0.9 * card + 1.6 * (loan & (child > 0))
    table: Table = {
        "card": [str(value) for value in card], "loan": ["yes" if value else "no" for value in loan],
        "children": [None if value == 2 and at % 50 == 0 else str(value) for at, value in enumerate(child)],
        "noise": [str(value / 7) for value in noise],
    }  # fmt: skip
    return table, chance.random(count) < expit(odds)


def test_what_is_there_is_found_and_noise_is_not():
    made = learned(*customers())
    plain: Table = {"card": ["0"], "loan": ["no"], "children": ["0"], "noise": ["1"]}

    def odds(**other: str) -> float:
        return float(made.scores(plain | {name: [value] for name, value in other.items()})[0])

    assert 0.5 < odds(card="1") - odds() < 1.3
    together, apart = odds(loan="yes", children="1") - odds(), odds(loan="yes") - odds() + odds(children="1") - odds()
    assert together > 1.0 and together > apart + 0.5
    assert max(abs(odds(noise=str(number / 7)) - odds()) for number in range(40)) < 0.3


def test_the_chances_are_those_that_come_true():
    made, (table, answers) = learned(*customers(seed=1)), customers(seed=2)
    scores = made.scores(table)
    assert abs(expit(scores).mean() - answers.mean()) < 0.02
    assert 0.85 < platt(scores, answers)[1] < 1.15


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_contributions_and_the_base_sum_to_the_score(data: st.DataObject):
    count = data.draw(st.integers(8, 60))
    values = st.one_of(st.none(), st.sampled_from(["a", "b", "1", "2", "3.5"]))
    table: Table = {name: data.draw(st.lists(values, min_size=count, max_size=count)) for name in "xyz"}
    answers = np.arange(count) % data.draw(st.integers(2, 4)) == 0
    made = learned(table, answers)
    for asked in (table, {name: ["never seen", None] for name in "xyz"}):
        assert np.allclose(made.model.base + made.contributions(asked).sum(axis=1), made.scores(asked), rtol=0, atol=1e-12)
    assert np.allclose(made.contributions(table).mean(axis=0), 0, atol=1e-9), "the mean customer is the base"


def test_who_is_learned_from_twice_learns_the_same():
    one, two = (learned(*customers(400)) for _ in range(2))
    assert one.model.base == two.model.base
    assert np.array_equal(one.model.weights, two.model.weights)


def test_two_of_either_answer_are_enough():
    for answers in (np.arange(8) % 4 == 0, np.arange(8) % 4 != 0):
        assert np.isfinite(learned({"x": ["a", "b"] * 4}, answers).scores({"x": ["a", None]})).all()


@pytest.mark.parametrize("yes", [0, 1, 59, 60])
def test_nothing_is_learned_of_one_answer(yes: int):
    with pytest.raises(ValueError, match="both answers"):
        learned({"x": [str(at % 3) for at in range(60)]}, np.arange(60) < yes)


def test_a_table_that_says_nothing_gives_everybody_the_same_chance():
    made = learned({"x": ["1"] * 100}, np.arange(100) < 20)
    assert made.fields == ()
    assert np.allclose(expit(made.scores({"x": ["1", "2"]})), 0.2, atol=0.02)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=40))
def test_the_area_is_the_share_of_pairs_in_the_right_order(rows: list[tuple[int, bool]]):
    scores, answers = np.array([float(score) for score, _ in rows]), np.array([answer for _, answer in rows])
    pairs = [(one > other) + (one == other) / 2 for one in scores[answers] for other in scores[~answers]]
    found = area(scores, answers)
    assert np.isnan(found) if not pairs else found == pytest.approx(np.mean(pairs))


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=1, max_size=30), st.integers(1, 30))
def test_hits_are_the_mean_over_every_order_of_equal_scores(rows: list[tuple[int, bool]], top: int):
    scores, answers = np.array([float(score) for score, _ in rows]), np.array([answer for _, answer in rows])
    chance = np.random.default_rng(0)
    top = min(top, len(rows))
    drawn = [answers[np.lexsort((chance.random(len(rows)), -scores))[:top]].sum() for _ in range(400)]
    assert hits(scores, answers, top) == pytest.approx(np.mean(drawn), abs=0.6)


def test_folds_share_both_answers_and_hold_each_row_once():
    answers = np.arange(103) % 7 == 0
    held = np.array(list(folds(answers, 5, 1)))
    assert held.sum(axis=0).tolist() == [1] * 103
    assert np.ptp((held & answers).sum(axis=1)) <= 1
