"""New records beside known ones: whatever order and batches they come in, what comes out is what all at once would."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.match.decided import Verdict
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
    named = (
        {id_: table.ids[label] for id_, label in zip(table.ids, labels, strict=True)} for labels in (found.labels, found.automatic)
    )
    return (*named, len(found.doubts.one))  # pyright: ignore[reportReturnType]


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


def crowded() -> Table:
    """A telephone that ninety people share, and a name that a hundred have."""
    names = [f"{given} {family}" for given in people.GIVEN[:10] for family in people.FAMILY[:9]]
    office = [Told(f"office-{at}", None, {"full_name": (name,), "phone": ("+8613811111111",)}) for at, name in enumerate(names)]
    namesakes = [Told(f"same-{at}", None, {"full_name": ("Ada Bell",), "postcode": (f"ls{at % 20} 1ab",)}) for at in range(100)]
    again = [Told(f"twice-{at}", None, {"full_name": (names[at],), "phone": ("+8613811111111",)}) for at in range(20)]
    same = {"full_name": ("Ida Quinn",), "birth_date": ("1970-07-07",), "city": ("york",)}
    repeated = [Told(f"again-{at}", None, same) for at in range(95)]
    return flattened("person", [*office, *namesakes, *again, *repeated])


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
