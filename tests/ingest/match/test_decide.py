"""Records that share the bank's own number are one party; each other is one by itself."""

from itertools import count

from graph.parties import Keyed, Standing
from ingest.match.decide import Decision, decide


def decided(*standings: Standing) -> Decision:
    numbers = count(1)
    return decide(standings, lambda: f"NEW{next(numbers)}")


def placed(decision: Decision) -> dict[str, str]:
    return {each.record: each.party for each in (*decision.assigned, *(to for _, to in decision.moved))}


def test_records_of_one_key_are_one_party_whatever_their_silo() -> None:
    decision = decided(Standing("core:1", "PERSON", "K", None, None, {}), Standing("crm:9", "PERSON", "K", None, None, {}))
    assert placed(decision) == {"core:1": "NEW1", "crm:9": "NEW1"}


def test_keys_count_within_a_kind_and_as_given() -> None:
    decision = decided(
        Standing("core:1", "PERSON", "K1", None, None, {}),
        Standing("core:2", "COMPANY", "K1", None, None, {}),
        Standing("core:3", "PERSON", "k1", None, None, {}),
        Standing("core:4", "PERSON", None, None, None, {}),
        Standing("core:5", "PERSON", None, None, None, {}),
    )
    assert len(set(placed(decision).values())) == 5
    assert {each.record: each.rule for each in decision.assigned}["core:4"] == "OWN_RECORD"


def test_a_new_record_joins_the_party_of_its_key() -> None:
    assert placed(decided(Standing("crm:9", "PERSON", "K", None, None, {"P1": [("core:1", "PERSON", "K", None)]}))) == {
        "crm:9": "P1"
    }


def test_of_two_parties_of_one_key_the_oldest_stays() -> None:
    decision = decided(
        Standing(
            "crm:9", "PERSON", "K", None, "P2", {"P2": [("crm:9", "PERSON", "K", None)], "P1": [("core:1", "PERSON", "K", None)]}
        )
    )
    assert [(left, to.party) for left, to in decision.moved] == [("P2", "P1")]


def test_a_record_whose_key_is_withdrawn_leaves_those_who_keep_it() -> None:
    decision = decided(
        Standing("crm:9", "PERSON", None, None, "P1", {"P1": [("core:1", "PERSON", "K", None), ("crm:9", "PERSON", None, None)]})
    )
    assert [(left, to.party, to.rule) for left, to in decision.moved] == [("P1", "NEW1", "OWN_RECORD")]


def test_who_describes_a_party_by_the_same_rule_is_left_as_a_resolution_has_weighed_him() -> None:
    both = {"P1": [("core:1", "PERSON", "K", "DECLARED_KEY"), ("crm:9", "PERSON", "K", "DECLARED_KEY")]}
    decision = decided(
        Standing("core:1", "PERSON", "K", "DECLARED_KEY", "P1", both), Standing("crm:9", "PERSON", "K", "OWN_RECORD", "P1", both)
    )
    assert [(each.record, each.rule) for each in decision.assigned] == [("crm:9", "DECLARED_KEY")]


def test_a_record_alone_keeps_its_party_when_its_key_changes() -> None:
    assert placed(decided(Standing("core:1", "PERSON", "K2", None, "P1", {"P1": [("core:1", "PERSON", "K2", None)]}))) == {
        "core:1": "P1"
    }


def test_those_who_keep_their_key_keep_the_party_that_another_of_them_leaves() -> None:
    party: list[Keyed] = [("core:1", "PERSON", "K2", None), ("core:2", "PERSON", "K1", None), ("core:3", "PERSON", "K2", None)]
    decision = decided(
        Standing("core:1", "PERSON", "K2", None, "P1", {"P1": party}), Standing("core:2", "PERSON", "K1", None, "P1", {"P1": party})
    )
    assert placed(decision) == {"core:1": "P1", "core:2": "NEW1"}


def test_a_record_joins_those_of_its_new_key_who_are_not_decided_on_even_where_its_own_party_is_older() -> None:
    known = {"P1": [("core:1", "PERSON", "K2", None)], "P2": [("core:2", "PERSON", "K2", None)]}
    assert placed(decided(Standing("core:1", "PERSON", "K2", None, "P1", known))) == {"core:1": "P2"}


def test_a_record_that_a_resolution_has_placed_stays_until_the_next_one() -> None:
    resolved: list[Keyed] = [("core:1", "PERSON", "K1", "EVIDENCE"), ("crm:9", "PERSON", None, "EVIDENCE")]
    known = {"P1": resolved}
    decision = decided(
        Standing("core:1", "PERSON", "K1", "EVIDENCE", "P1", known), Standing("crm:9", "PERSON", None, "EVIDENCE", "P1", known)
    )
    assert placed(decision) == {}
    assert placed(decided(Standing("loans:5", "PERSON", "K1", None, None, known))) == {"loans:5": "P1"}


def test_who_shares_a_key_with_one_of_a_resolved_party_stays_in_it_when_he_is_told_again() -> None:
    resolved: list[Keyed] = [("core:1", "PERSON", "K1", "DECLARED_KEY"), ("app:0", "PERSON", None, "EVIDENCE")]
    assert placed(decided(Standing("core:1", "PERSON", "K1", "DECLARED_KEY", "P1", {"P1": resolved}))) == {}
