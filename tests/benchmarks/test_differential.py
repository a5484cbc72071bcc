"""Random questions: compiled = graphql-core, for head office, a banker with half of the units, and a partner."""

from datetime import date
from typing import Any

from benchmarks.differential import compare
from graph.session import Session

QUESTIONS = 60


async def test_random_questions_are_answered_the_same_way_compiled_and_by_graphql_core(graph: Session):
    different: list[Any] = []
    tally = await compare(graph, QUESTIONS, 11, date(2026, 6, 30), lambda *told: different.append(told))
    assert different == []
    assert tally["asked"] == QUESTIONS
    assert tally["with data"] > QUESTIONS / 2
    assert tally["more than one statement"] == 0
