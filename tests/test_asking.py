"""The examples of docs/asking.md are answered, each by one statement, and find something."""

import re
from pathlib import Path
from typing import Any

import pytest

from graph.session import Session
from tests.asking import asker

EXAMPLES = re.findall(r"```graphql\n(.+?)```", (Path(__file__).parents[1] / "docs" / "asking.md").read_text(encoding="utf-8"), re.S)


def test_there_are_examples():
    assert len(EXAMPLES) >= 6


@pytest.mark.parametrize("text", EXAMPLES)
async def test_an_example_finds_something_by_one_statement(graph: Session, text: str):
    found = await (await asker(graph))(text)
    assert edges(found.data), found.data
    assert found.context.statements == 1


def edges(data: Any) -> list[Any]:
    """Those of the first list in an answer that has any, or its groups."""
    if isinstance(data, list):
        return data
    if not isinstance(data, dict):
        return []
    found = data.get("edges") or data.get("groups")
    return found or next((inner for each in data.values() if (inner := edges(each))), [])
