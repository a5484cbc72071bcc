"""Two answers laid beside each other; cursors are opaque, so each must stand for one place, always the same."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from benchmarks.oracle.pages import MARK, Place


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two answers part, and what each says there."""

    path: str
    platform: Any
    oracle: Any


@dataclass(slots=True)
class Aligned:
    """The cursors of the platform by place, learned as answers are compared."""

    places: dict[str, Place]
    cursors: dict[str, str] = field(default_factory=dict[str, str])  # the oracle's → the platform's
    compared: int = 0

    def differences(self, platform: Any, oracle: Any, path: str = "") -> Iterator[Difference]:
        """Nothing where data, order of keys and places are the same."""
        match platform, oracle:
            case dict(), dict() if list(cast(dict[str, Any], platform)) == list(cast(dict[str, Any], oracle)):
                for key, value in cast(dict[str, Any], platform).items():
                    yield from self.differences(value, oracle[key], f"{path}.{key}".strip("."))
            case list(), list() if len(cast(list[Any], platform)) == len(cast(list[Any], oracle)):
                for n, (mine, its) in enumerate(zip(cast(list[Any], platform), cast(list[Any], oracle), strict=True)):
                    yield from self.differences(mine, its, f"{path}[{n}]")
            case str(), str() if oracle.startswith(MARK):
                if not self.same_place(platform, oracle):
                    yield Difference(path, f"a cursor that stands for {self.places.get(platform)}", oracle)
            case _:
                self.compared += 1
                if type(platform) is not type(oracle) or platform != oracle:
                    yield Difference(path, platform, oracle)

    def same_place(self, cursor: str, told: str) -> bool:
        place = Place(*told.removeprefix(MARK).split("|"))
        return self.cursors.setdefault(told, cursor) == cursor and self.places.setdefault(cursor, place) == place
