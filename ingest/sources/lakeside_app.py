"""Lakeside Bank's mobile app: who uses it with which device, what they look at, what that may mean; Parquet.

A visit to a section is an interaction. What the app's statistics take from many of them is an event, and inferred. A
device is kept by a hash: one that several customers use is what counts, not which one it is.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from graph.model import Channel, Event, EventKind, Evidence, Interaction, Person, ReachedAt, Record, Uses
from ingest.contract import Seen, Source, Table
from ingest.evidence import device, device_key, phone
from ingest.field import Field
from ingest.formats import Parquet
from ingest.row import Row

TOPICS = {
    "study_abroad": EventKind.STUDY_ABROAD, "home_buying": EventKind.HOUSE_PURCHASE, "pension": EventKind.RETIREMENT,
    "newborn": EventKind.CHILD_BORN, "other": EventKind.OTHER,
}  # fmt: skip


def users(row: Row, _seen: Seen) -> Iterator[Record]:
    person = Person(row.key("user_id"), None, row.text("cif"))
    yield person
    mobile = row.optional.parsed("mobile", phone)
    if mobile:
        yield mobile
        yield ReachedAt(person.id, mobile.id, "MOBILE")
    row.ignore("registered_at")


def devices(row: Row, _seen: Seen) -> Iterator[Record]:
    yield device(row.text("device_id"), platform=row.text("platform"), model=row.text("model"))
    row.ignore("app_version")


def logins(row: Row, _seen: Seen) -> Iterator[Record]:
    yield Uses(
        row.key("user_id"), row.parsed("device_id", device_key), row.instant("first_at"), row.instant("last_at"), row.whole("times")
    )


def page_views(row: Row, _seen: Seen) -> Iterator[Record]:
    yield Interaction(
        row.key("visit_id"), row.key("user_id"), Channel.APP, row.instant("at"), row.text("section"), row.optional.text("page")
    )
    row.ignore("device_id", "views", "seconds")


def signals(row: Row, _seen: Seen) -> Iterator[Record]:
    yield Event(
        row.key("signal_id"), row.key("user_id"), row.code("topic", TOPICS), row.date("day"), Evidence.INFERRED,
        row.text("evidence"),
    )  # fmt: skip


USER, DEVICE = Field("user_id"), Field("device_id", personal=True)

SOURCE = Source(
    name="lakeside-app",
    system="app",
    title="湖畔银行手机银行 · Lakeside Bank mobile app",
    owner="数字金融部 · digital banking",
    effective=date(2026, 10, 31),
    fresh=timedelta(days=1),
    tables=(
        Table(
            "users",
            "users.parquet",
            Parquet(),
            users,
            (
                Field("user_id", key=True),
                Field("cif", about="the bank's customer number"),
                Field("mobile", required=False, personal=True),
                Field("registered_at", "timestamp", required=False),
            ),
        ),
        Table(
            "devices",
            "devices.parquet",
            Parquet(),
            devices,
            (Field("device_id", key=True, personal=True), Field("platform"), Field("model"), Field("app_version")),
            (0, None),
        ),
        Table(
            "logins",
            "logins.parquet",
            Parquet(),
            logins,
            (
                Field("user_id", key=True),
                Field("device_id", key=True, personal=True),
                Field("first_at", "timestamp"),
                Field("last_at", "timestamp"),
                Field("times", "integer"),
            ),
            (0, None),
        ),
        Table(
            "page_views",
            "page_views.parquet",
            Parquet(),
            page_views,
            (
                Field("visit_id", key=True),
                USER,
                DEVICE,
                Field("at", "timestamp"),
                Field("section", personal=True),
                Field("page", required=False, personal=True),
                Field("views", "integer"),
                Field("seconds", "integer"),
            ),
            (0, None),
        ),
        Table(
            "signals",
            "signals.parquet",
            Parquet(),
            signals,
            (
                Field("signal_id", key=True),
                USER,
                Field("topic", codes=TOPICS, personal=True),
                Field("day", "date"),
                Field("evidence", personal=True, about="what it is taken from, in words"),
            ),
            (0, None),
        ),
    ),
)
