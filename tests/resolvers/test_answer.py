"""What a question gets: one statement, its order, its bounds, its errors."""

from typing import Any

import pytest

from access.caller import CallerRole
from graph.cursor import encode
from graph.session import Session
from resolvers.answer import PLANS
from resolvers.plan import Plan
from runtime.errors import GraphUnavailable
from tests.asking import SERVING, STANDARD, Asker, asker, nodes

LIN = "core:1000000003"
STEEL = "core:2000000002"


async def test_a_whole_view_costs_one_statement(graph: Session):
    ask = await asker(graph)
    view = await ask(
        """query($key: String!) { party(by: {sourceId: $key}) { id displayName balances { currency assets } products { product { code } }
          accounts(first: 3) { totalCount edges { role node { transactions(first: 2) { edges { node { amount { amount } } } } } } }
          ... on Person { household { members { person { displayName } } } } records { system } provenance { field } } }""",
        key=LIN,
    )
    assert view.data["party"]["displayName"] == "林海川"
    assert view.context.statements == 1


async def test_several_roots_aliases_and_fragments_cost_one_statement(graph: Session):
    ask = await asker(graph)
    found = await ask(
        """{ a: party(by: {sourceId: "core:1000000003"}) { ...N } a: party(by: {sourceId: "core:1000000003"}) { kind }
             b: company(id: "nobody") { id } products(first: 2) { edges { node { code } } } } fragment N on Party { n: name }"""
    )
    assert found.data["a"] == {"n": "林海川", "kind": "PERSON"}
    assert list(found.data) == ["a", "b", "products"]
    assert found.data["b"] is None
    assert found.context.statements == 1


async def test_introspection_costs_none(graph: Session):
    found = await (await asker(graph))("{ __schema { queryType { name } } }")
    assert found.data == {"__schema": {"queryType": {"name": "Query"}}}
    assert found.context.statements == 0


async def test_what_the_graph_does_not_answer_stands_beside_what_it_does(graph: Session):
    found = await (await asker(graph))('{ viewer { subject seesAll } party(by: {sourceId: "core:1000000003"}) { name } }')
    assert found.data == {"viewer": {"subject": "tester", "seesAll": True}, "party": {"name": "林海川"}}
    assert found.context.statements == 1


@pytest.mark.parametrize("schema", [SERVING, STANDARD], ids=["compiled", "standard"])
async def test_a_graph_that_is_gone_is_told_at_every_root_it_was_to_answer(schema: Any):
    class Gone:
        async def read(self, text: str, params: dict[str, Any]) -> Any:
            raise GraphUnavailable("Neo4j does not answer.")

    from datetime import UTC, datetime

    from access.caller import Caller

    ask = Asker(Gone(), ["PUBLIC"], Caller("x", CallerRole.BANKER, "HQ", datetime(2030, 1, 1, tzinfo=UTC)))
    found = await ask('{ a: customer(id: "x") { id } b: node(id: "y") { id } viewer { subject } }', schema)
    assert found.result.data == {"a": None, "b": None, "viewer": {"subject": "x"}}
    assert found.errors == [("Neo4j does not answer.", ["a"]), ("Neo4j does not answer.", ["b"])]


# ---- values never become text


async def test_a_callers_words_never_reach_the_statement(graph: Session):
    ask = await asker(graph)
    poison = "x' OR 1=1 // `; MATCH (n) DETACH DELETE n"
    for text in (
        "query($p: ID!) { customer(id: $p) { poison_alias: name } }",
        "query($p: String!) { search(text: $p) { edges { node { poison_alias: name } } } }",
        "query($p: String!) { customers(where: {name: {contains: $p}}) { edges { node { poison_alias: name } } } }",
    ):
        found = await ask(text, p=poison)
        assert found.result.errors is None
    statements = [plan.statement.text for plan in PLANS.kept.values() if isinstance(plan, Plan)]
    assert statements
    assert not any("poison" in text or "1=1" in text or "DETACH" in text for text in statements)


# ---- lists


FOREIGN = "does not belong to this list: take one from the same field with the same order."


