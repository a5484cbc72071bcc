"""Random questions: compiled = graphql-core = an oracle that reads the source files and knows no graph."""

from datetime import date
from typing import Any

from benchmarks.differential import beside_oracle, compare
from graph.session import Session
from tests.berka_part import BerkaPart

TODAY = date(2026, 6, 30)


async def test_300_random_questions_are_answered_the_same_way_compiled_and_by_graphql_core(graph: Session):
    different: list[Any] = []
    tally = await compare(graph, 300, 11, TODAY, lambda *told: different.append(told), most=12)
    assert not different, "\n".join(map(repr, different))
    assert tally["asked"] == 300
    assert tally["with data"] > 300 / 3
    assert tally["more than one statement"] == 0


async def test_berkas_customers_are_told_as_their_source_files_say(graph: Session, berka: BerkaPart):
    different: list[Any] = []
    beside = await beside_oracle(graph, berka.folder, TODAY, lambda *told: different.append(told))
    await beside.at_random(8, 12)
    assert not different, "\n".join(map(repr, different))
    assert beside.tally["asked"] > 8 and beside.tally["with data"] > 5
