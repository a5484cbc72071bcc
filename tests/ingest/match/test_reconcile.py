"""Which id the party of a cluster gets, and which records move to it."""

from collections.abc import Mapping
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from ingest.match.reconcile import reconciled


def moves(
    described: Mapping[str, str], clusters: Mapping[str, str], first: Mapping[str, str] | None = None,
    retired: Mapping[str, str] | None = None,
) -> dict[str, str]:  # fmt: skip
    numbers = count(1)
    return reconciled(described, clusters, first or {}, retired or {}, lambda: f"NEW{next(numbers)}")


def test_of_two_parties_that_are_one_the_older_stays() -> None:
    assert moves({"a": "P2", "b": "P1"}, {"a": "x", "b": "x"}) == {"a": "P1"}


def test_a_party_stays_with_the_record_that_it_was_made_for() -> None:
    assert moves({"a": "P1", "b": "P1"}, {"a": "x", "b": "y"}, {"P1": "b"}) == {"a": "NEW1"}
    assert moves({"a": "P1", "b": "P1"}, {"a": "x", "b": "y"}) == {"b": "NEW1"}


def test_who_leaves_gets_back_the_id_that_was_his() -> None:
    assert moves({"a": "P1", "b": "P1"}, {"a": "x", "b": "y"}, {"P1": "b"}, {"P7": "a", "P9": "a"}) == {"a": "P7"}
    assert moves({"a": "P1", "b": "P3"}, {"a": "x", "b": "y"}, {}, {"P7": "b"}) == {}


PARTIES = st.dictionaries(st.integers(0, 9).map(lambda n: f"r{n}"), st.integers(1, 4).map(lambda n: f"P{n}"), min_size=1)


@given(PARTIES, st.data())
def test_one_cluster_is_one_party_and_what_is_right_stays(described: dict[str, str], data: st.DataObject) -> None:
    clusters = {record: data.draw(st.sampled_from("xyz")) for record in described}
    after = described | moves(described, clusters)
    for one in described:
        for other in described:
            assert (after[one] == after[other]) == (clusters[one] == clusters[other])
    assert moves(after, clusters) == {}


@given(PARTIES, st.data())
def test_what_was_merged_and_is_parted_again_has_the_ids_that_it_had(described: dict[str, str], data: st.DataObject) -> None:
    """By the records that parties were made for."""
    first = {
        party: data.draw(st.sampled_from(sorted(r for r in described if described[r] == party))) for party in {*described.values()}
    }
    merged = described | moves(described, dict.fromkeys(described, "x"), first)
    (stayed,) = {*merged.values()}
    gone = {party: record for party, record in first.items() if party != stayed}
    assert merged | moves(merged, described, {stayed: first[stayed]}, gone) == described
