"""What every change shares: who may, how often it is done, and what is told of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

import orjson

from access.caller import Caller, CallerRole
from graph.changes import Asked, Mistake, Work, once
from graph.desk import SYSTEM
from graph.entries import Entry
from graph.ledger import instant
from resolvers.context import Context
from runtime.errors import BadQuestion, NotPermitted

LONGEST_KEY = 200
LONGEST_WORDS = 2_000
MASK = "***"
"""What is shown of a withheld value, and must not be sent back."""
MASKS = (MASK, "…")
"""What a withheld value begins or ends with; in what people write an ellipsis is their own."""
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
MISSING = {
    "why": ("WHY_MISSING", "Say why: whoever reads it later has to know."),
    "evidence": ("EVIDENCE_MISSING", "Say from what it is known: a document seen, a call, a letter."),
}
NO_PARTY = Mistake("party", "NOT_FOUND", "No party has or had this id: name one that `party` or `customers` tells.")


@dataclass(frozen=True, slots=True)
class Changed:
    """The id of what was changed, or why nothing was."""

    changed: str | None
    mistakes: tuple[Mistake, ...] = ()


async def carried_out(
    context: Context, caller: Caller, name: str, key: str, sent: Mapping[str, Any], work: Work
) -> Changed:
    """Does the work once for the caller's key. Raises BadQuestion for a key that is none."""
    if not 0 < len(key) <= LONGEST_KEY:
        raise BadQuestion(f"The idempotencyKey must have 1 to {LONGEST_KEY} characters: send a new one for each change.")
    asked = Asked(caller.subject, key, name, _print(name, sent), datetime.now(UTC))
    done = await once(context.graph, asked, work)
    return Changed(None, (done,)) if isinstance(done, Mistake) else Changed(done)


def new_entry(context: Context, caller: Caller, name: str, key: str, sent: Mapping[str, Any], evidence: str | None = None) -> Entry:
    """What a caller says by hand: its id rests on the key and the input, so that the same said again is the same."""
    id_ = f"{SYSTEM}:{_print(caller.subject, [key, name, sent])}"
    return Entry(id_, caller.subject, context.today, instant(), evidence)


def _print(name: str, sent: Any) -> str:
    return blake2b(orjson.dumps([name, sent], option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()


def wrong_words(field: str, words: str, most: int = LONGEST_WORDS) -> Mistake | None:
    """What is wrong with what somebody writes for people; blanks around it do not count."""
    if not words:
        code, message = MISSING.get(field, ("MISSING", f"Say something as {field}."))
        return Mistake(field, code, message)
    if MASK in words:
        return Mistake(field, "MASKED_VALUE", f"What is said as {field} quotes a masked value: say it in words.")
    return too_long(field, words, most)


def wrong_value(field: str, value: str, most: int) -> Mistake | None:
    """What is wrong with a value that may have been copied from an answer."""
    if any(mask in value for mask in MASKS):
        return Mistake(field, "MASKED_VALUE", "This is what is shown in place of a value that is withheld: say the value.")
    return too_long(field, value, most)


def too_long(field: str, text: str, most: int) -> Mistake | None:
    if len(text) <= most:
        return None
    return Mistake(field, "TOO_LONG", f"What is said as {field} has more than {most:,} characters: say it shorter.")


def wrong_instant(field: str, at: datetime) -> Mistake | None:
    """What is wrong with when something is said to have happened."""
    if at > datetime.now(UTC):
        return Mistake(field, "IN_FUTURE", f"What is said as {field} is yet to come: say when it was.")
    return None if at >= EARLIEST else Mistake(field, "BAD_VALUE", f"What is said as {field} is before 1900: say when it was.")


def banker(context: Context) -> Caller:
    """Raises NotPermitted for who is none of the bank's own: a partner reads, and changes nothing."""
    if context.caller is None or context.caller.role is not CallerRole.BANKER:
        raise NotPermitted("Only the bank's own staff may do this: ask with a banker's token.")
    return context.caller


def sees(context: Context) -> list[str] | None:
    """The units whose parties the caller sees; None for head office, which sees all."""
    return None if context.view.whole else context.scope


def steward(context: Context) -> Caller:
    """Raises NotPermitted for who is not head office's own: a row may be any unit's customer."""
    if context.caller is None or not context.view.whole:
        raise NotPermitted("Only head office's own staff may do this: ask with a banker's token for the whole bank.")
    return context.caller
