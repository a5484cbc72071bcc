"""The deliveries of other days: what was before and what came after, by the same numbers."""

from tests.ingest.lakeside.written import Written

EARLIER, LATER = "earlier/2026-09-30/", "later/2026-11-07/"
FIELDS = {"home": "ADDR", "phone": "MOB_NO"}


def test_a_change_shows_from_its_day_on(generated: Written) -> None:
    spoilt = {(one["who"], one["field"]) for one in generated.truth("errors") if one["silo"] == "core"}
    told, first = [one for one in generated.truth("changes") if one["field"] and "core" in one["said"]], generated.first()
    assert {(one["kind"], one["on"] > "2026-10-31") for one in told} == {
        (kind, later) for kind in ("MOVED", "NEW_PHONE") for later in (True, False)
    }
    days = {
        day: {generated.customer(row["CIF_NO"]): row for row in generated.core("CUS_PER", day) if f"core:{row['CIF_NO']}" in first}
        for day in (EARLIER, "", LATER)
    }
    for one in told:
        if (one["who"], one["field"]) not in spoilt:
            values = [days[day][one["who"]][FIELDS[one["field"]]] for day in (EARLIER, "", LATER)]
            was, now = (one[side]["text"] if one["field"] == "home" else one[side] for side in ("was", "now"))
            assert values == ([was, was, now] if one["on"] > "2026-10-31" else [was, now, now])


def _known(bank: Written, row: dict[str, str]) -> bool:
    return f"core:{row['CIF_NO']}" in bank.key


def test_who_comes_and_who_leaves_in_the_week_after(generated: Written) -> None:
    told = {(one["kind"], one["who"]) for one in generated.truth("changes") if one["field"] is None}
    came = {f"p{int(row['CIF_NO'][1:])}" for row in generated.core("CUS_PER", LATER) if not _known(generated, row)}
    assert {who for kind, who in told if kind == "CAME"} == came != set()
    before = {row["ACCT_NO"] for row in generated.core("ACC_INF") if row["ACCT_ST"] == "1"}
    owners = {row["ACCT_NO"]: row["CIF_NO"] for row in generated.core("ACC_REL", LATER) if row["REL_CD"] == "01"}
    after = {
        owners[row["ACCT_NO"]] for row in generated.core("ACC_INF", LATER) if row["ACCT_ST"] == "1" and row["ACCT_NO"] not in before
    }
    assert {who for kind, who in told if kind == "LEFT"} == {generated.customer(number) for number in after} != set()


def test_movements_of_two_deliveries_that_overlap_are_the_same(generated: Written) -> None:
    main = {row["TXN_NO"]: row for row in generated.core("TXN_DTL")}
    for day, most in ((EARLIER, "20260930"), (LATER, "20261107")):
        found = generated.core("TXN_DTL", day)
        assert all(main[row["TXN_NO"]] == row for row in found if row["TX_DT"] <= "20261031")
        assert max(row["TX_DT"] for row in found) <= most
    assert any(row["TX_DT"] > "20261031" for row in generated.core("TXN_DTL", LATER))


def test_every_balance_follows_from_the_one_before_whichever_delivery_says_it(generated: Written) -> None:
    rows = {row["TXN_NO"]: row for day in ("", LATER) for row in generated.core("TXN_DTL", day)}
    last: dict[str, int] = {}
    for row in sorted(rows.values(), key=lambda row: (row["ACCT_NO"], row["TXN_NO"])):
        amount, balance = (
            int(row[name].replace(".", "")) * (-1 if row[mark] == "D" else 1) for name, mark in (("AMT", "DC"), ("BAL", "BAL_DC"))
        )
        assert balance == last.get(row["ACCT_NO"], balance - amount) + amount
        last[row["ACCT_NO"]] = balance
    closing = {
        row["ACCT_NO"]: int(row["BAL"].replace(".", "")) * (-1 if row["BAL_DC"] == "D" else 1)
        for row in generated.core("ACC_INF", LATER)
    }
    assert all(closing[account] == balance for account, balance in last.items())
