"""Filters across relationships, on amounts and on what only some parties have: what they find, and what they may not tell."""

from typing import Any

import pytest

from access.caller import CallerRole
from graph.session import Session
from tests.asking import STANDARD, Asker, asker, nodes

LIN = "core:1000000003"
FOUND = """query($w: PartyWhere, $n: Int = 100, $a: String) { customers(first: $n, where: $w, after: $a) {
  totalCount pageInfo { hasNextPage endCursor } edges { node { partyId kind name } } } }"""
HELD = """query($k: String!, $w: AccountWhere, $d: Date) {
  party(by: {sourceId: $k}) { accounts(first: 100, where: $w, asOf: $d) { totalCount edges { node {
    accountId kind balance { amount currency } product { family } holders { totalCount } } } } } }"""


async def parties(ask: Asker, where: dict[str, Any]) -> list[Any]:
    """Those found, the same by graphql-core, in one statement."""
    found = await ask(FOUND, w=where)
    assert found.context.statements == 1
    assert found.data == (await ask(FOUND, STANDARD, w=where)).data
    page, told = found.data["customers"], nodes(found.data["customers"])
    total = page["totalCount"]
    while page["pageInfo"]["hasNextPage"]:
        page = (await ask(FOUND, w=where, a=page["pageInfo"]["endCursor"])).data["customers"]
        told += nodes(page)
    assert total == len(told)
    return told


async def names(ask: Asker, where: dict[str, Any]) -> set[str]:
    return {party["partyId"] for party in await parties(ask, where)}


async def test_some_none_and_all_divide_the_customers_by_what_they_hold(graph: Session):
    ask = await asker(graph, "HQ/SUZHOU")
    everyone = await names(ask, {})
    loan = {"kind": {"eq": "LOAN"}}
    some, none = await names(ask, {"accounts": {"some": loan}}), await names(ask, {"accounts": {"none": loan}})
    assert some and none and some | none == everyone and not some & none
    assert await names(ask, {"all": [{"accounts": {"all": {"not": loan}}}, {"not": {"accounts": {"some": loan}}}]}) == none
    assert await names(ask, {"any": [{"accounts": {"none": {}}}, {"accounts": {"some": loan}}]}) == some


async def test_what_the_caller_may_not_see_does_not_count(graph: Session):
    whole, part = await asker(graph), await asker(graph, "HQ/SUZHOU")
    seen = await names(part, {})
    by_part = await names(part, {"accounts": {"some": {"kind": {"eq": "LOAN"}}}})
    by_whole = await names(whole, {"accounts": {"some": {"kind": {"eq": "LOAN"}}}}) & seen
    assert by_part <= by_whole
    for party in by_whole - by_part:  # whose loan is another branch's
        held = await part('query($i: String!) { party(by: {partyId: $i}) { accounts { edges { node { kind } } } } }', i=party)
        assert all(account["kind"] != "LOAN" for account in nodes(held.data["party"]["accounts"]))
    shared = {"holders": {"some": {"not": {"accounts": {"some": {}}}}}}
    assert nodes((await part(HELD, k=LIN, w=shared)).data["party"]["accounts"]) == []


async def test_filters_follow_three_relationships_and_no_more(graph: Session):
    ask = await asker(graph)
    third = {"accounts": {"some": {"holders": {"some": {"accounts": {"some": {"kind": {"eq": "CARD"}}}}}}}}
    assert await parties(ask, third)
    fourth = await ask(FOUND, w={"relations": {"some": {"party": third}}})
    assert [message for message, _ in fourth.errors] == ["A filter follows at most 3 relationships, one behind the other."]


async def test_what_is_withheld_may_not_be_filtered_by_however_far_away(graph: Session):
    partner = await asker(graph, "HQ/SUZHOU", CallerRole.PARTNER)
    rich = {"currency": "CNY", "gte": "1"}
    for where in (
        {"birthDate": {"gte": "1990-01-01"}},
        {"accounts": {"some": {"balance": rich}}},
        {"accounts": {"none": {"transactions": {"all": {"amount": rich}}}}},
        {"not": {"any": [{"relations": {"some": {"party": {"birthDate": {"eq": None}}}}}]}},
        {"accounts": {"some": {"number": {"startsWith": "62"}}}},
    ):
        found = await partner(FOUND, w=where)
        assert found.result.data is None
        assert all("withheld from you" in message for message, _ in found.errors) and found.errors
    (message, _), = (await partner(HELD, k=LIN, d="2026-01-01", w={"holders": {"some": {"household": {"rule": {"eq": "x"}}}}})).errors
    assert "as of a day" in message


