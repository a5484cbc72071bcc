"""What stewards have judged outranks whatever records say, in both directions, and taking it back takes it all back."""

from collections.abc import Sequence
from itertools import pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.match.judged import Contradiction, Judgement, Ruling
from ingest.match.known import Known
from ingest.match.model import Model
from ingest.match.resolution import resolved, trained
from ingest.match.table import Table, Told, flattened, record_of
from tests.ingest.match import people

PEOPLE = 14
RECORDS = [f"{person:04d}-{at}" for person in range(PEOPLE) for at in range(3)]
SAME, NOT_SAME = Ruling
Told3 = tuple[dict[str, str], dict[str, str], list[tuple[str, str, str]], list[Contradiction]]


@pytest.fixture(scope="module")
def model() -> Model:
    return trained(flattened("person", people.silos(120)))


def among(low: int, high: int) -> st.SearchStrategy[Judgement]:
    one = st.sampled_from(RECORDS[low:high])
    return st.builds(Judgement, one, one, st.sampled_from(Ruling))


judgements = st.lists(st.one_of(among(0, 6), among(3, 12), among(0, len(RECORDS))), max_size=14)
seeds = st.integers(1, 6)
many = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
fewer = settings(many, max_examples=15)


def silos(seed: int) -> Table:
    return flattened("person", people.silos(PEOPLE, seed))


def told(table: Table, model: Model, judged: Sequence[Judgement] = ()) -> Told3:
    """Clusters, automatic clusters, doubts, contradictions, by ids."""
    found = resolved(table, model, judgements=judged).clusters
    labels, automatic = (
        {id_: table.ids[label] for id_, label in zip(table.ids, each, strict=True)} for each in (found.labels, found.automatic)
    )
    doubts = zip(found.doubts.one, found.doubts.other, found.doubts.why, strict=True)
    named = sorted((*sorted((table.ids[a], table.ids[b])), why) for a, b, why in doubts)
    return labels, automatic, named, sorted(found.contradictions, key=lambda each: each.lost.pair)  # pyright: ignore[reportReturnType]


def held(known: Known) -> Told3:
    doubts = [(one, other, why) for one, other, _, why in known.doubts()]
    return known.clusters(), known.automatic_clusters(), sorted(doubts), known.contradictions()


def newest(judged: Sequence[Judgement]) -> list[Judgement]:
    return list({each.pair: each for each in judged if each.one != each.other}.values())


@many
@given(judgements, seeds)
def test_whatever_is_judged_holds_or_is_told_to_contradict(model: Model, judged: list[Judgement], seed: int) -> None:
    labels, automatic, _, contradictions = told(silos(seed), model, judged)
    lost = {each.lost.pair for each in contradictions}
    for each in newest(judged):
        for of in (labels, automatic):
            assert (of[each.one] == of[each.other]) == (each.verdict is SAME and each.pair not in lost)


@many
@given(judgements, seeds)
def test_a_judgement_is_lost_only_to_one_that_keeps_apart(model: Model, judged: list[Judgement], seed: int) -> None:
    labels, _, _, contradictions = told(silos(seed), model, judged)
    assert all(each.lost in judged and each.held in judged for each in contradictions)
    for each in contradictions:
        assert (each.lost.verdict, each.held.verdict) == (SAME, NOT_SAME)
        assert {labels[id_] for id_ in each.lost.pair} == {labels[id_] for id_ in each.held.pair}


@many
@given(judgements, seeds)
def test_the_rows_of_a_record_stay_together(model: Model, judged: list[Judgement], seed: int) -> None:
    labels, automatic, _, _ = told(silos(seed), model, judged)
    assert all(of[id_] == of[record_of(id_)] for of in (labels, automatic) for id_ in of)


@many
@given(judgements, seeds)
def test_nobody_is_asked_what_is_judged(model: Model, judged: list[Judgement], seed: int) -> None:
    _, automatic, doubts, _ = told(silos(seed), model, judged)
    answered = {tuple(sorted((automatic[each.one], automatic[each.other]))) for each in newest(judged)}
    assert not answered & {(one, other) for one, other, _ in doubts}


@fewer
@given(judgements, seeds, st.randoms(use_true_random=False), st.lists(st.integers(1, 20), max_size=4))
def test_any_order_of_records_and_any_time_of_judging_give_what_all_at_once_do(
    model: Model, judged: list[Judgement], seed: int, random: Random, sizes: list[int]
) -> None:
    table, known, at = silos(seed), Known(model), 0
    order = sorted({record_of(id_) for id_ in table.ids})
    random.shuffle(order)
    for size in (*sizes, len(order)):
        known.judge(judged[: random.randint(0, len(judged))])
        part = set(order[at : at + size])
        known.add(table.take(np.flatnonzero([record_of(id_) in part for id_ in table.ids])))
        at += size
    known.judge(judged)
    assert held(known) == told(table, model, judged)


