"""The truth and the files of the loans, the app, the call centre, the bureau and the tax office say the same, both ways."""

from collections import Counter, defaultdict
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256

from tests.ingest.lakeside.written import Told, Written

KINDS = {
    "100": "GROUP", "110": "COMPREHENSIVE", "121": "WORKING_CAPITAL", "131": "BILL", "132": "TRADE_FINANCE", "210": "BUSINESS",
    "220": "MORTGAGE", "230": "CONSUMER",
}  # fmt: skip
TOPICS = {
    "study_abroad": "STUDY_ABROAD", "home_buying": "HOUSE_PURCHASE", "pension": "RETIREMENT", "newborn": "CHILD_BORN",
    "other": "OTHER",
}  # fmt: skip
REQUESTS = {"投诉": "COMPLAINT", "业务申请": "REQUEST", "咨询": "ENQUIRY"}
BANKS = {"B99010002": "DONGLI", "B99010003": "YUANPU", "B99010004": "HARLOW"}


def generated_only(key: str) -> bool:
    return key[1:].isdecimal()


def test_facilities_are_those_of_the_loans(generated: Written) -> None:
    drawn = defaultdict[str, list[str]](list)
    for row in generated.table("loans/DRAWDOWN"):
        drawn[row["FAC_NO"]].append(row["ACCT_NO"])
    assert {
        (
            row["FAC_NO"], generated.key[f"loans:{row['PARTY_NO']}"], KINDS[row["FAC_TYP"]], row["LIMIT_AMT"], row["CCY"],
            row["UP_FAC_NO"], *drawn[row["FAC_NO"]],
        )
        for row in generated.table("loans/FACILITY")
    } == {
        (one["id"], one["who"], one["kind"], f"{one['limit']}.00", one["currency"], one["within"], *one["accounts"])
        for one in generated.said("facilities", "loans")
    }  # fmt: skip


def test_what_is_used_of_a_line_is_what_its_accounts_owe_or_its_parts_use_and_never_more_than_the_limit(generated: Written) -> None:
    owed = {row["ACCT_NO"]: Decimal(row["BAL"]) for row in generated.core("ACC_INF") if row["BAL_DC"] == "D"}
    lines = {row["FAC_NO"]: row for row in generated.table("loans/FACILITY")}
    of = {one["id"]: one for one in generated.truth("facilities") if generated_only(one["who"])}
    parts = Counter[str]()
    for number, one in of.items():
        if one["within"]:
            parts[one["within"]] += Decimal(lines[number]["USED_AMT"])  # pyright: ignore[reportArgumentType]
    for number, one in of.items():
        used = sum(owed[account] for account in one["accounts"]) if one["accounts"] else parts[number]
        assert Decimal(lines[number]["USED_AMT"]) == used <= Decimal(lines[number]["LIMIT_AMT"])
    assert any(one["within"] and of[one["within"]]["within"] for one in of.values())


def test_every_loan_of_a_first_customer_number_is_drawn_under_one_line(generated: Written) -> None:
    first = generated.first() | {f"core:{row['CIF_NO']}" for row in generated.core("CUS_ORG")}
    owners = {row["ACCT_NO"]: f"core:{row['CIF_NO']}" for row in generated.core("ACC_REL") if row["REL_CD"] == "01"}
    loans = [row["ACCT_NO"] for row in generated.core("ACC_INF") if row["PROD_CD"] in ("ML01", "LN01", "LN02", "LN03", "LN04")]
    mine = [each for each in loans if owners[each] in first and generated_only(generated.key[owners[each]])]
    drawn = Counter(row["ACCT_NO"] for row in generated.table("loans/DRAWDOWN"))
    assert [drawn[each] for each in mine] == [1] * len(mine)


def test_collateral_and_ratings_are_those_of_the_loans(generated: Written) -> None:
    secures = defaultdict[str, list[str]](list)
    for row in sorted(generated.table("loans/LIEN"), key=lambda row: row["RANK_NO"]):
        secures[row["COLL_NO"]].append(row["FAC_NO"])
    assert {
        (row["COLL_NO"], generated.key[f"loans:{row['PARTY_NO']}"], row["VALUE_AMT"], *secures[row["COLL_NO"]])
        for row in generated.table("loans/COLLATERAL")
    } == {(one["id"], one["who"], f"{one['value']}.00", *one["secures"]) for one in generated.truth("collateral")}
    assert {
        (generated.key[f"loans:{row['PARTY_NO']}"], row["RATING"], row["RATED_ON"], row["RATED_TO"])
        for row in generated.table("loans/PARTY")
        if row["RATING"]
    } == {(one["who"], one["level"], one["on"], one["until"]) for one in generated.truth("ratings")}


