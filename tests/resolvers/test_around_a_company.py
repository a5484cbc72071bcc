"""Credit, guarantees, payroll, trade and other banks, as the story knows them."""

from typing import Any

from access.caller import CallerRole
from graph.session import Session
from tests.asking import asker

STEEL, HOLDING, EGRET = "湖州港湾钢铁有限公司", "湖州明轩控股集团有限公司", "湖州青鹭物流有限公司"
HERON = "苏州鹭鸣智能装备股份有限公司"


async def company(graph: Session, name: str, fields: str, silo: str = "loans", **who: Any) -> Any:
    """As the one silo knows it: before records are matched, each silo's are parties of their own."""
    text = "MATCH (c:Party:Company {name: $name})<-[:DESCRIBES]-(:SourceRecord {system: $silo}) RETURN DISTINCT c.id"
    ((id_,),) = await graph.rows(text, {"name": name, "silo": silo})
    found = await (await asker(graph, **who))(f"query($id: ID!) {{ company(id: $id) {{ {fields} }} }}", id=id_)
    return found.data["company"]


async def test_a_line_tells_its_limit_its_parts_and_what_stands_for_it(graph: Session):
    text = """facilities { kind status limit { amount currency } used { amount } available { amount } loanClass since expiresOn
      within { kind party { name } } parts { kind } accounts { kind balance { amount } }
      collateral { rank collateral { kind party { name } value { amount } } } guarantees { guarantor { name } amount } }"""
    lines = (await company(graph, STEEL, text))["facilities"]
    assert sorted(line["kind"] for line in lines) == ["BILL", "COMPREHENSIVE", "TRADE_FINANCE", "WORKING_CAPITAL"]
    whole = next(line for line in lines if line["kind"] == "COMPREHENSIVE")
    assert (whole["limit"], whole["used"]) == ({"amount": "130000000.00", "currency": "CNY"}, {"amount": "108165000.00"})
    assert whole["available"] == {"amount": "21835000.00"}
    assert (whole["status"], whole["loanClass"], whole["since"], whole["expiresOn"]) == ("ACTIVE", "NORMAL", "2026-01-15", "2027-01-14")
    assert whole["within"] == {"kind": "GROUP", "party": {"name": HOLDING}}
    assert [part["kind"] for part in whole["parts"]] == ["BILL", "TRADE_FINANCE", "WORKING_CAPITAL"]
    assert whole["collateral"] == [
        {"rank": 1, "collateral": {"kind": "EQUIPMENT", "party": {"name": STEEL}, "value": {"amount": "96000000.00"}}}
    ]
    drawn = next(line for line in lines if line["kind"] == "WORKING_CAPITAL")
    assert drawn["accounts"] == [{"kind": "LOAN", "balance": {"amount": "-80000000.00"}}]
    assert {(one["guarantor"]["name"], one["amount"]) for one in drawn["guarantees"]} == {
        (HOLDING, "80000000.00"), ("欧阳明轩", "80000000.00"),
    }  # fmt: skip


async def test_a_guarantee_is_told_on_both_sides_with_its_line(graph: Session):
    text = "{ guarantor { name } borrower { name } facility { kind } kind amount currency since until system }"
    found = await company(graph, STEEL, f"guarantees {text} guaranteedBy {text}")
    (given,) = found["guarantees"]
    assert given == {
        "guarantor": {"name": STEEL}, "borrower": {"name": EGRET}, "facility": {"kind": "WORKING_CAPITAL"},
        "kind": "JOINT_LIABILITY", "amount": "8000000.00", "currency": "CNY", "since": "2026-02-10", "until": "2027-02-09",
        "system": "loans",
    }  # fmt: skip
    assert {one["guarantor"]["name"] for one in found["guaranteedBy"]} == {HOLDING, "欧阳明轩"}
    assert all(one["borrower"]["name"] == STEEL for one in found["guaranteedBy"])


async def test_who_may_not_see_one_end_is_told_of_no_guarantee_and_a_partner_of_no_amount(graph: Session):
    text = "guarantees { borrower { name } } facilities { limit { amount } loanClass }"
    given = "guaranteedBy { amount } facilities { guarantees { amount } }"
    whole, branch = [await company(graph, HERON, given, org=org) for org in ("HQ", "HQ/SUZHOU")]
    amount = {"amount": "25000000.00"}
    assert whole == {"guaranteedBy": [amount], "facilities": [{"guarantees": [amount]}]}
    assert branch == {"guaranteedBy": [], "facilities": [{"guarantees": []}]}
    partner = await company(graph, STEEL, text, role=CallerRole.PARTNER)
    assert partner["guarantees"] is None
    assert {(line["limit"], line["loanClass"]) for line in partner["facilities"]} == {(None, None)}


async def test_the_payroll_is_found_and_who_on_it_is_no_customer(graph: Session):
    paid = 'employees(where: {evidence: {eq: "PAYROLL"}, person: {isCustomer: {eq: %s}}}) { evidence person { isCustomer } }'
    text = f"yes: {paid % 'true'} no: {paid % 'false'} all: employees {{ evidence person {{ isCustomer }} }}"
    found = await company(graph, STEEL, text, "core")
    payroll = [one for one in found["all"] if one["evidence"] == "PAYROLL"]
    assert payroll and len(payroll) == len(found["yes"]) + len(found["no"])
    assert found["yes"] == [one for one in payroll if one["person"]["isCustomer"]]
    assert found["no"] == [one for one in payroll if not one["person"]["isCustomer"]]


async def test_a_supplier_that_banks_elsewhere_is_found_with_its_volume_and_bank(graph: Session):
    text = """suppliers(where: {company: {isCustomer: {eq: false}}}) {
        volume { amount currency } company { name banksWith { institution { name } shareOfWallet owed { amount } } } }
      buyers { company { name } volume { amount } }"""
    found = await company(graph, STEEL, text, "crm")
    (ore,) = found["suppliers"]
    assert ore["volume"] == {"amount": "186000000.00", "currency": "CNY"}
    banks = sorted(ore["company"]["banksWith"], key=lambda one: one["owed"] is None)
    assert banks == [
        {"institution": {"name": "远浦银行"}, "shareOfWallet": 1.0, "owed": None},
    ]
    assert [(one["company"]["name"][:4], one["volume"]) for one in found["buyers"]] == [("苏州鹭鸣", {"amount": "52000000.00"})]


async def test_another_bank_tells_who_banks_there(graph: Session):
    found = await company(graph, STEEL, "banksWith { institution { name customers { party { name } } } }", "bureau")
    there = {one["party"]["name"] for one in found["banksWith"][0]["institution"]["customers"]}
    assert STEEL in there and len(there) > 1
