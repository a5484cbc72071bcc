"""The oracle by itself: a bank of three clients in Berka's own tables, and nothing of what it is to judge."""

import ast
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from benchmarks.oracle import compare
from benchmarks.oracle.answers import Answer, Oracle, schema_of
from benchmarks.oracle.months import months
from benchmarks.oracle.pages import MARK, Place
from benchmarks.oracle.reading import read
from benchmarks.oracle.sight import Caller, global_id
from benchmarks.oracle.where import holds

ROOT = Path(__file__).parents[2]
SDL = (ROOT / "schema" / "schema.graphql").read_text(encoding="utf-8")
TODAY = date(2026, 6, 30)
HEADERS = {
    "district": ";".join(f"A{n}" for n in range(1, 17)),
    "client": "client_id;birth_number;district_id",
    "account": "account_id;district_id;frequency;date",
    "disp": "disp_id;client_id;account_id;type",
    "loan": "loan_id;account_id;date;amount;duration;payments;status",
    "card": "card_id;disp_id;type;issued",
    "order": "order_id;account_id;bank_to;account_to;amount;k_symbol",
    "trans": "trans_id;account_id;date;type;operation;amount;balance;k_symbol;bank;account",
}
ROWS = {
    "district": ['1;"Brno";"Moravia"' + ";0" * 13, '2;"Praha";"Bohemia"' + ";0" * 13],
    "client": ['1;"706213";2', '2;"450204";1', '3;"601009";1'],
    "account": ['1;1;"POPLATEK MESICNE";930101', '2;2;"POPLATEK TYDNE";940105'],
    "disp": ['1;1;1;"OWNER"', '2;2;1;"DISPONENT"', '3;3;2;"OWNER"'],
    "loan": ['7;1;930301;1200;12;100.50;"D"'],
    "card": ['9;2;"gold";931107 00:00:00'],
    "order": ['5;1;"YZ";"87144583";2452.00;"SIPO"', '6;1;"ST";"12";10.00;" "'],
    # on the 31st the interest came first, though the file tells the fee before it
    "trans": [
        '11;1;930110;"PRIJEM";"VKLAD";1000.00;1000.00;"";;',
        '12;1;930131;"VYDAJ";"VYBER";14.60;995.40;"SLUZBY";;',
        '13;1;930131;"PRIJEM";"";10.00;1010.00;"UROK";;',
        '14;1;930305;"VYDAJ";"PREVOD NA UCET";100.00;895.40;"";"QR";"77"',
        '15;1;930305;"VYBER";"VYBER KARTOU";5.40;890.00;"";;',
    ],
}
PARTIES = {"berka:1": "P001", "berka:2": "P002", "berka:3": "P003"}
EXPIRES = datetime(2030, 1, 1, tzinfo=UTC)
WHOLE = Caller("ada", False, True, frozenset({"berka:HQ", "berka:1", "berka:2"}), "HQ", EXPIRES)
BRNO = Caller("bo", False, False, frozenset({"berka:1"}), "HQ/BRNO", EXPIRES)
PARTNER = Caller("cy", True, False, frozenset({"berka:1"}), "HQ/BRNO", EXPIRES)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for table, rows in ROWS.items():
        (tmp_path / f"{table}.asc").write_text("\r\n".join([HEADERS[table], *rows, ""]), encoding="utf-8")
    return tmp_path


@pytest.fixture
def oracle(folder: Path) -> Oracle:
    return Oracle(schema_of(SDL), read(folder), PARTIES)


def ask(oracle: Oracle, text: str, caller: Caller = WHOLE, **variables: Any) -> Answer:
    return oracle.answer(text, variables, caller, TODAY)


def data(oracle: Oracle, text: str, caller: Caller = WHOLE, **variables: Any) -> dict[str, Any]:
    answer = ask(oracle, text, caller, **variables)
    assert answer.data is not None
    return answer.data


def test_it_knows_nothing_of_how_the_platform_answers():
    forbidden = {"graph", "resolvers", "ingest", "schema", "access", "runtime", "rules", "neo4j", "strawberry"}
    for path in (ROOT / "benchmarks" / "oracle").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not forbidden & {name.partition(".")[0] for name in names}, path.name


