import pytest

from runtime.wire.negotiation import GRAPHQL, JSON, accepted, is_json


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
