"""Who would join and who would part by another model."""

import numpy as np

from ingest.match.changes import changes
from ingest.match.table import Told, flattened


def test_who_would_join_and_who_would_part_is_told_by_a_record_of_each_side() -> None:
    names = {"phone": ("+8613812345678", "+8613812345679"), "full_name": ("Ada Bell",)}
    table = flattened("person", [Told(id_, None, names if id_ == "a" else {"full_name": ("Ada Bell",)}) for id_ in "abcdef"])
    assert len(table) == 7  # of `a` a second row for its second telephone
    before, after = np.array([0, 0, 0, 0, 4, 5, 6]), np.array([0, 0, 0, 3, 4, 4, 4])
    found = changes(table, before, after)
    assert (found.before, found.after, found.joining, found.parting) == (4, 3, 2, 1)
    assert found.joins == (("d", "e"), ("d", "f"))
    assert found.parts == (("a", "c"),)
    assert changes(table, before, before).joins == ()