def test_the_tables_are_read_as_they_are_meant(oracle: Oracle):
    told = data(
        oracle,
        """{ party(by: {sourceId: "berka:1"}) { partyId name distinguisher ... on Person { gender birthDate }
      residences { since address { text city } } accounts { edges { role since node { accountId kind status number opened
        principal { amount currency } instalment { amount } termMonths product { code } settlesBy { accountId } } } } } }""",
    )
    assert told["party"] == {
        "partyId": "P001", "name": None, "distinguisher": "197x · Brno · …P001", "gender": "FEMALE", "birthDate": "1970-12-13",
        "residences": [{"since": None, "address": {"text": "Praha, Bohemia", "city": "Praha"}}],
        "accounts": {"edges": [
            {"role": "OWNER", "since": "1993-03-01", "node": {
                "accountId": "berka:loan:7", "kind": "LOAN", "status": "IN_ARREARS", "number": None, "opened": "1993-03-01",
                "principal": {"amount": "1200.00", "currency": "CZK"}, "instalment": {"amount": "100.50"}, "termMonths": 12,
                "product": {"code": "berka:LOAN"}, "settlesBy": {"accountId": "berka:1"}}},
            {"role": "OWNER", "since": "1993-01-01", "node": {
                "accountId": "berka:1", "kind": "DEPOSIT", "status": "OPEN", "number": "1", "opened": "1993-01-01",
                "principal": None, "instalment": None, "termMonths": None, "product": {"code": "berka:CURRENT"},
                "settlesBy": None}}]},
    }  # fmt: skip


def test_a_day_ends_where_its_balances_lead_and_not_where_the_file_does(oracle: Oracle):
    january, march = months(oracle.bank.accounts["berka:1"])
    assert f"{january.closing}" == "995.40"
    assert (f"{january.incoming}", f"{january.outgoing}", january.count) == ("1010.00", "14.60", 3)
    assert (f"{january.client_incoming}", january.client_count) == ("1000.00", 1)
    # nine days of nothing, twenty-one of 1000.00, one of 995.40
    assert f"{january.average:.2f}" == "709.53"
    assert f"{march.closing}" == "890.00"
    # four days of 995.40, twenty-seven of 890.00
    assert f"{march.average:.2f}" == "903.60"


def test_sums_are_of_what_is_owned_and_known(oracle: Oracle):
    told = data(
        oracle,
        """{ parties(by: [{sourceId: "berka:1"}, {sourceId: "berka:2"}]) {
      balances { assets liabilities accounts unknown } products { product { code } accounts unknown balance } } }""",
    )
    assert told["parties"] == [
        {
            "balances": [{"assets": "890.00", "liabilities": "0.00", "accounts": 2, "unknown": 1}],
            "products": [
                {"product": {"code": "berka:CURRENT"}, "accounts": 1, "unknown": 0, "balance": "890.00"},
                {"product": {"code": "berka:LOAN"}, "accounts": 1, "unknown": 1, "balance": "0.00"},
            ],
        },
        {  # the account is not theirs, the card is
            "balances": [{"assets": "0.00", "liabilities": "0.00", "accounts": 1, "unknown": 1}],
            "products": [{"product": {"code": "berka:CARD_GOLD"}, "accounts": 1, "unknown": 1, "balance": "0.00"}],
        },
    ]


WHERE: list[tuple[dict[str, Any], bool, bool]] = [  # of a value "abc", of none
    ({}, True, True),
    ({"x": None}, True, True),
    ({"x": {}}, True, True),
    ({"x": {"eq": "abc"}}, True, False),
    ({"x": {"eq": None}}, False, True),
    ({"x": {"eq": None, "contains": "a"}}, False, False),
    ({"x": {"in": []}}, False, False),
    ({"x": {"in": None}}, True, True),
    ({"x": {"contains": ""}}, True, False),
    ({"x": {"startsWith": "b"}}, False, False),
    ({"x": {"gt": "abb", "lte": "abc"}}, True, False),
    ({"not": {"x": {"eq": "abc"}}}, False, True),
    ({"not": {"x": {"eq": "z"}}}, True, True),
    ({"not": {"not": {"x": {"eq": "abc"}}}}, True, False),
    ({"not": {}}, False, False),
    ({"any": []}, False, False),
    ({"all": []}, True, True),
    ({"any": [{"x": {"eq": "z"}}, {}]}, True, True),
    ({"all": [{"x": {"contains": "b"}}, {"not": {"x": {"eq": "b"}}}]}, True, False),
]


@pytest.mark.parametrize(("where", "of_value", "of_none"), WHERE)
def test_filters_are_plain_logic(where: dict[str, Any], of_value: bool, of_none: bool):
    assert holds(where, {"x": "abc"}.__getitem__) is of_value
    assert holds(where, {"x": None}.__getitem__) is of_none


MOVED = """query Moved($first: Int, $after: String, $last: Int, $before: String, $order: TransactionOrder) {
  account(id: "berka:1") { transactions(first: $first, after: $after, last: $last, before: $before, orderBy: $order) {
    totalCount pageInfo { hasNextPage hasPreviousPage } edges { cursor node { id } } } } }"""


