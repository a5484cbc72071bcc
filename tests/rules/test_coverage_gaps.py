"""What is lacking at a company, and the near misses of each rule."""

from typing import Any

import pytest

from graph.model import ContactLevel, Coverage, DecisionRole
from rules.coverage_gaps import LEVELS_ZH, LOOKED_FOR, ROLES_ZH, Centre, Cover, Gap, GapKind, Ground, Near, Seat, gaps

GROUND = Ground("A line", "crm")
ALL = [Cover(each, GROUND) for each in (Coverage.RM, Coverage.RISK, Coverage.PRODUCT)]
NAMES = {"ada": "Ada", "ben": "Ben"}


def seat(person: str, role: str, deal: str | None = None) -> Seat:
    return Seat(person, DecisionRole(role), deal, GROUND)


def near(person: str, current: str, desired: str | None) -> Near:
    return Near(person, ContactLevel(current), ContactLevel(desired) if desired else None, GROUND)


def of(kind: GapKind, deal: str | None = None, **told: Any) -> list[Gap]:
    given: dict[str, Any] = {"customer": True, "covers": ALL, "seats": [], "near": []} | told
    return [gap for gap in gaps(Centre("Harbour Steel", names=NAMES, **given), deal) if gap.kind is kind]


def test_of_the_triangle_the_managers_that_are_missing_are_named() -> None:
    assert of(GapKind.IRON_TRIANGLE) == []
    one = of(GapKind.IRON_TRIANGLE, covers=ALL[:2])
    assert [(gap.function, gap.essential, gap.grounds) for gap in one] == [(Coverage.PRODUCT, True, (GROUND, GROUND))]
    assert one[0].en == "Harbour Steel has no product manager; it has: relationship manager, risk manager."
    assert one[0].zh == "Harbour Steel没有产品经理；现有：客户经理、风险经理。"
    adviser = [Cover(Coverage.ADVISER, GROUND)]  # looks after people, and is no corner of it
    assert [gap.function for gap in of(GapKind.IRON_TRIANGLE, covers=adviser)] == [Coverage.RM, Coverage.RISK, Coverage.PRODUCT]
    assert of(GapKind.IRON_TRIANGLE, covers=[], customer=False) == []


def test_a_part_that_nobody_plays_is_lacking_and_a_blocker_never() -> None:
    assert [gap.role for gap in of(GapKind.ROLE) if gap.essential] == [
        DecisionRole.DECISION_MAKER, DecisionRole.GATEKEEPER, DecisionRole.KEY_PERSON,
    ]  # fmt: skip
    assert {gap.role for gap in of(GapKind.ROLE)} == set(DecisionRole) - {DecisionRole.BLOCKER} == set(LOOKED_FOR)
    everyone = [seat("ada", role) for role in LOOKED_FOR]
    assert of(GapKind.ROLE, seats=everyone) == []
    assert of(GapKind.ROLE, seats=everyone[1:])[0].role is LOOKED_FOR[0]


def test_a_part_for_another_business_does_not_count_for_this_one() -> None:
    seats = [seat("ada", "GATEKEEPER", "OP-1"), seat("ben", "USER")]

    def known(deal: str | None) -> set[DecisionRole]:
        return set(LOOKED_FOR) - {gap.role for gap in of(GapKind.ROLE, deal, seats=seats) if gap.role}

    assert known(None) == known("OP-1") == {DecisionRole.GATEKEEPER, DecisionRole.USER}
    assert known("OP-2") == {DecisionRole.USER}
    assert [gap.person for gap in of(GapKind.CONTACT_UNKNOWN, "OP-2", seats=seats)] == ["ben"]


@pytest.mark.parametrize(
    ("current", "desired", "lacking"),
    [("NONE", "KNOWN", True), ("MET", "TRUSTED", True), ("KNOWN", "TRUSTED", True), ("MET", "MET", False), ("TRUSTED", "MET", False),
     ("NONE", "NONE", False), ("NONE", None, False)],
)  # fmt: skip
def test_contact_is_lacking_where_it_is_below_what_is_wanted(current: str, desired: str | None, lacking: bool) -> None:
    found = of(GapKind.CONTACT, seats=[seat("ada", "USER")], near=[near("ada", current, desired)])
    assert bool(found) is lacking
    assert of(GapKind.CONTACT_UNKNOWN, seats=[seat("ada", "USER")], near=[near("ada", current, desired)]) == []


def test_somebody_with_two_parts_is_told_once_with_both() -> None:
    seats = [seat("ada", "USER"), seat("ada", "GATEKEEPER"), seat("ada", "USER", "OP-1")]
    (gap,) = of(GapKind.CONTACT, seats=seats, near=[near("ada", "MET", "TRUSTED")])
    assert gap.roles == (DecisionRole.USER, DecisionRole.GATEKEEPER) and gap.essential and len(gap.grounds) == 4
    assert gap.zh == "Ada（使用者、把关人）：当前见过，期望信任。" and gap.en == "Ada (USER, GATEKEEPER): MET now, TRUSTED wanted."
    (unknown,) = of(GapKind.CONTACT_UNKNOWN, seats=[seat("ben", "USER")])
    assert not unknown.essential and unknown.zh.startswith("Ben（使用者）")


def test_who_has_no_part_is_nobodys_gap() -> None:
    assert of(GapKind.CONTACT, near=[near("ada", "NONE", "TRUSTED")]) == []


def test_what_is_essential_comes_first_and_every_word_has_its_chinese() -> None:
    order = [gap.essential for gap in gaps(Centre("X", True, [], [seat("ada", "USER")], [], NAMES))]
    assert order == sorted(order, reverse=True) and any(order) and not all(order)
    assert set(ROLES_ZH) == set(DecisionRole) and set(LEVELS_ZH) == set(ContactLevel)
