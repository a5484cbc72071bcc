"""Matching on other people's data: never what was reached, only that it is far above what goes wrong."""

import zlib
from pathlib import Path

import numpy as np
import pytest

from benchmarks import match, match_bank, match_firms
from benchmarks.match_records import Labelled, labelled, read
from ingest.lakeside import write
from ingest.table_file import rows_of


def part_of_historical(data: Path) -> Labelled:
    """One in ten of its people."""
    rows = rows_of(data / "historical" / "historical_train.parquet")
    keep = [at for at, who in enumerate(rows["cluster"]) if zlib.crc32(str(who).encode()) % 10 == 3]
    of = {
        "full_name": "full_name",
        "birth_date": "dob",
        "birth_place": "birth_place",
        "postcode": "postcode_fake",
        "gender": "gender",
        "occupation": "occupation",
    }
    return labelled(
        "person", {field: [rows[name][at] for at in keep] for field, name in of.items()}, [rows["cluster"][at] for at in keep]
    )


def test_historical_people_are_found_again(data: Path) -> None:
    known = part_of_historical(data)
    figures = match.measured(known, match.matched(known), 0)
    assert min(figures.pair_f1, figures.b3_f1) > 0.97
    assert figures.auto_precision > 0.995


def test_synthetic_people_are_found_again(data: Path) -> None:
    known = read(data / "fake1000" / "fake_1000.csv", "cluster", (), "person")
    figures = match.measured(known, match.matched(known), 0)
    assert (figures.pair_f1 > 0.96, figures.auto_precision) == (True, 1.0)


def test_companies_are_found_again_by_their_names_as_others_write_them(data: Path) -> None:
    known = match_firms.known(data / match_firms.NAMES)
    figures = match.measured(known, match.matched(known), 0)
    assert len(np.unique(known.truth)) == 5_000
    assert min(figures.pair_f1, figures.b3_f1) > 0.93
    assert figures.auto_precision > 0.995


@pytest.mark.parametrize("kind", ["person", "company"])
def test_the_demo_banks_parties_are_found_and_no_family_is_one_person(kind: str, tmp_path: Path) -> None:
    write(tmp_path, "300")
    known = match_bank.labelled(tmp_path, kind)
    figures = match.measured(known, match.matched(known), 0)
    assert figures.auto_precision >= 0.995
    assert figures.with_stewards >= 0.97
    assert np.all(known.truth >= -1)