def moved(oracle: Oracle, **args: Any) -> tuple[str, bool, bool]:
    """Which movements, whether there are more behind, and in front."""
    page = data(oracle, MOVED, **args)["account"]["transactions"]
    assert page["totalCount"] == 5
    keys = {global_id("Transaction", f"berka:{n}"): str(n) for n in range(11, 16)}
    for edge in page["edges"]:
        oracle.places[edge["cursor"]] = Place(*edge["cursor"].removeprefix(MARK).split("|"))
    return " ".join(keys[edge["node"]["id"]] for edge in page["edges"]), *page["pageInfo"].values()


def test_pages_are_walked_both_ways(oracle: Oracle):
    assert moved(oracle) == ("15 14 12 13 11", False, False)
    at = {cursor.rpartition(":")[2]: cursor for cursor in oracle.places}
    assert moved(oracle, order="OLDEST") == ("11 13 12 14 15", False, False)
    assert moved(oracle, first=2) == ("15 14", True, False)
    assert moved(oracle, first=2, after=at["14"]) == ("12 13", True, True)
    assert moved(oracle, first=2, after=at["13"]) == ("11", False, True)
    assert moved(oracle, last=2) == ("13 11", False, True)
    assert moved(oracle, last=2, before=at["13"]) == ("14 12", True, True)
    assert moved(oracle, last=9, before=at["14"]) == ("15", True, False)
    assert moved(oracle, first=0) == ("", True, False)
    assert moved(oracle, last=0) == ("", False, True)
    assert moved(oracle, after=at["15"], before=at["13"]) == ("14 12", False, True)


def test_what_is_asked_wrongly_is_refused_whole(oracle: Oracle):
    for wrong in ("first: 101", "first: -1", "last: 101", "first: 1, last: 1", 'after: "junk"', 'before: "junk"'):
        answer = ask(oracle, f'{{ viewer {{ subject }} one: account(id: "x") {{ holders({wrong}) {{ totalCount }} }} }}')
        assert answer == Answer(None, {""})
    skipped = 'query Q($no: Boolean!) { account(id: "berka:1") { kind holders(first: 101) @include(if: $no) { totalCount } } }'
    assert ask(oracle, skipped, no=False) == Answer({"account": {"kind": "DEPOSIT"}}, set())
    elsewhere = """{ node(id: "x") { ... on Company { ... on Party { ... on Person { accounts(first: -1) { totalCount } } } } } }"""
    assert ask(oracle, elsewhere) == Answer({"node": None}, set())
    ids = ", ".join(['"x"'] * 101)
    assert ask(oracle, f"{{ nodes(ids: [{ids}]) {{ id }} }}").faulty == {""}


def test_a_cursor_of_another_order_is_none(oracle: Oracle):
    cursor = data(oracle, "{ products(first: 1) { pageInfo { endCursor } } }")["products"]["pageInfo"]["endCursor"]
    oracle.places["c"] = Place(*cursor.removeprefix(MARK).split("|"))
    assert ask(oracle, '{ products(after: "c") { totalCount } }').faulty == set()
    assert ask(oracle, '{ products(after: "c", orderBy: NAME) { totalCount } }').faulty == {""}


def test_a_banker_sees_what_is_booked_in_their_units(oracle: Oracle):
    asked = """{ customers { totalCount edges { node { partyId } } } a: account(id: "berka:2") { kind }
      b: party(by: {iban: "2"}) { partyId } c: node(id: "QWRkcmVzczpiZXJrYTpkaXN0cmljdDox") { id } products { edges { node { holderCount } } } }"""
    told = data(oracle, asked, BRNO)
    assert [edge["node"]["partyId"] for edge in told["customers"]["edges"]] == ["P001", "P002"]
    assert (told["a"], told["b"]) == (None, None)
    assert told["c"] is not None  # client 2 lives there
    assert [edge["node"]["holderCount"] for edge in told["products"]["edges"]] == [0, 1, 0, 2, 1]
    assert data(oracle, asked)["customers"]["totalCount"] == 3


