"""Precision against the threshold, estimated and measured, and what a model says of what was judged."""

from dataclasses import replace

import numpy as np
import pytest

from ingest.match.clusters import Edges
from ingest.match.judged import Judgement, Ruling
from ingest.match.precision import checked, curve
from ingest.match.resolution import trained
from ingest.match.table import Table, Told, flattened
from tests.ingest.match import people


@pytest.fixture(scope="module")
def records() -> Table:
    named = [("a", "7"), ("b", "7"), ("c", None), ("d", None), ("e", None)]
    return flattened("person", [Told(id_, group, {"full_name": ("Ada Bell",)}) for id_, group in named])


def edges(threshold: float, *told: tuple[int, int, float]) -> Edges:
    """By rows, with L."""
    held = np.array([each[:2] for each in told], dtype=np.int64)
    return Edges(held[:, 0], held[:, 1], np.array([each[2] for each in told]) + threshold)


def test_the_curve_sums_chances_and_counts_what_is_known(records: Table) -> None:
    model = replace(trained(people.table(30)), threshold=10.0)
    held = edges(10.0, (0, 1, 30.0), (0, 2, 6.0), (2, 3, 0.0), (3, 4, 1.0))
    truth = np.array([0, 0, 0, 1, -1])
    points = {point.evidence: point for point in curve(model, records, held, truth)}
    chances = [1 / (1 + 2**-6), 1 / 2, 2 / 3]
    at_zero, at_four = points[0.0], points[4.0]
    assert (at_zero.pairs, at_zero.precision, at_zero.recall) == (3, pytest.approx(sum(chances) / 3), 1.0)
    assert (at_zero.measured_precision, at_zero.measured_recall) == (0.5, 0.5)
    assert (at_four.pairs, at_four.precision, at_four.measured_precision) == (1, pytest.approx(chances[0]), 1.0)
    assert points[20.0].pairs == 0
    assert curve(model, records, held)[0].measured_precision is None


def test_what_a_model_alone_would_have_said_of_judged_pairs_is_told(records: Table) -> None:
    model = replace(trained(people.table(30)), threshold=10.0)
    held = edges(10.0, (0, 2, 6.0), (2, 3, 0.0), (3, 4, 8.0))
    judged = [
        Judgement("c", "a", Ruling.SAME), Judgement("c", "d", Ruling.SAME), Judgement("d", "e", Ruling.NOT_SAME),
        Judgement("b", "e", Ruling.NOT_SAME), Judgement("a", "d", Ruling.SAME), Judgement("a", "gone", Ruling.SAME),
    ]  # fmt: skip
    found = checked(model, records, held, judged)
    assert (found.judged, found.alike, found.asked, found.otherwise) == (5, 2, 1, 2)
    assert found.against == (("d", "e", Ruling.NOT_SAME, 8.0), ("a", "d", Ruling.SAME, None))


def test_two_with_different_numbers_for_life_are_left_to_a_steward_whatever_they_weigh() -> None:
    said = [Told(f"{at}", None, {"full_name": ("Ada Bell",), "national_id": (people.resident(at),)}) for at in range(2)]
    model = replace(trained(people.table(30)), threshold=10.0)
    found = checked(model, flattened("person", said), edges(10.0, (0, 1, 9.0)), [Judgement("0", "1", Ruling.NOT_SAME)])
    assert (found.asked, found.otherwise) == (1, 0)
