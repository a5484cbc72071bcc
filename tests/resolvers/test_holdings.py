from resolvers.holdings import Balance, balances, products


def test_balances_are_summed_by_currency_and_say_of_how_many_accounts_nothing_is_known():
    rows = [["USD", 150], ["CNY", 1000], ["CNY", -250], ["CNY", None], ["JPY", 7]]
    assert balances(rows) == [
        Balance("CNY", "10.00", "2.50", 3, 1),
        Balance("JPY", "7", "0", 1, 0),
        Balance("USD", "1.50", "0.00", 1, 0),
    ]


def test_products_are_counted_and_summed_by_code_and_currency():
    rows = [["B", "CNY", 5, "b"], ["A", "USD", 100, "a"], ["A", "CNY", None, "a"], ["A", "CNY", 250, "a"]]
    told = [(each.product, each.currency, each.accounts, each.unknown, each.balance) for each in products(rows)]
    assert told == [("a", "CNY", 2, 1, "2.50"), ("a", "USD", 1, 0, "1.00"), ("b", "CNY", 1, 0, "0.05")]


def test_nothing_held_is_nothing_told():
    assert balances([]) == products([]) == []