def test_a_partner_sees_masks_and_may_not_filter_by_what_they_hide(oracle: Oracle):
    told = data(
        oracle,
        """{ party(by: {sourceId: "berka:1"}) { distinguisher balances { accounts } products { accounts }
      ... on Person { gender birthDate } records { recordId bankKey } residences { address { text } }
      accounts(where: {kind: {eq: DEPOSIT}}) { edges { node { number balance { amount }
        standingOrders { counterpartyAccount amount { amount } } transactions(first: 1) { edges { node { kind amount { amount } } } } } } } } }""",
        PARTNER,
    )
    assert told["party"] == {
        "distinguisher": None, "balances": None, "products": None, "gender": "FEMALE", "birthDate": None,
        "records": [{"recordId": "berka:1", "bankKey": "…:1"}], "residences": [{"address": {"text": "Praha…"}}],
        "accounts": {"edges": [{"node": {
            "number": "…1", "balance": None,
            "standingOrders": [
                {"counterpartyAccount": "…4583", "amount": None}, {"counterpartyAccount": "…12", "amount": None}],
            "transactions": {"edges": [{"node": {"kind": "CARD", "amount": None}}]}}}]},
    }  # fmt: skip
    by_number = '{ party(by: {sourceId: "berka:1"}) { accounts(where: {not: {any: [{number: {eq: "1"}}]}}) { totalCount } } }'
    assert ask(oracle, by_number, PARTNER) == Answer({"party": None}, {"party"})
    assert ask(oracle, by_number).faulty == set()


def test_what_was_held_on_a_day(oracle: Oracle):
    asked = """query Held($on: Date) { party(by: {sourceId: "berka:2"}) { accounts(asOf: $on) { edges { role node { accountId } } } }
      account(id: "berka:1") { holders(asOf: $on) { edges { node { partyId } role } } } }"""
    before, on = data(oracle, asked, on="1993-06-01"), data(oracle, asked, on="1993-11-07")
    assert [edge["node"]["accountId"] for edge in before["party"]["accounts"]["edges"]] == ["berka:1"]
    assert [edge["node"]["accountId"] for edge in on["party"]["accounts"]["edges"]] == ["berka:card:9", "berka:1"]
    assert [(edge["node"]["partyId"], edge["role"]) for edge in on["account"]["holders"]["edges"]] == [
        ("P001", "OWNER"), ("P002", "AUTHORISED"),
    ]  # fmt: skip


def test_names_are_answered_in_their_order_with_null_where_there_is_nothing(oracle: Oracle):
    people = data(
        oracle,
        """{ parties(by: [{accountId: "berka:card:9"}, {lei: "x"}, {id: "P003"}, {accountId: "berka:1"}, {iban: "2"}]) {
      partyId } }""",
    )["parties"]
    assert [each and each["partyId"] for each in people] == ["P002", None, "P003", "P001", "P003"]
    ids = [global_id("MonthlyFlow", "berka:1|1993-03"), "P003", global_id("Account", "berka:9"), global_id("Person", "P003")]
    nodes = data(oracle, "query Q($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }", ids=ids)["nodes"]
    assert [each and each["__typename"] for each in nodes] == ["MonthlyFlow", None, None, "Person"]


class Platform:
    """Another oracle behind cursors of its own making, and, if it is told to, one lie."""

    def __init__(self, oracle: Oracle, lie: tuple[str, str] | None = None) -> None:
        self.oracle, self.lie, self.known = oracle, lie, dict[str, str]()

    async def ask(self, text: str, variables: Mapping[str, Any], caller: Caller, today: date) -> compare.Reply:
        answer = self.oracle.answer(text, variables, caller, today)
        return compare.Reply(self.told(answer.data), [(root,) for root in sorted(answer.faulty)])

    def told(self, value: Any) -> Any:
        match value:
            case dict():
                return {key: self.told(one) for key, one in value.items()}
            case list():
                return [self.told(one) for one in value]
            case str() if value.startswith(MARK):
                cursor = self.known.setdefault(value, f"c{len(self.known)}")
                self.oracle.places[cursor] = Place(*value.removeprefix(MARK).split("|"))
                return cursor
            case _:
                return self.lie[1] if self.lie and value == self.lie[0] else value


@pytest.mark.parametrize(("lie", "paths"), [(None, set[str]()), (("995.40", "1010.00"), {"closing.amount", "balanceAfter.amount"})])
async def test_a_comparison_finds_every_lie_and_nothing_else(folder: Path, lie: tuple[str, str] | None, paths: set[str]):
    found: set[str] = set()

    def differs(_: str, __: Any, ___: Caller, differences: Any) -> None:
        found.update(".".join(each.path.split(".")[-2:]) for each in differences)

    platform = Platform(Oracle(schema_of(SDL), read(folder), PARTIES), lie)
    comparison = await compare.begun(platform.ask, SDL, folder, TODAY, differs)
    await comparison.of_everyone()
    if lie is None:
        await comparison.at_random(90, 7)
    assert found == paths
    assert comparison.tally["values"] > 400
