"""The order of a list, and where a page of it begins: keyset paging in both directions, by as many keys as are declared."""

from collections.abc import Iterator
from dataclasses import dataclass

TEMPORAL = ("Date", "DateTime")


@dataclass(frozen=True, slots=True)
class Key:
    """One thing a list is sorted by: its Cypher, ASC or DESC, the scalar it is told as, and the name by which cursors know it.

    Where rows may lack it they come last, whichever way it goes: `lacks` is the way of the test that puts them there.
    """

    text: str
    way: str
    kind: str
    name: str
    lacks: str = ""

    @property
    def told(self) -> str:
        """As it leaves Cypher: where rows may lack it, behind whether this one does."""
        value = f"toString({self.text})" if self.kind in TEMPORAL else self.text
        return f"{self.none}, {value}" if self.lacks else value

    @property
    def kinds(self) -> list[str]:
        """The scalars of what is told."""
        return ["Boolean", self.kind] if self.lacks else [self.kind]

    @property
    def none(self) -> str:
        return f"({self.text} IS NULL)"

    @property
    def order(self) -> str:
        return f"{self.none} {self.lacks}, {self.text} {self.way}" if self.lacks else f"{self.text} {self.way}"

    @property
    def turned(self) -> "Key":
        return Key(self.text, turned(self.way), self.kind, self.name, turned(self.lacks))


def turned(way: str) -> str:
    return {"ASC": "DESC", "DESC": "ASC"}.get(way, "")


def by(keys: list[Key]) -> str:
    return ", ".join(key.order for key in keys)


def kinds(keys: list[Key]) -> list[str]:
    """The scalars of a place, in their order."""
    return [kind for key in keys for kind in key.kinds]


def place(keys: list[Key]) -> str:
    """What a list is sorted by, as its cursors tell it; its identity where it is sorted by nothing else."""
    return ",".join(key.name for key in keys[:-1] or keys)


def beyond(keys: list[Key], cursor: str) -> str:
    """Strictly after the place whose keys, the identity last, are the parameters `cursor_0`, `cursor_1` …, in the order given.

    Where no row lacks a key the first test is a range of an index.
    """
    values = (f"${cursor}_{n}" for n in range(len(kinds(keys))))
    test = _beyond(keys, values)
    return f"{test} AND {keys[-1].text} IS NOT NULL" if len(keys) > 1 and not any(key.lacks for key in keys) else test


def _beyond(keys: list[Key], values: Iterator[str]) -> str:
    key, *others = keys
    at_none = next(values) if key.lacks else ""
    value = next(values)
    if not others:
        return f"{key.text} {sign(key)} {value}"
    rest = _beyond(others, values)
    rest = f"({rest})" if len(others) > 1 else rest
    # the first test repeats the second so that an index can start there
    after = f"{key.text} {sign(key)}= {value} AND ({key.text} {sign(key)} {value} OR {rest})"
    if not key.lacks:
        return after
    none = f"{key.text} IS NULL"
    if key.lacks == "ASC":
        return f"(({none} AND (NOT {at_none} OR {rest})) OR (NOT {at_none} AND {after}))"
    return f"((NOT {none} AND ({at_none} OR ({after}))) OR ({at_none} AND {none} AND {rest}))"


def sign(key: Key) -> str:
    return ">" if key.way == "ASC" else "<"
