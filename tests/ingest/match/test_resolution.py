"""Records in, clusters out: what is one, what is two, what a steward should see."""

import random
from pathlib import Path

import numpy as np
import pytest

from ingest.match import model as models
from ingest.match.decided import Number, Verdict, decided
from ingest.match.reasons import why
from ingest.match.resolution import Training, resolved, trained
from ingest.match.table import Told, flattened, table
from runtime.errors import ModelUnreadable
from tests.ingest.match import people

NUMBER, OTHER = "300502195103120034", "300502195308300047"


@pytest.fixture(scope="module")
def training() -> Training:
    return Training(people.table(60))


def clusters(training: Training) -> set[frozenset[str]]:
    found = training.resolved().clusters.labels
    return {frozenset(training.table.ids[row] for row in np.flatnonzero(found == label)) for label in np.unique(found)}


def test_the_records_of_a_person_are_one_and_of_two_are_two(training: Training) -> None:
    assert clusters(training) == {frozenset(f"{person:04d}-{at}" for at in range(3)) for person in range(60)}


def test_a_model_from_a_file_decides_the_same(training: Training, tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    models.write(training.model, path)
    again = resolved(training.table, models.read(path))
    here = training.resolved()
    assert np.array_equal(again.clusters.labels, here.clusters.labels)
    assert np.allclose(again.edges.weights, here.edges.weights, atol=1e-9)


def test_a_models_file_holds_no_names(training: Training, tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    models.write(training.model, path)
    text = path.read_text().casefold()
    assert not [name for name in (*people.GIVEN, *people.FAMILY) if f'"{name}"' in text]


@pytest.mark.parametrize("content", ["", "{}", '{"version": 0}', "[1]", '{"version": 1}'])
def test_what_is_no_model_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    path.write_text(content)
    with pytest.raises(ModelUnreadable):
        models.read(path)


def test_the_order_of_rows_changes_nothing() -> None:
    records = people.told(40)
    found = set[frozenset[frozenset[str]]]()
    for seed in range(3):
        random.Random(seed).shuffle(records)
        found.add(frozenset(clusters(Training(flattened("person", records)))))
    assert len(found) == 1


def person(id_: str, name: str, born: str | None, number: str | None = None, **more: str) -> Told:
    said = {"full_name": name, "birth_date": born, "national_id": number, **more}
    return Told(id_, None, {field: (value,) for field, value in said.items() if value})


def together(one: Told, other: Told) -> tuple[bool, tuple[str, ...]]:
    made = flattened("person", [one, other, *people.told(60)])
    found = Training(made).resolved().clusters
    a, b = made.ids.index(one.id), made.ids.index(other.id)
    why_not = [why for x, y, why in zip(found.doubts.one, found.doubts.other, found.doubts.why, strict=True) if {x, y} == {a, b}]
    return bool(found.automatic[a] == found.automatic[b]), tuple(why_not)


def test_a_lifelong_number_joins_though_the_name_changed() -> None:
    assert together(person("x", "Ada Bell", "1951-03-12", NUMBER), person("y", "Mary Todd", "1951-03-12", NUMBER)) == (True, ())


def test_unless_name_and_birth_date_both_contradict() -> None:
    assert together(person("x", "Ada Bell", "1951-03-12", NUMBER), person("y", "Victor Todd", "1987-11-30", NUMBER)) == (
        False,
        ("SAME_NUMBER",),
    )


def test_different_lifelong_numbers_are_a_stewards_to_join() -> None:
    same = {"phone": "+8613812345678", "postcode": "ls99 1ab"}
    one, other = person("x", "Ada Bell", "1951-03-12", NUMBER, **same), person("y", "Ada Bell", "1951-03-12", OTHER, **same)
    assert together(one, other) == (False, ("NUMBERS",))


def test_what_the_bank_says_is_one_stays_one() -> None:
    made = table("person", ["x", "y", "z"], {"full_name": ["Ada Bell", "Tom North", "Ida Shaw"]}, ["7", "7", None])
    found = resolved(made, trained(made)).clusters.automatic
    assert (found[0] == found[1], found[0] == found[2]) == (True, False)


def test_evidence_decides_and_numbers_outrank_it() -> None:
    verdicts = {(bits, number): decided(bits, number).verdict for bits in (-9.0, 0.0, 9.0) for number in Number}
    assert {key for key, verdict in verdicts.items() if verdict is Verdict.SAME} == {
        (9.0, Number.UNKNOWN), (-9.0, Number.SAME), (0.0, Number.SAME), (9.0, Number.SAME)
    }  # fmt: skip
    assert (
        verdicts[(9.0, Number.DIFFERENT)] is verdicts[(-9.0, Number.DOUBTFUL)] is verdicts[(0.0, Number.UNKNOWN)] is Verdict.UNSURE
    )
    assert verdicts[(-9.0, Number.UNKNOWN)] is verdicts[(-9.0, Number.DIFFERENT)] is Verdict.SEPARATE


def test_the_waterfall_sums_to_the_weight(training: Training) -> None:
    edges = training.resolved().edges
    for at in range(0, len(edges.i), 7):
        told = why(training.model, training.table, [training.table.ids[edges.i[at]]], [training.table.ids[edges.j[at]]])
        sums = told.prior + sum(step.bits for step in told.steps) - told.twice + told.size
        assert told.decision.evidence == pytest.approx(sums, abs=1e-5)
        assert told.decision.evidence == pytest.approx(edges.weights[at] - training.model.threshold, abs=1e-5)


def test_a_cluster_is_explained_by_how_many_records_say_so(training: Training) -> None:
    told = why(training.model, training.table, ["0000-2"], ["0000-0", "0000-1"])
    assert any("2 of 2 records say" in line for line in told.lines())
    assert told.lines()[-1].endswith("SAME")