async def walked(ask: Asker, text: str, forward: bool, step: int, **variables: Any) -> tuple[list[str], int]:
    """All ids of a list, page by page, and what totalCount said."""
    found: list[str] = []
    cursor, total = None, -1
    while True:
        page = {"first": step, "after": cursor} if forward else {"last": step, "before": cursor}
        party = (await ask(text, **page, **variables)).data
        connection = next(iter(party.values()))
        connection = connection.get("list", connection)
        ids = [node["id"] for node in nodes(connection)]
        found = [*found, *ids] if forward else [*ids, *found]
        total = connection["totalCount"]
        info = connection["pageInfo"]
        cursor = info["endCursor"] if forward else info["startCursor"]
        if not (info["hasNextPage"] if forward else info["hasPreviousPage"]):
            return found, total


CUSTOMERS = """query($first: Int, $after: String, $last: Int, $before: String, $by: PartyOrder) {
  customers(first: $first, after: $after, last: $last, before: $before, orderBy: $by) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { node { id } } } }"""
ACCOUNTS = """query($key: String!, $first: Int, $after: String, $last: Int, $before: String, $by: AccountOrder) {
  party(by: {sourceId: $key}) { list: accounts(first: $first, after: $after, last: $last, before: $before, orderBy: $by) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { node { id } } } } }"""


@pytest.mark.parametrize("forward", [True, False], ids=["forwards", "backwards"])
@pytest.mark.parametrize("order", ["NAME", "NAME_DESC", "UNIT"])
async def test_walking_all_customers_by_pages_gives_each_once_in_order(graph: Session, forward: bool, order: str):
    ask = await asker(graph, "HQ/SUZHOU")
    whole = await walked(ask, CUSTOMERS, True, 100, by=order)
    paged = await walked(ask, CUSTOMERS, forward, 7, by=order)
    assert paged == whole
    assert len(set(whole[0])) == whole[1] > 10


@pytest.mark.parametrize("forward", [True, False], ids=["forwards", "backwards"])
@pytest.mark.parametrize("order", ["NEWEST", "OLDEST", "KIND", "ROLE", "BALANCE", "BALANCE_DESC"])
@pytest.mark.parametrize("key", [LIN, STEEL])
async def test_walking_a_partys_accounts_by_pages_gives_each_once_in_order(graph: Session, forward: bool, order: str, key: str):
    ask = await asker(graph)
    whole = await walked(ask, ACCOUNTS, True, 100, key=key, by=order)
    assert await walked(ask, ACCOUNTS, forward, 1, key=key, by=order) == whole
    assert len(set(whole[0])) == whole[1] > 3


async def test_accounts_stand_by_currency_and_balance_those_without_one_last(graph: Session):
    text = f"""{{ party(by: {{sourceId: "{STEEL}"}}) {{ accounts(first: 100, orderBy: BALANCE_DESC) {{
      edges {{ node {{ currency balance {{ amount }} }} }} }} }} }}"""
    found = nodes((await (await asker(graph))(text)).data["party"]["accounts"])
    told = [(each["currency"], each["balance"] is None, -float(each["balance"]["amount"]) if each["balance"] else 0.0) for each in found]
    assert told == sorted(told) and len({currency for currency, _, _ in told}) > 1


async def test_a_page_between_two_cursors_is_what_lies_between_them(graph: Session):
    ask = await asker(graph)
    text = """query($a: String, $b: String) { customers(first: 50, after: $a, before: $b) { edges { cursor node { id } } } }"""
    edges = (await ask(text)).data["customers"]["edges"]
    between = (await ask(text, a=edges[3]["cursor"], b=edges[9]["cursor"])).data["customers"]["edges"]
    assert between == edges[4:9]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("first: 101", "first must be between 0 and 100 at customers."),
        ("first: -1", "first must be between 0 and 100 at customers."),
        ("last: 1000000000", "last must be between 0 and 100 at customers."),
        ("first: 1, last: 1", "Ask for first or for last at customers, not for both."),
        ('after: "junk"', f"The cursor given as after at customers {FOREIGN}"),
        (f'before: "{encode("Party.name", ["x"])}"', f"The cursor given as before at customers {FOREIGN}"),
        (f'after: "{encode("Party.sortName", ["x", "1"])}", orderBy: UNIT', f"The cursor given as after at customers {FOREIGN}"),
        (f'after: "{encode("Party.unit,sortName", ["x", 1, "1"])}", orderBy: UNIT', f"The cursor given as after at customers {FOREIGN}"),
    ],
)
async def test_a_page_that_cannot_be_is_refused_with_its_reason(graph: Session, arguments: str, says: str):
    found = await (await asker(graph))(f"{{ customers({arguments}) {{ edges {{ node {{ id }} }} }} }}")
    assert found.errors == [(says, None)]
    assert found.context.statements == 0


