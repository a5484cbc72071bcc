"""Who sees what: by unit, and by field."""

from typing import Any

import pytest

from access.caller import CallerRole
from graph.session import Session
from resolvers.answer import PLANS
from resolvers.plan import Plan
from tests.asking import STANDARD, asker, nodes

LIN = 'party(by: {sourceId: "core:1000000003"})'
STEEL = 'party(by: {sourceId: "core:2000000002"})'


async def names(graph: Session, org: str) -> set[str]:
    ask = await asker(graph, org)
    return {node["name"] for node in nodes((await ask("{ customers(first: 100) { edges { node { name } } } }")).data["customers"])}


async def test_a_branch_sees_its_own_customers_and_head_office_all_of_them(graph: Session):
    suzhou, huzhou = await names(graph, "HQ/SUZHOU"), await names(graph, "HQ/HUZHOU")
    assert "湖州港湾钢铁有限公司" in huzhou - suzhou
    assert suzhou and not suzhou & huzhou
    ask = await asker(graph)
    head = (await ask("{ customers { totalCount } }")).data["customers"]["totalCount"]
    assert head > len(suzhou | huzhou)


@pytest.mark.parametrize("schema", [None, STANDARD], ids=["compiled", "standard"])
async def test_what_is_out_of_scope_is_not_there_by_any_way(graph: Session, schema: Any):
    whole, other = await asker(graph), await asker(graph, "HQ/HANGZHOU")
    seen = (await whole(f"{{ {STEEL} {{ id accounts(first: 1) {{ edges {{ node {{ id transactions(first: 1) {{ edges {{ node {{ id }} }} }} }} }} }} "
                        "records { id } interactions(first: 1) { edges { node { id } } } } }")).data["party"]  # fmt: skip
    account = nodes(seen["accounts"])[0]
    ids = [seen["id"], account["id"], seen["records"][0]["id"], nodes(seen["interactions"])[0]["id"]]
    ids += [node["id"] for node in nodes(account["transactions"])]
    arguments = {"schema": schema} if schema else {}
    found = await other(
        f"query($ids: [ID!]!, $one: ID!) {{ {STEEL} {{ id }} customer(id: $one) {{ id }} node(id: $one) {{ id }} nodes(ids: $ids) {{ id }} "
        'search(text: "港湾钢铁", kinds: [COMPANY]) { edges { node { id } } } '
        'where: customers(where: {name: {eq: "湖州港湾钢铁有限公司"}}) { totalCount } }',
        **arguments, ids=ids, one=seen["id"],
    )  # fmt: skip
    hits = {node["id"] for node in nodes(found.data.pop("search"))}
    assert hits and seen["id"] not in hits  # the public register's own party is there for everyone
    assert found.data == {"party": None, "customer": None, "node": None, "nodes": [None] * len(ids), "where": {"totalCount": 0}}


async def test_a_neighbour_out_of_scope_is_left_out_of_lists_counts_and_sums(graph: Session):
    """He Aida banks in Huzhou; from Suzhou neither she nor her part is seen beside a Suzhou company."""
    whole, suzhou = await asker(graph), await asker(graph, "HQ/SUZHOU")
    text = '{ party(by: {sourceId: "core:2000000004"}) { name ... on Company { owners { party { name } } } } }'
    everyone = {owner["party"]["name"] for owner in (await whole(text)).data["party"]["owners"]}
    ours = {owner["party"]["name"] for owner in (await suzhou(text)).data["party"]["owners"]}
    assert "欧阳明轩" in everyone - ours
    assert ours < everyone


async def test_a_partner_sees_masked_or_nothing_and_is_told_what_was_withheld(graph: Session):
    ask = await asker(graph, "HQ/SUZHOU", CallerRole.PARTNER)
    found = await ask(f"{{ {LIN} {{ name balances {{ assets }} contacts {{ point {{ kind value }} }} accounts(first: 1) {{ edges {{ node {{ number balance {{ amount }} }} }} }} "
                      "... on Person { birthDate riskTolerance } } }")  # fmt: skip
    party = found.data["party"]
    assert party["name"] == "林海川"
    assert party["balances"] is None and party["birthDate"] is None and party["riskTolerance"] is None
    assert all("****" in contact["point"]["value"] for contact in party["contacts"])
    account = nodes(party["accounts"])[0]
    assert account["balance"] is None and account["number"].startswith("…")
    withheld = {(one["path"], one["how"]) for one in (found.result.extensions or {})["withheld"]}
    assert ("party.balances", "money: deny") in withheld and ("party.contacts.point.value", "contact: mask") in withheld
    text = next(plan.statement.text for plan in reversed(PLANS.kept.values()) if isinstance(plan, Plan))
    assert "birthDate" not in text and "balance" not in text and "riskTolerance" not in text


async def test_to_filter_or_sort_by_what_is_withheld_is_refused(graph: Session):
    ask = await asker(graph, "HQ/SUZHOU", CallerRole.PARTNER)
    found = await ask(f'{{ {LIN} {{ accounts(where: {{number: {{startsWith: "6"}}}}) {{ totalCount }} }} }}')
    assert found.errors == [("You may not filter or sort by number: its values are withheld from you.", ["party"])]
