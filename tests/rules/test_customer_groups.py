"""Which companies are one customer group: by control, by a person, by a family, by dependence; and which are none."""

from datetime import date

import pytest

from rules.customer_groups import (
    MOST_RELATIVES,
    RULES,
    TABLE,
    Branch,
    FoundGroup,
    GroupRole,
    GroupRule,
    Kin,
    Known,
    Sale,
    groups,
    tie_in_words,
    words_of,
)
from rules.ownership.records import Interest, Party

PEOPLE = ("ada", "ben", "cleo", "dan")
PUBLIC = ("ministry",)


def known(*held: tuple[str, str, float], kin: tuple[tuple[str, str, str], ...] = (), **more: object) -> Known:
    """Shares of whom in what; names of PEOPLE are people, all others companies."""
    sales, branches = more.get("sales", ()), more.get("branches", ())
    names = {name for owner, company, _ in held for name in (owner, company)} | {n for one, other, _ in kin for n in (one, other)}
    names |= {name for each in sales for name in (each.seller, each.buyer)}  # pyright: ignore
    names |= {name for each in branches for name in (each.branch, each.company)}  # pyright: ignore
    parties = {n: Party(n, n, n in PEOPLE, "GOVERNMENT" if n in PUBLIC else None) for n in names}
    interests = [Interest(owner, company, least=share, most=share, source="register") for owner, company, share in held]
    return Known(parties, interests, [Kin(*each) for each in kin], sales, branches)  # pyright: ignore


def told(found: FoundGroup) -> dict[str, tuple[str, str]]:
    return {each.party: (each.rule.value, each.role.value) for each in found.members}


def test_a_company_and_those_that_it_controls_are_one_group_with_whoever_controls_it():
    """As the story has it: a holding, its steelworks, their forwarder, which owns a little of the holding."""
    (found,) = groups(known(
        ("ada", "holding", 0.7), ("ben", "holding", 0.12), ("forwarder", "holding", 0.03), ("holding", "steel", 0.62),
        ("steel", "forwarder", 0.7), ("steel", "listed", 0.05), ("cleo", "listed", 0.315), kin=(("ada", "ben", "PARENT"),),
    ))  # fmt: skip
    assert found.rule is GroupRule.CONTROL and found.kin == frozenset()
    assert told(found) == {
        "ada": ("COMMON_CONTROL", "CONTROLLER"), "holding": ("CONTROL", "PARENT"), "steel": ("CONTROL", "COMPANY"),
        "forwarder": ("CONTROL", "COMPANY"),
    }  # fmt: skip


def test_companies_of_one_person_are_a_group_and_one_company_alone_is_none():
    (found,) = groups(known(("ada", "inn", 0.6), ("ada", "mill", 1.0), ("ben", "shop", 1.0)))
    assert found.rule is GroupRule.COMMON_CONTROL
    assert told(found) == {"ada": ("COMMON_CONTROL", "CONTROLLER"), "inn": ("COMMON_CONTROL", "COMPANY"),
                           "mill": ("COMMON_CONTROL", "COMPANY")}  # fmt: skip


def test_half_is_no_control():
    assert groups(known(("ada", "inn", 0.5), ("ada", "mill", 0.5))) == []


@pytest.mark.parametrize("kind", ["SPOUSE", "PARENT", "CHILD", "SIBLING", "GRANDPARENT", "GRANDCHILD"])
def test_companies_of_near_kin_are_a_group(kind: str):
    (found,) = groups(known(("ada", "inn", 0.6), ("ben", "mill", 0.8), kin=(("ada", "ben", kind),)))
    assert found.rule is GroupRule.JOINT_CONTROL and found.kin == {frozenset(("ada", "ben"))}
    assert told(found)["ada"] == told(found)["ben"] == ("JOINT_CONTROL", "CONTROLLER")
    assert told(found)["inn"] == ("COMMON_CONTROL", "COMPANY")


@pytest.mark.parametrize("kind", ["GUARDIAN", "WARD", "OTHER"])
def test_companies_of_those_who_are_no_near_kin_are_none(kind: str):
    assert groups(known(("ada", "inn", 0.6), ("ben", "mill", 0.8), kin=(("ada", "ben", kind),))) == []


def test_what_kin_control_only_together_is_of_their_group():
    (found,) = groups(known(
        ("ada", "inn", 0.3), ("ben", "inn", 0.3), ("inn", "mill", 0.9), ("cleo", "inn", 0.4), kin=(("ada", "ben", "SPOUSE"),),
    ))  # fmt: skip
    assert found.rule is GroupRule.CONTROL  # the inn controls the mill, whoever controls the inn
    assert told(found) == {"ada": ("JOINT_CONTROL", "CONTROLLER"), "ben": ("JOINT_CONTROL", "CONTROLLER"),
                           "inn": ("CONTROL", "PARENT"), "mill": ("CONTROL", "COMPANY")}  # fmt: skip
    (found,) = groups(known(
        ("ada", "inn", 0.3), ("ben", "inn", 0.3), ("ada", "mill", 0.9), kin=(("ada", "ben", "SPOUSE"),),
    ))  # fmt: skip
    assert found.rule is GroupRule.JOINT_CONTROL
    assert told(found)["inn"] == ("JOINT_CONTROL", "COMPANY") and told(found)["mill"] == ("COMMON_CONTROL", "COMPANY")


