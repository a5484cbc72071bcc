import stat
from pathlib import Path

import pytest

from runtime.errors import NotConfigured
from runtime.secret import secret


def test_a_secret_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path):
    home = tmp_path / "home"
    first = secret(home, None)
    assert len(first) >= 32
    assert secret(home, None) == first
    assert stat.S_IMODE((home / "secret").stat().st_mode) == 0o600


def test_a_short_secret_is_refused(tmp_path: Path):
    with pytest.raises(NotConfigured, match="C360_TOKEN_SECRET is too short"):
        secret(tmp_path, "short")


def test_a_home_that_cannot_be_written_says_which_setting(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(NotConfigured, match="set C360_HOME"):
        secret(tmp_path / "file" / "home", None)


def test_half_a_secret_signs_nothing(tmp_path: Path):
    (tmp_path / "secret").write_text("")
    with pytest.raises(NotConfigured, match="take it away, and another is made"):
        secret(tmp_path, None)
