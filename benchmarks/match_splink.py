"""Splink at work, in a Python of its own: its documented settings for a known data set, then connected components.

`python match_splink.py DATASET OUT FILE…` writes each record's cluster at some thresholds, as JSON. It knows nothing of the truth,
and imports Splink and DuckDB alone. Settings and training are those of Splink's own examples (deduplicate_50k_synthetic, febrl3,
febrl4, and its tutorial for fake_1000); random samples get a seed, so that a run can be had again.
"""

import importlib
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROBABILITIES = (0.05, 0.2, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999, 0.99999)
SEED = 2


@dataclass(frozen=True, slots=True)
class Example:
    """`key`: the column that names a record. `read`: a statement that makes one file a table, without its truth. `train` fits a
    linker."""

    key: str
    read: str
    settings: Callable[[Any, Any], dict[str, Any]]
    train: Callable[[Any, Any], None]


def _historical(splink: Any, cl: Any) -> dict[str, Any]:
    on = splink.block_on
    return {
        "link_type": "dedupe_only",
        "blocking_rules_to_generate_predictions": [
            on("substr(first_name,1,3)", "substr(surname,1,4)"), on("surname", "dob"), on("first_name", "dob"),
            on("postcode_fake", "first_name"), on("postcode_fake", "surname"), on("dob", "birth_place"),
            on("substr(postcode_fake,1,3)", "dob"), on("substr(postcode_fake,1,3)", "first_name"),
            on("substr(postcode_fake,1,3)", "surname"),
            on("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)"),
        ],
        "comparisons": [
            cl.ForenameSurnameComparison(
                "first_name", "surname", forename_surname_concat_col_name="first_name_surname_concat"
            ),
            cl.DateOfBirthComparison("dob", input_is_string=True), cl.PostcodeComparison("postcode_fake"),
            cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
    }  # fmt: skip


def _train_historical(splink: Any, training: Any) -> None:
    on = splink.block_on
    training.estimate_probability_two_random_records_match(
        [
            on("first_name", "surname", "dob"),
            on("substr(first_name,1,2)", "surname", "substr(postcode_fake,1,2)"),
            on("dob", "postcode_fake"),
        ],
        recall=0.6,
    )
    training.estimate_u_using_random_sampling(max_pairs=1e7, seed=SEED)
    for rule in (on("first_name", "surname"), on("dob")):
        training.estimate_parameters_using_expectation_maximisation(rule, estimate_without_term_frequencies=True)


def _febrl3(splink: Any, cl: Any) -> dict[str, Any]:
    on = splink.block_on
    return {
        "unique_id_column_name": "rec_id",
        "link_type": "dedupe_only",
        "blocking_rules_to_generate_predictions": [
            on(name) for name in ("soc_sec_id", "given_name", "surname", "date_of_birth", "postcode")
        ],
        "comparisons": [
            cl.NameComparison("given_name"), cl.NameComparison("surname"),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
        ],
    }  # fmt: skip


def _train_febrl3(splink: Any, training: Any) -> None:
    on = splink.block_on
    turned = "l.given_name = r.surname and l.surname = r.given_name and l.date_of_birth = r.date_of_birth"
    rules = [on("soc_sec_id"), on("given_name", "surname", "date_of_birth"), turned]
    training.estimate_probability_two_random_records_match(rules, recall=0.9)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=SEED)
    for rule in (on("date_of_birth"), on("postcode")):
        training.estimate_parameters_using_expectation_maximisation(rule)


def _febrl4(splink: Any, cl: Any) -> dict[str, Any]:
    on = splink.block_on
    return {
        "unique_id_column_name": "rec_id",
        "link_type": "link_only",
        "blocking_rules_to_generate_predictions": [
            on("given_name", "surname"), "l.given_name = r.surname and l.surname = r.given_name", on("date_of_birth"),
            on("soc_sec_id"), on("state", "address_1"), on("street_number", "address_1"), on("postcode"),
        ],
        "comparisons": [
            cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison(
                "date_of_birth", input_is_string=True, datetime_format="%Y%m%d", invalid_dates_as_null=True
            ),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
        ],
    }  # fmt: skip


