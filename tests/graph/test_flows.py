"""Months of an account, worked out by hand."""

from datetime import date

from graph.chain import Movement
from graph.flows import Flow, months


def moved(on: str, amount: int, balance: int | None, *, by_client: bool = True, currency: str = "CNY") -> Movement:
    return Movement(on, date.fromisoformat(on), currency, amount, by_client, balance)


def test_a_month_sums_what_came_in_and_went_out_and_the_clients_own_apart() -> None:
    (flow,) = months([moved("2025-11-01", 100, 100), moved("2025-11-16", -40, 60), moved("2025-11-30", -1, 59, by_client=False)])
    assert flow == Flow(date(2025, 11, 1), "CNY", 100, 41, 3, 100, 40, 2, 59, round((15 * 100 + 14 * 60 + 59) / 30))


def test_the_days_before_the_first_movement_count_with_the_balance_before_it() -> None:
    (flow,) = months([moved("2025-11-16", -1000, 2000)])
    assert flow.average == (15 * 3000 + 15 * 2000) // 30


def test_a_month_without_balances_has_no_average_and_no_closing() -> None:
    (flow,) = months([moved("2025-11-16", -1000, None), moved("2025-11-17", 5, 100)])
    assert (flow.average, flow.closing, flow.out) == (None, None, 1000)


def test_each_month_and_each_currency_is_one_flow() -> None:
    found = months([moved("2025-11-30", 1, 1), moved("2025-12-01", 2, 3), moved("2025-12-02", 5, 5, currency="USD")])
    assert {(flow.currency, f"{flow.month:%Y-%m}", flow.in_) for flow in found} == {
        ("CNY", "2025-11", 1),
        ("CNY", "2025-12", 2),
        ("USD", "2025-12", 5),
    }
