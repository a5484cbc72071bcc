"""What all lines of a list come to: exactly what the lines themselves say, of what the caller may see."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from access.caller import CallerRole
from access.policy import policy_of
from graph.session import Session
from resolvers.context import Context
from runtime.errors import NotPermitted
from tests.asking import STANDARD, TODAY, Answer, Asker, asker, nodes
from tests.berka_part import BerkaPart

HELD = """query($a: String) { customers(first: 10, after: $a, where: {not: {name: {eq: null}}}) { totalCount pageInfo { hasNextPage endCursor } edges { node {
  partyId accounts(first: 50) { totalCount edges { node { kind currency opened product { code } balance { amount currency } } }
    totals(by: [KIND, PRODUCT_CODE], first: 20) { groupCount groups { kind productCode count opened { min max }
      balance { currency sum min max unknown } } }
    whole: totals { groups { kind count balance { currency sum unknown } } } } } } } }"""
HUB = "query($w: AccountWhere, $d: Date, $n: Int, $by: [AccountGroupBy!]) { party(by: {partyId: \"P\"}) { accounts(where: $w, asOf: $d) { totalCount %s } } }"
MONEY = "{ currency sum min max unknown }"


async def both(ask: Asker, text: str, **variables: Any) -> Answer:
    """Answered in one statement, the same by graphql-core."""
    beside = Context(ask.graph, policy_of(ask.caller), ask.scope, TODAY, ask.caller)  # a statement for each root
    found, other = await ask(text, **variables), Answer(await STANDARD.execute(text, variables, beside), beside)
    assert repr(found.result.data) == repr(other.result.data)
    assert found.errors == other.errors
    assert found.context.statements <= 1
    return found


def groups(held: Any, name: str = "totals") -> list[Any]:
    return held[name]["groups"]


async def everyone(ask: Asker) -> list[Any]:
    page, told, total = {"hasNextPage": True, "endCursor": None}, list[Any](), 0
    while page["hasNextPage"]:
        found = (await both(ask, HELD, a=page["endCursor"])).data["customers"]
        page, told, total = found["pageInfo"], told + nodes(found), found["totalCount"]
    assert len(told) == total
    return [party["accounts"] for party in told]


def added(accounts: list[Any]) -> Iterator[dict[str, Any]]:
    """The same out of the lines."""
    by = defaultdict[tuple[str, str | None], list[Any]](list)
    for each in accounts:
        by[each["kind"], each["product"] and each["product"]["code"]].append(each)
    for (kind, code), held in sorted(by.items(), key=lambda one: (one[0][0], one[0][1] is None, one[0][1])):
        opened = [each["opened"] for each in held if each["opened"]]
        yield {
            "kind": kind, "productCode": code, "count": len(held), "opened": {"min": min(opened, default=None), "max": max(opened, default=None)},
            "balance": [of_currency(word, held) for word in sorted({each["currency"] for each in held})],
        }  # fmt: skip


def of_currency(currency: str, held: list[Any]) -> dict[str, Any]:
    of = [each["balance"] for each in held if each["currency"] == currency]
    known = [Decimal(each["amount"]) for each in of if each]
    sum_ = sum(known, Decimal(0).scaleb(-EXPONENT[currency]))
    return {
        "currency": currency, "sum": str(sum_), "min": str(min(known)) if known else None, "max": str(max(known)) if known else None,
        "unknown": len(of) - len(known),
    }  # fmt: skip


@pytest.mark.parametrize("org", ["HQ", "HQ/SUZHOU"])
async def test_totals_are_what_the_lines_come_to(graph: Session, org: str):
    told = await everyone(await asker(graph, org))
    assert len(told) > 20 and any(len(groups(held)) > 2 for held in told)
    for held in told:
        lines = nodes(held)
        assert held["totalCount"] == len(lines)
        assert groups(held) == list(added(lines))
        assert held["totals"]["groupCount"] == len(groups(held))
        ((whole),) = groups(held, "whole")
        assert (whole["kind"], whole["count"]) == (None, len(lines))
        assert sum(each["unknown"] for each in whole["balance"]) == sum(each["balance"] is None for each in lines)


async def test_movements_come_to_what_the_silos_own_file_says(graph: Session, berka: BerkaPart):
    months, amounts = defaultdict[str, int](int), defaultdict[str, Decimal](Decimal)
    for row in berka.tables["trans"]:
        if row["account_id"] == "2":
            month = f"19{row['date'][:2]}-{row['date'][2:4]}"
            months[month] += 1
            amounts[month] += Decimal(row["amount"]) * (1 if row["type"] == "PRIJEM" else -1)
    text = """{ account(id: "berka:2") { transactions(first: 1) { totalCount edges { node { kind } }
      totals(by: [MONTH], first: 500) { groupCount groups { month count amount { currency sum } bookedOn { min } } } } } }"""
    found = (await both(await asker(graph), text)).data["account"]["transactions"]
    assert found["totalCount"] == sum(months.values()) > 50
    assert found["totals"]["groupCount"] == len(months)
    for each in groups(found):
        assert each["count"] == months[each["month"]]
        (amount,) = each["amount"]
        assert (amount["currency"], Decimal(amount["sum"])) == ("CZK", amounts[each["month"]])
        assert each["bookedOn"]["min"].startswith(each["month"])
    assert [each["month"] for each in groups(found)] == sorted(months)


async def test_every_list_that_declares_totals_counts_as_many_as_it_has(graph: Session):
    text = """{ customers { totalCount totals(by: [KIND, UNIT, GENDER, CATEGORY, INDUSTRY, SIZE, RISK_TOLERANCE], first: 500) { groups { count birthDate { max } } } }
      passes { totalCount totals(by: [SOURCE, STATE, EFFECTIVE_ON]) { groups { source state effectiveOn count
        rowsRead { sum min max unknown } rowsAccepted { sum } rowsQuarantined { sum } startedAt { min max } } } }
      quarantine { totalCount totals(by: [SOURCE, TABLE, FIELD, REASON, STATE]) { groups { reason count refusedAt { max } } } }
      matchTasks { totalCount totals(by: [KIND, STATE, REASON, VERDICT]) { groups { kind state reason verdict count askedAt { min } } } }
      search(text: "wang") { totalCount totals(by: [KIND]) { groups { count } } } }"""
    found = (await both(await asker(graph), text)).data
    for name, list_ in found.items():
        assert sum(each["count"] for each in groups(list_)) == list_["totalCount"], name
    text = """{ customers(first: 20, where: {interactions: {some: {}}}) { edges { node {
      interactions { totalCount totals(by: [CHANNEL, DIRECTION, MONTH], first: 20) { groups { count at { min max } } } }
      events { totalCount totals(by: [KIND, EVIDENCE, YEAR], first: 20) { groups { count happenedOn { min max } } } }
      serviceRequests { totalCount totals(by: [KIND, STATUS, CHANNEL, IS_LATE], first: 20) { groups { count responseMinutes { sum } openedAt { min } } } }
    } } } }"""
    told = nodes((await both(await asker(graph), text)).data["customers"])
    for name in ("interactions", "events", "serviceRequests"):
        assert any(party[name]["totalCount"] for party in told)
        assert all(sum(each["count"] for each in groups(party[name])) == party[name]["totalCount"] for party in told)


async def test_totals_keep_the_filter_of_their_list_and_not_its_page(graph: Session):
    ask = await asker(graph)
    text = """query($w: PartyWhere) { customers(first: 2, where: $w) { totalCount pageInfo { endCursor } edges { node { kind } }
      totals(by: [KIND]) { groups { kind count } } } }"""
    found = (await both(ask, text, w={"kind": {"eq": "COMPANY"}})).data["customers"]
    assert groups(found) == [{"kind": "COMPANY", "count": found["totalCount"]}] and found["totalCount"] > 2
    behind = """query($a: String) { customers(first: 1, after: $a) { totalCount edges { cursor } totals { groups { count } } } }"""
    one = (await both(ask, behind)).data["customers"]
    two = (await both(ask, behind, a=one["edges"][0]["cursor"])).data["customers"]
    assert groups(one) == groups(two) == [{"count": one["totalCount"]}]


async def test_aliases_fragments_and_directives_ask_for_totals_as_for_anything(graph: Session):
    text = """query($yes: Boolean!) { customers(first: 3) { edges { node { ...F accounts(first: 1) {
        edges { node { transactions { t: totals(by: [KIND]) { ...G } } } } } } }
      a: totals(by: [KIND], first: 1) { n: groupCount groups { __typename k: kind count c2: count } g2: groups { count } }
      b: totals(by: [UNIT]) @include(if: $yes) { groups { unit } } c: totals @skip(if: $yes) { groupCount } } }
      fragment F on Party { accounts(first: 1) { totals { groups { balance { __typename sum sum2: sum } } } } ... on Person { name } }
      fragment G on TransactionTotals { groupCount groups { kind count month } __typename }"""
    found = (await both(await asker(graph), text, yes=True)).data["customers"]
    assert set(found) == {"edges", "a", "b"} and found["a"]["n"] == 2 and len(found["a"]["groups"]) == 1
    (first,) = found["a"]["groups"]
    assert list(first) == ["__typename", "k", "count", "c2"] and first["__typename"] == "PartyGroup"
    assert found["a"]["g2"] == [{"count": first["count"]}]
    assert len(nodes(found)) == 3 and all(groups(party["accounts"]) for party in nodes(found))


async def test_a_branch_is_told_of_what_it_sees(graph: Session):
    text = "{ customers { totals(by: [UNIT], first: 500) { groups { unit count } } } }"
    whole = {each["unit"]: each["count"] for each in groups((await both(await asker(graph), text)).data["customers"])}
    part = {each["unit"]: each["count"] for each in groups((await both(await asker(graph, "HQ/SUZHOU"), text)).data["customers"])}
    assert part and part.keys() < whole.keys() and all(part[unit] <= whole[unit] for unit in part)


WITHHELD = {
    "{ customers { totals(by: [RISK_TOLERANCE]) { groupCount } } }": "You may not group by riskTolerance",
    "{ customers { totals { groups { birthDate { min } } } } }": "You may not ask what birthDate comes to",
    "{ customers(first: 1) { edges { node { accounts { totals { groups { balance { unknown } } } } } } } }": "You may not ask what balance",
    '{ account(id: "x") { transactions { totals { groups { amount { currency } } } } } }': "You may not ask what amount",
}


@pytest.mark.parametrize("text", WITHHELD)
async def test_what_is_withheld_may_be_neither_grouped_by_nor_added(graph: Session, text: str):
    partner = await both(await asker(graph, "HQ/SUZHOU", CallerRole.PARTNER), text)
    (error,) = partner.result.errors or []
    assert getattr(error.original_error, "code", None) == NotPermitted.code
    assert error.message.startswith(WITHHELD[text]) and error.message.endswith("its values are withheld from you.")
    assert (await both(await asker(graph, "HQ/SUZHOU"), text)).data


async def test_who_may_not_read_operations_is_told_of_none(graph: Session):
    text = "{ passes { totals(by: [SOURCE]) { groupCount } whole: totals { groups { count } } } }"
    partner = await asker(graph, "HQ/SUZHOU", CallerRole.PARTNER)
    assert (await both(partner, text)).data == {"passes": {"totals": {"groupCount": 0}, "whole": {"groups": [{"count": 0}]}}}


BAD = {
    "by: [KIND, UNIT, KIND]": "Group by each key once at customers.totals.",
    "first: -1": "first must be between 0 and 500 at customers.totals.",
    "first: 1000000000": "first must be between 0 and 500 at customers.totals.",
}


@pytest.mark.parametrize("arguments", BAD)
async def test_what_is_asked_wrongly_is_told(graph: Session, arguments: str):
    found = await both(await asker(graph), f"{{ customers {{ totals({arguments}) {{ groupCount }} }} }}")
    (error,) = found.result.errors or []
    assert (error.message, getattr(error.original_error, "code", None)) == (BAD[arguments], "BAD_USER_INPUT")


async def test_what_is_no_key_is_not_valid(graph: Session):
    for arguments in ("by: [NAME]", "by: KINDS", "by: [null]", 'by: ["KIND"]'):
        found = await both(await asker(graph), f"{{ customers {{ totals({arguments}) {{ groupCount }} }} }}")
        assert found.result.data is None and found.errors and found.context.statements == 0


async def test_no_groups_or_no_key_are_asked_for_too(graph: Session):
    text = "query($n: Int, $by: [PartyGroupBy!]) { customers { totalCount totals(by: $by, first: $n) { groupCount groups { kind count } } } }"
    ask = await asker(graph)
    none = (await both(ask, text, n=0, by=["KIND"])).data["customers"]
    assert none["totals"] == {"groupCount": 2, "groups": []}
    for by in (list[str](), None):
        whole = (await both(ask, text, by=by)).data["customers"]
        assert whole["totals"] == {"groupCount": 1, "groups": [{"kind": None, "count": whole["totalCount"]}]}


async def test_below_what_is_judged_of_a_neighbourhood_totals_are_refused(graph: Session):
    text = """{ party(by: {sourceId: "core:1000000003"}) { ... on Person { household { why { one { accounts { totals { groupCount } } } } } } } }"""
    found = await both(await asker(graph), text)
    assert [message for message, _ in found.errors] == ["Totals cannot be asked for below party.household.why."]


# ---- a bank of its own: a party that holds thousands of accounts

MADE = """
CREATE (p:Party:Person {id: 'P', kind: 'PERSON', sortName: 'p', name: 'p', unit: 'tiny:U', units: ['tiny:U', 'tiny:V']})
CREATE (:Party:Person {id: 'Q', kind: 'PERSON', sortName: 'q', name: 'q', unit: 'tiny:U', units: ['tiny:U']})
CREATE (:OrgUnit {id: 'tiny:HQ', name: 'h', level: 'HQ', path: 'HQ'}), (:OrgUnit {id: 'tiny:U', name: 'u', level: 'BRANCH', path: 'HQ/U'})
WITH p UNWIND range(0, 2999) AS n
CREATE (a:Account {id: 'tiny:' + n, kind: CASE n % 3 WHEN 0 THEN 'DEPOSIT' ELSE 'SAVINGS' END, status: 'OPEN',
  currency: ['CNY', 'JPY', 'KWD', 'CNY'][n % 4], unit: 'tiny:' + ['U', 'V'][n % 2], units: ['tiny:' + ['U', 'V'][n % 2]],
  opened: date('2020-01-01') + duration({days: n})})
