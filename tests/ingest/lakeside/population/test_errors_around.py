"""What loans, app, calls, bureau and tax have wrong of people and companies is what the truth says is wrong, and nothing else is."""

from collections.abc import Callable, Iterator

import pytest

from ingest.check_digits import is_credit_code, is_resident_number
from tests.ingest.lakeside.written import Told, Written

Said = Iterator[tuple[str, Told]]


def loans(bank: Written) -> Said:
    for row in bank.table("loans/PARTY"):
        shown = "uscc" if row["PARTY_TYPE"] == "C" else "document"
        yield f"loans:{row['PARTY_NO']}", {"name": row["PARTY_NM"], shown: row["ID_NO"]}


def app(bank: Written) -> Said:
    for row in bank.table("app/users"):
        yield f"app:{row['user_id']}", {"phone": row["mobile"] and row["mobile"].removeprefix("+86")}


def calls(bank: Written) -> Said:
    for row in bank.calls("callers"):
        yield f"calls:{row['callerId']}", {"name": row["displayName"], "phone": row["phone"], "cif": row["customerNo"]}


def bureau(bank: Written) -> Said:
    for one in bank.bureau():
        place = {"text": one.findtext("Address"), "postcode": one.findtext("Postcode")}
        record, name = f"bureau:{one.get('subject')}", one.findtext("Name")
        if one.tag == "EnterpriseReport":
            yield record, {"name": name, "seat": place, "uscc": one.findtext("CreditCode")}
        else:
            phone = one.findtext("Mobile") or None
            yield record, {"name": name, "home": place, "document": one.findtext("IdNumber"), "phone": phone}


def tax(bank: Written) -> Said:
    for row in bank.tax("taxpayers"):
        place = {"text": row["登记注册地址"], "postcode": row["邮政编码"]}
        yield f"tax:{row['统一社会信用代码']}", {"name": row["纳税人名称"], "seat": place}
    for row in bank.tax("staff"):
        shown, phone = row["身份证件号码"], row["手机号码"] or None
        yield f"tax:{row['人员编号']}", {"name": row["姓名"], "document": shown, "phone": phone}


def parties(bank: Written) -> dict[str, Told]:
    """With the customer number that core banking gave first."""
    found = {one["key"]: one for name in ("people", "companies") for one in bank.truth(name) if one["key"][1:].isdecimal()}
    for one in found.values():
        numbers = [id_.removeprefix("core:") for id_ in one["records"][0] if id_.startswith("core:")]
        one["cif"] = numbers[0] if numbers else None
    return found


@pytest.mark.parametrize("silo", [loans, app, calls, bureau, tax], ids=lambda silo: silo.__name__)
def test_a_silo_is_wrong_where_the_truth_says_so(generated: Written, silo: Callable[[Written], Said]) -> None:
    known = parties(generated)
    told = {(record, field) for record, said in silo(generated) for field in _wrong(known.get(generated.key[record]), said)}
    planted = {(one["record"], one["field"]) for one in generated.truth("errors") if one["silo"] == silo.__name__}
    assert told == planted != set()


def _wrong(one: Told | None, said: Told) -> list[str]:
    return [field for field, value in said.items() if value != one[field]] if one else []


def test_the_bureau_alone_of_those_who_have_seen_the_documents_holds_numbers_that_do_not_check(generated: Written) -> None:
    def checks(said: Told) -> bool:
        shown = str(said.get("document", ""))
        return is_credit_code(said["uscc"]) if "uscc" in said else not shown[:2].isdecimal() or is_resident_number(shown)

    wrong = {record for silo in (loans, bureau, tax) for record, said in silo(generated) if not checks(said)}
    assert wrong == generated.unread()
    assert {one["who"][0] for one in generated.truth("errors") if one["record"] in wrong} == {"o", "p"}


def test_a_report_that_is_refused_is_no_party_before_matching(generated: Written) -> None:
    for name in ("people", "companies"):
        for one in generated.truth(name):
            assert not {id_ for group in one["records"] for id_ in group} & generated.unread()


def test_a_caller_whose_number_no_agent_found_is_a_party_apart(generated: Written) -> None:
    missing = {one["record"] for one in generated.truth("errors") if one["silo"] == "calls" and one["field"] == "cif"}
    groups = [group for one in generated.truth("people") for group in one["records"]]
    assert missing
    assert all([record] in groups for record in missing)
