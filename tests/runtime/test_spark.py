"""What Spark needs and is not there is told by name, before anything is done."""

import sys
from pathlib import Path

import pytest

from ingest import models
from ingest.match import place
from ingest.train import Lesson, train
from runtime import spark
from runtime.errors import NotConfigured
from runtime.local import extra
from tests.ingest.match import people


def test_without_pyspark_nothing_is_matched_and_what_to_install_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(NotConfigured, match=r"pyspark.*pip install 'c360\[spark\]'.*C360_MATCH_ON=here"):
        train(tmp_path, Lesson(people.table(5)), None, place=place.at("local[1]", None, tmp_path))
    assert models.in_use(tmp_path, "person") is None


def test_a_java_that_is_no_full_jdk_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """That of the own Neo4j is a runtime without the module."""
    monkeypatch.setenv("JAVA_HOME", str(extra.java().parent.parent))
    with pytest.raises(NotConfigured, match=r"full JDK .* lacks the module jdk\.incubator\.vector.*JAVA_HOME"):
        spark.check_java()


def test_a_java_home_without_java_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(NotConfigured, match="there is no java in"):
        spark.check_java()


def test_here_is_where_records_are_matched_unless_a_cluster_is_named(tmp_path: Path) -> None:
    assert place.at("here", None, tmp_path) is place.here
