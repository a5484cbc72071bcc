"""Who asks: a signed development token says who, in which role, for which part of the organisation."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

import jwt

from runtime.errors import NotAuthenticated

ALGORITHM = "HS256"
AUDIENCE = "c360"
EXPIRED = "The token has expired: get a new one, in development with `c360 token`."


class CallerRole(StrEnum):
    """What a caller does: it decides which fields are shown, masked or withheld."""

    BANKER = "BANKER"
    PARTNER = "PARTNER"


@dataclass(frozen=True, slots=True)
class Caller:
    """`org` is a path in the organisation, as `HQ/SUZHOU`; all below it is the caller's, and `HQ` is everything."""

    subject: str
    role: CallerRole
    org: str
    expires: datetime


def sign(secret: str, subject: str, role: CallerRole, org: str, valid: timedelta) -> str:
    """A token; its bearer is `subject` until it expires."""
    claims = {
        "sub": subject,
        "role": role.value,
        "org": org,
        "aud": AUDIENCE,
        "exp": datetime.now(UTC) + valid,
    }
    return jwt.encode(claims, secret, algorithm=ALGORITHM)  # pyright: ignore[reportUnknownMemberType]


def read(token: str, secret: str) -> Caller:
    """Who a token names. Raises NotAuthenticated with what to do about it."""
    caller = _verified(token, secret)
    if caller.expires <= datetime.now(UTC):
        raise NotAuthenticated(EXPIRED)
    return caller


@lru_cache(maxsize=1000)
def _verified(token: str, secret: str) -> Caller:
    """A signature is verified once; what is refused is not remembered."""
    try:
        claims: dict[str, Any] = jwt.decode(  # pyright: ignore[reportUnknownMemberType]
            token, secret, algorithms=[ALGORITHM], audience=AUDIENCE, options={"require": ["sub", "exp", "role", "org"]}
        )
        expires = datetime.fromtimestamp(claims["exp"], UTC)
        return Caller(str(claims["sub"]), CallerRole(claims["role"]), str(claims["org"]), expires)
    except jwt.ExpiredSignatureError:
        raise NotAuthenticated(EXPIRED) from None
    except (jwt.InvalidTokenError, ValueError):
        raise NotAuthenticated("The token is not one of ours: get one, in development with `c360 token`.") from None
