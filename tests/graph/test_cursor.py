from datetime import UTC, date, datetime

import pytest

from graph.cursor import decode, encode
from runtime.errors import BadQuestion


def test_a_cursor_gives_its_keys_back_in_their_own_types():
    keys = [False, "2026-01-31", "2026-01-31T08:00:00Z", "core:1"]
    assert decode(encode("Account.opened", keys), "Account.opened", ["Boolean", "Date", "DateTime", "ID"]) == [
        False,
        date(2026, 1, 31),
        datetime(2026, 1, 31, 8, tzinfo=UTC),
        "core:1",
    ]


@pytest.mark.parametrize(
    "cursor",
    ["junk", "", "W10=", "e30="]
    + [encode("Account.opened", keys) for keys in (["x"], [1, 2], ["x", "not a day"], [None, None, None])]
    + [encode(list_, ["x", "2026-01-31"]) for list_ in ("Account.id", "Party.opened")],
)
def test_a_cursor_of_another_list_is_refused(cursor: str):
    with pytest.raises(BadQuestion, match="does not belong to this list"):
        decode(cursor, "Account.opened", ["ID", "Date"])
