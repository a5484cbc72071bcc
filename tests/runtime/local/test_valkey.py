import os
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import AuthenticationError

from runtime.errors import EngineUnavailable, HomeInUse
from runtime.local import extra, valkey


def test_it_answers_by_its_password_and_not_without(tmp_path: Path) -> None:
    with valkey.running(tmp_path) as url, Redis.from_url(url) as known:
        assert known.ping()
        place = known.connection_pool.connection_kwargs
        with Redis(host=place["host"], port=place["port"]) as stranger, pytest.raises(AuthenticationError):
            stranger.ping()
        assert place["host"] == "127.0.0.1"
    assert (tmp_path / "valkey.conf").stat().st_mode & 0o077 == 0


def test_what_was_written_is_there_after_a_restart(tmp_path: Path) -> None:
    with valkey.running(tmp_path) as url, Redis.from_url(url) as first:
        first.set("kept", "yes")
    with valkey.running(tmp_path) as url, Redis.from_url(url) as second:
        assert second.get("kept") == b"yes"


def test_a_second_one_is_refused_the_folder(tmp_path: Path) -> None:
    with valkey.running(tmp_path), pytest.raises(HomeInUse), valkey.running(tmp_path):
        pass


def test_one_that_cannot_start_says_why(tmp_path: Path) -> None:
    why = r"argument must be a memory value.* See .*valkey\.log"
    with pytest.raises(EngineUnavailable, match=why), valkey.running(tmp_path, memory="much"):
        pass


def test_a_redis_server_on_the_path_serves_where_the_extra_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.symlink(extra.valkey(), tmp_path / "redis-server")
    monkeypatch.setattr(extra, "find_spec", lambda _: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with valkey.running(tmp_path / "home") as url, Redis.from_url(url) as client:
        assert client.ping()
