"""What an operation costs: asked for before, and brought after."""

from typing import Any

import pytest

from resolvers.cost import INTROSPECTION
from resolvers.known import known
from runtime.errors import BadQuestion, TooCostly
from tests.asking import SERVING


def cost(text: str, operation: str | None = None, **variables: Any) -> int:
    document = known(SERVING, text)
    assert not document.errors, document.errors
    demand = document.demand(operation)
    assert demand
    return demand.of(variables)


def brought(text: str, data: Any) -> int:
    demand = known(SERVING, text).demand(None)
    assert demand
    return demand.brought(data)


PRICES = {
    # a value nothing, an object 1, a list as much as its lines; never less than 1
    '{ party(by: {sourceId: "x"}) { name kind } }': 1,
    '{ party(by: {sourceId: "x"}) { homeUnit { name } } }': 2,
    '{ party(by: {sourceId: "x"}) { coverage { function employee { name } } } }': 1 + 10 * 2,
    # a page: itself, and twice its lines: the line and what stands on it
    "{ customers(first: 7) { edges { node { name } } } }": 1 + 7 * 2,
    "{ customers(last: 7) { edges { cursor } pageInfo { hasNextPage } } }": 1 + 7 + 1,
    "{ customers(first: 7) { totalCount edges { cursor } } }": 1 + 2 + 7,
    "{ customers { totalCount } }": 3,
    '{ party(by: {sourceId: "x"}) { accounts { edges { node { kind } } } } }': 2 + 20 * 2,
    "{ customers(first: 5) { edges { node { accounts(first: 3) { edges { node { kind } } } } } } }": 1 + 5 * (2 + 1 + 3 * 2),
    # what is worked out of a neighbourhood, and a search
    '{ party(by: {sourceId: "x"}) { balances { currency } } }': 1 + 10 * 5,
    '{ search(text: "x", first: 2) { edges { score } } }': 5 + 2,
    # keys are lines
    '{ nodes(ids: ["a", "b", "c"]) { id } }': 3,
    # of several types the dearest; what is said twice is one thing
    '{ party(by: {sourceId: "x"}) { ... on Company { owners { party { name } } } ... on Person { homeUnit { name } } } }': 1 + 10 * 2,
    '{ party(by: {sourceId: "x"}) { homeUnit { name } ...F ...F } } fragment F on Party { homeUnit { id } }': 2,
    '{ a: party(by: {sourceId: "x"}) { name } b: party(by: {sourceId: "x"}) { name } }': 2,
    # what is left out costs nothing
    '{ party(by: {sourceId: "x"}) { homeUnit @include(if: false) { name } coverage @skip(if: true) { function } } }': 1,
    "{ __typename }": 1,
    "{ __schema { types { name } } }": INTROSPECTION,
    'mutation { redriveRow(input: {idempotencyKey: "k", row: "x"}) { row { state } userErrors { field } } }': 10 + 1 + 10,
}


@pytest.mark.parametrize("text", PRICES)
def test_an_operation_has_its_price(text: str):
    assert cost(text) == PRICES[text]


def test_variables_decide_the_price():
    text = "query($n: Int = 4, $t: Boolean!) { customers(first: $n) { edges { node { homeUnit @include(if: $t) { name } } } } }"
    assert cost(text, t=False) == 1 + 4 * 2
    assert cost(text, t=True) == 1 + 4 * 3
    assert cost(text, n=50, t=False) == 1 + 50 * 2
    assert cost(text, n=10**9, t=False) == 1 + 100 * 2  # what is refused later costs no more than the largest page
    assert cost(text, n=-1, t=False) == 1
    assert cost(text, n=None, t=False) == 1 + 20 * 2
    assert cost("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=["a"] * 7) == 7


def test_each_operation_of_a_text_has_its_own_price():
    text = 'query A { viewer { org } } query B { customers(first: 9) { edges { cursor } } }'
    assert (cost(text, "A"), cost(text, "B")) == (1, 10)
    assert known(SERVING, text).demand(None) is None and known(SERVING, text).demand("C") is None


def test_what_costs_too_much_is_refused_before_it_is_validated():
    nested = "{ customers(first: 100) { edges { node { accounts(first: 100) { edges { node { nothing { at { all } } } } } } } } }"
    (error,) = known(SERVING, nested).errors
    assert error.extensions == {"code": "QUERY_TOO_COSTLY"}
    assert error.message == "The question costs 20,301; at most 10,000 is answered at once: ask for smaller pages."


def test_what_variables_make_too_costly_is_refused_by_them():
    text = "query($n: Int) { customers(first: $n) { edges { node { accounts(first: 100) { edges { node { kind } } } } } } }"
    assert cost(text, n=1) == 204
    with pytest.raises(TooCostly, match=r"costs 20,301"):
        cost(text, n=100)
    with pytest.raises(TooCostly, match="values in the lists of the variables"):
        cost("query($w: PartyWhere) { customers(first: 1, where: $w) { totalCount } }", w={"name": {"in": ["x"] * 1001}})


@pytest.mark.parametrize(
    "text",
    [
        "{ customers { edges { cursor } } }",
        '{ search(text: "x") { pageInfo { hasNextPage } } }',
        "{ passes(first: null) { ...F } } fragment F on PassConnection { totalCount }",
    ],
)
def test_a_list_that_begins_at_all_there_is_needs_the_size_of_a_page(text: str):
    with pytest.raises(BadQuestion, match=r"Say how many of \w+: this list needs first or last\."):
        cost(text)


def test_what_was_brought_is_counted_by_its_objects():
    text = """{ customers(first: 50) { totalCount edges { node { name homeUnit { name } balances { currency }
      accounts(first: 9) { edges { node { product { code } } } } ... on Company { owners { shareExact party { name } } } } } } }"""
    assert brought(text, None) == 0
    assert brought(text, {"customers": None}) == 1
    lines: list[Any] = [
        {"node": {"name": "a", "homeUnit": None, "balances": None, "accounts": {"edges": []}}},
        {"node": {"homeUnit": {"name": "u"}, "balances": [{}, {}], "accounts": {"edges": [{"node": {"product": {"code": "c"}}}, {"node": {"product": None}}]},
                  "owners": [{"party": {"name": "x"}}]}},
    ]  # fmt: skip
    list_, edges, nodes = 1 + 2, 2, 2
    below = 1 + (1 + 2 * 5 + (1 + 2 * 2 + 1) + 2)
    assert brought(text, {"customers": {"totalCount": 2, "edges": lines}}) == list_ + edges + nodes + below


def test_what_was_brought_costs_what_was_asked_where_all_of_it_came():
    text = "{ customers(first: 2) { totalCount edges { node { name homeUnit { name } } } } viewer { org } }"
    line = {"node": {"name": "a", "homeUnit": {"name": "u"}}}
    data = {"customers": {"totalCount": 2, "edges": [line, line]}, "viewer": {"org": "HQ"}}
    assert brought(text, data) == cost(text)
