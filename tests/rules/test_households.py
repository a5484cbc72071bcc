from datetime import date

from rules.households import RULES, STRENGTH, TABLE, HouseholdRule, comes_of_age, tie_in_words, words_of


def test_every_rule_stands_once_in_the_table_and_a_weaker_one_is_no_surer():
    assert [rule.name for rule in TABLE] == list(HouseholdRule) and len(RULES) == len(TABLE)
    assert sorted(STRENGTH, key=STRENGTH.__getitem__) == list(HouseholdRule)
    assert [rule.confidence for rule in TABLE] == sorted((rule.confidence for rule in TABLE), reverse=True)


def test_a_rule_that_is_not_known_any_more_is_told_by_its_name():
    assert words_of("SPOUSES").startswith("Those who are married") and words_of("OLD") == "OLD"
    assert tie_in_words("CARD_HOLDERS", "Ada", "Ben") == "Ben has a supplementary card of Ada"
    assert tie_in_words("OLD", "Ada", "Ben") == "OLD: Ada, Ben"


def test_one_comes_of_age_on_the_eighteenth_birthday():
    assert comes_of_age(date(2008, 10, 31)) == date(2026, 10, 31)
    assert comes_of_age(date(2008, 2, 29)) == date(2026, 3, 1)
