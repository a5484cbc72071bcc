"""An answer as every door tells it."""

from typing import Any, Protocol


class Told(Protocol):
    """`executed` when the question itself was right."""

    shown: dict[str, Any]
    executed: bool
