"""GraphiQL's examples fit the schema and are answered by the demo bank, each to the kind of user it is for."""

from typing import Any

import pytest
from graphql import build_schema, parse, validate

from access.caller import CallerRole
from explorer import examples
from graph.session import Session
from schema.assembled import serving
from tests.asking import asker

SCHEMA = build_schema(serving().as_str())
KINDS = {"Frontend team", "Corporate banker", "Partner app", "Operator"}


def test_each_kind_of_user_has_an_example():
    assert {one["who"] for one in examples()} == KINDS
    assert all(one["title"] and not one["title"].startswith("#") for one in examples())


@pytest.mark.parametrize("one", examples(), ids=lambda one: one["name"])
async def test_an_example_fits_the_schema_and_finds_something(one: dict[str, Any], graph: Session):
    assert validate(SCHEMA, parse(one["query"])) == []
    ask = await asker(graph, role=CallerRole.PARTNER if one["who"] == "Partner app" else CallerRole.BANKER)
    answer = await ask(one["query"], **one["variables"])
    assert all(answer.data.values()) and answer.context.statements == 1
    assert bool(answer.context.withheld) == (one["who"] == "Partner app")
