"""What every change shares: who may, how often it is done, and what is told of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

import orjson

from access.caller import Caller
from graph.changes import Asked, Mistake, Work, once
from resolvers.context import Context
from runtime.errors import BadQuestion, NotPermitted

LONGEST_KEY = 200
MASK = "***"
"""What is shown of a withheld value, and must not be sent back."""


@dataclass(frozen=True, slots=True)
class Changed:
    """The id of what was changed, or why nothing was."""

    changed: str | None
    mistakes: tuple[Mistake, ...] = ()


async def carried_out(context: Context, name: str, key: str, sent: Mapping[str, Any], work: Work) -> Changed:
    """Does the work once for the caller's key. Raises BadQuestion for a key that is none."""
    if not 0 < len(key) <= LONGEST_KEY:
        raise BadQuestion(f"The idempotencyKey must have 1 to {LONGEST_KEY} characters: send a new one for each change.")
    print_ = blake2b(orjson.dumps([name, sent], option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()
    asked = Asked(steward(context).subject, key, name, print_, datetime.now(UTC))
    done = await once(context.graph, asked, work)
    return Changed(None, (done,)) if isinstance(done, Mistake) else Changed(done)


def steward(context: Context) -> Caller:
    """Raises NotPermitted for who is not head office's own: a row may be any unit's customer."""
    if context.caller is None or not context.view.whole:
        raise NotPermitted("Only head office's own staff may do this: ask with a banker's token for the whole bank.")
    return context.caller
