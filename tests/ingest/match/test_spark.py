"""The same records solved here and on Spark are the same parties. Needs pyspark and a full JDK (docs/matching.md says how to run it)."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ingest.match import place
from ingest.match.bags import arrow, ints
from ingest.match.model import Model
from ingest.match.place import HERE
from ingest.match.resolution import Training, resolved
from ingest.match.spark import OnSpark, stars
from ingest.match.table import Table
from runtime import spark
from runtime.errors import NotConfigured, SparkUnavailable
from tests.ingest.match import people

SALT = b"0123456789abcdef"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def there(home: Path) -> Generator[OnSpark]:
    """On two threads of this machine; checkpoints in a folder that is named."""
    try:
        spark.check_packages()
        spark.check_java()
    except NotConfigured as fault:
        pytest.skip(str(fault))
    with place.at("local[2]", str(home / "checkpoints"), home)() as opened:
        assert isinstance(opened, OnSpark)
        yield opened
    assert list((home / "checkpoints").iterdir()) == []
    assert not list(home.glob("spark-*"))


@pytest.fixture(scope="module")
def table() -> Table:
    return people.mixed()


@pytest.fixture(scope="module")
def taught_here(table: Table) -> Training:
    return Training(table, salt=SALT)


@pytest.fixture(scope="module")
def model(taught_here: Training) -> Model:
    return taught_here.model


def test_both_places_make_the_same_of_the_same_records(there: OnSpark, table: Table, model: Model) -> None:
    judgements = people.judgements()
    one, other = (resolved(table, model, judgements=judgements, matcher=each) for each in (HERE, there))
    assert people.weights(other.edges) == people.weights(one.edges)
    assert people.outcome(other.clusters) == people.outcome(one.clusters)
    assert one.clusters.contradictions and {*one.clusters.doubts.why} >= {"THRESHOLD", "NUMBERS", "SAME_NUMBER"}


def test_both_places_teach_the_same_model(there: OnSpark, table: Table, taught_here: Training) -> None:
    training = Training(table, salt=SALT, matcher=there)
    assert training.model.threshold == taught_here.model.threshold
    assert people.outcome(training.resolved().clusters) == people.outcome(taught_here.resolved().clusters)


def test_components_are_found_however_long_the_way_through_them(there: OnSpark) -> None:
    links = np.array([(4, 9), (9, 2), (2, 7), (7, 7), (1, 30), (30, 20), (20, 11), (11, 12), (12, 1), (5, 6)], dtype=np.int64)
    frame = there.session.createDataFrame(arrow.table({"a": links[:, 0], "b": links[:, 1]})).where("a <> b")
    found: Any = stars(there.session, frame).toArrow()
    told = dict(zip(ints(found["a"]).tolist(), ints(found["b"]).tolist(), strict=True))
    assert told == {4: 2, 7: 2, 9: 2, 11: 1, 12: 1, 20: 1, 30: 1, 6: 5}


def test_what_goes_wrong_there_is_told_without_what_the_records_say(there: OnSpark) -> None:
    with pytest.raises(SparkUnavailable, match=r"local\[2\].*C360_MATCH_ON=here") as fault, spark.renamed("local[2]"):
        there.session.sql("SELECT raise_error('Ada Bell')").collect()
    assert "Ada" not in str(fault.value)
