"""A training shows what it would change, and then changes it; the charts of it are one page and two pictures."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from graph.judgements import Verdict
from graph.session import Session
from ingest import models
from ingest.match.judged import Judgement, Ruling
from ingest.match.resolution import Training
from ingest.train import Lesson, lesson_of_file, lessons, train
from runtime.errors import BadQuestion
from tests.ingest.match import people
from tests.ingest.test_judge import judged
from tests.silo_people import load, taught
from tests.tiny_bank import TinyBank


def test_a_trial_tells_what_would_change_and_leaves_the_model_alone(tmp_path: Path) -> None:
    first = train(tmp_path, Lesson(people.table(40)), None)
    assert (first.before, first.taught.changes, models.in_use(tmp_path, "person") is not None) == (None, None, True)
    before = models.model_path(tmp_path, "person").read_bytes()
    trial = train(tmp_path, Lesson(people.table(80)), None, dry_run=True)
    assert models.model_path(tmp_path, "person").read_bytes() == before
    assert trial.taught.changes and trial.taught.drift
    assert trial.taught.drift.threshold[0] != trial.taught.drift.threshold[1]
    assert trial.lines()[-1].startswith("Nothing is changed")
    again = train(tmp_path, Lesson(people.table(80)), None)
    assert (again.before, again.taught.model.number, again.taught.changes) == (1, 2, trial.taught.changes)
    assert "`c360 match use person 1` puts the one before back" in again.lines()[-1]
    assert again.as_dict()["inUse"] is True


def test_judgements_check_what_is_learned_and_help_only_where_that_is_asked(tmp_path: Path) -> None:
    said = (Judgement("0000-0", "0000-1", Ruling.SAME), Judgement("0001-0", "0001-1", Ruling.NOT_SAME))
    lesson = Lesson(people.table(60), said)
    plain, helped = (train(tmp_path, lesson, None, helped=each, dry_run=True).taught for each in (False, True))
    assert (plain.model.judgements, helped.model.judgements) == (0, 2)
    assert plain.checked.judged == helped.checked.judged == 2
    assert plain.checked.against[0][:3] == ("0001-0", "0001-1", Ruling.NOT_SAME)
    assert plain.model.threshold == Training(lesson.table).model.threshold < helped.model.threshold
    assert any("0001-0 and 0001-1 were judged NOT_SAME" in line for line in plain.lines())


def test_a_file_teaches_and_its_truth_is_measured_and_not_learned(tmp_path: Path) -> None:
    rows = [[*(next(iter(one.fields.get(field, ("",)))) for field in ("full_name", "birth_date", "postcode")), one.id[:4]] for one in people.told(60)]
    path = tmp_path / "people.csv"
    path.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in [["who was it", "dob", "zip", "truth"], *rows]), encoding="utf-8")
    lesson = lesson_of_file(path, "person", ["full_name=who was it"], "truth")
    assert (len(lesson.table), lesson.table.ids[0], lesson.truth is not None) == (180, "row-000000001", True)
    found = train(tmp_path / "home", lesson, None, dry_run=True).taught
    at_four = next(point for point in found.points if point.evidence == 4.0)
    assert at_four.measured_precision is not None and at_four.measured_precision > 0.9
    assert abs(at_four.precision - 1) < 0.1
    with pytest.raises(BadQuestion, match="no column 'nobody'"):
        lesson_of_file(path, "person", [], "nobody")


def test_charts_are_one_page_that_needs_nothing_else_and_two_pictures(tmp_path: Path) -> None:
    table = people.table(40)
    train(tmp_path, Lesson(table), None)
    truth = np.array([int(id_[:4]) for id_ in table.ids])
    done = train(tmp_path, Lesson(table, truth=truth), tmp_path / "charts")
    assert [Path(path).name for path in done.written] == ["person.html", "person-weights.png", "person-precision.png"]
    page = Path(done.written[0]).read_text(encoding="utf-8")
    assert page.count("<svg") == 2 and "<script" not in page and "src=" not in page
    for said in ("What each comparison weighs", "Precision against the threshold", "measured", "birth date", "the same day"):
        assert said in page
    assert not [name for name in (*people.GIVEN, *people.FAMILY) if f">{name}<" in page]
    assert all(Path(path).read_bytes().startswith(b"\x89PNG") for path in done.written[1:])


def test_what_draws_is_not_loaded_unless_it_is_asked_for() -> None:
    asked = "import sys, ingest.train, ingest.chart; sys.exit('vl_convert' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


async def test_the_banks_own_records_teach_by_kind_with_the_judgements_that_stand(empty: Session, tiny: TinyBank, tmp_path: Path) -> None:
    with pytest.raises(BadQuestion, match="no records to learn from"):
        await lessons(empty)
    await load(empty, tiny, "core", "cards")
    home = taught(tmp_path / "home")
    await judged(empty, home, "core:3", "cards:9", Verdict.SAME)
    await judged(empty, home, "core:2", "cards:9", Verdict.NOT_SAME)
    await judged(empty, home, "core:2", "cards:9", Verdict.UNSURE)
    (lesson,) = await lessons(empty)
    assert (lesson.table.kind, set(lesson.table.ids) >= {"core:1", "cards:7"}) == ("person", True)
    assert lesson.judgements == (Judgement("cards:9", "core:3", Ruling.SAME),)