async def test_amounts_compare_in_their_own_currency(graph: Session):
    ask = await asker(graph)
    everything = nodes((await ask(HELD, k=LIN)).data["party"]["accounts"])
    for currency, least in (("CNY", "1000.00"), ("CNY", "-5e1"), ("USD", "0.00")):
        found = nodes((await ask(HELD, k=LIN, w={"balance": {"currency": currency, "gte": least}})).data["party"]["accounts"])
        expected = [a for a in everything if a["balance"] and a["balance"]["currency"] == currency and float(a["balance"]["amount"]) >= float(least)]
        assert found == expected
    literal = 'query($k: String!, $c: Currency!) { party(by: {sourceId: $k}) { accounts(where: {balance: {currency: $c, lt: "0"}}) { totalCount } } }'
    owed = (await ask(literal, k=LIN, c="CNY")).data["party"]["accounts"]["totalCount"]
    assert owed == sum(float(a["balance"]["amount"]) < 0 for a in everything if a["balance"] and a["balance"]["currency"] == "CNY")


@pytest.mark.parametrize(("currency", "amount"), [("CNY", "0.001"), ("XXX", "1"), ("CNY", "1e999999999"), ("CNY", "NaN"), ("JPY", "1.5")])
async def test_what_is_no_amount_of_a_currency_is_a_fault_of_the_question(graph: Session, currency: str, amount: str):
    ask = await asker(graph)
    found = await ask(HELD, k=LIN, w={"balance": {"currency": currency, "eq": amount}})
    assert [message for message, _ in found.errors] == ["That is no amount of that currency."]
    text = f'{{ party(by: {{sourceId: "{LIN}"}}) {{ accounts(where: {{balance: {{currency: {currency!r}, eq: "{amount}"}}}}) {{ totalCount }} }} }}'
    assert (await ask(text.replace("'", '"'))).errors


async def test_accounts_are_found_by_their_product_and_their_holders(graph: Session):
    ask = await asker(graph)
    everything = nodes((await ask(HELD, k=LIN)).data["party"]["accounts"])
    family = next(a["product"]["family"] for a in everything if a["product"])
    found = nodes((await ask(HELD, k=LIN, w={"product": {"family": {"eq": family}}})).data["party"]["accounts"])
    assert found == [a for a in everything if a["product"] and a["product"]["family"] == family]


KIN = """query($k: String!, $w: RelationWhere, $o: RelationOrder) { party(by: {sourceId: $k}) { ... on Person {
  relations(where: $w, orderBy: $o) { kind since party { partyId name isCustomer } } } } }"""


async def kin(ask: Asker, key: str = LIN, **variables: Any) -> list[Any]:
    """The same by graphql-core."""
    found = await ask(KIN, k=key, **variables)
    assert found.data == (await ask(KIN, STANDARD, k=key, **variables)).data
    return found.data["party"]["relations"]


async def test_kin_are_filtered_by_what_they_are_told_to_be_from_either_side(graph: Session):
    ask = await asker(graph)
    for key in (LIN, "core:1000000005"):
        everyone = await kin(ask, key)
        kinds = {each["kind"] for each in everyone}
        for kind in kinds:
            assert await kin(ask, key, w={"kind": {"eq": kind}}) == [each for each in everyone if each["kind"] == kind]
            assert await kin(ask, key, w={"not": {"kind": {"in": [kind]}}}) == [each for each in everyone if each["kind"] != kind]
        customers = {"party": {"isCustomer": {"eq": True}}}
        assert await kin(ask, key, w=customers) == [each for each in everyone if each["party"]["isCustomer"]]
        either = await kin(ask, key, w={"any": [customers, {"kind": {"in": sorted(kinds)}}]})
        assert either == everyone and everyone
    names = [each["party"]["partyId"] for each in await kin(ask, LIN)]
    by_kind = await kin(ask, LIN, o="KIND")
    place = {each["party"]["partyId"]: n for n, each in enumerate(await kin(ask, LIN, o="NAME"))}
    assert sorted(by_kind, key=lambda each: (each["kind"], place[each["party"]["partyId"]])) == by_kind
    assert sorted(each["party"]["partyId"] for each in by_kind) == sorted(names)


async def test_customers_are_found_by_what_their_kin_are_to_them(graph: Session):
    ask = await asker(graph, "HQ/SUZHOU")
    spouses = await parties(ask, {"relations": {"some": {"kind": {"eq": "SPOUSE"}, "party": {"isCustomer": {"eq": True}}}}})
    assert spouses and {party["kind"] for party in spouses} == {"PERSON"}
    for party in spouses[:5]:
        told = await ask("query($k: String!) { party(by: {partyId: $k}) { ... on Person { relations { kind party { isCustomer } } } } }", k=party["partyId"])
        assert {"kind": "SPOUSE", "party": {"isCustomer": True}} in told.data["party"]["relations"]


