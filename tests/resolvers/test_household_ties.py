from resolvers.household_ties import told

MARRIED = ["SPOUSES", "crm", "2008-05-01", None, None, True, "Lin", "Shen", "l", "s"]
ONCE = ["JOINT_ACCOUNT", "core", None, "2020-01-01", "core:A1", False, "Lin", None, "l", "x"]


def test_ties_are_told_in_words_with_their_days_and_who_says_so():
    (tie,) = told([MARRIED, ONCE])
    assert (tie.words, tie.one, tie.other, tie.account_id) == ("Lin and Shen are married from 2008-05-01, says crm.", "l", "s", None)


def test_those_that_have_ended_are_told_to_who_asks_for_them():
    _, once = told([MARRIED, ONCE], ended=True)
    assert once.words == "Lin and ? own an account together until 2020-01-01, says core." and once.account_id == "core:A1"
