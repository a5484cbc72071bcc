"""What changed of the API since it was released, and the gate for what breaks clients."""

import pytest
from graphql import build_schema

from schema import released
from schema.assembled import serving
from schema.released import changes

BEFORE = """
type Query { customer(id: ID!): Party  customers(first: Int): [Party!]! }
type Party { name: String!  born: String }
enum Kind { PERSON COMPANY }
input Where { name: String }
"""


@pytest.mark.parametrize(
    ("text", "now", "sentence"),
    [
        ("born: String", "", "Field Party.born was removed."),
        ("name: String!", "name: String", "Field Party.name changed type from String! to String."),
        ("(first: Int)", "(first: Int!)", "Argument Query.customers(first:) has changed type from Int to Int!."),
        ("(id: ID!)", "(id: ID!, asOf: String!)", "A required argument Query.customer(asOf:) was added."),
        ("PERSON COMPANY", "PERSON", "Enum value Kind.COMPANY was removed."),
        ("{ name: String }", "{ name: String  of: Kind! }", "A required field Where.of was added."),
    ],
)
def test_what_can_break_a_client_is_refused_until_it_is_announced(text: str, now: str, sentence: str):
    found = changes(build_schema(BEFORE), build_schema(BEFORE.replace(text, now, 1)))
    assert found.breaking == (sentence,)
    assert found.unannounced("## Breaking\n\nNothing.\n") == [sentence]
    assert not found.unannounced(f"## Breaking\n\n- {sentence} Ask for something else.\n")


def test_what_is_more_or_said_in_other_words_breaks_nobody():
    now = BEFORE.replace("type Party {", '"A customer." type Party { age: Int ').replace("PERSON COMPANY", "PERSON COMPANY FUND")
    found = changes(build_schema(BEFORE), build_schema(now))
    assert not found.breaking
    assert found.surprising == ("Enum value Kind.FUND was added.",)
    assert found.more == ("Field Party.age was added.",)
    assert list(found.lines()) == ["May surprise one:", f"- {found.surprising[0]}", "Is more:", f"- {found.more[0]}"]


def test_this_schema_breaks_no_client_of_the_released_one_unannounced():
    assert not released.since_release(serving().as_str()).unannounced(released.announced())
