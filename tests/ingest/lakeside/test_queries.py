"""The questions of the demo are questions the schema answers."""

import pytest
from graphql import parse, validate

from ingest.lakeside.queries import QUERIES
from schema.assembled import standard


@pytest.mark.parametrize(("about", "query"), QUERIES)
def test_a_question_of_the_demo_validates(about: str, query: str) -> None:
    assert validate(standard()._schema, parse(query)) == []
