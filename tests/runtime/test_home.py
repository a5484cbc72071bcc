"""A home says which version wrote it, and a later one's is not touched."""

import errno
import os
from pathlib import Path

import pytest

from runtime import home
from runtime.errors import HomeTooNew, NoSpace, NotConfigured


def test_a_home_is_marked_at_its_first_use_and_opened_again(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "home"
    assert home.version(folder) is None
    assert home.opened(folder) == home.opened(folder) == folder
    assert home.version(folder) == home.VERSION
    assert [each.name for each in folder.iterdir()] == ["version"]


def test_a_home_from_before_homes_were_marked_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("kept")
    home.opened(tmp_path)
    assert (home.version(tmp_path), (tmp_path / "secret").read_text()) == (home.VERSION, "kept")


@pytest.mark.parametrize("said", [str(home.VERSION + 1), "twelve", "", "1.5"])
def test_a_home_of_a_version_nobody_knows_here_is_refused_and_not_touched(tmp_path: Path, said: str) -> None:
    (tmp_path / "version").write_text(said)
    with pytest.raises(HomeTooNew, match="C360_HOME"):
        home.opened(tmp_path)
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("version", said)]


def test_a_home_that_is_a_file_is_told_with_the_setting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotConfigured, match="set C360_HOME"):
        home.opened(tmp_path / "file")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_told_by_its_folder(tmp_path: Path, code: int) -> None:
    with pytest.raises(NoSpace, match=f"The disk of {tmp_path} is full"), home.writing(tmp_path):
        raise OSError(code, os.strerror(code))


def test_another_fault_is_left_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="Input/output"), home.writing(tmp_path):
        raise OSError(errno.EIO, os.strerror(errno.EIO))
