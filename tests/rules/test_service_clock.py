"""Until when a request is answered."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from graph.model import RequestKind
from rules.service_clock import due

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("kind", "opened", "until"),
    [
        (RequestKind.COMPLAINT, "2026-10-30T09:00", "2026-10-30T13:00"),
        (RequestKind.ENQUIRY, "2026-10-30T23:00", "2026-10-31T01:00"),
        (RequestKind.REQUEST, "2026-10-29T09:00", "2026-10-30T16:00"),  # Thursday there: Friday's end
        (RequestKind.REQUEST, "2026-10-29T16:30", "2026-11-02T16:00"),  # Friday there already: Monday's end
        (RequestKind.REQUEST, "2026-10-31T09:00", "2026-11-02T16:00"),  # Saturday
    ],
)
def test_a_promise_is_kept_by_the_banks_own_days(kind: RequestKind, opened: str, until: str) -> None:
    began, end = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (opened, until))
    told = due(kind, began, SHANGHAI)
    assert (told, told.tzinfo) == (end, UTC)
