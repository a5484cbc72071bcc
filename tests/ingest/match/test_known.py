"""New records beside known ones: whatever order and batches they come in, what comes out is what all at once would."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.match.clusters import Clusters
from ingest.match.decided import Verdict
from ingest.match.judged import Judgement, Ruling
from ingest.match.known import Known
from ingest.match.model import Model
from ingest.match.resolution import resolved, trained
from ingest.match.table import Table, Told, flattened
from tests.ingest.match import people


@pytest.fixture(scope="module")
def model() -> Model:
    return trained(people.table(120))


def batch(table: Table, model: Model) -> tuple[dict[str, str], dict[str, str], int]:
    found = resolved(table, model).clusters
    return (*named(table, found), len(found.doubts.one))  # pyright: ignore[reportReturnType]


def named(table: Table, found: Clusters) -> tuple[dict[str, str], ...]:
    return tuple(
        {id_: table.ids[label] for id_, label in zip(table.ids, labels, strict=True)} for labels in (found.labels, found.automatic)
    )


def step_by_step(table: Table, model: Model, order: list[int], sizes: list[int]) -> Known:
    known, at = Known(model), 0
    for size in (*sizes, len(order)):
        known.add(table.take(np.sort(np.array(order[at : at + size], dtype=np.int64))))
        at += size
    return known


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(range(75)), st.lists(st.integers(1, 30), max_size=5), st.integers(1, 4))
def test_any_order_and_any_batches_give_what_all_at_once_do(model: Model, order: list[int], sizes: list[int], seed: int) -> None:
    table = people.table(25, seed)
    known = step_by_step(table, model, order, sizes)
    assert (known.clusters(), known.automatic_clusters(), len(known.doubts())) == batch(table, model)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 1_000), st.integers(0, 2**32 - 1))
def test_records_that_change_and_leave_leave_behind_what_the_last_words_alone_give(model: Model, seed: int, chance: int) -> None:
    """Some say another's words first, some are there for a while only, and some are judged meanwhile."""
    rng, last = np.random.default_rng(chance), people.silos(20, seed)
    words = [(rng.random(), each) for each in last]
    words += [(at * rng.random(), replace(last[rng.integers(len(last))], id=each.id)) for at, each in words if rng.random() < 0.5]
    words += [(rng.random(), replace(each, id=f"{each.id}+")) for each in last if rng.random() < 0.3]
    said = [each for _, each in sorted(words, key=lambda word: word[0])]
    known, at = Known(model), 0
    judgements = [Judgement(last[0].id, last[40].id, Ruling.SAME), Judgement(last[3].id, last[4].id, Ruling.NOT_SAME)]
    while at < len(said):
        size = int(rng.integers(1, 30))
        part, at = {each.id: each for each in said[at : at + size]}, at + size
        known.update(flattened("person", list(part.values())), judgements=judgements[: int(rng.integers(0, 3))])
        if rng.random() < 0.3:
            known.settled()
    known.update(left=[f"{each.id}+" for each in last], judgements=judgements)
    expected = resolved(table := flattened("person", last), model, judgements=judgements).clusters
    assert (known.clusters(), known.automatic_clusters()) == named(table, expected)
    assert len(known.doubts()) == len(expected.doubts.one)
    assert len(known) == len(table)


def crowded() -> Table:
    return flattened("person", people.crowd())


def test_what_is_said_word_for_word_a_hundred_times_is_one(model: Model) -> None:
    found, _, _ = batch(crowded(), model)
    assert {found[f"again-{at}"] for at in range(95)} == {"again-0"}
    assert len({found[f"same-{at}"] for at in range(100)}) > 1


@pytest.mark.parametrize("seed", range(4))
def test_so_it_is_where_a_key_becomes_too_common_on_the_way(model: Model, seed: int) -> None:
    table = crowded()
    order = np.random.default_rng(seed).permutation(len(table)).tolist()
    known = step_by_step(table, model, order, [60, 80, 10, 1, 1, 90])
    assert (known.clusters(), known.automatic_clusters(), len(known.doubts())) == batch(table, model)


@pytest.mark.parametrize("seed", range(4))
def test_so_it_is_where_a_key_was_too_common_for_a_while(model: Model, seed: int) -> None:
    """Seventy-five with one telephone, while fifteen more and ten namesakes came and went or say another now."""
    rng, every = np.random.default_rng(seed), people.crowd()
    left = {each.id for each in every if each.id in {f"office-{at}" for at in range(20)} | {f"same-{at}" for at in range(70)}}
    stays = [each for each in every if each.id not in left]
    changed = [replace(each, fields=each.fields | {"phone": ("+8613822222222",)}) for each in stays if each.id == "office-30"]
    known = step_by_step(flattened("person", every), model, rng.permutation(len(every)).tolist(), [90, 100])
    gone = rng.permutation(sorted(left)).tolist()
    known.leave(gone[:50])
    known.update(flattened("person", changed), gone[50:])
    table = flattened("person", list({each.id: each for each in (*stays, *changed)}.values()))
    assert (known.clusters(), known.automatic_clusters(), len(known.doubts())) == batch(table, model)


def test_what_is_said_again_as_it_was_costs_nothing(model: Model) -> None:
    known, told = Known(model), people.silos(20, 5)
    known.add(flattened("person", told))
    before = known.segments
    assert known.update(flattened("person", told[10:30])) is None
    assert known.segments is before


def test_what_was_matched_whole_goes_on_step_by_step(model: Model) -> None:
    table = people.table(40, 3)
    old, new = np.arange(0, len(table) - 17), np.arange(len(table) - 17, len(table))
    known = Known(model)
    first = table.take(old)
    known.add_solved(first, (found := resolved(first, model)).edges, found.clusters)
    known.add(table.take(new))
    assert (known.clusters(), known.automatic_clusters(), len(known.doubts())) == batch(table, model)


def test_a_live_record_is_told_whose_it_is_and_changes_nothing(model: Model) -> None:
    table = people.table(40, 3)
    known = Known(model)
    known.add(table.take(np.array([row for row, id_ in enumerate(table.ids) if id_ != "0007-1"])))
    before = known.clusters()
    (match, *_) = known.match(table.take(np.array([table.ids.index("0007-1")])))
    assert (match.record, match.cluster, match.decision.verdict) == ("0007-1", "0007-0", Verdict.SAME)
    assert known.clusters() == before
    stranger = flattened("person", [Told("new", None, {"full_name": ("Zoltan Weir",), "birth_date": ("1999-09-09",)})])
    assert known.match(stranger) == []


def test_the_bank_s_own_number_joins_records_of_two_deliveries(model: Model) -> None:
    known = Known(model)
    known.add(flattened("person", [Told("a", "7", {"full_name": ("Ada Bell",)}), Told("c", "8", {"full_name": ("Tom North",)})]))
    known.add(flattened("person", [Told("b", "7", {"full_name": ("Ida Shaw",)})]))
    assert known.clusters() == {"a": "a", "b": "a", "c": "c"}
