"""The peer beside ours: its clusters are read by record, and what can't be run is said so."""

import json
import sys
from pathlib import Path

import pytest

from benchmarks import match_peer
from runtime.errors import BadQuestion


def peer(path: Path, *lines: str) -> Path:
    """A Python that does other things than it is asked."""
    path.write_text("\n".join((f"#!{sys.executable}", "import json, sys", *lines)) + "\n")
    path.chmod(0o755)
    return path


def test_clusters_are_read_by_record_at_each_probability(tmp_path: Path) -> None:
    told = {
        "version": "9", "threads": 1, "seconds": 2.0, "peak_mb": 7.0,
        "clusterings": [
            {"probability": 0.5, "seconds": 0.5, "clusters": {"a": "a", "b": "a", "c": "c"}},
            {"probability": 0.9, "seconds": 0.25, "clusters": {"a": "a", "b": "b", "c": "c"}},
        ],
    }  # fmt: skip
    python = peer(tmp_path / "peer", f"open(sys.argv[3], 'w').write({json.dumps(json.dumps(told))})")
    found = match_peer.clustered(python, "febrl3", [], ["c", "b", "a"])
    assert [(each.probability, each.labels.tolist(), each.seconds) for each in found.clusterings] == [
        (0.5, [0, 1, 1], 2.5), (0.9, [0, 1, 2], 2.25)
    ]  # fmt: skip


def test_a_python_without_the_peer_is_told_how_to_get_it(tmp_path: Path) -> None:
    python = peer(tmp_path / "peer", "sys.exit('ModuleNotFoundError: splink')")
    with pytest.raises(BadQuestion, match="ModuleNotFoundError: splink.*pip install splink"):
        match_peer.clustered(python, "febrl3", [], [])
    with pytest.raises(BadQuestion, match="can't be run"):
        match_peer.clustered(tmp_path / "none", "febrl3", [], [])
