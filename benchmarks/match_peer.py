"""Splink, the peer: its documented rules for people, at the threshold that serves it best. Runs where `splink` can be imported."""

import importlib.util
import resource
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.match_measures import b_cubed, by_pairs, numbered
from benchmarks.match_records import rows_of

HOW = (
    "Splink, the peer, is not installed here: `pip install splink` into an environment of its own, and run this there with --peer."
)


def is_there() -> bool:
    return importlib.util.find_spec("splink") is not None


def historical(path: Path) -> Any:
    """Figures on the historical people; of the thresholds tried, those of the best pair F1: the truth chooses for it."""
    from benchmarks.match import Figures

    begun = time.monotonic()
    rows = rows_of(path)
    truth = numbered(rows["cluster"])
    best: tuple[float, Any] | None = None
    for labels in _clusterings(rows):
        pairs = by_pairs(labels, truth)
        if best is None or pairs.f1 > best[0]:
            best = (pairs.f1, (labels, pairs))
    assert best is not None
    labels, pairs = best[1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds = round(time.monotonic() - begun, 1)
    f1, b3 = pairs.f1, b_cubed(labels, truth).f1
    return Figures(len(truth), len(set(labels.tolist())), f1, pairs.precision, pairs.recall, b3,
                   pairs.precision, pairs.recall, 0, seconds, peak, pairs.recall)  # fmt: skip


def _clusterings(rows: dict[str, list[str | None]]) -> Any:
    pa: Any = importlib.import_module("pyarrow")
    splink: Any = importlib.import_module("splink")
    cl: Any = importlib.import_module("splink.comparison_library")
    names = ("first_name", "surname", "dob", "birth_place", "postcode_fake", "occupation", "full_name")
    frame: Any = pa.table({"unique_id": list(range(len(rows["cluster"]))), **{name: rows[name] for name in names}})
    block_on: Any = splink.block_on
    settings = splink.SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("substr(first_name,1,3)", "substr(surname,1,4)"), block_on("surname", "dob"), block_on("first_name", "dob"),
            block_on("postcode_fake", "first_name"), block_on("postcode_fake", "surname"), block_on("dob", "birth_place"),
            block_on("substr(postcode_fake,1,3)", "dob"), block_on("substr(postcode_fake,1,3)", "first_name"),
            block_on("substr(postcode_fake,1,3)", "surname"),
        ],
        comparisons=[
            cl.ForenameSurnameComparison("first_name", "surname"), cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.PostcodeComparison("postcode_fake"), cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
    )  # fmt: skip
    linker: Any = splink.Linker(frame, settings, splink.DuckDBAPI())
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("first_name", "surname"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("dob"))
    found = linker.inference.predict(threshold_match_probability=0.01)
    for probability in (0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 0.999):
        held = linker.clustering.cluster_pairwise_predictions_at_threshold(found, threshold_match_probability=probability)
        table = held.as_duckdbpyrelation().fetchnumpy()
        labels = np.empty(len(rows["cluster"]), dtype=np.int64)
        labels[table["unique_id"]] = np.unique(table["cluster_id"], return_inverse=True)[1]
        yield labels
