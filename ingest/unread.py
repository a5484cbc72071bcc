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
        self._lines, self._length = list[str](), 0

    def note(self, row: Mapping[str, Any], fault: str | None = None) -> None:
        """A row that could not be taken apart, by a `fault`, is one text: whatever stands in it may be a key."""
        for value in row.values():
            self._note(value)
            if fault and isinstance(value, str) and self._length <= MOST:
                self._lines.append(normalize("NFKC", value))
                self._length += len(value)

    def names(self, keys: Sequence[str]) -> bool:
        """Whether a refused row may have spoken of one of these keys, as `core:4711`."""
        if not self._values:
            return False
        if len(self._values) > MOST or self._length > MOST:
            return True
        return any(part in self._values or self._stands(part) for key in keys for part in _parts(key))

    def _stands(self, part: str) -> bool:
        return bool(part) and any(part in line for line in self._lines)

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
