"""What a caller has changed, as it may carry it to another process: signed, for a database waits for whatever it is told to."""

import base64
import hmac
import json
from collections.abc import Iterable
from time import time

from graph.trail import SECONDS
from runtime.errors import BadQuestion

LONGEST = 4_000
"""Characters that are looked at."""
SIGNED = 16


def given(marks: Iterable[str], caller: str, secret: str) -> str:
    """For this caller, and for as long as reads have to wait."""
    said = json.dumps([int(time()), *sorted(marks)]).encode()
    return base64.urlsafe_b64encode(_signature(said, caller, secret) + said).decode()


def read(sent: object, caller: str, secret: str) -> frozenset[str]:
    """Nothing where it is too old to wait for. Raises BadQuestion for what was not given to this caller."""
    try:
        raw = base64.urlsafe_b64decode(sent) if isinstance(sent, str) and len(sent) <= LONGEST else b""
    except ValueError:
        raw = b""
    signature, said = raw[:SIGNED], raw[SIGNED:]
    if not hmac.compare_digest(signature, _signature(said, caller, secret)):
        raise BadQuestion("extensions.bookmark: send what a change has answered to you, or nothing.")
    at, *marks = json.loads(said)
    return frozenset(marks) if time() - at < SECONDS else frozenset()


def _signature(said: bytes, caller: str, secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"bookmark\0" + caller.encode() + b"\0" + said, "sha256")[:SIGNED]
