"""The values of refused rows: what one of them names may have been mentioned, and is not known to have been left out."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from unicodedata import normalize

MOST = 1_000_000
"""Values of refused rows that are remembered; with more of them nothing ends."""
_WORD = re.compile(r"[^\s,;|\"'{}\[\]<>]+")


class Unread:
    """What refused rows say; a value of one that can't be taken apart is any word of it."""

    def __init__(self) -> None:
        self._values = set[str]()
        self._lines = ""

    def note(self, row: Mapping[str, Any], fault: str | None = None) -> None:
        """A row that could not be taken apart, by a `fault`, is one text: whatever stands in it may be a key."""
        for value in row.values():
            self._note(value)
            if fault and isinstance(value, str) and len(self._lines) <= MOST:
                self._lines += f"\n{normalize('NFKC', value)}"

    def names(self, keys: Sequence[str]) -> bool:
        """Whether a refused row may have spoken of one of these keys, as `core:4711`."""
        if not self._values:
            return False
        if len(self._values) > MOST or len(self._lines) > MOST:
            return True
        return any(part in self._values or (part and part in self._lines) for key in keys for part in _parts(key))

    def _note(self, value: Any) -> None:
        if len(self._values) > MOST:
            return
        if isinstance(value, str):
            plain = normalize("NFKC", value)
            self._values.update((value.strip(), plain.strip(), *_WORD.findall(plain)))
        elif isinstance(value, list | tuple):
            for each in value:  # pyright: ignore[reportUnknownVariableType]
                self.note(each) if isinstance(each, Mapping) else self._note(each)  # pyright: ignore[reportUnknownArgumentType]


def _parts(key: str) -> tuple[str, ...]:
    _, _, raw = key.partition(":")
    return raw, raw.rpartition(":")[2]
