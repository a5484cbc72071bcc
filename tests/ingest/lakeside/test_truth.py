"""The truth and the files of the silos say the same, both ways: nothing planted is missing, nothing else is there."""

from collections import Counter
from decimal import Decimal

import pytest

from tests.ingest.lakeside.written import Written

OFFICES = {"法定代表人": "LEGAL_REPRESENTATIVE", "董事": "DIRECTOR", "监事": "SUPERVISOR", "财务负责人": "FINANCE_HEAD"}
POSTS = OFFICES | {"办税人": "AGENT"}


def test_every_record_of_every_silo_is_one_party_of_the_truth(generated: Written) -> None:
    known = {f"core:{row['CIF_NO']}" for file in ("CUS_PER", "CUS_ORG") for row in generated.core(file)}
    known |= {f"crm:{row['id']}" for file in ("contacts", "companies") for row in generated.crm(file)}
    known |= {f"wealth:{row['cif']}" for row in generated.wealth("clients")}
    known |= {f"cards:{line[27:37].decode()}" for line in generated.cards("CRDHLD")}
    register = generated.register()
    known |= {f"register:{one.get('id') or one.get('uscc')}" for one in register}
    known |= {f"loans:{row['PARTY_NO']}" for row in generated.table("loans/PARTY")}
    known |= {f"app:{row['user_id']}" for row in generated.table("app/users")}
    known |= {f"calls:{row['callerId']}" for row in generated.calls("callers")}
    known |= {f"bureau:{one.get('subject')}" for one in generated.bureau()}
    known |= {f"tax:{row['统一社会信用代码']}" for row in generated.tax("taxpayers")}
    known |= {f"tax:{row['人员编号']}" for row in generated.tax("staff")}
    told = Counter(
        id_ for name in ("people", "companies") for one in generated.truth(name) for group in one["records"] for id_ in group
    )
    assert set(told) == known - generated.unread()
    assert set(told.values()) == {1}


def test_nobody_is_told_of_whom_no_silo_speaks(generated: Written) -> None:
    parties = generated.truth("people") + generated.truth("companies")
    assert all(one["said"] == sorted({id_.partition(":")[0] for group in one["records"] for id_ in group}) != [] for one in parties)


def test_records_that_share_a_customer_number_are_told_as_one(generated: Written) -> None:
    for one in generated.truth("people"):
        for group in one["records"]:
            assert len({id_.partition(":")[2] for id_ in group if id_.startswith(("core:", "cards:", "wealth:"))}) <= 1
    linked = {(f"crm:{row['id']}", f"core:{row['cif']}") for row in generated.crm("contacts") if row["cif"]}
    together = {
        (contact, core)
        for one in generated.truth("people")
        for group in one["records"]
        for contact in group
        if contact.startswith("crm:")
        for core in group
        if core.startswith("core:")
    }
    assert linked == together


def test_households_are_those_that_the_crm_declares(generated: Written) -> None:
    assert {
        (home["id"], generated.contact(member["contact"]), member["role"])
        for home in generated.crm("households")
        for member in home["members"]
    } == {
        (home["key"], member["who"], member["role"]) for home in generated.said("households", "crm") for member in home["members"]
    }
    assert any(not home["said"] for home in generated.truth("households"))


def test_kin_are_those_that_the_crm_declares(generated: Written) -> None:
    told = {(generated.contact(row["contact"]), row["isThe"], generated.contact(row["of"])) for row in generated.crm("relations")}
    assert told == {(one["who"], one["kind"], one["other"]) for one in generated.said("kin", "crm")}
    assert any(not one["said"] for one in generated.truth("kin"))


def test_who_decides_is_what_the_crm_says(generated: Written) -> None:
    told = {
        (generated.contact(row["contact"]), generated.contact(row["company"]), row["role"], row["stance"], row["opportunity"])
        for row in generated.crm("stakeholders")
    }
    assert told == {
        (one["who"], one["company"], one["role"], one["stance"], one["opportunity"]) for one in generated.truth("deciders")
    }


def test_who_is_near_and_tied_is_what_the_crm_says(generated: Written) -> None:
    near = {(generated.contact(row["contact"]), generated.contact(row["company"]), row["level"], row["desired"]) for row in generated.crm("closeness")}
    assert near == {(one["who"], one["company"], one["level"], one["desired"]) for one in generated.truth("closeness")} != set()
    tied = {
        (row["kind"], generated.contact(row["contact"]), generated.contact(row["other"]), row["company"] and generated.contact(row["company"]))
        for row in generated.crm("bonds")
    }
    assert tied == {(one["kind"], one["who"], one["other"], one["company"]) for one in generated.truth("bonds")} != set()


