"""How far two models are apart."""

from dataclasses import replace

import pytest

from ingest.match.drift import drift
from ingest.match.levels import levels
from ingest.match.resolution import trained
from tests.ingest.match import people


def test_a_model_does_not_drift_from_itself_whatever_its_salt() -> None:
    table = people.table(60)
    found = drift(trained(table), trained(table), table)
    assert found.threshold[0] == found.threshold[1]
    assert max(each.by for each in found.levels) == max(each.most for each in found.values) == 0
    assert found.fields == ()


def test_what_moved_most_comes_first_with_both_weights() -> None:
    table = people.table(60)
    before = trained(table)
    m = before.fields["city"].m * [0.25, 1.0, 1.0]
    fewer = {name: one for name, one in before.fields.items() if name != "phone"}
    after = replace(before, number=2, threshold=9.0, fields=fewer | {"city": replace(before.fields["city"], m=m)})
    found = drift(before, after, table)
    first = found.levels[0]
    assert (first.field, first.words, first.before - first.after) == ("city", "the same", pytest.approx(2.0))
    assert (found.values[0].field, found.values[0].mean, found.values[0].most) == ("city", pytest.approx(2.0), pytest.approx(2.0))
    assert (found.before, found.after, found.threshold[1], found.fields) == (1, 2, 9.0, ("phone",))


def test_a_model_s_levels_are_told_in_words_and_bits() -> None:
    model = trained(people.table(60))
    said = {(each.field, each.words): each for each in levels(model)}
    assert said["birth_date", "the same day"].bits > 5 > 0 > said["birth_date", "another date"].bits
    assert {"given name", "family name", "given name, in another script"} <= {field for field, _ in said}