@pytest.mark.parametrize("schema", [SERVING, STANDARD], ids=["compiled", "standard"])
@pytest.mark.parametrize("size", [-1, 101, 2**31 - 1])
async def test_of_a_question_that_cannot_be_nothing_is_executed_and_its_plan_is_made_once(graph: Session, schema: Any, size: int):
    ask = await asker(graph)
    text = '{ customers(first: %s) { totalCount } party(by: {sourceId: "core:1000000003"}) { name } viewer { subject } }'
    for asked, variables in ((text % size, {}), ("query($n: Int!) " + text % "$n", {"n": size})):
        made = PLANS.made
        for _ in range(3):
            found = await ask(asked, schema, **variables)
            assert (found.result.data, found.errors) == (None, [("first must be between 0 and 100 at customers.", None)])
            assert found.context.statements == 0
        assert PLANS.made - made <= 1


async def test_only_the_root_that_is_not_permitted_is_refused(graph: Session):
    ask = await asker(graph, "HQ/SUZHOU", CallerRole.PARTNER)
    text = """{ party(by: {sourceId: "core:1000000003"}) { accounts(orderBy: BALANCE) { totalCount } } viewer { subject } }"""
    for schema in (SERVING, STANDARD):
        made = PLANS.made
        for _ in range(3):
            found = await ask(text, schema)
            assert found.result.data == {"party": None, "viewer": {"subject": "tester"}}
            assert [path for _, path in found.errors] == [["party"]]
        assert PLANS.made - made <= 2


# ---- names and ids


async def test_an_id_finds_its_node_again_and_no_node_of_another_type(graph: Session):
    ask = await asker(graph)
    found = (
        await ask('{ party(by: {sourceId: "core:1000000003"}) { id partyId accounts(first: 1) { edges { node { id } } } } }')
    ).data
    party, account = found["party"]["id"], nodes(found["party"]["accounts"])[0]["id"]
    again = await ask(
        "query($p: ID!, $a: ID!, $raw: ID!) { p: node(id: $p) { __typename id } a: node(id: $a) { __typename } c: company(id: $p) { id } "
        "x: account(id: $p) { id } y: customer(id: $a) { id } raw: customer(id: $raw) { id } }",
        p=party, a=account, raw=found["party"]["partyId"],
    )  # fmt: skip
    assert again.data == {
        "p": {"__typename": "Person", "id": party}, "a": {"__typename": "Account"}, "c": None, "x": None, "y": None,
        "raw": {"id": party},
    }  # fmt: skip


async def test_many_are_answered_in_the_order_they_were_asked_for(graph: Session):
    ask = await asker(graph)
    keys = [{"sourceId": STEEL}, {"sourceId": "core:nobody"}, {"sourceId": LIN}, {"uscc": "91300502MA900002X5"}, {"sourceId": LIN}]
    found = await ask("query($by: [PartyKey!]!) { parties(by: $by) { id name } }", by=keys)
    names = [party and party["name"] for party in found.data["parties"]]
    assert names[:3] == ["湖州港湾钢铁有限公司", None, "林海川"]
    assert names[3:] == ["湖州港湾钢铁有限公司", "林海川"]
    ids = [party["id"] for party in found.data["parties"] if party]
    again = await ask("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=[*ids[::-1], "junk"])
    assert [node and node["id"] for node in again.data["nodes"]] == [*ids[::-1], None]
    assert found.context.statements == again.context.statements == 1


async def test_a_hundred_keys_are_the_most(graph: Session):
    found = await (await asker(graph))("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=["x"] * 101)
    assert found.errors == [("At most 100 can be asked for at once at nodes.", None)]
