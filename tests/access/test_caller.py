from datetime import timedelta

import jwt
import pytest

from access import caller as callers
from access.caller import CallerRole
from runtime.errors import NotAuthenticated

SECRET = "a secret of the tests, long enough to sign with"


def test_a_token_names_who_asks_in_which_role_and_place():
    caller = callers.read(callers.sign(SECRET, "lin", CallerRole.PARTNER, "HQ/SUZHOU", timedelta(hours=1)), SECRET)
    assert (caller.subject, caller.role, caller.org) == ("lin", CallerRole.PARTNER, "HQ/SUZHOU")


def test_an_expired_token_says_so_and_how_to_get_another():
    token = callers.sign(SECRET, "lin", CallerRole.BANKER, "HQ", timedelta(seconds=-1))
    with pytest.raises(NotAuthenticated, match="has expired.*c360 token"):
        callers.read(token, SECRET)


@pytest.mark.parametrize(
    "token",
    [
        "junk",
        callers.sign("another secret, just as long as the first", "lin", CallerRole.BANKER, "HQ", timedelta(hours=1)),
        jwt.encode({"sub": "lin", "aud": "c360", "role": "BANKER", "org": "HQ"}, SECRET, algorithm="HS256"),
        jwt.encode({"sub": "lin", "aud": "c360", "role": "KING", "org": "HQ", "exp": 4e9}, SECRET, algorithm="HS256"),
        jwt.encode({"sub": "lin", "aud": "other", "role": "BANKER", "org": "HQ", "exp": 4e9}, SECRET, algorithm="HS256"),
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJsaW4iLCJhdWQiOiJjMzYwIiwicm9sZSI6IkJBTktFUiIsIm9yZyI6IkhRIiwiZXhwIjo0ZTl9.",
    ],
    ids=["no token", "another's secret", "no end", "no such role", "for somebody else", "unsigned"],
)
def test_what_we_did_not_sign_is_refused(token: str):
    with pytest.raises(NotAuthenticated, match="not one of ours"):
        callers.read(token, SECRET)
