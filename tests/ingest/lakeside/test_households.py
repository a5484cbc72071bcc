"""Households of the generated bank by the ties that its silos tell, beside the truth that ingest never reads."""

from benchmarks.households import bank, measured
from tests.ingest.lakeside.written import Written


def test_who_is_found_to_live_together_does_and_most_whom_a_tie_binds_are_found(generated: Written) -> None:
    known = bank(generated.directory)
    for declared in (True, False):
        found = measured(known, "as they are", known.truth, declared=declared)
        assert found.precision > 0.99 and found.reachable > 0.9
        assert {"SPOUSES", "MINOR_CHILD"} <= found.rules.keys()
