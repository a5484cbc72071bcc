"""The models of a home: numbered, kept when another takes their place, and refused by name where they are none."""

import json
import stat
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ingest import models
from ingest.match import model as model_file
from ingest.match.model import Model
from ingest.match.resolution import resolved, trained
from runtime.errors import BadQuestion, ModelUnreadable
from tests.ingest.match import people


@pytest.fixture(scope="module")
def model() -> Model:
    return trained(people.table(40))


def test_a_model_in_use_has_a_number_and_the_one_before_it_can_be_put_back(model: Model, tmp_path: Path) -> None:
    for at in range(3):
        made = models.put_in_use(tmp_path, "PERSON", replace(model, threshold=10.0 + at))
        assert (made.number, bool(made.at)) == (at + 1, True)
    assert [(each.number, each.in_use) for each in models.listed(tmp_path, "person")] == [(3, True), (2, False), (1, False)]
    models.put_back(tmp_path, "person", 1)
    found = models.in_use(tmp_path, "PERSON")
    assert found and (found.number, found.threshold) == (1, 10.0)
    assert [(each.number, each.in_use) for each in models.listed(tmp_path, "person")] == [(3, False), (2, False), (1, True)]
    assert models.put_in_use(tmp_path, "PERSON", model).number == 4
    with pytest.raises(BadQuestion, match="no model 9 of a person: those kept are 1, 2, 3, 4"):
        models.put_back(tmp_path, "person", 9)


def test_a_model_that_nobody_asked_for_is_taught_again_when_there_is_twice_as_much_and_a_chosen_one_is_not(tmp_path: Path) -> None:
    few, many = people.table(20), people.table(60)
    first = models.model_of(tmp_path, "person", few)
    assert (first.number, first.unasked) == (1, True)
    assert models.model_of(tmp_path, "person", few).number == 1
    assert models.model_of(tmp_path, "person", many).number == 2
    models.put_back(tmp_path, "person", 1)
    chosen = models.model_of(tmp_path, "person", many)
    assert (chosen.number, chosen.unasked) == (1, False)


def test_a_model_that_nobody_asked_for_is_outgrown_by_a_field_that_it_does_not_know(model: Model) -> None:
    known = ["name", *model.fields]
    of_itself = replace(model, unasked=True)
    assert not models.outgrown(of_itself, model.records, known)
    assert models.outgrown(of_itself, model.records, [*known, "colour"])
    assert not models.outgrown(model, 10 * model.records, [*known, "colour"])


def test_a_file_that_is_cut_is_kept_aside_and_another_training_takes_its_place(model: Model, tmp_path: Path) -> None:
    models.put_in_use(tmp_path, "person", model)
    path = models.model_path(tmp_path, "person")
    path.write_bytes(path.read_bytes()[:2_000])
    with pytest.raises(ModelUnreadable, match="train one"):
        models.in_use(tmp_path, "person")
    assert models.in_use_if_readable(tmp_path, "person") is None
    models.put_in_use(tmp_path, "person", model)
    assert models.in_use(tmp_path, "person")
    assert path.with_name("person.json.unreadable").stat().st_size == 2_000


def test_a_model_of_another_kind_is_refused(model: Model, tmp_path: Path) -> None:
    models.put_in_use(tmp_path, "person", model)
    models.model_path(tmp_path, "person").rename(models.model_path(tmp_path, "company"))
    with pytest.raises(ModelUnreadable, match="is a model of a person, not of a company"):
        models.in_use(tmp_path, "company")


def changed(path: Path, **said: object) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | said))


def test_a_model_of_other_comparisons_is_refused(model: Model, tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    model_file.write(model, path)
    fields = json.loads(path.read_text())["fields"]
    for field, of in (("m", [0.5, 0.5]), ("shares", {}), ("shares", fields["city"]["shares"] | {"counts": ""})):
        model_file.write(model, path)
        changed(path, fields=fields | {"city": fields["city"] | {field: of}})
        with pytest.raises(ModelUnreadable, match="no whole model"):
            model_file.read(path)
    model_file.write(model, path)
    changed(path, version=9)
    with pytest.raises(ModelUnreadable, match="no model of version 2"):
        model_file.read(path)


def test_values_are_hashed_with_a_salt_that_stays_in_the_home(model: Model, tmp_path: Path) -> None:
    made = models.put_in_use(tmp_path, "person", trained(people.table(40), salt=models.salt(tmp_path)))
    path = models.model_path(tmp_path, "person")
    salt = path.with_name(model_file.SALT)
    assert made.salt.hex() == salt.read_text() not in path.read_text()
    assert stat.S_IMODE(salt.stat().st_mode) == 0o600
    assert models.salt(tmp_path) == made.salt
    salt.rename(tmp_path / "elsewhere")
    with pytest.raises(ModelUnreadable, match="salt that is not in"):
        models.in_use(tmp_path, "person")


@pytest.mark.parametrize("left", ["", "no number"])
def test_a_salt_that_was_not_written_whole_is_none_and_another_training_mends_it(model: Model, tmp_path: Path, left: str) -> None:
    models.put_in_use(tmp_path, "person", model)
    models.model_path(tmp_path, "person").with_name(model_file.SALT).write_text(left)
    with pytest.raises(ModelUnreadable, match="salt that is not in"):
        models.in_use(tmp_path, "person")
    models.put_in_use(tmp_path, "person", trained(people.table(40), salt=models.salt(tmp_path)))
    assert models.in_use(tmp_path, "person")


def test_a_salt_changes_no_weight_and_a_file_without_one_is_read(tmp_path: Path) -> None:
    table = people.table(40)
    salted, plain = trained(table), trained(table, salt=b"")
    one, other = (resolved(table, each).edges for each in (salted, plain))
    assert np.array_equal(one.weights, other.weights)
    assert not np.isin(salted.fields["city"].shares.hashes, plain.fields["city"].shares.hashes).any()
    path = tmp_path / "model.json"
    model_file.write(plain, path)
    changed(path, version=1)
    assert np.allclose(resolved(table, model_file.read(path)).edges.weights, other.weights, atol=1e-9)
