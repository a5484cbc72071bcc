import os
from pathlib import Path

import pytest

from runtime.local import extra
from runtime.local.archive import Archive, archive

GONE = 2**22 + 1
"""More than any system numbers its processes."""


@pytest.fixture
def kept(tmp_path: Path) -> Archive:
    return archive(extra.java(), tmp_path)


def test_the_first_start_leaves_a_base_the_second_writes_and_the_third_gains(kept: Archive) -> None:
    assert kept.options == []
    kept.keep()
    use, write = kept.options
    assert use == f"-XX:SharedArchiveFile={kept.base}"
    assert kept.base.stat().st_size > 1_000_000

    Path(write.removeprefix("-XX:ArchiveClassesAtExit=")).write_bytes(b"an archive")
    kept.keep()
    assert kept.options == [f"-XX:SharedArchiveFile={kept.known}"]


def test_a_start_that_failed_leaves_nothing(kept: Archive) -> None:
    for path in (kept.known, kept.base):
        path.touch()
    kept.drop()
    assert kept.options == []


def test_an_archive_whose_process_was_killed_is_used_when_whole_and_removed_when_not(kept: Archive) -> None:
    half, whole, others = (kept.known.with_suffix(f".{process}.jsa") for process in (GONE, GONE + 1, os.getpid()))
    half.write_bytes(b"\0\0\0\0 regions without a header")
    others.write_bytes(b"\0\0\0\0 one that is being written")
    assert kept.options == []
    assert (half.exists(), others.exists()) == (False, True)

    whole.write_bytes(b"header and regions")
    assert kept.options == [f"-XX:SharedArchiveFile={kept.known}"]
    assert kept.known.read_bytes() == b"header and regions"
