"""Who controls whom: chains of majorities, boards, other means, and those who only do it together."""

from rules.ownership.control import Control, Means, Powers, controllers, ultimate
from rules.ownership.records import Cell, Concert, Group, Interest, Party


def group(*said: Interest, concerts: tuple[Concert, ...] = ()) -> Group:
    parties = {end for each in said for end in (each.owner, each.company)}
    return Group("t", {one: Party(one, one, one[0].isupper()) for one in parties}, said, concerts)


def holds(owner: str, company: str, share: float | None, kind: str = "SHAREHOLDING") -> Interest:
    return Interest(owner, company, kind, share, share)


def told(known: Group) -> list[tuple[str, Means, tuple[str, ...], bool]]:
    return [(each.party, each.means, each.jointly, each.certain) for each in controllers(Powers(known), "t")]


def heads(known: Group) -> list[str]:
    powers = Powers(known)
    return [each.party for each in ultimate(powers, "t", controllers(powers, "t"))]


def test_a_majority_of_a_majority_is_control():
    known = group(holds("Ann", "a", 0.51), holds("a", "t", 0.51), holds("Bo", "t", 0.49))
    assert told(known) == [("a", Means.VOTES, (), True), ("Ann", Means.VOTES, (), True)]
    assert heads(known) == ["Ann"]


def test_votes_of_controlled_companies_are_added_up_whole():
    """Two companies that she controls hold 30 and 25 %: neither controls, she does."""
    known = group(holds("Ann", "a", 0.51), holds("Ann", "b", 0.6), holds("a", "t", 0.3), holds("b", "t", 0.25), holds("Bo", "t", 0.45))
    assert told(known) == [("Ann", Means.VOTES, (), True)]
    (ann,) = controllers(Powers(known), "t")
    assert {each.company for each in ann.steps} == {"a", "b", "t"}
    assert set(ann.steps[-1].through) == {"a", "b"}


def test_most_of_a_company_that_holds_thirty_disposes_of_thirty_and_controls_nothing():
    known = group(holds("Ann", "a", 0.51), holds("a", "t", 0.3))
    assert (told(known), Powers(known).votes_of(["Ann"], "t")) == ([], Cell(0.3, 0.3))


def test_votes_that_are_told_count_and_not_shares():
    known = group(holds("Ann", "t", 0.2), holds("Ann", "t", 0.7, "VOTING_RIGHTS"), holds("Bo", "t", 0.8), holds("Bo", "t", 0.3, "VOTING_RIGHTS"))
    assert told(known) == [("Ann", Means.VOTES, (), True)]


def test_whoever_names_the_board_or_controls_by_other_means_controls():
    known = group(holds("Ann", "a", None, "APPOINTMENT_OF_BOARD"), holds("a", "t", None, "CONTROL_BY_LEGAL_FRAMEWORK"), holds("Bo", "t", 0.2))
    assert told(known) == [("a", Means.OTHER_MEANS, (), True), ("Ann", Means.OTHER_MEANS, (), True)]
    assert [each.means for each in controllers(Powers(known), "t")[1].steps] == [Means.BOARD, Means.OTHER_MEANS]
    assert told(group(holds("Ann", "t", 0.4, "APPOINTMENT_OF_BOARD"))) == []
    assert told(group(holds("Ann", "t", None, "CONDITIONAL_RIGHTS_GRANTED_BY_CONTRACT"))) == []


def test_those_who_act_in_concert_control_jointly():
    said = (holds("Ann", "t", 0.3), holds("Bo", "t", 0.25), holds("Ca", "t", 0.45))
    tie = Concert("Ann", "Bo", "concert party deed")
    assert told(group(*said)) == []
    assert told(group(*said, concerts=(tie,))) == [("Ann", Means.VOTES, ("Bo",), True), ("Bo", Means.VOTES, ("Ann",), True)]
    elsewhere = Concert("Ann", "Bo", "for another company", "x")
    assert told(group(*said, concerts=(elsewhere,))) == []


def test_two_halves_control_jointly():
    assert told(group(holds("Ann", "t", 0.5), holds("Bo", "t", 0.5))) == [
        ("Ann", Means.VOTES, ("Bo",), True), ("Bo", Means.VOTES, ("Ann",), True),
    ]  # fmt: skip


def test_a_share_that_is_not_known_may_be_a_majority():
    known = group(Interest("Ann", "t", least=0.25, most=0.75), holds("Bo", "t", 0.2))
    assert told(known) == [("Ann", Means.VOTES, (), False)]


def test_companies_in_a_closed_circle_have_no_actual_controller():
    known = group(holds("a", "t", 1.0), holds("t", "a", 1.0))
    assert [each.party for each in controllers(Powers(known), "t")] == ["a"]
    assert heads(known) == []


def test_a_company_has_no_vote_in_itself():
    known = group(holds("t", "t", 0.2), holds("Ann", "t", 0.42), holds("Bo", "t", 0.38))
    assert told(known) == [("Ann", Means.VOTES, (), True)]


def test_more_votes_than_there_are_make_nobody_a_controller():
    assert told(group(holds("Ann", "t", 0.7), holds("Bo", "t", 0.6)))[0][3] is False


def test_a_long_chain_is_followed_to_its_end():
    chain = [holds(f"c{n + 1}", f"c{n}" if n else "t", 0.6) for n in range(500)]
    known = group(*chain, holds("Ann", "c500", 0.9))
    assert heads(known) == ["Ann"]
    assert len(Control("Ann", controllers(Powers(known), "t")[-1].steps).steps) == 501
