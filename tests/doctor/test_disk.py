"""What is free is told beside what is needed."""

from pathlib import Path

import pytest

from doctor import disk
from doctor.finding import State
from runtime.settings import Settings


def settings(home: Path) -> Settings:
    return Settings(home=home, cache=home / "cache")


@pytest.mark.parametrize(("bound", "state", "exit"), [("LEAST", State.WRONG, 2), ("ENOUGH", State.WARNING, 0)])
def test_a_disk_with_little_left_is_told(home: Path, monkeypatch: pytest.MonkeyPatch, bound: str, state: State, exit: int):
    monkeypatch.setattr(disk, bound, 2**60)
    found = disk.look(settings(home))[0]
    assert (found.state, found.exit, "are free at" in found.found) == (state, exit, True)
    assert found.do


def test_a_graph_that_has_no_room_for_a_copy_is_told(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(disk, "ENOUGH", 0)
    monkeypatch.setattr(disk, "LEAST", 0)
    data = home / "neo4j-5.26" / "data"
    data.mkdir(parents=True)
    with (data / "store").open("w") as file:
        file.truncate(10 * 10**12)  # takes no room
    found = disk.look(settings(home))[0]
    assert (found.state, "the graph takes 10,000.0 GB" in found.found, "copy" in found.do) == (State.WARNING, True, True)


def test_a_disk_with_room_is_well_also_for_folders_that_are_not_there(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(disk, "ENOUGH", 0)
    assert {each.state for each in disk.look(settings(home / "nowhere" / "yet"))} == {State.OK}
