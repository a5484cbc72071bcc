from datetime import UTC, datetime

from access.caller import Caller, CallerRole
from access.policy import RULES, TAGS, policy_of
from access.scope import units_below

UNITS = [("a", "HQ"), ("b", "HQ/SUZHOU"), ("c", "HQ/SUZHOU/CHANGMEN"), ("d", "HQ/SUZHOUNEW"), ("e", "HQ/HUZHOU")]


def caller(role: CallerRole, org: str) -> Caller:
    return Caller("someone", role, org, datetime(2030, 1, 1, tzinfo=UTC))


def test_a_place_covers_itself_and_what_is_below_it_and_what_is_public():
    assert units_below("HQ/SUZHOU", UNITS) == ["PUBLIC", "b", "c"]


def test_a_place_that_does_not_exist_covers_only_what_is_public():
    assert units_below("HQ/NOWHERE", UNITS) == ["PUBLIC"]
    assert units_below("", UNITS) == ["PUBLIC"]


def test_only_head_offices_bankers_see_the_whole_bank():
    assert policy_of(caller(CallerRole.BANKER, "HQ")).whole
    assert not policy_of(caller(CallerRole.BANKER, "HQ/SUZHOU")).whole
    assert not policy_of(caller(CallerRole.PARTNER, "HQ")).whole


def test_every_tag_is_decided_for_partners():
    assert set(RULES[CallerRole.PARTNER]) == set(TAGS)