def test_guarantees_are_those_of_the_loans_and_on_an_account_those_of_core_banking(generated: Written) -> None:
    stand = {
        (generated.key[f"loans:{row['GUARANTOR_NO']}"], generated.key[f"loans:{row['BORROWER_NO']}"], row["FAC_NO"])
        for row in generated.table("loans/GUARANTEE")
    }
    assert stand == {(one["who"], one["for"], one["facility"]) for one in generated.said("guarantees", "loans")}
    drawn = {row["ACCT_NO"]: row["FAC_NO"] for row in generated.table("loans/DRAWDOWN")}
    core = {
        (generated.customer(row["CIF_NO"]), drawn[row["ACCT_NO"]])
        for row in generated.core("ACC_REL")
        if row["REL_CD"] == "06" and row["ACCT_NO"] in drawn
    }
    assert core == {(one["who"], one["facility"]) for one in generated.said("guarantees", "core")}


def test_the_only_circles_of_guarantees_are_those_that_are_planted(generated: Written) -> None:
    stands = {(one["who"], one["for"]) for one in generated.truth("guarantees")}
    found = {
        frozenset((one, other, third))
        for one, other in stands
        for start, third in stands
        if start == other and (third, one) in stands and generated_only(one)
    }
    planted = [one["who"] for one in generated.truth("situations") if one["key"].startswith("guarantee-circle-")]
    assert found == {frozenset(who) for who in planted} != set()


def test_requests_calls_and_surveys_are_those_of_the_call_centre(generated: Written) -> None:
    caller = {row["callerId"]: generated.key[f"calls:{row['callerId']}"] for row in generated.calls("callers")}
    assert {
        (row["requestId"], caller[row["callerId"]], REQUESTS[row["type"]], row["dueAt"], row["answeredAt"])
        for row in generated.calls("requests")
    } == {(one["id"], one["who"], one["kind"], one["due"], one["answered"]) for one in generated.truth("requests")}
    assert {
        (row["callId"], caller[row["callerId"]], row["startedAt"], row["topic"], row["direction"] == "IN")
        for row in generated.calls("calls")
    } == {(one["id"], one["who"], one["at"], one["topic"], one["inbound"]) for one in generated.truth("conversations")}
    assert {
        (row["surveyId"], caller[row["callerId"]], row["method"], row["score"], row["outOf"], row["requestId"])
        for row in generated.calls("surveys")
    } == {(one["id"], one["who"], one["kind"], one["score"], one["best"], one["request"]) for one in generated.truth("surveys")}


def test_a_complaint_is_in_the_crm_too_where_the_truth_says_so(generated: Written) -> None:
    noted = {
        (generated.contact(row["party"]), row["at"][:10]) for row in generated.crm("interactions") if row["topic"] == "COMPLAINT"
    }
    both = {
        row["requestId"]
        for row in generated.calls("requests")
        if row["type"] == "投诉" and (generated.key[f"calls:{row['callerId']}"], row["openedAt"][:10]) in noted
    }
    assert both == {one["id"] for one in generated.said("requests", "crm")} != set()


def test_some_requests_are_answered_in_time_some_late_and_some_not_at_all(generated: Written) -> None:
    told = [one for one in generated.truth("requests") if generated_only(one["who"])]
    late = {one["answered"] and one["answered"] > one["due"] for one in told}
    assert late == {True, False, None}


def test_who_left_had_complained_before_the_money_went(generated: Written) -> None:
    requests = {row["requestId"]: row for row in generated.calls("requests")}
    told = [one for one in generated.truth("left") if one["request"]]
    assert told
    for one in told:
        row = requests[one["request"]]
        assert generated.key[f"calls:{row['callerId']}"] == one["who"]
        assert row["openedAt"][:10] < one["drained"]
    noted = {row["id"]: row["at"] for row in generated.crm("interactions")}
    assert all(one["request"] for one in generated.truth("left") if one["complaint"])
    assert all(noted[one["complaint"]][:10] == requests[one["request"]]["openedAt"][:10] for one in told if one["complaint"])


def test_devices_and_visits_are_those_of_the_app(generated: Written) -> None:
    users = defaultdict[str, set[str]](set)
    for row in generated.table("app/logins"):
        users[row["device_id"]].add(generated.key[f"app:{row['user_id']}"])
    assert users == {sha256(one["device"].encode()).hexdigest()[:32]: set(one["who"]) for one in generated.truth("devices")}
    assert users.keys() == {row["device_id"] for row in generated.table("app/devices")}
    assert {
        (row["visit_id"], generated.key[f"app:{row['user_id']}"], row["at"], row["section"], row["page"])
        for row in generated.table("app/page_views")
    } == {(one["id"], one["who"], _utc(one["at"]), one["section"], one["page"]) for one in generated.truth("visits")}


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def test_devices_are_shared_within_families_and_by_strangers_where_that_is_planted(generated: Written) -> None:
    home = {member["who"]: one["key"] for one in generated.truth("households") for member in one["members"]}
    shared = [one["who"] for one in generated.truth("devices") if len(one["who"]) > 1 and generated_only(one["who"][0])]
    strangers = {frozenset(who) for who in shared if len({home.get(one, one) for one in who}) > 1}
    planted = [one["who"] for one in generated.truth("situations") if one["key"].startswith("strangers-on-one-device-")]
    assert strangers == {frozenset(who) for who in planted} != set()
    assert len(shared) > len(strangers)


