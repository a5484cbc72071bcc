"""The benchmark of affinity, on real customers and on files that are not as they should be."""

import csv
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner

from benchmarks.commands import bench

RUN = CliRunner()


def _written(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_the_best_scored_third_of_strangers_holds_most_of_those_who_buy(data: Path, tmp_path: Path):
    with (data / "coil2000" / "train.csv").open() as file:
        head, *rows = list(csv.reader(file))
    train, score = (_written(tmp_path / f"{start}.csv", [head, *rows[start::2]]) for start in (0, 1))
    asked = ["crosssell", "--train", str(train), "--score", str(score), "--target", "CARAVAN", "--top", "970"]
    ended = RUN.invoke(bench, [*asked, "--json", str(tmp_path / "found.json")])
    assert ended.exit_code == 0, ended.output
    found = orjson.loads((tmp_path / "found.json").read_bytes())
    assert found["rows"] == 2911 and found["top"] == 970
    assert found["positives"] == sum(row[-1] == "insurance" for row in rows[1::2])
    assert found["hits"] > 0.55 * found["positives"]
    assert 0.68 < found["auc"] < 0.9


TABLE = [["age", "answer"], *([str(30 + at % 9), "no"] for at in range(40)), *([str(40 + at % 5), "yes"] for at in range(20))]


@pytest.mark.parametrize(
    ("train", "score", "more", "told"),
    [
        (TABLE, TABLE, ["--target", "reply"], "no column 'reply'"),
        (TABLE, TABLE, ["--target", "answer", "--positive", "maybe"], "No row of train.csv says 'maybe'"),
        (TABLE[:41], TABLE, ["--target", "answer"], "answer says 1 thing"),
        (TABLE[:42], TABLE, ["--target", "answer"], "One row of train.csv alone"),
        ([row[1:] for row in TABLE], TABLE, ["--target", "answer"], "no column beside answer"),
        (TABLE, [row[1:] for row in TABLE], ["--target", "answer"], "score.csv lacks age"),
        (TABLE, TABLE[:1], ["--target", "answer"], "score.csv holds no rows"),
    ],
)  # fmt: skip
def test_what_nothing_can_be_learned_of_is_named(
    train: list[list[str]], score: list[list[str]], more: list[str], told: str, tmp_path: Path
):
    files = ["--train", str(_written(tmp_path / "train.csv", train)), "--score", str(_written(tmp_path / "score.csv", score))]
    ended = RUN.invoke(bench, ["crosssell", *files, *more])
    assert told in str(ended.exception)


def test_a_file_without_the_truth_is_scored_all_the_same(tmp_path: Path):
    train, score = _written(tmp_path / "train.csv", TABLE), _written(tmp_path / "score.csv", [["age"], ["31"], ["44"]])
    ended = RUN.invoke(bench, ["crosssell", "--train", str(train), "--score", str(score), "--target", "answer"])
    assert orjson.loads(ended.output) == {"rows": 2, "positives": None, "top": 2, "hits": None, "auc": None}


def test_yes_is_the_rarer_word_unless_another_is_named(tmp_path: Path):
    file = _written(tmp_path / "train.csv", TABLE)
    asked = ["crosssell", "--train", str(file), "--score", str(file), "--target", "answer", "--top", "10"]
    assert orjson.loads(RUN.invoke(bench, asked).output)["positives"] == 20
    assert orjson.loads(RUN.invoke(bench, [*asked, "--positive", "no"]).output)["positives"] == 40
