"""What the story's people look like through the API."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from graph.session import Session
from tests.asking import asker, nodes
from tests.berka_part import BerkaPart

LIN = 'party(by: {sourceId: "core:1000000003"})'


async def search(graph: Session, text: str) -> list[Any]:
    found = await (await asker(graph))(
        "query($t: String!) { search(text: $t, first: 20) { edges { node { name displayName(locale: EN) } } } }", t=text
    )
    return [node["name"] for node in nodes(found.data["search"])]


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("王伟", "王伟"),
        ("王", "王伟"),
        ("wang wei", "王伟"),
        ("wangwei", "王伟"),
        ("WANG", "王伟"),
        ("港湾钢铁", "湖州港湾钢铁有限公司"),
        ("ouyang", "欧阳明轩"),
        ("shan zhiyuan", "单志远"),
        ("zeng wenbin", "曾文彬"),
        ("xie yutong", "解雨桐"),
        ("meiling chen", "陈美玲"),
        ("whitfield", "James Whitfield"),
        ("الهاشمي", "محمد الهاشمي"),
        ("hashimi", "محمد الهاشمي"),
    ],
)
async def test_a_name_is_found_in_chinese_pinyin_latin_and_arabic(graph: Session, typed: str, finds: str):
    assert finds in await search(graph, typed)


async def test_search_finds_nobody_for_syntax_or_nothing(graph: Session):
    assert await search(graph, "*:*") == await search(graph, "") == await search(graph, "zzzz") == []


async def test_namesakes_are_two_and_told_apart(graph: Session):
    found = await (await asker(graph))('{ search(text: "王伟", kinds: [PERSON]) { edges { node { name distinguisher } } } }')
    both = [node["distinguisher"] for node in nodes(found.data["search"]) if node["name"] == "王伟"]
    assert len(both) == len(set(both)) == 2
    assert {"苏州阊门支行", "杭州西湖支行"} == {text.split(" · ")[1] for text in both}


async def test_chinese_names_are_sorted_as_they_are_spoken(graph: Session):
    some = ["曾文彬", "单志远", "解雨桐", "王伟", "陈美玲", "欧阳明轩"]
    text = "query($some: [String!]) { customers(where: {name: {in: $some}}) { edges { node { name } } } }"
    found = await (await asker(graph))(text, some=some)
    assert [node["name"] for node in nodes(found.data["customers"])] == [
        "陈美玲",
        "欧阳明轩",
        "单志远",
        "王伟",
        "王伟",
        "解雨桐",
        "曾文彬",
    ]  # chen ouyang shan wang xie zeng


async def test_a_household_has_what_its_members_hold_every_account_once(graph: Session):
    ask = await asker(graph)
    found = (await ask(f"{{ {LIN} {{ ... on Person {{ household {{ balances {{ currency assets liabilities accounts }} "
                       "members { person { name accounts(first: 100) { edges { role node { id balance { amount currency } } } } } } } } } }")).data  # fmt: skip
    household = found["party"]["household"]
    lines = [edge for member in household["members"] for edge in member["person"]["accounts"]["edges"]]
    lines = [edge for edge in lines if edge["role"] in ("OWNER", "JOINT", "CO_BORROWER")]
    held = {edge["node"]["id"]: edge["node"]["balance"] for edge in lines}
    assert len(lines) > len(held), "no account is held by two members: the case is not in the story"
    yuan = [balance["amount"] for balance in held.values() if balance and balance["currency"] == "CNY"]
    (balance,) = [each for each in household["balances"] if each["currency"] == "CNY"]
    assert Decimal(balance["assets"]) == sum(Decimal(amount) for amount in yuan if Decimal(amount) > 0)
    assert Decimal(balance["liabilities"]) == -sum(Decimal(amount) for amount in yuan if Decimal(amount) < 0)
    assert sum(each["accounts"] for each in household["balances"]) == len(held)


async def test_every_line_says_which_silo_it_comes_from(graph: Session):
    found = (await (await asker(graph))(
        f"{{ {LIN} {{ accounts {{ edges {{ origin {{ system recordedAt }} node {{ origin {{ system }} }} }} }} "
        "records { recordId system } provenance { field recordId system on } } }"
    )).data["party"]  # fmt: skip
    assert {edge["origin"]["system"] for edge in found["accounts"]["edges"]} == {"core", "cards", "wealth"}
    assert all(edge["origin"]["recordedAt"].endswith("Z") for edge in found["accounts"]["edges"])
    assert {record["system"] for record in found["records"]} == {"core", "cards", "wealth", "crm", "loans", "app"}
    assert ("name", "core:1000000003", "core") in {(s["field"], s["recordId"], s["system"]) for s in found["provenance"]}


async def test_relations_read_from_either_side(graph: Session):
    text = "query($k: String!) { party(by: {sourceId: $k}) { ... on Person { relations { kind party { name } } } } }"
    ask = await asker(graph)
    father = {(r["kind"], r["party"]["name"]) for r in (await ask(text, k="core:1000000003")).data["party"]["relations"]}
    child = {(r["kind"], r["party"]["name"]) for r in (await ask(text, k="core:1000000005")).data["party"]["relations"]}
    assert {("CHILD", "林子墨"), ("SPOUSE", "沈雨晴"), ("PARENT", "林国栋")} <= father
    assert ("PARENT", "林海川") in child


async def test_a_company_shows_who_decides_owns_and_covers(graph: Session):
    found = (await (await asker(graph))(
        '{ party(by: {sourceId: "core:2000000002"}) { coverage { function } ... on Company { uscc owners { shareExact party { name } } '
        "decisionMakers { role person { name } } suppliers { company { name isCustomer } } } } }"
    )).data["party"]  # fmt: skip
    assert {cover["function"] for cover in found["coverage"]} == {"RM", "RISK", "PRODUCT"}
    assert ("DECISION_MAKER", "欧阳明轩") in {(d["role"], d["person"]["name"]) for d in found["decisionMakers"]}
    assert (0.62, "湖州明轩控股集团有限公司") in {(o["shareExact"], o["party"]["name"]) for o in found["owners"]}
    assert found["uscc"] == "91300502MA900002X5"


async def test_a_yen_amount_has_no_decimals(graph: Session):
    found = await (await asker(graph))(
        '{ customers(first: 100, where: {accounts: {some: {currency: {eq: "JPY"}}}}) { edges { node { accounts(first: 20, where: {currency: {eq: "JPY"}}) { edges { node { balance { amount } } } } } } } }'
    )
    yen = [node["balance"]["amount"] for customer in nodes(found.data["customers"]) for node in nodes(customer["accounts"])]
    assert yen and all("." not in amount for amount in yen)


async def test_accounts_as_of_a_day_are_those_held_then(graph: Session):
    ask = await asker(graph)
    text = f"query($d: Date) {{ {LIN} {{ accounts(first: 100, asOf: $d) {{ totalCount edges {{ since }} }} }} }}"
    now = (await ask(text)).data["party"]["accounts"]
    since = sorted(edge["since"] for edge in now["edges"] if edge["since"])
    early = (await ask(text, d=since[0])).data["party"]["accounts"]
    assert 0 < early["totalCount"] < now["totalCount"]
    assert (await ask(text, d="1901-01-01")).data["party"]["accounts"]["totalCount"] < early["totalCount"]


async def test_a_berka_customers_movements_are_newest_first_and_filtered(graph: Session, berka: BerkaPart):
    ask = await asker(graph)
    text = """query($w: TransactionWhere) { party(by: {accountId: "berka:576"}) { name distinguisher accounts(first: 1, where: {kind: {eq: DEPOSIT}}) { edges { node {
      transactions(first: 50, where: $w) { totalCount edges { node { bookedOn initiator amount { amount currency } } } }
      monthlyFlows(from: "1993-01", to: "1994-12", first: 3) { month count incoming { amount } closing { amount } average { amount } } } } } } }"""
    account = nodes((await ask(text)).data["party"]["accounts"])[0]
    days = [node["bookedOn"] for node in nodes(account["transactions"])]
    assert days and days == sorted(days, reverse=True)
    assert {node["amount"]["currency"] for node in nodes(account["transactions"])} == {"CZK"}
    bank = nodes((await ask(text, w={"initiator": {"eq": "BANK"}})).data["party"]["accounts"])[0]["transactions"]
    assert {node["initiator"] for node in nodes(bank)} == {"BANK"}
    assert 0 < bank["totalCount"] < account["transactions"]["totalCount"]
    flows = account["monthlyFlows"]
    assert [flow["month"] for flow in flows] == sorted((flow["month"] for flow in flows), reverse=True)
    assert all(date.fromisoformat(f"{flow['month']}-01") for flow in flows) and flows[0]["average"]


async def test_what_is_only_guaranteed_is_not_owed(graph: Session):
    found = (await (await asker(graph))(
        '{ party(by: {sourceId: "core:2000000002"}) { balances { currency liabilities } accounts(first: 100) { edges { role node { id balance { amount currency } } } } } }'
    )).data["party"]  # fmt: skip
    guaranteed = [edge["node"] for edge in found["accounts"]["edges"] if edge["role"] == "GUARANTOR"]
    assert guaranteed
    owed = [edge["node"]["balance"] for edge in found["accounts"]["edges"] if edge["role"] == "OWNER" and edge["node"]["balance"]]
    yuan = -sum(Decimal(each["amount"]) for each in owed if each["currency"] == "CNY" and Decimal(each["amount"]) < 0)
    assert Decimal(next(each["liabilities"] for each in found["balances"] if each["currency"] == "CNY")) == yuan
