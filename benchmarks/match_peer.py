"""Splink, the peer, beside: by its own documented settings, run by a Python that has it, with connected components."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import nan
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks.match_measures import Figures, b_cubed, by_pairs, for_reporting, numbered, person
from ingest.match.arrays import Flags, Ints
from ingest.table_file import rows_of
from runtime.errors import BadQuestion

HOW = (
    "Splink, the peer, runs beside where a Python has it: `python -m venv peer`, `peer/bin/pip install splink pyarrow`, then "
    "`c360 bench match --peer-python peer/bin/python`."
)
WHAT = (
    "Splink: its own examples' settings, then connected components. “At p”: the probability that its example clusters at; "
    "“at its best”: the best of ten for pair F1, which the truth chooses (for the people for reporting, that of the others). "
    "Of FEBRL 4 it is told which records come from which of two files, each of which holds a person once."
)
SCRIPT = Path(__file__).with_name("match_splink.py")


@dataclass(frozen=True, slots=True)
class _Known:
    """A data set that Splink has an example of. `usual`: the probability at which the example clusters, if it does."""

    name: str
    example: str
    files: tuple[str, ...]
    key: str
    truth: str
    usual: float | None


_KNOWN = (
    _Known("historical", "historical", ("historical/historical_train.parquet",), "unique_id", "cluster", 0.95),
    _Known("febrl 3", "febrl3", ("febrl/dataset3.csv",), "rec_id", "rec_id", None),
    _Known("febrl 4", "febrl4", ("febrl/dataset4a.csv", "febrl/dataset4b.csv"), "rec_id", "rec_id", 0.99),
    _Known("fake1000", "fake1000", ("fake1000/fake_1000.csv",), "unique_id", "cluster", 0.2),
)


@dataclass(frozen=True, slots=True)
class Clustering:
    """Labels of the records, from a probability on; seconds from the files to here."""

    probability: float
    labels: Ints
    seconds: float


@dataclass(frozen=True, slots=True)
class Found:
    """What Splink made of a data set; MB of memory at its peak."""

    version: str
    peak_mb: float
    clusterings: tuple[Clustering, ...]


def every(data: Path, python: Path) -> Iterator[tuple[str, Figures]]:
    """A line at each data set's usual probability and one at its best. Raises BadQuestion where Splink can't be run."""
    for known in _KNOWN:
        files = [data / file for file in known.files]
        if all(file.is_file() for file in files):
            held = [rows_of(file) for file in files]
            ids, truth = ([each for rows in held for each in rows[name]] for name in (known.key, known.truth))
            found = clustered(python, known.example, files, ids)
            yield from _lines(known, found, [person(each) for each in truth] if known.truth == "rec_id" else truth)


def clustered(python: Path, example: str, files: Sequence[Path], ids: Sequence[str | None]) -> Found:
    """Labels in the order of these ids. Raises BadQuestion where Splink can't be run."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "clusters.json"
        asked = [str(python), str(SCRIPT), example, str(out), *map(str, files)]
        try:
            run = subprocess.run(asked, capture_output=True, text=True, check=False)
        except OSError as fault:
            raise BadQuestion(f"{python} can't be run. {HOW}") from fault
        if run.returncode:
            raise BadQuestion(f"Splink did not run by {python}: {(run.stderr.splitlines() or [''])[-1][:200]}. {HOW}")
        return _found(json.loads(out.read_text(encoding="utf-8")), ids)


def _found(told: dict[str, Any], ids: Sequence[str | None]) -> Found:
    made = [
        Clustering(each["probability"], numbered([each["clusters"][id_] for id_ in ids]), told["seconds"] + each["seconds"])
        for each in told["clusterings"]
    ]
    return Found(told["version"], told["peak_mb"], tuple(made))


def _lines(known: _Known, found: Found, said: Sequence[str | None]) -> Iterator[tuple[str, Figures]]:
    truth, by = numbered(said), f"by Splink {found.version}"
    for each in found.clusterings:
        if each.probability == known.usual:
            yield f"{known.name}, {by} at {known.usual:g}", _figures(each, found, truth)
    best = _best(found, truth)
    yield f"{known.name}, {by} at its best, {best.probability:g}", _figures(best, found, truth)
    if known.name == "historical":
        reported = for_reporting(said)[truth]
        chosen = _best(found, _only(truth, ~reported))
        yield f"{known.name}, people for reporting, {by} at {chosen.probability:g}", _figures(chosen, found, _only(truth, reported))


def _best(found: Found, truth: Ints) -> Clustering:
    return max(found.clusterings, key=lambda each: by_pairs(each.labels, truth).f1)


def _only(truth: Ints, asked: Flags) -> Ints:
    return np.where(asked, truth, -1)


def _figures(clustering: Clustering, found: Found, truth: Ints) -> Figures:
    pairs, told = by_pairs(clustering.labels, truth), truth >= 0
    return Figures(
        int(told.sum()), len(set(clustering.labels[told].tolist())), pairs.f1, pairs.precision, pairs.recall,
        b_cubed(clustering.labels, truth).f1, nan, nan, 0, clustering.seconds, found.peak_mb, nan,
    )  # fmt: skip