async def test_accounts_are_found_by_the_role_in_which_they_are_told_to_be_held(graph: Session):
    ask = await asker(graph)
    text = """query($k: String!, $w: AccountWhere) { party(by: {sourceId: $k}) { partyId accounts(first: 100, where: $w) {
      edges { role since node { id } } } } }"""
    met = set[str]()
    for key in (LIN, "core:2000000002", "core:1000000005"):
        party = (await ask(text, k=key)).data["party"]
        everything, roles = party["accounts"]["edges"], {each["role"] for each in party["accounts"]["edges"]}
        met |= roles
        for role in ("OWNER", "AUTHORISED", "SIGNATORY", "JOINT"):
            mine = [each for each in everything if each["role"] == role]
            assert (await ask(text, k=key, w={"role": {"eq": role}})).data["party"]["accounts"]["edges"] == mine
            some = {"all": [{"accounts": {"some": {"role": {"in": [role]}}}}, {"name": {"eq": (await ask(FOUND_NAME, i=party["partyId"])).data["party"]["name"]}}]}
            assert (party["partyId"] in await names(ask, some)) is bool(mine)
        dated = {"heldSince": {"gte": "2020-01-01"}}
        late = [each for each in everything if each["since"] and each["since"] >= "2020-01-01"]
        assert (await ask(text, k=key, w=dated)).data["party"]["accounts"]["edges"] == late
    assert len(met) > 1


FOUND_NAME = "query($i: String!) { party(by: {partyId: $i}) { name } }"


async def test_fixed_words_may_come_as_a_list_in_a_variable_or_one_by_one(graph: Session):
    ask = await asker(graph)
    everything = nodes((await ask(HELD, k=LIN)).data["party"]["accounts"])
    asked = [
        ("[AccountKind!]", "where: {kind: {in: $v}}", ["DEPOSIT", "CARD"]), ("[AccountKind!]", "where: {kind: {in: $v}}", "CARD"),
        ("AccountKind!", "where: {kind: {in: [DEPOSIT, $v]}}", "CARD"), ("AccountKindFilter", "where: {kind: $v}", {"in": ["CARD", "DEPOSIT"]}),
        ("[AccountWhere!]", "where: {any: $v}", [{"kind": {"in": ["CARD"]}}, {"kind": {"eq": "DEPOSIT"}}]),
        ("[AccountKind!]", "where: {kind: {in: $v}}", []),
    ]  # fmt: skip
    for type_, where, value in asked:
        text = f'query($k: String!, $v: {type_}) {{ party(by: {{sourceId: $k}}) {{ accounts(first: 100, {where}) {{ edges {{ node {{ accountId kind }} }} }} }} }}'
        kinds = {"CARD"} if value == "CARD" and "[" in type_ else {"CARD", "DEPOSIT"} if value else set[str]()
        found = [each["accountId"] for each in nodes((await ask(text, k=LIN, v=value)).data["party"]["accounts"])]
        assert found == [each["accountId"] for each in everything if each["kind"] in kinds]


async def test_what_is_withheld_may_not_be_sorted_by(graph: Session):
    partner = await asker(graph, "HQ/SUZHOU", CallerRole.PARTNER)
    for order in ("BALANCE", "BALANCE_DESC"):
        text = f'{{ party(by: {{sourceId: "{LIN}"}}) {{ accounts(first: 5, orderBy: {order}) {{ edges {{ node {{ id }} }} }} }} }}'
        assert [message for message, _ in (await partner(text)).errors] == ["You may not filter or sort by balance: its values are withheld from you."]
    assert (await partner(text.replace("BALANCE_DESC", "KIND"))).result.errors is None


async def test_what_a_relationship_leads_to_is_that_of_the_day_asked_for(graph: Session):
    ask = await asker(graph)
    held = {"holders": {"some": {"kind": {"eq": "PERSON"}}}}
    early, late = [nodes((await ask(HELD, k=LIN, w=held, d=day)).data["party"]["accounts"]) for day in ("2000-01-01", "2026-10-31")]
    assert len(early) < len(late)


async def test_companies_have_no_birthday_and_people_no_industry(graph: Session):
    ask = await asker(graph)
    born = await parties(ask, {"birthDate": {"gte": "1900-01-01"}})
    assert born and {party["kind"] for party in born} == {"PERSON"}
    assert {party["kind"] for party in await parties(ask, {"decisionMakers": {"some": {}}})} == {"COMPANY"}
    assert {party["kind"] for party in await parties(ask, {"household": {"members": {"some": {"name": {"startsWith": "林"}}}}})} == {"PERSON"}


async def test_an_amount_that_one_root_tests_does_not_trouble_another_that_is_asked_by_itself(graph: Session):
    """Where a root fails, each is asked by itself."""
    ask = await asker(graph)
    text = """query($w: TransactionWhere) { account(id: "none") { transactions(where: $w) { totalCount } }
      products(first: 1) { totalCount } economicUnit(of: "none") { memberCount } }"""
    found = await ask(text, w={"amount": {"gte": "12e3", "currency": "CNY"}})
    assert [path for _, path in found.errors] == [["economicUnit"]]
    assert found.result.data and found.result.data["products"]["totalCount"] > 0