SET a.balance = CASE WHEN n % 10 = 0 THEN null WHEN n % 2 = 0 THEN 4611686018427387904 + n ELSE -n END
CREATE (p)-[:HOLDS {role: 'OWNER', recordId: 'r', validFrom: date('2021-01-01'), validTo: CASE n % 7 WHEN 0 THEN date('2025-01-01') END}]->(a)
CREATE (p)-[:HOLDS {role: 'JOINT', recordId: 's', validFrom: date('2021-01-01'), validTo: CASE n % 7 WHEN 0 THEN date('2025-01-01') END}]->(a)
"""
EXPONENT = {"CNY": 2, "USD": 2, "EUR": 2, "HKD": 2, "GBP": 2, "JPY": 0, "KWD": 3}
CURRENCIES = ["CNY", "JPY", "KWD", "CNY"]


def truth(which: list[int]) -> list[dict[str, Any]]:
    """By currency, of accounts by their numbers."""
    told: list[dict[str, Any]] = []
    for currency in sorted({CURRENCIES[n % 4] for n in which}):
        of = [n for n in which if CURRENCIES[n % 4] == currency]
        known = [2**62 + n if n % 2 == 0 else -n for n in of if n % 10]
        least, most = (as_text(each, currency) for each in (min(known), max(known)))
        told.append({"currency": currency, "sum": as_text(sum(known), currency), "min": least, "max": most, "unknown": len(of) - len(known)})
    return told


def as_text(minor: int, currency: str) -> str:
    return f"{Decimal(minor).scaleb(-EXPONENT[currency]):.{EXPONENT[currency]}f}" if minor < 10**20 else exact(minor, currency)


def exact(minor: int, currency: str) -> str:
    digits = EXPONENT[currency]
    return f"{str(minor)[:-digits]}.{str(minor)[-digits:]}" if digits else str(minor)


async def test_thousands_of_accounts_are_added_exactly_each_once(empty: Session):
    await empty.run(MADE)
    ask = await asker(empty)
    text = HUB % f"totals(by: $by, first: $n) {{ groupCount groups {{ kind currency count balance {MONEY} }} }} whole: totals {{ groups {{ balance {MONEY} }} }}"
    today = [n for n in range(3000) if n % 7]
    found = (await both(ask, text, by=["KIND", "CURRENCY"])).data["party"]["accounts"]
    assert found["totalCount"] == len(today) == sum(each["count"] for each in groups(found))
    assert groups(found, "whole") == [{"balance": truth(today)}]  # far more than an integer of the database holds
    for each in groups(found):
        of = [n for n in today if (n % 3 == 0) == (each["kind"] == "DEPOSIT") and CURRENCIES[n % 4] == each["currency"]]
        assert (each["count"], each["balance"]) == (len(of), truth(of))
    assert found["totals"]["groupCount"] == len(groups(found)) == 6
    # bounded, told how many there are
    cut = (await both(ask, text, by=["KIND", "CURRENCY"], n=2)).data["party"]["accounts"]["totals"]
    assert cut["groupCount"] == 6 and cut["groups"] == groups(found)[:2]
    # on a day, and before there was anything
    then = (await both(ask, text, d="2024-12-31")).data["party"]["accounts"]
    assert groups(then)[0]["count"] == then["totalCount"] == 3000 and groups(then, "whole") == [{"balance": truth(list(range(3000)))}]
    none = (await both(ask, text, d="2000-01-01", by=["KIND"])).data["party"]["accounts"]
    assert none == {"totalCount": 0, "totals": {"groupCount": 0, "groups": []}, "whole": {"groups": [{"balance": []}]}}
    # what the filter leaves
    few = (await both(ask, text, w={"opened": {"lt": "2020-01-11"}, "currency": {"eq": "JPY"}})).data["party"]["accounts"]
    assert groups(few, "whole") == [{"balance": truth([1, 5, 9])}]
    # what a branch sees
    branch = (await both(await asker(empty, "HQ/U"), text, by=["KIND"])).data["party"]["accounts"]
    assert groups(branch, "whole") == [{"balance": truth([n for n in today if n % 2 == 0])}]


async def test_of_amounts_that_nobody_knows_the_sum_is_nothing(empty: Session):
    await empty.run(MADE)
    await empty.run("MATCH (a:Account) REMOVE a.balance")
    found = (await both(await asker(empty), HUB % f"totals(by: $by, first: $n) {{ groups {{ count balance {MONEY} }} }}", w={"currency": {"eq": "KWD"}})).data
    ((group),) = groups(found["party"]["accounts"])
    assert group["balance"] == [{"currency": "KWD", "sum": "0.000", "min": None, "max": None, "unknown": group["count"]}]


async def test_what_the_schema_does_not_know_is_told_as_graphql_core_tells_it(empty: Session):
    await empty.run(MADE)
    await empty.run("MATCH (a:Account) WHERE a.id IN ['tiny:1', 'tiny:2'] SET a.kind = 'NOTHING'")
    found = await both(await asker(empty), HUB % f"totals(by: $by, first: $n) {{ groups {{ kind count balance {MONEY} }} }}", by=["KIND"])
    assert [path for _, path in found.errors] == [["party", "accounts", "totals", "groups", 1, "kind"]]
    assert found.result.data
    told = groups(found.result.data["party"]["accounts"])
    assert [each["kind"] for each in told] == ["DEPOSIT", None, "SAVINGS"] and told[1]["count"] == 2


async def test_totals_stand_at_every_depth_of_one_statement(empty: Session):
    await empty.run(MADE)
    text = """{ customers(first: 2) { totals { groups { count } } edges { node { partyId accounts(first: 2, where: {opened: {gte: "2020-01-03"}}) {
      edges { node { accountId holders { totalCount edges { node { accounts(where: {kind: {eq: DEPOSIT}}) { totals { groups { count } } } } } } } }
      totals(by: [STATUS]) { groups { status count } } } } } } nodes(ids: ["UGVyc29uOlA", "UGVyc29uOlE"]) { ... on Person { accounts { totals { groups { count } } } } } }"""
    found = (await both(await asker(empty), text)).data
    today = [n for n in range(3000) if n % 7]
    ((party),) = nodes(found["customers"])
    assert groups(found["customers"]) == [{"count": 1}]
    assert groups(party["accounts"]) == [{"status": "OPEN", "count": len([n for n in today if n > 1])}]
    (holder,) = {repr(nodes(account["holders"])) for account in nodes(party["accounts"])}
    assert holder == repr([{"accounts": {"totals": {"groups": [{"count": len([n for n in today if n % 3 == 0])}]}}}])
    assert [groups(party["accounts"]) for party in found["nodes"]] == [[{"count": len(today)}], [{"count": 0}]]


async def test_totals_stand_beside_what_gathers_a_neighbourhood(graph: Session):
    """Cypher does not let what a clause in front of a row works out stand in an expression that aggregates."""
    beside = "customers(first: 1) { totals { groupCount } } other: customers { totals(by: [CATEGORY], first: 1) { groups { count } } }"
    gathers = ("economicUnit(of: $of) { memberCount }", "stakeholderMap(company: $of) { peopleCount }")
    ask = await asker(graph)
    company = nodes((await ask('{ search(text: "港湾钢铁", first: 1) { edges { node { partyId } } } }')).data["search"])[0]["partyId"]
    for each in (*gathers, " ".join(gathers)):
        found = await both(ask, f"query($of: ID!) {{ {each} {beside} }}", of=company)
        assert not found.errors
        assert found.data["customers"]["totals"] == {"groupCount": 1}
