"""Rows go in bags, in whatever order; what is done to the bags gives what all rows at once do."""

from typing import Any

import numpy as np
import pytest

from ingest.match import bags, candidates
from ingest.match.arrays import Ints
from ingest.match.bags import Asked, Rows, arrow
from ingest.match.clusters import FALLING, Clusters
from ingest.match.judged import Judgement, Standing, judged
from ingest.match.model import Model
from ingest.match.resolution import resolved, trained
from ingest.match.table import Table, flattened
from ingest.match.ties import solved_alone, ties
from tests.ingest.match import people

BAGS = 5


@pytest.fixture(scope="module")
def table() -> Table:
    return people.mixed()


@pytest.fixture(scope="module")
def model(table: Table) -> Model:
    return trained(table)


def taken(rows: Rows, some: Ints) -> Rows:
    return rows.take(np.random.default_rng(1).permutation(some))


def test_rows_come_back_as_the_table_that_they_were(table: Table) -> None:
    again, numbers = bags.table_of("person", taken(bags.rows_of(table), np.arange(len(table), dtype=np.int64)))
    assert np.array_equal(numbers, np.arange(len(table)))
    assert (again.ids, again.fields) == (table.ids, table.fields)
    assert np.array_equal(again.named, table.named)
    for one, other in zip(again.columns, table.columns, strict=True):
        assert one.values == other.values
        assert np.array_equal(one.codes, other.codes)


def test_each_row_has_the_marks_that_it_has_among_all(table: Table) -> None:
    batches = bags.rows_of(table).to_batches(max_chunksize=50)
    marks = arrow.Table.from_batches(list(bags.marked("person", batches)))
    found = {each: set[tuple[int, int]]() for each in (bags.KEY, bags.TIE, bags.SAID)}
    for what, row, hash_ in zip(*(marks[name].to_pylist() for name in ("what", "row", "hash")), strict=True):
        found[what].add((row, hash_ % 2**64))
    keys, bound, said = candidates.keys(table), ties(table), candidates.contents(table)
    assert found[bags.KEY] == set(zip(keys.rows.tolist(), keys.hashes.tolist(), strict=True))
    assert found[bags.TIE] == set(zip(bound.rows.tolist(), bound.hashes.tolist(), strict=True))
    assert found[bags.SAID] == {(row, each) for row, each in enumerate(said.tolist()) if each}


def weighed(table: Table, model: Model) -> Rows:
    """A bag of pairs after the other."""
    pairs = [*candidates.pairs(candidates.keys(table)), candidates.repeated(table)]
    i, j = (np.concatenate(ends) for ends in zip(*pairs, strict=True))
    rows, found = bags.rows_of(table), list[Any]()
    for bag in range(BAGS):
        own = i % BAGS == bag
        needed = taken(rows, np.union1d(i[own], j[own]))
        found.append(bags.weighed(model, candidates.hubs(table), arrow.table({"i": i[own], "j": j[own]}), needed))
    return arrow.concat_tables(found)


def solved(table: Table, model: Model, edges: Rows, judgements: list[Judgement]) -> Clusters:
    """A bag of whole components after the other."""
    standing = Standing(judgements)
    ruled = judged(table, standing)
    bag = solved_alone(table, bags.edges_of(edges), ruled) % BAGS
    asked, rows, found = Asked(model, candidates.hubs(table), standing), bags.rows_of(table), list[Any]()
    for each in range(BAGS):
        own = edges.filter(bag[edges["i"].to_numpy()] == each)
        found.append(bags.solved(asked, model.threshold, FALLING, own, taken(rows, np.flatnonzero(bag == each))))
    return bags.clusters_of(arrow.concat_tables(found), len(table), ruled.contradictions)


def test_pairs_weigh_in_bags_what_they_weigh_among_all(table: Table, model: Model) -> None:
    assert people.weights(bags.edges_of(weighed(table, model))) == people.weights(resolved(table, model).edges)


def test_components_become_in_bags_what_they_become_among_all(table: Table, model: Model) -> None:
    judgements = people.judgements()
    found = solved(table, model, weighed(table, model), judgements)
    expected = resolved(table, model, judgements=judgements).clusters
    assert people.outcome(found) == people.outcome(expected)
    assert {*expected.doubts.why} >= {"THRESHOLD", "NUMBERS", "SAME_NUMBER"}
    assert expected.contradictions


def test_where_there_is_nothing_to_weigh_each_row_is_alone(model: Model) -> None:
    table = flattened("person", people.told(3)[:1])
    edges = bags.weighed(model, {}, arrow.table({"i": people.NO_ROWS, "j": people.NO_ROWS}), bags.rows_of(table))
    assert people.weights(bags.edges_of(edges)) == {}
    assert solved(table, model, edges, []).labels.tolist() == [0]
