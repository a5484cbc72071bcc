"""How a cluster came about, merge by merge."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings

from ingest.match.formation import Rule, formed
from ingest.match.judged import Judgement
from ingest.match.known import Known
from ingest.match.model import Model
from ingest.match.resolution import resolved, trained
from ingest.match.table import Told, flattened
from tests.ingest.match import people
from tests.ingest.match.test_judged import ADA, NOT_SAME, RECORDS, SAME, judgements, many, record, seeds, silos


@pytest.fixture(scope="module")
def model() -> Model:
    return trained(flattened("person", people.silos(120)))


@settings(many, max_examples=25)
@given(judgements, seeds)
def test_the_merges_make_the_clusters_that_matching_made(model: Model, judged: list[Judgement], seed: int) -> None:
    table = silos(seed)
    found = resolved(table, model, judgements=judged)
    told = formed(model, table, RECORDS, edges=found.edges, judgements=judged)
    own = [table.ids[row] for row in table.own.tolist()]
    clusters = {
        tuple(sorted({own[row] for row in np.flatnonzero(found.clusters.labels == label)})) for label in found.clusters.labels
    }
    assert set(told.clusters) == clusters
    assert len(told.merges) == sum(len(each) - 1 for each in clusters)
    sides = {(id_,) for id_ in own}
    for merge in told.merges:
        sides -= {merge.one, merge.other}
        sides.add(tuple(sorted((*merge.one, *merge.other))))
    assert sides == clusters
    known = Known(model)
    known.judge(judged)
    known.add(table)
    first = told.clusters[0]
    assert known.formed(first[:1]) == formed(model, table, first[:1], judgements=judged)


def test_what_outranks_weights_says_so(model: Model) -> None:
    number = people.resident(7)
    records = [
        record("a", "Ada Bell", "7", **ADA),
        record("b", "Tom North", "7", national_id=number),
        record("c", "Tom Northe", None, national_id=number),
        record("e", "Ida Quinn"),
        record("g", "Ada Bell", None, **ADA),
    ]
    assert lines(model, records, Judgement("e", "c", SAME), Judgement("g", "a", NOT_SAME)) == [
        "e joins c: a steward judged e and c to be one",
        "b joins a: a and b have one number of the bank's own",
        "c and 1 more join a and 1 more: b and c have one number for life",
        "a steward judged g and a not to be one",
        "4  in one cluster: a, b, c, e",
    ]


def test_a_document_that_joined_is_told(model: Model) -> None:
    records = [record("a", "Ada Bell", None, passport="GB:900000022"), record("b", "Ida Quinn", None, passport="GB:900000022")]
    assert lines(model, records)[0] == "b joins a: a and b have one document"


def test_each_weight_is_told_beside_what_was_asked(model: Model) -> None:
    records = [
        record("a", "Ada Bell", None, **ADA),
        record("d", "Ada Bell", None, **ADA),
        record("f", "Ann Bell", None, birth_date="1951-03-12"),
    ]
    once, later = formed(model, flattened("person", records), ["f"]).merges
    assert (once.one, once.other, once.rule) == (("a",), ("d",), Rule.AT_ONCE)
    assert (later.one, later.other, later.rule) == (("a", "d"), ("f",), Rule.ROUND)
    found = resolved(flattened("person", records), model).edges
    assert once.evidence == pytest.approx(found.weights.max() - model.threshold)
    assert once.asked == pytest.approx(model.seed - model.threshold)
    assert later.asked == pytest.approx(4.0) and later.asked <= (later.evidence or 0)
    assert lines(model, records)[1].endswith("f joins a and 1 more: as a whole, in the round from 4.0")


def lines(model: Model, records: Sequence[Told], *judged: Judgement) -> list[str]:
    return [line.strip() for line in formed(model, flattened("person", records), ["a"], judgements=judged).lines()]


def test_a_judgement_that_does_not_hold_is_told(model: Model) -> None:
    records = [record("a", "Ada Bell"), record("b", "Tom North"), record("c", "Ida Quinn")]
    judged = (Judgement("a", "b", SAME), Judgement("b", "c", SAME), Judgement("a", "c", NOT_SAME))
    assert "that b and c are one does not hold: a and c are judged not to be" in lines(model, records, *judged)


def test_a_record_alone_has_no_merges(model: Model) -> None:
    assert lines(model, [record("a", "Ada Bell")]) == ["1  in one cluster: a"]