def test_who_looked_at_pages_had_logged_in_before_and_after_with_that_device(generated: Written) -> None:
    logins = {(row["user_id"], row["device_id"]): row for row in generated.table("app/logins")}
    for row in generated.table("app/page_views"):
        login = logins[row["user_id"], row["device_id"]]
        assert login["first_at"] <= row["at"] <= login["last_at"] or not generated_only(generated.key[f"app:{row['user_id']}"])
    assert all(row["first_at"] <= row["last_at"] < datetime(2026, 10, 31, 16, tzinfo=UTC) for row in logins.values())


def test_what_the_app_takes_someone_to_be_busy_with_is_an_event_of_the_truth(generated: Written) -> None:
    told = {(generated.key[f"app:{row['user_id']}"], TOPICS[row["topic"]], row["day"]) for row in generated.table("app/signals")}
    assert told == {(one["who"], one["kind"], one["on"]) for one in generated.said("events", "app")}
    assert {one["evidence"] for one in generated.said("events", "app")} == {"INFERRED"}


def test_reports_are_those_of_the_bureau(generated: Written) -> None:
    found = {
        (
            generated.key[f"bureau:{one.get('subject')}"], one.get("date"), one.findtext("Score"), one.findtext("OverdueTimes"),
        )
        for one in generated.bureau()
    }  # fmt: skip
    assert found == {
        (one["who"], one["on"], None if one["score"] is None else str(one["score"]), str(one["overdue"]))
        for one in generated.truth("reports")
    }
    companies = {one["who"] for one in generated.truth("facilities") if one["who"].startswith("o") and generated_only(one["who"])}
    assert companies == {one["who"] for one in generated.truth("reports") if generated_only(one["who"]) and one["score"] is None}


def _owed(bank: Written) -> dict[tuple[str, str], int]:
    found = Counter[tuple[str, str]]()
    for one in bank.bureau():
        for debt in one.iter("Debt"):
            if debt.get("bank") in BANKS:
                found[bank.key[f"bureau:{one.get('subject')}"], BANKS[str(debt.get("bank"))]] += int(debt.get("balance") or 0)
    return found


def test_other_banks_are_those_that_the_crm_and_the_bureau_know(generated: Written) -> None:
    assert {(generated.contact(row["party"]), row["bank"], row["shareOfWallet"]) for row in generated.crm("elsewhere")} == {
        (one["who"], one["bank"], one["share"]) for one in generated.said("elsewhere", "crm")
    }
    assert _owed(generated) == {(one["who"], one["bank"]): one["owed"] for one in generated.said("elsewhere", "bureau")}


def test_whom_the_crm_knows_at_another_bank_the_bureau_knows_there_and_nowhere_else(generated: Written) -> None:
    banks = defaultdict[str, list[Told]](list)
    for one in generated.truth("elsewhere"):
        if generated_only(one["who"]):
            banks[one["who"]].append(one)
    reported = {one["who"] for one in generated.truth("reports")}
    both = [one for who, told in banks.items() if who in reported for one in told if "crm" in one["said"]]
    assert all(one["said"] == ["crm", "bureau"] and len(banks[one["who"]]) == 1 for one in both)
    assert both


def test_what_is_owed_to_this_bank_is_what_core_banking_has_granted(generated: Written) -> None:
    owners = {row["ACCT_NO"]: generated.customer(row["CIF_NO"]) for row in generated.core("ACC_REL") if row["REL_CD"] == "01"}
    granted = defaultdict[str, list[tuple[str, str]]](list)
    for row in generated.core("ACC_INF"):
        if row["LN_PRIN"]:
            granted[owners[row["ACCT_NO"]]].append((row["LN_PRIN"], row["OPEN_DT"]))
    for one in generated.bureau():
        who = generated.key[f"bureau:{one.get('subject')}"]
        ours = [each for each in one.iter("Debt") if each.get("bank") not in BANKS]
        told = sorted((f"{each.get('granted')}.00", str(each.get("since")).replace("-", "")) for each in ours)
        assert not generated_only(who) or told == sorted(granted[who])


def test_tax_years_are_those_of_the_tax_office(generated: Written) -> None:
    assert {
        (generated.key[f"tax:{row['统一社会信用代码']}"], row["年度"], row["营业收入"], row["实缴税额"], row["纳税信用等级"])
        for row in generated.tax("years")
    } == {
        (one["who"], str(one["year"]), f"{one['revenue']}.00", f"{one['tax']}.00", one["grade"])
        for one in generated.truth("tax_years")
    }
