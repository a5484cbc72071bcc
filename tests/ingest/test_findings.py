"""By which rule a record describes its party."""

from graph.parties import Rule
from ingest.findings import Findings
from ingest.match.known import Solved
from ingest.match.resolution import resolved, trained
from ingest.match.table import Told, flattened
from tests.ingest.match import people


def test_a_document_that_two_records_share_is_told_and_a_number_for_life_before_it() -> None:
    model, number = trained(people.table(60)), people.resident(7)
    said = {
        "a": {"full_name": "Ada Bell", "passport": "GB:900000022"}, "b": {"full_name": "Mary Todd", "passport": "GB:900000022"},
        "c": {"full_name": "Tom North", "passport": "IE:800000033", "national_id": number},
        "d": {"full_name": "Tom North", "passport": "IE:800000033", "national_id": number},
        "e": {"full_name": "Ida Quinn", "passport": "GB:700000044"},
    }  # fmt: skip
    table = flattened("person", [Told(id_, None, {field: (value,) for field, value in each.items()}) for id_, each in said.items()])
    done, found = resolved(table, model), Findings(None)
    found.solved(Solved(table, done.edges, done.clusters), model.threshold, [])
    assert {id_: rule for id_, (rule, _) in found.sure.items()} == {
        "a": Rule.DOCUMENT, "b": Rule.DOCUMENT, "c": Rule.LIFELONG_NUMBER, "d": Rule.LIFELONG_NUMBER, "e": Rule.OWN_RECORD,
    }  # fmt: skip