@fewer
@given(judgements, seeds, st.data())
def test_a_judgement_taken_back_leaves_what_there_was(
    model: Model, judged: list[Judgement], seed: int, data: st.DataObject
) -> None:
    table, known = silos(seed), Known(model)
    known.judge(judged)
    known.add(table)
    if judged:
        gone = data.draw(st.integers(0, len(judged) - 1))
        fewer = [*judged[:gone], *judged[gone + 1 :]]
        known.judge(fewer)
        assert held(known) == told(table, model, fewer)
    known.judge(())
    assert held(known) == told(table, model)


@fewer
@given(st.permutations([Judgement(*pair, NOT_SAME) for pair in pairwise(RECORDS[:10])]), seeds)
def test_the_order_of_judgements_that_do_not_contradict_changes_nothing(model: Model, judged: list[Judgement], seed: int) -> None:
    table = silos(seed)
    assert told(table, model, judged) == told(table, model, sorted(judged, key=lambda each: each.pair))


# ---- one by one


def record(id_: str, name: str, group: str | None = None, **fields: str) -> Told:
    return Told(id_, group, {field: (value,) for field, value in {"full_name": name, **fields}.items()})


def beside(model: Model, records: list[Told], *judged: Judgement) -> tuple[set[frozenset[str]], Told3]:
    found = told(flattened("person", records), model, judged)
    return {frozenset(id_ for id_ in found[1] if found[1][id_] == head) for head in found[1].values()}, found


ADA = {"birth_date": "1951-03-12", "phone": "+8613811112222", "postcode": "ls9 1ab", "city": "leeds"}


def test_a_third_record_does_not_chain_two_that_are_not_one(model: Model) -> None:
    records = [record(id_, "Ada Bell", None, **ADA) for id_ in ("a", "b", "c")]
    assert beside(model, records)[0] == {frozenset("abc")}
    apart, (_, _, doubts, _) = beside(model, records, Judgement("c", "a", NOT_SAME))
    assert apart == {frozenset("ab"), frozenset("c")}
    assert doubts == []


def test_one_number_for_life_does_not_join_two_that_are_not_one(model: Model) -> None:
    number = people.resident(7)
    records = [record("a", "Ada Bell", None, **ADA, national_id=number), record("b", "Ada Bell", None, **ADA, national_id=number)]
    assert beside(model, records)[0] == {frozenset("ab")}
    assert beside(model, records, Judgement("a", "b", NOT_SAME))[0] == {frozenset("a"), frozenset("b")}


def test_a_group_that_is_torn_goes_with_whom_each_fits_best(model: Model) -> None:
    ida = {"birth_date": "1987-11-30", "postcode": "yo1 7ab", "city": "york"}
    records = [
        record("a", "Ada Bell", "7", **ADA),
        record("b", "Ida Quinn", "7", **ida),
        record("c", "Ida Quin", "7", **ida),
        record("d", "Bell, Ada", "7", birth_date="1951-03-12"),
        record("e", "Tom North", "7"),
    ]
    assert beside(model, records)[0] == {frozenset("abcde")}
    apart, _ = beside(model, records, Judgement("a", "b", NOT_SAME))
    assert {frozenset(each - {"e"}) for each in apart} == {frozenset("ad"), frozenset("bc")}
    assert len(apart) == 2


def test_two_with_different_numbers_for_life_are_one_where_it_is_judged(model: Model) -> None:
    records = [
        record("a", "Ada Bell", None, national_id=people.resident(7)),
        record("b", "Tom North", None, national_id=people.resident(9)),
    ]
    assert beside(model, records)[0] == {frozenset("a"), frozenset("b")}
    assert beside(model, records, Judgement("b", "a", SAME))[0] == {frozenset("ab")}


@pytest.mark.parametrize("last", [("a", "b"), ("b", "c")])
def test_of_contradictions_the_later_same_loses(model: Model, last: tuple[str, str]) -> None:
    records = [record("a", "Ada Bell"), record("b", "Tom North"), record("c", "Ida Quinn")]
    same = sorted((Judgement("a", "b", SAME), Judgement("b", "c", SAME)), key=lambda each: each.pair == last)
    apart = Judgement("a", "c", NOT_SAME)
    for at in range(3):
        found, (_, _, _, contradictions) = beside(model, records, *same[:at], apart, *same[at:])
        assert found == {frozenset(same[0].pair), frozenset("abc") - frozenset(same[0].pair)}
        assert contradictions == [Contradiction(same[1], apart)]


def test_the_newest_judgement_of_a_pair_counts(model: Model) -> None:
    records = [record("a", "Ada Bell"), record("b", "Tom North")]
    assert beside(model, records, Judgement("a", "b", NOT_SAME), Judgement("b", "a", SAME))[0] == {frozenset("ab")}
    assert len(beside(model, records, Judgement("a", "b", SAME), Judgement("b", "a", NOT_SAME))[0]) == 2


def test_a_judgement_of_a_record_with_itself_or_with_one_that_is_not_there_says_nothing(model: Model) -> None:
    records = [record("a", "Ada Bell"), record("b", "Tom North")]
    assert beside(model, records, Judgement("a", "a", NOT_SAME), Judgement("a", "z", SAME)) == beside(model, records)