def _train_febrl4(splink: Any, training: Any) -> None:
    on = splink.block_on
    rules = [on("soc_sec_id"), on("given_name", "surname", "date_of_birth")]
    training.estimate_probability_two_random_records_match(rules, recall=0.8)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=SEED)
    for rule in (on("date_of_birth"), on("postcode")):
        training.estimate_parameters_using_expectation_maximisation(rule, estimate_without_term_frequencies=True)


def _fake1000(splink: Any, cl: Any) -> dict[str, Any]:
    on = splink.block_on
    return {
        "link_type": "dedupe_only",
        "blocking_rules_to_generate_predictions": [on("first_name", "city"), on("surname"), on("dob")],
        "comparisons": [
            cl.NameComparison("first_name"), cl.NameComparison("surname"),
            cl.LevenshteinAtThresholds(splink.ColumnExpression("dob").cast_to_string(), 1),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True), cl.EmailComparison("email"),
        ],
    }  # fmt: skip


def _train_fake1000(splink: Any, training: Any) -> None:
    on = splink.block_on
    near = "l.first_name = r.first_name and levenshtein(r.surname, l.surname) <= 2"
    training.estimate_probability_two_random_records_match([on("first_name", "dob"), near, on("email")], recall=0.7)
    training.estimate_u_using_random_sampling(max_pairs=2e6, seed=SEED)
    for rule in (on("first_name", "surname"), on("dob")):
        training.estimate_parameters_using_expectation_maximisation(rule)


_TRIMMED = "SELECT nullif(trim(COLUMNS(*)), '') FROM read_csv('{file}', all_varchar = true, header = true, normalize_names = true)"
EXAMPLES = {
    "historical": Example(
        "unique_id", "SELECT * EXCLUDE (cluster), first_name || ' ' || surname AS first_name_surname_concat FROM '{file}'",
        _historical, _train_historical
    ),
    "febrl3": Example("rec_id", _TRIMMED, _febrl3, _train_febrl3),
    "febrl4": Example("rec_id", _TRIMMED, _febrl4, _train_febrl4),
    "fake1000": Example("unique_id", "SELECT * EXCLUDE (cluster) FROM read_csv('{file}')", _fake1000, _train_fake1000),
}  # fmt: skip


def run(name: str, files: Sequence[str]) -> dict[str, Any]:
    splink, cl = importlib.import_module("splink"), importlib.import_module("splink.comparison_library")
    duckdb: Any = importlib.import_module("duckdb")
    example, threads = EXAMPLES[name], int(os.environ.get("OMP_NUM_THREADS") or os.cpu_count() or 1)
    begun = time.monotonic()
    connection = duckdb.connect()
    connection.execute(f"SET threads = {threads}")
    api = splink.DuckDBAPI(connection=connection)
    tables = [api.register(connection.sql(example.read.format(file=file))) for file in files]
    linker = splink.Linker(tables if len(tables) > 1 else tables[0], splink.SettingsCreator(**example.settings(splink, cl)))
    example.train(splink, linker.training)
    found = linker.inference.predict(threshold_match_probability=min(PROBABILITIES) / 5)
    seconds = time.monotonic() - begun
    clusterings = [_clustering(linker, found, example.key, probability) for probability in PROBABILITIES]
    return {
        "version": splink.__version__, "threads": threads, "seconds": seconds, "peak_mb": _peak(), "clusterings": clusterings
    }  # fmt: skip


def _peak() -> float:
    """MB; where it can be had that of this program alone, for rusage counts what ran in the process before it."""
    status = Path("/proc/self/status")
    if status.is_file():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _clustering(linker: Any, found: Any, key: str, probability: float) -> dict[str, Any]:
    """Connected components of the pairs from a probability on."""
    begun = time.monotonic()
    held = linker.clustering.cluster_pairwise_predictions_at_threshold(found, threshold_match_probability=probability)
    rows = held.as_duckdbpyrelation().project(f"CAST({key} AS VARCHAR), CAST(cluster_id AS VARCHAR)").fetchall()
    return {"probability": probability, "seconds": time.monotonic() - begun, "clusters": dict(rows)}


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps(run(sys.argv[1], sys.argv[3:])), encoding="utf-8")
