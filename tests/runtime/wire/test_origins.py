import pytest

from runtime.errors import NotConfigured
from runtime.settings import Settings
from runtime.wire.origins import Origins

APP = b"https://app.bank.example"
LISTED = Origins([APP.decode()])


@pytest.mark.parametrize(
    ("headers", "may"),
    [
        ({}, True),
        ({b"origin": APP}, True),
        ({b"origin": b"https://APP.bank.example"}, True),
        ({b"origin": b"http://gateway:8000", b"host": b"gateway:8000"}, True),
        ({b"origin": b"http://gateway:8000", b"host": b"gateway:9000"}, False),
        ({b"origin": b"https://evil.example", b"host": b"gateway:8000"}, False),
        ({b"origin": b"https://app.bank.example.evil.example", b"host": b"gateway"}, False),
        ({b"origin": b"http://app.bank.example", b"host": b"gateway"}, False),
        ({b"origin": b"null", b"host": b"gateway"}, False),
        ({b"origin": b"null"}, False),
        ({b"origin": b"", b"host": b""}, False),
    ],
)
def test_a_socket_is_opened_for_pages_from_here_and_of_the_list(headers: dict[bytes, bytes], may: bool):
    assert LISTED.may_open(headers) is may


def test_only_listed_pages_may_read_answers():
    assert dict(LISTED.headers(APP))[b"access-control-allow-origin"] == APP
    assert dict(LISTED.preflight(APP))[b"access-control-allow-methods"] == b"GET, POST, OPTIONS"
    assert LISTED.headers(b"https://evil.example") == LISTED.preflight(b"https://evil.example") == ()


def test_nobody_is_let_read_with_cookies():
    assert b"access-control-allow-credentials" not in dict(LISTED.preflight(APP))


def test_origins_are_read_from_a_setting():
    assert Settings.from_env({"C360_ORIGINS": "https://App.bank.example/, http://localhost:3000"}).origins == (
        "https://app.bank.example",
        "http://localhost:3000",
    )


@pytest.mark.parametrize("wrong", ["*", "app.bank.example", "https://a.example/path", "https://a.example, *", "null"])
def test_what_is_no_origin_is_refused(wrong: str):
    with pytest.raises(NotConfigured, match="C360_ORIGINS"):
        Settings.from_env({"C360_ORIGINS": wrong})