def test_owners_are_those_of_the_register_and_of_the_crm(generated: Written) -> None:
    crm = {
        (generated.contact(row["owner"]), generated.contact(row["company"]), Decimal(row["percent"]))
        for row in generated.crm("ownership")
    }
    assert crm == {(one["who"], one["company"], Decimal(one["share"])) for one in generated.said("owners", "crm")}
    register = {
        (generated.registered(share), generated.key[f"register:{company.get('uscc')}"], *_printed(dict(share.attrib)))
        for company in generated.register().iter("Enterprise")
        for share in company.iter("Shareholder")
    }
    owners = generated.truth("owners")
    assert register == {
        (one["who"], one["company"], *(map(Decimal, one["band"]) if one["band"] else (Decimal(one["share"]),))) for one in owners
    }
    for one in owners:
        assert not one["band"] or Decimal(one["band"][0]) <= Decimal(one["share"]) <= Decimal(one["band"][1])
    assert any(one["band"] for one in owners)


def _printed(share: dict[str, str]) -> tuple[Decimal, ...]:
    return tuple(Decimal(share[name]) for name in ("percent", "percentFrom", "percentTo") if name in share)


def test_no_generated_company_is_owned_more_than_once_over(generated: Written) -> None:
    shares = Counter[str]()
    for one in generated.truth("owners"):
        shares[one["company"]] += Decimal(one["share"])  # pyright: ignore[reportArgumentType]
    assert max(shares.values()) <= 100


def test_a_circle_of_owners_is_planted(generated: Written) -> None:
    owns = {(one["who"], one["company"]) for one in generated.truth("owners")}
    circles = [one["who"] for one in generated.truth("situations") if one["key"].startswith("ownership-circle")]
    assert circles
    assert all((one, other) in owns for who in circles for one, other in zip(who, [*who[1:], who[0]], strict=True))


def test_officers_are_those_of_the_register_and_of_the_crm(generated: Written) -> None:
    crm = {
        (generated.contact(row["contact"]), generated.contact(row["company"]), row["office"]) for row in generated.crm("officers")
    }
    assert crm == {(one["who"], one["company"], one["office"]) for one in generated.said("officers", "crm")}
    register = {
        (generated.registered(officer), generated.key[f"register:{company.get('uscc')}"], OFFICES[officer.get("position") or ""])
        for company in generated.register().iter("Enterprise")
        for officer in company.iter("Officer")
    }
    assert register == {(one["who"], one["company"], one["office"]) for one in generated.said("officers", "register")}
    taxed = {
        (generated.key[f"tax:{row['人员编号']}"], generated.key[f"tax:{row['统一社会信用代码']}"], POSTS[row["职务"]])
        for row in generated.tax("posts")
    }
    assert taxed == {(one["who"], one["company"], one["office"]) for one in generated.said("officers", "tax")}


def test_branches_are_those_of_the_register(generated: Written) -> None:
    told = {
        (generated.key[f"register:{company.get('uscc')}"], generated.registered(branch))
        for company in generated.register().iter("Enterprise")
        for branch in company.iter("BranchOf")
    }
    assert told == {(one["who"], one["company"]) for one in generated.truth("branches")}
    assert told


def test_work_is_what_the_payroll_and_the_crm_say(generated: Written) -> None:
    paid = {
        (generated.customer(row["EMPR_CIF"]), generated.customer(row["EMPE_CIF"]), row["POST_NM"])
        for row in generated.core("PAY_ROLL")
    }
    assert paid == {(one["employer"], one["who"], one["title"]) for one in generated.said("wages", "core")}
    told = {
        (generated.contact(row["company"]), generated.contact(row["contact"]), row["title"]) for row in generated.crm("employment")
    }
    assert told == {(one["employer"], one["who"], one["title"]) for one in generated.said("wages", "crm")}


def test_trade_is_what_the_crm_says(generated: Written) -> None:
    told = {
        (generated.contact(row["supplier"]), generated.contact(row["buyer"]), row["yearlyVolume"]) for row in generated.crm("trade")
    }
    assert told == {(one["supplier"], one["buyer"], f"{one['volume']}.00") for one in generated.truth("trades")}


