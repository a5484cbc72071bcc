import pytest

from runtime.wire.negotiation import GRAPHQL, JSON, accepted, coding, is_json, takes_events


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        (GRAPHQL, GRAPHQL),
        (f"{GRAPHQL}, {JSON};q=0.9", GRAPHQL),
        (f"{JSON}, {GRAPHQL}", GRAPHQL),
        (f"{GRAPHQL};q=0.1, {JSON}", JSON),
        ("text/html, */*;q=0.1", JSON),
        (f"{GRAPHQL}; charset=utf-8", GRAPHQL),
        ("text/html", None),
        (f"{JSON};q=0", None),
    ],
)
def test_a_client_is_answered_in_what_it_takes(accept: str | None, media: str | None):
    assert accepted(accept) == media


@pytest.mark.parametrize(
    ("content_type", "json"),
    [
        ("application/json", True),
        ("application/json; charset=utf-8", True),
        ('Application/JSON; charset="UTF-8"', True),
        ("application/json; charset=gb18030", False),
        ("text/plain", False),
        ("application/x-www-form-urlencoded", False),
        (None, False),
    ],
)
def test_only_json_in_utf8_is_a_question(content_type: str | None, json: bool):
    assert is_json(content_type) is json


@pytest.mark.parametrize(
    ("accept", "events"),
    [
        ("text/event-stream", True),
        (f"{GRAPHQL}, {JSON}, text/event-stream", True),
        ("Text/Event-Stream; charset=utf-8", True),
        ("text/event-stream;q=0", False),
        ("*/*", False),
        ("text/*", False),
        (None, False),
    ],
)
def test_who_names_the_stream_of_events_takes_it(accept: str | None, events: bool):
    assert takes_events(accept) is events


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (b"gzip", "gzip"),
        (b"gzip, deflate, br, zstd", "zstd"),
        (b"zstd;q=0.5, gzip", "gzip"),
        (b"GZIP;q=0.1", "gzip"),
        (b"zstd;q=0, gzip;q=0", None),
        (b"identity", None),
        (b"", None),
        (b"*", None),
    ],
)
def test_an_answer_is_coded_as_its_client_likes_best(accept: bytes, chosen: str | None):
    assert coding(accept) == chosen