def test_kin_who_own_nothing_tie_nobody_and_whoever_has_too_many_is_kin_of_none():
    assert groups(known(("ada", "inn", 0.6), ("ben", "mill", 0.8),
                        kin=(("ada", "cleo", "CHILD"), ("ben", "cleo", "CHILD")))) == []  # fmt: skip
    crowd = [f"x{n}" for n in range(MOST_RELATIVES + 1)]
    held = [(who, f"{who} inn", 1.0) for who in ("ada", *crowd)]
    many = known(*held, kin=tuple(("ada", who, "SIBLING") for who in crowd))
    people = {name: Party(name, name, True) for name in ("ada", *crowd)}
    assert groups(Known({**many.parties, **people}, many.interests, many.kin)) == []


def test_companies_that_control_each_other_are_one_group_without_a_head():
    (found,) = groups(known(("inn", "mill", 0.6), ("mill", "inn", 0.6)))
    assert {each.party for each in found.members} == {"inn", "mill"}


def test_a_public_body_makes_no_group_of_what_it_controls_and_nobody_depends_on_it():
    held = (("ministry", "rail", 1.0), ("ministry", "mail", 1.0))
    assert groups(known(*held, sales=(Sale("rail", "ministry", 90, 100),))) == []


def test_a_branch_goes_with_its_company_and_makes_no_group_by_itself():
    branches = (Branch("inn of the north", "inn"),)
    assert groups(known(("ada", "inn", 1.0), branches=branches)) == []
    (found,) = groups(known(("ada", "inn", 1.0), ("inn", "mill", 1.0), branches=branches))
    assert told(found)["inn of the north"] == ("CONTROL", "BRANCH")


def test_who_sells_half_to_one_goes_with_its_group_and_who_depends_on_that_one_does_not():
    held = (("ada", "steel", 1.0), ("steel", "forwarder", 1.0))
    sales = (Sale("ore", "steel", 50, 100), Sale("digger", "ore", 100, 100), Sale("forwarder", "steel", 9, 10),
             Sale("coal", "steel", 49, 100))  # fmt: skip
    steel, ore = sorted(groups(known(*held, sales=sales)), key=lambda each: each.rule is GroupRule.DEPENDENCE)
    assert told(steel)["ore"] == ("DEPENDENCE", "DEPENDENT") and told(steel)["forwarder"] == ("CONTROL", "COMPANY")
    assert not {"digger", "coal"} & told(steel).keys()
    assert (ore.rule, told(ore)) == (GroupRule.DEPENDENCE, {
        "ore": ("DEPENDENCE", "COMPANY"), "digger": ("DEPENDENCE", "DEPENDENT")})  # fmt: skip


def test_a_member_is_one_since_the_last_line_that_its_control_needs_and_never_where_no_silo_tells():
    def interest(owner: str, company: str, share: float, since: str | None) -> Interest:
        return Interest(owner, company, least=share, most=share, source="register", since=since)

    parties = {n: Party(n, n, n in PEOPLE) for n in ("ada", "inn", "mill", "shop", "barn")}
    (found,) = groups(Known(parties, [
        interest("ada", "inn", 0.6, "2001-01-01"), interest("inn", "mill", 0.3, "2002-02-02"),
        interest("ada", "mill", 0.3, "2003-03-03"), interest("mill", "shop", 1.0, None), interest("shop", "barn", 0.4, "2009-09-09"),
    ]))  # fmt: skip
    since = {each.party: each.since for each in found.members}
    assert since == {"ada": None, "inn": date(2001, 1, 1), "mill": date(2003, 3, 3), "shop": None}


def test_what_is_asked_in_another_order_is_the_same_group():
    held = (("ada", "inn", 0.6), ("ben", "mill", 0.8), ("inn", "shop", 1.0), ("mill", "barn", 0.4), ("ada", "barn", 0.2))
    kin = (("ada", "ben", "SIBLING"),)
    assert groups(known(*held, kin=kin)) == groups(known(*reversed(held), kin=kin))


def test_every_rule_says_what_it_does_and_one_that_is_not_known_any_more_is_told_by_its_name():
    assert [rule.name for rule in TABLE] == list(GroupRule) and set(RULES) == set(GroupRule) and list(GroupRole)
    assert words_of("CONTROL").startswith("One company controls another") and words_of("OLD") == "OLD"
    assert tie_in_words("OWNS", "Ada", "Inn", 0.625, "2001-01-01", "crm") == "Ada has 62.5 % of Inn from 2001-01-01, says crm."
    assert tie_in_words("OWNS", "Ada", "Inn", None, None, "crm") == "Ada has an interest in Inn, says crm."
    assert tie_in_words("OLD", "Ada", "Inn", None, None, "crm") == "OLD: Ada, Inn, says crm."
