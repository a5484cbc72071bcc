"""The mobile app: Parquet files of its warehouse, users by numbers of its own, instants in UTC."""

from collections.abc import Iterator
from hashlib import sha256

from graph.model import EventKind
from ingest.lakeside.grids import Cells, Grid, columns
from ingest.lakeside.identifiers import own_number
from ingest.lakeside.part import Part

SIGNALS = {
    EventKind.STUDY_ABROAD: "study_abroad", EventKind.HOUSE_PURCHASE: "home_buying", EventKind.RETIREMENT: "pension",
    EventKind.CHILD_BORN: "newborn", EventKind.OTHER: "other",
}  # fmt: skip


def number(key: str) -> str:
    return f"U{own_number('app', key)}"


def known(part: Part) -> dict[str, str]:
    """Every user of the app, with their number here: one needs to be a customer to have it."""
    chapter = part.chapter
    return {key: number(key) for key in dict.fromkeys(one.who for one in (*chapter.logins, *chapter.visits, *chapter.signals))}


def device(identifier: str) -> str:
    """As a telephone tells it to an app: nothing that is printed on it."""
    return sha256(identifier.encode()).hexdigest()[:32]


def _users(part: Part) -> Iterator[Cells]:
    first = {one.who: one.first for one in sorted(part.chapter.logins, key=lambda one: one.first, reverse=True)}
    for key, user in known(part).items():
        phone = part.person("app", key).phone
        yield user, part.cif(key), phone and f"+86{phone}", first.get(key)


def _devices(part: Part) -> Iterator[Cells]:
    return ((device(one.identifier), one.platform, one.model, "8.4.1") for one in part.chapter.handsets)


def _logins(part: Part) -> Iterator[Cells]:
    for one in part.chapter.logins:
        yield number(one.who), device(one.handset), one.first, one.last, one.times


def _page_views(part: Part) -> Iterator[Cells]:
    for one in part.chapter.visits:
        yield one.number, number(one.who), device(one.handset), one.at, one.section, one.page, one.views, one.seconds


def _signals(part: Part) -> Iterator[Cells]:
    return ((one.number, number(one.who), SIGNALS[one.kind], one.on.isoformat(), one.text) for one in part.chapter.signals)


GRIDS = (
    Grid("users", columns("user_id cif mobile registered_at", instant="registered_at"), _users),
    Grid("devices", columns("device_id platform model app_version"), _devices),
    Grid("logins", columns("user_id device_id first_at last_at times", "times", "first_at last_at"), _logins),
    Grid("page_views", columns("visit_id user_id device_id at section page views seconds", "views seconds", "at"), _page_views),
    Grid("signals", columns("signal_id user_id topic day evidence"), _signals),
)
