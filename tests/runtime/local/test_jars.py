"""The download is a real one, over HTTP by the Maven client, from a mirror of this machine's own cache."""

import os
import threading
from collections.abc import Generator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest

from runtime.errors import EngineUnavailable, NoSpace
from runtime.local import jars, lock

SETTINGS = """<settings xmlns="http://maven.apache.org/SETTINGS/1.0.0"><mirrors>
<mirror><id>other</id><mirrorOf>somewhere</mirrorOf><url>http://127.0.0.1:9/other</url></mirror>
<mirror><id>own</id><mirrorOf>*</mirrorOf><url>http://127.0.0.1:{port}/maven</url></mirror></mirrors></settings>"""


class _Flat(SimpleHTTPRequestHandler):
    """Serves group/artifact/version/file from one flat folder, and notes what was asked for."""

    asked: list[str]

    def translate_path(self, path: str) -> str:
        return str(Path(self.directory) / Path(path).name)

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        super().do_GET()

    def log_message(self, format: str, *args: object) -> None:
        pass


class Mirror(NamedTuple):
    asked: list[str]
    server: ThreadingHTTPServer


@pytest.fixture
def mirror(jar_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Mirror]:
    """A mirror that the user's Maven settings name."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Flat, directory=str(jar_folder)))
    server.asked = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    (tmp_path / "user" / ".m2").mkdir(parents=True)
    (tmp_path / "user" / ".m2" / "settings.xml").write_text(SETTINGS.format(port=server.server_port))
    yield Mirror(server.asked, server)  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()


@pytest.fixture
def own_cache(jar_folder: Path, tmp_path: Path) -> Path:
    """A complete cache of this test alone: links to the shared jars, which a test replaces and never writes to."""
    folder = tmp_path / "cache" / jar_folder.name
    folder.mkdir(parents=True)
    for path in [*jar_folder.glob("*.jar"), jar_folder / "complete"]:
        os.symlink(path, folder / path.name)
    return folder.parent


def replace(path: Path, content: bytes) -> None:
    path.unlink()
    path.write_bytes(content)


def fetched(line: str, cache: Path) -> list[tuple[int, int, int]]:
    steps: list[tuple[int, int, int]] = []
    jars.fetch(line, cache, lambda done, total, files: steps.append((done, total, files)))
    return steps


def test_a_second_fetch_fetches_nothing(line: str, own_cache: Path, mirror: Mirror) -> None:
    assert fetched(line, own_cache) == []
    assert mirror.asked == []


def test_missing_and_broken_jars_are_fetched_again_and_no_others(line: str, own_cache: Path, mirror: Mirror) -> None:
    folder, wanted = own_cache / f"neo4j-{lock.read(line).version}", lock.read(line)
    gone, short, altered = wanted.jars[3], wanted.jars[50], wanted.jars[100]
    (folder / gone.name).unlink()
    replace(folder / short.name, b"half of a ja")
    replace(folder / altered.name, b"\0" * altered.size)
    (folder / "stranger.jar").write_bytes(b"not of this line")

    steps = fetched(line, own_cache)

    asked = {Path(path).name for path in mirror.asked if path.endswith(".jar")}
    assert asked == {gone.name, short.name, altered.name}
    assert steps[-1] == (wanted.size, wanted.size, len(wanted.jars))
    assert [done for done, _, _ in steps] == sorted(done for done, _, _ in steps)
    assert {path.name for path in folder.glob("*.jar")} == {jar.name for jar in wanted.jars}
    assert fetched(line, own_cache) == []


def test_a_jar_that_is_not_what_the_lock_says_is_never_used(line: str, own_cache: Path, mirror: Mirror, tmp_path: Path) -> None:
    wanted = lock.read(line).jars[7]
    jar = own_cache / f"neo4j-{lock.read(line).version}" / wanted.name
    jar.unlink()
    (tmp_path / wanted.name).write_bytes(b"something else")
    mirror.server.RequestHandlerClass = partial(_Flat, directory=str(tmp_path))  # type: ignore[assignment]
    with pytest.raises(EngineUnavailable, match=rf"{wanted.artifact}.* is not what the lock says.*NEO4J_URI"):
        fetched(line, own_cache)
    assert not jar.exists()


def test_without_a_network_one_line_names_the_other_way(line: str, tmp_path: Path, mirror: Mirror) -> None:
    mirror.server.shutdown()
    mirror.server.server_close()
    with pytest.raises(EngineUnavailable) as fault:
        fetched(line, tmp_path / "empty")
    assert "NEO4J_URI" in str(fault.value)
    assert "\n" not in str(fault.value)


def test_a_disk_without_room_is_told_before_anything_is_fetched(
    line: str, tmp_path: Path, mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jars, "_SPARE", 2**60)
    with pytest.raises(NoSpace, match="C360_CACHE"):
        fetched(line, tmp_path / "empty")
    assert mirror.asked == []


def test_the_cache_is_the_setting_or_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    assert jars.cache_folder(None) == tmp_path / "c360"
    assert jars.cache_folder(tmp_path / "set") == tmp_path / "set"
    monkeypatch.setattr("sys.platform", "darwin")
    assert jars.cache_folder(None) == Path.home() / "Library" / "Caches" / "c360"
