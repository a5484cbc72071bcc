"""The own Neo4j is filled as a whole or not at all. No server is started here; one import fails by its files, on purpose."""

from pathlib import Path

import pytest

from runtime.errors import EngineUnavailable, HomeInUse
from runtime.local import child, home, importing
from runtime.local.importing import Group


def quiet(step: str, done: int, total: int) -> None:
    """Nobody watches."""


def data(folder: Path, *stores: str) -> set[str]:
    """What stands in the data of a folder; `stores` are made there first."""
    for store in stores:
        (folder / "data" / store).mkdir(parents=True)
    return {str(path.relative_to(folder / "data")) for path in (folder / "data").rglob("*")}


def test_files_that_cannot_be_imported_leave_an_engine_without_data(tmp_path: Path, line: str, cache: Path) -> None:
    (tmp_path / "n.header").write_text(":ID,id:string,id:long\n")
    (tmp_path / "n.csv").write_text('0,"secret",1\n')
    with importing.held(tmp_path / "home", line, cache, quiet) as engine:
        assert not engine.holds_data
        with pytest.raises(EngineUnavailable, match="as empty as before") as fault:
            engine.fill(tmp_path, [Group("Thing", "n.header", "n.csv")], [], quiet)
        assert not engine.holds_data
    assert "secret" not in str(fault.value)
    assert data(tmp_path / "home" / f"neo4j-{line}") == set()


def test_an_engine_that_another_process_has_is_not_filled(tmp_path: Path, line: str, cache: Path) -> None:
    with (
        child.held(tmp_path / f"neo4j-{line}"),
        pytest.raises(HomeInUse),
        importing.held(tmp_path, line, cache, quiet),
    ):
        pass


def test_an_import_that_was_broken_off_is_dropped_by_the_next_start(tmp_path: Path) -> None:
    home.begin_import(tmp_path)
    data(tmp_path, "databases/neo4j", "transactions/neo4j")
    assert not home.holds_data(tmp_path)
    home.prepare(tmp_path)
    assert data(tmp_path) == set()


def test_of_an_import_whose_first_start_was_broken_off_the_graph_stays(tmp_path: Path) -> None:
    home.begin_import(tmp_path)
    graph = data(tmp_path, "databases/neo4j", "transactions/neo4j")
    home.finish_import(tmp_path)
    data(tmp_path, "databases/system", "transactions/system", "dbms")
    assert home.holds_data(tmp_path)
    home.prepare(tmp_path)
    assert data(tmp_path) == graph


def test_once_ready_the_data_counts_whole(tmp_path: Path) -> None:
    home.begin_import(tmp_path)
    home.finish_import(tmp_path)
    stores = data(tmp_path, "databases/neo4j", "databases/system")
    home.began(tmp_path)
    home.prepare(tmp_path)
    assert data(tmp_path) == stores


def test_an_import_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    home.prepare(tmp_path)
    home.began(tmp_path)
    data(tmp_path, "databases/neo4j")
    home.begin_import(tmp_path)
    assert data(tmp_path) == set()
