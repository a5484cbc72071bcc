"""The values of refused rows: what one of them names may have been mentioned, and is not known to have been left out."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

MOST = 1_000_000
"""Values of refused rows that are remembered; with more of them nothing ends."""
_WORD = re.compile(r"[^\s,;|\"'{}\[\]<>]+")


class Unread:
    """What refused rows say; a value of one that can't be taken apart is any word of it."""

    def __init__(self) -> None:
        self._values = set[str]()

    def note(self, row: Mapping[str, Any]) -> None:
        for value in row.values():
            self._note(value)

    def names(self, keys: Sequence[str]) -> bool:
        """Whether a refused row may have spoken of one of these keys, as `core:4711`."""
        if not self._values:
            return False
        return len(self._values) > MOST or any(part in self._values for key in keys for part in _parts(key))

    def _note(self, value: Any) -> None:
        if len(self._values) > MOST:
            return
        if isinstance(value, str):
            self._values.update((value.strip(), *_WORD.findall(value)))
        elif isinstance(value, list | tuple):
            for each in value:  # pyright: ignore[reportUnknownVariableType]
                self.note(each) if isinstance(each, Mapping) else self._note(each)  # pyright: ignore[reportUnknownArgumentType]


def _parts(key: str) -> tuple[str, ...]:
    _, _, raw = key.partition(":")
    return raw, raw.rpartition(":")[2]
