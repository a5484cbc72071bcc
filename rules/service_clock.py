"""Until when a request is answered: the bank's promise for its kind, by its own days."""

from datetime import datetime, time, timedelta, tzinfo

from graph.model import RequestKind

HOURS = {RequestKind.COMPLAINT: 4, RequestKind.ENQUIRY: 2}
SATURDAY = 5


def due(kind: RequestKind, opened: datetime, zone: tzinfo) -> datetime:
    """A complaint within 4 hours, an enquiry within 2, whatever the hour; a request by the end of the next working day (Monday to
    Friday) in the bank's zone. An instant in the zone of `opened`."""
    if kind in HOURS:
        return opened + timedelta(hours=HOURS[kind])
    day = opened.astimezone(zone).date() + timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(opened.tzinfo)
