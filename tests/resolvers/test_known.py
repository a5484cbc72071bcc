"""What is wrong with a question is told alike, however large it is."""

import pytest
from graphql import parse, validate

from resolvers import known
from tests.asking import SERVING


def told(text: str) -> list[str]:
    return [error.message for error in known.known(SERVING, text).errors]


MANY = " ".join(f"x{n}" for n in range(900))
SOME = " ".join(f"x{n}" for n in range(3))
KNOWN = " ".join(f"a{n}: org" for n in range(30))
LONG = f"nodes(ids: [{'1 ' * 500}]) {{ id }}"


@pytest.mark.parametrize(
    "text",
    [
        f"{{ viewer {{ {MANY} }} }}",
        f"{{ viewer {{ {SOME} {KNOWN} {KNOWN.replace('org', 'role')} }} {LONG} }}",
        f"query($unused: Int) {{ viewer {{ {SOME} {KNOWN} }} customers(first: {{}}) {{ totalCount }} {LONG} }}",
        f"{{ viewer {{ {KNOWN} }} {LONG} }}",
        f"{{ viewer {{ {SOME} }} }}",
    ],
    ids=["nothing that there is", "fields that conflict", "a mistake of each kind", "none", "a small one"],
)
def test_mistakes_are_the_first_ten_of_all_rules(text: str):
    expected = [error.message for error in validate(SERVING._schema, parse(text), known.RULES, max_errors=known.TOLD)]  # pyright: ignore
    assert told(text) == expected
