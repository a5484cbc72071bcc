"""What a steward is told of clusters in doubt weighs what the resolution weighed."""

import numpy as np
import pytest

from ingest.match import candidates
from ingest.match.arrays import listed
from ingest.match.questions import questions
from ingest.match.reasons import why
from ingest.match.resolution import resolved, trained
from ingest.match.table import flattened, record_of
from tests.ingest.match import people


def test_the_way_to_each_doubt_leads_to_its_weight_and_is_the_one_that_why_tells() -> None:
    table = flattened("person", people.silos(120, seed=4))
    model, hubs = trained(table), candidates.hubs(table)
    done = resolved(table, model, hubs)
    doubts, labels = done.clusters.doubts, done.clusters.automatic
    assert len(doubts.why) > 5
    told = list(questions(model, table, hubs, labels, doubts.one, doubts.other))
    for at, each in enumerate(told):
        summed = sum(bits for _, bits, _ in each.waterfall.parts)
        assert summed == pytest.approx(each.waterfall.decision.evidence, abs=0.3)
        if doubts.why[at] != "SAME_NUMBER":
            assert each.waterfall.decision.evidence == pytest.approx(doubts.evidence[at], abs=1e-5)
        one, other = ([table.ids[row] for row in listed(np.flatnonzero(labels == end[at]))] for end in (doubts.one, doubts.other))
        heads = {record_of(table.ids[end[at]]) for end in (doubts.one, doubts.other)}
        again = why(model, table, one, other, hubs)
        assert [(field, words) for field, _, words in again.parts] == [(field, words) for field, _, words in each.waterfall.parts]
        assert {record for record, _ in each.beside} == {record_of(row) for row in (*one, *other)} - heads
