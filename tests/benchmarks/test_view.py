"""What is compared answers the same, over HTTP, for signed callers alone."""

import asyncio
import io
from pathlib import Path

import pytest
from rich.console import Console

from benchmarks import customers, view
from benchmarks.children import DATALOADERS, serving
from benchmarks.connection import Connection, body
from benchmarks.ordinary import SCHEMA
from benchmarks.page import LOADERS, ONE_STATEMENT
from benchmarks.queries import LIST, VIEW
from benchmarks.relations import Loaders
from graph.session import Session
from runtime.local.engines import Engines
from runtime.settings import Settings
from tests.asking import TODAY, asker, nodes

SECRET = "only the tests sign with this secret"


@pytest.fixture
def settings(engines: Engines, tmp_path: Path) -> Settings:
    named = {"NEO4J_URI": engines.neo4j_uri, "NEO4J_USER": engines.neo4j_user, "NEO4J_PASSWORD": engines.neo4j_password}
    return Settings.from_env({**named, "C360_HOME": str(tmp_path)})


@pytest.mark.long
async def test_dataloaders_answer_as_the_one_statement_does(graph: Session):
    suzhou = await asker(graph, "HQ/SUZHOU")
    listed = (await suzhou(LIST)).data
    parties = [party["id"] for party in nodes(listed["customers"])]
    assert len(parties) > 10
    for text, variables in [(LIST, {}), *((VIEW, {"id": party}) for party in parties)]:
        loaders = Loaders(graph, suzhou.scope, TODAY)
        result = await SCHEMA.execute(text, variables, loaders)
        assert result.errors is None
        assert result.data == (await suzhou(text, **variables)).data
        assert 6 <= loaders.statements <= 13


async def test_the_dataloader_server_refuses_who_is_not_signed(graph: Session, settings: Settings):
    with (
        serving(DATALOADERS, settings, SECRET) as port,
        Connection(port, "forged") as forged,
        pytest.raises(RuntimeError, match="401"),
    ):
        forged.ask(body(LIST, {}))


@pytest.mark.long
async def test_a_run_measures_both_questions_and_writes_the_page(graph: Session, settings: Settings, tmp_path: Path):
    printed, page = io.StringIO(), tmp_path / "benchmarks.md"
    found = await asyncio.to_thread(view.run, settings, SECRET, 5, Console(file=printed, width=200), page)
    assert [measured.aim for measured in found.measured] == [1.25, 1.4]
    for measured in found.measured:
        assert measured.figures[LOADERS].p50 > measured.figures[ONE_STATEMENT].p50
    assert found.place == await customers.place(graph, "HQ")
    assert ONE_STATEMENT in printed.getvalue()
    assert ONE_STATEMENT in page.read_text()