def test_events_are_those_that_the_crm_records(generated: Written) -> None:
    told = {
        (row["id"], generated.contact(row["party"]), row["kind"], row["on"], row["evidence"]) for row in generated.crm("events")
    }
    assert told == {(one["number"], one["who"], one["kind"], one["on"], one["evidence"]) for one in generated.said("events", "crm")}
    assert any(not one["said"] for one in generated.truth("events"))


def test_who_left_has_drained_and_closed_the_account_and_nobody_else_has_closed_one(generated: Written) -> None:
    owners = {row["ACCT_NO"]: generated.customer(row["CIF_NO"]) for row in generated.core("ACC_REL") if row["REL_CD"] == "01"}
    closed = {owners[row["ACCT_NO"]]: row for row in generated.core("ACC_INF") if row["ACCT_ST"] == "1"}
    left = generated.truth("left")
    assert {who: f"{row['CLS_DT']}" for who, row in closed.items()} == {one["who"]: one["on"].replace("-", "") for one in left}
    assert {row["BAL"] for row in closed.values()} == {"0.00"}
    complaints = {
        row["id"]: generated.contact(row["party"]) for row in generated.crm("interactions") if row["topic"] == "COMPLAINT"
    }
    assert all(complaints[one["complaint"]] == one["who"] for one in left if one["complaint"])


def test_every_account_that_another_one_settles_with_is_there(generated: Written) -> None:
    accounts = {row["ACCT_NO"] for row in generated.core("ACC_INF")}
    named = {row["STL_ACCT"] for row in generated.core("ACC_INF")} | {
        row["settlementAccount"] for row in generated.wealth("positions")
    }
    named |= {line[109:125].decode().strip() for line in generated.cards("CRDHLD")}
    assert named - {""} <= accounts


def test_every_customer_owns_an_account(generated: Written) -> None:
    owners = {row["CIF_NO"] for row in generated.core("ACC_REL") if row["REL_CD"] == "01"}
    customers = {row["CIF_NO"] for row in generated.core("CUS_PER") + generated.core("CUS_ORG") if int(row["CIF_NO"][1:]) > 2000}
    assert customers <= owners


def test_who_bought_holds_the_product_since_and_after_the_event(generated: Written) -> None:
    positions = {row["position"]: row for row in generated.wealth("positions")}
    events = {one["number"]: one for one in generated.truth("events")}
    bought = generated.truth("bought")
    assert any(one["because"] for one in bought)
    for one in bought:
        position = positions[one["agreement"]]
        assert (position["product"], position["opened"]) == (one["offering"], one["on"].replace("-", "/"))
        assert generated.customer(position["cif"]) == one["who"]
        assert one["because"] is None or events[one["because"]]["on"] < one["on"]
        assert one["because"] is None or events[one["because"]]["who"] == one["who"]


def test_twins_and_namesakes_are_different_people(generated: Written) -> None:
    people = {one["key"]: one for one in generated.truth("people")}
    told = {
        one["key"].rsplit("-", 2)[0]: [people[key] for key in one["who"]]
        for one in generated.truth("situations")
        if one["key"].startswith(("twins-", "namesakes-"))
    }
    one, other = told["twins"]
    assert (one["born"], one["home"], one["name"][0]) == (other["born"], other["home"], other["name"][0])
    assert abs(int(one["document"][14:17]) - int(other["document"][14:17])) <= 2
    one, other = told["namesakes-born-on-one-day"]
    assert (one["name"], one["born"]) == (other["name"], other["born"])
    assert one["home"] != other["home"] and one["document"] != other["document"]


def test_the_head_counts_what_there_is(generated: Written) -> None:
    head = generated.head()
    assert head["customers"] == 300 == len(generated.core("CUS_PER")) - _twice(generated) + len(generated.core("CUS_ORG"))
    assert head["facts"] == {name: len(generated.truth(name)) for name in head["facts"]}
    assert head["parties"] == sum(len(one["records"]) for name in ("people", "companies") for one in generated.truth(name))


def _twice(bank: Written) -> int:
    return sum(1 for one in bank.truth("errors") if one["silo"] == "core" and one["fault"].startswith("SAID_TWICE"))


@pytest.mark.parametrize("script", ["一-鿿", "a-z", "؀-ۿ"])
def test_names_of_every_script_are_there(generated: Written, script: str) -> None:
    first, last = script.split("-")
    found = [one for one in generated.truth("people") if first <= one["name"][1] <= last and one["key"].startswith("p")]
    assert found
    assert all(one["name_en"].replace("-", "").replace("'", "")[0].isalpha() for one in found)
