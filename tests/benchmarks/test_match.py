"""c360 bench match: any file that knows the truth, with clear words where it can't be read."""

import csv
import json
import random
from pathlib import Path

import numpy as np
import pytest

from benchmarks import match
from benchmarks.match_measures import b_cubed, by_pairs, with_stewards
from benchmarks.match_records import read
from runtime.errors import BadQuestion, PlatformError, SourceUnreadable
from tests.ingest.match import people

KEYS = {
    "records", "clusters", "pair_f1", "pair_precision", "pair_recall", "b3_f1", "auto_precision", "auto_recall", "unsure_pairs",
    "seconds", "peak_mb",
}  # fmt: skip


def write(path: Path, header: list[str], rows: list[list[str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def rows(count: int = 60) -> list[list[str]]:
    fields = ("full_name", "birth_date", "phone", "city", "postcode")
    return [[*(next(iter(one.fields.get(field, ("",)))) for field in fields), one.id.split("-")[0]] for one in people.told(count)]


def test_the_figures_of_a_file_are_these(tmp_path: Path) -> None:
    path = write(tmp_path / "people.csv", ["Full Name", "DOB", "手机号", "Town", "ZIP", "who"], rows())
    figures = match.of_file(path, "who", (), "person", None, tmp_path / "model.json")
    match.write(figures, tmp_path / "out.json")
    told = json.loads((tmp_path / "out.json").read_text())
    assert set(told) == KEYS
    assert (told["records"], told["clusters"], told["pair_f1"], told["b3_f1"]) == (180, 60, 1.0, 1.0)
    again = match.of_file(path, "who", (), "person", tmp_path / "model.json", None)
    assert (again.pair_f1, again.auto_recall, again.unsure_pairs) == (
        told["pair_f1"],
        pytest.approx(told["auto_recall"], abs=1e-6),
        told["unsure_pairs"],
    )


def test_neither_the_truth_nor_the_order_of_rows_decides_anything(tmp_path: Path) -> None:
    header, held = ["name", "dob", "phone", "city", "postcode", "who"], rows()
    found = set[tuple[int, int]]()
    for seed in range(3):
        random.Random(seed).shuffle(held)
        wrong = [[*row[:-1], str(random.Random(seed).randint(0, 9))] for row in held]
        for told in (held, wrong):
            figures = match.of_file(write(tmp_path / "people.csv", header, told), "who", (), "person", None, None)
            found.add((figures.clusters, figures.unsure_pairs))
    assert len(found) == 1


@pytest.mark.parametrize("content", [b"", b"name,who\n", bytes(range(256)) * 20])
def test_a_file_without_records_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.csv").write_bytes(content)
    with pytest.raises(PlatformError):
        read(tmp_path / "bad.csv", "who", (), "person")


def test_a_file_or_truth_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="no file"):
        read(tmp_path / "none.csv", "who", (), "person")
    with pytest.raises(BadQuestion, match="truth"):
        read(write(tmp_path / "people.csv", ["name", "x"], [["Ada", "1"]]), "who", (), "person")


ODD = {
    "empty": [["", "", ""]] * 200,
    "one telephone": [
        [f"{people.GIVEN[at % 20]} {people.FAMILY[at % 19]}{at}", "1970-01-02", "+8613812345678"] for at in range(2_000)
    ],
    "one character": [[chr(97 + at % 26), "0000-00-00", ""] for at in range(500)],
    "one value": [["Ada Bell", "1970-01-02", "1"]] * 500,
    "scripts": [[name, "1980-01-02", ""] for name in ("王伟", "Wang Wei", "محمد", "Анна", "😀", "王", "x", "\u200b", "|;|")],
    "long": [["x" * 50_000, "1980-01-02", "1" * 9_000]] * 20,
    "alone": [["Ada Bell", "1970-01-02", ""]],
}


@pytest.mark.parametrize("odd", ODD)
def test_odd_records_are_matched_in_bounded_time_and_never_falsely_at_once(tmp_path: Path, odd: str) -> None:
    held = [[*row, str(at)] for at, row in enumerate(ODD[odd])] if odd != "long" else [[*row, "1"] for row in ODD[odd]]
    figures = match.of_file(write(tmp_path / "odd.csv", ["name", "dob", "phone", "who"], held), "who", (), "person", None, None)
    assert figures.records == len(held)
    assert figures.auto_precision == 1.0


def test_measures_are_as_defined() -> None:
    truth = np.array([0, 0, 0, 1, 1, -1])
    labels = np.array([0, 0, 2, 2, 4, 4])
    pairs = by_pairs(labels, truth)
    assert (pairs.precision, pairs.recall) == (1 / 2, 1 / 4)
    b3 = b_cubed(labels, truth)
    assert b3.precision == pytest.approx((1 + 1 + 0.5 + 0.5 + 1) / 5)
    assert b3.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 / 2 + 1 / 2) / 5)
    apart = np.array([0, 1, 2, 3, 4, 5])
    assert with_stewards(apart, np.array([0, 1]), np.array([1, 3]), truth).recall == 1 / 4
